//! Requests to devices as JSON writes them, for the control address and those who call it.

use serde::{Deserialize, Serialize};
use wire::hj212::Request;
use wire::hj212::request::Span;

/// A request to a device; times are civil, `YYYYMMDDhhmmss`. Bounds are checked when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Wish {
    /// 1000: time to wait for answers, and how often to send again.
    SetTimeout {
        /// Seconds.
        seconds: u16,
        /// Times.
        retries: u16,
    },
    /// 1011: the clock of the device, or of one of its instruments.
    ReadTime {
        /// Factor code of the instrument.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<String>,
    },
    /// 1012: sets the clock.
    SetTime {
        /// Factor code of the instrument.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<String>,
        /// The time; none: now, by the gateway's clock.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<String>,
    },
    /// 1061: seconds between real-time frames.
    ReadRealTimeInterval,
    /// 1062: sets them.
    SetRealTimeInterval {
        /// Seconds.
        seconds: u16,
    },
    /// 1063: minutes of a minute frame.
    ReadMinuteInterval,
    /// 1064: sets them.
    SetMinuteInterval {
        /// Minutes.
        minutes: u16,
    },
    /// 1072: another password.
    SetPassword {
        /// Six letters or digits.
        password: String,
    },
    /// 2011: begin to send real-time data.
    StartRealTime,
    /// 2012: no more real-time data.
    StopRealTime,
    /// 2021: begin to send states of equipment.
    StartEquipment,
    /// 2022: no more states of equipment.
    StopEquipment,
    /// 2031: day data again.
    ReadDays(Period),
    /// 2041: run times of equipment again.
    ReadRunTimes(Period),
    /// 2051: minute data again.
    ReadMinutes(Period),
    /// 2061: hour data again.
    ReadHours(Period),
    /// 3011: zero and span calibration.
    Calibrate {
        /// Factor code of the instrument.
        factor: String,
        /// Which calibration (2025).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
    },
    /// 3012: sample now.
    Sample(Instrument),
    /// 3013: clean, blow back.
    Clean(Instrument),
    /// 3014: comparison sampling.
    Compare(Instrument),
    /// 3015: keep a sample when over the limit.
    KeepOverLimit,
    /// 3016: sets the sampling cycle.
    SetCycle {
        /// Factor code of the instrument.
        factor: String,
        /// First time of day, `hhmmss`.
        start: String,
        /// Hours between samples.
        hours: u16,
    },
    /// 3017: the sampling cycle.
    ReadCycle(Instrument),
    /// 3018: how long a sample takes until its value is out.
    ReadSampleTime(Instrument),
    /// 3019: the instrument's own number.
    ReadInstrument(Instrument),
    /// 3020: log, state or parameters.
    ReadInformation {
        /// Factor code of the instrument; none: the logger.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<String>,
        /// Which information.
        information: String,
        /// Of which time, for logs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<Period>,
    },
    /// 3021: sets a parameter.
    SetInformation {
        /// Factor code of the instrument.
        factor: String,
        /// Which parameter.
        information: String,
        /// Its value.
        value: String,
    },
    /// 3022 (2025): keep a sample now.
    KeepNow(Instrument),
    /// 3024 (2025): start a check against a standard sample.
    StartCheck(Instrument),
}

/// From when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First moment.
    pub begin: String,
    /// Last moment.
    pub end: String,
}

/// One instrument of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Factor code of what it measures.
    pub factor: String,
}

impl Wish {
    /// The request that is wished for; `now` is the civil time, for a clock that is to be set to it.
    pub fn request(self, now: &str) -> Request {
        match self {
            Self::SetTimeout { seconds, retries } => Request::SetTimeout { seconds, retries },
            Self::ReadTime { factor } => Request::ReadTime { factor },
            Self::SetTime { factor, time } => Request::SetTime {
                factor,
                time: time.unwrap_or_else(|| now.to_owned()),
            },
            Self::ReadRealTimeInterval => Request::ReadRealTimeInterval,
            Self::SetRealTimeInterval { seconds } => Request::SetRealTimeInterval(seconds),
            Self::ReadMinuteInterval => Request::ReadMinuteInterval,
            Self::SetMinuteInterval { minutes } => Request::SetMinuteInterval(minutes),
            Self::SetPassword { password } => Request::SetPassword(password),
            Self::StartRealTime => Request::StartRealTime,
            Self::StopRealTime => Request::StopRealTime,
            Self::StartEquipment => Request::StartEquipment,
            Self::StopEquipment => Request::StopEquipment,
            Self::ReadDays(period) => Request::ReadDays(period.span()),
            Self::ReadRunTimes(period) => Request::ReadRunTimes(period.span()),
            Self::ReadMinutes(period) => Request::ReadMinutes(period.span()),
            Self::ReadHours(period) => Request::ReadHours(period.span()),
            Self::Calibrate { factor, kind } => Request::Calibrate { factor, kind },
            Self::Sample(of) => Request::Sample(of.factor),
            Self::Clean(of) => Request::Clean(of.factor),
            Self::Compare(of) => Request::Compare(of.factor),
            Self::KeepOverLimit => Request::KeepOverLimit,
            Self::SetCycle {
                factor,
                start,
                hours,
            } => Request::SetCycle {
                factor,
                start,
                hours,
            },
            Self::ReadCycle(of) => Request::ReadCycle(of.factor),
            Self::ReadSampleTime(of) => Request::ReadSampleTime(of.factor),
            Self::ReadInstrument(of) => Request::ReadInstrument(of.factor),
            Self::ReadInformation {
                factor,
                information,
                period,
            } => Request::ReadInformation {
                factor,
                information,
                span: period.map(Period::span),
            },
            Self::SetInformation {
                factor,
                information,
                value,
            } => Request::SetInformation {
                factor,
                information,
                value,
            },
            Self::KeepNow(of) => Request::KeepNow(of.factor),
            Self::StartCheck(of) => Request::StartCheck(of.factor),
        }
    }
}

impl Period {
    fn span(self) -> Span {
        Span::new(&self.begin, &self.end)
    }
}

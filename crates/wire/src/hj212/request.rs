//! What a host asks of a site: every command of Table 9 that a host sends, of all three editions, built and
//! read. Bounds of parameters come from `standards/hj212/parameters.toml`; a value outside is refused here,
//! before a site would be asked for it.

use super::body::Body;
use super::header::Frame;
use super::time::Civil;

/// A request or notice of a host to a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// 1000: how long to wait for an answer, in seconds, and how often to send again.
    SetTimeout {
        /// `OverTime`.
        seconds: u16,
        /// `ReCount`.
        retries: u16,
    },
    /// 1002 (2025): sets the device's MN, which the frame's header carries.
    SetDevice {
        /// The logger's number.
        logger: String,
    },
    /// 1011: reads the time, of an instrument or of the logger.
    ReadTime {
        /// `PolId`.
        factor: Option<String>,
    },
    /// 1012: sets the time, of an instrument or of the logger.
    SetTime {
        /// `PolId`.
        factor: Option<String>,
        /// `SystemTime`, `YYYYMMDDhhmmss`.
        time: String,
    },
    /// 1014 (2025): a new key.
    SetKey {
        /// When the key was made.
        created: String,
        /// The key.
        key: String,
    },
    /// 1061: reads the interval of real-time data.
    ReadRealTimeInterval,
    /// 1062: sets the interval of real-time data, in seconds.
    SetRealTimeInterval(u16),
    /// 1063: reads the interval of minute data.
    ReadMinuteInterval,
    /// 1064: sets the interval of minute data, in minutes.
    SetMinuteInterval(u16),
    /// 1072: sets the password.
    SetPassword(String),
    /// 2011: begin with real-time data.
    StartRealTime,
    /// 2012: stop real-time data.
    StopRealTime,
    /// 2013 (2025): reads raw data again.
    ReadRaw(Span),
    /// 2021: begin with the state of equipment.
    StartEquipment,
    /// 2022: stop the state of equipment.
    StopEquipment,
    /// 2031: reads day data again.
    ReadDays(Span),
    /// 2041: reads run times of equipment again.
    ReadRunTimes(Span),
    /// 2051: reads minute data again.
    ReadMinutes(Span),
    /// 2061: reads hour data again.
    ReadHours(Span),
    /// 2062 (2025): reads checks against a standard sample again.
    ReadChecks(Span),
    /// 3011: zero and span calibration.
    Calibrate {
        /// `PolId`.
        factor: String,
        /// `CalibrationType` (2025).
        kind: Option<String>,
    },
    /// 3012: sample at once.
    Sample(String),
    /// 3013: clean or blow back.
    Clean(String),
    /// 3014: comparison sampling.
    Compare(String),
    /// 3015: keep a sample when over the limit.
    KeepOverLimit,
    /// 3016: sets the sampling cycle.
    SetCycle {
        /// `PolId`.
        factor: String,
        /// `CstartTime`, `hhmmss`.
        start: String,
        /// `Ctime`, in hours.
        hours: u16,
    },
    /// 3017: reads the sampling cycle.
    ReadCycle(String),
    /// 3018: reads how long a sample takes.
    ReadSampleTime(String),
    /// 3019: reads the number of an instrument.
    ReadInstrument(String),
    /// 3020: reads information of the site.
    ReadInformation {
        /// `PolId`.
        factor: Option<String>,
        /// `InfoId`.
        information: String,
        /// Of which time, for logs.
        span: Option<Span>,
    },
    /// 3021: sets a parameter of the site.
    SetInformation {
        /// `PolId`.
        factor: String,
        /// `InfoId`.
        information: String,
        /// The value.
        value: String,
    },
    /// 3022 (2025): keep a sample now.
    KeepNow(String),
    /// 3024 (2025): start a check against a standard sample.
    StartCheck(String),
}

/// From when to when, `YYYYMMDDhhmmss`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `BeginTime`.
    pub begin: String,
    /// `EndTime`.
    pub end: String,
}

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// A number is outside what the standard allows.
    #[error(
        "{parameter} is {value}: HJ 212 allows {least} to {most}, and for the interval of minutes only divisors of the hour"
    )]
    Outside {
        /// The parameter.
        parameter: &'static str,
        /// What was asked.
        value: u16,
        /// The least value.
        least: u16,
        /// The greatest value.
        most: u16,
    },
    /// A time is not one of the calendar.
    #[error("{parameter} is {value:?}: expected a time as YYYYMMDDhhmmss")]
    Time {
        /// The parameter.
        parameter: &'static str,
        /// What was asked.
        value: String,
    },
    /// A word has a wrong length or a separator in it.
    #[error("{parameter} is {value:?}: expected {expected}")]
    Word {
        /// The parameter.
        parameter: &'static str,
        /// What was asked; never a password or a key.
        value: String,
        /// What was expected.
        expected: &'static str,
    },
}

mod build;
mod read;

/// The bounds of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub code: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The least value.
    pub least: u16,
    /// The greatest value.
    pub most: u16,
    /// The values allowed between, where not all are.
    pub among: &'static [u16],
}

/// The parameters that a host may set, with their bounds.
pub fn parameters() -> &'static [Parameter] {
    PARAMETERS
}

include!(concat!(env!("OUT_DIR"), "/hj212_parameters.rs"));

impl Request {
    /// The command.
    pub fn command(&self) -> u16 {
        match self {
            Self::SetTimeout { .. } => 1000,
            Self::SetDevice { .. } => 1002,
            Self::ReadTime { .. } => 1011,
            Self::SetTime { .. } => 1012,
            Self::SetKey { .. } => 1014,
            Self::ReadRealTimeInterval => 1061,
            Self::SetRealTimeInterval(_) => 1062,
            Self::ReadMinuteInterval => 1063,
            Self::SetMinuteInterval(_) => 1064,
            Self::SetPassword(_) => 1072,
            Self::StartRealTime => 2011,
            Self::StopRealTime => 2012,
            Self::ReadRaw(_) => 2013,
            Self::StartEquipment => 2021,
            Self::StopEquipment => 2022,
            Self::ReadDays(_) => 2031,
            Self::ReadRunTimes(_) => 2041,
            Self::ReadMinutes(_) => 2051,
            Self::ReadHours(_) => 2061,
            Self::ReadChecks(_) => 2062,
            Self::Calibrate { .. } => 3011,
            Self::Sample(_) => 3012,
            Self::Clean(_) => 3013,
            Self::Compare(_) => 3014,
            Self::KeepOverLimit => 3015,
            Self::SetCycle { .. } => 3016,
            Self::ReadCycle(_) => 3017,
            Self::ReadSampleTime(_) => 3018,
            Self::ReadInstrument(_) => 3019,
            Self::ReadInformation { .. } => 3020,
            Self::SetInformation { .. } => 3021,
            Self::KeepNow(_) => 3022,
            Self::StartCheck(_) => 3024,
        }
    }

    /// The content, without the `&&` at either end.
    ///
    /// # Errors
    ///
    /// Where the standard does not allow a value, or a word could not be read by the site.
    pub fn content(&self) -> Result<String, RequestError> {
        build::content(self).map(Body::finish)
    }

    /// The request that a frame is; none where it is another message or lacks what the request needs.
    pub fn of(frame: &Frame<'_>) -> Option<Self> {
        read::request(frame)
    }
}

impl Parameter {
    fn allows(&self, value: u16) -> bool {
        let within = (self.least..=self.most).contains(&value);
        within && (self.among.is_empty() || self.among.contains(&value))
    }
}

impl Span {
    /// From when to when.
    pub fn new(begin: &str, end: &str) -> Self {
        Self {
            begin: begin.to_owned(),
            end: end.to_owned(),
        }
    }
}

fn is_time(text: &str) -> bool {
    Civil::parse(text).is_some()
}

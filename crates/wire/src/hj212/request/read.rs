//! The request that a frame is, as a site reads it: for the devices of tests, and for the record of what a
//! host asked. Either `,` or `;` may stand between items.

use super::super::header::Frame;
use super::{Request, Span};

pub(super) fn request(frame: &Frame<'_>) -> Option<Request> {
    let get = |name: &str| frame.content.get(name).map(str::to_owned);
    let number = |name: &str| frame.content.get(name)?.parse().ok();
    let factor = || get("PolId");
    let span = || {
        Some(Span {
            begin: get("BeginTime")?,
            end: get("EndTime")?,
        })
    };
    Some(match frame.command? {
        1000 => Request::SetTimeout {
            seconds: number("OverTime")?,
            retries: number("ReCount")?,
        },
        1002 => Request::SetDevice {
            logger: get("i23005-Info")?,
        },
        1011 => Request::ReadTime { factor: factor() },
        1012 => Request::SetTime {
            factor: factor(),
            time: get("SystemTime")?,
        },
        1014 => Request::SetKey {
            created: get("SKCreateTime")?,
            key: get("NewSK")?,
        },
        1061 => Request::ReadRealTimeInterval,
        1062 => Request::SetRealTimeInterval(number("RtdInterval")?),
        1063 => Request::ReadMinuteInterval,
        1064 => Request::SetMinuteInterval(number("MinInterval")?),
        // Frames of 2005 have been seen that name the new password PW.
        1072 => Request::SetPassword(get("NewPW").or_else(|| get("PW"))?),
        2011 => Request::StartRealTime,
        2012 => Request::StopRealTime,
        2013 => Request::ReadRaw(span()?),
        2021 => Request::StartEquipment,
        2022 => Request::StopEquipment,
        2031 => Request::ReadDays(span()?),
        2041 => Request::ReadRunTimes(span()?),
        2051 => Request::ReadMinutes(span()?),
        2061 => Request::ReadHours(span()?),
        2062 => Request::ReadChecks(span()?),
        3011 => Request::Calibrate {
            factor: factor()?,
            kind: get("CalibrationType"),
        },
        3012 => Request::Sample(factor()?),
        3013 => Request::Clean(factor()?),
        3014 => Request::Compare(factor()?),
        3015 => Request::KeepOverLimit,
        3016 => Request::SetCycle {
            factor: factor()?,
            start: get("CstartTime")?,
            hours: number("Ctime")?,
        },
        3017 => Request::ReadCycle(factor()?),
        3018 => Request::ReadSampleTime(factor()?),
        3019 => Request::ReadInstrument(factor()?),
        3020 => Request::ReadInformation {
            factor: factor(),
            information: get("InfoId")?,
            span: span(),
        },
        3021 => {
            let information = get("InfoId")?;
            Request::SetInformation {
                factor: factor()?,
                value: get(&format!("{information}-Info"))?,
                information,
            }
        }
        3022 => Request::KeepNow(factor()?),
        3024 => Request::StartCheck(factor()?),
        _ => return None,
    })
}

//! The content of each request. Items that belong together stand in one group, as in the examples of Annex C.

use super::super::body::Body;
use super::{PARAMETERS, Request, RequestError, Span, is_time};

pub(super) fn content(request: &Request) -> Result<Body, RequestError> {
    let empty = Body::new();
    Ok(match request {
        Request::SetTimeout { seconds, retries } => empty
            .parameter("OverTime", number("OverTime", *seconds)?)
            .parameter("ReCount", number("ReCount", *retries)?),
        Request::SetDevice { logger } => {
            empty.parameter("i23005-Info", word("i23005-Info", logger)?)
        }
        Request::ReadTime { factor } => factor_of(factor.as_deref())?,
        Request::SetTime { factor, time: at } => {
            factor_of(factor.as_deref())?.and("SystemTime", time("SystemTime", at)?)
        }
        Request::SetKey { created, key } => empty
            .parameter("SKCreateTime", word("SKCreateTime", created)?)
            .and("NewSK", secret("NewSK", key)?),
        Request::SetRealTimeInterval(seconds) => {
            empty.parameter("RtdInterval", number("RtdInterval", *seconds)?)
        }
        Request::SetMinuteInterval(minutes) => {
            empty.parameter("MinInterval", number("MinInterval", *minutes)?)
        }
        Request::SetPassword(password) => empty.parameter("NewPW", new_password(password)?),
        Request::ReadRealTimeInterval
        | Request::ReadMinuteInterval
        | Request::StartRealTime
        | Request::StopRealTime
        | Request::StartEquipment
        | Request::StopEquipment
        | Request::KeepOverLimit => empty,
        Request::ReadRaw(span)
        | Request::ReadDays(span)
        | Request::ReadRunTimes(span)
        | Request::ReadMinutes(span)
        | Request::ReadHours(span)
        | Request::ReadChecks(span) => between(empty, span)?,
        Request::Sample(factor)
        | Request::Clean(factor)
        | Request::Compare(factor)
        | Request::ReadCycle(factor)
        | Request::ReadSampleTime(factor)
        | Request::ReadInstrument(factor)
        | Request::KeepNow(factor)
        | Request::StartCheck(factor) => factor_of(Some(factor))?,
        Request::Calibrate { .. }
        | Request::SetCycle { .. }
        | Request::ReadInformation { .. }
        | Request::SetInformation { .. } => of_many_parts(request)?,
    })
}

fn of_many_parts(request: &Request) -> Result<Body, RequestError> {
    Ok(match request {
        Request::Calibrate { factor, kind } => {
            let body = factor_of(Some(factor))?;
            match kind {
                Some(kind) => body.and("CalibrationType", word("CalibrationType", kind)?),
                None => body,
            }
        }
        Request::SetCycle {
            factor,
            start,
            hours,
        } => factor_of(Some(factor))?
            .and("CstartTime", time_of_day(start)?)
            .and("Ctime", number("Ctime", *hours)?),
        Request::ReadInformation {
            factor,
            information,
            span,
        } => {
            let body = factor_of(factor.as_deref())?.and("InfoId", word("InfoId", information)?);
            match span {
                Some(span) => between(body, span)?,
                None => body,
            }
        }
        Request::SetInformation {
            factor,
            information,
            value,
        } => {
            let information = word("InfoId", information)?;
            factor_of(Some(factor))?
                .and("InfoId", information)
                .and(&format!("{information}-Info"), word("Info", value)?)
        }
        _ => Body::new(),
    })
}

fn factor_of(factor: Option<&str>) -> Result<Body, RequestError> {
    Ok(match factor {
        Some(factor) => Body::new().parameter("PolId", word("PolId", factor)?),
        None => Body::new(),
    })
}

fn between(body: Body, span: &Span) -> Result<Body, RequestError> {
    let begin = time("BeginTime", &span.begin)?;
    let end = time("EndTime", &span.end)?;
    Ok(body.and("BeginTime", begin).and("EndTime", end))
}

fn number(code: &'static str, value: u16) -> Result<u16, RequestError> {
    match PARAMETERS.iter().find(|bounds| bounds.code == code) {
        Some(bounds) if !bounds.allows(value) => Err(RequestError::Outside {
            parameter: code,
            value,
            least: bounds.least,
            most: bounds.most,
        }),
        _ => Ok(value),
    }
}

fn time<'a>(parameter: &'static str, value: &'a str) -> Result<&'a str, RequestError> {
    if is_time(value) {
        return Ok(value);
    }
    let value = value.to_owned();
    Err(RequestError::Time { parameter, value })
}

fn time_of_day(value: &str) -> Result<&str, RequestError> {
    if is_time(&format!("20000101{value}")) {
        return Ok(value);
    }
    Err(RequestError::Word {
        parameter: "CstartTime",
        value: value.to_owned(),
        expected: "a time of day as hhmmss",
    })
}

fn word<'a>(parameter: &'static str, value: &'a str) -> Result<&'a str, RequestError> {
    if readable(value) {
        return Ok(value);
    }
    Err(RequestError::Word {
        parameter,
        value: value.to_owned(),
        expected: "a word without ; , = or &",
    })
}

fn secret<'a>(parameter: &'static str, value: &'a str) -> Result<&'a str, RequestError> {
    if readable(value) {
        return Ok(value);
    }
    Err(RequestError::Word {
        parameter,
        value: "***".to_owned(),
        expected: "a word without ; , = or &",
    })
}

/// A password has six characters (Table 4, `NewPW` C6).
fn new_password(value: &str) -> Result<&str, RequestError> {
    if value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(value);
    }
    Err(RequestError::Word {
        parameter: "NewPW",
        value: "***".to_owned(),
        expected: "six letters or digits",
    })
}

fn readable(value: &str) -> bool {
    !value.is_empty() && !value.contains([';', ',', '=', '&', '#', '\r', '\n'])
}

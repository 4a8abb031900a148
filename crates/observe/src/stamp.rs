//! The forms in which archives write dates, hours and timestamps.

use units::{Day, Period};

use crate::{check::offset, defect::Reason};

/// A moment by the clock of a file.
pub(crate) struct Moment {
    pub(crate) day: i64,
    /// Minutes after the midnight that begins the day.
    pub(crate) minutes: i64,
    /// The offset from UTC, if the text says one.
    pub(crate) offset: Option<i64>,
}

pub(crate) fn day(text: &str) -> Result<i64, Reason> {
    let text = text.trim();
    let cut = [" 00:00:00", " 0:00:00", " 00:00", " 0:00"]
        .iter()
        .find_map(|end| text.strip_suffix(end));
    let day: Day = cut.unwrap_or(text).parse().or(Err(Reason::BadDate))?;
    Ok(i64::from(day.number()))
}

pub(crate) fn month(text: &str) -> Result<i64, Reason> {
    match text.parse() {
        Ok(Period::Month(month)) => Ok(i64::from(month.first().number())),
        _ => Err(Reason::BadDate),
    }
}

/// Reads `8`, `08`, `08:00`, `08:00:00` or `8时` as 0 to 24.
pub(crate) fn clock_hour(text: &[u8]) -> Result<i64, Reason> {
    let text = text.trim_ascii();
    let digits = text
        .iter()
        .take(3)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let tail = &text[digits..];
    let whole = [&b""[..], b":00", b":00:00", "时".as_bytes()].contains(&tail);
    if !(1..=2).contains(&digits) || !whole {
        return Err(Reason::BadHour);
    }
    let hour = text[..digits]
        .iter()
        .fold(0, |hour, byte| hour * 10 + i64::from(byte - b'0'));
    if hour > 24 {
        Err(Reason::BadHour)
    } else {
        Ok(hour)
    }
}

/// Reads `2020-11-09 13:00:00`, `2020-11-09T13:00+08:00`, `2020-11-10` (midnight), `2020110913` or `/Date(ms+0800)/`.
pub(crate) fn stamp(text: &[u8]) -> Result<Moment, Reason> {
    let text = std::str::from_utf8(text).or(Err(Reason::BadDate))?.trim();
    if let Some(inner) = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
    {
        return milliseconds(inner);
    }
    if text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let minutes = clock_hour(&text.as_bytes()[8..])? * 60;
        return Ok(Moment {
            day: day(&text[..8])?,
            minutes,
            offset: None,
        });
    }
    let Some((date, time)) = text.split_once([' ', 'T']) else {
        return Ok(Moment {
            day: day(text)?,
            minutes: 0,
            offset: None,
        });
    };
    let day = day(date)?;
    let zone = time.find(['+', '-', 'Z']);
    let (time, zone) = time.split_at(zone.unwrap_or(time.len()));
    let offset = match zone {
        "" => None,
        zone => Some(offset(zone).ok_or(Reason::BadHour)?),
    };
    Ok(Moment {
        day,
        minutes: minutes(time.trim())?,
        offset,
    })
}

/// Reads `13`, `13:00`, `13:30:00`; seconds must be zero.
fn minutes(text: &str) -> Result<i64, Reason> {
    let mut parts = text.split(':');
    let hour = clock_hour(parts.next().unwrap_or_default().as_bytes())?;
    let mut sixtieth = || match parts.next().map(str::as_bytes) {
        None => Ok(0),
        Some([tens @ b'0'..=b'5', ones @ b'0'..=b'9']) => {
            Ok(i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
        }
        Some(_) => Err(Reason::BadHour),
    };
    let (minute, second) = (sixtieth()?, sixtieth()?);
    if second != 0 || parts.next().is_some() || (hour == 24 && minute != 0) {
        return Err(Reason::BadHour);
    }
    Ok(hour * 60 + minute)
}

/// Reads milliseconds since 1970 UTC; the offset after them is only for show.
fn milliseconds(inner: &str) -> Result<Moment, Reason> {
    let digits = inner.split(['+', '-']).next().unwrap_or_default();
    let milliseconds: i64 = match digits.parse() {
        Ok(number) if digits.len() <= 14 => number,
        _ => return Err(Reason::BadDate),
    };
    if milliseconds % 60_000 != 0 {
        return Err(Reason::BadHour);
    }
    let minutes = milliseconds / 60_000;
    Ok(Moment {
        day: minutes / 1440,
        minutes: minutes % 1440,
        offset: Some(0),
    })
}

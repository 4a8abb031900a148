//! Moments and civil time UTC+8, in microseconds.

use units::Day;

/// Microseconds of a day.
pub(crate) const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;
const MICROSECONDS_PER_SECOND: i64 = 1_000_000;
const SECONDS_AHEAD_OF_UTC: i64 = 8 * 3_600;

/// The civil time UTC+8 of a moment.
pub(crate) fn civil(moment: i64) -> i64 {
    moment.saturating_add(SECONDS_AHEAD_OF_UTC * MICROSECONDS_PER_SECOND)
}

/// The civil time of a date and a clock; `None` where the calendar has no such date.
pub(super) fn at(date: (u16, u8, u8), clock: (u8, u8, u8)) -> Option<i64> {
    let (year, month, day) = date;
    let date = Day::from_ymd(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )?;
    let (hour, minute, second) = clock;
    let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
    Some(i64::from(date.number()) * MICROSECONDS_PER_DAY + seconds * MICROSECONDS_PER_SECOND)
}

/// Whether a device's time lies too far ahead of its receipt, the known offset of its clock allowed for.
pub(super) fn is_ahead(time: i64, received: i64, offset_s: i64, ahead: i64) -> bool {
    let corrected = time.saturating_sub(offset_s.saturating_mul(MICROSECONDS_PER_SECOND));
    corrected > received.saturating_add(ahead)
}

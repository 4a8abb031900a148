//! Moments as the archive writes them: civil time UTC+8 to the microsecond.

use std::fmt::Write;

use units::Day;

const AHEAD_US: i64 = 8 * 3_600_000_000;
const DAY_US: i64 = 86_400_000_000;

/// Days that the calendar can name, 0001-01-01 to 9999-12-31.
const NAMED: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;

/// The civil day of a moment.
pub(super) fn day(at_us: i64) -> Day {
    let number = at_us.saturating_add(AHEAD_US).div_euclid(DAY_US);
    let named = number.clamp(*NAMED.start(), *NAMED.end());
    Day::from_number(i32::try_from(named).expect("a named day has seven digits"))
}

/// Writes the moments of one day.
pub(super) struct Clock {
    date: String,
}

impl Clock {
    /// The clock of a day.
    pub(super) fn of(day: Day) -> Self {
        Self {
            date: day.to_string(),
        }
    }

    /// The moment as `2026-11-24T18:07:35.123456+08:00`.
    pub(super) fn text(&self, at_us: i64) -> String {
        let of_day = at_us.saturating_add(AHEAD_US).rem_euclid(DAY_US);
        let (seconds, us) = (of_day / 1_000_000, of_day % 1_000_000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut text = String::with_capacity(32);
        text.push_str(&self.date);
        write!(text, "T{hour:02}:{minute:02}:{second:02}.{us:06}+08:00")
            .expect("writing to a string does not fail");
        text
    }
}

/// The microseconds since 1970 UTC of a written moment.
pub(super) fn parse(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    Some(moment.as_microsecond())
}

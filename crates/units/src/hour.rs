//! Hours in civil time UTC+8, named by their end or by their beginning, never by a bare number.
//!
//! National platforms stamp an hourly mean with the end of its hour: stamp 00:00 of 2 January is the
//! 24th hour of 1 January (HJ 633-2012 §5.2: 24 h before 0:00; seen in the archives, whose running
//! daily maxima restart at stamp 01:00).

use std::fmt;

use crate::day::Day;

/// A clock hour outside the day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("hour {hour} is outside the day; expected {first} to {last}")]
pub struct HourError {
    /// What was given.
    pub hour: i64,
    /// The first hour allowed.
    pub first: i64,
    /// The last hour allowed.
    pub last: i64,
}

/// An hour named by the moment it ends, counted in hours since 1970-01-01 00:00 UTC+8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourEnding(i64);

/// An hour named by the moment it begins, counted in hours since 1970-01-01 00:00 UTC+8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourBeginning(i64);

impl HourEnding {
    /// Makes an hour from its end, in hours since 1970-01-01 00:00 UTC+8.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its end, in hours since 1970-01-01 00:00 UTC+8.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Reads a stamp of a calendar date and a clock hour 0–24 at which the hour ended.
    pub fn from_stamp(date: Day, clock_hour: i64) -> Result<Self, HourError> {
        if !(0..=24).contains(&clock_hour) {
            return Err(HourError {
                hour: clock_hour,
                first: 0,
                last: 24,
            });
        }
        Ok(Self(i64::from(date.number()) * 24 + clock_hour))
    }

    /// The natural day that the hour belongs to: the one it began in.
    pub fn day(self) -> Day {
        let number = (self.0 - 1).div_euclid(24);
        Day::from_number(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// Its place in the natural day, 1 to 24.
    pub fn of_day(self) -> u8 {
        u8::try_from((self.0 - 1).rem_euclid(24) + 1).unwrap_or(24)
    }

    /// The first hour (01:00) of a natural day.
    pub fn first_of(day: Day) -> Self {
        Self(i64::from(day.number()) * 24 + 1)
    }

    /// The hour `hours` later (earlier if negative).
    pub const fn plus(self, hours: i64) -> Self {
        Self(self.0 + hours)
    }
}

impl HourBeginning {
    /// Reads a stamp of a calendar date and a clock hour 0–23 at which the hour began.
    pub fn from_stamp(date: Day, clock_hour: i64) -> Result<Self, HourError> {
        if !(0..=23).contains(&clock_hour) {
            return Err(HourError {
                hour: clock_hour,
                first: 0,
                last: 23,
            });
        }
        Ok(Self(i64::from(date.number()) * 24 + clock_hour))
    }
}

impl From<HourBeginning> for HourEnding {
    fn from(hour: HourBeginning) -> Self {
        Self(hour.0 + 1)
    }
}

impl fmt::Display for HourEnding {
    /// Shows the natural day and the ending hour 01–24: `2019-01-31 24:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {:02}:00", self.day(), self.of_day()))
    }
}

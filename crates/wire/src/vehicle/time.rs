//! Times of vehicle frames: six bytes, year of the century to second, in Beijing time.
//!
//! A time is kept as it was sent. It may be impossible; nothing here corrects it or knows what time it is.

use std::fmt;

/// A time as sent: the wall clock of UTC+8.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time([u8; 6]);

impl Time {
    /// The time that six bytes say.
    pub const fn of_bytes(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }

    /// A time, if it is a possible one of the years 2000 to 2099.
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        let year = year.checked_sub(2000).and_then(|y| u8::try_from(y).ok())?;
        let time = Self([year, month, day, hour, minute, second]);
        time.is_possible().then_some(time)
    }

    /// The first six bytes as a time.
    pub(super) fn at_start(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().copied().map(Self)
    }

    /// The bytes as sent.
    pub const fn bytes(self) -> [u8; 6] {
        self.0
    }

    /// The year; the wire has two digits of it.
    pub fn year(self) -> u16 {
        2000 + u16::from(self.0[0])
    }

    /// The month, 1 to 12 if possible.
    pub fn month(self) -> u8 {
        self.0[1]
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.0[2]
    }

    /// The hour.
    pub fn hour(self) -> u8 {
        self.0[3]
    }

    /// The minute.
    pub fn minute(self) -> u8 {
        self.0[4]
    }

    /// The second.
    pub fn second(self) -> u8 {
        self.0[5]
    }

    /// Whether the calendar and the clock have this time.
    pub fn is_possible(self) -> bool {
        let [year, month, day, hour, minute, second] = self.0;
        year < 100
            && (1..=days_of_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
    }
}

/// The days of a month of a year 2000 to 2099; none for a month that does not exist.
fn days_of_month(year: u8, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [_, month, day, hour, minute, second] = self.0;
        write!(
            out,
            "{}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}",
            self.year()
        )
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

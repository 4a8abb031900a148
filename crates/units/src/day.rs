//! Natural days in civil time UTC+8, which has had no daylight saving since 1991.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

/// A natural day (自然日) in UTC+8, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a day; expected one like 2019-01-05, 20190105, 2019/1/5 or 2019年1月5日")]
pub struct DayParseError {
    /// What was given.
    pub text: String,
}

impl Day {
    /// Makes a day from its count since 1970-01-01.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// The count of days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Makes a day from year, month and day of month, if the calendar has it.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from)
    }

    /// The calendar date.
    pub fn date(self) -> Date {
        let span = jiff::Span::new().days(self.0);
        EPOCH.saturating_add(span)
    }

    /// The day `days` later (earlier if negative).
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// The days from this one up to, but without, `end`.
    pub fn until(self, end: Self) -> impl ExactSizeIterator<Item = Self> {
        (self.0..end.0.max(self.0)).map(Self)
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        // Howard Hinnant's days_from_civil; pure integer arithmetic, checked against jiff in the tests.
        let (year, month, day) = (
            i32::from(date.year()),
            i32::from(date.month()),
            i32::from(date.day()),
        );
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().to_string())
    }
}

impl FromStr for Day {
    type Err = DayParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || DayParseError {
            text: text.to_owned(),
        };
        let trimmed = text.trim();
        if trimmed.len() == 8 && trimmed.bytes().all(|b| b.is_ascii_digit()) {
            return from_parts(&[&trimmed[..4], &trimmed[4..6], &trimmed[6..]]).ok_or_else(error);
        }
        let cut = trimmed.trim_end_matches('日');
        let parts: Vec<&str> = cut.split(['-', '/', '.', '年', '月']).collect();
        from_parts(&parts).ok_or_else(error)
    }
}

fn from_parts(parts: &[&str]) -> Option<Day> {
    let [year, month, day] = parts else {
        return None;
    };
    // `i8::from_str` would take a sign.
    let all_digits = parts
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if year.len() != 4 || !all_digits {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

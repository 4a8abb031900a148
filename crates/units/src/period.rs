//! Calendar periods over which air quality is evaluated: day, month, quarter, half year, year, or
//! any run of days.

use std::{fmt, str::FromStr};

use crate::day::Day;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

/// An evaluation period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// One natural day.
    Day(Day),
    /// One calendar month.
    Month(Month),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// A half year, 1 or 2.
    HalfYear(i16, i8),
    /// A calendar year.
    Year(i16),
    /// Days from the first up to, but without, the second.
    Days(Day, Day),
}

/// A text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is not a period; expected a day (2019-01-05), month (2019-01), quarter (2019Q1), \
     half year (2019H1), year (2019) or days (2019-01-01..2019-06-30, both included)"
)]
pub struct PeriodParseError {
    /// What was given.
    pub text: String,
}

impl Month {
    /// The month that a day lies in.
    pub fn of(day: Day) -> Self {
        let date = day.date();
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        first_of_month(self.year, self.month)
    }

    /// The month after it.
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                year: self.year,
                month: self.month + 1,
            }
        }
    }

    /// How many days it has.
    pub fn days(self) -> u32 {
        u32::try_from(self.next().first().number() - self.first().number()).unwrap_or(0)
    }
}

impl Period {
    /// Its first day.
    pub fn start(self) -> Day {
        match self {
            Self::Day(day) | Self::Days(day, _) => day,
            Self::Month(month) => month.first(),
            Self::Quarter(year, quarter) => first_of_month(year, quarter * 3 - 2),
            Self::HalfYear(year, half) => first_of_month(year, half * 6 - 5),
            Self::Year(year) => first_of_month(year, 1),
        }
    }

    /// The day after its last.
    pub fn end(self) -> Day {
        match self {
            Self::Day(day) => day.plus(1),
            Self::Days(_, end) => end,
            Self::Month(month) => month.next().first(),
            Self::Quarter(year, 4) | Self::HalfYear(year, 2) | Self::Year(year) => {
                first_of_month(year + 1, 1)
            }
            Self::Quarter(year, quarter) => first_of_month(year, quarter * 3 + 1),
            Self::HalfYear(year, half) => first_of_month(year, half * 6 + 1),
        }
    }

    /// Its days in order.
    pub fn days(self) -> impl ExactSizeIterator<Item = Day> {
        self.start().until(self.end())
    }

    /// Its months in order, each whole or in part.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let last = Month::of(self.end().plus(-1));
        std::iter::successors(Some(Month::of(self.start())), move |m| {
            (*m < last).then(|| m.next())
        })
    }

    /// Whether the day lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.start() <= day && day < self.end()
    }

    /// The same period one year earlier (上年同期); 29 February becomes 28 February.
    pub fn year_before(self) -> Self {
        match self {
            Self::Day(day) => Self::Day(day_year_before(day)),
            Self::Days(start, end) => Self::Days(
                day_year_before(start),
                day_year_before(end.plus(-1)).plus(1),
            ),
            Self::Month(month) => Self::Month(Month {
                year: month.year - 1,
                ..month
            }),
            Self::Quarter(year, quarter) => Self::Quarter(year - 1, quarter),
            Self::HalfYear(year, half) => Self::HalfYear(year - 1, half),
            Self::Year(year) => Self::Year(year - 1),
        }
    }
}

/// The first day of a month of 1 to 12; the types above hold no other.
fn first_of_month(year: i16, month: i8) -> Day {
    Day::from_ymd(year, month.clamp(1, 12), 1).unwrap_or(Day::from_number(0))
}

fn day_year_before(day: Day) -> Day {
    let date = day.date();
    let same = Day::from_ymd(date.year() - 1, date.month(), date.day());
    same.or_else(|| Day::from_ymd(date.year() - 1, date.month(), 28))
        .unwrap_or(day)
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year, self.month))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Day(day) => day.to_string(),
            Self::Month(month) => month.to_string(),
            Self::Quarter(year, quarter) => format!("{year:04}Q{quarter}"),
            Self::HalfYear(year, half) => format!("{year:04}H{half}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Days(start, end) => format!("{start}..{}", end.plus(-1)),
        };
        f.pad(&text)
    }
}

impl FromStr for Period {
    type Err = PeriodParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.trim()).ok_or_else(|| PeriodParseError {
            text: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<Period> {
    if let Some((first, last)) = text.split_once("..") {
        let (start, end) = (parse(first.trim())?.start(), parse(last.trim())?.end());
        return (start < end).then_some(Period::Days(start, end));
    }
    if let Ok(day) = text.parse() {
        return Some(Period::Day(day));
    }
    let numbered = |separator: char, most: i8| {
        let (year, number) = text.split_once(separator)?;
        let number = parse_number(number, most)?;
        Some((parse_year(year)?, number))
    };
    if let Some((year, quarter)) = numbered('Q', 4).or_else(|| numbered('q', 4)) {
        return Some(Period::Quarter(year, quarter));
    }
    if let Some((year, half)) = numbered('H', 2).or_else(|| numbered('h', 2)) {
        return Some(Period::HalfYear(year, half));
    }
    if let Some(year) = parse_year(text.trim_end_matches('年')) {
        return Some(Period::Year(year));
    }
    parse_month(text).map(Period::Month)
}

fn parse_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn parse_month(text: &str) -> Option<Month> {
    let cut = text.trim_end_matches('月');
    let (year, month) = match cut.split_once(['-', '/', '.', '年']) {
        Some(parts) => parts,
        None if cut.len() == 6 && cut.is_ascii() => cut.split_at(4),
        None => return None,
    };
    Some(Month {
        year: parse_year(year)?,
        month: parse_number(month, 12)?,
    })
}

/// Reads 1 to `most` of digits only; `i8::from_str` would take a sign.
fn parse_number(text: &str, most: i8) -> Option<i8> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|n| digits && (1..=most).contains(n))
}

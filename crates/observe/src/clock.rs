//! From the texts of date and hour to hour-ending or day numbers in UTC+8.
//!
//! Stamps may name the end or the beginning of their hour and may be in another zone; what comes out is always
//! `units::HourEnding` or `units::Day`. The last text is remembered, because archives repeat it over many rows.

use units::{Day, HourBeginning, HourEnding, HourError};

use crate::{
    defect::Reason,
    mapping::{Granularity, Stamp, TimeRule},
    stamp::{Moment, clock_hour, day, month, stamp},
};

/// Minutes by which civil time in China is ahead of UTC.
const BEIJING_MINUTES: i64 = 480;

/// Which columns hold the time; `C` is a name, later a place in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Columns<C> {
    Date {
        date: C,
    },
    DateHour {
        date: C,
        hour: C,
    },
    Timestamp {
        timestamp: C,
    },
    Parts {
        year: C,
        month: C,
        day: Option<C>,
        hour: Option<C>,
    },
}

impl Columns<String> {
    pub(crate) fn of(rule: &TimeRule) -> Result<Self, &'static str> {
        let keys = (
            &rule.date,
            &rule.hour,
            &rule.timestamp,
            &rule.year,
            &rule.month,
            &rule.day,
        );
        let columns = match keys {
            (Some(date), None, None, None, None, None) => Self::Date { date: date.clone() },
            (Some(date), Some(hour), None, None, None, None) => Self::DateHour {
                date: date.clone(),
                hour: hour.clone(),
            },
            (None, None, Some(timestamp), None, None, None) => Self::Timestamp {
                timestamp: timestamp.clone(),
            },
            (None, hour, None, Some(year), Some(month), day) => {
                let (year, month) = (year.clone(), month.clone());
                Self::Parts {
                    year,
                    month,
                    day: day.clone(),
                    hour: hour.clone(),
                }
            }
            _ => return Err("date, date and hour, timestamp, or year, month, day and hour"),
        };
        columns
            .fits(rule.granularity)
            .then_some(columns)
            .ok_or("the columns that its granularity wants")
    }
}

impl<C> Columns<C> {
    fn fits(&self, granularity: Granularity) -> bool {
        match self {
            Self::Date { .. } => granularity != Granularity::Hour,
            Self::DateHour { .. } | Self::Timestamp { .. } => granularity == Granularity::Hour,
            Self::Parts { day, hour, .. } => match granularity {
                Granularity::Hour => day.is_some() && hour.is_some(),
                Granularity::Day => day.is_some() && hour.is_none(),
                Granularity::Month => day.is_none() && hour.is_none(),
            },
        }
    }

    /// The same with other names for the columns.
    pub(crate) fn locate<D, E>(
        self,
        mut place: impl FnMut(C) -> Result<D, E>,
    ) -> Result<Columns<D>, E> {
        Ok(match self {
            Self::Date { date } => Columns::Date { date: place(date)? },
            Self::DateHour { date, hour } => Columns::DateHour {
                date: place(date)?,
                hour: place(hour)?,
            },
            Self::Timestamp { timestamp } => Columns::Timestamp {
                timestamp: place(timestamp)?,
            },
            Self::Parts {
                year,
                month,
                day,
                hour,
            } => Columns::Parts {
                year: place(year)?,
                month: place(month)?,
                day: day.map(&mut place).transpose()?,
                hour: hour.map(&mut place).transpose()?,
            },
        })
    }
}

/// Reads times by one rule.
#[derive(Debug)]
pub(crate) struct Clock {
    granularity: Granularity,
    stamp: Stamp,
    offset_minutes: i64,
    last_text: Vec<u8>,
    last_value: Result<i64, Reason>,
}

impl Clock {
    pub(crate) fn new(rule: &TimeRule, offset_minutes: i64) -> Self {
        Self {
            granularity: rule.granularity,
            stamp: rule.stamp,
            offset_minutes,
            last_text: Vec::new(),
            last_value: Err(Reason::BadDate),
        }
    }

    /// The number of a day, or of the first day of a month.
    pub(crate) fn date(&mut self, text: &[u8]) -> Result<i64, Reason> {
        let granularity = self.granularity;
        self.remembered(text, |text| match granularity {
            Granularity::Month => month(text),
            Granularity::Hour | Granularity::Day => day(text),
        })
    }

    /// The number of the hour's end, of a date and a clock hour.
    pub(crate) fn hour(&mut self, date: &[u8], hour: &[u8]) -> Result<i64, Reason> {
        let day = self.date(date)?;
        self.stamped(day, clock_hour(hour)? * 60, self.offset_minutes)
    }

    /// The number of the hour's end, of a timestamp.
    pub(crate) fn timestamp(&mut self, text: &[u8]) -> Result<i64, Reason> {
        if self.last_text == text && !text.is_empty() {
            return self.last_value;
        }
        let value = match stamp(text) {
            Ok(Moment {
                day,
                minutes,
                offset,
            }) => self.stamped(day, minutes, offset.unwrap_or(self.offset_minutes)),
            Err(reason) => Err(reason),
        };
        text.clone_into(&mut self.last_text);
        self.last_value = value;
        value
    }

    fn remembered(
        &mut self,
        text: &[u8],
        read: impl FnOnce(&str) -> Result<i64, Reason>,
    ) -> Result<i64, Reason> {
        if self.last_text != text || text.is_empty() {
            self.last_value = std::str::from_utf8(text)
                .or(Err(Reason::BadDate))
                .and_then(read);
            text.clone_into(&mut self.last_text);
        }
        self.last_value
    }

    /// The hour's end, of minutes after the midnight that begins a day; only whole hours of UTC+8 exist.
    fn stamped(&self, day: i64, minutes: i64, offset_minutes: i64) -> Result<i64, Reason> {
        if self.stamp == Stamp::Beginning && minutes >= 1440 {
            return Err(Reason::BadHour);
        }
        let beijing = day * 1440 + minutes - offset_minutes + BEIJING_MINUTES;
        if beijing % 60 != 0 {
            return Err(Reason::BadHour);
        }
        let hours = beijing / 60;
        let date = i32::try_from(hours.div_euclid(24)).or(Err(Reason::BadDate))?;
        let (date, of_day) = (Day::from_number(date), hours.rem_euclid(24));
        let bad = |_: HourError| Reason::BadHour;
        match self.stamp {
            Stamp::Ending => Ok(HourEnding::from_stamp(date, of_day).map_err(bad)?.number()),
            Stamp::Beginning => {
                let beginning = HourBeginning::from_stamp(date, of_day).map_err(bad)?;
                Ok(HourEnding::from(beginning).number())
            }
        }
    }
}

/// The text of a date given in parts.
pub(crate) fn joined(year: &[u8], month: &[u8], day: &[u8]) -> Vec<u8> {
    [year.trim_ascii(), month.trim_ascii(), day.trim_ascii()].join(&b'-')
}

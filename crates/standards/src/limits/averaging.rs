//! The times over which GB 3095 averages.

use std::{fmt, str::FromStr};

use super::plain;

/// The time over which a limit is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Averaging {
    /// One hour, 1小时平均.
    Hour,
    /// Largest eight-hour running mean of a day, 日最大8小时平均.
    Max8h,
    /// Natural day, 日平均 (24小时平均).
    Day,
    /// Quarter, 季平均.
    Quarter,
    /// Year, 年平均.
    Year,
}

/// A text names no averaging time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown averaging time {text:?}; expected one of 1h, max8h, day, quarter, year")]
pub struct UnknownAveraging {
    /// What was given.
    pub text: String,
}

impl Averaging {
    /// Every averaging time, from the shortest.
    pub const ALL: [Self; 5] = [
        Self::Hour,
        Self::Max8h,
        Self::Day,
        Self::Quarter,
        Self::Year,
    ];

    /// The identifier used in data files and SQL.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hour => "1h",
            Self::Max8h => "max8h",
            Self::Day => "day",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Averaging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Averaging {
    type Err = UnknownAveraging;

    /// Reads an identifier in any case, with or without an underscore: `max8h`, `max_8h`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let asked = plain(text);
        let found = Self::ALL.into_iter().find(|a| a.id() == asked);
        found.ok_or_else(|| UnknownAveraging {
            text: text.to_owned(),
        })
    }
}

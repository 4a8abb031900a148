//! How complete a statistic is (数据有效性): without it a mean says nothing.

use std::{fmt, ops::Add};

/// Valid against expected values of an averaging period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Coverage {
    /// How many values were valid and took part.
    pub valid: u32,
    /// How many the period has.
    pub expected: u32,
}

impl Coverage {
    /// States `valid` of `expected`.
    pub fn new(valid: u32, expected: u32) -> Self {
        Self { valid, expected }
    }

    /// Counts the present values of a slice as valid and its length as expected.
    pub fn of<T>(values: &[Option<T>]) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::new(count(values.iter().flatten().count()), count(values.len()))
    }

    /// Whether at least `minimum` values were valid.
    pub fn reaches(self, minimum: u32) -> bool {
        self.valid >= minimum
    }
}

impl Add for Coverage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.valid + other.valid, self.expected + other.expected)
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.valid, self.expected))
    }
}

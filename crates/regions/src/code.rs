//! The six-digit GB/T 2260 code of a region.

use std::{fmt, str::FromStr};

use crate::level::Level;

/// The six-digit GB/T 2260 code of a region, such as 140100 for 太原市.
///
/// A `RegionCode` is well formed; that a region bears it is for [`crate::by_code`] to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(u32);

/// Says why a text or number is no region code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The number has not six digits.
    #[error("{code} is not a region code: expected a number from 100000 to 999999, such as 140100")]
    OutOfRange {
        /// The number given.
        code: u32,
    },
    /// The text is not six digits.
    #[error("\"{text}\" is not a region code: expected six digits, such as 140100")]
    NotSixDigits {
        /// The text given.
        text: String,
    },
}

impl RegionCode {
    /// Makes a code of a six-digit number.
    ///
    /// # Errors
    /// [`CodeError::OutOfRange`] unless 100000 ≤ `code` ≤ 999999.
    pub fn new(code: u32) -> Result<Self, CodeError> {
        match code {
            100_000..=999_999 => Ok(Self(code)),
            _ => Err(CodeError::OutOfRange { code }),
        }
    }

    /// Makes a code that the build script has checked.
    pub(crate) const fn checked(code: u32) -> Self {
        Self(code)
    }

    /// Gives the code as a number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Tells the level that the digits denote.
    pub fn level(self) -> Level {
        Level::of(self.0)
    }

    /// Gives the code of the city whose digits this code starts with; 140100 for 140121.
    pub(crate) fn city(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// Gives the code of the province whose digits this code starts with; 140000 for 140121.
    pub(crate) fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl FromStr for RegionCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let refuse = || CodeError::NotSixDigits {
            text: text.to_owned(),
        };
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        text.parse()
            .ok()
            .and_then(|code| Self::new(code).ok())
            .ok_or_else(refuse)
    }
}

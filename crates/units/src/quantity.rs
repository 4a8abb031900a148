//! Concentrations in the regulated units, exact to a thousandth.

use std::{fmt, str::FromStr};

use crate::exact::Exact;

/// A text is not a concentration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Something other than digits and one decimal point.
    #[error("{text:?} is not a decimal number")]
    NotANumber {
        /// What was given.
        text: String,
    },
    /// A fourth decimal that is not zero would be lost.
    #[error("{text:?} has more than three decimals, which the store cannot keep")]
    TooPrecise {
        /// What was given.
        text: String,
    },
    /// Beyond ±999 999.999.
    #[error("{text:?} is beyond 999999.999")]
    TooLarge {
        /// What was given.
        text: String,
    },
}

/// A mass concentration in µg/m³, held as a whole number of thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MicrogramPerM3(i64);

/// A mass concentration in mg/m³, held as a whole number of thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MilligramPerM3(i64);

/// The largest magnitude, in thousandths, that the store's `DECIMAL(9,3)` columns hold.
const LARGEST_THOUSANDTHS: i64 = 999_999_999;

macro_rules! quantity {
    ($name:ident, $unit:literal, $reader:ident) => {
        impl $name {
            #[doc = concat!("Makes a concentration of whole ", $unit, ".")]
            pub const fn new(whole: i64) -> Self {
                Self(whole * 1000)
            }

            #[doc = concat!("Makes a concentration from thousandths of 1 ", $unit, ".")]
            pub const fn from_thousandths(thousandths: i64) -> Self {
                Self(thousandths)
            }

            #[doc = concat!("The number of thousandths of 1 ", $unit, ".")]
            pub const fn thousandths(self) -> i64 {
                self.0
            }

            #[doc = concat!("The value in ", $unit, ", exactly.")]
            pub fn $reader(self) -> Exact {
                Exact::new(i128::from(self.0), 1000)
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                parse_thousandths(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&show_thousandths(self.0))
            }
        }
    };
}

quantity!(MicrogramPerM3, "µg/m³", ug_m3);
quantity!(MilligramPerM3, "mg/m³", mg_m3);

impl From<MilligramPerM3> for MicrogramPerM3 {
    fn from(value: MilligramPerM3) -> Self {
        Self(value.0 * 1000)
    }
}

/// Reads `12`, `0.75`, `-1`, `346.0` as thousandths; anything else says why not.
fn parse_thousandths(text: &str) -> Result<i64, QuantityError> {
    let trimmed = text.trim();
    let not_a_number = || QuantityError::NotANumber {
        text: text.to_owned(),
    };
    let (negative, digits) = match trimmed.as_bytes().first() {
        Some(b'-') => (true, &trimmed[1..]),
        _ => (false, trimmed),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
        return Err(not_a_number());
    }
    let (kept, dropped) = decimals.split_at(decimals.len().min(3));
    if dropped.bytes().any(|b| b != b'0') {
        return Err(QuantityError::TooPrecise {
            text: text.to_owned(),
        });
    }
    let too_large = || QuantityError::TooLarge {
        text: text.to_owned(),
    };
    if whole.trim_start_matches('0').len() > 9 {
        return Err(too_large());
    }
    let digit_value = |value: i64, byte: u8| value * 10 + i64::from(byte - b'0');
    let whole_value = whole.bytes().fold(0, digit_value);
    let scale = [1000, 100, 10, 1][kept.len()];
    let thousandths = whole_value * 1000 + kept.bytes().fold(0, digit_value) * scale;
    if thousandths > LARGEST_THOUSANDTHS {
        return Err(too_large());
    }
    Ok(if negative { -thousandths } else { thousandths })
}

fn show_thousandths(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let magnitude = thousandths.unsigned_abs();
    let text = format!("{sign}{}.{:03}", magnitude / 1000, magnitude % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

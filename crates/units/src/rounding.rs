//! Rounding as GB/T 8170-2008 rules it, and the two other ways that publishers use.
//!
//! Source: GB/T 8170-2008 §3.2, 四舍六入五成双: a discarded part of exactly one half rounds to the even
//! neighbour. Values are rational numbers, so "exactly one half" is decided without error.

use std::fmt;

use crate::exact::Exact;

/// How a number is brought to its last kept decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// GB/T 8170: half goes to the even neighbour.
    HalfEven,
    /// Half goes away from zero, as the national live feed does.
    HalfUp,
    /// Towards plus infinity, as HJ 633 rules for IAQI (进位取整数).
    Up,
}

/// A number rounded to a stated count of decimals, which it keeps when shown: `4.90`, not `4.9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rounded {
    scaled: i128,
    decimals: u32,
}

impl Rounded {
    /// The number as an exact rational.
    pub fn exact(self) -> Exact {
        Exact::new(self.scaled, scale(self.decimals))
    }

    /// The number times ten to the power of its decimals.
    pub fn scaled(self) -> i128 {
        self.scaled
    }

    /// How many decimals it keeps.
    pub fn decimals(self) -> u32 {
        self.decimals
    }
}

impl PartialOrd for Rounded {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.exact().cmp(&other.exact()))
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.scaled < 0 { "-" } else { "" };
        let magnitude = self.scaled.unsigned_abs();
        let one = scale(self.decimals).unsigned_abs();
        if self.decimals == 0 {
            return f.pad(&format!("{sign}{magnitude}"));
        }
        let width = self.decimals as usize;
        f.pad(&format!(
            "{sign}{}.{:0width$}",
            magnitude / one,
            magnitude % one
        ))
    }
}

/// Rounds by GB/T 8170 to `decimals` decimals.
///
/// ```
/// use units::{Exact, rounding::gb8170};
/// assert_eq!(gb8170(Exact::new(2675, 1000), 2).to_string(), "2.68");
/// assert_eq!(gb8170(Exact::new(2665, 1000), 2).to_string(), "2.66");
/// ```
pub fn gb8170(value: Exact, decimals: u32) -> Rounded {
    round(value, decimals, Mode::HalfEven)
}

/// Rounds to `decimals` decimals (at most 18) in the given way.
pub fn round(value: Exact, decimals: u32, mode: Mode) -> Rounded {
    let scaled = value * Exact::from_integer(scale(decimals));
    Rounded {
        scaled: to_integer(*scaled.numer(), *scaled.denom(), mode),
        decimals,
    }
}

/// Rounds `numer / denom` to a whole number; `denom` is positive.
pub fn to_integer(numer: i128, denom: i128, mode: Mode) -> i128 {
    let floor = numer.div_euclid(denom);
    let rest = numer.rem_euclid(denom);
    let up = match mode {
        Mode::Up => rest > 0,
        Mode::HalfUp if numer >= 0 => 2 * rest >= denom,
        Mode::HalfUp => 2 * rest > denom,
        Mode::HalfEven => 2 * rest > denom || (2 * rest == denom && floor % 2 != 0),
    };
    floor + i128::from(up)
}

fn scale(decimals: u32) -> i128 {
    10_i128.pow(decimals.min(18))
}

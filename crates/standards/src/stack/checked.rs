//! Exact arithmetic that answers [`Reason::TooLarge`] where 128-bit fractions end.
//!
//! A device may send any number; a frame must not stop the process.

use units::{
    Exact,
    rounding::{Mode, to_integer},
};

use super::{Reason, Rules, Valued};

/// The decimal `mantissa × 10^-scale`, as a codec reads it from a frame.
///
/// # Errors
///
/// [`Reason::TooLarge`] for more than 18 decimals.
pub fn decimal(mantissa: i64, scale: u8) -> Valued {
    let denom = (scale <= 18).then(|| 10_i128.checked_pow(u32::from(scale)));
    let denom = denom.flatten().ok_or(Reason::TooLarge)?;
    Ok(Exact::new(i128::from(mantissa), denom))
}

pub(crate) fn whole(number: impl Into<i128>) -> Exact {
    Exact::from_integer(number.into())
}

pub(crate) fn add(a: Exact, b: Exact) -> Valued {
    let shared = gcd(*a.denom(), *b.denom());
    let (left, right) = (b.denom() / shared, a.denom() / shared);
    let numer = checked(a.numer().checked_mul(left))?;
    let numer = checked(numer.checked_add(checked(b.numer().checked_mul(right))?))?;
    let denom = checked(a.denom().checked_mul(left))?;
    Ok(Exact::new(numer, denom))
}

pub(crate) fn sub(a: Exact, b: Exact) -> Valued {
    add(a, -b)
}

pub(crate) fn mul(a: Exact, b: Exact) -> Valued {
    let (one, other) = (gcd(*a.numer(), *b.denom()), gcd(*b.numer(), *a.denom()));
    let numer = (a.numer() / one).checked_mul(b.numer() / other);
    let denom = (a.denom() / other).checked_mul(b.denom() / one);
    Ok(Exact::new(checked(numer)?, checked(denom)?))
}

/// Division by zero is [`Reason::Impossible`].
pub(crate) fn div(a: Exact, b: Exact) -> Valued {
    if *b.numer() == 0 {
        return Err(Reason::Impossible);
    }
    mul(a, b.recip())
}

pub(crate) fn sum(values: impl IntoIterator<Item = Exact>) -> Valued {
    values.into_iter().try_fold(whole(0), add)
}

/// Brings a value to the decimals that are kept, by GB/T 8170.
pub(crate) fn keep(value: Exact, rules: &Rules) -> Valued {
    round(value, rules.kept_decimals.value)
}

fn round(value: Exact, decimals: u32) -> Valued {
    let scale = checked(10_i128.checked_pow(decimals))?;
    let scaled = mul(value, whole(scale))?;
    if *scaled.denom() > i128::MAX / 2 {
        return Err(Reason::TooLarge);
    }
    let kept = to_integer(*scaled.numer(), *scaled.denom(), Mode::HalfEven);
    Ok(Exact::new(kept, scale))
}

fn checked<T>(value: Option<T>) -> Result<T, Reason> {
    value.ok_or(Reason::TooLarge)
}

/// The greatest common divisor, at least 1.
fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}

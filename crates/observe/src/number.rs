//! From the bytes of a field to whole thousandths, exactly, as `units` reads them.
//!
//! The plain shapes (`12`, `0.75`) take a short path over bytes; everything else goes through [`units`], so the two
//! cannot disagree about what a number is.

use units::{MicrogramPerM3, QuantityError, rounding};

use crate::{defect::Reason, mapping::Decimals};

/// How a column's unit relates to the unit of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// The same.
    Same,
    /// The column is in mg/m³, the store in µg/m³.
    TimesThousand,
    /// The column is in µg/m³, the store in mg/m³.
    ByThousand,
}

/// The largest magnitude that the store's `DECIMAL(9,3)` holds.
const LARGEST: i64 = 999_999_999;

/// Reads a decimal number as whole thousandths, as `units::MicrogramPerM3` does.
///
/// # Errors
/// The [`Reason`] why the bytes are no number of at most three decimals and 999999.999.
pub fn thousandths(text: &[u8]) -> Result<i32, Reason> {
    read(text, Scale::Same, Decimals::Refuse)
}

pub(crate) fn read(text: &[u8], scale: Scale, decimals: Decimals) -> Result<i32, Reason> {
    match (plain(text), scale) {
        (Some(value), Scale::Same) => Ok(value),
        (Some(value), Scale::ByThousand) if value % 1000 == 0 => Ok(value / 1000),
        _ => careful(text, scale, decimals),
    }
}

/// Reads a whole number of an index; `70.0` is 70.
pub(crate) fn index(text: &[u8]) -> Result<i16, Reason> {
    let value = thousandths(text)?;
    if value < 0 {
        return Err(Reason::Negative);
    }
    if value % 1000 != 0 {
        return Err(Reason::TooPrecise);
    }
    i16::try_from(value / 1000).or(Err(Reason::OutOfRange))
}

/// Up to six digits, perhaps a point and one to three more.
fn plain(text: &[u8]) -> Option<i32> {
    let mut value = 0_i32;
    let mut place = 0;
    while let Some(digit) = digit(text, place) {
        value = value.wrapping_mul(10).wrapping_add(digit);
        place += 1;
    }
    if place == 0 || place > 6 {
        return None;
    }
    if place == text.len() {
        return Some(value * 1000);
    }
    let decimals = text.len() - place - 1;
    if text[place] != b'.' || decimals > 3 {
        return None;
    }
    for at in place + 1..text.len() {
        value = value * 10 + digit(text, at)?;
    }
    Some(value * [1000, 100, 10, 1][decimals])
}

fn digit(text: &[u8], place: usize) -> Option<i32> {
    let byte = *text.get(place)?;
    byte.is_ascii_digit().then(|| i32::from(byte - b'0'))
}

fn careful(text: &[u8], scale: Scale, decimals: Decimals) -> Result<i32, Reason> {
    let text = std::str::from_utf8(text).or(Err(Reason::NotANumber))?;
    let parsed = match text.parse::<MicrogramPerM3>() {
        Ok(value) => rescale(value.thousandths(), scale),
        Err(error) => Err(reason(&error)),
    };
    match parsed {
        Err(Reason::TooPrecise) => finer(text, scale, decimals),
        parsed => parsed.and_then(fit),
    }
}

fn rescale(value: i64, scale: Scale) -> Result<i64, Reason> {
    match scale {
        Scale::Same => Ok(value),
        Scale::TimesThousand => Ok(value * 1000),
        Scale::ByThousand if value % 1000 == 0 => Ok(value / 1000),
        Scale::ByThousand => Err(Reason::TooPrecise),
    }
}

fn reason(error: &QuantityError) -> Reason {
    match error {
        QuantityError::NotANumber { .. } => Reason::NotANumber,
        QuantityError::TooPrecise { .. } => Reason::TooPrecise,
        QuantityError::TooLarge { .. } => Reason::OutOfRange,
    }
}

/// Reads a well formed decimal that `units` found too fine: exact in the store's unit, or rounded (GB/T 8170), or not.
fn finer(text: &str, scale: Scale, decimals: Decimals) -> Result<i32, Reason> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if whole.len() + fraction.len() > 24 {
        return Err(Reason::TooPrecise);
    }
    let digits: i128 = format!("{whole}{fraction}")
        .parse()
        .or(Err(Reason::NotANumber))?;
    let places = u32::try_from(fraction.len()).or(Err(Reason::TooPrecise))?;
    let times = match scale {
        Scale::Same => 1000,
        Scale::TimesThousand => 1_000_000,
        Scale::ByThousand => 1,
    };
    let (numer, denom) = (digits * times, 10_i128.pow(places));
    if numer % denom != 0 && decimals == Decimals::Refuse {
        return Err(Reason::TooPrecise);
    }
    let value = rounding::to_integer(numer, denom, rounding::Mode::HalfEven);
    fit(i64::try_from(value).or(Err(Reason::OutOfRange))?)
}

fn fit(value: i64) -> Result<i32, Reason> {
    if value.abs() > LARGEST {
        return Err(Reason::OutOfRange);
    }
    i32::try_from(value).or(Err(Reason::OutOfRange))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_converted_exactly_or_not_at_all() {
        assert_eq!(read(b"409.0", Scale::ByThousand, Decimals::Refuse), Ok(409));
        assert_eq!(
            read(b"0.5", Scale::ByThousand, Decimals::Refuse),
            Err(Reason::TooPrecise)
        );
        assert_eq!(
            read(b"0.0125", Scale::TimesThousand, Decimals::Refuse),
            Ok(12_500)
        );
        assert_eq!(
            read(b"1.25", Scale::TimesThousand, Decimals::Refuse),
            Ok(1_250_000)
        );
        assert_eq!(
            read(b"1000", Scale::TimesThousand, Decimals::Refuse),
            Err(Reason::OutOfRange)
        );
    }

    #[test]
    fn rounding_is_half_to_even_and_only_when_asked_for() {
        assert_eq!(
            read(b"6.8544", Scale::Same, Decimals::Refuse),
            Err(Reason::TooPrecise)
        );
        assert_eq!(read(b"6.8544", Scale::Same, Decimals::Round), Ok(6854));
        assert_eq!(read(b"6.8545", Scale::Same, Decimals::Round), Ok(6854));
        assert_eq!(read(b"6.8555", Scale::Same, Decimals::Round), Ok(6856));
        assert_eq!(read(b"-0.0005", Scale::Same, Decimals::Round), Ok(0));
        assert_eq!(read(b"300.5", Scale::ByThousand, Decimals::Round), Ok(300));
    }

    #[test]
    fn an_index_is_whole() {
        assert_eq!(index(b"70.0"), Ok(70));
        assert_eq!(index(b"70.5"), Err(Reason::TooPrecise));
        assert_eq!(index(b"-1"), Err(Reason::Negative));
        assert_eq!(index(b"40000"), Err(Reason::OutOfRange));
    }
}

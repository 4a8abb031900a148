//! Decimal numbers of plans and figures: read exactly, written without losing what was read.

use units::{Exact, rounding};

/// More digits than any figure of a plan has; with them, products of two numbers still fit.
const DIGITS: usize = 18;

/// Reads a plain decimal number of at most 18 digits; `None` for anything else.
pub fn decimal(text: &str) -> Option<Exact> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let plain = !all.is_empty() && all.len() <= DIGITS && all.bytes().all(|b| b.is_ascii_digit());
    let number: i128 = plain.then(|| all.parse().ok())??;
    let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    Some(Exact::new(if negative { -number } else { number }, scale))
}

/// Writes a number with at most `decimals` decimals by GB/T 8170, without trailing zeros.
pub fn written(value: Exact, decimals: u32) -> String {
    let text = rounding::gb8170(value, decimals).to_string();
    if text.contains('.') {
        let short = text.trim_end_matches('0').trim_end_matches('.');
        return if short == "-0" { "0" } else { short }.to_owned();
    }
    text
}

/// How many decimals a number has, up to six.
pub fn decimals(value: Exact) -> u32 {
    (0..6)
        .find(|places| (value * Exact::from_integer(10_i128.pow(*places))).is_integer())
        .unwrap_or(6)
}

/// As floating point, for models.
pub fn to_f64(value: Exact) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

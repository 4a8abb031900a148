//! Numbers as sources print them, and as the register keeps them: exact decimals. It guesses no separators or units.

use units::{Exact, rounding::gb8170};

/// More digits than these no source prints, and less than what would overflow.
const DIGITS: usize = 18;

/// The most decimals that the register keeps.
pub(super) const DECIMALS: u32 = 6;

/// Reads `-12.50`; `None` for anything else, such as `>0`.
pub(super) fn parse(text: &str) -> Option<Exact> {
    let (negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let plain = all.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain || all.len() > DIGITS {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(part.len()).ok()?);
    let value = Exact::new(all.parse().ok()?, scale);
    Some(if negative { -value } else { value })
}

/// The canonical text: at most `decimals` decimals by GB/T 8170, without superfluous zeros.
pub(super) fn canonical(value: Exact, decimals: u32) -> String {
    let text = gb8170(value, decimals.min(DECIMALS)).to_string();
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0" } else { short }.to_owned()
}

//! Numbers as people type them into a spreadsheet, read exactly or refused with the reason.
//!
//! Taken: `1200`, `1,200`, `12.5`, `-3`, full-width digits and signs, the indicator's own unit after the number
//! (`35台`), `12.5%` where the unit is %, and 万 or 亿 (`35万` is 350000) where the unit is a plain one: not where it has
//! 万, 亿, 千 or 百 itself (35万 in 万吨 may be meant either way), nor a per cent or a ratio.
//! Refused: about, over and under (约30), ranges, dashes and words for nothing, commas that do not part thousands, and
//! numbers with E, because a spreadsheet drops digits when it writes one into CSV.

use registry::sheet::number::{self, NotANumber, narrow, plain_unit};
use units::Exact;

use super::{Reason, YES_NO};

/// Reads the value of an indicator with this unit.
pub(super) fn value(text: &str, unit: &str, yes_no: bool) -> Result<Exact, Reason> {
    let plain = narrow(text);
    let given = plain.trim();
    if yes_no {
        let answer = number::yes_or_no(given).ok_or(Reason::NotYesNo)?;
        return Ok(Exact::from(i128::from(answer)));
    }
    if number::is_placeholder(given) {
        return Err(Reason::Placeholder);
    }
    in_unit(given, &narrow(unit))
}

/// Whether two units are the same but for width, spaces, raised digits and the two letters mu.
pub(super) fn same_unit(one: &str, other: &str) -> bool {
    plain_unit(one) == plain_unit(other)
}

fn in_unit(given: &str, unit: &str) -> Result<Exact, Reason> {
    let bare = without_unit(given, unit);
    let (digits, factor) = multiplied(bare, unit)?;
    let digits = match digits.strip_suffix('%') {
        Some(_) if plain_unit(unit) != "%" => return Err(Reason::Percent),
        Some(rest) => rest.trim_end(),
        None => digits,
    };
    number::decimal(digits)
        .map(|number| number * factor)
        .map_err(refused)
}

/// Cuts the indicator's own unit off the end, where a number stands before it.
fn without_unit<'a>(given: &'a str, unit: &str) -> &'a str {
    let unit = unit.trim();
    let cut = given
        .strip_suffix(unit)
        .filter(|_| !unit.is_empty() && unit != "%");
    let number = |c: char| c.is_ascii_digit() || c == '万' || c == '亿';
    match cut.map(str::trim_end) {
        Some(rest) if rest.ends_with(number) => rest,
        _ => given,
    }
}

/// Cuts 万 or 亿 off the end and gives what it stands for.
fn multiplied<'a>(bare: &'a str, unit: &str) -> Result<(&'a str, i128), Reason> {
    let factor = match bare.chars().next_back() {
        Some('万') => 10_000,
        Some('亿') => 100_000_000,
        _ => return Ok((bare, 1)),
    };
    let rest = bare.trim_end_matches(['万', '亿']);
    let once = bare.chars().count() == rest.chars().count() + 1;
    let plain = !unit.contains(['万', '亿', '千', '百', '%', '‰', '/']) && unit != YES_NO;
    if once && plain {
        return Ok((rest.trim_end(), factor));
    }
    Err(Reason::Multiplier)
}

fn refused(reason: NotANumber) -> Reason {
    match reason {
        NotANumber::Words => Reason::NotANumber,
        NotANumber::Approximate => Reason::Approximate,
        NotANumber::Range => Reason::Range,
        NotANumber::Grouping => Reason::Grouping,
        NotANumber::Scientific => Reason::Scientific,
        NotANumber::TooLong => Reason::TooLong,
        NotANumber::Date => Reason::DateAsValue,
    }
}

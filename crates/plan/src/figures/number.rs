//! Numbers as people type them into a spreadsheet, read exactly or refused with the reason.
//!
//! Taken: `1200`, `1,200`, `12.5`, `-3`, full-width digits and signs, the indicator's own unit after the number
//! (`35台`), `12.5%` where the unit is %, and 万 or 亿 (`35万` is 350000) where the unit is a plain one: not where it has
//! 万, 亿, 千 or 百 itself (35万 in 万吨 may be meant either way), nor a per cent or a ratio.
//! Refused: about, over and under (约30), ranges, dashes and words for nothing, commas that do not part thousands, and
//! numbers with E, because a spreadsheet drops digits when it writes one into CSV.

use units::{Day, Exact};

use super::{Reason, YES_NO};

/// The most digits before and after the point together; with 亿 the product still fits into `i128`.
const DIGITS: usize = 24;

/// Words that stand for no figure.
const NOTHING: [&str; 14] = [
    "-",
    "--",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "无",
    "暂无",
    "没有",
    "无数据",
    "N/A",
    "NA",
    "n/a",
];

/// Words and signs that make a number an estimate or a bound.
const ABOUT: [&str; 21] = [
    "约",
    "近",
    "超",
    "逾",
    "余",
    "多",
    "左右",
    "上下",
    "以上",
    "以下",
    "以内",
    "不足",
    "不到",
    "不少于",
    "至少",
    "至多",
    "≈",
    "<",
    ">",
    "≤",
    "≥",
];

/// Reads the value of an indicator with this unit.
pub(super) fn value(text: &str, unit: &str, yes_no: bool) -> Result<Exact, Reason> {
    let plain = narrow(text);
    let given = plain.trim();
    if yes_no {
        return yes_or_no(given);
    }
    if NOTHING.contains(&given) {
        return Err(Reason::Placeholder);
    }
    number(given, &narrow(unit))
}

/// Whether two units are the same but for width, spaces, raised digits and the two letters mu.
pub(super) fn same_unit(one: &str, other: &str) -> bool {
    plain_unit(one) == plain_unit(other)
}

/// Full-width forms as ASCII, and the signs that typists and fonts exchange as the plain one.
pub(super) fn narrow(text: &str) -> String {
    let one = |raw: char| match raw {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(raw) - 0xfee0).unwrap_or(raw),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{2212}' => '-',
        other => other,
    };
    let kept = |c: &char| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}');
    text.chars().map(one).filter(kept).collect()
}

fn plain_unit(unit: &str) -> String {
    let one = |raw: char| match raw {
        '²' => '2',
        '³' => '3',
        '\u{3bc}' => 'µ',
        other => other,
    };
    let narrowed = narrow(unit);
    narrowed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(one)
        .collect()
}

fn yes_or_no(text: &str) -> Result<Exact, Reason> {
    match text.to_uppercase().as_str() {
        "是" | "Y" | "YES" | "TRUE" | "1" | "√" | "✓" | "✔" => Ok(Exact::from(1)),
        "否" | "N" | "NO" | "FALSE" | "0" | "×" | "✗" | "✘" => Ok(Exact::from(0)),
        _ => Err(Reason::NotYesNo),
    }
}

fn number(given: &str, unit: &str) -> Result<Exact, Reason> {
    let bare = without_unit(given, unit);
    let (digits, factor) = multiplied(bare, unit)?;
    let digits = match digits.strip_suffix('%') {
        Some(_) if plain_unit(unit) != "%" => return Err(Reason::Percent),
        Some(rest) => rest.trim_end(),
        None => digits,
    };
    decimal(digits).map(|number| number * factor)
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

fn decimal(text: &str) -> Result<Exact, Reason> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{}{part}", ungrouped(whole).ok_or_else(|| why_not(text))?);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(why_not(text));
    }
    if digits.len() > DIGITS {
        return Err(Reason::TooLong);
    }
    let magnitude: i128 = digits.parse().ok().ok_or(Reason::TooLong)?;
    let scale = u32::try_from(part.len())
        .ok()
        .and_then(|places| 10_i128.checked_pow(places))
        .ok_or(Reason::TooLong)?;
    Ok(Exact::new(
        if negative { -magnitude } else { magnitude },
        scale,
    ))
}

/// The whole part without the commas between its thousands; `None` when a comma stands elsewhere.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let good = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    good.then(|| format!("{first}{}", rest.concat()))
}

/// The reason that helps most with a text that is no number.
fn why_not(text: &str) -> Reason {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if !has_digit {
        return Reason::NotANumber;
    }
    if text.parse::<Day>().is_ok() {
        return Reason::DateAsValue;
    }
    if is_range(text) {
        return Reason::Range;
    }
    if ABOUT.iter().any(|word| text.contains(word)) {
        return Reason::Approximate;
    }
    if is_scientific(text) {
        return Reason::Scientific;
    }
    let grouped = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+');
    if text.contains(',') && text.chars().all(grouped) {
        return Reason::Grouping;
    }
    Reason::NotANumber
}

/// Digits on both sides of a sign or word that means "to".
fn is_range(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    ["-", "~", "—", "–", "至", "到"].iter().any(|to| {
        text.split_once(to).is_some_and(|(from, end)| {
            from.contains(is_digit)
                && end.trim_start().starts_with(is_digit)
                && !is_scientific(text)
        })
    })
}

/// Digits, E, digits.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, power)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
    !mantissa.is_empty() && !power.is_empty() && mantissa.chars().chain(power.chars()).all(number)
}

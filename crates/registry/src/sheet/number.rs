//! Numbers as people type them, read exactly or refused with the reason; and yes and no.
//!
//! Taken: `1200`, `1,200`, `12.5`, `-3`, in full-width digits too. Refused: about, over and under (约30), ranges, dashes
//! and words for nothing, commas that do not part thousands, and numbers with E, because a spreadsheet drops digits
//! when it writes one into CSV. Units are for `unit.rs`.

use units::{Day, Exact};

/// The most digits before and after the point together; with 亿 the product still fits into `i128`.
pub const DIGITS: usize = 24;

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

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotANumber {
    /// It is something else.
    Words,
    /// About, over or under a number.
    Approximate,
    /// From one number to another.
    Range,
    /// Commas that do not part thousands (1,2).
    Grouping,
    /// A number with E, whose last digits a spreadsheet may have dropped.
    Scientific,
    /// More digits than [`DIGITS`].
    TooLong,
    /// A day.
    Date,
}

/// Reads a number without a unit.
///
/// # Errors
/// [`NotANumber`], the reason that helps most.
pub fn decimal(text: &str) -> Result<Exact, NotANumber> {
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
        return Err(NotANumber::TooLong);
    }
    let magnitude: i128 = digits.parse().ok().ok_or(NotANumber::TooLong)?;
    let scale = u32::try_from(part.len())
        .ok()
        .and_then(|places| 10_i128.checked_pow(places))
        .ok_or(NotANumber::TooLong)?;
    Ok(Exact::new(
        if negative { -magnitude } else { magnitude },
        scale,
    ))
}

/// The reason that helps most with a text that is no number.
pub fn why_not(text: &str) -> NotANumber {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if !has_digit {
        return NotANumber::Words;
    }
    if text.parse::<Day>().is_ok() {
        return NotANumber::Date;
    }
    if is_range(text) {
        return NotANumber::Range;
    }
    if ABOUT.iter().any(|word| text.contains(word)) {
        return NotANumber::Approximate;
    }
    if is_scientific(text) {
        return NotANumber::Scientific;
    }
    let grouped = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+');
    if text.contains(',') && text.chars().all(grouped) {
        return NotANumber::Grouping;
    }
    NotANumber::Words
}

/// Whether it is a dash or a word such as 无, which may mean zero or nothing known.
pub fn is_placeholder(text: &str) -> bool {
    NOTHING.contains(&text)
}

/// Reads a yes or a no; 有 and 无 are neither, because 无 may mean that nothing is known.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_uppercase().as_str() {
        "是" | "Y" | "YES" | "TRUE" | "1" | "√" | "✓" | "✔" => Some(true),
        "否" | "N" | "NO" | "FALSE" | "0" | "×" | "✗" | "✘" => Some(false),
        _ => None,
    }
}

/// Full-width forms as ASCII, and the signs that typists and fonts exchange as the plain one.
pub fn narrow(text: &str) -> String {
    let one = |raw: char| match raw {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(raw) - 0xfee0).unwrap_or(raw),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{2212}' => '-',
        other => other,
    };
    let kept = |c: &char| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}');
    text.chars().map(one).filter(kept).collect()
}

/// A unit without what typing varies: width, spaces, raised digits and the two letters mu.
pub fn plain_unit(unit: &str) -> String {
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

/// The whole part without the commas between its thousands; `None` when a comma stands elsewhere.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let good = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    good.then(|| format!("{first}{}", rest.concat()))
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
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, power)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
    !mantissa.is_empty() && !power.is_empty() && mantissa.chars().chain(power.chars()).all(number)
}

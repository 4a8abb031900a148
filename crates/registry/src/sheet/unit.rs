//! Numbers with the unit that people write after them, brought exactly into the unit of the column.
//!
//! The spellings, factors and prefixes are data (`catalogue/units.toml`). A unit that the table does not allow for the
//! column is refused: 35MW is no rating in t/h.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use units::{Exact, rounding};

use super::number::{self, NotANumber};
use super::{Problem, kept};

/// The most decimals of a canonical number.
pub(super) const DECIMALS: u32 = 6;

/// The most digits that are read, so that no product with a prefix and a factor overflows.
const MOST_DIGITS: usize = 18;

/// Numbers of this size and more are refused: no register holds them, and a spreadsheet does not keep them.
const TOO_LARGE: i128 = 1_000_000_000_000_000;

/// A unit of the catalogue as people write it.
#[derive(Debug)]
pub(super) struct Unit {
    id: String,
    /// Whether a prefix may stand without a unit.
    bare: bool,
    /// To how many decimals it is rounded.
    decimals: Option<u32>,
    spellings: BTreeMap<String, Exact>,
    words: BTreeMap<String, Exact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prefix: BTreeMap<String, i64>,
    unit: Vec<Draft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    id: String,
    #[serde(default)]
    bare: bool,
    decimals: Option<u32>,
    spellings: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
}

struct Table {
    prefixes: BTreeMap<String, Exact>,
    units: Vec<Unit>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../catalogue/units.toml"))
        .expect("units.toml is read by every test");
    let exact = |texts: BTreeMap<String, String>| {
        let one = |(spelling, factor): (String, String)| {
            let factor = number::decimal(&factor).expect("a factor of units.toml is a number");
            (number::plain_unit(&spelling), factor)
        };
        texts.into_iter().map(one).collect()
    };
    let unit = |draft: Draft| Unit {
        id: draft.id,
        bare: draft.bare,
        decimals: draft.decimals,
        spellings: exact(draft.spellings),
        words: exact(draft.words),
    };
    let prefixes = file.prefix.into_iter();
    Table {
        prefixes: prefixes
            .map(|(word, times)| (word, Exact::from(i128::from(times))))
            .collect(),
        units: file.unit.into_iter().map(unit).collect(),
    }
});

/// The unit of an id; `None` when the table does not have it, so that only its own spelling is taken.
pub(super) fn unit(id: &str) -> Option<&'static Unit> {
    TABLE.units.iter().find(|unit| unit.id == id)
}

/// Whether a text is a spelling of this very unit, in any letter case, so that a header may bear it.
pub(super) fn is_spelling(id: &str, text: &str) -> bool {
    let plain = number::plain_unit(text);
    let one = |unit: &Unit| {
        let mut spellings = unit.spellings.iter();
        spellings.any(|(spelling, factor)| {
            *factor == Exact::from(1) && spelling.eq_ignore_ascii_case(&plain)
        })
    };
    number::plain_unit(id).eq_ignore_ascii_case(&plain) || unit(id).is_some_and(one)
}

/// The spellings of a unit, for people.
pub(super) fn spellings(id: &str) -> Vec<String> {
    let known = unit(id).map(|unit| unit.spellings.keys().cloned().collect());
    known.unwrap_or_else(|| vec![id.to_owned()])
}

/// Reads a number in a unit (`""` for none) as canonical text.
pub(super) fn canonical(text: &str, id: &str) -> Result<String, Problem> {
    if is_canonical(text) {
        return Ok(text.to_owned());
    }
    let unit = unit(id);
    let value = exact(text, id, unit)?;
    if value >= Exact::from(TOO_LARGE) || value <= Exact::from(-TOO_LARGE) {
        return Err(Problem::TooManyDigits { most: 15 });
    }
    let value = match unit.and_then(|unit| unit.decimals) {
        Some(decimals) => rounding::gb8170(value, decimals).exact(),
        None => value,
    };
    written(value).ok_or(Problem::TooManyDecimals { most: DECIMALS })
}

/// A number as canonical text; `None` when it has more than six decimals.
pub(super) fn written(value: Exact) -> Option<String> {
    let scale = 10_i128.pow(DECIMALS);
    let scaled = value * Exact::from(scale);
    if !scaled.is_integer() {
        return None;
    }
    let (scaled, sign) = (
        scaled.to_integer(),
        if value < Exact::from(0) { "-" } else { "" },
    );
    let magnitude = scaled.unsigned_abs();
    let (whole, part) = (
        magnitude / scale.unsigned_abs(),
        magnitude % scale.unsigned_abs(),
    );
    let text = format!("{sign}{whole}.{part:06}");
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// The common case, which needs no arithmetic: a few digits, perhaps a point, nothing superfluous.
fn is_canonical(text: &str) -> bool {
    let (whole, part) = match text.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let plain = (1..=15).contains(&whole.len())
        && digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'));
    plain
        && part.is_none_or(|part| {
            (1..=DECIMALS as usize).contains(&part.len()) && digits(part) && !part.ends_with('0')
        })
}

fn exact(text: &str, id: &str, unit: Option<&Unit>) -> Result<Exact, Problem> {
    let narrowed = number::narrow(text);
    let given = narrowed.trim();
    if number::is_placeholder(given) {
        return Err(Problem::Placeholder);
    }
    let word = |unit: &Unit| unit.words.get(&number::plain_unit(given)).copied();
    if let Some(value) = unit.and_then(word) {
        return Ok(value);
    }
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | ' ');
    let end = given.find(|c| !numeric(c)).unwrap_or(given.len());
    let (digits, rest) = given.split_at(end);
    let digits = digits.trim();
    if digits.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return Err(Problem::TooManyDigits { most: MOST_DIGITS });
    }
    let rest = number::plain_unit(rest);
    if rest.is_empty() {
        return number::decimal(digits).map_err(refused);
    }
    match factor(&rest, id, unit) {
        Some(Ok(factor)) if !digits.is_empty() => number::decimal(digits)
            .map_err(refused)
            .map(|number| number * factor),
        Some(Err(problem)) if number::decimal(digits).is_ok() => Err(problem),
        _ => Err(why_not(given, digits, &rest, id)),
    }
}

/// What the words after a number multiply it by; `None` when they are no unit of this column.
fn factor(rest: &str, id: &str, unit: Option<&Unit>) -> Option<Result<Exact, Problem>> {
    let Some(unit) = unit else {
        return (rest == number::plain_unit(id)).then_some(Ok(Exact::from(1)));
    };
    if let Some(prefix) = TABLE.prefixes.get(rest) {
        let problem = || Problem::BarePrefix {
            prefix: rest.to_owned(),
            unit: unit.id.clone(),
        };
        return Some(if unit.bare {
            Ok(*prefix)
        } else {
            Err(problem())
        });
    }
    let times = |(spelling, factor): (&String, &Exact)| {
        let prefix = rest.strip_suffix(spelling.as_str())?;
        let prefix = match prefix {
            "" => Some(Exact::from(1)),
            _ => TABLE.prefixes.get(prefix).copied(),
        };
        prefix.map(|prefix| Ok(prefix * factor))
    };
    // The longest spelling first: in 30万千瓦, 千 belongs to the unit.
    let mut spellings: Vec<_> = unit.spellings.iter().collect();
    spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    spellings.into_iter().find_map(times)
}

fn why_not(given: &str, digits: &str, rest: &str, id: &str) -> Problem {
    let has_digits = rest.contains(|c: char| c.is_ascii_digit());
    let known = TABLE
        .units
        .iter()
        .any(|unit| factor(rest, &unit.id, Some(unit)).is_some());
    match number::why_not(given) {
        NotANumber::Words if number::decimal(digits).is_ok() && (known || !has_digits) => {
            Problem::OtherUnit {
                given: kept(rest),
                unit: id.to_owned(),
                taken: spellings(id),
            }
        }
        reason => refused(reason),
    }
}

fn refused(reason: NotANumber) -> Problem {
    match reason {
        NotANumber::Words => Problem::NotANumber,
        NotANumber::Approximate => Problem::Approximate,
        NotANumber::Range => Problem::Range,
        NotANumber::Grouping => Problem::Grouping,
        NotANumber::Scientific => Problem::Scientific,
        NotANumber::TooLong => Problem::TooManyDigits {
            most: number::DIGITS,
        },
        NotANumber::Date => Problem::DateAsValue,
    }
}

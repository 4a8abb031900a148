//! One cell: from what people type to the canonical text, or the reason why not.

use units::Day;

use super::key::{self, Seen};
use super::number::{narrow, yes_or_no};
use super::words::words;
use super::{Problem, area, day, unit};
use crate::{Column, Given, Kind};

/// The most characters of a text.
pub const TEXT: usize = 4_000;

/// A cell as a file has it.
#[derive(Clone, Copy)]
pub(super) enum Raw<'a> {
    Blank,
    Text(&'a str),
    Number(&'a str),
    Date(Day),
    /// The first day of a month of which only the month is shown.
    Month(Day),
    Error(&'a str),
    Uncomputed,
}

impl Raw<'_> {
    /// What to show of it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Blank | Self::Uncomputed => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => super::kept(text),
            Self::Date(day) => day.to_string(),
            Self::Month(day) => day.to_string().chars().take(7).collect(),
        }
    }
}

/// What a text says of a column, as people type it; a blank one says nothing.
///
/// # Errors
/// The [`Problem`] with it.
pub fn cell_of(column: &Column, text: &str, today: Day) -> Result<Given, Problem> {
    if text.trim().is_empty() {
        return Ok(Given::Left);
    }
    given(column, Raw::Text(text), today)
}

/// What a cell says of a column.
pub(super) fn given(column: &Column, raw: Raw<'_>, today: Day) -> Result<Given, Problem> {
    let seen = match raw {
        Raw::Blank => return Ok(Given::Left),
        Raw::Error(_) => return Err(Problem::CellError),
        Raw::Uncomputed => return Err(Problem::Uncomputed),
        Raw::Month(_) if column.kind == Kind::Date => return Err(Problem::NoDay),
        Raw::Date(day) if column.kind == Kind::Date => {
            return day::fitting(day, today).map(Given::Value);
        }
        Raw::Date(_) | Raw::Month(_) => return Err(Problem::DateAsValue),
        Raw::Text(text) => Seen::Text(text),
        Raw::Number(text) => Seen::Number(text),
    };
    let (Seen::Text(text) | Seen::Number(text)) = seen;
    if words().clears(text) {
        return if column.required {
            Err(Problem::RequiredCleared)
        } else {
            Ok(Given::Cleared)
        };
    }
    canonical(column, seen, text, today).map(Given::Value)
}

fn canonical(column: &Column, seen: Seen<'_>, text: &str, today: Day) -> Result<String, Problem> {
    match column.kind {
        Kind::Number => number(column, text),
        Kind::Boolean => boolean(text),
        Kind::Date => day::day(text, today),
        Kind::Region => super::place::region(text),
        Kind::Area => area::canonical(text),
        Kind::Text if !column.values.is_empty() => listed(column, text),
        Kind::Text if key::digits_lost(seen) => Err(Problem::DigitsLost),
        Kind::Text if column.refers.is_some() => words_of(&key::reference(text)),
        Kind::Text => words_of(text),
    }
}

fn number(column: &Column, text: &str) -> Result<String, Problem> {
    let id = column.unit.as_deref().unwrap_or_default();
    let canonical = unit::canonical(text, id)?;
    match super::place::axis(&column.id) {
        // The bounds of a point are for the point as a whole: it may be exchanged.
        Some(_) => Ok(canonical),
        None => bounds(column, &canonical).map_or(Ok(canonical), Err),
    }
}

/// What is wrong with the size of a canonical number.
pub(super) fn bounds(column: &Column, canonical: &str) -> Option<Problem> {
    let unit = || column.unit.clone().unwrap_or_default();
    if let Some(least) = column.min.filter(|least| is_below(canonical, *least)) {
        return Some(Problem::BelowLeast {
            least,
            unit: unit(),
        });
    }
    let greatest = column
        .max
        .filter(|greatest| is_above(canonical, *greatest))?;
    Some(Problem::AboveGreatest {
        greatest,
        unit: unit(),
    })
}

/// The whole part towards zero, and whether anything is left of it.
fn parts(canonical: &str) -> (i64, bool) {
    let (whole, part) = canonical.split_once('.').unwrap_or((canonical, ""));
    (whole.parse().unwrap_or_default(), !part.is_empty())
}

fn is_below(canonical: &str, least: i64) -> bool {
    let (whole, more) = parts(canonical);
    let negative = canonical.starts_with('-');
    whole < least || (whole == least && negative && more)
}

fn is_above(canonical: &str, greatest: i64) -> bool {
    let (whole, more) = parts(canonical);
    let negative = canonical.starts_with('-');
    whole > greatest || (whole == greatest && !negative && more)
}

fn boolean(text: &str) -> Result<String, Problem> {
    let answer = match text {
        "是" => Some(true),
        "否" => Some(false),
        other => yes_or_no(narrow(other).trim()),
    };
    let answer = answer.ok_or(Problem::NotYesNo)?;
    Ok(if answer { "true" } else { "false" }.to_owned())
}

/// The id of a listed text, by its Chinese name or its id.
fn listed(column: &Column, text: &str) -> Result<String, Problem> {
    let exact = |(id, zh): &&(String, String)| zh == text || id == text;
    if let Some((id, _)) = column.values.iter().find(exact) {
        return Ok(id.clone());
    }
    let given = plain(text);
    let like = |(id, zh): &&(String, String)| plain(zh) == given || id.eq_ignore_ascii_case(&given);
    match column.values.iter().find(like) {
        Some((id, _)) => Ok(id.clone()),
        None => Err(Problem::NotListed {
            values: column.values.iter().map(|(_, zh)| zh.clone()).collect(),
        }),
    }
}

/// A text without what typing varies: width and blanks.
pub(super) fn plain(text: &str) -> String {
    narrow(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

fn words_of(text: &str) -> Result<String, Problem> {
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    if let Some(problem) = unseen(&text) {
        return Err(problem);
    }
    // No text has more characters than bytes.
    if text.len() > TEXT {
        let found = text.chars().count();
        if found > TEXT {
            return Err(Problem::TextTooLong { most: TEXT, found });
        }
    }
    Ok(text)
}

/// A character that cannot be seen, beside the ends of lines and tabs.
pub(super) fn unseen(text: &str) -> Option<Problem> {
    let unseen = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    let found = text.chars().find(unseen)?;
    Some(Problem::ControlCharacter {
        code: format!("U+{:04X}", u32::from(found)),
    })
}

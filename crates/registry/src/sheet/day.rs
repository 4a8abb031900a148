//! Days as people type them.

use units::Day;

use super::Problem;
use super::number::narrow;

/// Nothing that a register holds began before: an earlier day is a slip or Excel's day zero (1899-12-31).
const FIRST: (i16, i8, i8) = (1900, 1, 1);

/// The furthest that a permit, lease or plan reaches; a later day is a slip (2205 for 2025).
const YEARS_AHEAD: i16 = 50;

/// Reads a day as canonical text.
pub(super) fn day(text: &str, today: Day) -> Result<String, Problem> {
    let narrowed = narrow(text);
    let given: String = narrowed.trim().to_owned();
    let given = without_midnight(&given);
    let tight: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    match tight.parse() {
        Ok(day) => fitting(day, today),
        Err(_) if is_without_day(&tight) => Err(Problem::NoDay),
        Err(_) => Err(Problem::NotADate),
    }
}

/// A day within reason as canonical text.
pub(super) fn fitting(day: Day, today: Day) -> Result<String, Problem> {
    let (year, month, date) = FIRST;
    let first = Day::from_ymd(year, month, date).filter(|first| day < *first);
    if let Some(first) = first {
        return Err(Problem::TooEarly {
            first: first.to_string(),
        });
    }
    let ahead = today.date().year().saturating_add(YEARS_AHEAD);
    let last = Day::from_ymd(ahead, 12, 31).filter(|last| day > *last);
    match last {
        Some(last) => Err(Problem::TooLate {
            last: last.to_string(),
        }),
        None => Ok(day.to_string()),
    }
}

/// Systems and Excel write a day as its midnight.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else {
        return text;
    };
    let midnight = time.contains('0')
        && time.contains(':')
        && time.chars().all(|c| matches!(c, '0' | ':' | '.'));
    if midnight { day } else { text }
}

/// A year, or a year and a month.
fn is_without_day(text: &str) -> bool {
    let parts: Vec<&str> = text
        .trim_end_matches(['年', '月'])
        .split(['-', '/', '.', '年'])
        .collect();
    let number = |part: &str| part.parse::<u16>().ok();
    let is_year = |part: &str| part.len() == 4 && number(part).is_some();
    let is_month = |part: &str| number(part).is_some_and(|month| (1..=12).contains(&month));
    match parts.as_slice() {
        [year, month] => is_year(year) && is_month(month),
        [one] if one.len() == 6 => {
            one.get(..4).is_some_and(is_year) && one.get(4..).is_some_and(is_month)
        }
        [one] => is_year(one),
        _ => false,
    }
}

//! Periods as people type them, and whether they are of the sort that an indicator needs.
//!
//! A year is of a year, a month of a month, a stock of a day; an event may be of any period, most often the day it
//! happened.
//! Excel turns 2025-03 into the date of its first day, so the first day of a month, in a date cell, is that month for a
//! monthly figure.
//! `2025.1` is refused: a spreadsheet writes 2025.10 so, and January and October cannot be told apart.

use registry::sheet::{grid::Cell, number::narrow};
use units::{Day, Month, Period};

use super::{Granularity, Reason};

/// Reads the period of a figure; a refusal says what was expected.
pub(super) fn period(
    cell: &Cell,
    granularity: Granularity,
    as_of: Day,
) -> Result<Period, (Reason, String)> {
    let found = match cell {
        Cell::Date(day) | Cell::Month(day) => of_date(*day, granularity),
        Cell::Text(text) | Cell::Number(text) => {
            of_text(text).ok_or((Reason::BadPeriod, String::new()))?
        }
        Cell::Error(_) => return Err((Reason::CellError, String::new())),
        Cell::Uncomputed => return Err((Reason::Uncomputed, String::new())),
    };
    if !fits(found, granularity) {
        return Err((Reason::OtherGranularity, example(as_of, granularity)));
    }
    if found.start() > as_of {
        return Err((Reason::FuturePeriod, as_of.to_string()));
    }
    Ok(found)
}

fn of_date(day: Day, granularity: Granularity) -> Period {
    let month = Month::of(day);
    if granularity == Granularity::Month && month.first() == day {
        return Period::Month(month);
    }
    Period::Day(day)
}

fn of_text(text: &str) -> Option<Period> {
    let narrowed = narrow(text);
    let given: String = narrowed.chars().filter(|c| !c.is_whitespace()).collect();
    let january_or_october = given
        .split_once('.')
        .is_some_and(|(year, rest)| year.len() == 4 && rest == "1");
    if january_or_october {
        return None;
    }
    given.parse().ok()
}

fn fits(period: Period, granularity: Granularity) -> bool {
    match granularity {
        Granularity::Year => matches!(period, Period::Year(_)),
        Granularity::Month => matches!(period, Period::Month(_)),
        Granularity::State => matches!(period, Period::Day(_)),
        Granularity::Event => true,
    }
}

/// The newest period of the right sort, to show how one is written.
fn example(as_of: Day, granularity: Granularity) -> String {
    match granularity {
        Granularity::Year => Period::Year(as_of.date().year()).to_string(),
        Granularity::Month => Month::of(as_of).to_string(),
        Granularity::State | Granularity::Event => as_of.to_string(),
    }
}

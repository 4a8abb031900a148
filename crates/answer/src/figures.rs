//! Domain values as cells, at the decimals that the standard's rules report.

use lake::DayIndex;
use standards::aqi::{self, Edition};
use standards::daily::DailyValue;
use standards::limits::{self, Averaging, Class, Confidence, Limit, Source};
use standards::validity::Rules;
use units::{Coverage, Day, Exact, MicrogramPerM3, Pollutant, rounding};

use crate::context::Context;
use crate::failure::{Failure, law};
use crate::output::{Cell, Column};

/// A column of concentrations, under the pollutant's id.
pub fn concentration_column(pollutant: Pollutant) -> Column {
    Column::of(pollutant.id(), pollutant.unit())
}

/// A concentration in µg/m³ as it is reported.
pub fn reported(rules: &Rules, pollutant: Pollutant, value: Option<Exact>) -> Cell {
    Cell::rounded(value.map(|v| rules.report(pollutant, v)))
}

/// A day's concentration; indicative where the day has too few hours, nothing where it has none.
pub fn daily(rules: &Rules, pollutant: Pollutant, value: &DailyValue) -> Cell {
    match (value.value, value.indicative) {
        (Some(_), _) => reported(rules, pollutant, value.value),
        (None, Some(_)) => reported(rules, pollutant, value.indicative).judged(false),
        (None, None) => Cell::Missing,
    }
}

/// The six concentrations of a day.
pub fn six(rules: &Rules, day: &DayIndex) -> Vec<Cell> {
    let values = day.record.statistics.values.iter().zip(Pollutant::SIX);
    values
        .map(|(value, pollutant)| daily(rules, pollutant, value))
        .collect()
}

/// Valid against expected days or hours; nothing where that was not published.
pub fn coverage(coverage: Coverage) -> Cell {
    if coverage.expected == 0 {
        Cell::Missing
    } else {
        Cell::text(coverage.to_string())
    }
}

/// The class of an index in the reader's language.
pub fn class(context: &Context, edition: &'static Edition, index: Option<u16>) -> Cell {
    Cell::maybe(index.map(|aqi| {
        let level = aqi::level(edition, aqi);
        context.pick(level.class_zh, level.class_en)
    }))
}

/// Primary pollutants by symbol; nothing where there is none.
pub fn primary(index: &aqi::Index) -> Cell {
    Cell::maybe(Some(index.primary.to_string()).filter(|text| !text.is_empty()))
}

/// Pollutants by symbol.
pub fn symbols(pollutants: &[Pollutant]) -> Cell {
    let symbols: Vec<&str> = pollutants.iter().map(|p| p.symbol()).collect();
    Cell::maybe(Some(symbols.join("、")).filter(|text| !text.is_empty()))
}

/// The level 2 limit of a pollutant on a day, if its averaging has one.
pub fn limit(
    pollutant: Pollutant,
    averaging: Option<Averaging>,
    on: Day,
) -> Result<Option<&'static Limit>, Failure> {
    Ok(averaging
        .map(|averaging| limits::limit(pollutant, averaging, Class::Two, on))
        .transpose()?)
}

/// A limit as it is reported.
pub fn limit_cell(rules: &Rules, limit: Option<&Limit>) -> Cell {
    limit.map_or(Cell::Missing, |l| {
        reported(rules, l.pollutant, Some(l.value.ug_m3()))
    })
}

/// A citation: document, clause, and how sure we are of it.
pub fn cited(context: &Context, source: &Source) -> String {
    let sure = match source.confidence {
        Confidence::Seen => String::new(),
        Confidence::Memory => context.say("confidence-memory", &[]),
        Confidence::Assumed => context.say("confidence-assumed", &[]),
    };
    format!("{} {}{sure}", source.document, source.clause)
}

/// Finds an edition by what people type: its id, or a day on which it holds.
pub fn edition(text: &str) -> Result<&'static Edition, Failure> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(aqi::edition_on(day)?);
    }
    aqi::edition(text).map_err(|_error| law::edition(text))
}

/// Whether a value counts, in words.
pub fn yes_no(context: &Context, answer: Option<bool>) -> Cell {
    let key = match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => return Cell::Undetermined { indicative: None },
    };
    Cell::text(context.say(key, &[]))
}

/// A concentration in the unit that its pollutant is stated in, unrounded.
pub fn in_own_unit(pollutant: Pollutant, value: MicrogramPerM3) -> String {
    if !pollutant.in_milligrams() {
        return value.to_string();
    }
    let text = rounding::gb8170(value.ug_m3() / Exact::from_integer(1000), 6).to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

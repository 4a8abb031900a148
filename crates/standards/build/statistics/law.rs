//! What a statistics or ranking file must satisfy to count as law.
//!
//! Every refusal names the file and the entry.

use std::fmt;

use serde::Deserialize;
use toml::value::Datetime;

#[path = "schema.rs"]
pub(crate) mod schema;

use schema::{Composite, CompositeFile, Edition, Name, Parameter, Source, Spearman};

/// A file that cannot be law, and why.
#[derive(Debug)]
pub(crate) struct LawError {
    file: String,
    entry: String,
    problem: String,
}

impl fmt::Display for LawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "standards/{}, {}: {}",
            self.file, self.entry, self.problem
        )
    }
}

/// Everything that the three folders say.
#[derive(Default)]
pub(crate) struct Law {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) editions: Vec<Edition>,
    pub(crate) composites: Vec<Composite>,
    pub(crate) spearman: Option<Spearman>,
}

impl Law {
    /// Takes an edition and the composite methods that stand in it.
    pub(crate) fn add_edition(&mut self, mut edition: Edition) {
        self.composites.append(&mut edition.composites);
        self.editions.push(edition);
    }
}

/// Reads a file of one rule.
pub(crate) fn parameter(file: &str, text: &str) -> Result<Parameter, LawError> {
    let read: Parameter = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    require(!read.unit.trim().is_empty(), file, &read.id, "has no unit")?;
    require(!read.values.is_empty(), file, &read.id, "has no [[value]]")?;
    for value in &read.values {
        let entry = format!("value since {}", value.since);
        cited(file, &entry, &value.source)?;
        day(file, &entry, value.since)?;
    }
    for pair in read.values.windows(2) {
        let entry = format!("value since {}", pair[1].since);
        let ascending = day(file, &entry, pair[0].since)? < day(file, &entry, pair[1].since)?;
        require(
            ascending,
            file,
            &entry,
            "values must stand in ascending order of their first day, each once",
        )?;
    }
    Ok(read)
}

/// Reads a file of an edition of HJ 663.
pub(crate) fn edition(file: &str, text: &str) -> Result<Edition, LawError> {
    let read: Edition = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    let since = day(file, "since", read.since)?;
    if let Some(until) = read.until {
        require(
            since <= day(file, "until", until)?,
            file,
            "until",
            "must not be earlier than since",
        )?;
    }
    six(
        file,
        &read.id,
        read.items.iter().map(|i| i.pollutant.as_str()),
    )?;
    for item in &read.items {
        cited(file, &item.pollutant, &item.source)?;
        require(
            (1..=99).contains(&item.percentile),
            file,
            &item.pollutant,
            "percentile must be 1 to 99",
        )?;
        let unit = if item.pollutant == "co" {
            "mg/m3"
        } else {
            "ug/m3"
        };
        require(
            item.unit == unit,
            file,
            &item.pollutant,
            &format!("unit must be {unit}"),
        )?;
        averaging(file, &item.pollutant, &item.percentile_limit)?;
        item.mean_limit
            .as_deref()
            .map_or(Ok(()), |limit| averaging(file, &item.pollutant, limit))?;
    }
    cited(
        file,
        "exceedance_decimals",
        &read.exceedance_decimals.source,
    )?;
    cited(file, "rate_decimals", &read.rate_decimals.source)?;
    read.composites
        .iter()
        .try_for_each(|c| composite(file, c))?;
    Ok(read)
}

/// Reads a file of composite methods.
pub(crate) fn composites(file: &str, text: &str) -> Result<Vec<Composite>, LawError> {
    let read: CompositeFile = parse(file, text)?;
    read.composite.iter().try_for_each(|c| composite(file, c))?;
    Ok(read.composite)
}

/// Reads the table of critical values.
pub(crate) fn spearman(file: &str, text: &str) -> Result<Spearman, LawError> {
    let read: Spearman = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    cited(file, "source", &read.source)?;
    require(!read.rows.is_empty(), file, &read.id, "has no [[row]]")?;
    for pair in read.rows.windows(2) {
        let entry = format!("row of count {}", pair[1].count);
        require(
            pair[0].count < pair[1].count,
            file,
            &entry,
            "rows must ascend, each count once",
        )?;
    }
    Ok(read)
}

/// Checks what only all files together show: editions that overlap, methods named twice.
pub(crate) fn check(law: &Law) -> Result<(), LawError> {
    let folder = "hj663/";
    for pair in law.editions.windows(2) {
        let until = pair[0]
            .until
            .ok_or_else(|| error(folder, &pair[0].id, "has a successor but no until"))?;
        let next = day(folder, &pair[1].id, pair[1].since)?;
        let apart = day(folder, &pair[0].id, until)? < next;
        require(
            apart,
            folder,
            &pair[1].id,
            &format!("overlaps {}", pair[0].id),
        )?;
    }
    for (i, method) in law.composites.iter().enumerate() {
        let once = law.composites[..i].iter().all(|c| c.id != method.id);
        require(once, "ranking/composite.toml", &method.id, "stands twice")?;
    }
    let found = law.spearman.as_ref().map(|_| ());
    found.ok_or_else(|| error("hj663/spearman.toml", "file", "is missing"))
}

/// Days since 1970-01-01 of a TOML date.
pub(crate) fn day(file: &str, entry: &str, date: Datetime) -> Result<i32, LawError> {
    let plain = date
        .date
        .filter(|_| date.time.is_none() && date.offset.is_none());
    let date = plain.ok_or_else(|| error(file, entry, "needs a plain date such as 2026-03-01"))?;
    let (month, day) = (i32::from(date.month), i32::from(date.day));
    let year = i32::from(date.year) - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + day_of_year;
    Ok(year / 400 * 146_097 + day_of_era - 719_468)
}

fn parse<'a, T: Deserialize<'a>>(file: &str, text: &'a str) -> Result<T, LawError> {
    let read = toml::de::Deserializer::parse(text).and_then(T::deserialize);
    read.map_err(|problem| error(file, "file", &problem.to_string()))
}

/// A file's path is its identity: `validity/day_hours.toml` holds `validity.day_hours`.
fn head(file: &str, id: &str, name: &Name) -> Result<(), LawError> {
    let expected = file.trim_end_matches(".toml").replace('/', ".");
    require(id == expected, file, id, &format!("id must be {expected}"))?;
    named(file, id, name)
}

fn named(file: &str, entry: &str, name: &Name) -> Result<(), LawError> {
    let both = !name.zh.trim().is_empty() && !name.en.trim().is_empty();
    require(both, file, entry, "needs a name in zh and in en")
}

fn composite(file: &str, method: &Composite) -> Result<(), LawError> {
    named(file, &method.id, &method.name)?;
    cited(file, &method.id, &method.source)?;
    six(
        file,
        &method.id,
        method.items.iter().map(|i| i.pollutant.as_str()),
    )?;
    for term in &method.items {
        let entry = format!("{} {}", method.id, term.pollutant);
        let known = ["mean", "percentile"].contains(&term.statistic.as_str());
        require(known, file, &entry, "statistic must be mean or percentile")?;
        require(term.weight > 0, file, &entry, "weight must be positive")?;
        averaging(file, &entry, &term.limit)?;
    }
    Ok(())
}

fn six<'a>(
    file: &str,
    entry: &str,
    pollutants: impl Iterator<Item = &'a str>,
) -> Result<(), LawError> {
    let order = ["so2", "no2", "pm10", "pm25", "co", "o3"];
    require(
        pollutants.eq(order),
        file,
        entry,
        &format!("items must be {}, in this order", order.join(", ")),
    )
}

fn averaging(file: &str, entry: &str, text: &str) -> Result<(), LawError> {
    let known = ["year", "day", "max_8h"].contains(&text);
    require(
        known,
        file,
        entry,
        &format!("averaging {text:?} must be year, day or max_8h"),
    )
}

fn cited(file: &str, entry: &str, source: &Source) -> Result<(), LawError> {
    let whole = !source.document.trim().is_empty() && !source.clause.trim().is_empty();
    require(
        whole,
        file,
        entry,
        "needs a source with document and clause",
    )
}

fn require(holds: bool, file: &str, entry: &str, problem: &str) -> Result<(), LawError> {
    if holds {
        Ok(())
    } else {
        Err(error(file, entry, problem))
    }
}

fn error(file: &str, entry: &str, problem: &str) -> LawError {
    LawError {
        file: file.to_owned(),
        entry: entry.to_owned(),
        problem: problem.to_owned(),
    }
}

//! The official list of sand-dust days, a CSV file of `site,day`. lantian reads it and never makes one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use units::Day;

use crate::failure::{Failure, Kind};
use crate::places;

/// Sand-dust days by site.
pub type Dust = BTreeMap<String, BTreeSet<Day>>;

/// Reads the list if one was named.
pub fn read(path: Option<&Path>) -> Result<Dust, Failure> {
    let Some(path) = path else {
        return Ok(Dust::new());
    };
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    let bad = |line: u64| {
        Failure::new(Kind::Data, "failure-dust")
            .with("file", path.display())
            .with("line", line)
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(|e| bad(1).because(&e))?.clone();
    let place = |id: &str| headers.iter().position(|header| header.trim() == id);
    let (Some(site), Some(day)) = (place("site"), place("day")) else {
        return Err(bad(1));
    };
    let mut dust = Dust::new();
    for record in reader.records() {
        let record = record.map_err(|e| bad(0).because(&e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |place: usize| record.get(place).ok_or_else(|| bad(line));
        let (site, _) = places::site(field(site)?)?;
        let day: Day = field(day)?.parse().map_err(|e| bad(line).because(&e))?;
        dust.entry(site).or_default().insert(day);
    }
    Ok(dust)
}

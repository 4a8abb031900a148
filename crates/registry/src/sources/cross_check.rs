//! WRI's plants held against GEM's units: where the two disagree about size or place. It changes neither.
//!
//! WRI's source file names the GEM plant it was taken from (`L101514=>…`); the same plant is `L100000101514` today.

use std::collections::BTreeMap;

use units::Exact;

use super::{
    SourceError,
    file::{Line, Table, table},
    mapping::Layout,
    number,
};

const LINK: &str = "GCPT_Plant_Units_Link: L";
const PREFIX: &str = "L100000";

/// What the two sources say of the plants that they share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossCheck {
    /// The plants that both have, in the order of WRI's file.
    pub shared: Vec<PlantPair>,
    /// WRI's coal plants without a plant of GEM's file: their ids.
    pub only_wri: Vec<String>,
}

/// A plant in both.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantPair {
    /// WRI's id.
    pub wri: String,
    /// GEM's id of the plant.
    pub gem: String,
    /// WRI's capacity in MW.
    pub wri_mw: Option<Exact>,
    /// The sum of GEM's operating units in MW.
    pub gem_mw: Exact,
    /// The distance between the two positions in metres; GEM's is that of its first unit.
    pub distance_m: Option<f64>,
}

/// Compares the two files; `gem` is the tracker's units, `wri` the source file for China.
///
/// # Errors
/// [`SourceError`] when a file cannot be read.
pub fn cross_check(gem: &[u8], wri: &[u8]) -> Result<CrossCheck, SourceError> {
    let units = table(Layout::Csv, gem)?;
    let plants = table(Layout::Csv, wri)?;
    let mut by_plant: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &units.lines {
        let id = units.get(line, "GEM location ID").unwrap_or_default();
        by_plant.entry(id).or_default().push(line);
    }
    let mut found = CrossCheck::default();
    for line in &plants.lines {
        if plants.get(line, "Fuel") != Some("Coal") {
            continue;
        }
        let wri = plants.get(line, "Power Plant ID").unwrap_or_default();
        let id = linked(plants.get(line, "Other").unwrap_or_default());
        match id.and_then(|id| Some((by_plant.get(id.as_str())?, id))) {
            Some((group, gem)) => found.shared.push(PlantPair {
                wri: wri.to_owned(),
                gem,
                wri_mw: plants.get(line, "Capacity (MW)").and_then(number::parse),
                gem_mw: operating_mw(&units, group),
                distance_m: distance_m(&plants, line, &units, group),
            }),
            None => found.only_wri.push(wri.to_owned()),
        }
    }
    Ok(found)
}

fn linked(other: &str) -> Option<String> {
    let (_, rest) = other.split_once(LINK)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    Some(format!("{PREFIX}{}", rest.get(..end)?))
}

fn operating_mw(units: &Table, group: &[&Line]) -> Exact {
    let operating = group
        .iter()
        .filter(|line| units.get(line, "Status") == Some("operating"));
    operating
        .filter_map(|line| units.get(line, "Capacity (MW)").and_then(number::parse))
        .sum()
}

fn distance_m(plants: &Table, plant: &Line, units: &Table, group: &[&Line]) -> Option<f64> {
    let degrees = |table: &Table, line: &Line, column: &str| table.get(line, column)?.parse().ok();
    let unit = group.first()?;
    Some(regions::distance_m(
        degrees(plants, plant, "Longitude")?,
        degrees(plants, plant, "Latitude")?,
        degrees(units, unit, "Longitude")?,
        degrees(units, unit, "Latitude")?,
    ))
}

//! Breakpoints of an edition, and the lists of series that its reports use.

use serde::Deserialize;

use super::cited::{Citation, Confidence, Decimal, Fault, Pollutant, same};

/// The series in the order of `aqi::Series`: identifier, variant, pollutant.
const SERIES: [(&str, &str, &str); 10] = [
    ("so2_24h", "So2Day", "so2"),
    ("so2_1h", "So2Hour", "so2"),
    ("no2_24h", "No2Day", "no2"),
    ("no2_1h", "No2Hour", "no2"),
    ("pm10_24h", "Pm10Day", "pm10"),
    ("pm25_24h", "Pm25Day", "pm25"),
    ("co_24h", "CoDay", "co"),
    ("co_1h", "CoHour", "co"),
    ("o3_8h", "O3Max8h", "o3"),
    ("o3_1h", "O3Hour", "o3"),
];
/// The six items in the order of `Pollutant::SIX`.
const SIX: [&str; 6] = ["so2", "no2", "pm10", "pm25", "co", "o3"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Axis {
    values: Vec<u16>,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeriesEntry {
    id: String,
    pollutant: String,
    unit: String,
    breakpoints: Vec<toml::Value>,
    source: Citation,
    confidence: Confidence,
    above: AboveEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AboveEntry {
    iaqi: Option<u16>,
    source: Citation,
    confidence: Confidence,
}

/// The variant of `aqi::Series` that an identifier names.
pub(crate) fn series(file: &str, at: &str, id: &str) -> Result<String, Fault> {
    let found = SERIES.iter().find(|series| series.0 == id);
    let found = found.ok_or_else(|| Fault::new(file, at, format!("{id:?} is no series")))?;
    Ok(format!("Series::{}", found.1))
}

/// Writes a list of series, after a check that it has each of the six items and none twice.
pub(crate) fn series_list(file: &str, at: &str, ids: &[String]) -> Result<String, Fault> {
    let mut names = Vec::new();
    for id in ids {
        names.push(series(file, at, id)?);
    }
    let has = |item: &&str| {
        SERIES
            .iter()
            .any(|s| s.2 == *item && ids.iter().any(|id| id == s.0))
    };
    if let Some(item) = SIX.iter().find(|item| !has(item)) {
        return Err(Fault::new(file, at, format!("{item} has no series")));
    }
    names.sort();
    if let Some([twin, _]) = names.array_windows().find(|[a, b]| a == b) {
        return Err(Fault::new(
            file,
            at,
            format!("overlap: {twin} stands twice"),
        ));
    }
    Ok(format!("[{}]", names.join(", ")))
}

/// Writes six series, after a check that they are one for each item and in order.
pub(crate) fn six_series(file: &str, at: &str, ids: &[String]) -> Result<String, Fault> {
    series_list(file, at, ids)?;
    let mut names = Vec::new();
    for (id, item) in ids.iter().zip(SIX) {
        let in_place = SERIES.iter().any(|s| s.0 == id && s.2 == item);
        if !in_place || ids.len() != SIX.len() {
            return Err(Fault::new(
                file,
                at,
                format!(
                    "wrong order: expected one series each of {}",
                    SIX.join(", ")
                ),
            ));
        }
        names.push(series(file, at, id)?);
    }
    Ok(format!("[{}]", names.join(", ")))
}

/// Checks and writes the breakpoints of all series.
pub(crate) fn all_series(
    file: &str,
    axis: &Axis,
    entries: &[SeriesEntry],
) -> Result<String, Fault> {
    axis.source.rust(file, "axis", axis.confidence)?;
    if !axis.values.is_sorted_by(|a, b| a < b) {
        return Err(Fault::new(
            file,
            "axis",
            "wrong order: the values do not ascend",
        ));
    }
    if entries.len() != SERIES.len() {
        return Err(Fault::new(
            file,
            "series",
            format!("expected {} of them", SERIES.len()),
        ));
    }
    let mut written = String::new();
    for ((id, _, pollutant), entry) in SERIES.iter().zip(entries) {
        same(file, "id of a series", &entry.id, id)?;
        same(file, id, &entry.pollutant, pollutant)?;
        written += &breakpoints(file, &format!("series {id}"), axis, entry)?;
    }
    Ok(format!("[{written}]"))
}

fn breakpoints(file: &str, at: &str, axis: &Axis, entry: &SeriesEntry) -> Result<String, Fault> {
    let pollutant = Pollutant::find(file, &entry.pollutant)?;
    same(file, at, &entry.unit, pollutant.unit())?;
    let points = thousandths(file, at, pollutant, entry)?;
    let iaqi = axis.values.get(..points.len());
    let iaqi =
        iaqi.ok_or_else(|| Fault::new(file, at, "more breakpoints than the axis has values"))?;
    let list: Vec<String> = points
        .iter()
        .map(|t| format!("MicrogramPerM3::from_thousandths({t})"))
        .collect();
    let list = list.join(", ");
    Ok(format!(
        "Breakpoints {{ concentrations: &[{list}], iaqi: &{iaqi:?}, source: {}, above: {:?}, above_source: {}, \
         curve: Curve::new(&{points:?}, &{iaqi:?}, {:?}) }},\n",
        entry.source.rust(file, at, entry.confidence)?,
        entry.above.iaqi,
        entry.above.source.rust(file, at, entry.above.confidence)?,
        entry.above.iaqi,
    ))
}

fn thousandths(
    file: &str,
    at: &str,
    pollutant: Pollutant,
    entry: &SeriesEntry,
) -> Result<Vec<i32>, Fault> {
    let mut points: Vec<i32> = Vec::new();
    for value in &entry.breakpoints {
        let number = Decimal::read(value).map(|number| pollutant.ug_m3(number).thousandths());
        let number = number.and_then(|t| i32::try_from(t).ok());
        points
            .push(number.ok_or_else(|| Fault::new(file, at, format!("{value} is no breakpoint")))?);
    }
    if points.len() < 2 || points[0] != 0 || !points.is_sorted_by(|a, b| a < b) {
        return Err(Fault::new(
            file,
            at,
            "wrong order: the breakpoints do not ascend from 0",
        ));
    }
    Ok(points)
}

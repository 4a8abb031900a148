//! The editions of HJ 633: one file each, and the thresholds by which days are counted.

use serde::Deserialize;
use toml::value::Datetime;

use super::{
    cited::{
        Citation, CitedNumber, Confidence, Fault, GENERATED, Names, Pollutant, parse, same, stem,
    },
    dated::{Days, chain, days as read_days},
    level_table::{LevelEntry, SensitiveEntry, levels, sensitive},
    series_table::{Axis, SeriesEntry, all_series, series_list, six_series},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    id: String,
    edition: String,
    unit: String,
    name: Names,
    since: Datetime,
    until: Option<Datetime>,
    source: Citation,
    confidence: Confidence,
    axis: Axis,
    aqi_floor: CitedNumber,
    primary: Primary,
    rounding: Option<RoundingEntry>,
    daily_rounding: Option<RoundingEntry>,
    missing: Option<Missing>,
    daily: Indicators,
    hourly: Indicators,
    hourly_full: Option<Indicators>,
    series: Vec<SeriesEntry>,
    level: Vec<LevelEntry>,
    #[serde(default)]
    sensitive: Vec<SensitiveEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Primary {
    above: u16,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Missing {
    publish_above: u16,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundingEntry {
    ug_m3_decimals: u32,
    mg_m3_decimals: u32,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Indicators {
    series: Vec<String>,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysFile {
    id: String,
    unit: String,
    name: Names,
    good_at_most: CitedNumber,
    heavy_above: CitedNumber,
}

/// An edition: its file, its days and the rest of its fields.
pub(crate) struct Edition {
    file: String,
    days: Days,
    rust: String,
}

/// Reads and checks one edition.
pub(crate) fn read(file: &str, text: &str) -> Result<Edition, Fault> {
    let read: EditionFile = parse(file, text)?;
    same(file, "id", &read.id, &format!("hj633.{}", stem(file)))?;
    same(
        file,
        "edition",
        &read.edition,
        &format!("HJ633-{}", stem(file)),
    )?;
    same(file, "unit", &read.unit, "1")?;
    read.name.check(file)?;
    let days = read_days(file, "edition", read.since, read.until)?;
    let fields = [
        head(file, &read)?,
        indicators(file, &read)?,
        rules(file, &read)?,
        tables(file, &read)?,
    ];
    Ok(Edition {
        file: file.to_owned(),
        days,
        rust: fields.join(", "),
    })
}

/// Checks the days of the editions against each other, and writes the table.
pub(crate) fn write(editions: &mut [Edition]) -> Result<String, Fault> {
    editions.sort_by_key(|edition| edition.days.since);
    let mut all: Vec<Days> = editions.iter().map(|edition| edition.days).collect();
    let files: Vec<&str> = editions
        .iter()
        .map(|edition| edition.file.as_str())
        .collect();
    chain(&files.join(" and "), "editions", &mut all)?;
    let one = |(edition, days): (&Edition, &Days)| {
        format!("Edition {{ {}, {} }},\n", days.rust(), edition.rust)
    };
    let lines: String = editions.iter().zip(&all).map(one).collect();
    Ok(format!(
        "{GENERATED}static EDITIONS: [Edition; {}] = [\n{lines}];\n",
        all.len()
    ))
}

/// Reads, checks and writes the thresholds by which days are counted.
pub(crate) fn days(file: &str, text: &str) -> Result<String, Fault> {
    let read: DaysFile = parse(file, text)?;
    same(file, "id", &read.id, "hj633.days")?;
    same(file, "unit", &read.unit, "1")?;
    read.name.check(file)?;
    let (good, good_source) = read.good_at_most.rust(file, "good_at_most")?;
    let (heavy, heavy_source) = read.heavy_above.rust(file, "heavy_above")?;
    Ok(format!(
        "static GOOD_AT_MOST: (u16, Source) = ({good}, {good_source});\n\
         static HEAVY_ABOVE: (u16, Source) = ({heavy}, {heavy_source});\n"
    ))
}

fn head(file: &str, read: &EditionFile) -> Result<String, Fault> {
    let source = read.source.rust(file, "edition", read.confidence)?;
    Ok(format!(
        "id: {:?}, zh: {:?}, en: {:?}, source: {source}",
        read.edition, read.name.zh, read.name.en
    ))
}

fn indicators(file: &str, read: &EditionFile) -> Result<String, Fault> {
    let full = match &read.hourly_full {
        Some(full) => {
            full.source.rust(file, "hourly_full", full.confidence)?;
            format!("Some(&{})", series_list(file, "hourly_full", &full.series)?)
        }
        None => "None".to_owned(),
    };
    Ok(format!(
        "hourly: {}, hourly_source: {}, hourly_full: {full}, daily: &{}, daily_source: {}",
        six_series(file, "hourly", &read.hourly.series)?,
        read.hourly
            .source
            .rust(file, "hourly", read.hourly.confidence)?,
        series_list(file, "daily", &read.daily.series)?,
        read.daily
            .source
            .rust(file, "daily", read.daily.confidence)?,
    ))
}

fn rules(file: &str, read: &EditionFile) -> Result<String, Fault> {
    let missing = match &read.missing {
        Some(rule) => {
            let source = rule.source.rust(file, "missing", rule.confidence)?;
            format!(
                "Some(MissingRule {{ publish_above: {}, source: {source} }})",
                rule.publish_above
            )
        }
        None => "None".to_owned(),
    };
    let (floor, floor_source) = read.aqi_floor.rust(file, "aqi_floor")?;
    let primary_source = read
        .primary
        .source
        .rust(file, "primary", read.primary.confidence)?;
    Ok(format!(
        "rounding: {}, daily_rounding: {}, missing: {missing}, primary_above: {}, primary_source: {primary_source}, \
         aqi_floor: {floor}, aqi_floor_source: {floor_source}",
        rounding(file, "rounding", read.rounding.as_ref())?,
        rounding(file, "daily_rounding", read.daily_rounding.as_ref())?,
        read.primary.above,
    ))
}

fn rounding(file: &str, at: &str, entry: Option<&RoundingEntry>) -> Result<String, Fault> {
    let Some(entry) = entry else {
        return Ok("None".to_owned());
    };
    let (ug, mg) = (entry.ug_m3_decimals, entry.mg_m3_decimals);
    // Values are stored to a thousandth of 1 µg/m³, which is a millionth of 1 mg/m³.
    if ug >= 3 || mg >= 6 {
        return Err(Fault::new(
            file,
            at,
            "as fine as values are stored, or finer",
        ));
    }
    let source = entry.source.rust(file, at, entry.confidence)?;
    Ok(format!(
        "Some(Rounding {{ ug_m3_decimals: {ug}, mg_m3_decimals: {mg}, source: {source}, ug_m3: Quantum::new({}), \
         mg_m3: Quantum::new({}) }})",
        10_u32.pow(3 - ug),
        10_u32.pow(6 - mg)
    ))
}

fn tables(file: &str, read: &EditionFile) -> Result<String, Fault> {
    Ok(format!(
        "series: {}, levels: &{}, sensitive: &{}",
        all_series(file, &read.axis, &read.series)?,
        levels(file, &read.level)?,
        sensitive(file, &read.sensitive, Pollutant::find)?,
    ))
}

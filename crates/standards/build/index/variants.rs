//! The publication variants: one file each, the text of the standard first.

use serde::Deserialize;

use super::{
    cited::{
        Citation, CitedNumber, Confidence, Decimal, Fault, GENERATED, Names, parse, same, stem,
    },
    series_table::series,
};

/// The variant that stands for the text of the standard.
const STANDARD: &str = "standard";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantFile {
    id: String,
    variant: String,
    unit: String,
    name: Names,
    changes: Names,
    basis: Basis,
    concentrations: Concentrations,
    rounding: RoundingEntry,
    cap: CitedNumber,
    #[serde(default)]
    stored_at_most: Vec<StoredEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundingEntry {
    mode: Mode,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEntry {
    series: String,
    unit: String,
    value: toml::Value,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Rule,
    Observed,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
enum Concentrations {
    AsEdition,
    AsPublished,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Up,
    HalfUp,
    HalfEven,
}

/// Reads, checks and writes the table from the files of `standards/publication`.
pub(crate) fn table(files: &[(String, String)]) -> Result<String, Fault> {
    let mut written = Vec::new();
    for (file, text) in files {
        written.push((stem(file) != STANDARD, variant(file, text)?));
    }
    written.sort();
    if written.first().is_none_or(|(is_other, _)| *is_other) {
        return Err(Fault::new(
            "publication/standard.toml",
            "file",
            "is missing",
        ));
    }
    let lines: String = written.iter().map(|(_, rust)| rust.as_str()).collect();
    Ok(format!(
        "{GENERATED}static VARIANTS: [Variant; {}] = [\n{lines}];\n",
        written.len()
    ))
}

fn variant(file: &str, text: &str) -> Result<String, Fault> {
    let read: VariantFile = parse(file, text)?;
    same(file, "id", &read.id, &format!("publication.{}", stem(file)))?;
    same(file, "variant", &read.variant, stem(file))?;
    same(file, "unit", &read.unit, "1")?;
    read.name.check(file)?;
    read.changes.check(file)?;
    let rounding_source = read
        .rounding
        .source
        .rust(file, "rounding", read.rounding.confidence)?;
    let (cap, cap_source) = read.cap.rust(file, "cap")?;
    let stored: String = read
        .stored_at_most
        .iter()
        .map(|entry| stored(file, entry))
        .collect::<Result<_, _>>()?;
    Ok(format!(
        "Variant {{ id: {:?}, zh: {:?}, en: {:?}, changes_zh: {:?}, changes_en: {:?}, basis: Basis::{:?}, \
         rounding: Mode::{:?}, rounding_source: {rounding_source}, cap: {cap}, cap_source: {cap_source}, \
         concentrations: Concentrations::{:?}, stored_at_most: &[{stored}] }},\n",
        read.variant,
        read.name.zh,
        read.name.en,
        read.changes.zh,
        read.changes.en,
        read.basis,
        read.rounding.mode,
        read.concentrations,
    ))
}

fn stored(file: &str, entry: &StoredEntry) -> Result<String, Fault> {
    let at = format!("stored_at_most {}", entry.series);
    same(file, &at, &entry.unit, "ug/m3")?;
    let value = Decimal::read(&entry.value);
    let value = value
        .ok_or_else(|| Fault::new(file, &at, format!("{} is no concentration", entry.value)))?;
    Ok(format!(
        "StoredAtMost {{ series: {}, value: MicrogramPerM3::from_thousandths({}), source: {} }}, ",
        series(file, &at, &entry.series)?,
        value.thousandths(),
        entry.source.rust(file, &at, entry.confidence)?,
    ))
}

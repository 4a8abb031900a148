//! The limits of GB 3095: one file per pollutant.

use serde::Deserialize;
use toml::value::Datetime;

use super::{
    cited::{Citation, Confidence, Decimal, Fault, GENERATED, Names, Pollutant, parse, same, stem},
    dated::{chain, days},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitFile {
    id: String,
    pollutant: String,
    unit: String,
    name: Names,
    limit: Vec<LimitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitEntry {
    averaging: Averaging,
    class: u8,
    value: Vec<LimitValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitValue {
    since: Datetime,
    until: Option<Datetime>,
    edition: String,
    #[serde(default)]
    stage: String,
    value: toml::Value,
    source: Citation,
    confidence: Confidence,
}

/// The averaging times in the order of `limits::Averaging`.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Averaging {
    #[serde(rename = "1h")]
    Hour,
    #[serde(rename = "max8h")]
    Max8h,
    #[serde(rename = "day")]
    Day,
    #[serde(rename = "quarter")]
    Quarter,
    #[serde(rename = "year")]
    Year,
}

/// A line of the table with the key that it is sorted by.
pub(crate) struct Row {
    key: (Pollutant, Averaging, u8, i32),
    rust: String,
}

/// Reads and checks one file.
pub(crate) fn read(file: &str, text: &str) -> Result<Vec<Row>, Fault> {
    let read: LimitFile = parse(file, text)?;
    let pollutant = Pollutant::find(file, &read.pollutant)?;
    same(file, "pollutant", &read.pollutant, stem(file))?;
    same(file, "id", &read.id, &format!("gb3095.{}", stem(file)))?;
    same(file, "unit", &read.unit, pollutant.unit())?;
    read.name.check(file)?;
    let mut rows = Vec::new();
    for (i, entry) in read.limit.iter().enumerate() {
        let twin =
            |other: &LimitEntry| (other.averaging, other.class) == (entry.averaging, entry.class);
        if read.limit[..i].iter().any(twin) {
            return Err(Fault::new(
                file,
                place(entry),
                "overlap: the limit stands twice",
            ));
        }
        rows.extend(rows_of(file, pollutant, entry)?);
    }
    Ok(rows)
}

/// Writes the table.
pub(crate) fn write(mut rows: Vec<Row>) -> String {
    rows.sort_by_key(|row| row.key);
    let lines: String = rows.into_iter().map(|row| row.rust + ",\n").collect();
    format!("{GENERATED}static LIMITS: &[Limit] = &[\n{lines}];\n")
}

fn place(entry: &LimitEntry) -> String {
    format!("limit {:?} of class {}", entry.averaging, entry.class)
}

fn rows_of(file: &str, pollutant: Pollutant, entry: &LimitEntry) -> Result<Vec<Row>, Fault> {
    let at = place(entry);
    let class = match entry.class {
        1 => "One",
        2 => "Two",
        _ => return Err(Fault::new(file, at, "the class is neither 1 nor 2")),
    };
    let mut all = Vec::new();
    for value in &entry.value {
        all.push(days(file, &at, value.since, value.until)?);
    }
    chain(file, &at, &mut all)?;
    let head = format!(
        "pollutant: {}, averaging: Averaging::{:?}, class: Class::{class}",
        pollutant.rust(),
        entry.averaging
    );
    let row = |(value, days): (&LimitValue, super::dated::Days)| {
        let rust = format!(
            "Limit {{ {head}, {}, {} }}",
            days.rust(),
            value_of(file, &at, pollutant, value)?
        );
        Ok(Row {
            key: (pollutant, entry.averaging, entry.class, days.since),
            rust,
        })
    };
    entry.value.iter().zip(all).map(row).collect()
}

fn value_of(
    file: &str,
    at: &str,
    pollutant: Pollutant,
    value: &LimitValue,
) -> Result<String, Fault> {
    let stages = ["", "transition", "final"];
    if !value.edition.starts_with("GB3095-") || !stages.contains(&value.stage.as_str()) {
        return Err(Fault::new(
            file,
            at,
            format!("unknown edition {:?} {:?}", value.edition, value.stage),
        ));
    }
    let number = Decimal::read(&value.value).filter(|number| number.numer > 0);
    let number =
        number.ok_or_else(|| Fault::new(file, at, format!("{} is not a limit", value.value)))?;
    let (kept, exact) = (pollutant.ug_m3(number), pollutant.ug_m3(number).reduced());
    let source = value.source.rust(file, at, value.confidence)?;
    Ok(format!(
        "value: MicrogramPerM3::from_thousandths({}), exact: Exact::new_raw({}, {}), edition: {:?}, stage: {:?}, \
         source: {source}",
        kept.thousandths(),
        exact.numer,
        exact.denom,
        value.edition,
        value.stage
    ))
}

//! The shape of the files of source monitoring; an unknown key is refused.

use serde::Deserialize;
use toml::value::Datetime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) zh: String,
    pub(crate) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) document: String,
    pub(crate) clause: String,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Confidence {
    Seen,
    Memory,
    Assumed,
}

/// A whole number, or a decimal in quotes: a binary number would not be exact.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Whole(u32),
    Decimal(String),
}

/// One rule of one value, with the days from which each value holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) name: Name,
    #[serde(rename = "value")]
    pub(crate) values: Vec<Dated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dated {
    pub(crate) since: Datetime,
    pub(crate) value: Scalar,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

/// A table of rows that hold together from one day on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table<R> {
    pub(crate) id: String,
    /// Missing where the table has no quantity.
    pub(crate) unit: Option<String>,
    pub(crate) name: Name,
    #[serde(rename = "edition")]
    pub(crate) editions: Vec<Edition<R>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edition<R> {
    pub(crate) since: Datetime,
    #[serde(rename = "row")]
    pub(crate) rows: Vec<R>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    pub(crate) code: String,
    pub(crate) name: Name,
    pub(crate) concentration: bool,
    pub(crate) amount: bool,
    pub(crate) stop: bool,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnterpriseMark {
    pub(crate) id: String,
    pub(crate) group: Group,
    pub(crate) name: Name,
    pub(crate) concentration: bool,
    pub(crate) stop: bool,
    pub(crate) basis: bool,
    pub(crate) period: Option<Period>,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    Operation,
    Monitor,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Period {
    OutOfControl,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fill {
    pub(crate) period: Period,
    pub(crate) capture_from: u32,
    pub(crate) capture_below: Option<u32>,
    pub(crate) hours_to: Option<u32>,
    pub(crate) lookback: u32,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilledFactor {
    pub(crate) factor: String,
    pub(crate) name: Name,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tolerance {
    pub(crate) quantity: Quantity,
    pub(crate) name: Name,
    pub(crate) absolute: String,
    pub(crate) percent: String,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quantity {
    Concentration,
    Folded,
    Flow,
    Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MolarMass {
    pub(crate) factor: String,
    pub(crate) name: Name,
    pub(crate) mass: String,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

/// The reference oxygen of every kind of equipment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OxygenFile {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) name: Name,
    pub(crate) equipment: Vec<Equipment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Equipment {
    pub(crate) id: String,
    pub(crate) name: Name,
    #[serde(rename = "value")]
    pub(crate) values: Vec<Oxygen>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oxygen {
    pub(crate) since: Datetime,
    pub(crate) percent: Option<String>,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitFile {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) name: Name,
    #[serde(rename = "limit")]
    pub(crate) limits: Vec<Limit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) equipment: String,
    pub(crate) factor: String,
    pub(crate) class: Class,
    pub(crate) since: Datetime,
    pub(crate) value: String,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Class {
    General,
    Special,
    UltraLow,
}

/// What a person reads for each reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonFile {
    pub(crate) id: String,
    pub(crate) name: Name,
    #[serde(rename = "reason")]
    pub(crate) reasons: Vec<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    pub(crate) id: String,
    pub(crate) name: Name,
}

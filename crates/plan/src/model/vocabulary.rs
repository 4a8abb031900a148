//! Entities that rules read, and indicators that targets are measured by.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

/// A kind of thing that the register keeps, as rules read it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Its id, and the name of its table.
    pub id: Spanned<String>,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// The register it is kept in.
    pub register_zh: String,
    /// The same in English.
    pub register_en: String,
    /// Whether lantian fills it itself from what is measured.
    #[serde(default)]
    pub provided: bool,
    /// Its columns, beside `key`, `name` and `region`.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
}

/// A column of an entity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its id.
    pub id: Spanned<String>,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The only values there are, with their Chinese names.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Words.
    Text,
    /// A number with a unit.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// The code of a region.
    Region,
}

/// How an indicator gets its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorKind {
    /// From observations of the air.
    Measured,
    /// By counting over registers.
    Registered,
    /// As a body reports it.
    Reported,
    /// As another document assigns it; a body enters it.
    Assigned,
}

/// What a reported figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day's stock.
    State,
    /// Something that happens.
    Event,
}

/// A figure that targets are measured by.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Its unit.
    pub unit: String,
    /// How it gets its figures.
    pub kind: IndicatorKind,
    /// The statement, when it has one.
    pub sql: Option<String>,
    /// What a reported figure is of.
    pub granularity: Option<Granularity>,
    /// Who reports it.
    pub owner: Option<String>,
    /// What it should rest on.
    pub evidence_zh: Option<String>,
    /// The same in English.
    pub evidence_en: Option<String>,
    /// Its file.
    pub file: String,
    /// Where it stands there.
    pub span: Range<usize>,
}

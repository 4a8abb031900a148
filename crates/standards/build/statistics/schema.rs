//! The shape of the statistics and ranking files; an unknown key is refused.

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

#[derive(Deserialize, Clone, Copy)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Count(u32),
    Flag(bool),
}

/// One rule of one value, with the dates from which each value holds.
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

/// What one edition of HJ 663 says of the six items.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edition {
    pub(crate) id: String,
    #[serde(rename = "edition")]
    pub(crate) label: String,
    pub(crate) name: Name,
    pub(crate) since: Datetime,
    /// The last day in force.
    pub(crate) until: Option<Datetime>,
    #[serde(rename = "item")]
    pub(crate) items: Vec<Item>,
    pub(crate) exceedance_decimals: Plain,
    pub(crate) rate_decimals: Plain,
    #[serde(default, rename = "composite")]
    pub(crate) composites: Vec<Composite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) pollutant: String,
    pub(crate) percentile: u8,
    pub(crate) decimals: u32,
    pub(crate) unit: String,
    pub(crate) mean_limit: Option<String>,
    pub(crate) percentile_limit: String,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plain {
    pub(crate) value: u32,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompositeFile {
    pub(crate) composite: Vec<Composite>,
}

/// A way to add six items up to one index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Composite {
    pub(crate) id: String,
    pub(crate) name: Name,
    pub(crate) enabled: bool,
    pub(crate) decimals: u32,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
    #[serde(rename = "item")]
    pub(crate) items: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    pub(crate) pollutant: String,
    pub(crate) statistic: String,
    pub(crate) limit: String,
    pub(crate) weight: u32,
}

/// Critical values of the rank correlation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spearman {
    pub(crate) id: String,
    pub(crate) name: Name,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
    #[serde(rename = "row")]
    pub(crate) rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) count: u32,
    pub(crate) p05: u32,
    pub(crate) p01: u32,
}

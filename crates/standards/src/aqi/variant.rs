//! The ways in which publishers depart from the text of the standard, each with where it was observed.

use units::{MicrogramPerM3, rounding::Mode};

use super::{Series, VARIANTS};
use crate::limits::{Source, plain};

/// A publisher's way of computing the index.
#[derive(Debug)]
pub struct Variant {
    /// Its identifier.
    pub id: &'static str,
    /// The publisher in Chinese.
    pub zh: &'static str,
    /// The publisher in English.
    pub en: &'static str,
    /// What it changes, in Chinese.
    pub changes_zh: &'static str,
    /// What it changes, in English.
    pub changes_en: &'static str,
    /// Whether a rule says so, or the published data do.
    pub basis: Basis,
    /// How a sub-index becomes a whole number.
    pub rounding: Mode,
    /// Where the rounding is written or was observed.
    pub rounding_source: Source,
    /// The largest index.
    pub cap: u16,
    /// Where the largest index is written or was observed.
    pub cap_source: Source,
    /// What is done with a concentration before its sub-index.
    pub concentrations: Concentrations,
    /// What the publisher did to stored concentrations; changes no computation here.
    pub stored_at_most: &'static [StoredAtMost],
}

/// Why a variant is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A text rules it.
    Rule,
    /// Published data show it; no text says so.
    Observed,
}

/// What is done with a concentration before its sub-index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concentrations {
    /// It is rounded as the edition rules.
    AsEdition,
    /// It is taken as published.
    AsPublished,
}

/// A publisher stores the concentrations of a series no higher than this.
#[derive(Debug)]
pub struct StoredAtMost {
    /// The series.
    pub series: Series,
    /// The largest value stored.
    pub value: MicrogramPerM3,
    /// Where it was observed.
    pub source: Source,
}

/// A text names no variant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown publication variant {text:?}; expected one of {known}")]
pub struct UnknownVariant {
    /// What was given.
    pub text: String,
    /// The variants there are.
    pub known: String,
}

/// Finds a variant by its identifier: `standard`, `cnemc_live`, `CNEMC-live`.
///
/// # Errors
/// There is no such variant.
pub fn variant(text: &str) -> Result<&'static Variant, UnknownVariant> {
    let asked = plain(text);
    let found = VARIANTS.iter().find(|v| plain(v.id) == asked);
    let known = || VARIANTS.iter().map(|v| v.id).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| UnknownVariant {
        text: text.to_owned(),
        known: known(),
    })
}

/// All variants, the text of the standard first.
pub fn variants() -> &'static [Variant] {
    &VARIANTS
}

/// The text of the standard.
pub fn standard_variant() -> &'static Variant {
    &VARIANTS[0]
}

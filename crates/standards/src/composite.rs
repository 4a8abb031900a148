//! The composite air quality index (环境空气质量综合指数): the sum of concentrations over their limits.
//!
//! Source: 环办监测〔2018〕19号; the denominators are the level 2 limits in force on the day asked (GB 3095).
//! The concentrations are not rounded first; only the index is. Other methods exist by name, disabled.

use units::{Day, Exact, Pollutant, Rounded, rounding::gb8170};

use crate::{
    evaluation::Evaluation,
    limits::{self, Averaging, Class, Limit, NotInForce, Source},
    validity::METHODS,
};

/// A way to add six items up to one index.
#[derive(Debug)]
pub struct CompositeMethod {
    /// Its name in data and commands: `ranking2018`, …
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Whether it may be used without being asked for expressly.
    pub enabled: bool,
    /// Decimals that the index keeps.
    pub decimals: u32,
    /// Its terms in the order of [`Pollutant::SIX`].
    pub terms: [Term; 6],
    /// Where it stands.
    pub source: Source,
}

/// One item of an index.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Which statistic of the period takes part.
    pub statistic: Statistic,
    /// Which limit it is divided by.
    pub limit: Averaging,
    /// How often it counts.
    pub weight: u32,
}

/// A statistic of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The mean of the daily values.
    Mean,
    /// The percentile that HJ 663 names for the pollutant.
    Percentile,
}

/// An index and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composite {
    /// The index, exactly; `None` when an item is missing.
    pub index: Option<Exact>,
    /// The index as it is published and ranked.
    pub rounded: Option<Rounded>,
    /// The single index of each item, in the order of [`Pollutant::SIX`].
    pub single: [Option<Exact>; 6],
    /// The item with the largest single index, or several that are equal; empty without an index.
    pub largest: Vec<Pollutant>,
    /// The share of each item in the index, of 1; `None` without an index.
    pub shares: [Option<Exact>; 6],
    /// The items without a value.
    pub missing: Vec<Pollutant>,
    /// The edition of the limits: `GB 3095-2012`, …
    pub edition: &'static str,
}

/// An index cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompositeError {
    /// No method has this name.
    #[error("no composite index method is called {id:?}; known are {known}")]
    Unknown {
        /// What was asked.
        id: String,
        /// The names there are.
        known: String,
    },
    /// The method is known but not verified.
    #[error(
        "composite index method {id:?} rests on {document} ({clause}) and is disabled; ask for it expressly to use it"
    )]
    Disabled {
        /// What was asked.
        id: String,
        /// What it rests on.
        document: &'static str,
        /// And where.
        clause: &'static str,
    },
    /// No limit to divide by.
    #[error("the composite index has no limit to divide by")]
    NotInForce(#[from] NotInForce),
}

/// Finds an enabled method by name.
///
/// # Errors
///
/// When the name is unknown or the method disabled.
pub fn method(id: &str) -> Result<&'static CompositeMethod, CompositeError> {
    method_enabled(id, false)
}

/// Finds a method by name, also a disabled one if `allow_disabled`.
///
/// # Errors
///
/// When the name is unknown, or the method disabled and not allowed.
pub fn method_enabled(
    id: &str,
    allow_disabled: bool,
) -> Result<&'static CompositeMethod, CompositeError> {
    let known = || METHODS.iter().map(|m| m.id).collect::<Vec<_>>().join(", ");
    let unknown = || CompositeError::Unknown {
        id: id.to_owned(),
        known: known(),
    };
    let found = METHODS.iter().find(|m| m.id == id).ok_or_else(unknown)?;
    if found.enabled || allow_disabled {
        return Ok(found);
    }
    let Source {
        document, clause, ..
    } = found.source;
    Err(CompositeError::Disabled {
        id: id.to_owned(),
        document,
        clause,
    })
}

/// The index of six values in µg/m³ (CO too), in the order of [`Pollutant::SIX`], by the limits of a day.
///
/// # Errors
///
/// When no limits are in force on the day.
pub fn composite(
    method: &CompositeMethod,
    on: Day,
    values: &[Option<Exact>; 6],
) -> Result<Composite, CompositeError> {
    let mut single = [None; 6];
    let mut edition = "";
    for (i, term) in method.terms.iter().enumerate() {
        let limit: &Limit = limits::limit(term.pollutant, term.limit, Class::Two, on)?;
        edition = limit.edition;
        let weight = Exact::from_integer(i128::from(term.weight));
        single[i] = values[i].map(|value| value / limit.value.ug_m3() * weight);
    }
    let index = single
        .iter()
        .try_fold(Exact::from_integer(0), |sum, item| Some(sum + (*item)?));
    Ok(Composite {
        index,
        rounded: index.map(|i| gb8170(i, method.decimals)),
        largest: if index.is_some() {
            largest(method, &single)
        } else {
            Vec::new()
        },
        shares: single.map(|item| share(item, index)),
        missing: pollutants(method, |i| single[i].is_none()),
        single,
        edition,
    })
}

/// The statistic of each evaluation that takes part in the ranking's index: means, and percentiles of CO and O3.
pub fn composite_values(evaluations: &[Evaluation; 6]) -> [Option<Exact>; 6] {
    std::array::from_fn(|i| match METHODS[DEFAULT_METHOD].terms[i].statistic {
        Statistic::Mean => evaluations[i].mean,
        Statistic::Percentile => evaluations[i].percentile,
    })
}

/// The ranking's method; the build puts enabled methods first.
const DEFAULT_METHOD: usize = 0;

fn largest(method: &CompositeMethod, single: &[Option<Exact>; 6]) -> Vec<Pollutant> {
    let max = single.iter().flatten().max();
    pollutants(method, |i| single[i].as_ref() == max)
}

fn share(item: Option<Exact>, index: Option<Exact>) -> Option<Exact> {
    let whole = index.filter(|i| *i != Exact::from_integer(0))?;
    Some(item? / whole)
}

fn pollutants(method: &CompositeMethod, takes: impl Fn(usize) -> bool) -> Vec<Pollutant> {
    method
        .terms
        .iter()
        .enumerate()
        .filter(|(i, _)| takes(*i))
        .map(|(_, t)| t.pollutant)
        .collect()
}

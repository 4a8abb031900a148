//! Named changes to a plan or to facts, for comparison: a delta, never a copy.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A named change.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhatIf {
    /// Its id: the name of its file.
    #[serde(skip)]
    pub id: String,
    /// Its file.
    #[serde(skip)]
    pub file: String,
    /// What is supposed.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Changes to the plan.
    #[serde(default, rename = "plan")]
    pub plan: Vec<PlanChange>,
    /// Changes to facts.
    #[serde(default, rename = "fact")]
    pub facts: Vec<FactChange>,
}

/// Another value of a target, of a rule's parameter, or of a term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanChange {
    /// The target.
    pub target: Option<Spanned<String>>,
    /// The rule.
    pub rule: Option<Spanned<String>>,
    /// The rule's parameter.
    pub parameter: Option<String>,
    /// The term.
    pub term: Option<Spanned<String>>,
    /// Its value instead.
    pub value: toml::Value,
}

/// Other figures of an indicator, or other rows of an entity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactChange {
    /// The indicator.
    pub indicator: Option<Spanned<String>>,
    /// Its region; every region when not named.
    pub region: Option<String>,
    /// Times so much.
    pub factor: Option<toml::Value>,
    /// Plus so much.
    pub add: Option<toml::Value>,
    /// This instead.
    pub value: Option<toml::Value>,
    /// The entity.
    pub entity: Option<Spanned<String>>,
    /// Which rows of it.
    pub when: Option<Spanned<String>>,
    /// Cells instead.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

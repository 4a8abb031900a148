//! What a plan folder holds, as read: docs/book/plan-format.md describes every field.
//!
//! Places in the files are kept (`Spanned`), so that every mistake can be shown where it stands.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

mod date;
mod words;
mod vocabulary;

pub use date::{Date, Deadline};
pub use vocabulary::{Column, ColumnType, Entity, Granularity, Indicator, IndicatorKind};
pub use words::{Compare, Force, Operator, RuleKind, Then};

use crate::scenario::Scenario;
use crate::text::Text;
use crate::whatif::WhatIf;

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where its folder lies.
    pub location: String,
    /// The files as read, for showing places.
    pub files: BTreeMap<String, String>,
    /// A name for exactly these files.
    pub version: String,
    /// `plan.toml`.
    pub header: Header,
    /// `source.txt`.
    pub text: Text,
    /// `bodies.toml`.
    pub bodies: Vec<Body>,
    /// `zones.toml`.
    pub zones: Vec<Zone>,
    /// `terms.toml`.
    pub terms: Vec<Term>,
    /// The values of terms as SQL literals.
    pub literals: BTreeMap<String, String>,
    /// `vocabulary.toml`.
    pub entities: Vec<Entity>,
    /// `clauses/`, in the order of their files.
    pub clauses: Vec<Clause>,
    /// `indicators/`.
    pub indicators: Vec<Indicator>,
    /// `scenarios/`.
    pub scenarios: Vec<Scenario>,
    /// `whatif/`.
    pub whatifs: Vec<WhatIf>,
}

/// `plan.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Its id.
    pub id: String,
    /// The Chinese title.
    pub zh: String,
    /// The English title.
    pub en: String,
    /// The body that issued it.
    pub issuer: Spanned<String>,
    /// The day of issue.
    pub issued: Date,
    /// The region it holds for.
    pub region: String,
    /// Whether every government of `cities` answers for every clause.
    #[serde(default)]
    pub governments: bool,
    /// The zone of the plan's cities.
    pub cities: Spanned<String>,
    /// How many numbered clauses the text has.
    pub clauses: u32,
    /// Names that hold digits and are no numbers.
    #[serde(default)]
    pub names_with_digits: Vec<String>,
    /// Numbers of the text that are no part of the law.
    #[serde(default, rename = "aside")]
    pub asides: Vec<Aside>,
}

/// A number of the text that is no part of the law.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aside {
    /// The words.
    pub quote: Spanned<String>,
    /// Why it counts as no law.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A department, government or firm that answers for tasks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its id.
    pub id: Spanned<String>,
    /// Its name, as the text has it.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What it is.
    pub kind: BodyKind,
    /// The region it answers for.
    pub region: String,
}

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A department of a government.
    Department,
    /// A government.
    Government,
    /// A firm.
    Enterprise,
    /// Another.
    Other,
}

/// Whether a reading rests on a source or is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A document says so.
    Confirmed,
    /// Our reading; its owner must confirm it.
    Assumed,
}

/// An area that the plan names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Its id.
    pub id: Spanned<String>,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Whether its members are certain.
    pub state: State,
    /// The body that can confirm them.
    pub owner: Spanned<String>,
    /// Where the members are written.
    pub source: String,
    /// Where the plan uses it.
    pub quote: Spanned<String>,
    /// Its members.
    #[serde(default)]
    pub members: Vec<String>,
    /// A zone of the program that has the same members.
    pub builtin: Option<Spanned<String>>,
    /// A remark.
    pub note: Option<String>,
}

/// A word that the plan leaves open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its id.
    pub id: Spanned<String>,
    /// The word.
    pub zh: String,
    /// The word in English.
    pub en: String,
    /// Whether the reading is certain.
    pub state: State,
    /// The body that can confirm it.
    pub owner: Spanned<String>,
    /// Our reading.
    pub reading_zh: String,
    /// Our reading in English.
    pub reading_en: String,
    /// A number, when predicates or bands need one.
    pub value: Option<Spanned<toml::Value>>,
    /// Its unit.
    pub unit: Option<String>,
    /// Where the plan uses it.
    pub quote: Spanned<String>,
    /// Where the reading comes from.
    pub source: String,
}

/// A clause: who answers for it, and its targets, rules and duties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its file.
    #[serde(skip)]
    pub file: String,
    /// Its number in the text.
    pub clause: Spanned<String>,
    /// Its Chinese title.
    pub zh: String,
    /// Its English title.
    pub en: String,
    /// Who answers for it.
    #[serde(default)]
    pub responsible: Vec<Responsible>,
    /// Its targets.
    #[serde(default, rename = "target")]
    pub targets: Vec<Target>,
    /// Its rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
    /// Its duties.
    #[serde(default, rename = "duty")]
    pub duties: Vec<Duty>,
}

/// A bracket of bodies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// Those that lead (牵头).
    #[serde(default)]
    pub lead: Vec<Spanned<String>>,
    /// Those that answer together, each for its duties.
    #[serde(default)]
    pub joint: Vec<Spanned<String>>,
    /// The bracket.
    pub quote: Spanned<String>,
}

/// Words in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A measurable goal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its id.
    pub id: Spanned<String>,
    /// What is aimed at.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The indicator it is measured by.
    pub indicator: Spanned<String>,
    /// Where: codes of regions, or `zone:ID` for every member.
    pub scope: Vec<Spanned<String>>,
    /// What in the region is meant, when not all.
    pub subject: Option<Words>,
    /// How the value is compared.
    pub operator: Spanned<Operator>,
    /// With what.
    pub value: Option<Spanned<toml::Value>>,
    /// The end of a range.
    pub upper: Option<Spanned<toml::Value>>,
    /// The unit.
    pub unit: Spanned<String>,
    /// The period of the figure.
    pub period: Spanned<String>,
    /// By when.
    pub deadline: Spanned<Deadline>,
    /// How strongly.
    pub force: Force,
    /// The year compared with.
    pub base: Option<Spanned<String>>,
    /// How it is compared with the base.
    pub compare: Option<Compare>,
    /// Open words that the reading depends on.
    #[serde(default)]
    pub terms: Vec<Spanned<String>>,
    /// Who owes it, when not all bodies of the clause.
    #[serde(default)]
    pub bodies: Vec<Spanned<String>>,
    /// The words.
    pub quote: Spanned<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A rule over the rows of an entity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id.
    pub id: Spanned<String>,
    /// What it says.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What sort of rule.
    pub kind: RuleKind,
    /// The entity it reads.
    pub entity: Spanned<String>,
    /// What it speaks of.
    pub about: String,
    /// Which rows it applies to.
    pub when: Spanned<String>,
    /// What has to hold there.
    pub must: Option<Spanned<String>>,
    /// What it does.
    pub then: Then,
    /// Rows it does not apply to after all.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// Rules that prevail over it.
    #[serde(default)]
    pub yields_to: Vec<Spanned<String>>,
    /// By when.
    pub deadline: Option<Spanned<Deadline>>,
    /// How strongly.
    pub force: Force,
    /// Open words that the reading depends on.
    #[serde(default)]
    pub terms: Vec<Spanned<String>>,
    /// Who owes it, when not all bodies of the clause.
    #[serde(default)]
    pub bodies: Vec<Spanned<String>>,
    /// The words.
    pub quote: Spanned<String>,
    /// A remark.
    pub note: Option<String>,
    /// Its numbers and words.
    #[serde(default)]
    pub parameters: BTreeMap<String, Spanned<Parameter>>,
    /// Columns computed from other entities.
    #[serde(default)]
    pub derive: BTreeMap<String, Derived>,
}

/// An exception to a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Which rows.
    pub when: Spanned<String>,
    /// Why.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A number, word or date of a rule, or a reference to a term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The value.
    pub value: Option<Spanned<toml::Value>>,
    /// Its unit.
    pub unit: Option<String>,
    /// The term whose value it is.
    pub term: Option<Spanned<String>>,
}

/// A column computed from other entities.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Its unit; none for a text or a yes.
    pub unit: Option<String>,
    /// What it is.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The statement: `key` and `value`.
    pub sql: Spanned<String>,
}

/// What must be done and has no figure and no register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its id.
    pub id: Spanned<String>,
    /// What must be done.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// By when.
    pub deadline: Option<Spanned<Deadline>>,
    /// How strongly; `required` unless named.
    pub force: Option<Force>,
    /// Open words.
    #[serde(default)]
    pub terms: Vec<Spanned<String>>,
    /// Who owes it, when not all bodies of the clause.
    #[serde(default)]
    pub bodies: Vec<Spanned<String>>,
    /// The words.
    pub quote: Spanned<String>,
    /// A remark.
    pub note: Option<String>,
}

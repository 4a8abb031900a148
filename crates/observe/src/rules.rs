//! The rules by which values are flagged: data in `standards/quality/flags.toml`, read once.
//!
//! A rule only ever adds a doubt; no rule changes or drops a value.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use units::{MicrogramPerM3, Pollutant};

use crate::mapping::{Granularity, Text};

/// A rule that doubts values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its identifier.
    pub id: String,
    /// What it says, for people.
    pub name: Text,
    /// What it compares.
    pub kind: Kind,
    /// The granularities it is for.
    pub granularity: Vec<Granularity>,
    /// Per pollutant the value, limit or step, in the pollutant's regulated unit.
    #[serde(default)]
    values: BTreeMap<String, Vec<String>>,
    /// Repeat: how many equal hours in a row.
    pub hours: Option<u16>,
    /// Jump: the least ratio of the larger to the smaller value.
    pub factor: Option<i32>,
    /// Share: the percentage of rows beyond which the file is doubted.
    pub percent: Option<u64>,
    /// Share: the fewest rows that say anything.
    pub least_rows: Option<u64>,
    /// Where the rule comes from.
    pub source: Source,
    /// How sure that is.
    pub confidence: Confidence,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document.
    pub document: String,
    /// The place in it.
    pub clause: String,
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Seen in a document or in data.
    Seen,
    /// Chosen by us.
    Assumed,
}

/// What a rule compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The value is one of the listed ones.
    FullScale,
    /// The value is above the limit.
    Above,
    /// PM2.5 is above PM10.
    Pm25AbovePm10,
    /// The value is above the limit and the same for so many hours on end.
    Repeat,
    /// The value differs from that of the hour before by more than the limit and the factor.
    Jump,
    /// Of a file: PM2.5 is above PM10 in more than so many percent of the rows.
    ShareSwapped,
    /// Of a file: the value is above the limit in more than so many percent of the rows.
    ShareAbove,
    /// Of a file: the value is below the limit in more than so many percent of the rows.
    ShareBelow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    rule: Vec<Rule>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    parse(include_str!("../../../standards/quality/flags.toml"))
        .expect("the built-in flag rules are well formed, which a test checks")
});

/// All rules, in the order of their file.
pub fn flag_rules() -> &'static [Rule] {
    &RULES
}

fn parse(text: &str) -> Result<Vec<Rule>, String> {
    let document: Document = toml::from_str(text).map_err(|error| error.to_string())?;
    for rule in &document.rule {
        rule.check()
            .map_err(|wrong| format!("rule {}: {wrong}", rule.id))?;
    }
    Ok(document.rule)
}

impl Rule {
    /// Per place among the six, the limits in thousandths.
    pub(crate) fn limits(&self) -> [Vec<i32>; 6] {
        let mut limits: [Vec<i32>; 6] = Default::default();
        for (name, texts) in &self.values {
            if let Some(place) = place(name) {
                limits[place] = texts.iter().filter_map(|text| amount(text)).collect();
            }
        }
        limits
    }

    /// Per place among the six, the first limit.
    pub(crate) fn limit(&self) -> [Option<i32>; 6] {
        self.limits().map(|limits| limits.first().copied())
    }

    fn check(&self) -> Result<(), &'static str> {
        let sound = |name: &String, texts: &Vec<String>| {
            place(name).is_some()
                && !texts.is_empty()
                && texts.iter().all(|text| amount(text).is_some())
        };
        if !self.values.iter().all(|(name, texts)| sound(name, texts)) {
            return Err("values must be amounts of the six pollutants");
        }
        let share = self.percent.is_some() && self.least_rows.is_some();
        let valued = !self.values.is_empty();
        let complete = match self.kind {
            Kind::FullScale | Kind::Above => valued,
            Kind::Pm25AbovePm10 => !valued,
            Kind::Repeat => valued && self.hours.is_some(),
            Kind::Jump => valued && self.factor.is_some(),
            Kind::ShareSwapped => share && !valued,
            Kind::ShareAbove | Kind::ShareBelow => share && valued,
        };
        complete.then_some(()).ok_or("the keys do not fit the kind")
    }
}

fn place(name: &str) -> Option<usize> {
    name.parse::<Pollutant>().ok()?.index()
}

fn amount(text: &str) -> Option<i32> {
    let amount: MicrogramPerM3 = text.parse().ok()?;
    i32::try_from(amount.thousandths()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_well_formed_and_named_once() {
        let rules = parse(include_str!("../../../standards/quality/flags.toml")).unwrap();
        let ids: std::collections::BTreeSet<&str> =
            rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids.len(), rules.len());
    }

    #[test]
    fn a_rule_with_keys_of_another_kind_is_refused() {
        let text = include_str!("../../../standards/quality/flags.toml").replace("hours = 8", "");
        assert_eq!(
            parse(&text),
            Err("rule repeat: the keys do not fit the kind".to_owned())
        );
    }
}

//! Doubts about a file as a whole: columns that seem swapped, units that seem wrong.

use std::fmt;

use crate::{
    batch::Row,
    mapping::{Granularity, Text},
    rules::{Kind, Rule, flag_rules},
};

/// A doubt about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The rule's identifier.
    pub rule: &'static str,
    /// What the rule says.
    pub name: &'static Text,
    /// Rows that it is true of.
    pub rows: u64,
    /// Rows that have the values to tell.
    pub of: u64,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} of {} rows)", self.name.en, self.rows, self.of)
    }
}

/// Counts for the rules about whole files.
#[derive(Debug)]
pub(crate) struct Shares(Vec<Share>);

#[derive(Debug)]
struct Share {
    rule: &'static Rule,
    limit: [Option<i32>; 6],
    rows: u64,
    of: u64,
}

impl Shares {
    pub(crate) fn new(granularity: Granularity) -> Self {
        let is_share = |kind| {
            matches!(
                kind,
                Kind::ShareSwapped | Kind::ShareAbove | Kind::ShareBelow
            )
        };
        let rules = flag_rules().iter();
        let ours =
            rules.filter(|rule| is_share(rule.kind) && rule.granularity.contains(&granularity));
        Self(
            ours.map(|rule| Share {
                rule,
                limit: rule.limit(),
                rows: 0,
                of: 0,
            })
            .collect(),
        )
    }

    pub(crate) fn count(&mut self, row: &Row) {
        for share in &mut self.0 {
            share.count(row);
        }
    }

    pub(crate) fn warnings(&self) -> Vec<Warning> {
        self.0.iter().filter_map(Share::warning).collect()
    }
}

impl Share {
    fn count(&mut self, row: &Row) {
        if self.rule.kind == Kind::ShareSwapped {
            let [_, _, pm10, pm25, ..] = row.values;
            if let (Some(pm10), Some(pm25)) = (pm10, pm25) {
                self.of += 1;
                self.rows += u64::from(pm25 > pm10);
            }
            return;
        }
        for (value, limit) in row.values.iter().zip(self.limit) {
            if let (Some(value), Some(limit)) = (*value, limit) {
                let broken = if self.rule.kind == Kind::ShareAbove {
                    value > limit
                } else {
                    value < limit
                };
                self.of += 1;
                self.rows += u64::from(broken);
            }
        }
    }

    fn warning(&self) -> Option<Warning> {
        let enough = self.of >= self.rule.least_rows?;
        let many = self.rows * 100 > self.of * self.rule.percent?;
        let warning = || Warning {
            rule: &self.rule.id,
            name: &self.rule.name,
            rows: self.rows,
            of: self.of,
        };
        (enough && many).then(warning)
    }
}

//! What-ifs: a named change applied to a plan and its facts, and which findings it changes.

use std::collections::BTreeMap;

use lake::LakeError;
use lake::arrow::array::{ArrayRef, BooleanArray};
use lake::arrow::compute::kernels::zip::zip;
use lake::arrow::record_batch::RecordBatch;
use toml::Spanned;
use units::Exact;

use crate::air::mean_of;
use crate::engine;
use crate::evaluate::evaluate;
use crate::facts::{self, Derived, Facts, Request};
use crate::finding::{Evaluation, Finding, RuleFinding};
use crate::model::{Entity, IndicatorKind, Parameter, Plan};
use crate::number;
use crate::predicate;
use crate::table;
use crate::whatif::{FactChange, WhatIf};

/// A finding before and after.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Before; none when it is new.
    pub before: Option<Finding>,
    /// After; none when it is gone.
    pub after: Option<Finding>,
}

/// A rule before and after.
#[derive(Clone, Debug)]
pub struct ChangedRule {
    /// Before.
    pub before: RuleFinding,
    /// After.
    pub after: RuleFinding,
}

/// What a what-if changes.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Findings that differ.
    pub findings: Vec<Changed>,
    /// Rules that come out differently.
    pub rules: Vec<ChangedRule>,
    /// How many findings stay.
    pub same: usize,
}

/// What stands before a what-if: the derived facts and the findings.
#[derive(Debug)]
pub struct Base<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// What rules and statements made of them.
    pub derived: &'a Derived,
    /// The findings.
    pub evaluation: &'a Evaluation,
}

/// Evaluates again with a what-if, and gives what differs from before.
///
/// Facts that the what-if leaves alone are not derived again; rules are, as any of their numbers may change.
pub async fn compare(
    plan: &Plan,
    base: &Base<'_>,
    request: &Request,
    whatif: &WhatIf,
) -> Result<Comparison, LakeError> {
    let other_plan = changed_plan(plan, whatif);
    let changes_rules = whatif
        .plan
        .iter()
        .any(|change| change.rule.is_some() || change.term.is_some());
    let mut after = if whatif.facts.is_empty() && !changes_rules {
        evaluate(&other_plan, base.facts, base.derived, request)
    } else {
        let facts = changed_facts(plan, base.facts, whatif);
        let derived = facts::derive(&other_plan, &facts, request).await?;
        evaluate(&other_plan, &facts, &derived, request)
    };
    suppose(&mut after, whatif);
    Ok(difference(base.evaluation, after))
}

/// Whether figures of an indicator can be supposed: a measured mean, or a figure that bodies report.
pub fn supports(plan: &Plan, indicator: &str) -> bool {
    plan.indicator(indicator)
        .is_some_and(|found| match found.kind {
            IndicatorKind::Measured => found.sql.as_deref().and_then(mean_of).is_some(),
            IndicatorKind::Registered => false,
            IndicatorKind::Reported | IndicatorKind::Assigned => true,
        })
}

/// A plan with other numbers.
pub fn changed_plan(plan: &Plan, whatif: &WhatIf) -> Plan {
    let mut plan = plan.clone();
    for change in &whatif.plan {
        let value = Spanned::new(0..0, change.value.clone());
        for clause in &mut plan.clauses {
            for target in &mut clause.targets {
                if change
                    .target
                    .as_ref()
                    .is_some_and(|id| id.get_ref() == target.id.get_ref())
                {
                    target.value = Some(value.clone());
                }
            }
            for rule in &mut clause.rules {
                let this = change
                    .rule
                    .as_ref()
                    .is_some_and(|id| id.get_ref() == rule.id.get_ref());
                if let (true, Some(name)) = (this, &change.parameter)
                    && let Some(parameter) = rule.parameters.get_mut(name)
                {
                    let old = parameter.get_ref().clone();
                    let new = Parameter {
                        value: Some(value.clone()),
                        term: None,
                        ..old
                    };
                    *parameter = Spanned::new(parameter.span(), new);
                }
            }
        }
        for term in &mut plan.terms {
            if change
                .term
                .as_ref()
                .is_some_and(|id| id.get_ref() == term.id.get_ref())
            {
                term.value = Some(value.clone());
            }
        }
    }
    plan.literals = predicate::term_literals(&plan);
    plan
}

/// Facts with other values: days of the air, reported figures, rows of registers.
pub fn changed_facts(plan: &Plan, facts: &Facts, whatif: &WhatIf) -> Facts {
    let mut facts = facts.clone();
    for change in &whatif.facts {
        if let Some(id) = &change.indicator {
            indicator(plan, &mut facts, id.get_ref(), change);
        }
        if let Some(id) = &change.entity
            && let Some(entity) = plan.entity(id.get_ref())
        {
            rows(plan, &mut facts, entity, change);
        }
    }
    facts
}

fn indicator(plan: &Plan, facts: &mut Facts, id: &str, change: &FactChange) {
    let region = change.region.as_deref();
    let sql = plan
        .indicator(id)
        .and_then(|indicator| indicator.sql.clone());
    let measured = sql.as_deref().and_then(mean_of);
    if let Some(pollutant) = measured {
        facts
            .air
            .change(region, pollutant, |value| new_value(change, value));
        return;
    }
    for ((indicator, place), figures) in &mut facts.figures {
        if indicator == id && region.is_none_or(|region| region == place) {
            for figure in figures {
                figure.value = new_value(change, figure.value);
            }
        }
    }
}

fn new_value(change: &FactChange, old: Exact) -> Exact {
    let read = |value: &Option<toml::Value>| number::decimal(&value.as_ref()?.to_string());
    if let Some(value) = read(&change.value) {
        return value;
    }
    let factor = read(&change.factor).unwrap_or(Exact::from_integer(1));
    old * factor + read(&change.add).unwrap_or(Exact::from_integer(0))
}

/// Cells of the rows that fit a predicate, instead.
fn rows(plan: &Plan, facts: &mut Facts, entity: &Entity, change: &FactChange) {
    let Some(register) = facts.registers.get_mut(entity.id.get_ref()) else {
        return;
    };
    let context = engine::session(plan, 1);
    let schema = register.rows.schema();
    let fits = change.when.as_ref().and_then(|when| {
        let compiled = predicate::compile(&context, when.get_ref(), &schema).ok()?;
        compiled.apply(&register.rows).ok()
    });
    let all = BooleanArray::from(vec![change.when.is_none(); register.rows.num_rows()]);
    let fits = fits.unwrap_or(all);
    let fits: BooleanArray = fits.iter().map(|fit| Some(fit == Some(true))).collect();
    let texts: BTreeMap<&str, &str> = change
        .set
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (new, _) = table::batch(
        entity,
        register.rows.num_rows(),
        |_, column| texts.get(column).copied(),
        |_| 0,
    );
    let columns: Vec<ArrayRef> = schema
        .fields()
        .iter()
        .enumerate()
        .map(|(place, field)| {
            let old = register.rows.column(place);
            let changed = texts
                .contains_key(field.name().as_str())
                .then(|| zip(&fits, new.column(place), old).ok())
                .flatten();
            changed.unwrap_or_else(|| std::sync::Arc::clone(old))
        })
        .collect();
    if let Ok(rows) = RecordBatch::try_new(schema, columns) {
        register.rows = rows;
    }
}

/// Says in the findings that a figure was supposed.
fn suppose(after: &mut Evaluation, whatif: &WhatIf) {
    let named: Vec<&str> = whatif
        .facts
        .iter()
        .filter_map(|change| change.indicator.as_ref())
        .map(|id| id.get_ref().as_str())
        .collect();
    for finding in &mut after.findings {
        finding.simulated |= named.contains(&finding.trace.indicator.as_str());
    }
}

fn difference(before: &Evaluation, after: Evaluation) -> Comparison {
    let key = |finding: &Finding| (finding.article.clone(), finding.region.clone());
    let mut others: BTreeMap<(String, String), Finding> = after
        .findings
        .into_iter()
        .map(|finding| (key(&finding), finding))
        .collect();
    let mut comparison = Comparison::default();
    for old in &before.findings {
        let new = others.remove(&key(old));
        let same = new.as_ref().is_some_and(|new| {
            new.status == old.status
                && new.value == old.value
                && new.limit == old.limit
                && new.margin == old.margin
        });
        if same {
            comparison.same += 1;
        } else {
            comparison.findings.push(Changed {
                before: Some(old.clone()),
                after: new,
            });
        }
    }
    comparison
        .findings
        .extend(others.into_values().map(|new| Changed {
            before: None,
            after: Some(new),
        }));
    for (old, new) in before.rules.iter().zip(after.rules) {
        if old.judgement != new.judgement || old.status != new.status {
            comparison.rules.push(ChangedRule {
                before: old.clone(),
                after: new,
            });
        }
    }
    comparison
}

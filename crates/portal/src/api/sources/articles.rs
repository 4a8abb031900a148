//! The rules of plans that concern a source or what belongs to it, with what they make of it and by which cells.
//!
//! The evaluations are those of the plan's board. A plan that cannot be evaluated tells so there, and nothing here.

use answer::context::Context;
use plan::finding::RuleFinding;
use plan::judge::{Judgement, Outcome};
use registry::Entity;
use registry::store::Stored;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::plans::{Evaluated, evaluated};
use super::super::register::{cell, column_name, entity_name, shown};
use crate::portal::Portal;

/// A rule and what it makes of a source, or of something that belongs to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ArticleRow {
    plan: String,
    rule: String,
    title: String,
    clause: String,
    outcome: String,
    outcome_name: String,
    evidence: String,
    missing: Vec<String>,
}

/// A thing that rules may be about.
pub(super) struct Thing<'a> {
    pub(super) entity: &'a Entity,
    pub(super) stored: &'a Stored,
    /// Whether it belongs to the source rather than being it.
    pub(super) belongs: bool,
}

/// The rules of every plan that concern the things, those first that ask for something.
pub(super) async fn articles(
    portal: &Portal,
    context: &Context,
    things: &[Thing<'_>],
) -> Vec<ArticleRow> {
    let mut found: Vec<(bool, ArticleRow)> = Vec::new();
    for plan in portal.plans() {
        let id = &plan.header.id;
        let about = |entity: &str| things.iter().any(|thing| thing.entity.id == entity);
        if !plan.rules().any(|rule| about(rule.entity.get_ref())) {
            continue;
        }
        let Ok(evaluated) = evaluated(portal, id, None, None).await else {
            tracing::warn!(plan = %id, "the plan was not evaluated, so its rules are not shown at a source");
            continue;
        };
        for rule in &evaluated.evaluation.rules {
            found.extend(of_rule(context, &evaluated, rule, things));
        }
    }
    found.sort_by_key(|(rests, _)| *rests);
    found.into_iter().map(|(_, row)| row).collect()
}

fn of_rule(
    context: &Context,
    evaluated: &Evaluated,
    rule: &RuleFinding,
    things: &[Thing<'_>],
) -> Vec<(bool, ArticleRow)> {
    let Some(judgement) = &rule.judgement else {
        return Vec::new();
    };
    let about = things.iter().filter(|thing| thing.entity.id == rule.entity);
    let row = |thing: &Thing<'_>| {
        let key = thing.stored.record.key.as_str();
        let place = judgement.keys().iter().position(|own| own == Some(key))?;
        let outcome = *judgement.outcomes().get(place)?;
        if matches!(outcome, Outcome::NotApplicable) {
            return None;
        }
        let (_, written) = evaluated.plan().rule(&rule.article)?;
        let row = ArticleRow {
            plan: evaluated.plan().header.id.clone(),
            rule: rule.article.clone(),
            title: context.pick(&written.zh, &written.en).to_owned(),
            clause: rule.clause.clone(),
            outcome: outcome.id().to_owned(),
            outcome_name: context.say(&format!("outcome-{}", outcome.id()), &[]),
            evidence: evidence(context, judgement, thing),
            missing: missing(context, judgement, place, thing.entity),
        };
        Some((outcome.rests(), row))
    };
    about.filter_map(row).collect()
}

/// The cells that decide, as the register has them.
fn evidence(context: &Context, judgement: &Judgement, thing: &Thing<'_>) -> String {
    let said = judgement.columns().iter().filter_map(|id| {
        let (_, column) = thing.entity.column(id)?;
        let cell = cell(thing.entity, thing.stored, id)?;
        Some(format!(
            "{}: {}",
            column_name(context, column),
            shown(context, column, cell)
        ))
    });
    let cells = said.collect::<Vec<_>>().join("; ");
    if !thing.belongs {
        return cells;
    }
    let name = entity_name(context, thing.entity);
    format!("{name} {} — {cells}", thing.stored.record.key)
}

fn missing(context: &Context, judgement: &Judgement, place: usize, entity: &Entity) -> Vec<String> {
    let name = |id: &String| {
        let known = entity
            .column(id)
            .map(|(_, column)| column_name(context, column));
        known.unwrap_or(id).to_owned()
    };
    judgement.missing(place).iter().map(name).collect()
}

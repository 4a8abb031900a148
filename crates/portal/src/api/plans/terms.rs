//! Words and areas that a plan leaves open, how they are read, and who can confirm it; and what is wrong with a plan.

use answer::context::Context;
use answer::places;
use answer::plan::question::{folder, sentence};
use plan::Plan;
use plan::model::{self, Clause, State, Zone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shapes::Named;
use crate::problem::Refusal;

/// A word or an area that the plan leaves open.
#[derive(Serialize, ToSchema)]
pub(super) struct Term {
    id: String,
    word: String,
    reading: String,
    /// confirmed or assumed.
    state: &'static str,
    owner: Named,
    value: Option<String>,
    source: String,
    quote: String,
}

/// Something that `lantian plan check` finds wrong.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanProblem {
    code: &'static str,
    message: String,
    file: String,
    line: usize,
}

/// A plan's terms, then its areas; those of one state alone if one is named.
pub(super) fn of_plan(context: &Context, plan: &Plan, state: Option<State>) -> Vec<Term> {
    let fits = |own: State| state.is_none_or(|wanted| wanted == own);
    let terms = plan.terms.iter().filter(|term| fits(term.state));
    let zones = plan.zones.iter().filter(|zone| fits(zone.state));
    let terms = terms.map(|term| of_term(context, plan, term));
    terms
        .chain(zones.map(|zone| of_zone(context, plan, zone)))
        .collect()
}

/// The terms that a clause's targets, rules and duties depend on, in the plan's order.
pub(super) fn of_clause(context: &Context, plan: &Plan, clause: &Clause) -> Vec<Term> {
    let targets = clause.targets.iter().flat_map(|target| &target.terms);
    let rules = clause.rules.iter().flat_map(|rule| &rule.terms);
    let duties = clause.duties.iter().flat_map(|duty| &duty.terms);
    let named: Vec<&String> = targets
        .chain(rules)
        .chain(duties)
        .map(AsRef::as_ref)
        .collect();
    let own = plan
        .terms
        .iter()
        .filter(|term| named.contains(&term.id.get_ref()));
    own.map(|term| of_term(context, plan, term)).collect()
}

fn of_term(context: &Context, plan: &Plan, term: &model::Term) -> Term {
    let value = term.value.as_ref().map(|value| {
        let unit = term.unit.as_deref().unwrap_or_default();
        format!("{} {unit}", value.get_ref()).trim_end().to_owned()
    });
    Term {
        id: term.id.get_ref().clone(),
        word: context.pick(&term.zh, &term.en).to_owned(),
        reading: context.pick(&term.reading_zh, &term.reading_en).to_owned(),
        state: state_id(term.state),
        owner: owner(context, plan, term.owner.get_ref()),
        value,
        source: term.source.clone(),
        quote: term.quote.get_ref().clone(),
    }
}

/// An area is read as its members.
fn of_zone(context: &Context, plan: &Plan, zone: &Zone) -> Term {
    let members: Vec<String> = zone
        .members
        .iter()
        .map(|code| places::name(context, code))
        .collect();
    let members = members.join(context.pick("、", ", "));
    let reading = match &zone.builtin {
        Some(builtin) => format!("{} {members}", builtin.get_ref()),
        None => members,
    };
    Term {
        id: zone.id.get_ref().clone(),
        word: context.pick(&zone.zh, &zone.en).to_owned(),
        reading: reading.trim_end().to_owned(),
        state: state_id(zone.state),
        owner: owner(context, plan, zone.owner.get_ref()),
        value: None,
        source: zone.source.clone(),
        quote: zone.quote.get_ref().clone(),
    }
}

fn owner(context: &Context, plan: &Plan, id: &str) -> Named {
    let body = plan.body(id);
    Named::new(id, body.map_or(id, |body| context.pick(&body.zh, &body.en)))
}

fn state_id(state: State) -> &'static str {
    match state {
        State::Confirmed => "confirmed",
        State::Assumed => "assumed",
    }
}

/// Reads a state.
pub(super) fn state(text: &str) -> Result<State, Refusal> {
    let known = [State::Confirmed, State::Assumed];
    let found = known.into_iter().find(|state| state_id(*state) == text);
    found.ok_or_else(|| Refusal::bad("state", text))
}

/// What is wrong with a plan's folder, as the command line says it.
pub(super) async fn problems(context: &Context, plan: &Plan) -> Result<Vec<PlanProblem>, Refusal> {
    let folder = folder(&plan.header.id)?;
    let (_, checked) = plan::check(&folder).await;
    let one = |problem: &plan::Problem| PlanProblem {
        code: problem.code.id(),
        message: sentence(context, problem),
        file: problem.file.clone(),
        line: problem.line,
    };
    Ok(checked.problems.iter().map(one).collect())
}

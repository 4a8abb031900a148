//! The plan as a board: every clause with who answers, how strongly, by when, and how it stands in each region.

use std::collections::{BTreeMap, BTreeSet};

use access::Action;
use answer::context::{Context, show_moment};
use answer::places;
use answer::plan::question::status;
use plan::Plan;
use plan::finding::{SourceKind, Status};
use plan::model::{Clause, Deadline, Force};
use serde::Serialize;
use utoipa::ToSchema;

use super::article::{bodies, deadline_id, force_id, force_name, force_of, of_body};
use super::evaluated::Evaluated;
use super::{PlanHead, finding, seen, text};
use crate::api::shapes::Named;
use crate::visitor::Visitor;

/// A plan as a board.
#[derive(Serialize, ToSchema)]
pub(super) struct Board {
    plan: PlanHead,
    as_of: String,
    evaluated_at: String,
    replay: Option<String>,
    marks: Vec<String>,
    /// How many findings of targets, and of rules that are judged, stand how: as far as the reader sees them.
    statuses: Vec<StatusCount>,
    regions: Vec<Named>,
    bodies: Vec<Named>,
    forces: Vec<Named>,
    clauses: Vec<BoardClause>,
    notes: Vec<String>,
    /// Whether the reader sees any finding.
    findings_visible: bool,
}

/// How many findings stand so.
#[derive(Serialize, ToSchema)]
struct StatusCount {
    status: String,
    name: String,
    count: usize,
}

/// A clause on the board.
#[derive(Serialize, ToSchema)]
struct BoardClause {
    number: String,
    title: String,
    /// The headings above it, as the text has them.
    section: String,
    bodies: Vec<String>,
    forces: Vec<String>,
    deadlines: Vec<String>,
    targets: usize,
    rules: usize,
    duties: usize,
    counts: BTreeMap<&'static str, usize>,
    /// The worst that stands in each region.
    by_region: BTreeMap<String, &'static str>,
}

/// How the findings of one clause stand.
#[derive(Default)]
struct Standing {
    counts: BTreeMap<Status, usize>,
    worst: BTreeMap<String, Status>,
}

impl Standing {
    fn add(&mut self, region: &str, status: Status) {
        *self.counts.entry(status).or_default() += 1;
        let there = self.worst.entry(region.to_owned()).or_insert(status);
        if badness(status) > badness(*there) {
            *there = status;
        }
    }
}

/// What somebody has to look at first; what cannot be said is worse than good news and better than bad.
fn badness(status: Status) -> u8 {
    match status {
        Status::Met => 0,
        Status::OnTrack => 1,
        Status::Undetermined => 2,
        Status::AtRisk => 3,
        Status::OffTrack => 4,
        Status::Missed => 5,
    }
}

/// The board as a reader sees it.
pub(super) fn board(context: &Context, visitor: &Visitor, evaluated: &Evaluated) -> Board {
    let plan = evaluated.plan();
    let standings = standings(visitor, evaluated);
    let sections = text::sections(&plan.text);
    let clauses: Vec<BoardClause> = plan
        .clauses
        .iter()
        .map(|clause| {
            let number = clause.clause.get_ref();
            let section = sections.get(number).cloned().unwrap_or_default();
            board_clause(
                context,
                plan,
                clause,
                section,
                standings.get(number.as_str()),
            )
        })
        .collect();
    let marks: BTreeSet<String> = seen::findings(visitor, evaluated)
        .flat_map(finding::marks)
        .collect();
    Board {
        plan: PlanHead::of(context, plan),
        as_of: evaluated.as_of().to_string(),
        evaluated_at: show_moment(evaluated.at.as_microsecond()),
        replay: evaluated.replay(),
        marks: marks.into_iter().collect(),
        statuses: counts(context, &standings),
        regions: regions(context, plan, &standings),
        bodies: named_bodies(context, plan, &clauses),
        forces: forces(context, plan),
        findings_visible: !standings.is_empty(),
        notes: notes(context, visitor, evaluated),
        clauses,
    }
}

/// How the clauses stand, by number; rules that are judged count for the plan's whole region.
fn standings<'a>(visitor: &'a Visitor, evaluated: &'a Evaluated) -> BTreeMap<&'a str, Standing> {
    let mut standings: BTreeMap<&str, Standing> = BTreeMap::new();
    for finding in seen::findings(visitor, evaluated) {
        let own = standings.entry(&finding.clause).or_default();
        own.add(&finding.region, finding.status);
    }
    if seen::rules(visitor, evaluated) {
        let whole = &evaluated.plan().header.region;
        for rule in &evaluated.evaluation.rules {
            if let Some(status) = rule.status {
                standings
                    .entry(&rule.clause)
                    .or_default()
                    .add(whole, status);
            }
        }
    }
    standings
}

fn board_clause(
    context: &Context,
    plan: &Plan,
    clause: &Clause,
    section: String,
    standing: Option<&Standing>,
) -> BoardClause {
    let counts = standing.into_iter().flat_map(|standing| &standing.counts);
    let worst = standing.into_iter().flat_map(|standing| &standing.worst);
    let forces: Vec<String> = ordered(forces_of(clause))
        .map(|force| force_id(force).to_owned())
        .collect();
    let mut deadlines: Vec<String> = Vec::new();
    for (_, deadline) in clause.deadlines() {
        let id = deadline_id(*deadline.get_ref());
        if *deadline.get_ref() != Deadline::Unstated && !deadlines.contains(&id) {
            deadlines.push(id);
        }
    }
    deadlines.sort();
    BoardClause {
        number: clause.clause.get_ref().clone(),
        title: context.pick(&clause.zh, &clause.en).to_owned(),
        section,
        bodies: bodies(plan, clause, &[])
            .map(|body| body.id.get_ref().clone())
            .collect(),
        forces,
        deadlines,
        targets: clause.targets.len(),
        rules: clause.rules.len(),
        duties: clause.duties.len(),
        counts: counts
            .map(|(status, count)| (status.id(), *count))
            .collect(),
        by_region: worst
            .map(|(region, status)| (region.clone(), status.id()))
            .collect(),
    }
}

fn forces_of(clause: &Clause) -> impl Iterator<Item = Force> {
    let targets = clause.targets.iter().map(|target| target.force);
    let rules = clause.rules.iter().map(|rule| rule.force);
    targets
        .chain(rules)
        .chain(clause.duties.iter().map(force_of))
}

/// The forces there are, the strongest first.
fn ordered(found: impl Iterator<Item = Force>) -> impl Iterator<Item = Force> {
    const ALL: [Force; 6] = [
        Force::Binding,
        Force::Required,
        Force::Striving,
        Force::InPrinciple,
        Force::Encouraged,
        Force::Direction,
    ];
    let found: Vec<Force> = found.collect();
    ALL.into_iter().filter(move |force| found.contains(force))
}

fn forces(context: &Context, plan: &Plan) -> Vec<Named> {
    let all = ordered(plan.clauses.iter().flat_map(forces_of));
    all.map(|force| Named::new(force_id(force), force_name(context, force)))
        .collect()
}

fn counts(context: &Context, standings: &BTreeMap<&str, Standing>) -> Vec<StatusCount> {
    let count = |status: Status| {
        let own = standings
            .values()
            .filter_map(|standing| standing.counts.get(&status));
        own.sum()
    };
    let one = |found: Status| StatusCount {
        status: found.id().to_owned(),
        name: status(context, found),
        count: count(found),
    };
    Status::ALL.into_iter().map(one).collect()
}

/// The regions that something stands in: the plan's own first, then by code.
fn regions(context: &Context, plan: &Plan, standings: &BTreeMap<&str, Standing>) -> Vec<Named> {
    let found = standings
        .values()
        .flat_map(|standing| standing.worst.keys());
    let mut codes: Vec<&String> = found.collect::<BTreeSet<_>>().into_iter().collect();
    codes.sort_by_key(|code| (**code != plan.header.region, (*code).clone()));
    codes
        .into_iter()
        .map(|code| Named::new(code, places::name(context, code)))
        .collect()
}

/// The bodies of the clauses, in the plan's own order.
fn named_bodies(context: &Context, plan: &Plan, clauses: &[BoardClause]) -> Vec<Named> {
    let found: BTreeSet<&String> = clauses.iter().flat_map(|clause| &clause.bodies).collect();
    let own = plan
        .bodies
        .iter()
        .filter(|body| found.contains(body.id.get_ref()));
    own.map(|body| of_body(context, body)).collect()
}

fn notes(context: &Context, visitor: &Visitor, evaluated: &Evaluated) -> Vec<String> {
    let plan = evaluated.plan();
    let mut notes: Vec<String> = super::replay_note(context, evaluated).into_iter().collect();
    notes.push(context.say(
        "note-plan-editions",
        &[
            ("issue", &plan::facts::editions(plan.header.issued.0)),
            ("today", &plan::facts::editions(evaluated.as_of())),
        ],
    ));
    notes.push(context.say("note-plan-indicative", &[]));
    let hidden = evaluated
        .evaluation
        .findings
        .iter()
        .any(|one| one.source != SourceKind::Measured && !seen::finding(visitor, one));
    let may = visitor.may(
        Action::ViewFinding,
        &crate::visitor::in_region(&plan.header.region),
    );
    if hidden || !may {
        notes.push(context.say("portal-findings-hidden", &[]));
    }
    if plan.header.governments {
        notes.push(context.say("note-plan-governments", &[]));
    }
    notes
}

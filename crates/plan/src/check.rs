//! Proves a plan folder complete and consistent, and points at everything that is not.
//!
//! It judges form and reference, not policy: whether a reading of the text is right is for people.

mod coverage;
mod references;
mod values;
mod statements;
mod predicates;
mod contradiction;
mod solver;
mod scenarios;
mod whatifs;

use crate::folder::Folder;
use crate::load::load;
use crate::model::{IndicatorKind, Plan, State};
use crate::problem::{Code, Problem};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Everything wrong, in the order of files and places.
    pub problems: Vec<Problem>,
    /// What there is.
    pub counts: Counts,
}

/// How much a plan holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Numbered clauses of the text.
    pub text_clauses: usize,
    /// Numbered clauses with a file.
    pub clauses: usize,
    /// Targets.
    pub targets: usize,
    /// Rules.
    pub rules: usize,
    /// Duties.
    pub duties: usize,
    /// Bodies.
    pub bodies: usize,
    /// Entities.
    pub entities: usize,
    /// Indicators measured from the air.
    pub measured: usize,
    /// Indicators counted over registers.
    pub registered: usize,
    /// Indicators that bodies report or enter.
    pub reported: usize,
    /// Cases of rules.
    pub scenarios: usize,
    /// Terms and zones that rest on a source.
    pub confirmed: usize,
    /// Terms that are our reading.
    pub assumed_terms: usize,
    /// Zones that are our reading.
    pub assumed_zones: usize,
}

/// Checks a folder; gives the plan when there is one to be read.
pub async fn check(folder: &Folder) -> (Option<Plan>, Checked) {
    let (plan, mut problems) = load(folder);
    let Some(plan) = plan else {
        return (
            None,
            Checked {
                problems,
                ..Checked::default()
            },
        );
    };
    let whole = problems.is_empty();
    coverage::check(&plan, &mut problems);
    references::check(&plan, &mut problems);
    values::check(&plan, &mut problems);
    statements::check(&plan, &mut problems).await;
    predicates::check(&plan, &mut problems);
    contradiction::check(&plan, &mut problems);
    whatifs::check(&plan, &mut problems);
    scenarios::check(&plan, whole, &mut problems).await;
    if !whole {
        // What could not be read is missing everywhere else; that is told once, where it stands.
        let follows = [
            Code::ClauseMissing,
            Code::UnknownRule,
            Code::UnknownIndicator,
            Code::UnknownEntity,
            Code::UnknownTerm,
            Code::UnknownZone,
            Code::UnknownBody,
        ];
        problems.retain(|problem| !follows.contains(&problem.code));
    }
    problems.sort_by(|a, b| {
        (&a.file, a.span.start, a.code, &a.article).cmp(&(
            &b.file,
            b.span.start,
            b.code,
            &b.article,
        ))
    });
    problems.dedup();
    let counts = counts(&plan);
    (Some(plan), Checked { problems, counts })
}

fn counts(plan: &Plan) -> Counts {
    let numbered = |number: &str| number != "0";
    let kind = |kind: &[IndicatorKind]| {
        let of_kind = |indicator: &&crate::model::Indicator| kind.contains(&indicator.kind);
        plan.indicators.iter().filter(of_kind).count()
    };
    let assumed_terms = plan
        .terms
        .iter()
        .filter(|term| term.state == State::Assumed)
        .count();
    let assumed_zones = plan
        .zones
        .iter()
        .filter(|zone| zone.state == State::Assumed)
        .count();
    Counts {
        text_clauses: plan
            .text
            .clauses
            .iter()
            .filter(|clause| numbered(&clause.number))
            .count(),
        clauses: plan
            .clauses
            .iter()
            .filter(|clause| numbered(clause.clause.get_ref()))
            .count(),
        targets: plan.targets().count(),
        rules: plan.rules().count(),
        duties: plan.clauses.iter().map(|clause| clause.duties.len()).sum(),
        bodies: plan.bodies.len(),
        entities: plan.entities.len(),
        measured: kind(&[IndicatorKind::Measured]),
        registered: kind(&[IndicatorKind::Registered]),
        reported: kind(&[IndicatorKind::Reported, IndicatorKind::Assigned]),
        scenarios: plan.scenarios.len(),
        confirmed: plan.terms.len() + plan.zones.len() - assumed_terms - assumed_zones,
        assumed_terms,
        assumed_zones,
    }
}

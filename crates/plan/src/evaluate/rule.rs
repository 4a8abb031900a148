//! Rules over registers as findings.

use crate::facts::{Derived, Facts, Request, is_due};
use crate::finding::{Reason, RuleFinding, Status};
use crate::judge::{Judgement, NotJudged, Outcome};
use crate::model::{Deadline, Plan, Rule, Then};

pub(super) fn findings(
    plan: &Plan,
    facts: &Facts,
    derived: &Derived,
    request: &Request,
) -> Vec<RuleFinding> {
    let one = |(clause, rule): (&crate::model::Clause, &Rule)| {
        let id = rule.id.get_ref();
        let register = facts.registers.get(rule.entity.get_ref());
        let (judgement, reasons) = match derived.judged.get(id) {
            Some(Ok(judgement)) => (Some(judgement.clone()), Vec::new()),
            Some(Err(NotJudged::Missing(names))) => (None, vec![Reason::Register(names.clone())]),
            Some(Err(NotJudged::Predicate(e))) => (None, vec![Reason::Statement(e.to_string())]),
            None => (None, vec![Reason::Register(Vec::new())]),
        };
        let status = match &judgement {
            Some(judgement) => status(rule, judgement, request),
            None => Some(Status::Undetermined),
        };
        RuleFinding {
            clause: clause.clause.get_ref().clone(),
            article: id.clone(),
            entity: rule.entity.get_ref().clone(),
            status,
            judgement,
            reasons,
            register: register.map_or_else(String::new, |register| register.source.clone()),
            simulated: register.is_some_and(|register| register.simulated),
        }
    };
    plan.clause_rules().map(one).collect()
}

/// How a rule that obliges stands; a register without a row says nothing.
fn status(rule: &Rule, judgement: &Judgement, request: &Request) -> Option<Status> {
    if !matches!(rule.then, Then::Prohibit | Then::Require | Then::Retire) {
        return None;
    }
    if judgement.is_empty() {
        return Some(Status::Undetermined);
    }
    let deadline = rule
        .deadline
        .as_ref()
        .map_or(Deadline::Continuous, |deadline| *deadline.get_ref());
    let outcomes = judgement.outcomes();
    let broken = outcomes.iter().any(|outcome| outcome.fires());
    let unknown = outcomes.contains(&Outcome::Undetermined);
    Some(match (broken, unknown, is_due(deadline, request.as_of)) {
        (true, _, true) => Status::Missed,
        (true, _, false) => Status::AtRisk,
        (false, true, _) => Status::Undetermined,
        (false, false, _) => Status::Met,
    })
}

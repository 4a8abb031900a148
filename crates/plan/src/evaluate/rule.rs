//! Rules over registers as findings.

use crate::facts::{Derived, Facts, Request, is_due};
use crate::finding::{Reason, RuleFinding, Status};
use crate::judge::{Hit, NotJudged, Outcome};
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
        let (hits, reasons) = match derived.judged.get(id) {
            Some(Ok(hits)) => (hits.clone(), Vec::new()),
            Some(Err(NotJudged::Missing(names))) => {
                (Vec::new(), vec![Reason::Register(names.clone())])
            }
            Some(Err(NotJudged::Predicate(e))) => {
                (Vec::new(), vec![Reason::Statement(e.to_string())])
            }
            None => (Vec::new(), vec![Reason::Register(Vec::new())]),
        };
        let status = if reasons.is_empty() {
            status(rule, &hits, request)
        } else {
            Some(Status::Undetermined)
        };
        RuleFinding {
            clause: clause.clause.get_ref().clone(),
            article: id.clone(),
            entity: rule.entity.get_ref().clone(),
            status,
            hits,
            reasons,
            register: register.map_or_else(String::new, |register| register.source.clone()),
            simulated: register.is_some_and(|register| register.simulated),
        }
    };
    plan.clause_rules().map(one).collect()
}

/// How a rule that obliges stands; a register without a row says nothing.
fn status(rule: &Rule, hits: &[Hit], request: &Request) -> Option<Status> {
    if !matches!(rule.then, Then::Prohibit | Then::Require | Then::Retire) {
        return None;
    }
    if hits.is_empty() {
        return Some(Status::Undetermined);
    }
    let deadline = rule
        .deadline
        .as_ref()
        .map_or(Deadline::Continuous, |deadline| *deadline.get_ref());
    let broken = hits.iter().any(|hit| hit.outcome.fires());
    let unknown = hits.iter().any(|hit| hit.outcome == Outcome::Undetermined);
    Some(match (broken, unknown, is_due(deadline, request.as_of)) {
        (true, _, true) => Status::Missed,
        (true, _, false) => Status::AtRisk,
        (false, true, _) => Status::Undetermined,
        (false, false, _) => Status::Met,
    })
}

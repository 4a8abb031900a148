//! A clause opened: its text with what quotes it, who answers, and its targets, rules and duties as they stand.

use std::sync::Arc;

use access::Action;
use answer::context::Context;
use answer::plan::question::{reasons, status};
use plan::Plan;
use plan::finding::RuleFinding;
use plan::model::{Clause, Duty, Rule, Target};
use serde::Serialize;
use utoipa::ToSchema;

use super::article::{self, Article, of_body};
use super::evaluated::Evaluated;
use super::finding::{FindingView, finding_view};
use super::seen;
use super::terms::{self, Term};
use super::text::{self, TextPiece};
use crate::api::shapes::Named;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// A clause.
#[derive(Serialize, ToSchema)]
pub(super) struct ClauseView {
    number: String,
    title: String,
    /// Runs of the text, in their order the whole clause.
    text: Vec<TextPiece>,
    /// The line of the plan's text.
    line: usize,
    responsible: Vec<Responsible>,
    targets: Vec<TargetView>,
    rules: Vec<RuleView>,
    duties: Vec<Article>,
    terms: Vec<Term>,
    previous: Option<String>,
    next: Option<String>,
    notes: Vec<String>,
}

/// A body that answers for a clause.
#[derive(Serialize, ToSchema)]
struct Responsible {
    body: Named,
    /// lead or joint.
    role: &'static str,
}

/// A target with its findings.
#[derive(Serialize, ToSchema)]
struct TargetView {
    #[serde(flatten)]
    article: Article,
    indicator: String,
    operator: String,
    limit: String,
    unit: String,
    period: String,
    /// measured, registered or reported.
    source: &'static str,
    findings: Vec<FindingView>,
}

/// A rule with what it made of its register, as far as the reader sees it.
#[derive(Serialize, ToSchema)]
struct RuleView {
    #[serde(flatten)]
    article: Article,
    kind: &'static str,
    kind_name: String,
    entity: Named,
    status: Option<&'static str>,
    status_name: Option<String>,
    outcomes: Vec<OutcomeCount>,
    reasons: Vec<String>,
    /// The address of the things under it.
    list: Option<String>,
}

/// How many things came out so.
#[derive(Serialize, ToSchema)]
struct OutcomeCount {
    outcome: &'static str,
    name: String,
    count: usize,
}

/// A clause as a reader sees it.
pub(super) fn view(
    context: &Context,
    visitor: &Visitor,
    evaluated: &Arc<Evaluated>,
    number: &str,
) -> Result<ClauseView, Refusal> {
    let plan = evaluated.plan();
    let numbers: Vec<&String> = plan
        .clauses
        .iter()
        .map(|clause| clause.clause.get_ref())
        .collect();
    let found = numbers.iter().position(|known| *known == number);
    let place = found.ok_or_else(|| Refusal::not_found(number))?;
    let clause = &plan.clauses[place];
    let neighbour = |place: Option<usize>| Some((*numbers.get(place?)?).clone());
    let shown = Shown {
        context,
        visitor,
        evaluated,
        clause,
    };
    let mut notes: Vec<String> = super::replay_note(context, evaluated).into_iter().collect();
    if plan.header.governments {
        notes.push(context.say("note-plan-governments", &[]));
    }
    Ok(ClauseView {
        number: number.to_owned(),
        title: context.pick(&clause.zh, &clause.en).to_owned(),
        text: text::pieces(&plan.text, clause),
        line: text::line(&plan.text, clause),
        responsible: responsible(context, plan, clause),
        targets: clause
            .targets
            .iter()
            .map(|target| shown.target(target))
            .collect(),
        rules: clause.rules.iter().map(|rule| shown.rule(rule)).collect(),
        duties: clause.duties.iter().map(|duty| shown.duty(duty)).collect(),
        terms: terms::of_clause(context, plan, clause),
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(Some(place + 1)),
        notes,
    })
}

fn responsible(context: &Context, plan: &Plan, clause: &Clause) -> Vec<Responsible> {
    let mut found: Vec<Responsible> = Vec::new();
    for bracket in &clause.responsible {
        let lead = bracket.lead.iter().map(|id| (id, "lead"));
        let joint = bracket.joint.iter().map(|id| (id, "joint"));
        for (id, role) in lead.chain(joint) {
            let known = found
                .iter()
                .any(|one| one.body.id == *id.get_ref() && one.role == role);
            if let Some(body) = plan.body(id.get_ref()).filter(|_| !known) {
                found.push(Responsible {
                    body: of_body(context, body),
                    role,
                });
            }
        }
    }
    found
}

/// What the parts of a clause are shown with.
struct Shown<'a> {
    context: &'a Context,
    visitor: &'a Visitor,
    evaluated: &'a Arc<Evaluated>,
    clause: &'a Clause,
}

impl Shown<'_> {
    fn target(&self, target: &Target) -> TargetView {
        let (context, plan) = (self.context, self.evaluated.plan());
        let written = article::written(context, plan, self.clause, target);
        let own = seen::findings(self.visitor, self.evaluated)
            .filter(|finding| finding.article == *target.id.get_ref());
        TargetView {
            article: article::of_target(context, plan, self.clause, target),
            findings: own
                .map(|one| finding_view(context, self.evaluated, one))
                .collect(),
            indicator: written.indicator,
            operator: written.operator,
            limit: written.limit,
            unit: written.unit,
            period: written.period,
            source: written.source,
        }
    }

    fn rule(&self, rule: &Rule) -> RuleView {
        let (context, plan) = (self.context, self.evaluated.plan());
        let id = rule.id.get_ref();
        let finding = self
            .evaluated
            .evaluation
            .rules
            .iter()
            .find(|one| one.article == *id);
        let whole = finding.filter(|_| seen::rules(self.visitor, self.evaluated));
        let stands = whole.and_then(|finding| finding.status);
        let entity = plan.entity(rule.entity.get_ref());
        let kind = article::kind_id(rule.kind);
        let judged = finding.is_some_and(|finding| finding.judgement.is_some());
        let may = judged && self.visitor.acts(Action::ViewFinding);
        RuleView {
            article: article::of_rule(context, plan, self.clause, rule),
            kind,
            kind_name: context.say(&format!("portal-kind-{kind}"), &[]),
            entity: Named::new(
                rule.entity.get_ref(),
                entity.map_or("", |entity| context.pick(&entity.zh, &entity.en)),
            ),
            status: stands.map(plan::finding::Status::id),
            status_name: stands.map(|found| status(context, found)),
            outcomes: finding
                .map(|finding| self.outcomes(finding))
                .unwrap_or_default(),
            reasons: whole
                .map(|finding| self.reasons(finding))
                .unwrap_or_default(),
            list: may.then(|| {
                let (plan, query) = (&plan.header.id, self.evaluated.query());
                format!("/api/v1/plans/{plan}/rules/{id}/entities?{query}")
            }),
        }
    }

    fn outcomes(&self, finding: &RuleFinding) -> Vec<OutcomeCount> {
        let one = |(outcome, count): (plan::judge::Outcome, usize)| OutcomeCount {
            outcome: outcome.id(),
            name: self.context.say(&format!("outcome-{}", outcome.id()), &[]),
            count,
        };
        seen::outcomes(self.visitor, finding)
            .into_iter()
            .map(one)
            .collect()
    }

    fn reasons(&self, finding: &RuleFinding) -> Vec<String> {
        let plan = self.evaluated.plan();
        let one = |reason| reasons(self.context, plan, std::slice::from_ref(reason));
        finding.reasons.iter().map(one).collect()
    }

    fn duty(&self, duty: &Duty) -> Article {
        article::of_duty(self.context, self.evaluated.plan(), self.clause, duty)
    }
}

//! What targets, rules and duties have in common, and what each adds: the plan as written, in the reader's language.

use answer::context::Context;
use answer::plan::question::operator_id;
use plan::Plan;
use plan::model::{
    Body, Clause, Deadline, Duty, Force, IndicatorKind, Operator, Rule, RuleKind, State, Target,
};
use plan::value::{self, Limit};
use serde::Serialize;
use units::Exact;
use utoipa::ToSchema;

use crate::api::shapes::Named;

/// Decimals that a limit is shown with at most.
const DECIMALS: u32 = 3;

/// A target, rule or duty as the plan has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The plan's words.
    pub(crate) quote: String,
    pub(crate) force: String,
    pub(crate) force_name: String,
    /// A day, `continuous` or `unstated`; null where an article has none.
    pub(crate) deadline: Option<String>,
    pub(crate) bodies: Vec<Named>,
    /// Open terms that it depends on and that nobody has confirmed.
    pub(crate) assumed: Vec<String>,
    pub(crate) note: Option<String>,
}

/// A target as the plan has it.
pub(crate) struct Written {
    pub(crate) indicator: String,
    pub(crate) operator: String,
    pub(crate) limit: String,
    pub(crate) unit: String,
    pub(crate) period: String,
    pub(crate) source: &'static str,
}

/// The bodies, terms and words that every article names.
struct Common<'a> {
    id: &'a str,
    title: &'a str,
    quote: &'a str,
    bodies: Vec<&'a str>,
    terms: Vec<&'a str>,
    note: Option<&'a String>,
}

/// A target's common part.
pub(crate) fn of_target(
    context: &Context,
    plan: &Plan,
    clause: &Clause,
    target: &Target,
) -> Article {
    let named = Common {
        id: target.id.get_ref(),
        title: context.pick(&target.zh, &target.en),
        quote: target.quote.get_ref(),
        bodies: target
            .bodies
            .iter()
            .map(|id| id.get_ref().as_str())
            .collect(),
        terms: target
            .terms
            .iter()
            .map(|id| id.get_ref().as_str())
            .collect(),
        note: target.note.as_ref(),
    };
    article(
        context,
        plan,
        clause,
        &named,
        (target.force, Some(*target.deadline.get_ref())),
    )
}

/// A rule's common part.
pub(crate) fn of_rule(context: &Context, plan: &Plan, clause: &Clause, rule: &Rule) -> Article {
    let named = Common {
        id: rule.id.get_ref(),
        title: context.pick(&rule.zh, &rule.en),
        quote: rule.quote.get_ref(),
        bodies: rule.bodies.iter().map(|id| id.get_ref().as_str()).collect(),
        terms: rule.terms.iter().map(|id| id.get_ref().as_str()).collect(),
        note: rule.note.as_ref(),
    };
    let deadline = rule.deadline.as_ref().map(|deadline| *deadline.get_ref());
    article(context, plan, clause, &named, (rule.force, deadline))
}

/// A duty's common part.
pub(crate) fn of_duty(context: &Context, plan: &Plan, clause: &Clause, duty: &Duty) -> Article {
    let named = Common {
        id: duty.id.get_ref(),
        title: context.pick(&duty.zh, &duty.en),
        quote: duty.quote.get_ref(),
        bodies: duty.bodies.iter().map(|id| id.get_ref().as_str()).collect(),
        terms: duty.terms.iter().map(|id| id.get_ref().as_str()).collect(),
        note: duty.note.as_ref(),
    };
    let deadline = duty.deadline.as_ref().map(|deadline| *deadline.get_ref());
    article(context, plan, clause, &named, (force_of(duty), deadline))
}

/// A duty obliges unless it says how strongly.
pub(super) fn force_of(duty: &Duty) -> Force {
    duty.force.unwrap_or(Force::Required)
}

fn article(
    context: &Context,
    plan: &Plan,
    clause: &Clause,
    named: &Common<'_>,
    (force, deadline): (Force, Option<Deadline>),
) -> Article {
    let terms = named.terms.iter().filter_map(|id| plan.term(id));
    let assumed = terms.filter(|term| term.state == State::Assumed);
    Article {
        id: named.id.to_owned(),
        title: named.title.to_owned(),
        quote: named.quote.to_owned(),
        force: force_id(force).to_owned(),
        force_name: force_name(context, force),
        deadline: deadline.map(deadline_id),
        bodies: bodies(plan, clause, &named.bodies)
            .map(|body| of_body(context, body))
            .collect(),
        assumed: assumed
            .map(|term| context.pick(&term.zh, &term.en).to_owned())
            .collect(),
        note: named.note.cloned(),
    }
}

/// Who answers: those an article names, else those of its clause, else the issuer.
pub(crate) fn bodies<'a>(
    plan: &'a Plan,
    clause: &'a Clause,
    own: &[&str],
) -> impl Iterator<Item = &'a Body> + use<'a> {
    let mut found: Vec<&'a Body> = own.iter().filter_map(|id| plan.body(id)).collect();
    if found.is_empty() {
        found = plan.bodies_of(clause);
    }
    if found.is_empty() {
        found.extend(plan.body(plan.header.issuer.get_ref()));
    }
    found.into_iter()
}

/// A body and its name.
pub(crate) fn of_body(context: &Context, body: &Body) -> Named {
    Named::new(body.id.get_ref(), context.pick(&body.zh, &body.en))
}

/// A target's figure, limit and period in words.
pub(crate) fn written(context: &Context, plan: &Plan, clause: &Clause, target: &Target) -> Written {
    let indicator = plan.indicator(target.indicator.get_ref());
    let name = indicator.map(|indicator| context.pick(&indicator.zh, &indicator.en).to_owned());
    let period = target.period.get_ref();
    let words = context.words.find(&format!("portal-period-{period}"), &[]);
    Written {
        indicator: name.unwrap_or_else(|| target.indicator.get_ref().clone()),
        operator: context.say(
            &format!("operator-{}", operator_id(*target.operator.get_ref())),
            &[],
        ),
        limit: limit(context, plan, clause, target).unwrap_or_default(),
        unit: target.unit.get_ref().clone(),
        period: words.unwrap_or_else(|| period.clone()),
        source: match indicator.map(|indicator| indicator.kind) {
            Some(IndicatorKind::Measured) => "measured",
            Some(IndicatorKind::Registered) => "registered",
            _ => "reported",
        },
    }
}

/// What a target is compared with, without its operator: a number, or where the number comes from.
fn limit(context: &Context, plan: &Plan, clause: &Clause, target: &Target) -> Option<String> {
    let shown = |value: Exact| plan::number::written(value, DECIMALS);
    let value = target.value.as_ref()?;
    let limit = match value::limit(plan, &clause.file, value).ok()? {
        Limit::Number(number) => shown(number),
        Limit::Standard {
            pollutant,
            averaging,
            class,
        } => {
            let issued = plan.header.issued.0;
            shown(
                standards::limits::limit(pollutant, averaging, class, issued)
                    .ok()?
                    .exact,
            )
        }
        Limit::Reported(id) => {
            let indicator = plan.indicator(&id)?;
            context.pick(&indicator.zh, &indicator.en).to_owned()
        }
    };
    let upper = target
        .upper
        .as_ref()
        .filter(|_| *target.operator.get_ref() == Operator::Between);
    let upper = upper.and_then(|upper| value::number(plan, &clause.file, upper));
    Some(match upper {
        Some(upper) => format!("{limit}～{}", shown(upper)),
        None => limit,
    })
}

/// A deadline as it is written in addresses and filters.
pub(crate) fn deadline_id(deadline: Deadline) -> String {
    match deadline {
        Deadline::On(day) => day.to_string(),
        Deadline::Continuous => "continuous".to_owned(),
        Deadline::Unstated => "unstated".to_owned(),
    }
}

/// The word of plan files for a force.
pub(crate) fn force_id(force: Force) -> &'static str {
    match force {
        Force::Binding => "binding",
        Force::Required => "required",
        Force::Striving => "striving",
        Force::InPrinciple => "in_principle",
        Force::Encouraged => "encouraged",
        Force::Direction => "direction",
    }
}

/// A force in the reader's language.
pub(super) fn force_name(context: &Context, force: Force) -> String {
    context.say(&format!("portal-force-{}", force_id(force)), &[])
}

/// The word of plan files for a sort of rule.
pub(super) fn kind_id(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Gate => "gate",
        RuleKind::Retirement => "retirement",
        RuleKind::Exemption => "exemption",
        RuleKind::Zone => "zone",
        RuleKind::Radius => "radius",
        RuleKind::Trigger => "trigger",
        RuleKind::Duty => "duty",
        RuleKind::Workflow => "workflow",
        RuleKind::Priority => "priority",
        RuleKind::Accounting => "accounting",
        RuleKind::Classification => "classification",
    }
}

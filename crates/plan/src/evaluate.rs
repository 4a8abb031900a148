//! Evaluation: each target over each region in its scope, and each rule over its register, as findings.
//!
//! Nothing is `met` for lack of data: without a figure, a limit or a base a finding is `undetermined` and says
//! what is missing and who owes it.

mod figure;
mod judgement;
mod trend;
mod rule;

use rayon::prelude::*;
use units::{Day, Exact};

pub use trend::{SeasonalKendall, seasonal_kendall};

use crate::facts::{Derived, Facts, Law, Request, editions, scope};
use crate::finding::{Evaluation, Finding, SourceKind, Status, Today, Trace};
use crate::model::{Clause, Indicator, IndicatorKind, Plan, Target};
use crate::outlook;

/// Evaluates a plan over facts; `derived` is what rules and statements made of them.
pub fn evaluate(plan: &Plan, facts: &Facts, derived: &Derived, request: &Request) -> Evaluation {
    let pairs: Vec<(&Clause, &Target)> = plan.clause_targets().collect();
    let view = View {
        plan,
        facts,
        derived,
        request,
        at_issue: editions(plan.header.issued.0),
        today: editions(request.as_of),
    };
    let findings = pairs
        .par_iter()
        .flat_map_iter(|(clause, target)| {
            scope(plan, target)
                .into_iter()
                .map(|region| view.finding(clause, target, &region))
                .collect::<Vec<_>>()
        })
        .collect();
    Evaluation {
        as_of: Some(request.as_of),
        findings,
        rules: rule::findings(plan, facts, derived, request),
    }
}

/// What a judgement sees.
struct View<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    derived: &'a Derived,
    request: &'a Request,
    at_issue: String,
    today: String,
}

impl View<'_> {
    fn finding(&self, clause: &Clause, target: &Target, region: &str) -> Finding {
        let Some(indicator) = self.plan.indicator(target.indicator.get_ref()) else {
            return self.empty(clause, target, region, None);
        };
        let mut finding = self.empty(clause, target, region, Some(indicator));
        let figure = self.figure(target, indicator, region, Law::Issue);
        let judged = self.judge(clause, target, region, &figure, Law::Issue);
        finding.trace.reads.clone_from(&figure.reads);
        finding.trace.used.clone_from(&judged.used);
        finding.simulated = figure.simulated;
        finding.value = figure.value;
        finding.decimals = figure.decimals;
        finding.indicative = figure.value.is_some() && !figure.complete;
        finding.coverage = figure.coverage;
        finding.period.clone_from(&figure.period);
        finding.limit = judged.limit;
        finding.band = judged.band;
        finding.margin = judged.margin;
        finding.status = judged.status;
        finding.reasons.clone_from(&figure.reasons);
        finding.reasons.extend(judged.reasons);
        if self.facts.air_today.is_some() && indicator.kind == IndicatorKind::Measured {
            finding.today = Some(self.by_today(clause, target, indicator, region));
        }
        outlook::add(self.plan, self.facts, self.request, target, &mut finding);
        let open = finding.status == Status::Undetermined;
        finding.owed_by = open.then(|| self.owes(clause, target, indicator));
        finding
    }

    /// The same judgement by the standards in force on the day of evaluation.
    fn by_today(
        &self,
        clause: &Clause,
        target: &Target,
        indicator: &Indicator,
        region: &str,
    ) -> Today {
        let figure = self.figure(target, indicator, region, Law::Today);
        let judged = self.judge(clause, target, region, &figure, Law::Today);
        Today {
            edition: self.today.clone(),
            status: judged.status,
            value: figure.value,
            limit: judged.limit,
        }
    }

    fn empty(
        &self,
        clause: &Clause,
        target: &Target,
        region: &str,
        indicator: Option<&Indicator>,
    ) -> Finding {
        let source = match indicator.map(|indicator| indicator.kind) {
            Some(IndicatorKind::Measured) => SourceKind::Measured,
            Some(IndicatorKind::Registered) => SourceKind::Registered,
            _ => SourceKind::Reported,
        };
        let replay = self.request.replay;
        Finding {
            clause: clause.clause.get_ref().clone(),
            article: target.id.get_ref().clone(),
            region: region.to_owned(),
            status: Status::Undetermined,
            value: None,
            decimals: 0,
            indicative: false,
            limit: None,
            band: None,
            margin: None,
            unit: target.unit.get_ref().clone(),
            period: target.period.get_ref().clone(),
            coverage: None,
            edition_at_issue: self.at_issue.clone(),
            edition_today: self.today.clone(),
            today: None,
            source,
            replayed: replay
                .filter(|_| source == SourceKind::Measured)
                .map(|replay| replay.data_year),
            simulated: false,
            reasons: Vec::new(),
            owed_by: None,
            outlook: None,
            trace: Trace {
                indicator: target.indicator.get_ref().clone(),
                statement: indicator
                    .and_then(|indicator| indicator.sql.clone())
                    .unwrap_or_default(),
                ..Trace::default()
            },
        }
    }

    fn owes(&self, clause: &Clause, target: &Target, indicator: &Indicator) -> String {
        let named = |id: &str| {
            self.plan
                .body(id)
                .map_or_else(|| id.to_owned(), |body| body.zh.clone())
        };
        if let Some(owner) = &indicator.owner {
            return named(owner);
        }
        let own: Vec<String> = target.bodies.iter().map(|id| named(id.get_ref())).collect();
        if !own.is_empty() {
            return own.join("、");
        }
        // A clause that names nobody is the issuer's.
        let bodies = self.plan.bodies_of(clause);
        let first = bodies.first().map(|body| body.zh.clone());
        first.unwrap_or_else(|| named(self.plan.header.issuer.get_ref()))
    }
}

/// Whether a status follows from a comparison, by whether the time has come.
fn status(holds: bool, due: bool, standing: bool) -> Status {
    match (holds, due) {
        (true, true) => Status::Met,
        (false, true) => Status::Missed,
        (true, false) if standing => Status::Met,
        (true, false) => Status::OnTrack,
        (false, false) => Status::AtRisk,
    }
}

/// The day that a period ends on.
fn last_day(period: units::Period) -> Day {
    period.end().plus(-1)
}

/// A number in per cent of another.
fn percent(part: Exact, whole: Exact) -> Option<Exact> {
    let zero = Exact::from_integer(0);
    (whole != zero).then(|| part * Exact::from_integer(100) / whole)
}

//! A finding as the API shows it: how a target stands in a region, by which figure, with which reserves and outlook.

use answer::context::Context;
use answer::output::Cell;
use answer::places;
use answer::plan::question::{limit, number, reasons, source, status, value};
use plan::Plan;
use plan::finding::{Finding, Outlook, SourceKind, Today};
use serde::Serialize;
use utoipa::ToSchema;

use super::article::{deadline_id, force_id};
use super::evaluated::Evaluated;
use crate::api::shapes::{Figure, Named};

/// How a target stands in a region.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingView {
    pub(crate) article: String,
    pub(crate) title: String,
    pub(crate) clause: String,
    pub(crate) region: Named,
    pub(crate) status: String,
    pub(crate) status_name: String,
    pub(crate) figure: Figure,
    /// With its operator: `≤ 38`.
    pub(crate) limit: String,
    /// How far the figure is on the good side of the limit.
    pub(crate) margin: Option<String>,
    pub(crate) period: String,
    pub(crate) edition: String,
    /// The same by the standards of the day of evaluation, where it can differ.
    pub(crate) today: Option<TodayView>,
    /// Where the figure comes from, in words.
    pub(crate) source: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) owed_by: Option<String>,
    pub(crate) outlook: Option<OutlookView>,
    pub(crate) force: String,
    pub(crate) deadline: Option<String>,
    /// The address of its trace.
    pub(crate) trace: String,
}

/// The judgement by today's standards.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FindingToday)]
pub(crate) struct TodayView {
    pub(crate) edition: String,
    pub(crate) status: String,
    pub(crate) status_name: String,
    pub(crate) value: Option<String>,
}

/// What the rest of the period may bring.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutlookView {
    /// 0 to 1.
    pub(crate) probability: Option<f64>,
    /// What the remaining days may average at most.
    pub(crate) allowed: Option<String>,
    /// How many more days of the kind may come.
    pub(crate) budget_days: Option<u32>,
    pub(crate) remaining_days: u32,
    /// Tenth, fiftieth and ninetieth percentile of the period's value.
    #[schema(value_type = Option<Vec<String>>)]
    pub(crate) range: Option<[String; 3]>,
    pub(crate) past_years: Vec<i16>,
    /// What is still possible, in words.
    pub(crate) sentence: String,
}

/// A finding in the reader's language.
pub(crate) fn finding_view(
    context: &Context,
    evaluated: &Evaluated,
    finding: &Finding,
) -> FindingView {
    let plan = evaluated.plan();
    let target = plan.target(&finding.article).map(|(_, target)| target);
    let trace = evaluated.trace(&finding.article, &finding.region);
    FindingView {
        article: finding.article.clone(),
        title: target.map_or_else(String::new, |target| {
            context.pick(&target.zh, &target.en).to_owned()
        }),
        clause: finding.clause.clone(),
        region: Named::new(&finding.region, places::name(context, &finding.region)),
        status: finding.status.id().to_owned(),
        status_name: status(context, finding.status),
        figure: figure(context, plan, finding, &trace),
        limit: limit(context, plan, finding),
        margin: text(&number(finding.margin)).filter(|_| !finding.indicative),
        period: finding.period.clone(),
        edition: finding.edition_at_issue.clone(),
        today: finding
            .today
            .as_ref()
            .map(|today| today_view(context, today)),
        source: source(context, finding),
        reasons: said(context, plan, finding),
        owed_by: finding
            .owed_by
            .as_deref()
            .map(|name| body(context, plan, name)),
        outlook: finding
            .outlook
            .as_ref()
            .map(|outlook| outlook_view(context, finding, outlook)),
        force: target
            .map_or("", |target| force_id(target.force))
            .to_owned(),
        deadline: target.map(|target| deadline_id(*target.deadline.get_ref())),
        trace,
    }
}

fn figure(context: &Context, plan: &Plan, finding: &Finding, trace: &str) -> Figure {
    let shown = value(context, finding);
    let yes_no = finding.unit == plan::table::YES_NO;
    let indicative = match &shown {
        Cell::Undetermined { indicative } => indicative.clone(),
        _ if finding.indicative => text(&shown),
        _ => None,
    };
    Figure {
        value: text(&shown).filter(|_| !finding.indicative),
        indicative,
        unit: (!yes_no).then(|| finding.unit.clone()),
        valid: finding.coverage.map(|coverage| coverage.0),
        expected: finding.coverage.map(|coverage| coverage.1),
        marks: marks(finding),
        reasons: said(context, plan, finding),
        trace: Some(trace.to_owned()),
    }
}

/// What must be shown beside a figure.
pub(super) fn marks(finding: &Finding) -> Vec<String> {
    let assumed = finding.trace.used.iter().any(|used| used.assumed);
    let marks = [
        ("simulated", finding.simulated),
        ("replayed", finding.replayed.is_some()),
        ("reported", finding.source == SourceKind::Reported),
        ("assumed", assumed),
        ("indicative", finding.indicative),
    ];
    let held = marks.into_iter().filter(|(_, holds)| *holds);
    held.map(|(mark, _)| mark.to_owned()).collect()
}

fn said(context: &Context, plan: &Plan, finding: &Finding) -> Vec<String> {
    let one = |reason| reasons(context, plan, std::slice::from_ref(reason));
    finding.reasons.iter().map(one).collect()
}

fn today_view(context: &Context, today: &Today) -> TodayView {
    TodayView {
        edition: today.edition.clone(),
        status: today.status.id().to_owned(),
        status_name: status(context, today.status),
        value: text(&number(today.value)),
    }
}

/// A body that is named in Chinese, in the reader's language.
fn body(context: &Context, plan: &Plan, name: &str) -> String {
    let found = plan.bodies.iter().find(|body| body.zh == name);
    found
        .map_or(name, |body| context.pick(&body.zh, &body.en))
        .to_owned()
}

fn outlook_view(context: &Context, finding: &Finding, outlook: &Outlook) -> OutlookView {
    let shown = |number: f64| format!("{number:.1}");
    OutlookView {
        probability: outlook.probability,
        allowed: outlook.allowed.map(shown),
        budget_days: outlook.budget,
        remaining_days: outlook.remaining_days,
        range: outlook
            .range
            .map(|(low, middle, high)| [low, middle, high].map(shown)),
        past_years: outlook.past_years.clone(),
        sentence: sentence(context, finding, outlook),
    }
}

/// What the remaining days may bring: an average, a number of days, or nothing that would help.
fn sentence(context: &Context, finding: &Finding, outlook: &Outlook) -> String {
    let days = ("days", &outlook.remaining_days as &dyn std::fmt::Display);
    if let Some(allowed) = outlook.allowed {
        let most = format!("{allowed:.1}");
        return context.say(
            "portal-outlook-mean",
            &[days, ("most", &most), ("unit", &finding.unit)],
        );
    }
    if let Some(budget) = outlook.budget {
        let good = finding.trace.statement.contains("'good_day_ratio'");
        let key = if good {
            "portal-outlook-not-good"
        } else {
            "portal-outlook-heavy"
        };
        return context.say(key, &[days, ("most", &budget)]);
    }
    if outlook.remaining_days == 0 {
        return context.say("portal-outlook-over", &[]);
    }
    context.say("portal-outlook-never", &[days])
}

/// The text of a known cell.
pub(super) fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) | Cell::Decimal(text) => Some(text.clone()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Missing | Cell::Undetermined { .. } => None,
    }
}

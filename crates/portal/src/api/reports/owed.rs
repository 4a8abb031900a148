//! What bodies owe: every figure that a plan's targets take from reports, by when, and how far it has come.

use std::collections::BTreeMap;

use access::{Action, Resource};
use answer::context::Context;
use answer::places;
use answer::plan::template;
use plan::Plan;
use plan::figures::{Granularity, Status};
use plan::model::{Deadline, Indicator, IndicatorKind};
use serde::Serialize;
use units::{Day, Period};
use utoipa::ToSchema;

use super::stored::{Key, ReportedFigure, Stored};
use crate::api::plans::article;
use crate::api::shapes::Named;
use crate::portal::Portal;
use crate::visitor::Visitor;

/// A figure that a body owes, or gave beyond that.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub(super) key: Key,
    pub(super) body: String,
    /// The targets that need it; empty where none asks for this very period.
    articles: Vec<String>,
    by: Option<Day>,
    /// The newest row, if anything was handed in.
    pub(super) stored: Option<Stored>,
}

/// A figure that a body owes, as the API shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, in the shape of the API"
)]
pub(super) struct Owed {
    plan: String,
    indicator: String,
    title: String,
    articles: Vec<String>,
    region: Named,
    period: String,
    due: Option<String>,
    overdue: bool,
    unit: String,
    yes_no: bool,
    body: Named,
    /// missing, draft, submitted, accepted or rejected.
    state: &'static str,
    figure: Option<ReportedFigure>,
    can_fill: bool,
    can_review: bool,
    /// What the target compares it with.
    limit: Option<String>,
}

/// Whether figures of a body in a region are shown: to who may see reports there, and to who fills them in.
pub(super) fn sees(visitor: &Visitor, region: &str, body: &str) -> bool {
    let on = resource(region, body);
    visitor.may(Action::ViewReport, &on) || visitor.may(Action::FillReport, &on)
}

/// A body's figure in a region, to the policy.
pub(super) fn resource(region: &str, body: &str) -> Resource {
    Resource {
        region: region.parse().ok(),
        entity: None,
        body: Some(body.to_owned()),
    }
}

/// Everything that a plan's bodies owe on a day, and what they handed in beyond it.
pub(super) fn all(plan: &Plan, as_of: Day, stored: Vec<Stored>) -> Vec<Due> {
    let mut by_key: BTreeMap<Key, Stored> = stored
        .into_iter()
        .map(|row| (row.key.clone(), row))
        .collect();
    let mut found = Vec::new();
    for body in template::owing(plan) {
        for owed in template::form(plan, &body, as_of).owed {
            let key = Key {
                plan: plan.header.id.clone(),
                indicator: owed.indicator,
                region: owed.region,
                period: owed.period,
            };
            let articles: Vec<String> = owed.targets.split(' ').map(str::to_owned).collect();
            found.push(Due {
                by: due(plan, &articles, &key.period, owed.granularity),
                stored: by_key.remove(&key),
                key,
                body: body.clone(),
                articles,
            });
        }
    }
    let known = |row: &Stored| plan.indicator(&row.key.indicator).is_some();
    found.extend(by_key.into_values().filter(known).map(|row| Due {
        key: row.key.clone(),
        body: row.body.clone(),
        articles: Vec::new(),
        by: None,
        stored: Some(row),
    }));
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

/// What is due first; what has no day comes last.
fn order(due: &Due) -> (bool, Option<Day>, &str, &Key) {
    (due.by.is_none(), due.by, &due.body, &due.key)
}

/// The earliest day by which a target needs the figure. A standing target needs it when its period is over; where the
/// text states no day, none is made up.
fn due(plan: &Plan, articles: &[String], period: &str, granularity: Granularity) -> Option<Day> {
    let over = period
        .parse::<Period>()
        .ok()
        .map(|period| period.end().plus(-1));
    let periodic = matches!(granularity, Granularity::Year | Granularity::Month);
    let by = |article: &String| {
        let (_, target) = plan.target(article)?;
        match *target.deadline.get_ref() {
            Deadline::On(day) => Some(day),
            Deadline::Continuous => over.filter(|_| periodic),
            Deadline::Unstated => None,
        }
    };
    articles.iter().filter_map(by).min()
}

/// An indicator that bodies report.
pub(super) fn reported<'a>(plan: &'a Plan, id: &str) -> Option<&'a Indicator> {
    let kinds = [IndicatorKind::Reported, IndicatorKind::Assigned];
    plan.indicator(id)
        .filter(|indicator| kinds.contains(&indicator.kind))
}

/// What figures are shown with.
pub(super) struct Shown<'a> {
    pub(super) portal: &'a Portal,
    pub(super) context: &'a Context,
    pub(super) visitor: &'a Visitor,
    /// The day of which what is owed is told.
    pub(super) as_of: Day,
}

impl Shown<'_> {
    /// How far a figure has come.
    pub(super) fn state(due: &Due) -> &'static str {
        due.stored.as_ref().map_or("missing", |row| row.state.id())
    }

    /// A figure in the reader's language.
    pub(super) fn owed(&self, plan: &Plan, due: &Due) -> Owed {
        let context = self.context;
        let indicator = plan.indicator(&due.key.indicator);
        let unit = indicator.map_or("", |indicator| indicator.unit.as_str());
        let open = !matches!(Self::state(due), "submitted" | "accepted");
        let body = plan.body(&due.body);
        Owed {
            plan: due.key.plan.clone(),
            indicator: due.key.indicator.clone(),
            title: indicator
                .map_or("", |indicator| context.pick(&indicator.zh, &indicator.en))
                .to_owned(),
            articles: due.articles.clone(),
            region: Named::new(&due.key.region, places::name(context, &due.key.region)),
            period: due.key.period.clone(),
            due: due.by.map(|day| day.to_string()),
            overdue: open && due.by.is_some_and(|day| day < self.as_of),
            unit: unit.to_owned(),
            yes_no: unit == plan::table::YES_NO,
            body: Named::new(
                &due.body,
                body.map_or(due.body.as_str(), |body| context.pick(&body.zh, &body.en)),
            ),
            state: Self::state(due),
            figure: due.stored.as_ref().map(|row| self.figure(plan, row)),
            can_fill: self.can_fill(due),
            can_review: self.can_review(due),
            limit: self.limit(plan, due),
        }
    }

    /// A row in the reader's language.
    pub(super) fn figure(&self, plan: &Plan, row: &Stored) -> ReportedFigure {
        let unit = plan
            .indicator(&row.key.indicator)
            .map(|indicator| indicator.unit.as_str());
        let (yes, no) = (self.context.say("yes", &[]), self.context.say("no", &[]));
        let words = (unit == Some(plan::table::YES_NO)).then_some((yes.as_str(), no.as_str()));
        row.shown(self.portal, words)
    }

    /// A figure that was accepted has to be sent back before it is filled in anew; one of the future is not known yet.
    fn can_fill(&self, due: &Due) -> bool {
        let started = due
            .key
            .period
            .parse::<Period>()
            .is_ok_and(|period| period.start() <= self.context.today());
        let on = resource(&due.key.region, &due.body);
        let accepted = due
            .stored
            .as_ref()
            .is_some_and(|row| row.state == Status::Accepted);
        started && !accepted && self.visitor.may(Action::FillReport, &on)
    }

    /// Nobody reviews what they handed in themselves.
    fn can_review(&self, due: &Due) -> bool {
        let on = resource(&due.key.region, &due.body);
        let name = self
            .visitor
            .who
            .account
            .as_ref()
            .map(|account| account.name.as_str());
        let others = |row: &Stored| {
            let handed_in = matches!(row.state, Status::Submitted | Status::Accepted);
            handed_in && Some(row.reporter.as_str()) != name
        };
        due.stored.as_ref().is_some_and(others) && self.visitor.may(Action::ReviewReport, &on)
    }

    fn limit(&self, plan: &Plan, due: &Due) -> Option<String> {
        let (clause, target) = due.articles.iter().find_map(|id| plan.target(id))?;
        if *target.indicator.get_ref() != due.key.indicator {
            return None;
        }
        let written = article::written(self.context, plan, clause, target);
        let limit = format!("{} {}", written.operator, written.limit);
        Some(limit.trim().to_owned()).filter(|limit| !limit.is_empty())
    }
}

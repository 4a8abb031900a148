//! The figures of a city: index, shares, items against their limits.

use answer::context::Context;
use lake::{PeriodRecord, PeriodRequest};
use serde::Serialize;
use standards::composite::Statistic;
use standards::limits::{self, Class};
use standards::validity;
use units::{Exact, Period, Pollutant, rounding};
use utoipa::ToSchema;

use crate::api::shapes::Figure;
use crate::problem::Refusal;

/// The part of an item in the composite index.
#[derive(Serialize, ToSchema)]
pub(super) struct Part {
    item: String,
    symbol: String,
    value: Option<String>,
    /// Its single index.
    term: Option<String>,
    /// In per cent.
    share: Option<String>,
}

/// An item against its limit and the year before.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemView {
    item: String,
    symbol: String,
    figure: Figure,
    limit: String,
    before: Option<String>,
    /// In per cent.
    change: Option<String>,
}

/// The composite index of a period.
pub(super) fn index(
    context: &Context,
    code: &str,
    period: Period,
    record: Option<&PeriodRecord>,
) -> Figure {
    let Some(record) = record else {
        return Figure::default();
    };
    let value = record.composite.rounded.map(|index| index.to_string());
    let valid = record.valid();
    let missing: Vec<&str> = record
        .composite
        .missing
        .iter()
        .map(|item| item.symbol())
        .collect();
    let why = || context.say("reason-missing", &[("items", &missing.join(", "))]);
    Figure {
        value: value.clone().filter(|_| valid),
        indicative: value.filter(|_| !valid),
        marks: if valid {
            Vec::new()
        } else {
            vec!["indicative".to_owned()]
        },
        reasons: (!missing.is_empty()).then(why).into_iter().collect(),
        valid: fewest(record).map(|(valid, _)| valid),
        expected: fewest(record).map(|(_, expected)| expected),
        trace: Some(format!(
            "/api/v1/explain/composite_index/{code}?period={period}"
        )),
        ..Figure::default()
    }
}

fn fewest(record: &PeriodRecord) -> Option<(u64, u64)> {
    let coverages = record
        .evaluations
        .iter()
        .map(|evaluation| evaluation.coverage);
    let least = coverages.min_by_key(|coverage| coverage.valid)?;
    Some((least.valid.into(), least.expected.into()))
}

/// The shares of the index.
pub(super) fn shares(request: &PeriodRequest, record: &PeriodRecord) -> Result<Vec<Part>, Refusal> {
    let rules = validity::rules_on(answer::period::law_day(request))?;
    let composite = &record.composite;
    let terms = request.composite.terms.iter().enumerate();
    let share = |(place, term): (usize, &standards::composite::Term)| {
        let evaluation = &record.evaluations[place];
        let value = match term.statistic {
            Statistic::Mean => evaluation.mean,
            Statistic::Percentile => evaluation.percentile,
        };
        let percent = |share: Exact| rounding::gb8170(share * Exact::from_integer(100), 1);
        Part {
            item: term.pollutant.id().to_owned(),
            symbol: term.pollutant.symbol().to_owned(),
            value: value.map(|value| rules.report(term.pollutant, value).to_string()),
            term: composite.single[place].map(|single| rounding::gb8170(single, 2).to_string()),
            share: composite.shares[place].map(|share| percent(share).to_string()),
        }
    };
    Ok(terms.map(share).collect())
}

/// Each item against its limit.
pub(super) fn items(
    context: &Context,
    code: &str,
    request: &PeriodRequest,
    (now, before): (&PeriodRecord, Option<&PeriodRecord>),
) -> Result<Vec<ItemView>, Refusal> {
    let on = answer::period::law_day(request);
    let rules = validity::rules_on(on)?;
    let mut items = Vec::new();
    for (place, term) in request.composite.terms.iter().enumerate() {
        let of = |record: &PeriodRecord| {
            let evaluation = &record.evaluations[place];
            match term.statistic {
                Statistic::Mean => evaluation.mean,
                Statistic::Percentile => evaluation.percentile,
            }
        };
        let report = |value: Exact| rules.report(term.pollutant, value).to_string();
        let whole = before.filter(|record| record.evaluations[place].valid);
        let (value, then) = (of(now), whole.and_then(of));
        let limit = limits::limit(term.pollutant, term.limit, Class::Two, on)?;
        let evaluation = &now.evaluations[place];
        let unit = answer::output::pretty(term.pollutant.unit());
        items.push(ItemView {
            item: term.pollutant.id().to_owned(),
            symbol: term.pollutant.symbol().to_owned(),
            figure: Figure {
                value: value.map(report).filter(|_| evaluation.valid),
                indicative: value.map(report).filter(|_| !evaluation.valid),
                unit: Some(unit.to_owned()),
                valid: Some(evaluation.coverage.valid.into()),
                expected: Some(evaluation.coverage.expected.into()),
                trace: Some(trace(code, request.period, term.pollutant)),
                ..Figure::default()
            },
            limit: format!(
                "≤ {} {unit} ({}, {})",
                report(limit.value.ug_m3()),
                limit.edition,
                context.say(&format!("averaging-{}", term.limit.id()), &[])
            ),
            before: then.map(report),
            change: value
                .filter(|_| evaluation.valid)
                .zip(then)
                .and_then(|(now, then)| standards::ranking::change_rate(now, then))
                .map(|rate| rate.to_string()),
        });
    }
    Ok(items)
}

fn trace(code: &str, period: Period, pollutant: Pollutant) -> String {
    format!(
        "/api/v1/explain/mean/{code}?period={period}&item={}",
        pollutant.id()
    )
}

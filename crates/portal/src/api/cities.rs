//! A city: its targets and what is left to them, its index with shares and ranks, its days, its items.

mod figures;
mod worst;

use std::sync::Arc;

use access::{Action, Resource};
use answer::words::Language;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use lake::{PeriodRecord, PeriodRequest};
use plan::finding::{Finding, SourceKind};
use serde::{Deserialize, Serialize};
use standards::ranking;
use units::Period;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air;
use crate::api::plans::{self, FindingView, When, finding_view};
use crate::api::series::days_request;
use crate::api::shapes::{Figure, Named};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::{Visitor, in_region};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CityQuery {
    /// The plan whose targets are shown; the first unless named.
    plan: Option<String>,
    /// The period; the year of the plan's evaluation unless named.
    period: Option<String>,
    /// The day of evaluation.
    as_of: Option<String>,
    /// Facts of one year that stand for another: `2016=2025`.
    replay: Option<String>,
}

/// A city.
#[derive(Serialize, ToSchema)]
struct CityView {
    city: Named,
    period: String,
    /// The period that the figures are really of, where they are replayed.
    data_period: String,
    marks: Vec<String>,
    targets: Vec<FindingView>,
    index: Figure,
    index_before: Figure,
    /// In per cent, against the same period of the year before; negative is better.
    change_rate: Option<String>,
    shares: Vec<figures::Part>,
    ranks: Vec<Placed>,
    days: Days,
    items: Vec<figures::ItemView>,
    worst: Vec<worst::WorstDay>,
    /// The method of the composite index and its source.
    composite: String,
    notes: Vec<String>,
}

/// The place of a city in a set.
#[derive(Serialize, ToSchema)]
#[schema(as = Rank)]
struct Placed {
    set: Named,
    rank: Option<u32>,
    of: usize,
}

/// Days by class.
#[derive(Serialize, ToSchema)]
struct Days {
    good: u32,
    heavy: u32,
    valid: u32,
    good_before: Option<u32>,
    heavy_before: Option<u32>,
    ratio: Figure,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(city))
}

/// A city.
#[utoipa::path(get, path = "/cities/{code}", params(("code" = String, Path), CityQuery), responses(
    (status = 200, body = CityView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn city(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<CityQuery>,
) -> Result<Response, Refusal> {
    let region = air::region(&code)?;
    let on = in_region(&code);
    visitor.must(
        Action::ViewAir,
        &Resource {
            region: Some(region),
            ..Resource::default()
        },
    )?;
    // The public sees the measured targets; whoever sees findings sees them all.
    let scope = if visitor.may(Action::ViewFinding, &on) {
        "inside"
    } else {
        ""
    };
    keep_for(
        &portal,
        &asked,
        scope,
        Box::pin(view(&portal, &asked, &code, &query, scope == "inside")),
    )
    .await
}

async fn view(
    portal: &Portal,
    asked: &Asked,
    code: &str,
    query: &CityQuery,
    inside: bool,
) -> Result<CityView, Refusal> {
    let context = portal.context(asked.language);
    let when = When {
        as_of: query.as_of.clone(),
        replay: query.replay.clone(),
    };
    let plan = query
        .plan
        .clone()
        .or_else(|| Some(portal.plans().first()?.header.id.clone()));
    let (mut targets, mut marks, mut replayed) = (Vec::new(), Vec::new(), None);
    if let Some(plan) = &plan {
        let evaluated =
            plans::evaluated(portal, plan, when.as_of.as_deref(), when.replay.as_deref()).await?;
        let findings = evaluated.evaluation.findings.iter();
        let here = findings.filter(|finding| finding.region == code);
        let mut shown: Vec<_> = here
            .filter(|finding| inside || finding.source == SourceKind::Measured)
            .collect();
        // What is measured and can be said comes first; the rest keeps the plan's order.
        shown.sort_by_key(|finding| (finding.value.is_none(), finding.source));
        let view = |finding: &&Finding| finding_view(&context, &evaluated, finding);
        targets = shown.iter().map(view).collect();
        let replay = evaluated.question.request.replay;
        replayed = replay.map(|replay| (replay.plan_year, Arc::clone(&evaluated)));
    }
    let period = period(portal, query, &when)?;
    let data_period = match &replayed {
        Some((year, evaluated)) if period.start().date().year() == *year => {
            marks.push("replayed".to_owned());
            evaluated.question.facts.air.data_period(period)
        }
        _ => period,
    };
    let city = answer::places::CITY;
    if answer::provenance::is_simulated(&context, portal.lake(), data_period, city).await? {
        marks.push("simulated".to_owned());
    }
    let request = days_request(code, city, data_period)?;
    let now = record(portal, &request).await?;
    let before = record(portal, &before(&request)).await?;
    let name = answer::places::name(&context, code);
    let Some(now) = now else {
        return Err(Refusal::nothing("failure-portal-site").with("site", name));
    };
    // What rests on too few days is shown beside its coverage, and nothing is compared with it.
    let whole = |record: &PeriodRecord| record.composite.index.filter(|_| record.valid());
    let change = whole(&now)
        .zip(before.as_ref().and_then(whole))
        .and_then(|(now, then)| ranking::change_rate(now, then));
    let method = request.composite;
    Ok(CityView {
        city: Named::new(code, name),
        period: period.to_string(),
        data_period: data_period.to_string(),
        marks,
        targets,
        index: figures::index(&context, code, data_period, Some(&now)),
        index_before: figures::index(&context, code, data_period.year_before(), before.as_ref()),
        change_rate: change.map(|rate| rate.to_string()),
        shares: figures::shares(&request, &now)?,
        ranks: ranks(portal, asked.language, code, &request).await?,
        days: days(code, data_period, &now, before.as_ref()),
        items: figures::items(&context, code, &request, (&now, before.as_ref()))?,
        worst: worst::days(portal, asked.language, code, &now).await?,
        composite: format!(
            "{} · {}",
            context.pick(method.zh, method.en),
            answer::figures::cited(&context, &method.source)
        ),
        notes: answer::provenance::notes(&context, portal.lake(), &request).await?,
    })
}

/// The period asked for, else the year of the day of evaluation; of either, the days up to and with that day.
fn period(portal: &Portal, query: &CityQuery, when: &When) -> Result<Period, Refusal> {
    let day = plans::day(portal, when.as_of.as_deref())?;
    let asked = query.period.as_deref().filter(|text| !text.is_empty());
    let period = match asked {
        Some(text) => text
            .parse()
            .map_err(|_error| Refusal::bad("period", text))?,
        None => Period::Year(day.date().year()),
    };
    if period.start() > day {
        return Err(Refusal::bad("period", period));
    }
    let next = day.plus(1);
    if period.end() <= next {
        return Ok(period);
    }
    Ok(Period::Days(period.start(), next))
}

/// The same period of the year before, by the same limits.
fn before(request: &PeriodRequest) -> PeriodRequest {
    PeriodRequest {
        period: request.period.year_before(),
        law_of: Some(answer::period::law_day(request)),
        ..request.clone()
    }
}

async fn record(portal: &Portal, request: &PeriodRequest) -> Result<Option<PeriodRecord>, Refusal> {
    let records = lake::period_statistics(portal.lake(), request, portal.settings().query).await?;
    Ok(records.into_iter().next())
}

fn days(code: &str, period: Period, now: &PeriodRecord, before: Option<&PeriodRecord>) -> Days {
    let ratio = now.counts.good_ratio().map(|ratio| ratio.to_string());
    let valid = now.valid();
    let before = before.filter(|record| record.valid());
    Days {
        good: now.counts.good,
        heavy: now.counts.heavy,
        valid: now.counts.valid,
        good_before: before.map(|record| record.counts.good),
        heavy_before: before.map(|record| record.counts.heavy),
        ratio: Figure {
            value: ratio.clone().filter(|_| valid),
            indicative: ratio.filter(|_| !valid),
            unit: Some("%".to_owned()),
            valid: Some(now.counts.valid.into()),
            expected: Some(period.days().len() as u64),
            trace: Some(format!("/api/v1/explain/aqi/{code}?period={period}")),
            ..Figure::default()
        },
    }
}

/// The city's places in the sets that it is a member of.
async fn ranks(
    portal: &Portal,
    language: Language,
    code: &str,
    request: &PeriodRequest,
) -> Result<Vec<Placed>, Refusal> {
    let context = portal.context(language);
    let mut ranks = Vec::new();
    for zone in regions::zones() {
        let Ok(set) = answer::places::members(zone.id, request.period.start()) else {
            continue;
        };
        if !set.members.iter().any(|member| member == code) {
            continue;
        }
        let members = PeriodRequest {
            sites: set.members.clone(),
            ..request.clone()
        };
        let key = format!("rank {} {}", zone.id, request.period);
        let ranked = portal.ranked().get(portal, key, async {
            let records =
                lake::period_statistics(portal.lake(), &members, portal.settings().query).await?;
            let ranks = lake::ranks(&records);
            let pairs = records.into_iter().map(|record| record.site).zip(ranks);
            Ok(pairs.collect::<std::collections::BTreeMap<_, _>>())
        });
        let ranked = ranked.await?;
        ranks.push(Placed {
            set: Named::new(zone.id, context.pick(set.zh, set.en)),
            rank: ranked.get(code).copied().flatten(),
            of: ranked.values().flatten().count(),
        });
    }
    Ok(ranks)
}

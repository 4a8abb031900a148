//! Rankings of cities and counties, as `lantian rank` makes them, and as files.

use access::{Action, Resource};
use answer::period::PeriodOptions;
use answer::places::DayRule;
use answer::rank::{RankArgs, run};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use units::Day;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::shapes::{Named, Table};
use crate::api::{air, download};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::visitor::Visitor;

/// A set of places that are ranked.
#[derive(Serialize, ToSchema)]
struct RankingSet {
    id: String,
    name: String,
    members: usize,
    level: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RankQuery {
    /// shanxi11, key168, prefectures, counties or another set.
    set: String,
    /// 2019-01, 2019Q1, 2019, 2019-01-01..2019-06-30.
    period: String,
    /// `kept` or `deducted`: whether sand-dust days of the official list are left out.
    dust: Option<String>,
    /// The edition of the daily index; by date unless named.
    edition: Option<String>,
    /// `year_before`: with the change from the same period of the year before.
    compare: Option<String>,
    /// `ending` or `stamp`: how hour stamps make days.
    day_by: Option<String>,
    /// json, csv, xlsx or parquet.
    format: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SetsQuery {
    /// The day on which members are members; today unless named.
    on: Option<String>,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(rankings))
        .routes(routes!(sets))
        .routes(routes!(editions))
}

/// A ranking.
#[utoipa::path(get, path = "/rankings", params(RankQuery), responses(
    (status = 200, body = Table),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn rankings(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<RankQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewRanking, &Resource::default())?;
    let context = portal.context(asked.language);
    let format = query.format.clone().unwrap_or_else(|| "json".to_owned());
    let args = args(&portal, &query)?;
    if format == "json" {
        return keep(&portal, &asked, async {
            Ok(Table::of(run(&context, args).await?, &context.words))
        })
        .await;
    }
    let name = format!("{}-{}", query.set, query.period);
    let report = run(&context, args).await?;
    download::table(report, &context.words, &format, &name)
}

fn args(portal: &Portal, query: &RankQuery) -> Result<RankArgs, Refusal> {
    let dust = match query.dust.as_deref() {
        None | Some("kept") => None,
        Some("deducted") => Some(
            portal
                .settings()
                .dust
                .clone()
                .ok_or_else(|| Refusal::nothing("failure-portal-no-dust-list"))?,
        ),
        Some(other) => return Err(Refusal::bad("dust", other)),
    };
    let day_by = match query.day_by.as_deref() {
        None | Some("ending") => DayRule::Ending,
        Some("stamp") => DayRule::Stamp,
        Some(other) => return Err(Refusal::bad("day_by", other)),
    };
    let year_on_year = match query.compare.as_deref() {
        None | Some("") => false,
        Some("year_before") => true,
        Some(other) => return Err(Refusal::bad("compare", other)),
    };
    Ok(RankArgs {
        set: query.set.clone(),
        period: query.period.clone(),
        year_on_year,
        options: PeriodOptions {
            stage: air::STAGE.to_owned(),
            day_by,
            law_of: None,
            edition: query.edition.clone().filter(|edition| !edition.is_empty()),
            dust,
            composite: "ranking2018".to_owned(),
        },
    })
}

/// What can be ranked.
#[utoipa::path(get, path = "/rankings/sets", params(SetsQuery), responses(
    (status = 200, body = Vec<RankingSet>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn sets(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<SetsQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewRanking, &Resource::default())?;
    keep(&portal, &asked, async {
        let context = portal.context(asked.language);
        let on: Day = match &query.on {
            Some(text) => air::day("on", text)?,
            None => context.today(),
        };
        let home = &portal.settings().home_region;
        let around = air::region(home)?;
        let zones = regions::zones().iter().map(|zone| zone.id.to_owned());
        let ids = zones.chain([
            format!("{}{home}", answer::places::COUNTIES),
            answer::places::PREFECTURES.to_owned(),
        ]);
        let set = |id: String| {
            let set = answer::places::members(&id, on).ok()?;
            let county = set.members.first()?.parse::<regions::RegionCode>().ok();
            let level = county.and_then(regions::by_code).map(|region| region.level);
            let inside = |member: &String| {
                member
                    .parse()
                    .is_ok_and(|code| regions::contains(around, code))
            };
            let outside = !set.members.iter().all(inside);
            let set = RankingSet {
                id,
                name: context.pick(set.zh, set.en).to_owned(),
                members: set.members.len(),
                level: match level {
                    Some(regions::Level::County) => "county".to_owned(),
                    _ => "city".to_owned(),
                },
            };
            Some((outside, set))
        };
        let mut sets: Vec<_> = ids.filter_map(set).collect();
        // What lies within the home region comes first.
        sets.sort_by_key(|(outside, _)| *outside);
        Ok(sets.into_iter().map(|(_, set)| set).collect::<Vec<_>>())
    })
    .await
}

/// The editions of the daily index that a ranking may name.
#[utoipa::path(get, path = "/rankings/editions", responses(
    (status = 200, body = Vec<Named>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn editions(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewRanking, &Resource::default())?;
    keep(&portal, &asked, async {
        let context = portal.context(asked.language);
        let named = |edition: &standards::aqi::Edition| {
            Named::new(
                edition.id,
                answer::figures::cited(&context, &edition.source),
            )
        };
        Ok(standards::aqi::editions()
            .iter()
            .map(named)
            .collect::<Vec<_>>())
    })
    .await
}

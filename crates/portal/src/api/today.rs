//! The newest hour of a region's cities, counties or stations: where each stands, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Resource};
use answer::places;
use axum::extract::{Query, State};
use axum::response::Response;
use lake::SiteHours;
use regions::RegionCode;
use serde::{Deserialize, Serialize};
use standards::aqi;
use units::HourEnding;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air::{self, AqiClass, Shown, Span, Station};
use crate::api::shapes::Named;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{keep, percent_encoded};
use crate::visitor::Visitor;

/// Hours against which the change is told.
const BEFORE: i64 = 24;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TodayQuery {
    /// city, county or station.
    level: Option<String>,
    /// The code of a region; the home region unless named.
    region: Option<String>,
    /// The end of the hour, UTC+8: `2019-01-31T23:00`; the newest unless named.
    at: Option<String>,
}

/// Where the sites of a region stand in an hour.
#[derive(Serialize, ToSchema)]
struct Today {
    hour: String,
    edition: String,
    level: String,
    region: Named,
    items: Vec<TodayItem>,
    /// Sites of the region that say nothing of this hour.
    absent: Vec<Named>,
    classes: Vec<AqiClass>,
    /// Of the concentrations, by item.
    units: BTreeMap<String, String>,
    notes: Vec<String>,
    earliest: String,
    newest: String,
}

/// Where a site stands.
#[derive(Serialize, ToSchema)]
struct TodayItem {
    site: String,
    name: String,
    region: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    rank: Option<u32>,
    aqi: Option<u16>,
    class: Option<u8>,
    class_name: Option<String>,
    primary: Vec<String>,
    /// Concentrations by item, in the item's own unit.
    values: BTreeMap<String, Option<String>>,
    /// Of the index, against 24 hours before.
    change: Option<i32>,
    simulated: bool,
    /// The address of the index's trace.
    trace: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(today))
}

/// The newest hour, or the hour named.
#[utoipa::path(get, path = "/today", params(TodayQuery), responses(
    (status = 200, body = Today),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn today(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<TodayQuery>,
) -> Result<Response, Refusal> {
    let home = portal.settings().home_region.clone();
    let within = air::region(query.region.as_deref().unwrap_or(&home))?;
    let resource = Resource {
        region: Some(within),
        ..Resource::default()
    };
    visitor.must(Action::ViewAir, &resource)?;
    let made = async {
        let level = query.level.as_deref().unwrap_or("city");
        let shown = Shown::of(level)?;
        let at = query.at.as_deref().map(air::hour).transpose()?;
        answer(&portal, &asked, (shown, level), within, at).await
    };
    keep(&portal, &asked, Box::pin(made)).await
}

async fn answer(
    portal: &Portal,
    asked: &Asked,
    (shown, level): (Shown, &str),
    within: RegionCode,
    at: Option<HourEnding>,
) -> Result<Today, Refusal> {
    let context = portal.context(asked.language);
    let code = within.to_string();
    let region = Named::new(code.clone(), places::name(&context, &code));
    let span = air::span(portal, shown, within).await?;
    let Some(span) = span.as_ref() else {
        return Err(Refusal::nothing("failure-portal-no-hours").with("region", &region.name));
    };
    let hour = at.unwrap_or(span.newest);
    let edition = aqi::edition_on(hour.day())?;
    let days = (hour.plus(-BEFORE).day(), hour.day().plus(1));
    let hours = air::hours(portal, shown.stored(), span.sites.clone(), days).await?;
    let stations = air::stations(portal).await?;
    let mut items = Vec::new();
    for site in &span.sites {
        let item = item(
            portal,
            asked,
            (&hours, days.0),
            (site, hour),
            &stations,
            span,
        )?;
        items.extend(item);
    }
    rank(&mut items);
    let present: BTreeSet<&str> = items.iter().map(|item| item.site.as_str()).collect();
    let absent = absent(portal, asked, shown, within, &stations, span, &present);
    let mut notes = vec![context.say("note-stage", &[("stage", &context.say("stage-live", &[]))])];
    if span.simulated {
        notes.push(context.say("note-simulated", &[]));
    }
    let source = answer::figures::cited(&context, &edition.source);
    notes.push(context.say(
        "portal-edition",
        &[("edition", &edition.id), ("source", &source)],
    ));
    Ok(Today {
        hour: air::written(hour),
        edition: edition.id.to_owned(),
        level: level.to_owned(),
        region,
        items,
        absent,
        classes: air::classes(asked.language, edition),
        units: air::units(),
        notes,
        earliest: air::written(span.earliest),
        newest: air::written(span.newest),
    })
}

fn item(
    portal: &Portal,
    asked: &Asked,
    (hours, first): (&SiteHours, units::Day),
    (site, hour): (&str, HourEnding),
    stations: &[Station],
    span: &Span,
) -> Result<Option<TodayItem>, Refusal> {
    let at = |hour: HourEnding| {
        let place = hour.number() - HourEnding::first_of(first).number();
        let rows = hours.hours.get(site)?;
        rows.get(usize::try_from(place).ok()?)?.as_ref()
    };
    let Some(row) = at(hour) else {
        return Ok(None);
    };
    let (index, edition) = air::index(hour, &row.values)?;
    let before = match at(hour.plus(-BEFORE)) {
        Some(row) => air::index(hour.plus(-BEFORE), &row.values)?.0.aqi,
        None => None,
    };
    let context = portal.context(asked.language);
    let level = index.aqi.map(|aqi| aqi::level(edition, aqi));
    let place = air::station(stations, site);
    Ok(Some(TodayItem {
        name: air::site_name(portal, asked.language, stations, site),
        region: air::region_of(stations, site).map(|code| code.to_string()),
        lon: place.and_then(|station| station.lon),
        lat: place.and_then(|station| station.lat),
        rank: None,
        aqi: index.aqi,
        class: level.map(|level| level.grade),
        class_name: level.map(|level| context.pick(level.class_zh, level.class_en).to_owned()),
        primary: air::primary(&index),
        values: air::values(&row.values),
        change: index
            .aqi
            .zip(before)
            .map(|(now, then)| i32::from(now) - i32::from(then)),
        simulated: span.simulated,
        trace: format!(
            "/api/v1/explain/hour/{}?at={}",
            percent_encoded(site),
            air::written(hour)
        ),
        site: site.to_owned(),
    }))
}

/// The lowest index first; equal ones share a rank; those without one come last.
fn rank(items: &mut [TodayItem]) {
    items.sort_by_key(|item| (item.aqi.is_none(), item.aqi, item.site.clone()));
    let mut last: Option<(u16, u32)> = None;
    for (place, item) in items.iter_mut().enumerate() {
        let Some(aqi) = item.aqi else { continue };
        let next = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let rank = last
            .filter(|(of, _)| *of == aqi)
            .map_or(next, |(_, rank)| rank);
        item.rank = Some(rank);
        last = Some((aqi, rank));
    }
}

/// Regions of the level, or sites seen before, that say nothing of the hour.
fn absent(
    portal: &Portal,
    asked: &Asked,
    shown: Shown,
    within: RegionCode,
    stations: &[Station],
    span: &Span,
    present: &BTreeSet<&str>,
) -> Vec<Named> {
    let named = |site: String| {
        let name = air::site_name(portal, asked.language, stations, &site);
        Named::new(site, name)
    };
    let level = match shown {
        Shown::City => Some(regions::Level::City),
        Shown::County => Some(regions::Level::County),
        Shown::Station => None,
    };
    let day = span.newest.day().date();
    let expected: Vec<String> = match level {
        Some(level) => {
            let of_level = regions::all().iter().filter(|region| {
                region.level == level
                    && region.in_force(day)
                    && regions::contains(within, region.code)
            });
            of_level.map(|region| region.code.to_string()).collect()
        }
        None => span.sites.clone(),
    };
    let missing = expected
        .into_iter()
        .filter(|site| !present.contains(site.as_str()));
    missing.map(named).collect()
}

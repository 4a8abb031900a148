//! Values of a site over time: hours, or days by the standards.

use std::collections::BTreeMap;

use access::{Action, Resource};
use axum::extract::{Query, State};
use axum::response::Response;
use lake::{DayBy, PeriodRequest};
use serde::{Deserialize, Serialize};
use standards::aqi;
use units::{Day, HourEnding, Period, Pollutant};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::visitor::Visitor;

/// The longest span of one answer.
const MOST_DAYS: i32 = 3700;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SeriesQuery {
    /// The code of a region or the id of a station.
    site: String,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// hour or day.
    step: Option<String>,
}

/// Values of a site over time, column by column.
#[derive(Serialize, ToSchema)]
struct Series {
    site: String,
    name: String,
    level: String,
    step: String,
    edition: String,
    /// Ends of hours, or days.
    times: Vec<String>,
    aqi: Vec<Option<u16>>,
    class: Vec<Option<u8>>,
    primary: Vec<Option<String>>,
    values: BTreeMap<String, Vec<Option<String>>>,
    units: BTreeMap<String, String>,
    notes: Vec<String>,
    simulated: bool,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(series))
}

/// Values of a site over time.
#[utoipa::path(get, path = "/series", params(SeriesQuery), responses(
    (status = 200, body = Series),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn series(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<SeriesQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    keep(&portal, &asked, async {
        let (first, last) = (air::day("from", &query.from)?, air::day("to", &query.to)?);
        let days = last.number() - first.number();
        if !(0..MOST_DAYS).contains(&days) {
            return Err(Refusal::bad("to", &query.to));
        }
        let (site, level) = answer::places::site(&query.site)?;
        let mut found = empty(&portal, &asked, &site, level, first).await?;
        match query.step.as_deref().unwrap_or("hour") {
            "hour" => hourly(&portal, &mut found, level, (first, last.plus(1))).await?,
            "day" => {
                let days = Period::Days(first, last.plus(1));
                let context = portal.context(asked.language);
                found.simulated =
                    answer::provenance::is_simulated(&context, portal.lake(), days, level).await?;
                daily(&portal, &mut found, level, (first, last)).await?;
            }
            other => return Err(Refusal::bad("step", other)),
        }
        Ok(found)
    })
    .await
}

async fn empty(
    portal: &Portal,
    asked: &Asked,
    site: &str,
    level: &str,
    first: Day,
) -> Result<Series, Refusal> {
    let context = portal.context(asked.language);
    let stations = air::stations(portal).await?;
    let column = |pollutant: Pollutant| (pollutant.id().to_owned(), Vec::new());
    Ok(Series {
        site: site.to_owned(),
        name: air::site_name(portal, asked.language, &stations, site),
        level: level.to_owned(),
        step: "hour".to_owned(),
        edition: aqi::edition_on(first)?.id.to_owned(),
        times: Vec::new(),
        aqi: Vec::new(),
        class: Vec::new(),
        primary: Vec::new(),
        values: Pollutant::SIX.map(column).into(),
        units: air::units(),
        notes: vec![context.say("note-stage", &[("stage", &context.say("stage-live", &[]))])],
        simulated: false,
    })
}

async fn hourly(
    portal: &Portal,
    series: &mut Series,
    level: &'static str,
    days: (Day, Day),
) -> Result<(), Refusal> {
    let hours = air::hours(portal, level, vec![series.site.clone()], days).await?;
    series.simulated = hours.simulated;
    let rows = hours.hours.get(&series.site).map_or(&[][..], Vec::as_slice);
    let mut hour = HourEnding::first_of(days.0);
    for row in rows {
        let six = row.as_ref().map_or([None; 6], |row| row.values);
        let (index, edition) = air::index(hour, &six)?;
        let level = index.aqi.map(|aqi| aqi::level(edition, aqi).grade);
        push(
            series,
            air::written(hour),
            index.aqi,
            level,
            &air::primary(&index),
        );
        for (id, value) in air::values(&six) {
            series.values.entry(id).or_default().push(value);
        }
        hour = hour.plus(1);
    }
    Ok(())
}

async fn daily(
    portal: &Portal,
    series: &mut Series,
    level: &'static str,
    (first, last): (Day, Day),
) -> Result<(), Refusal> {
    "day".clone_into(&mut series.step);
    let request = days_request(&series.site, level, Period::Days(first, last.plus(1)))?;
    let records = lake::period_statistics(portal.lake(), &request, portal.settings().query).await?;
    for day in records.iter().flat_map(|record| &record.days) {
        let statistics = &day.record.statistics;
        let rules = standards::validity::rules_on(statistics.day)?;
        let primary = air::primary(&day.index);
        push(
            series,
            statistics.day.to_string(),
            day.index.aqi,
            day.level(),
            &primary,
        );
        for (value, pollutant) in statistics.values.iter().zip(Pollutant::SIX) {
            let shown = value
                .value
                .map(|value| rules.report(pollutant, value).to_string());
            let column = series.values.entry(pollutant.id().to_owned());
            column.or_default().push(shown);
        }
    }
    Ok(())
}

fn push(
    series: &mut Series,
    time: String,
    aqi: Option<u16>,
    class: Option<u8>,
    primary: &[String],
) {
    series.times.push(time);
    series.aqi.push(aqi);
    series.class.push(class);
    series
        .primary
        .push((!primary.is_empty()).then(|| primary.join(",")));
}

/// The request of the days of one site.
pub(super) fn days_request(
    site: &str,
    level: &'static str,
    period: Period,
) -> Result<PeriodRequest, Refusal> {
    Ok(PeriodRequest {
        period,
        sites: vec![site.to_owned()],
        level,
        stage: air::STAGE.to_owned(),
        as_of: None,
        day_by: DayBy::HourEnding,
        law_of: None,
        edition: None,
        dust: BTreeMap::new(),
        composite: standards::composite::method("ranking2018")?,
    })
}

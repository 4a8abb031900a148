//! A year of days of a site, by class of the daily index.

use access::{Action, Resource};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use standards::aqi::{self, Completeness};
use units::{Day, Period};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air::{self, AqiClass};
use crate::api::series::days_request;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::visitor::Visitor;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CalendarQuery {
    /// The code of a region or the id of a station.
    site: String,
    /// The year; the newest with data unless named.
    year: Option<i16>,
}

/// A year of days.
#[derive(Serialize, ToSchema)]
struct Calendar {
    site: String,
    name: String,
    year: i16,
    days: Vec<CalendarDay>,
    classes: Vec<AqiClass>,
    counts: Vec<ClassCount>,
    /// Days of which the index cannot be said.
    undetermined: u32,
    notes: Vec<String>,
    /// Years with data.
    years: Vec<i16>,
}

/// A day.
#[derive(Serialize, ToSchema)]
struct CalendarDay {
    day: String,
    aqi: Option<u16>,
    class: Option<u8>,
    primary: Vec<String>,
    /// Whether every item reached the standard's validity rule.
    valid: bool,
}

#[derive(Serialize, ToSchema)]
struct ClassCount {
    class: u8,
    days: u32,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(calendar))
}

/// A year of days of a site.
#[utoipa::path(get, path = "/calendar", params(CalendarQuery), responses(
    (status = 200, body = Calendar),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn calendar(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<CalendarQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    keep(&portal, &asked, async {
        let (site, level) = answer::places::site(&query.site)?;
        let years = years(&portal, &site, level).await?;
        let year = query.year.or_else(|| years.last().copied());
        let Some(year) = year else {
            return Err(Refusal::nothing("failure-portal-site").with("site", &query.site));
        };
        answer(&portal, &asked, (&site, level), year, years).await
    })
    .await
}

async fn answer(
    portal: &Portal,
    asked: &Asked,
    (site, level): (&str, &'static str),
    year: i16,
    years: Vec<i16>,
) -> Result<Calendar, Refusal> {
    let first = Day::from_ymd(year, 1, 1).ok_or_else(|| Refusal::bad("year", year))?;
    let edition = aqi::edition_on(first)?;
    let request = days_request(site, level, Period::Year(year))?;
    let records = lake::period_statistics(portal.lake(), &request, portal.settings().query).await?;
    let days: Vec<CalendarDay> = records
        .iter()
        .flat_map(|record| &record.days)
        .map(|day| CalendarDay {
            day: day.record.statistics.day.to_string(),
            aqi: day.index.aqi,
            class: day.level(),
            primary: air::primary(&day.index),
            valid: day.index.completeness == Completeness::Complete,
        })
        .collect();
    let count = |class: u8| ClassCount {
        class,
        days: u32::try_from(days.iter().filter(|day| day.class == Some(class)).count())
            .unwrap_or(u32::MAX),
    };
    let context = portal.context(asked.language);
    let stations = air::stations(portal).await?;
    let mut notes = answer::provenance::notes(&context, portal.lake(), &request).await?;
    notes.extend(records.first().map(|record| {
        let basis = context.say(&format!("basis-{}", record.basis), &[]);
        context.say("portal-basis", &[("basis", &basis)])
    }));
    Ok(Calendar {
        name: air::site_name(portal, asked.language, &stations, site),
        site: site.to_owned(),
        year,
        counts: edition
            .levels
            .iter()
            .map(|level| count(level.grade))
            .collect(),
        undetermined: u32::try_from(days.iter().filter(|day| day.aqi.is_none()).count())
            .unwrap_or(u32::MAX),
        days,
        classes: air::classes(asked.language, edition),
        notes,
        years,
    })
}

/// The years in which a site has values.
async fn years(portal: &Portal, site: &str, level: &str) -> Result<Vec<i16>, Refusal> {
    let site = answer::rows::quoted(site);
    let part = |table: &str| {
        format!(
            "SELECT DISTINCT CAST(date_part('year', day) AS INT) AS year FROM {table} \
             WHERE site = '{site}' AND level = '{level}'"
        )
    };
    let statement = format!(
        "SELECT year FROM ({} UNION {}) ORDER BY year",
        part("observation_hour"),
        part("observation_day")
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let rows = answer::output::from_batches(batches)?.rows;
    let year = |row: &Vec<answer::output::Cell>| answer::rows::plain(row.first()?).parse().ok();
    // Before the first edition there is no index to show.
    let ruled =
        |year: &i16| Day::from_ymd(*year, 1, 1).is_some_and(|first| aqi::edition_on(first).is_ok());
    Ok(rows.iter().filter_map(year).filter(ruled).collect())
}

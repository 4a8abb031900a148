//! How a figure of the air came about: the command's own tree, and that of an hour's index.

use access::{Action, Resource};
use answer::explain::{ExplainArgs, What, run};
use answer::output::{Cell, Node, Report, from_batches};
use answer::period::PeriodOptions;
use answer::places::DayRule;
use answer::rows::{plain, quoted};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use standards::aqi;
use units::{HourEnding, Pollutant};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air;
use crate::api::shapes::Trace;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep;
use crate::visitor::Visitor;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExplainQuery {
    /// The period of the figure.
    period: Option<String>,
    /// An item: pm25.
    item: Option<String>,
    /// A day to open down to its rows.
    day: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HourQuery {
    /// The end of the hour.
    at: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(hour))
        .routes(routes!(figure))
}

/// A figure of a period: `composite_index`, mean, aqi or iaqi.
#[utoipa::path(get, path = "/explain/{what}/{site}", params(("what" = String, Path), ("site" = String, Path), ExplainQuery), responses(
    (status = 200, body = Trace),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn figure(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path((what, site)): Path<(String, String)>,
    Query(query): Query<ExplainQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    let what = match what.as_str() {
        "composite_index" => What::CompositeIndex,
        "mean" => What::Mean,
        "aqi" => What::Aqi,
        "iaqi" => What::Iaqi,
        other => return Err(Refusal::not_found(other)),
    };
    keep(&portal, &asked, async {
        let context = portal.context(asked.language);
        let args = ExplainArgs {
            what,
            site,
            period: query.period,
            item: query.item,
            day: query.day,
            options: PeriodOptions {
                stage: air::STAGE.to_owned(),
                day_by: DayRule::Ending,
                law_of: None,
                edition: None,
                dust: None,
                composite: "ranking2018".to_owned(),
            },
        };
        let as_of = answer::context::show_moment(context.now.as_microsecond());
        Ok(Trace::of(run(&context, args).await?, as_of))
    })
    .await
}

/// The index of an hour, down to the row of the file.
#[utoipa::path(get, path = "/explain/hour/{site}", params(("site" = String, Path), HourQuery), responses(
    (status = 200, body = Trace),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn hour(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(site): Path<String>,
    Query(query): Query<HourQuery>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ViewAir, &Resource::default())?;
    keep(&portal, &asked, async {
        let hour = air::hour(&query.at)?;
        let (site, level) = answer::places::site(&site)?;
        let report = hour_tree(&portal, &asked, (&site, level), hour).await?;
        let now = portal.context(asked.language).now;
        Ok(Trace::of(
            report,
            answer::context::show_moment(now.as_microsecond()),
        ))
    })
    .await
}

async fn hour_tree(
    portal: &Portal,
    asked: &Asked,
    (site, level): (&str, &'static str),
    hour: HourEnding,
) -> Result<Report, Refusal> {
    let context = portal.context(asked.language);
    let days = (hour.day(), hour.day().plus(1));
    let hours = air::hours(portal, level, vec![site.to_owned()], days).await?;
    let place = usize::from(hour.of_day()) - 1;
    let row = hours
        .hours
        .get(site)
        .and_then(|rows| rows.get(place)?.as_ref());
    let Some(row) = row else {
        return Err(Refusal::nothing("failure-portal-site").with("site", site));
    };
    let (index, edition) = air::index(hour, &row.values)?;
    let (file, published) = stored(portal, (site, level), hour).await?;
    let cited = answer::figures::cited(&context, &edition.hourly_source);
    let item = |(place, pollutant): (usize, Pollutant)| {
        let value = row.values[place];
        let shown = value.map_or(Cell::Missing, |value| {
            Cell::Decimal(answer::figures::in_own_unit(pollutant, value))
        });
        let measured = Node::new(pollutant.symbol(), shown)
            .unit(pollutant.unit())
            .source(file.clone());
        let sub = index.iaqi[place].map_or(Cell::Missing, |iaqi| Cell::Integer(iaqi.into()));
        Node::new(format!("IAQI {}", pollutant.symbol()), sub)
            .source(format!("{} {cited}", edition.id))
            .over(vec![measured])
    };
    let children = Pollutant::SIX.into_iter().enumerate().map(item).collect();
    let aqi = index
        .aqi
        .map_or(Cell::Undetermined { indicative: None }, |aqi| {
            Cell::Integer(aqi.into())
        });
    let class = index.aqi.map(|aqi| {
        let level = aqi::level(edition, aqi);
        let source = answer::figures::cited(&context, &level.source);
        Node::new(
            context.say("column-class", &[]),
            Cell::text(context.pick(level.class_zh, level.class_en)),
        )
        .source(source)
    });
    let name = air::site_name(portal, asked.language, &air::stations(portal).await?, site);
    let title = context.say(
        "portal-hour",
        &[("site", &name), ("hour", &air::written(hour))],
    );
    let mut report = Report::new(title, Vec::new());
    report
        .tree
        .push(Node::new("AQI", aqi).source(edition.id).over(children));
    report.tree.extend(class);
    report.tree.extend(published.map(|text| {
        Node::new(context.say("portal-published", &[]), Cell::Decimal(text)).source(file.clone())
    }));
    Ok(report)
}

/// The file and row of an hour, and the index as it was published.
async fn stored(
    portal: &Portal,
    (site, level): (&str, &str),
    hour: HourEnding,
) -> Result<(String, Option<String>), Refusal> {
    let stamp = air::written(hour).replace('T', " ");
    let statement = format!(
        "SELECT coalesce(i.file, o.source) AS file, o.\"row\" AS line, o.aqi AS published, CAST(o.known_at AS VARCHAR) AS learned FROM observation_hour o \
         LEFT JOIN (SELECT source, min(file) AS file FROM import GROUP BY source) i ON i.source = o.source \
         WHERE o.site = '{}' AND o.level = '{level}' AND o.stage = '{}' AND o.day = DATE '{}' \
         AND o.hour = TIMESTAMP '{stamp}:00' ORDER BY o.known_at DESC, o.source DESC, o.\"row\" DESC LIMIT 1",
        quoted(site),
        air::STAGE,
        hour.day(),
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let rows = from_batches(batches)?.rows;
    let cells: Vec<String> = rows.first().into_iter().flatten().map(plain).collect();
    let [file, row, aqi, known] = &cells[..] else {
        return Ok((String::new(), None));
    };
    let source = format!("{file}:{row} · known_at {known}");
    Ok((source, Some(aqi.clone()).filter(|aqi| !aqi.is_empty())))
}

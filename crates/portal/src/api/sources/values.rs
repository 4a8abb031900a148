//! Values of a device over time: as it sent them, and for hours beside that what the rules make of them.

use std::collections::BTreeMap;

use access::Action;
use answer::context::Context;
use answer::output::{Cell, from_batches};
use answer::rows::{plain, quoted};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use units::Day;
use utoipa::{IntoParams, ToSchema};

use super::super::air;
use super::device::{Device, device};
use super::judged::{Judged, Outlet};
use super::latest::{decimal, factor_name, factor_unit};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::Visitor;

/// Values of a device.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DeviceSeries {
    device: String,
    step: &'static str,
    simulated: bool,
    factors: Vec<FactorSeries>,
    notes: Vec<String>,
}

/// Values of a factor; all lists are as long as `times`.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
struct FactorSeries {
    factor: String,
    name: String,
    unit: Option<String>,
    /// The permitted concentration, which the folded value of an hour keeps.
    limit: Option<String>,
    limit_source: Option<String>,
    /// Civil time UTC+8 as the device says it: of an hour its beginning.
    times: Vec<String>,
    values: Vec<Option<String>>,
    folded: Vec<Option<String>>,
    marks: Vec<Option<String>>,
    exceeds: Vec<Option<bool>>,
    /// Why an hour is not judged.
    reasons: Vec<Option<String>>,
    /// The entries that the values stand in: numbers of raw frames.
    sequences: Vec<i64>,
}

/// Which values.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// The first day.
    from: Option<String>,
    /// The last day, inclusive; the newest with values unless named.
    to: Option<String>,
    /// minute, hour or day; hour unless named.
    step: Option<String>,
    /// One factor's code; all unless named.
    factor: Option<String>,
}

/// How long a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Minute,
    Hour,
    Day,
}

impl Step {
    fn of(text: &str) -> Result<Self, Refusal> {
        match text {
            "minute" => Ok(Self::Minute),
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            other => Err(Refusal::bad("step", other)),
        }
    }

    /// Its id, its table, the days shown unless asked otherwise, and the most.
    fn facts(self) -> (&'static str, &'static str, i32, i32) {
        match self {
            Self::Minute => ("minute", "source_minute", 1, 3),
            Self::Hour => ("hour", "source_hour", 7, 31),
            Self::Day => ("day", "source_day", 90, 731),
        }
    }
}

/// The values of a device over days.
#[utoipa::path(get, path = "/devices/{mn}/values", params(("mn" = String, Path), Wanted), responses(
    (status = 200, body = DeviceSeries),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn values(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(mn): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    let device = device(&portal, &visitor, &mn, Action::ViewTelemetry).await?;
    let step = Step::of(wanted.step.as_deref().unwrap_or("hour"))?;
    keep_for(
        &portal,
        &asked,
        "telemetry",
        Box::pin(async {
            let days = span(&portal, &device, step, &wanted).await?;
            let context = portal.context(asked.language);
            let outlet = Outlet::of(&portal, &device, days.0).await?;
            let judged = match step {
                Step::Hour => outlet.hours(&portal, &context, days).await?,
                Step::Minute | Step::Day => Judged::default(),
            };
            let mut factors = BTreeMap::new();
            for row in rows(&portal, &device, step, days, wanted.factor.as_deref()).await? {
                add(&mut factors, &context, &outlet, &judged, row);
            }
            Ok(DeviceSeries {
                device: device.id.clone(),
                step: step.facts().0,
                simulated: device.simulated,
                factors: factors.into_values().collect(),
                notes: notes(&context, &device, step, &outlet),
            })
        }),
    )
    .await
}

/// The first and the last day.
async fn span(
    portal: &Portal,
    device: &Device,
    step: Step,
    wanted: &Wanted,
) -> Result<(Day, Day), Refusal> {
    let (_, table, shown, most) = step.facts();
    let last = match wanted.to.as_deref() {
        Some(text) => air::day("to", text)?,
        None => newest(portal, table, &device.id).await?,
    };
    let first = match wanted.from.as_deref() {
        Some(text) => air::day("from", text)?,
        None => last.plus(1 - shown),
    };
    let count = last.number() - first.number() + 1;
    if count < 1 {
        return Err(Refusal::bad("from", first));
    }
    if count > most {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "failure-portal-span").with("most", most));
    }
    Ok((first, last))
}

/// The newest day with values, else today.
async fn newest(portal: &Portal, table: &str, device: &str) -> Result<Day, Refusal> {
    let statement = format!(
        "SELECT max(day) FROM {table} WHERE device = '{}'",
        quoted(device)
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let rows = from_batches(batches)?.rows;
    let found = rows
        .first()
        .and_then(|row| plain(row.first()?).parse().ok());
    Ok(found.unwrap_or_else(|| portal.context(answer::words::Language::Zh).today()))
}

/// A stored value.
struct Row {
    factor: String,
    time: String,
    micros: i64,
    value: Option<String>,
    folded: Option<String>,
    mark: Option<String>,
    sequence: i64,
}

async fn rows(
    portal: &Portal,
    device: &Device,
    step: Step,
    (first, last): (Day, Day),
    factor: Option<&str>,
) -> Result<Vec<Row>, Refusal> {
    let (_, table, ..) = step.facts();
    let only = factor.map_or_else(String::new, |code| {
        format!("AND factor = '{}' ", quoted(code))
    });
    let statement = format!(
        "SELECT factor, data_time, CAST(data_time AS BIGINT) AS micros, value, folded, coalesce(mark, device_mark), sequence \
         FROM {table} WHERE device = '{}' AND day >= DATE '{first}' AND day <= DATE '{last}' {only}\
         QUALIFY row_number() OVER (PARTITION BY factor, system, data_time ORDER BY revision DESC) = 1 \
         ORDER BY factor, data_time",
        quoted(&device.id)
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let row = |cells: Vec<Cell>| {
        let [factor, time, micros, value, folded, mark, sequence] =
            <[Cell; 7]>::try_from(cells).ok()?;
        Some(Row {
            factor: plain(&factor),
            time: plain(&time),
            micros: plain(&micros).parse().ok()?,
            value: decimal(&plain(&value)),
            folded: decimal(&plain(&folded)),
            mark: Some(plain(&mark)).filter(|mark| !mark.is_empty()),
            sequence: plain(&sequence).parse().ok()?,
        })
    };
    Ok(from_batches(batches)?
        .rows
        .into_iter()
        .filter_map(row)
        .collect())
}

fn add(
    factors: &mut BTreeMap<String, FactorSeries>,
    context: &Context,
    outlet: &Outlet,
    judged: &Judged,
    row: Row,
) {
    let series = factors.entry(row.factor.clone()).or_insert_with(|| {
        let limit = outlet.limit(&row.factor);
        FactorSeries {
            name: factor_name(context, &row.factor),
            unit: factor_unit(&row.factor),
            limit: limit.map(|limit| limit.value.clone()),
            limit_source: limit.map(|limit| limit.source.clone()),
            factor: row.factor.clone(),
            ..FactorSeries::default()
        }
    });
    let hour = judged.hour(row.micros, &row.factor);
    series.times.push(row.time);
    series.values.push(row.value);
    series
        .folded
        .push(hour.map_or(row.folded, |hour| hour.folded.clone()));
    series.marks.push(row.mark);
    series.exceeds.push(hour.and_then(|hour| hour.exceeds));
    series
        .reasons
        .push(hour.and_then(|hour| hour.reason.clone()));
    series.sequences.push(row.sequence);
}

fn notes(context: &Context, device: &Device, step: Step, outlet: &Outlet) -> Vec<String> {
    let mut notes = Vec::new();
    if device.simulated {
        let devices = &device.id;
        notes.push(context.say("note-telemetry-simulated", &[("devices", devices)]));
    }
    notes.push(context.say("portal-series-times", &[]));
    if step == Step::Hour {
        notes.push(outlet.oxygen_note(context));
        if !outlet.has_limits() {
            notes.push(context.say("note-hours-no-limits", &[]));
        }
        notes.push(context.say("note-hours-method", &[]));
    } else {
        notes.push(context.say("portal-series-unjudged", &[]));
    }
    notes
}

//! What a device sent last, factor by factor: of the finest table that holds anything of it.

use access::Action;
use answer::context::Context;
use answer::output::{from_batches, pretty};
use answer::rows::{plain, quoted};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use wire::hj212::factors;

use super::device::{Device, device};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::fresh;
use crate::visitor::Visitor;

/// Tables of values, the finest first.
const TABLES: [&str; 3] = ["source_realtime", "source_minute", "source_hour"];

/// A value as a device sent it; nothing is judged by a single one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiveValue {
    device: String,
    outlet: Option<String>,
    factor: String,
    name: String,
    value: Option<String>,
    unit: Option<String>,
    /// Civil time UTC+8, as the device says it.
    time: String,
    mark: Option<String>,
    exceeds: Option<bool>,
}

/// The newest values of a device.
#[utoipa::path(get, path = "/devices/{mn}/latest", params(("mn" = String, Path)), responses(
    (status = 200, body = Vec<LiveValue>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn latest(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(mn): Path<String>,
) -> Result<Response, Refusal> {
    let device = device(&portal, &visitor, &mn, Action::ViewTelemetry).await?;
    let context = portal.context(asked.language);
    for table in TABLES {
        let values = newest(&portal, &context, &device, table).await?;
        if !values.is_empty() {
            return fresh(&asked, &values);
        }
    }
    fresh(&asked, &Vec::<LiveValue>::new())
}

async fn newest(
    portal: &Portal,
    context: &Context,
    device: &Device,
    table: &str,
) -> Result<Vec<LiveValue>, Refusal> {
    let id = quoted(&device.id);
    let statement = format!(
        "WITH newest AS (SELECT max(day) AS day FROM {table} WHERE device = '{id}') \
         SELECT r.factor, r.value, r.data_time, coalesce(r.mark, r.device_mark) \
         FROM {table} r JOIN newest n ON r.day = n.day WHERE r.device = '{id}' \
         QUALIFY row_number() OVER (PARTITION BY r.factor ORDER BY r.data_time DESC, r.revision DESC) = 1 \
         ORDER BY r.factor"
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let value = |row: Vec<answer::output::Cell>| {
        let [factor, value, time, mark] = &row[..] else {
            return None;
        };
        let factor = plain(factor);
        Some(LiveValue {
            device: device.id.clone(),
            outlet: device.outlet.clone(),
            name: factor_name(context, &factor),
            value: decimal(&plain(value)),
            unit: factor_unit(&factor),
            time: plain(time),
            mark: Some(plain(mark)).filter(|mark| !mark.is_empty()),
            exceeds: None,
            factor,
        })
    };
    Ok(from_batches(batches)?
        .rows
        .into_iter()
        .filter_map(value)
        .collect())
}

/// The name of a factor.
pub(super) fn factor_name(context: &Context, code: &str) -> String {
    let known = factors::find(code);
    known
        .map_or(code, |factor| context.pick(factor.zh, factor.en))
        .to_owned()
}

/// The unit of a factor's values.
pub(super) fn factor_unit(code: &str) -> Option<String> {
    let unit = factors::find(code)?.unit;
    Some(pretty(unit).to_owned()).filter(|unit| !unit.is_empty())
}

/// A stored decimal without the zeros that say nothing.
pub(super) fn decimal(text: &str) -> Option<String> {
    let short = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    };
    Some(short.to_owned()).filter(|text| !text.is_empty())
}

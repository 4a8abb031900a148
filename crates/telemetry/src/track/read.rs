//! A vehicle's records and events from the lake, each at its newest revision known at a moment.

use std::collections::BTreeMap;

use lake::arrow::array::{Array as _, AsArray as _};
use lake::arrow::datatypes::{Decimal128Type, Int32Type, TimestampMicrosecondType};
use lake::arrow::record_batch::RecordBatch;
use lake::{Asked, Lake, LakeError, QueryLimits, Table};
use units::Day;

use super::{Event, Record};
use crate::recall::text;

/// Reads the records of a vehicle, of a day up to but without another, in the order of time.
pub async fn records(
    lake: &Lake,
    vin: &str,
    days: (Day, Day),
    as_of: Option<i64>,
    limits: QueryLimits,
) -> Result<Vec<Record>, LakeError> {
    let columns = [
        "data_time",
        "revision",
        "speed_km_h",
        "nox_up_ppm",
        "nox_down_ppm",
        "reagent_percent",
        "lon_deg",
        "lat_deg",
        "odometer_km",
    ];
    let parts = read(
        lake,
        Table::VehicleRecord,
        vin,
        days,
        as_of,
        &columns,
        limits,
    )
    .await?;
    let mut newest: BTreeMap<i64, (i32, Record)> = BTreeMap::new();
    for part in &parts {
        let number = |column: usize, row: usize| {
            let column = part.column(column).as_primitive_opt::<Decimal128Type>()?;
            column.is_valid(row).then(|| column.value(row))
        };
        for row in 0..part.num_rows() {
            let (time, revision) = place(part, row);
            let record = Record {
                time,
                speed_km_h: number(2, row),
                nox_up_ppm: number(3, row),
                nox_down_ppm: number(4, row),
                reagent_percent: number(5, row),
                lon_deg: number(6, row),
                lat_deg: number(7, row),
                odometer_km: number(8, row),
            };
            if newest
                .get(&time)
                .is_none_or(|(before, _)| *before < revision)
            {
                newest.insert(time, (revision, record));
            }
        }
    }
    Ok(newest.into_values().map(|(_, record)| record).collect())
}

/// Reads the events of a vehicle, of a day up to but without another, in the order of time.
pub async fn events(
    lake: &Lake,
    vin: &str,
    days: (Day, Day),
    as_of: Option<i64>,
    limits: QueryLimits,
) -> Result<Vec<Event>, LakeError> {
    let columns = ["data_time", "revision", "kind", "content"];
    let parts = read(
        lake,
        Table::VehicleEvent,
        vin,
        days,
        as_of,
        &columns,
        limits,
    )
    .await?;
    let mut events = Vec::new();
    for part in &parts {
        events.extend((0..part.num_rows()).map(|row| Event {
            time: place(part, row).0,
            kind: text(part.column(2), row).unwrap_or_default().to_owned(),
            content: text(part.column(3), row).map(str::to_owned),
        }));
    }
    events.sort_by(|a, b| (a.time, &a.kind, &a.content).cmp(&(b.time, &b.kind, &b.content)));
    Ok(events)
}

async fn read(
    lake: &Lake,
    table: Table,
    vin: &str,
    days: (Day, Day),
    as_of: Option<i64>,
    columns: &[&str],
    limits: QueryLimits,
) -> Result<Vec<RecordBatch>, LakeError> {
    let devices = [vin.to_owned()];
    let asked = Asked {
        table,
        devices: &devices,
        days,
        times: None,
        as_of,
        columns,
    };
    lake.telemetry(&asked, limits).await
}

/// Time and revision, which stand first among the columns.
fn place(part: &RecordBatch, row: usize) -> (i64, i32) {
    let time = part.column(0).as_primitive::<TimestampMicrosecondType>();
    let revision = part.column(1).as_primitive::<Int32Type>();
    (time.value(row), revision.value(row))
}

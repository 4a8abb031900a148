//! Recalling from the lake what it holds of times that frames speak of again.

use std::collections::BTreeSet;

use futures::StreamExt as _;
use lake::arrow::array::{Array, AsArray as _};
use lake::arrow::datatypes::{
    DataType, Decimal128Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use lake::arrow::record_batch::RecordBatch;
use lake::{Asked, Lake, LakeError, QueryLimits, Table};
use units::Day;

use crate::cell::Cell;
use crate::recent::Recent;
use crate::rows::{Rows, day_of};
use crate::stream::{Interval, Stream};

/// Reads where every device stands, from the rows of a day and later.
pub(crate) async fn marks(
    lake: &Lake,
    recent: &mut Recent,
    since: Day,
    limits: QueryLimits,
) -> Result<(), LakeError> {
    let mut tables: Vec<(Table, Stream)> = Vec::new();
    for stream in Stream::ALL.into_iter().filter(|stream| stream.keyed()) {
        if tables.iter().all(|(table, _)| *table != stream.table()) {
            tables.push((stream.table(), stream));
        }
    }
    for (table, stream) in tables {
        for latest in lake.latest_times(table, since, limits).await? {
            let interval = latest.interval.as_deref();
            if let Some(stream) = of_interval(stream, interval) {
                recent.mark(stream, &latest.device, latest.data_time);
            }
        }
    }
    Ok(())
}

/// The stream of a row of a table that one of its streams stands for.
fn of_interval(stream: Stream, interval: Option<&str>) -> Option<Stream> {
    let Some(interval) = interval else {
        return Some(stream);
    };
    let interval = Interval::ALL.into_iter().find(|own| own.id() == interval)?;
    match stream {
        Stream::Power(_) => Some(Stream::Power(interval)),
        Stream::Process(_) => Some(Stream::Process(interval)),
        other => Some(other),
    }
}

/// Recalls every time of these rows that the memory does not know.
pub(crate) async fn recall(
    lake: &Lake,
    recent: &mut Recent,
    rows: &Rows<'_>,
    batch: u64,
    limits: QueryLimits,
) -> Result<(), LakeError> {
    let stream = rows.stream;
    let unknown: BTreeSet<(&str, i64)> = rows
        .moments()
        .map(|moment| (moment.device, moment.time))
        .filter(|(device, time)| recent.is_unknown(stream, device, *time))
        .collect();
    for (start, end) in runs(&unknown) {
        let within: Vec<(&str, i64)> = unknown
            .iter()
            .filter(|(_, time)| (start..end).contains(&day_of(*time)))
            .copied()
            .collect();
        for (device, time) in &within {
            recent.open(stream, device, *time, batch);
        }
        let days = (Day::from_number(start), Day::from_number(end));
        if let Err(error) = read(lake, recent, stream, &within, days, limits).await {
            // What was not read whole is as unknown as before.
            for (device, time) in &within {
                recent.shut(stream, device, *time);
            }
            return Err(error);
        }
    }
    Ok(())
}

/// Spans of days without a gap, as the first day and the day after the last.
fn runs(unknown: &BTreeSet<(&str, i64)>) -> Vec<(i32, i32)> {
    let days: BTreeSet<i32> = unknown.iter().map(|(_, time)| day_of(*time)).collect();
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, end)) if *end == day => *end = day + 1,
            _ => runs.push((day, day + 1)),
        }
    }
    runs
}

/// Reads what the lake holds of times of some days into the memory.
async fn read(
    lake: &Lake,
    recent: &mut Recent,
    stream: Stream,
    within: &[(&str, i64)],
    days: (Day, Day),
    limits: QueryLimits,
) -> Result<(), LakeError> {
    let devices: BTreeSet<&str> = within.iter().map(|(device, _)| *device).collect();
    let devices: Vec<String> = devices.into_iter().map(str::to_owned).collect();
    let times = within.iter().map(|(_, time)| *time);
    let (keys, contents) = stream.columns();
    let mut columns = vec!["device", "data_time", "revision"];
    columns.extend(keys.iter().chain(contents));
    if stream.interval().is_some() {
        columns.push("granularity");
    }
    let asked = Asked {
        table: stream.table(),
        devices: &devices,
        days,
        times: times.clone().min().zip(times.max()),
        as_of: None,
        columns: &columns,
    };
    let mut parts = lake.telemetry_stream(&asked, limits).await?;
    while let Some(part) = parts.next().await {
        remember(recent, stream, &part?);
    }
    Ok(())
}

/// Puts rows of the lake into the memory.
fn remember(recent: &mut Recent, stream: Stream, part: &RecordBatch) {
    let (keys, contents) = stream.columns();
    let place = |name: &str| part.schema().index_of(name).ok();
    let texts = |name: &str| place(name).map(|at| part.column(at));
    let (Some(devices), Some(times), Some(revisions)) =
        (texts("device"), texts("data_time"), texts("revision"))
    else {
        return;
    };
    let interval = stream.interval().map(Interval::id);
    let intervals = texts("granularity");
    let (mut key, mut content) = (Vec::new(), Vec::new());
    for row in 0..part.num_rows() {
        if interval.is_some() && intervals.is_some_and(|column| text(column, row) != interval) {
            continue;
        }
        key.clear();
        content.clear();
        let write = |names: &[&str], out: &mut Vec<u8>| {
            for name in names {
                texts(name)
                    .map_or(Cell::Missing, |column| cell(column, row))
                    .write(out);
            }
        };
        write(keys, &mut key);
        write(contents, &mut content);
        let Some(device) = text(devices, row) else {
            continue;
        };
        let time = times.as_primitive::<TimestampMicrosecondType>().value(row);
        let revision = revisions.as_primitive::<Int32Type>().value(row);
        recent.recall(stream, (device, time), &key, &content, revision);
    }
}

pub(crate) fn text(column: &dyn Array, row: usize) -> Option<&str> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8View => column.as_string_view_opt().map(|texts| texts.value(row)),
        _ => column.as_string_opt::<i32>().map(|texts| texts.value(row)),
    }
}

fn cell(column: &dyn Array, row: usize) -> Cell<'_> {
    if column.is_null(row) {
        return Cell::Missing;
    }
    match column.data_type() {
        DataType::Decimal128(..) => {
            Cell::number(column.as_primitive::<Decimal128Type>().value(row))
        }
        DataType::Timestamp(..) => {
            Cell::Time(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        DataType::Int32 => Cell::Integer(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Cell::Integer(column.as_primitive::<Int64Type>().value(row)),
        _ => Cell::text(text(column, row)),
    }
}

//! Columns of a batch as the lake's columns.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, Date32Array, Decimal128Array, Int16Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use lake::arrow::record_batch::RecordBatch;
use lake::{LakeError, Table};
use units::{Day, HourEnding, Pollutant};

use crate::{Batch, Defect, Flag, Granularity, Level, Stage, State, Weather};

/// What every row of a file shares.
#[derive(Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub(crate) known_at: i64,
    pub(crate) kind: &'a str,
    pub(crate) source: &'a str,
}

const MICROSECONDS_PER_HOUR: i64 = 3_600_000_000;

/// The observations of a batch, for the hourly or the daily table.
pub(crate) fn observations(batch: &Batch, stamp: Stamp<'_>) -> Result<RecordBatch, LakeError> {
    let mut columns = site_and_day(batch);
    columns.push(match batch.granularity {
        Granularity::Hour => hours(batch),
        Granularity::Day => repeated("day", batch),
        Granularity::Month => repeated("month", batch),
    });
    for values in batch.values.iter().chain([&batch.o3_8h]) {
        columns.push(decimals(values)?);
    }
    columns.push(Arc::new(Int16Array::from(batch.aqi.clone())));
    for item in 0..7 {
        let published = batch.iaqi.as_ref().map(|columns| columns[item].clone());
        columns.push(Arc::new(Int16Array::from(
            published.unwrap_or_else(|| vec![None; batch.site.len()]),
        )));
    }
    columns.extend([
        repeated(stage(batch.basis.stage), batch),
        repeated(state(batch.basis.state), batch),
        repeated(stamp.kind, batch),
        rows(batch),
    ]);
    columns.extend(stamped(batch.site.len(), stamp));
    Ok(RecordBatch::try_new(
        table(batch.granularity).schema(),
        columns,
    )?)
}

/// The table that observations of a granularity go to.
pub(crate) fn table(granularity: Granularity) -> Table {
    match granularity {
        Granularity::Hour => Table::ObservationHour,
        Granularity::Day | Granularity::Month => Table::ObservationDay,
    }
}

/// The weather of a batch.
pub(crate) fn weather(
    batch: &Batch,
    weather: &Weather,
    stamp: Stamp<'_>,
) -> Result<RecordBatch, LakeError> {
    let mut columns = site_and_day(batch);
    columns.push(hours(batch));
    let Weather {
        temperature_c,
        dew_point_c,
        pressure_hpa,
        rain_mm,
        wind_speed_m_s,
        wind_direction,
    } = weather;
    for values in [
        temperature_c,
        dew_point_c,
        pressure_hpa,
        rain_mm,
        wind_speed_m_s,
    ] {
        columns.push(decimals(values)?);
    }
    let direction =
        |sixteenth: &Option<u8>| sixteenth.and_then(|s| COMPASS.get(usize::from(s)).copied());
    columns.push(Arc::new(
        wind_direction
            .iter()
            .map(direction)
            .collect::<StringArray>(),
    ));
    columns.push(rows(batch));
    columns.extend(stamped(batch.site.len(), stamp));
    Ok(RecordBatch::try_new(Table::WeatherHour.schema(), columns)?)
}

/// The defects of a file.
pub(crate) fn defects(defects: &[Defect], stamp: Stamp<'_>) -> Result<RecordBatch, LakeError> {
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(
            defects
                .iter()
                .map(|d| Some(d.file.as_str()))
                .collect::<StringArray>(),
        ),
        Arc::new(
            defects
                .iter()
                .map(|d| d.row.map(i64::from))
                .collect::<Int64Array>(),
        ),
        Arc::new(
            defects
                .iter()
                .map(|d| d.column.as_deref())
                .collect::<StringArray>(),
        ),
        Arc::new(
            defects
                .iter()
                .map(|d| Some(d.text.as_str()))
                .collect::<StringArray>(),
        ),
        Arc::new(
            defects
                .iter()
                .map(|d| Some(d.reason.id()))
                .collect::<StringArray>(),
        ),
    ];
    columns.extend(stamped(defects.len(), stamp));
    Ok(RecordBatch::try_new(Table::Defect.schema(), columns)?)
}

/// The flags of a file.
pub(crate) fn flags(
    flags: &[Flag],
    granularity: Granularity,
    stamp: Stamp<'_>,
) -> Result<RecordBatch, LakeError> {
    let hour = |flag: &Flag| match granularity {
        Granularity::Hour => HourEnding::from_number(flag.time),
        Granularity::Day | Granularity::Month => {
            HourEnding::first_of(day_number(flag.time)).plus(23)
        }
    };
    let values: Decimal128Array = flags.iter().map(|f| Some(i128::from(f.value))).collect();
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(
            flags
                .iter()
                .map(|f| Some(f.site.as_str()))
                .collect::<StringArray>(),
        ),
        Arc::new(
            flags
                .iter()
                .map(|f| Some(hour(f).day().number()))
                .collect::<Date32Array>(),
        ),
        Arc::new(
            flags
                .iter()
                .map(|f| Some(hour(f).number() * MICROSECONDS_PER_HOUR))
                .collect::<TimestampMicrosecondArray>(),
        ),
        Arc::new(
            flags
                .iter()
                .map(|f| Some(Pollutant::id(f.pollutant)))
                .collect::<StringArray>(),
        ),
        Arc::new(flags.iter().map(|f| Some(f.rule)).collect::<StringArray>()),
        Arc::new(values.with_precision_and_scale(9, 3)?),
        Arc::new(
            flags
                .iter()
                .map(|f| Some(i64::from(f.row)))
                .collect::<Int64Array>(),
        ),
    ];
    columns.extend(stamped(flags.len(), stamp));
    Ok(RecordBatch::try_new(Table::Flag.schema(), columns)?)
}

/// The sixteen points of the compass, clockwise from north.
const COMPASS: [&str; 16] = [
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW",
];

fn level(level: Level) -> &'static str {
    match level {
        Level::City => "city",
        Level::Station => "station",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Live => "live",
        Stage::Reviewed => "reviewed",
        Stage::DailySite => "daily_site",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Actual => "actual",
        State::Standard => "standard",
        State::Unknown => "unknown",
    }
}

fn site_and_day(batch: &Batch) -> Vec<ArrayRef> {
    let site = |&place: &u32| batch.sites.get(place as usize).map(String::as_str);
    let day = |&time: &i64| match batch.granularity {
        Granularity::Hour => Some(HourEnding::from_number(time).day().number()),
        Granularity::Day | Granularity::Month => Some(day_number(time).number()),
    };
    vec![
        Arc::new(batch.site.iter().map(site).collect::<StringArray>()),
        repeated(level(batch.level), batch),
        Arc::new(batch.time.iter().map(day).collect::<Date32Array>()),
    ]
}

fn day_number(time: i64) -> Day {
    Day::from_number(i32::try_from(time).unwrap_or(i32::MAX))
}

fn hours(batch: &Batch) -> ArrayRef {
    Arc::new(
        batch
            .time
            .iter()
            .map(|hour| Some(hour * MICROSECONDS_PER_HOUR))
            .collect::<TimestampMicrosecondArray>(),
    )
}

fn rows(batch: &Batch) -> ArrayRef {
    Arc::new(
        batch
            .row
            .iter()
            .map(|&row| Some(i64::from(row)))
            .collect::<Int64Array>(),
    )
}

fn repeated(text: &str, batch: &Batch) -> ArrayRef {
    texts(text, batch.site.len())
}

fn texts(text: &str, count: usize) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(std::iter::repeat_n(
        text, count,
    )))
}

fn decimals(values: &[Option<i32>]) -> Result<ArrayRef, LakeError> {
    let column: Decimal128Array = values.iter().map(|v| v.map(i128::from)).collect();
    Ok(Arc::new(column.with_precision_and_scale(9, 3)?))
}

fn stamped(count: usize, stamp: Stamp<'_>) -> [ArrayRef; 2] {
    let known_at =
        TimestampMicrosecondArray::from_value(stamp.known_at, count).with_timezone("UTC");
    [Arc::new(known_at), texts(stamp.source, count)]
}

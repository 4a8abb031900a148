//! Keeping computed statistics in the lake, with the moment they were computed as of.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int16Array, Int32Array, StringArray,
    TimestampMicrosecondArray,
};
use datafusion::arrow::record_batch::RecordBatch;
use units::{Exact, Period, Pollutant, rounding};

use crate::error::LakeError;
use crate::period::{DayIndex, PeriodRecord};
use crate::schema::Table;
use crate::store::{Appended, Lake};

/// What the saved statistics are of.
#[derive(Clone, Copy, Debug)]
pub struct Saved<'a> {
    /// The period.
    pub period: Period,
    /// `city` or `station`.
    pub level: &'a str,
    /// When they were computed, in microseconds since 1970 UTC.
    pub known_at: i64,
    /// A name of this computation; saving under the same name twice changes nothing.
    pub source: &'a str,
}

/// Appends daily and period statistics; values are rounded by GB/T 8170 to three decimals.
pub async fn save_statistics(
    lake: &Lake,
    records: &[PeriodRecord],
    saved: Saved<'_>,
) -> Result<Appended, LakeError> {
    let days = day_batch(records, saved)?;
    lake.append(Table::StatisticDay, saved.source, &[days])
        .await?;
    let periods = period_batch(records, saved)?;
    lake.append(Table::StatisticPeriod, saved.source, &[periods])
        .await
}

fn stamped(mut columns: Vec<ArrayRef>, rows: usize, saved: Saved<'_>) -> Vec<ArrayRef> {
    columns.push(Arc::new(
        TimestampMicrosecondArray::from(vec![saved.known_at; rows]).with_timezone("UTC"),
    ));
    columns.push(Arc::new(StringArray::from(vec![saved.source; rows])));
    columns
}

fn day_batch(records: &[PeriodRecord], saved: Saved<'_>) -> Result<RecordBatch, LakeError> {
    let days: Vec<(&str, &DayIndex)> = records
        .iter()
        .flat_map(|r| r.days.iter().map(|day| (r.site.as_str(), day)))
        .collect();
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(
            days.iter()
                .map(|(site, _)| Some(*site))
                .collect::<StringArray>(),
        ),
        Arc::new(StringArray::from(vec![saved.level; days.len()])),
        Arc::new(
            days.iter()
                .map(|(_, d)| Some(d.record.statistics.day.number()))
                .collect::<Date32Array>(),
        ),
    ];
    for (p, pollutant) in Pollutant::SIX.into_iter().enumerate() {
        let value = |day: &DayIndex| thousandths(day.record.statistics.values[p].value?, pollutant);
        let column: Decimal128Array = days.iter().map(|(_, day)| value(day)).collect();
        columns.push(Arc::new(column.with_precision_and_scale(9, 3)?));
    }
    for p in 0..Pollutant::SIX.len() {
        let valid = |day: &DayIndex| {
            i16::try_from(day.record.statistics.values[p].coverage.valid).unwrap_or(i16::MAX)
        };
        columns.push(Arc::new(
            days.iter()
                .map(|(_, day)| valid(day))
                .collect::<Int16Array>(),
        ));
    }
    let index = |day: &DayIndex| day.index.aqi.and_then(|aqi| i16::try_from(aqi).ok());
    columns.push(Arc::new(
        days.iter()
            .map(|(_, day)| index(day))
            .collect::<Int16Array>(),
    ));
    let primary = |day: &DayIndex| Some(day.index.primary.to_string()).filter(|s| !s.is_empty());
    columns.push(Arc::new(
        days.iter()
            .map(|(_, day)| primary(day))
            .collect::<StringArray>(),
    ));
    columns.push(Arc::new(
        days.iter()
            .map(|(_, day)| Some(day.edition.id))
            .collect::<StringArray>(),
    ));
    let columns = stamped(columns, days.len(), saved);
    Ok(RecordBatch::try_new(Table::StatisticDay.schema(), columns)?)
}

/// Thousandths of the regulated unit: mg/m³ for CO, µg/m³ for the rest.
fn thousandths(value: Exact, pollutant: Pollutant) -> Option<i128> {
    let scale = if pollutant.in_milligrams() {
        Exact::from_integer(1000)
    } else {
        Exact::from_integer(1)
    };
    Some(rounding::gb8170(value / scale, 3).scaled()).filter(|n| n.unsigned_abs() < 1_000_000_000)
}

/// One row of the period table.
struct Item {
    site: String,
    id: String,
    value: Option<String>,
    unit: &'static str,
    valid_days: u32,
    expected_days: u32,
    valid: bool,
    edition: &'static str,
}

fn period_batch(records: &[PeriodRecord], saved: Saved<'_>) -> Result<RecordBatch, LakeError> {
    let items: Vec<Item> = records.iter().flat_map(items_of).collect();
    let text = |get: fn(&Item) -> Option<&str>| -> ArrayRef {
        Arc::new(items.iter().map(get).collect::<StringArray>())
    };
    let number = |get: fn(&Item) -> u32| -> ArrayRef {
        Arc::new(
            items
                .iter()
                .map(|i| i32::try_from(get(i)).unwrap_or(i32::MAX))
                .collect::<Int32Array>(),
        )
    };
    let period = saved.period.to_string();
    let columns = vec![
        text(|i| Some(&i.site)),
        Arc::new(StringArray::from(vec![saved.level; items.len()])),
        Arc::new(StringArray::from(vec![period.as_str(); items.len()])),
        text(|i| Some(&i.id)),
        text(|i| i.value.as_deref()),
        text(|i| Some(i.unit)),
        number(|i| i.valid_days),
        number(|i| i.expected_days),
        Arc::new(BooleanArray::from(
            items.iter().map(|i| i.valid).collect::<Vec<bool>>(),
        )) as ArrayRef,
        text(|i| Some(i.edition)),
    ];
    Ok(RecordBatch::try_new(
        Table::StatisticPeriod.schema(),
        stamped(columns, items.len(), saved),
    )?)
}

fn items_of(record: &PeriodRecord) -> Vec<Item> {
    let mut items = Vec::new();
    for evaluation in &record.evaluations {
        let named = [
            ("mean", evaluation.mean),
            ("percentile", evaluation.percentile),
        ];
        for (statistic, value) in named {
            let pollutant = evaluation.pollutant;
            let scale = if pollutant.in_milligrams() {
                Exact::from_integer(1000)
            } else {
                Exact::from_integer(1)
            };
            items.push(Item {
                site: record.site.clone(),
                id: format!("{}_{statistic}", pollutant.id()),
                value: value.map(|v| rounding::gb8170(v / scale, 3).to_string()),
                unit: pollutant.unit(),
                valid_days: evaluation.coverage.valid,
                expected_days: evaluation.coverage.expected,
                valid: evaluation.valid,
                edition: record.composite.edition,
            });
        }
    }
    let fewest = record
        .evaluations
        .iter()
        .map(|e| e.coverage)
        .min_by_key(|c| c.valid)
        .unwrap_or_default();
    items.push(Item {
        site: record.site.clone(),
        id: "composite_index".to_owned(),
        value: record.composite.rounded.map(|index| index.to_string()),
        unit: "1",
        valid_days: fewest.valid,
        expected_days: fewest.expected,
        valid: record.valid(),
        edition: record.composite.edition,
    });
    items
}

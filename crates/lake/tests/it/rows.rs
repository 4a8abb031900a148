//! Makes rows of hourly observations for the tests.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, Date32Array, Decimal128Array, Int16Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use lake::arrow::record_batch::RecordBatch;
use lake::{Lake, Table};
use units::HourEnding;

/// One hour of one site: six values in thousandths of the stored unit (µg/m³; mg/m³ for CO).
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) site: String,
    pub(crate) hour: HourEnding,
    pub(crate) values: [Option<i128>; 6],
    pub(crate) known_at: i64,
    pub(crate) place: i64,
}

pub(crate) fn row(site: &str, hour: i64, value: i128) -> Row {
    let values = [Some(value); 6];
    Row {
        site: site.to_owned(),
        hour: HourEnding::from_number(hour),
        values,
        known_at: 1_000,
        place: hour,
    }
}

pub(crate) fn batch(rows: &[Row], source: &str) -> RecordBatch {
    let texts = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; rows.len()])) };
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(
            rows.iter()
                .map(|r| Some(r.site.as_str()))
                .collect::<StringArray>(),
        ),
        texts("city"),
        Arc::new(
            rows.iter()
                .map(|r| Some(r.hour.day().number()))
                .collect::<Date32Array>(),
        ),
        Arc::new(
            rows.iter()
                .map(|r| Some(r.hour.number() * 3_600_000_000))
                .collect::<TimestampMicrosecondArray>(),
        ),
    ];
    for p in 0..7 {
        let value = |r: &Row| r.values.get(p).copied().flatten();
        let column: Decimal128Array = rows.iter().map(value).collect();
        columns.push(Arc::new(column.with_precision_and_scale(9, 3).unwrap()));
    }
    for _ in 0..8 {
        columns.push(Arc::new(Int16Array::from(vec![None; rows.len()])));
    }
    columns.extend([texts("live"), texts("actual"), texts("simulated")]);
    columns.push(Arc::new(
        rows.iter().map(|r| Some(r.place)).collect::<Int64Array>(),
    ));
    let known_at: TimestampMicrosecondArray = rows.iter().map(|r| Some(r.known_at)).collect();
    columns.push(Arc::new(known_at.with_timezone("UTC")));
    columns.push(texts(source));
    RecordBatch::try_new(Table::ObservationHour.schema(), columns).unwrap()
}

/// An empty lake in a folder that goes away with the guard.
pub(crate) fn empty_lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).unwrap();
    (folder, lake)
}

/// Runs a statement and shows its rows as text, one line a row.
pub(crate) async fn ask(lake: &Lake, statement: &str) -> String {
    let batches = lake
        .query(statement, lake::QueryLimits::default())
        .await
        .unwrap();
    let options = lake::arrow::util::display::FormatOptions::default().with_null("null");
    let mut lines = Vec::new();
    for batch in &batches {
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|c| lake::arrow::util::display::ArrayFormatter::try_new(c, &options).unwrap())
            .collect();
        for i in 0..batch.num_rows() {
            lines.push(
                columns
                    .iter()
                    .map(|c| c.value(i).to_string())
                    .collect::<Vec<_>>()
                    .join(" | "),
            );
        }
    }
    lines.join("\n")
}

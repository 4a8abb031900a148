//! The SQL engine's rows as a report.

use std::borrow::Cow;

use lake::arrow::array::Array;
use lake::arrow::datatypes::DataType;
use lake::arrow::error::ArrowError;
use lake::arrow::record_batch::RecordBatch;
use lake::arrow::util::display::{ArrayFormatter, FormatOptions};

use super::report::{Cell, Column, Report};
use crate::failure::Failure;

/// Takes in rows; every batch has the first one's columns.
pub fn from_batches(batches: Vec<RecordBatch>) -> Result<Report, Failure> {
    let columns = batches.first().map(|batch| {
        let fields = batch.schema();
        let column = |name: &String| Column {
            id: Cow::Owned(name.clone()),
            unit: None,
            heading: None,
        };
        fields
            .fields()
            .iter()
            .map(|field| column(field.name()))
            .collect::<Vec<_>>()
    });
    let mut report = Report::new(String::new(), columns.unwrap_or_default());
    for batch in &batches {
        add(&mut report.rows, batch).map_err(|e| Failure::internal(&e))?;
    }
    report.batches = batches;
    Ok(report)
}

fn add(rows: &mut Vec<Vec<Cell>>, batch: &RecordBatch) -> Result<(), ArrowError> {
    let options = FormatOptions::default();
    let formatters = batch
        .columns()
        .iter()
        .map(|column| Ok((column, ArrayFormatter::try_new(column.as_ref(), &options)?)))
        .collect::<Result<Vec<_>, ArrowError>>()?;
    for i in 0..batch.num_rows() {
        rows.push(
            formatters
                .iter()
                .map(|(column, shown)| cell(column, i, shown))
                .collect(),
        );
    }
    Ok(())
}

fn cell(column: &dyn Array, i: usize, shown: &ArrayFormatter<'_>) -> Cell {
    if column.is_null(i) || *column.data_type() == DataType::Null {
        return Cell::Missing;
    }
    let text = shown.value(i).to_string();
    let kind = column.data_type();
    match kind {
        DataType::Decimal128(..) | DataType::Float64 | DataType::Float32 => Cell::Decimal(text),
        _ if kind.is_integer() => text.parse().map_or(Cell::Text(text), Cell::Integer),
        _ => Cell::Text(text),
    }
}

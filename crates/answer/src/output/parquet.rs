//! Parquet files: whole numbers, decimals and texts by column; what is not determined is null, with its
//! indicative number in a column beside it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use lake::arrow::array::{ArrayRef, Decimal128Array, Int64Array, StringArray};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::parquet::arrow::ArrowWriter;

use super::report::{Cell, Report};
use crate::failure::Failure;

/// Writes the rows of a report into a file.
pub(super) fn save(report: &Report, path: &Path) -> Result<(), Failure> {
    let file = File::create(path).map_err(|e| Failure::file(path, &e))?;
    write(report, file)
}

/// Writes the rows of a report.
pub(super) fn write(report: &Report, into: impl Write + Send) -> Result<(), Failure> {
    let flat = report.flattened();
    let report = flat.as_ref().unwrap_or(report);
    let batches = if report.batches.is_empty() {
        vec![batch(report)?]
    } else {
        report.batches.clone()
    };
    let Some(first) = batches.first() else {
        return Ok(());
    };
    let mut writer =
        ArrowWriter::try_new(into, first.schema(), None).map_err(|e| Failure::internal(&e))?;
    for batch in &batches {
        writer.write(batch).map_err(|e| Failure::internal(&e))?;
    }
    writer.close().map_err(|e| Failure::internal(&e))?;
    Ok(())
}

fn batch(report: &Report) -> Result<RecordBatch, Failure> {
    let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
    for (place, column) in report.columns.iter().enumerate() {
        let cells: Vec<&Cell> = report
            .rows
            .iter()
            .filter_map(|row| row.get(place))
            .collect();
        columns.push((column.id.to_string(), values(&cells)?, true));
        if cells
            .iter()
            .any(|cell| matches!(cell, Cell::Undetermined { .. }))
        {
            columns.push((
                format!("{}_indicative", column.id),
                indicative(&cells),
                true,
            ));
        }
    }
    RecordBatch::try_from_iter_with_nullable(columns).map_err(|e| Failure::internal(&e))
}

/// The most decimals of the numbers; `None` where one is a text.
fn decimals(cells: &[&Cell]) -> Option<u32> {
    let places = |cell: &&Cell| match cell {
        Cell::Text(_) => None,
        Cell::Decimal(text) => text
            .split_once('.')
            .map_or(Some(0), |(_, d)| u32::try_from(d.len()).ok()),
        _ => Some(0),
    };
    cells
        .iter()
        .map(places)
        .try_fold(0, |most, places| Some(most.max(places?)))
}

fn values(cells: &[&Cell]) -> Result<ArrayRef, Failure> {
    let any = cells
        .iter()
        .any(|cell| matches!(cell, Cell::Integer(_) | Cell::Decimal(_)));
    match decimals(cells).filter(|_| any) {
        None => Ok(Arc::new(
            cells.iter().map(|cell| text(cell)).collect::<StringArray>(),
        )),
        Some(0) => Ok(Arc::new(
            cells
                .iter()
                .map(|cell| scaled(cell, 0))
                .collect::<Int64Array>(),
        )),
        Some(scale) => {
            let numbers = cells.iter().map(|cell| scaled(cell, scale).map(i128::from));
            let array = numbers.collect::<Decimal128Array>();
            let scale = i8::try_from(scale).unwrap_or(i8::MAX);
            Ok(Arc::new(
                array
                    .with_precision_and_scale(38, scale)
                    .map_err(|e| Failure::internal(&e))?,
            ))
        }
    }
}

fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) | Cell::Decimal(text) => Some(text.clone()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Missing | Cell::Undetermined { .. } => None,
    }
}

/// A number times ten to the power of `scale`.
fn scaled(cell: &Cell, scale: u32) -> Option<i64> {
    let text = text(cell)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{fraction:0<width$}", width = scale as usize)
        .parse()
        .ok()
}

fn indicative(cells: &[&Cell]) -> ArrayRef {
    let number = |cell: &&Cell| match cell {
        Cell::Undetermined { indicative } => Some(indicative.clone().unwrap_or_default()),
        _ => None,
    };
    Arc::new(cells.iter().map(number).collect::<StringArray>())
}

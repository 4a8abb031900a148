//! Parquet files as rows of text, so that a mapping reads them like any other archive.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use lake::arrow::array::ArrayRef;
use lake::arrow::record_batch::RecordBatch;
use lake::arrow::util::display::{ArrayFormatter, FormatOptions};
use lake::datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::{Event, Mapping, ObserveError, Summary, detect_header, read_rows};

/// The four bytes that a Parquet file begins with.
const MAGIC: &[u8; 4] = b"PAR1";

/// Whether a file is Parquet.
pub(crate) fn is_parquet(path: &Path) -> Result<bool, ObserveError> {
    let mut start = [0; 4];
    let mut file = open(path)?;
    Ok(file.read_exact(&mut start).is_ok() && &start == MAGIC)
}

/// The mapping whose header a Parquet file's columns fit.
pub(crate) fn detect(path: &Path) -> Result<&'static Mapping, ObserveError> {
    detect_header(&columns(&builder(path)?), &path.to_string_lossy())
}

/// Reads a Parquet file; its first record is row 2, as if the columns' names were row 1.
pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    sink: &mut dyn FnMut(Event),
) -> Result<Summary, ObserveError> {
    let builder = builder(path)?;
    let header = columns(&builder);
    let broken = |source| broken(path, &source);
    let batches: Result<Vec<RecordBatch>, _> =
        builder.build().map_err(|e| broken(e.into()))?.collect();
    let batches = batches.map_err(broken)?;
    let rows = batches
        .iter()
        .flat_map(|batch| (0..batch.num_rows()).map(move |row| texts(batch, row)));
    read_rows(header, rows, mapping, &path.to_string_lossy(), sink)
}

fn open(path: &Path) -> Result<File, ObserveError> {
    File::open(path).map_err(|source| ObserveError::Open {
        path: path.to_owned(),
        source,
    })
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, ObserveError> {
    ParquetRecordBatchReaderBuilder::try_new(open(path)?).map_err(|e| broken(path, &e.into()))
}

fn broken(path: &Path, error: &lake::arrow::error::ArrowError) -> ObserveError {
    let source = std::io::Error::other(error.to_string());
    ObserveError::Read {
        file: path.to_string_lossy().into_owned(),
        source,
    }
}

fn columns(builder: &ParquetRecordBatchReaderBuilder<File>) -> Vec<String> {
    builder
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect()
}

/// One record as texts; null is nothing.
fn texts(batch: &RecordBatch, row: usize) -> Vec<Option<String>> {
    let text = |column: &ArrayRef| {
        let options = FormatOptions::default();
        let formatter = ArrayFormatter::try_new(column, &options).ok()?;
        column
            .is_valid(row)
            .then(|| formatter.value(row).to_string())
    };
    batch.columns().iter().map(text).collect()
}

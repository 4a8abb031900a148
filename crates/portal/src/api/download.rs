//! Reports as files: CSV for every program, workbooks for Excel, Parquet for analysts.
//!
//! A file says what the table says, in the same order. In CSV a text that a spreadsheet would take for a formula gets
//! an apostrophe before it; a number stays what it is.

mod workbook;

use answer::output::{self, Cell, Report};
use answer::words::Words;
use axum::response::Response;

use crate::problem::Refusal;
use crate::reply::file;

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// UTF-8 with a byte order mark, ids in the first row.
    Csv,
    /// A workbook with headings in the reader's language, and the notes on a sheet of their own.
    Xlsx,
    /// Columns of numbers and texts, ids as names.
    Parquet,
}

impl Format {
    /// All forms.
    const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Parquet];

    /// The id, which is also the end of a file's name.
    fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }

    fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// A report as a file of the form csv, xlsx or parquet; `name` is the file's, without an ending.
pub(crate) fn table(
    report: Report,
    words: &Words,
    format: &str,
    name: &str,
) -> Result<Response, Refusal> {
    let known = Format::ALL.into_iter().find(|known| known.id() == format);
    let format = known.ok_or_else(|| Refusal::bad("format", format))?;
    let bytes = match format {
        Format::Csv => output::csv_text(&harmless(report))?.into_bytes(),
        Format::Xlsx => {
            workbook::bytes(&report, words).map_err(|error| Refusal::internal(&error))?
        }
        Format::Parquet => output::parquet_bytes(&report)?,
    };
    let name = format!("{name}.{}", format.id());
    Ok(file(&name, format.media(), bytes))
}

/// Texts that no spreadsheet takes for a formula.
fn harmless(mut report: Report) -> Report {
    for cell in report.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell
            && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
        {
            text.insert(0, '\'');
        }
    }
    report
}

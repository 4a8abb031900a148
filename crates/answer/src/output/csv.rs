//! CSV as Excel opens it: UTF-8 with a byte order mark, ids in the first row.

use super::report::{Cell, Report};
use crate::failure::Failure;

/// What tells Excel that the text is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The rows as text; notes and sections have no place here.
pub(super) fn text(report: &Report) -> Result<String, Failure> {
    let flat = report.flattened();
    let report = flat.as_ref().unwrap_or(report);
    let internal = |e: csv::Error| Failure::internal(&e);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(report.columns.iter().map(|column| column.id.as_ref()))
        .map_err(internal)?;
    for row in &report.rows {
        writer
            .write_record(row.iter().map(field))
            .map_err(internal)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|e| Failure::internal(e.error()))?;
    let text = String::from_utf8(bytes).map_err(|e| Failure::internal(&e))?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Decimal(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Missing => String::new(),
        Cell::Undetermined { .. } => "undetermined".to_owned(),
    }
}

//! What is wrong, written into a copy of the user's own file: red cells with notes, or a last column of sentences.
//!
//! A workbook is not read and written anew, which would lose what a library does not know (styles of validation,
//! charts, another program's extensions): only the cells that are marked change, and every other part is copied to the
//! byte. Marks of an earlier copy are taken away first.

use std::collections::BTreeMap;

use csv::{StringRecord, Writer, WriterBuilder};

use super::words::words;
use super::{Defect, SheetError, grid};
use crate::Entity;

mod package;
mod xml;
mod styles;
mod cells;
mod notes;
mod shapes;

use package::Package;

/// The sentences of each cell, by row and column from 0.
type Marks = BTreeMap<(u32, u32), String>;

/// Copies a workbook that [`super::read`] has read; every cell with a defect is red and has a note. A defect of a column
/// that the file lacks is noted in the first column of its row.
///
/// # Errors
/// [`SheetError::Unmarkable`] when a part of the workbook that has to change is not what it should be.
pub fn mark(
    entity: &Entity,
    bytes: &[u8],
    defects: &[Defect],
    say: &dyn Fn(&Defect) -> String,
) -> Result<Vec<u8>, SheetError> {
    let mut package = Package::open(bytes)?;
    let parts = package.parts(&entity.name.zh)?;
    let marks = marks(defects, say);
    let mut styles = styles::Styles::read(&parts.styles, package.text(&parts.styles)?)?;
    let drawing = cells::drawing(&parts.sheet, &package.text(&parts.sheet)?)?;
    let drawing = notes::write(&mut package, &parts.sheet, drawing, &marks)?;
    let sheet = package.text(&parts.sheet)?;
    let sheet = cells::paint(
        &parts.sheet,
        &sheet,
        &marks,
        &mut styles,
        drawing.as_deref(),
    )?;
    package.put(&parts.sheet, sheet);
    package.put(&parts.styles, styles.text().into_bytes());
    package.finish()
}

fn marks(defects: &[Defect], say: &dyn Fn(&Defect) -> String) -> Marks {
    let mut marks = Marks::new();
    for defect in defects {
        let row = u32::try_from(defect.line.saturating_sub(1)).unwrap_or(u32::MAX);
        let column = u32::try_from(defect.column.unwrap_or(0)).unwrap_or(u32::MAX);
        let said = say(defect);
        let said = match defect.column {
            Some(_) => said,
            None => format!("{}: {said}", defect.header),
        };
        let text = marks.entry((row, column)).or_default();
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&said);
    }
    marks
}

/// Copies a CSV with what is wrong in a last column 错误; an earlier such column is taken away.
///
/// # Errors
/// [`SheetError::Grid`] when the bytes are no CSV.
pub fn mark_csv(
    name: &str,
    bytes: &[u8],
    defects: &[Defect],
    say: &dyn Fn(&Defect) -> String,
) -> Result<Vec<u8>, SheetError> {
    let text = grid::decoded(bytes).ok_or_else(|| grid::GridError::NotAWorkbook {
        name: name.to_owned(),
    })?;
    let mut said: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for defect in defects {
        let text = format!("{}: {}", defect.header, say(defect));
        said.entry(defect.line).or_default().push(text);
    }
    let mut records: BTreeMap<u32, StringRecord> = BTreeMap::new();
    let each = |line: u32, record: &StringRecord| {
        records.insert(line, record.clone());
        true
    };
    let refuse = |source| grid::GridError::UnreadableText {
        name: name.to_owned(),
        source,
    };
    let lines = grid::records(&text, grid::delimiter(&text), each).map_err(refuse)?;
    written(name, &records, lines, &said)
}

fn written(
    name: &str,
    records: &BTreeMap<u32, StringRecord>,
    lines: u32,
    said: &BTreeMap<u64, Vec<String>>,
) -> Result<Vec<u8>, SheetError> {
    let errors = words().marks.errors.as_str();
    let old = |record: &StringRecord| record.iter().position(|field| field.trim() == errors);
    let header = records
        .iter()
        .find_map(|(line, record)| Some((*line, old(record)?)));
    let is_header = |line: u32| match header {
        Some((known, _)) => line == known,
        None => records.keys().next() == Some(&line),
    };
    let without = header.map(|(_, place)| place);
    let width = records.values().map(StringRecord::len).max().unwrap_or(0);
    let mut writer = csv_writer();
    // An empty line stays one, so that lines keep their numbers.
    let empty = StringRecord::new();
    for line in 1..=lines {
        let record = records.get(&line).unwrap_or(&empty);
        let fields = record.iter().enumerate();
        let kept = fields.filter(|(place, _)| Some(*place) != without);
        let mut fields: Vec<&str> = kept.map(|(_, field)| field).collect();
        fields.resize(width - usize::from(without.is_some()), "");
        let sentence = match said.get(&u64::from(line)) {
            _ if is_header(line) => errors.to_owned(),
            Some(sentences) => sentences.join("; "),
            None => String::new(),
        };
        fields.push(&sentence);
        writer
            .write_record(&fields)
            .map_err(|e| unwritten(name, e))?;
    }
    finished(writer, name)
}

/// A writer of CSV for spreadsheets: with byte order mark and CR LF.
pub(super) fn csv_writer() -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec())
}

pub(super) fn unwritten(name: &str, error: csv::Error) -> SheetError {
    SheetError::Io {
        name: name.to_owned(),
        source: std::io::Error::other(error),
    }
}

pub(super) fn finished(writer: Writer<Vec<u8>>, name: &str) -> Result<Vec<u8>, SheetError> {
    let failed = |error: csv::IntoInnerError<Writer<Vec<u8>>>| SheetError::Io {
        name: name.to_owned(),
        source: std::io::Error::other(error.to_string()),
    };
    writer.into_inner().map_err(failed)
}

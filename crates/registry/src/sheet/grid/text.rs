//! The cells of a CSV file: as Excel and WPS save it in China (GBK), as others do (UTF-8), or as "Unicode text"
//! (UTF-16 with tabs).
//!
//! A byte order mark decides; without one, text that is valid UTF-8 is UTF-8, and text that is valid GBK is GBK.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GBK, UTF_8};

use super::{Cell, Grid, GridError};

/// What spreadsheets write for a formula that failed.
const ERRORS: [&str; 9] = [
    "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
];

/// Reads the cells of a CSV file; `None` when they are more than `most`.
pub(super) fn cells(name: &str, bytes: &[u8], most: usize) -> Result<Option<Grid>, GridError> {
    let text = decoded(bytes)
        .filter(|text| !is_binary(text))
        .ok_or_else(|| GridError::NotAWorkbook {
            name: name.to_owned(),
        })?;
    let (mut grid, mut count) = (Grid::new(), 0);
    let each = |row: u32, record: &StringRecord| {
        for (column, field) in (0..).zip(record) {
            let Some(cell) = words(field) else { continue };
            count += 1;
            grid.entry(row).or_default().insert(column, cell);
        }
        count <= most
    };
    records(&text, delimiter(&text), each).map_err(|source| GridError::UnreadableText {
        name: name.to_owned(),
        source,
    })?;
    Ok((count <= most).then_some(grid))
}

/// A cell of words, unless they are blank.
pub(in crate::sheet) fn words(text: &str) -> Option<Cell> {
    let given = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match given {
        "" => None,
        _ if ERRORS.contains(&given) => Some(Cell::Error(given.to_owned())),
        _ => Some(Cell::Text(given.to_owned())),
    }
}

/// The text, or `None` when the bytes are of none of the encodings.
pub(in crate::sheet) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encodings, body) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => ([encoding; 2], bytes.get(mark..)?),
        None => ([UTF_8, GBK], bytes),
    };
    encodings
        .iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(body))
}

fn is_binary(text: &str) -> bool {
    let binary = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}');
    text.contains(binary)
}

/// Gives each record with its row as a spreadsheet counts, until `each` says enough; and the count of all rows.
pub(in crate::sheet) fn records(
    text: &str,
    delimiter: u8,
    mut each: impl FnMut(u32, &StringRecord) -> bool,
) -> Result<u32, csv::Error> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut row, mut after) = (0_u32, 0);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record)? {
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        // The reader skips empty lines, which a spreadsheet counts.
        row += 1 + empty_lines(text, after, end);
        after = end;
        if !each(row, &record) {
            return Ok(row);
        }
    }
    Ok(row + empty_lines(text, after, text.len()))
}

/// How many line ends stand before the first field of a record.
///
/// The reader ends a record after CR, so that the LF of a CR LF opens the next one.
fn empty_lines(text: &str, start: usize, end: usize) -> u32 {
    let raw = text.get(start..end).unwrap_or_default();
    let split = text
        .get(..start)
        .is_some_and(|before| before.ends_with('\r'));
    let body = raw.strip_prefix('\n').filter(|_| split).unwrap_or(raw);
    let blank = &body[..body.len() - body.trim_start_matches(['\r', '\n']).len()];
    let lines = blank.replace("\r\n", "\n").chars().count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Comma, tab or semicolon: what the first line has most of.
pub(in crate::sheet) fn delimiter(text: &str) -> u8 {
    let line = text
        .lines()
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    let most = [b';', b'\t', b','].into_iter().max_by_key(count);
    most.unwrap_or(b',')
}

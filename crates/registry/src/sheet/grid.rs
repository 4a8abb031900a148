//! The cells of a file, whichever of the two formats it is in: XLSX by its first bytes, else CSV.
//!
//! A number cell is taken as its sheet shows it: to fifteen significant digits, which is all that Excel keeps, and with
//! its per cent sign when it is formatted so (Excel stores a typed 12.5% as 0.125).
//! A formula gives the value that was last worked out and saved.
//! Cells of a merged block other than its first are empty: a value typed once for several rows is not spread over them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use units::Day;

mod text;

pub(super) use text::{decoded, delimiter, records, words};

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, as its sheet shows it.
    Number(String),
    /// A day.
    Date(Day),
    /// The first day of a month, of which the sheet shows the month alone.
    Month(Day),
    /// A formula's failure, such as `#N/A`.
    Error(String),
    /// A formula without a saved value.
    Uncomputed,
}

/// The cells that are not empty, by row from 1 and column from 0.
pub type Grid = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// How large a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes.
    pub bytes: usize,
    /// The most cells that are not empty.
    pub cells: usize,
}

/// A file cannot be read as cells.
#[derive(Debug, thiserror::Error)]
pub enum GridError {
    /// There is nothing in it.
    #[error("{name} is empty; expected a filled workbook (.xlsx) or CSV")]
    Empty {
        /// The file.
        name: String,
    },
    /// It is larger than what was asked for may be.
    #[error("{name} is too large: at most {limit} {what}")]
    TooLarge {
        /// The file.
        name: String,
        /// The most there may be.
        limit: usize,
        /// Of what: bytes or cells.
        what: &'static str,
    },
    /// It is neither a workbook nor text.
    #[error("{name} is neither a workbook (.xlsx) nor CSV; save it as .xlsx and try again")]
    NotAWorkbook {
        /// The file.
        name: String,
    },
    /// It is in the format of Excel 97–2003, or locked with a password.
    #[error("{name} is an .xls workbook or has a password; save it as .xlsx without password")]
    OldWorkbook {
        /// The file.
        name: String,
    },
    /// It begins as a workbook does and cannot be read on.
    #[error("{name} cannot be read as a workbook; open it, save it as .xlsx and try again")]
    Unreadable {
        /// The file.
        name: String,
        /// What the reader of workbooks says.
        #[source]
        source: XlsxError,
    },
    /// It is text that cannot be read as CSV.
    #[error("{name} cannot be read as CSV; open it, save it as .xlsx and try again")]
    UnreadableText {
        /// The file.
        name: String,
        /// What the reader of CSV says.
        #[source]
        source: csv::Error,
    },
}

impl Cell {
    /// What to show of it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text.clone(),
            Self::Date(day) => day.to_string(),
            Self::Month(day) => day.to_string().chars().take(7).collect(),
            Self::Uncomputed => String::new(),
        }
    }
}

/// Reads the cells of a file: of the workbook's sheet of that name, or of its first.
///
/// # Errors
/// [`GridError`] when the file as a whole is none, or too large.
pub fn grid(name: &str, bytes: &[u8], sheet: &str, limits: Limits) -> Result<Grid, GridError> {
    let name = || name.to_owned();
    let cells = match bytes {
        [] => return Err(GridError::Empty { name: name() }),
        _ if bytes.len() > limits.bytes => return Err(too_large(name(), limits.bytes, "bytes")),
        _ if is_workbook(bytes) => {
            unbroken(bytes, sheet, limits.cells).map_err(|source| GridError::Unreadable {
                name: name(),
                source,
            })?
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(GridError::OldWorkbook { name: name() }),
        _ => text::cells(&name(), bytes, limits.cells)?,
    };
    match cells {
        Some(cells) if cells.is_empty() => Err(GridError::Empty { name: name() }),
        Some(cells) => Ok(cells),
        None => Err(too_large(name(), limits.cells, "cells")),
    }
}

/// Whether the first bytes are those of a workbook (.xlsx).
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn too_large(name: String, limit: usize, what: &'static str) -> GridError {
    GridError::TooLarge { name, limit, what }
}

/// Reads a workbook; one whose numbers overflow the reader's arithmetic (a cell ZZZZZZZ99999999) counts as unreadable.
fn unbroken(bytes: &[u8], sheet: &str, most: usize) -> Result<Option<Grid>, XlsxError> {
    let damaged = XlsxError::Unexpected("a number beyond the limits of a sheet");
    catch_unwind(|| workbook(bytes, sheet, most)).unwrap_or(Err(damaged))
}

/// The cells of the sheet of that name, or of the first; `None` when they are too many.
fn workbook(bytes: &[u8], named: &str, most: usize) -> Result<Option<Grid>, XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let sheets = book.sheet_names();
    let first = sheets
        .iter()
        .find(|sheet| *sheet == named)
        .or(sheets.first());
    let Some(sheet) = first.cloned() else {
        return Ok(Some(Grid::new()));
    };
    let uncomputed = uncomputed(&mut book, &sheet, most)?;
    let mut cells = Grid::new();
    let mut count = 0;
    let mut reader = book.worksheet_cells_reader(&sheet)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let position = cell.get_position();
        let code = || format_code(reader.styles(), style);
        let found = match cell.get_value() {
            DataRef::Empty if uncomputed.contains(&position) => Some(Cell::Uncomputed),
            value => of_value(value, code),
        };
        if let Some(found) = found {
            count += 1;
            put(&mut cells, position, found);
        }
        if count > most {
            return Ok(None);
        }
    }
    Ok(Some(cells))
}

fn put(cells: &mut Grid, (row, column): (u32, u32), cell: Cell) {
    cells
        .entry(row.saturating_add(1))
        .or_default()
        .insert(column, cell);
}

/// The places of formulas that have no saved value, which would otherwise look empty.
fn uncomputed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    most: usize,
) -> Result<BTreeSet<(u32, u32)>, XlsxError> {
    let mut found = BTreeSet::new();
    let mut reader = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() && cell.value == DataRef::Empty && found.len() <= most {
            found.insert(cell.pos);
        }
    }
    Ok(found)
}

fn of_value<'a>(value: &DataRef<'_>, code: impl Fn() -> &'a str) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(decimal(*number, shows(code(), &['%']))),
        DataRef::Bool(truth) => Cell::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(date) if date.is_datetime() && date.as_f64() >= 1.0 => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            match civil(year, month, day) {
                None => Cell::Text(date.to_string()),
                Some(first) if day == 1 && !shows(code(), &['d', 'D', '日']) => Cell::Month(first),
                Some(day) => Cell::Date(day),
            }
        }
        DataRef::DateTime(other) => Cell::Text(other.to_string()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => {
            return text::words(words);
        }
        DataRef::SharedString(words) => return text::words(words),
    })
}

fn civil(year: u16, month: u8, day: u8) -> Option<Day> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    Day::from_ymd(year, month, i8::try_from(day).ok()?)
}

/// The format of a cell, empty when it is not known.
fn format_code(styles: &[calamine::Style], style: usize) -> &str {
    let format = styles
        .get(style)
        .and_then(|style| style.number_format.as_ref());
    format.map_or("", |format| format.format_code.as_str())
}

/// Whether a format has one of these signs outside quotes: % multiplies what is shown by a hundred, d shows a day.
fn shows(code: &str, signs: &[char]) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted && signs.contains(&c) => return true,
            _ => {}
        }
    }
    false
}

/// A number to fifteen significant digits, as plain decimal text where that is not absurdly long.
fn decimal(number: f64, percent: bool) -> String {
    let text = format!("{number:.14e}");
    let sign = if text.starts_with('-') { "-" } else { "" };
    let parts = text.trim_start_matches('-').split_once('e');
    let power = parts.and_then(|(_, power)| power.parse::<i32>().ok());
    let (Some((mantissa, _)), Some(power @ -20..=20)) = (parts, power) else {
        return format!("{number:e}");
    };
    let digits = mantissa.replace('.', "");
    let point = power + 1 + if percent { 2 } else { 0 };
    let plain = placed(digits.trim_end_matches('0'), point);
    let sign = if plain == "0" { "" } else { sign };
    format!("{sign}{plain}{}", if percent { "%" } else { "" })
}

/// Digits with the decimal point after the first `point` of them.
fn placed(digits: &str, point: i32) -> String {
    let Ok(whole) = usize::try_from(point) else {
        let zeros = usize::try_from(-point).unwrap_or(0);
        return format!("0.{}{digits}", "0".repeat(zeros));
    };
    match digits {
        "" => "0".to_owned(),
        _ if whole == 0 => format!("0.{digits}"),
        _ if whole >= digits.len() => format!("{digits}{}", "0".repeat(whole - digits.len())),
        _ => format!("{}.{}", &digits[..whole], &digits[whole..]),
    }
}

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

use super::FigureError;

mod text;

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words, or a number as shown.
    Text(String),
    /// A day.
    Date(Day),
    /// A formula's failure, such as `#N/A`.
    Error(String),
    /// A formula without a saved value.
    Uncomputed,
}

/// The cells that are not empty, by row from 1 and column from 0.
pub(super) type Grid = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// The sheet that is filled.
pub(super) const SHEET: &str = "填报";

/// A form of a thousand rows has some hundred kilobytes.
const BYTES: usize = 16 << 20;

/// Enough for twenty thousand rows.
const CELLS: usize = 400_000;

impl Cell {
    /// What to show of it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Date(day) => day.to_string(),
            Self::Uncomputed => String::new(),
        }
    }
}

/// Reads the cells of a file.
pub(super) fn grid(name: &str, bytes: &[u8]) -> Result<Grid, FigureError> {
    let name = || name.to_owned();
    let cells = match bytes {
        [] => return Err(FigureError::Empty { name: name() }),
        _ if bytes.len() > BYTES => return Err(too_large(name(), BYTES, "bytes")),
        [b'P', b'K', 3, 4, ..] => unbroken(bytes).map_err(|source| FigureError::Unreadable {
            name: name(),
            source,
        })?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(FigureError::OldWorkbook { name: name() }),
        _ => text::cells(&name(), bytes)?,
    };
    match cells {
        Some(cells) if cells.is_empty() => Err(FigureError::Empty { name: name() }),
        Some(cells) => Ok(cells),
        None => Err(too_large(name(), CELLS, "cells")),
    }
}

fn too_large(name: String, limit: usize, what: &'static str) -> FigureError {
    FigureError::TooLarge { name, limit, what }
}

/// Reads a workbook; one whose numbers overflow the reader's arithmetic (a cell ZZZZZZZ99999999) counts as unreadable.
fn unbroken(bytes: &[u8]) -> Result<Option<Grid>, XlsxError> {
    let damaged = XlsxError::Unexpected("a number beyond the limits of a sheet");
    catch_unwind(|| workbook(bytes)).unwrap_or(Err(damaged))
}

/// The cells of the sheet 填报, or of the first; `None` when they are too many.
fn workbook(bytes: &[u8]) -> Result<Option<Grid>, XlsxError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let sheets = book.sheet_names();
    let first = sheets
        .iter()
        .find(|sheet| *sheet == SHEET)
        .or(sheets.first());
    let Some(sheet) = first.cloned() else {
        return Ok(Some(Grid::new()));
    };
    let uncomputed = uncomputed(&mut book, &sheet)?;
    let mut cells = Grid::new();
    let mut count = 0;
    let mut reader = book.worksheet_cells_reader(&sheet)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let position = cell.get_position();
        let percent = || is_percent(reader.styles(), style);
        let found = match cell.get_value() {
            DataRef::Empty if uncomputed.contains(&position) => Some(Cell::Uncomputed),
            value => of_value(value, percent),
        };
        if let Some(found) = found {
            count += 1;
            put(&mut cells, position, found);
        }
        if count > CELLS {
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
) -> Result<BTreeSet<(u32, u32)>, XlsxError> {
    let mut found = BTreeSet::new();
    let mut reader = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() && cell.value == DataRef::Empty && found.len() <= CELLS {
            found.insert(cell.pos);
        }
    }
    Ok(found)
}

fn of_value(value: &DataRef<'_>, percent: impl Fn() -> bool) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Text(decimal(*number, percent())),
        DataRef::Bool(truth) => Cell::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(date) if date.is_datetime() && date.as_f64() >= 1.0 => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            civil(year, month, day).map_or_else(|| Cell::Text(date.to_string()), Cell::Date)
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

/// Whether the format of a cell has a per cent sign outside quotes, which multiplies what is shown by a hundred.
fn is_percent(styles: &[calamine::Style], style: usize) -> bool {
    let format = styles
        .get(style)
        .and_then(|style| style.number_format.as_ref());
    let code = format.map_or("", |format| format.format_code.as_str());
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
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

//! From the bytes of a file to figures and defects.
//!
//! Columns are found by their headers, in any order and in either language, in the first of the topmost rows that has
//! two of them; a title may stand above, other columns are passed over.

use std::collections::BTreeMap;

use registry::sheet::grid::{self, Cell, Grid, Limits};

use super::{
    Defect, Expected, FigureError, Reading, Reason,
    column::Column,
    row::{self, Key, Outcome, Places},
};

/// The sheet that is filled.
pub(super) const SHEET: &str = "填报";

/// A form of a thousand rows has some hundred kilobytes; the cells are enough for twenty thousand.
const LIMITS: Limits = Limits {
    bytes: 16 << 20,
    cells: 400_000,
};

/// How far down the headers may stand.
const HEADER_ROWS: usize = 20;

/// Reads the figures of a workbook (.xlsx) or CSV file, which one its bytes say; `name` is for messages.
///
/// Rows with defects are left out; [`Reading`] has both.
///
/// # Errors
/// [`FigureError`] when the file as a whole is none, or lacks a column.
pub fn read(name: &str, bytes: &[u8], expected: &Expected) -> Result<Reading, FigureError> {
    let grid = grid::grid(name, bytes, SHEET, LIMITS)?;
    let header = header_row(&grid);
    let places = places(name, grid.get(&header))?;
    let mut reading = Reading::default();
    let mut rows_of: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    for (&number, cells) in grid.range(header.saturating_add(1)..) {
        match row::outcome(number, cells, &places, expected) {
            Outcome::Nothing => {}
            Outcome::Blank => reading.blank += 1,
            Outcome::Value { key, figure } => {
                if let Some(key) = key {
                    rows_of.entry(key).or_default().push(number);
                }
                match figure {
                    Ok(figure) => reading.figures.push(*figure),
                    Err(defects) => reading.defects.extend(defects),
                }
            }
        }
    }
    refuse_repeated(&mut reading, &rows_of);
    Ok(reading)
}

/// The first of the topmost rows that names two columns; the very first when none does.
fn header_row(grid: &Grid) -> u32 {
    let named = |cells: &BTreeMap<u32, Cell>| {
        let headers = cells
            .values()
            .filter_map(|cell| Column::named(&cell.shown()));
        headers.filter(|column| column.is_read()).count() >= 2
    };
    let found = grid
        .iter()
        .take(HEADER_ROWS)
        .find(|(_, cells)| named(cells));
    found
        .or_else(|| grid.first_key_value())
        .map_or(1, |(row, _)| *row)
}

fn places(name: &str, header: Option<&BTreeMap<u32, Cell>>) -> Result<Places, FigureError> {
    let mut places = Places::new();
    for (&place, cell) in header.into_iter().flatten() {
        let column = Column::named(&cell.shown()).filter(|column| column.is_read());
        if let Some(column) = column
            && places.insert(column, place).is_some()
        {
            return Err(FigureError::RepeatedColumn {
                name: name.to_owned(),
                column: column.look().zh,
            });
        }
    }
    let region = if places.contains_key(&Column::RegionName) {
        Column::RegionName
    } else {
        Column::Region
    };
    let mut needed = Column::NEEDED.into_iter().chain([region]);
    match needed.find(|column| !places.contains_key(column)) {
        None => Ok(places),
        Some(missing) => Err(FigureError::MissingColumn {
            name: name.to_owned(),
            column: missing.look().zh,
            found: header
                .into_iter()
                .flat_map(BTreeMap::values)
                .map(Cell::shown)
                .collect(),
        }),
    }
}

/// Refuses all rows that give one indicator, region and period: which of them is meant cannot be known.
fn refuse_repeated(reading: &mut Reading, rows_of: &BTreeMap<Key, Vec<u32>>) {
    for ((indicator, ..), rows) in rows_of.iter().filter(|(_, rows)| rows.len() > 1) {
        reading.figures.retain(|figure| !rows.contains(&figure.row));
        for &row in rows {
            let others = rows.iter().filter(|other| **other != row);
            let numbers: Vec<String> = others.map(u32::to_string).collect();
            reading.defects.push(Defect {
                row,
                column: Column::Indicator.look().zh,
                text: indicator.clone(),
                expected: numbers.join(", "),
                reason: Reason::Duplicate,
            });
        }
    }
    reading.defects.sort_by_key(|defect| defect.row);
}

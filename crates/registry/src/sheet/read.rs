//! A whole file at once: XLSX and GeoJSON by their first bytes, else CSV.

use super::cell::Raw;
use super::grid::{self, Cell, Grid, GridError};
use super::header::{self, HEADER_ROWS, Layout};
use super::merge::{self, Seen};
use super::row::{self, Outcome};
use super::{Checks, Defect, LIMITS, SheetError, SheetRead, geo, stream};
use crate::Entity;

/// Reads the rows of an entity from a workbook (.xlsx), CSV or GeoJSON file, which one its bytes say; `name` is for
/// messages. Of a workbook the sheet called as the entity is read, else the first.
///
/// # Errors
/// [`SheetError`] when the file as a whole is none, or does not name the key.
pub fn read(
    entity: &Entity,
    name: &str,
    bytes: &[u8],
    checks: &Checks<'_>,
) -> Result<SheetRead, SheetError> {
    if grid::is_workbook(bytes) {
        return workbook(entity, name, bytes, checks);
    }
    if bytes.len() > LIMITS.bytes {
        return Err(SheetError::Grid(GridError::TooLarge {
            name: name.to_owned(),
            limit: LIMITS.bytes,
            what: "bytes",
        }));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(SheetError::Grid(GridError::OldWorkbook {
            name: name.to_owned(),
        }));
    }
    let text = grid::decoded(bytes).ok_or_else(|| GridError::NotAWorkbook {
        name: name.to_owned(),
    })?;
    if text.trim_start().starts_with(['{', '[']) {
        return geo::read(entity, name, &text, checks);
    }
    stream::whole(entity, name, &text, checks)
}

fn workbook(
    entity: &Entity,
    name: &str,
    bytes: &[u8],
    checks: &Checks<'_>,
) -> Result<SheetRead, SheetError> {
    let grid = grid::grid(name, bytes, &entity.name.zh, LIMITS)?;
    let (line, mut layout) = header_of(entity, name, &grid)?;
    let mut defects = std::mem::take(&mut layout.defects);
    let outcomes = outcomes(entity, &layout, checks, &grid, line, &mut defects);
    let mut seen = Seen::default();
    Ok(merge::merge(
        entity, &layout, checks, &mut seen, outcomes, defects,
    ))
}

fn outcomes(
    entity: &Entity,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    grid: &Grid,
    header: u32,
    defects: &mut Vec<Defect>,
) -> Vec<Outcome> {
    let rows = grid.range(header.saturating_add(1)..);
    let rows = rows.filter_map(|(line, cells)| {
        let cell = |at: usize| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            cells.get(&at).map_or(Raw::Blank, raw)
        };
        row::outcome(entity, layout, checks, u64::from(*line), cell, defects)
    });
    rows.collect()
}

/// A cell of a grid.
pub(super) fn raw(cell: &Cell) -> Raw<'_> {
    match cell {
        Cell::Text(text) => Raw::Text(text),
        Cell::Number(text) => Raw::Number(text),
        Cell::Date(day) => Raw::Date(*day),
        Cell::Month(day) => Raw::Month(*day),
        Cell::Error(text) => Raw::Error(text),
        Cell::Uncomputed => Raw::Uncomputed,
    }
}

/// The first of the topmost lines that names the key and something else; one that names the key alone when none does.
fn header_of<'a>(
    entity: &'a Entity,
    name: &str,
    grid: &Grid,
) -> Result<(u32, Layout<'a>), SheetError> {
    let lines = grid.iter().take(HEADER_ROWS).map(|(line, cells)| {
        let headers = cells.iter().map(|(at, cell)| {
            let at = usize::try_from(*at).unwrap_or(usize::MAX);
            (at, cell.shown())
        });
        (*line, headers.collect())
    });
    found(entity, name, lines.collect())
}

/// A line and its headers with their places.
pub(super) type Headers = (u32, Vec<(usize, String)>);

pub(super) fn found<'a>(
    entity: &'a Entity,
    name: &str,
    lines: Vec<Headers>,
) -> Result<(u32, Layout<'a>), SheetError> {
    let first = lines.first().map(|(_, headers)| headers.clone());
    let layouts = lines.into_iter().filter_map(|(line, headers)| {
        let layout = header::layout(entity, u64::from(line), &headers)?;
        Some((line, layout))
    });
    let mut layouts: Vec<_> = layouts.collect();
    let full = layouts
        .iter()
        .position(|(_, layout)| layout.columns.len() > 1);
    if layouts.is_empty() {
        let found = first.unwrap_or_default().into_iter();
        return Err(SheetError::NoKeyColumn {
            name: name.to_owned(),
            key: entity.key.zh.clone(),
            found: found.map(|(_, header)| super::kept(&header)).collect(),
        });
    }
    Ok(layouts.swap_remove(full.unwrap_or(0)))
}

//! The rows of the register that a file gives, entity by entity: which lines count, their keys, and one row a key.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    EntityRows, Place, Skip, SourceDefect, SourceError,
    cells::{Row, cell, columns_of, template},
    file::{Line, Table},
    gather::{gather, holds},
    mapping::{EntityRule, Source, reason},
    region,
};
use crate::{Catalogue, Entity, Given, GivenRow};

/// What is the same for all rows of a file.
struct Reading<'a> {
    source: &'static Source,
    table: &'a Table,
    place: Option<Place<'a>>,
}

pub(super) fn all(
    source: &'static Source,
    catalogue: &Catalogue,
    table: &Table,
    place: Option<Place<'_>>,
) -> Result<Vec<EntityRows>, SourceError> {
    let reading = Reading {
        source,
        table,
        place,
    };
    let (lines, mut broken): (Vec<&Line>, Vec<&Line>) = table
        .lines
        .iter()
        .partition(|line| line.fields.len() == table.header.len());
    let lines: Vec<Line> = lines.into_iter().cloned().collect();
    // A defect of a line is told once, though several entities may come of the line.
    let mut told = BTreeSet::new();
    let mut made = Vec::new();
    for rule in &source.entity {
        let entity = catalogue
            .entity(&rule.id)
            .ok_or_else(|| SourceError::Entity {
                layout: source.id.clone(),
                entity: rule.id.clone(),
            })?;
        let mut rows = one(&reading, rule, entity, &lines);
        rows.defects.extend(broken.drain(..).map(length_defect));
        rows.defects.retain(|defect| told.insert(defect.clone()));
        rows.defects.sort();
        made.push(rows);
    }
    Ok(made)
}

fn length_defect(line: &Line) -> SourceDefect {
    SourceDefect {
        line: line.number,
        column: String::new(),
        text: line.fields.first().cloned().unwrap_or_default(),
        reason: reason("row_length"),
    }
}

fn one(reading: &Reading<'_>, rule: &EntityRule, entity: &Entity, lines: &[Line]) -> EntityRows {
    let mut out = EntityRows {
        entity: entity.id.clone(),
        ..EntityRows::default()
    };
    let mut chosen = chosen(reading, rule, lines, &mut out.skipped);
    if let Some(gathering) = &rule.gather {
        let (gathered, without) = gather(gathering, reading.table, &chosen);
        chosen = gathered;
        if without > 0 {
            let skip = Skip {
                reason: reason(&gathering.reason),
                text: String::new(),
            };
            out.skipped.insert(skip, without);
        }
    }
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in &chosen {
        let mut row = Row {
            source: reading.source,
            table: reading.table,
            line,
            defects: Vec::new(),
        };
        if let Some(given) = given(reading, rule, entity, &mut row) {
            let known = places.get(&given.key);
            if let Some(known) = known.and_then(|place| out.rows.get_mut(*place)) {
                merge(entity, known, &given, &mut row);
            } else {
                places.insert(given.key.clone(), out.rows.len());
                out.rows.push(given);
            }
        }
        out.defects.append(&mut row.defects);
    }
    out
}

/// The lines that make a thing; the others are counted with the first test that fails.
fn chosen(
    reading: &Reading<'_>,
    rule: &EntityRule,
    lines: &[Line],
    skipped: &mut BTreeMap<Skip, u64>,
) -> Vec<Line> {
    let table = reading.table;
    let mut kept = Vec::new();
    for line in lines {
        let passes = |any: &[_]| any.iter().any(|test| holds(test, table, line));
        let Some(failed) = rule.only.iter().find(|only| !passes(&only.any)) else {
            kept.push(line.clone());
            continue;
        };
        // One test names the value that decided; several would name none in particular.
        let text = match failed.any.as_slice() {
            [test] => table.get(line, &test.column).unwrap_or_default(),
            _ => "",
        };
        let skip = Skip {
            reason: reason(&failed.reason),
            text: text.to_owned(),
        };
        *skipped.entry(skip).or_default() += 1;
    }
    kept
}

fn given(
    reading: &Reading<'_>,
    rule: &EntityRule,
    entity: &Entity,
    row: &mut Row<'_>,
) -> Option<GivenRow> {
    let Some(key) = template(row, &rule.key) else {
        row.tell(&columns_of(&rule.key), "", "no_key");
        return None;
    };
    let source = reading.source;
    let position = source.position.as_ref();
    let point = position.and_then(|position| region::point(row, position));
    let code = region::region(row, &source.region, point.as_ref(), reading.place);
    let cells = entity.columns.iter().map(|column| {
        let value = |text: Option<String>| text.map_or(Given::Left, Given::Value);
        match (rule.cells.get(&column.id), column.id.as_str()) {
            (Some(rule), _) => cell(row, column, rule),
            (None, "region") => value(code.map(|code| code.to_string())),
            (None, "lon") => value(point.as_ref().map(|point| point.lon.clone())),
            (None, "lat") => value(point.as_ref().map(|point| point.lat.clone())),
            (None, _) => Given::Left,
        }
    });
    Some(GivenRow {
        cells: cells.collect(),
        line: row.line.number,
        key,
    })
}

/// Joins a further row of a key: what differs is unknown, and told.
fn merge(entity: &Entity, known: &mut GivenRow, further: &GivenRow, row: &mut Row<'_>) {
    let cells = known.cells.iter_mut().zip(&further.cells);
    for ((own, other), column) in cells.zip(&entity.columns) {
        if own != other {
            let text = format!("{} | {}", show(own), show(other));
            row.tell(&column.id, &text, "same_key");
            *own = Given::Left;
        }
    }
    drop_half_a_point(entity, known);
}

fn drop_half_a_point(entity: &Entity, row: &mut GivenRow) {
    let place = |id| entity.column(id).map(|(place, _)| place);
    if let (Some(lon), Some(lat)) = (place("lon"), place("lat"))
        && [lon, lat]
            .map(|at| row.cells.get(at))
            .contains(&Some(&Given::Left))
    {
        for at in [lon, lat] {
            if let Some(cell) = row.cells.get_mut(at) {
                *cell = Given::Left;
            }
        }
    }
}

fn show(cell: &Given) -> &str {
    match cell {
        Given::Value(text) => text,
        Given::Left | Given::Cleared => "?",
    }
}

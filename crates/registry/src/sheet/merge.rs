//! From single rows to the whole file: keys given twice, keys of other entities, what new things need.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::header::{Field, Layout};
use super::row::Outcome;
use super::{Checks, Defect, Problem, SheetRead};
use crate::{Column, Entity, Given, GivenRow};

/// The keys seen so far in a file, with the line of each.
#[derive(Default)]
pub(super) struct Seen(BTreeMap<String, u64>);

/// Joins the rows of a part of a file, in order.
pub(super) fn merge(
    entity: &Entity,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    seen: &mut Seen,
    mut outcomes: Vec<Outcome>,
    mut defects: Vec<Defect>,
) -> SheetRead {
    refuse_repeated(layout, seen, &mut outcomes, &mut defects);
    refuse_unknown_references(entity, layout, checks, seen, &mut outcomes, &mut defects);
    refuse_lacking(entity, layout, checks, &mut outcomes, &mut defects);
    let read = u64::try_from(outcomes.len()).unwrap_or(u64::MAX);
    let good = outcomes.into_iter().filter(|row| !row.refused);
    let rows = good.filter_map(|row| {
        Some(GivenRow {
            line: row.line,
            key: row.key?,
            cells: row.cells,
        })
    });
    let rows = rows.collect();
    defects.sort_by_key(|defect| (defect.line, defect.column));
    SheetRead {
        rows,
        defects,
        read,
    }
}

fn refuse(
    layout: &Layout<'_>,
    row: &mut Outcome,
    of: Option<&Column>,
    text: &str,
    problem: Problem,
) -> Defect {
    row.refused = true;
    let is = |field: Field<'_>| match (field, of) {
        (Field::Key, None) => true,
        (Field::Column(_, column), Some(of)) => column.id == of.id,
        _ => false,
    };
    let column = layout.columns.iter().find(|column| is(column.field));
    let name = || of.map_or_else(String::new, |of| of.name.zh.clone());
    Defect {
        line: row.line,
        column: column.map(|column| column.at),
        header: column.map_or_else(name, |column| column.header.clone()),
        text: super::kept(text),
        problem,
    }
}

fn refuse_repeated(
    layout: &Layout<'_>,
    seen: &mut Seen,
    outcomes: &mut [Outcome],
    defects: &mut Vec<Defect>,
) {
    for row in outcomes {
        let Some(key) = row.key.clone() else { continue };
        match seen.0.entry(key) {
            Entry::Occupied(known) => {
                let problem = Problem::DuplicateKey {
                    first: *known.get(),
                };
                defects.push(refuse(layout, row, None, known.key(), problem));
            }
            Entry::Vacant(new) => {
                new.insert(row.line);
            }
        }
    }
}

fn refuse_unknown_references(
    entity: &Entity,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    seen: &Seen,
    outcomes: &mut [Outcome],
    defects: &mut Vec<Defect>,
) {
    for (place, column) in entity.columns.iter().enumerate() {
        let Some(refers) = &column.refers else {
            continue;
        };
        let value = |row: &Outcome| match row.cells.get(place) {
            Some(Given::Value(key)) => Some(key.clone()),
            _ => None,
        };
        let keys: BTreeSet<String> = outcomes.iter().filter_map(value).collect();
        // A thing may refer to another of the same file.
        let asked: Vec<&str> = keys
            .iter()
            .filter(|key| *refers != entity.id || !seen.0.contains_key(*key))
            .map(String::as_str)
            .collect();
        if asked.is_empty() {
            continue;
        }
        let missing: BTreeSet<String> = (checks.missing)(refers, &asked).into_iter().collect();
        if missing.is_empty() {
            continue;
        }
        for row in outcomes.iter_mut() {
            let Some(key) = value(row).filter(|key| missing.contains(key)) else {
                continue;
            };
            let problem = Problem::NotThere {
                entity: refers.clone(),
            };
            defects.push(refuse(layout, row, Some(column), &key, problem));
        }
    }
}

/// What is left blank stays as it is; a new thing has nothing that could stay.
fn refuse_lacking(
    entity: &Entity,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    outcomes: &mut [Outcome],
    defects: &mut Vec<Defect>,
) {
    let required = entity.columns.iter().enumerate();
    let required: Vec<(usize, &Column)> = required.filter(|(_, column)| column.required).collect();
    let lacks = |row: &Outcome| {
        let mut places = required.iter();
        places.any(|(place, _)| matches!(row.cells.get(*place), Some(Given::Left)))
    };
    let asked: Vec<String> = outcomes
        .iter()
        .filter(|row| lacks(row))
        .filter_map(|row| row.key.clone())
        .collect();
    if !outcomes.iter().any(lacks) {
        return;
    }
    let keys: Vec<&str> = asked.iter().map(String::as_str).collect();
    let new: BTreeSet<String> = (checks.missing)(&entity.id, &keys).into_iter().collect();
    for row in outcomes.iter_mut().filter(|row| lacks(row)) {
        let known = row.key.as_ref().is_some_and(|key| !new.contains(key));
        if known {
            continue;
        }
        for (place, column) in &required {
            if matches!(row.cells.get(*place), Some(Given::Left)) {
                let absent = layout.lacking.iter().any(|lacking| lacking.id == column.id);
                let problem = if absent {
                    Problem::NoRequiredColumn
                } else {
                    Problem::Required
                };
                defects.push(refuse(layout, row, Some(column), "", problem));
            }
        }
    }
}

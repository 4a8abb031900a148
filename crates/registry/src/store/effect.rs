//! What a row does to what the register knows.

use super::table::Table;
use crate::Record;

/// What a row does to what the register knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The thing was not known.
    Created,
    /// These cells change, in the order of the columns.
    Changed(Vec<CellChange>),
    /// Nothing is new.
    Same,
}

/// A cell with two values; `None` is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The column.
    pub column: String,
    /// Its value before.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
}

impl Effect {
    /// The effect of putting one state after another.
    pub(super) fn of(table: &Table, before: Option<&Record>, after: &Record) -> Self {
        let Some(before) = before else {
            return Self::Created;
        };
        if before.cells == after.cells {
            return Self::Same;
        }
        Self::Changed(changes(table, &before.cells, &after.cells))
    }
}

/// The cells that differ.
pub(super) fn changes(
    table: &Table,
    before: &[Option<String>],
    after: &[Option<String>],
) -> Vec<CellChange> {
    let cells = before.iter().zip(after).zip(&table.columns);
    let differing = cells.filter(|((before, after), _)| before != after);
    differing
        .map(|((before, after), column)| CellChange {
            column: column.clone(),
            before: before.clone(),
            after: after.clone(),
        })
        .collect()
}

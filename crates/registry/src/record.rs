//! One thing as the register holds it, and as somebody hands it in.
//!
//! Cells are canonical texts, so that two databases and a file agree to the byte: numbers as decimals without
//! superfluous zeros, `true` and `false`, days as `2025-06-30`, regions as six digits, listed texts by their id,
//! areas as GeoJSON geometry. Unknown is `None`.

/// One thing: its natural key and a cell for every column of the entity, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its natural key.
    pub key: String,
    /// Its cells.
    pub cells: Vec<Option<String>>,
}

/// What a row that was handed in says of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing: what the register knows stays.
    #[default]
    Left,
    /// That it is unknown from now on.
    Cleared,
    /// A value, canonical.
    Value(String),
}

/// A row that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRow {
    /// The line of its file, from 1.
    pub line: u64,
    /// The natural key.
    pub key: String,
    /// What it says of each column of the entity, in order.
    pub cells: Vec<Given>,
}

impl GivenRow {
    /// The thing after this row, from what was known before it.
    pub fn over(&self, before: Option<&Record>) -> Record {
        let old =
            |place: usize| before.and_then(|record| record.cells.get(place).cloned().flatten());
        let cells = self
            .cells
            .iter()
            .enumerate()
            .map(|(place, cell)| match cell {
                Given::Left => old(place),
                Given::Cleared => None,
                Given::Value(text) => Some(text.clone()),
            });
        Record {
            key: self.key.clone(),
            cells: cells.collect(),
        }
    }
}

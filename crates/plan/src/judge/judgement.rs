//! What a rule made of a whole register: one byte a row, beside the rows themselves.
//!
//! Keys, places and unknown cells are read from the rows when somebody asks for them, never copied for all.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{Array as _, AsArray as _, Int64Array, StringArray, new_null_array};
use lake::arrow::compute::cast;
use lake::arrow::datatypes::{DataType, Int64Type};
use lake::arrow::record_batch::RecordBatch;

use super::Outcome;

/// What a rule made of the rows of its register, in their order; cheap to copy.
#[derive(Clone, Debug)]
pub struct Judgement {
    outcomes: Arc<[Outcome]>,
    read: Read,
    keys: StringArray,
    regions: StringArray,
    numbers: Option<Int64Array>,
    /// Rows that rules which prevail left open, by rule.
    left_open: Vec<LeftOpen>,
}

/// What a rule made of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The thing.
    pub key: String,
    /// The region it is in.
    pub region: Option<String>,
    /// What came out.
    pub outcome: Outcome,
    /// Unknown cells, where they decide.
    pub missing: Vec<String>,
    /// The row of its file.
    pub row: i64,
}

/// Rows and the columns of them that decide.
#[derive(Clone, Debug)]
struct Read {
    rows: RecordBatch,
    columns: Arc<[String]>,
}

impl Read {
    fn unknown(&self, row: usize) -> Vec<String> {
        let is_unknown = |name: &&String| {
            let column = self.rows.column_by_name(name);
            column.is_some_and(|column| column.is_null(row))
        };
        self.columns.iter().filter(is_unknown).cloned().collect()
    }
}

/// Places, ascending, that a rule which prevails left open; `None` when that rule could not be applied.
#[derive(Clone, Debug)]
struct LeftOpen {
    places: Vec<usize>,
    by: Option<Read>,
}

impl Judgement {
    /// The outcomes of the rows of a register, its derived columns among them, from the columns a rule reads.
    pub(super) fn new(rows: RecordBatch, columns: Vec<String>, outcomes: Vec<Outcome>) -> Self {
        let numbers = rows.column_by_name("row");
        Self {
            outcomes: outcomes.into(),
            keys: texts(&rows, "key"),
            regions: texts(&rows, "region"),
            numbers: numbers.and_then(|column| column.as_primitive_opt::<Int64Type>().cloned()),
            read: Read {
                rows,
                columns: columns.into(),
            },
            left_open: Vec::new(),
        }
    }

    /// How many rows were judged.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether the register has no row.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// What came out, row by row.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// How many rows came out how.
    pub fn counts(&self) -> BTreeMap<Outcome, usize> {
        let mut counts = [0; Outcome::ALL.len()];
        for outcome in self.outcomes.iter() {
            counts[*outcome as usize] += 1;
        }
        let found = Outcome::ALL.into_iter().zip(counts);
        found.filter(|(_, count)| *count > 0).collect()
    }

    /// The register's rows with the rule's derived columns beside them.
    pub fn rows(&self) -> &RecordBatch {
        &self.read.rows
    }

    /// The columns that the rule's predicates read, in their order, derived ones among them.
    pub fn columns(&self) -> &[String] {
        &self.read.columns
    }

    /// The keys of the rows.
    pub fn keys(&self) -> &StringArray {
        &self.keys
    }

    /// The regions of the rows.
    pub fn regions(&self) -> &StringArray {
        &self.regions
    }

    /// The key of the thing at a place; empty when unknown.
    pub fn key(&self, place: usize) -> &str {
        text_at(&self.keys, place).unwrap_or_default()
    }

    /// The region of the thing at a place.
    pub fn region(&self, place: usize) -> Option<&str> {
        text_at(&self.regions, place)
    }

    /// The row of its file of the thing at a place; 0 when the register does not say.
    pub fn number(&self, place: usize) -> i64 {
        let numbers = self.numbers.as_ref();
        numbers.map_or(0, |numbers| numbers.value(place))
    }

    /// The unknown cells that leave the thing at a place open.
    pub fn missing(&self, place: usize) -> Vec<String> {
        if self.outcomes[place] != Outcome::Undetermined {
            return Vec::new();
        }
        let other = self
            .left_open
            .iter()
            .find(|left| left.places.binary_search(&place).is_ok());
        match other {
            Some(left) => left
                .by
                .as_ref()
                .map_or_else(Vec::new, |by| by.unknown(place)),
            None => self.read.unknown(place),
        }
    }

    /// Places whose outcome is wanted.
    pub fn places(&self, wanted: impl Fn(Outcome) -> bool) -> impl Iterator<Item = usize> {
        let outcomes = self.outcomes.iter().enumerate();
        outcomes.filter_map(move |(place, outcome)| wanted(*outcome).then_some(place))
    }

    /// Everything about the row at a place.
    pub fn hit(&self, place: usize) -> Hit {
        Hit {
            key: self.key(place).to_owned(),
            region: self.region(place).map(str::to_owned),
            outcome: self.outcomes[place],
            missing: self.missing(place),
            row: self.number(place),
        }
    }

    /// Every row, made as it is asked for.
    pub fn hits(&self) -> impl Iterator<Item = Hit> {
        (0..self.len()).map(|place| self.hit(place))
    }

    /// Where a rule that prevails applies to a row, this one gives way; where that is unknown, so is this one.
    ///
    /// Both were applied to the rows of one register, in its order.
    pub(super) fn give_way(&mut self, prevailing: Option<&Self>) {
        let mut outcomes = self.outcomes.to_vec();
        let mut left_open = Vec::new();
        for (place, outcome) in outcomes.iter_mut().enumerate() {
            if !outcome.fires() {
                continue;
            }
            match prevailing.and_then(|other| other.outcomes.get(place)) {
                Some(Outcome::Undetermined) | None => {
                    *outcome = Outcome::Undetermined;
                    left_open.push(place);
                }
                Some(other) if other.fires() || *other == Outcome::Satisfied => {
                    *outcome = Outcome::Yields;
                }
                Some(_) => {}
            }
        }
        self.outcomes = outcomes.into();
        if !left_open.is_empty() {
            self.left_open.push(LeftOpen {
                places: left_open,
                by: prevailing.map(|other| other.read.clone()),
            });
        }
    }
}

impl PartialEq for Judgement {
    fn eq(&self, other: &Self) -> bool {
        let open = |outcome| outcome == Outcome::Undetermined;
        self.outcomes == other.outcomes
            && self.keys == other.keys
            && self.regions == other.regions
            && self.numbers == other.numbers
            && self
                .places(open)
                .all(|place| self.missing(place) == other.missing(place))
    }
}

impl Eq for Judgement {}

/// The text at a place of a column.
pub(crate) fn text_at(column: &StringArray, place: usize) -> Option<&str> {
    column.is_valid(place).then(|| column.value(place))
}

/// A column of texts, whichever layout it has; all unknown where there is none.
pub(crate) fn texts(rows: &RecordBatch, name: &str) -> StringArray {
    let found = rows
        .column_by_name(name)
        .and_then(|column| cast(column, &DataType::Utf8).ok())
        .unwrap_or_else(|| new_null_array(&DataType::Utf8, rows.num_rows()));
    found.as_string::<i32>().clone()
}

//! What a counting statement counted: its rows as columns, and their sums by region.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{Array as _, AsArray as _, Decimal128Array, StringArray, new_null_array};
use lake::arrow::compute::cast;
use lake::arrow::datatypes::{DataType, Decimal128Type};
use lake::arrow::record_batch::RecordBatch;
use units::Exact;

use crate::judge::texts;
use crate::statement;

/// One thing counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its region.
    pub region: Option<String>,
    /// The thing.
    pub key: String,
    /// What it adds; unknown when `None`.
    pub part: Option<Exact>,
    /// What it is a part of, for shares.
    pub whole: Option<Option<Exact>>,
}

/// Everything a statement counted.
#[derive(Clone, Debug)]
pub struct Counts {
    regions: StringArray,
    keys: StringArray,
    parts: Decimal128Array,
    wholes: Option<Decimal128Array>,
    tallies: BTreeMap<String, Tally>,
}

/// Sums over the things of a region.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// How many things.
    pub rows: usize,
    /// How many of them with something unknown.
    pub unknown: usize,
    parts: i128,
    wholes: i128,
}

impl Counts {
    /// Reads the rows of a statement.
    pub(super) fn new(rows: &RecordBatch) -> Self {
        let mut counts = Self {
            regions: texts(rows, "region"),
            keys: texts(rows, "key"),
            parts: decimals(rows, "part"),
            wholes: rows
                .column_by_name("whole")
                .map(|_| decimals(rows, "whole")),
            tallies: BTreeMap::new(),
        };
        counts.tallies = counts.by_region();
        counts
    }

    fn by_region(&self) -> BTreeMap<String, Tally> {
        let mut found: BTreeMap<&str, Tally> = BTreeMap::new();
        for (place, region) in self.regions.iter().enumerate() {
            let Some(region) = region else { continue };
            let known =
                |column: &Decimal128Array| column.is_valid(place).then(|| column.value(place));
            let part = known(&self.parts);
            let whole = self.wholes.as_ref().map(known);
            let tally = found.entry(region).or_default();
            tally.rows += 1;
            tally.unknown += usize::from(part.is_none() || whole == Some(None));
            tally.parts += part.unwrap_or(0);
            tally.wholes += whole.flatten().unwrap_or(0);
        }
        found
            .into_iter()
            .map(|(region, tally)| (region.to_owned(), tally))
            .collect()
    }

    /// Whether the statement gives what things are a part of.
    pub fn shared(&self) -> bool {
        self.wholes.is_some()
    }

    /// The sums over the regions that are inside.
    pub fn tally(&self, inside: impl Fn(&str) -> bool) -> Tally {
        let mut all = Tally::default();
        let own = self.tallies.iter().filter(|(region, _)| inside(region));
        for (_, tally) in own {
            all.rows += tally.rows;
            all.unknown += tally.unknown;
            all.parts += tally.parts;
            all.wholes += tally.wholes;
        }
        all
    }

    /// Every thing, made as it is asked for.
    pub fn rows(&self) -> impl Iterator<Item = Counted> {
        let text = |column: &StringArray, place: usize| {
            column
                .is_valid(place)
                .then(|| column.value(place).to_owned())
        };
        let number = |column: &Decimal128Array, place: usize| {
            column.is_valid(place).then(|| exact(column.value(place)))
        };
        (0..self.keys.len()).map(move |place| Counted {
            region: text(&self.regions, place),
            key: text(&self.keys, place).unwrap_or_default(),
            part: number(&self.parts, place),
            whole: self.wholes.as_ref().map(|wholes| number(wholes, place)),
        })
    }
}

impl Tally {
    /// The sum of the known parts.
    pub fn parts(&self) -> Exact {
        exact(self.parts)
    }

    /// The sum of what is known of the wholes.
    pub fn wholes(&self) -> Exact {
        exact(self.wholes)
    }
}

/// A number as statements give it.
fn exact(scaled: i128) -> Exact {
    Exact::new(scaled, 10_i128.pow(statement::VALUE_SCALE))
}

/// A column of numbers or of yes and no, exactly.
pub(super) fn numbers(rows: &RecordBatch, name: &str) -> Vec<Option<Exact>> {
    let found = decimals(rows, name);
    found.iter().map(|value| value.map(exact)).collect()
}

fn decimals(rows: &RecordBatch, name: &str) -> Decimal128Array {
    let kind = statement::value_type();
    let found = rows.column_by_name(name).and_then(|column| {
        let column = if column.data_type() == &DataType::Boolean {
            cast(column, &DataType::Int64).ok()?
        } else {
            Arc::clone(column)
        };
        cast(&column, &kind).ok()
    });
    let found = found.unwrap_or_else(|| new_null_array(&kind, rows.num_rows()));
    found.as_primitive::<Decimal128Type>().clone()
}

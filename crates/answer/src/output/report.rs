//! A report: columns by glossary id, rows of cells, notes; or a tree of what rests on what.

use std::borrow::Cow;

use lake::arrow::record_batch::RecordBatch;
use units::{Exact, Rounded};

use crate::failure::Kind;

/// What a command answers.
#[derive(Debug, Default)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// Remarks below the table.
    pub notes: Vec<String>,
    /// Further tables; CSV and Parquet leave them out.
    pub sections: Vec<Report>,
    /// What rests on what; in place of rows.
    pub tree: Vec<Node>,
    /// How a table is laid out.
    pub layout: Layout,
    /// The engine's own rows, which Parquet keeps as they are.
    pub batches: Vec<RecordBatch>,
    /// The exit code, if the answer itself is bad news.
    pub verdict: Option<Kind>,
}

/// How a table is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One line a row.
    #[default]
    Rows,
    /// One line a field.
    Fields,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its glossary id, the key in CSV and JSON.
    pub id: Cow<'static, str>,
    /// The unit of its numbers.
    pub unit: Option<&'static str>,
    /// Its heading, where the domain's data have one.
    pub heading: Option<String>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with the decimals it is stated with.
    Decimal(String),
    /// Nothing was measured, or the question does not arise.
    Missing,
    /// Too little data for an answer; the number it would give, if any.
    Undetermined {
        /// What the data at hand give.
        indicative: Option<String>,
    },
}

/// A value and what it rests on.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: Cell,
    /// Its unit.
    pub unit: Option<&'static str>,
    /// The document and clause, or the file and row.
    pub source: Option<String>,
    /// What it rests on.
    pub children: Vec<Node>,
}

impl Column {
    /// A column of texts or plain numbers.
    pub const fn new(id: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            unit: None,
            heading: None,
        }
    }

    /// A column that the domain's data name.
    pub fn named(id: &str, heading: String) -> Self {
        Self {
            id: Cow::Owned(id.to_owned()),
            unit: None,
            heading: Some(heading),
        }
    }

    /// A column of quantities.
    pub const fn of(id: &'static str, unit: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            unit: Some(unit),
            heading: None,
        }
    }

    /// Columns without units.
    pub fn all(ids: &[&'static str]) -> Vec<Self> {
        ids.iter().map(|id| Self::new(id)).collect()
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A text if there is one.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Missing, Self::text)
    }

    /// How many.
    pub fn count(count: impl TryInto<i64>) -> Self {
        Self::Integer(count.try_into().unwrap_or(i64::MAX))
    }

    /// A whole number if there is one.
    pub fn integer(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Missing, |n| Self::Integer(n.into()))
    }

    /// A rounded number if there is one.
    pub fn rounded(number: Option<Rounded>) -> Self {
        number.map_or(Self::Missing, |n| Self::Decimal(n.to_string()))
    }

    /// An exact number, for show, to so many decimals.
    pub fn exact(number: Option<Exact>, decimals: u32) -> Self {
        Self::rounded(number.map(|n| units::rounding::gb8170(n, decimals)))
    }

    /// The same number, as an answer only where `valid`.
    pub fn judged(self, valid: bool) -> Self {
        match self {
            _ if valid => self,
            Self::Decimal(number) => Self::Undetermined {
                indicative: Some(number),
            },
            Self::Integer(number) => Self::Undetermined {
                indicative: Some(number.to_string()),
            },
            Self::Missing => Self::Undetermined { indicative: None },
            other => other,
        }
    }

    /// Whether it is shown at the right of its column.
    pub fn is_number(&self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

impl Node {
    /// A node without unit, source and children.
    pub fn new(label: impl Into<String>, value: Cell) -> Self {
        Self {
            label: label.into(),
            value,
            unit: None,
            source: None,
            children: Vec::new(),
        }
    }

    /// States the unit.
    pub fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// States the source.
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// States what it rests on.
    pub fn over(mut self, children: Vec<Self>) -> Self {
        self.children = children;
        self
    }
}

impl Report {
    /// A report with a title and columns.
    pub fn new(title: String, columns: Vec<Column>) -> Self {
        Self {
            title,
            columns,
            ..Self::default()
        }
    }

    /// The tree as rows, for forms that have no trees.
    pub fn flattened(&self) -> Option<Self> {
        if self.tree.is_empty() {
            return None;
        }
        let mut flat = Self::new(
            self.title.clone(),
            Column::all(&["depth", "label", "value", "unit", "source"]),
        );
        for node in &self.tree {
            flatten(node, 0, &mut flat.rows);
        }
        Some(flat)
    }
}

fn flatten(node: &Node, depth: i64, rows: &mut Vec<Vec<Cell>>) {
    rows.push(vec![
        Cell::Integer(depth),
        Cell::text(&node.label),
        node.value.clone(),
        Cell::maybe(node.unit),
        Cell::maybe(node.source.as_deref()),
    ]);
    for child in &node.children {
        flatten(child, depth + 1, rows);
    }
}

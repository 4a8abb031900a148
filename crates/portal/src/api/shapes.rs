//! Shapes that several parts of the API share.

use answer::output::{Cell, Node, Report};
use answer::words::Words;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A code and its name in the reader's language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A list in pages.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Page<T: ToSchema> {
    pub(crate) items: Vec<T>,
    pub(crate) total: u64,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// Where the page before ended: its `next`.
    cursor: Option<usize>,
    /// How many things at most.
    limit: Option<usize>,
}

/// A figure, with what must be shown beside it and the address of its proof.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(crate) struct Figure {
    /// As the standard rounds it; null when it cannot be said.
    pub(crate) value: Option<String>,
    /// What the data at hand would give.
    pub(crate) indicative: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) valid: Option<u64>,
    pub(crate) expected: Option<u64>,
    /// simulated, replayed, reported, assumed, indicative.
    pub(crate) marks: Vec<String>,
    pub(crate) reasons: Vec<String>,
    /// The address of its trace.
    pub(crate) trace: Option<String>,
}

/// How a figure came about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Trace {
    pub(crate) title: String,
    pub(crate) nodes: Vec<TraceNode>,
    pub(crate) notes: Vec<String>,
    /// The moment of which the answer is.
    pub(crate) as_of: String,
}

/// A value and what it rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TraceNode {
    pub(crate) label: String,
    pub(crate) value: Option<String>,
    pub(crate) source: Option<String>,
    #[schema(no_recursion)]
    pub(crate) children: Vec<TraceNode>,
}

/// A table as the command line shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) rows: Vec<Vec<Option<TableCell>>>,
    pub(crate) notes: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TableColumn {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    pub(crate) numeric: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TableCell {
    pub(crate) text: Option<String>,
    pub(crate) indicative: Option<String>,
    pub(crate) undetermined: bool,
}

impl Named {
    /// Of a code and a name.
    pub(crate) fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
        }
    }
}

impl<T: ToSchema> Page<T> {
    /// Things on a page unless asked otherwise, and at most.
    const USUAL: usize = 100;
    const MOST: usize = 1000;

    /// A part of a list that is whole already; what is shown of the part alone is made into its shape.
    pub(crate) fn cut<S>(
        all: impl IntoIterator<Item = S>,
        paging: Paging,
        shape: impl Fn(S) -> T,
    ) -> Self {
        let all: Vec<S> = all.into_iter().collect();
        let total = all.len();
        let from = paging.cursor.unwrap_or(0).min(total);
        let length = paging.limit.unwrap_or(Self::USUAL).clamp(1, Self::MOST);
        let end = from.saturating_add(length).min(total);
        let items = all.into_iter().skip(from).take(length).map(shape);
        Self {
            items: items.collect(),
            total: total as u64,
            next: (end < total).then(|| end.to_string()),
        }
    }
}

impl Trace {
    /// A report's tree.
    pub(crate) fn of(report: Report, as_of: String) -> Self {
        Self {
            title: report.title,
            nodes: report.tree.into_iter().map(TraceNode::of).collect(),
            notes: report.notes,
            as_of,
        }
    }
}

impl TraceNode {
    fn of(node: Node) -> Self {
        let unit = node.unit;
        let value = match node.value {
            Cell::Text(text) | Cell::Decimal(text) => Some(text),
            Cell::Integer(number) => Some(number.to_string()),
            Cell::Missing => None,
            Cell::Undetermined { indicative } => {
                Some(indicative.map_or_else(|| "?".to_owned(), |number| format!("? ({number})")))
            }
        };
        Self {
            label: node.label,
            value: value.map(|value| match unit {
                Some(unit) => format!("{value} {unit}"),
                None => value,
            }),
            source: node.source,
            children: node.children.into_iter().map(Self::of).collect(),
        }
    }
}

impl Table {
    /// A report's rows, its headings in the reader's language.
    pub(crate) fn of(report: Report, words: &Words) -> Self {
        let numeric = |place: usize| {
            let cells = report.rows.iter().filter_map(|row| row.get(place));
            let told: Vec<_> = cells.filter(|cell| **cell != Cell::Missing).collect();
            !told.is_empty() && told.iter().all(|cell| cell.is_number())
        };
        let columns = report
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| TableColumn {
                id: column.id.to_string(),
                name: answer::output::name(words, column),
                unit: column
                    .unit
                    .map(|unit| answer::output::pretty(unit).to_owned()),
                numeric: numeric(place),
            });
        Self {
            columns: columns.collect(),
            rows: report
                .rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            title: report.title,
            notes: report.notes,
        }
    }
}

fn cell(cell: &Cell) -> Option<TableCell> {
    let (text, indicative, undetermined) = match cell {
        Cell::Text(text) | Cell::Decimal(text) => (Some(text.clone()), None, false),
        Cell::Integer(number) => (Some(number.to_string()), None, false),
        Cell::Missing => return None,
        Cell::Undetermined { indicative } => (None, indicative.clone(), true),
    };
    Some(TableCell {
        text,
        indicative,
        undetermined,
    })
}

//! Tables and trees for a terminal; Chinese characters take two columns.

use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, Table, Width, presets};

use super::report::{Cell, Column, Layout, Node, Report};
use crate::words::Words;

/// Columns on the screen that one column of a table may take.
const WIDEST: u16 = 64;

/// The whole report as text.
pub(super) fn text(words: &Words, report: &Report) -> String {
    lines(words, report).join("\n") + "\n"
}

fn lines(words: &Words, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if !report.title.is_empty() {
        lines.push(report.title.clone());
    }
    match report.layout {
        _ if !report.tree.is_empty() => {
            for node in &report.tree {
                branch(words, node, "", "", &mut lines);
            }
        }
        _ if report.columns.is_empty() => {}
        Layout::Rows => lines.push(rows(words, report)),
        Layout::Fields => lines.push(fields(words, report)),
    }
    lines.extend(report.notes.iter().cloned());
    for section in &report.sections {
        lines.push(String::new());
        lines.extend(self::lines(words, section));
    }
    lines
}

fn rows(words: &Words, report: &Report) -> String {
    let mut table = empty();
    table.set_header(report.columns.iter().map(|column| heading(words, column)));
    for row in &report.rows {
        table.add_row(row.iter().map(|cell| aligned(words, cell)));
    }
    bound(&mut table);
    table.to_string()
}

fn fields(words: &Words, report: &Report) -> String {
    let mut table = empty();
    for row in &report.rows {
        for (column, cell) in report.columns.iter().zip(row) {
            table.add_row(vec![heading(words, column), show(words, cell)]);
        }
    }
    bound(&mut table);
    table.to_string()
}

fn empty() -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table
}

/// Long texts wrap, so that a table stays within a screen.
fn bound(table: &mut Table) {
    for column in table.column_iter_mut() {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(WIDEST)));
    }
}

/// The name of a column in the reader's language; a column without a word keeps its id.
pub fn name(words: &Words, column: &Column) -> String {
    let known = || words.find(&format!("column-{}", column.id), &[]);
    let name = column.heading.clone().or_else(known);
    name.unwrap_or_else(|| column.id.to_string())
}

/// The heading of a column, with its unit.
pub fn heading(words: &Words, column: &Column) -> String {
    let name = name(words, column);
    match column.unit {
        Some(unit) => format!("{name}\n{}", pretty(unit)),
        None => name,
    }
}

/// A unit as people write it.
pub fn pretty(unit: &str) -> &str {
    match unit {
        "ug/m3" => "µg/m³",
        "mg/m3" => "mg/m³",
        other => other,
    }
}

fn aligned(words: &Words, cell: &Cell) -> TableCell {
    let side = if cell.is_number() {
        CellAlignment::Right
    } else {
        CellAlignment::Left
    };
    TableCell::new(show(words, cell)).set_alignment(side)
}

/// A cell for people: `—` for nothing, `~` before a number that too little data gave.
fn show(words: &Words, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => pretty(text).to_owned(),
        Cell::Decimal(number) => number.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Missing => "—".to_owned(),
        Cell::Undetermined {
            indicative: Some(number),
        } => format!("~{number}"),
        Cell::Undetermined { indicative: None } => words.say("undetermined", &[]),
    }
}

fn branch(words: &Words, node: &Node, first: &str, rest: &str, lines: &mut Vec<String>) {
    let unit = node
        .unit
        .map(|unit| format!(" {}", pretty(unit)))
        .unwrap_or_default();
    let value = match &node.value {
        Cell::Missing if !node.children.is_empty() => String::new(),
        cell => format!("  {}{unit}", show(words, cell)),
    };
    let source = node
        .source
        .as_ref()
        .map(|source| format!("  〔{source}〕"))
        .unwrap_or_default();
    lines.push(format!("{first}{}{value}{source}", node.label));
    let last = node.children.len().saturating_sub(1);
    for (i, child) in node.children.iter().enumerate() {
        let (mark, below) = if i == last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        branch(
            words,
            child,
            &format!("{rest}{mark}"),
            &format!("{rest}{below}"),
            lines,
        );
    }
}

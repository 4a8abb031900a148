//! JSON: numbers as numbers, nothing as `null`, and what is not determined says so.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::report::{Cell, Column, Node, Report};
use crate::failure::Failure;

/// The whole report as JSON text.
pub(super) fn text(language: &str, report: &Report) -> Result<String, Failure> {
    let document = Document { language, report };
    let text = serde_json::to_string_pretty(&document).map_err(|e| Failure::internal(&e))?;
    Ok(format!("{text}\n"))
}

struct Document<'a> {
    language: &'a str,
    report: &'a Report,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report {
            title,
            columns,
            rows,
            notes,
            sections,
            tree,
            ..
        } = self.report;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("language", self.language)?;
        map.serialize_entry("title", title)?;
        if tree.is_empty() {
            map.serialize_entry(
                "columns",
                &columns.iter().map(Described).collect::<Vec<_>>(),
            )?;
            map.serialize_entry(
                "rows",
                &rows
                    .iter()
                    .map(|cells| Row { columns, cells })
                    .collect::<Vec<_>>(),
            )?;
        } else {
            map.serialize_entry("tree", &tree.iter().map(Branch).collect::<Vec<_>>())?;
        }
        map.serialize_entry("notes", notes)?;
        if !sections.is_empty() {
            let language = self.language;
            let sections: Vec<_> = sections
                .iter()
                .map(|report| Document { language, report })
                .collect();
            map.serialize_entry("sections", &sections)?;
        }
        map.end()
    }
}

struct Described<'a>(&'a Column);

impl Serialize for Described<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.0.id)?;
        map.serialize_entry("unit", &self.0.unit)?;
        map.end()
    }
}

struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            map.serialize_entry(&column.id, cell)?;
        }
        map.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Decimal(text) => number(text).serialize(serializer),
            Self::Missing => serializer.serialize_none(),
            Self::Undetermined { indicative } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("undetermined", &true)?;
                map.serialize_entry("indicative", &indicative.as_deref().map(number))?;
                map.end()
            }
        }
    }
}

/// The shortest number that reads back as the text.
fn number(text: &str) -> serde_json::Value {
    let parsed = text
        .parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64);
    match (text.parse::<i64>(), parsed) {
        (Ok(whole), _) => serde_json::Value::from(whole),
        (_, Some(number)) => serde_json::Value::Number(number),
        _ => serde_json::Value::from(text),
    }
}

struct Branch<'a>(&'a Node);

impl Serialize for Branch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Node {
            label,
            value,
            unit,
            source,
            children,
        } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("label", label)?;
        map.serialize_entry("value", value)?;
        map.serialize_entry("unit", unit)?;
        map.serialize_entry("source", source)?;
        map.serialize_entry("children", &children.iter().map(Branch).collect::<Vec<_>>())?;
        map.end()
    }
}

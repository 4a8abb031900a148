//! The cells that decide, as people read them: the column's name and unit, and the value or that it is unknown.

use lake::arrow::array::{Array as _, AsArray as _};
use lake::arrow::datatypes::{DataType, Date32Type, Decimal128Type};
use lake::arrow::record_batch::RecordBatch;
use units::{Day, Exact};

use super::Name;
use crate::model::{Column, Entity, Rule};
use crate::table::SCALE;
use crate::{number, table};

/// A column that decides.
#[derive(Clone, Debug)]
pub struct ListColumn {
    /// Its name.
    pub name: Name,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether it is computed from other registers.
    pub derived: bool,
    /// The Chinese names of its words, when there are only some.
    words: Vec<(String, String)>,
}

/// A known cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub value: CellValue,
    /// The Chinese name of a word from a list.
    pub zh: Option<String>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// Words.
    Text(String),
    /// A number, in the unit of its column.
    Number(Exact),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(Day),
}

impl CellValue {
    /// The value as plain text, as a register's file has it.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value) => number::written(*value, SCALE),
            Self::YesNo(yes) => yes.to_string(),
            Self::Date(day) => day.to_string(),
        }
    }
}

/// The columns that a rule reads, then those it derives and reads in no predicate.
pub(crate) fn columns_of(rule: &Rule, entity: &Entity, read: &[String]) -> Vec<ListColumn> {
    let rest = rule.derive.keys().filter(|name| !read.contains(name));
    read.iter()
        .chain(rest)
        .map(|id| {
            let own = entity
                .columns
                .iter()
                .find(|column| column.id.get_ref() == id);
            if let Some(own) = own {
                return of_entity(own);
            }
            let derived = rule.derive.get(id);
            ListColumn {
                name: column_name(rule, entity, id),
                unit: derived
                    .and_then(|derived| derived.unit.clone())
                    .filter(|unit| unit != table::YES_NO),
                derived: derived.is_some(),
                words: Vec::new(),
            }
        })
        .collect()
}

/// All columns of an entity.
pub(crate) fn columns(entity: &Entity) -> Vec<ListColumn> {
    entity.columns.iter().map(of_entity).collect()
}

fn of_entity(column: &Column) -> ListColumn {
    let words = column.values.iter();
    ListColumn {
        name: Name::of(column.id.get_ref(), &column.zh, &column.en),
        unit: column.unit.clone(),
        derived: false,
        words: words.map(|(id, zh)| (id.clone(), zh.clone())).collect(),
    }
}

/// The name of a column that a rule reads.
pub(crate) fn column_name(rule: &Rule, entity: &Entity, id: &str) -> Name {
    if let Some(derived) = rule.derive.get(id) {
        return Name::of(id, &derived.zh, &derived.en);
    }
    let own = entity
        .columns
        .iter()
        .find(|column| column.id.get_ref() == id);
    match (own, id) {
        (Some(column), _) => Name::of(id, &column.zh, &column.en),
        (None, "key") => Name::of(id, "编号", "key"),
        (None, "name") => Name::of(id, "名称", "name"),
        (None, "region") => Name::of(id, "行政区划代码", "region code"),
        (None, _) => Name::of(id, id, id),
    }
}

/// The cell of a row in a column; `None` when it is unknown.
pub(crate) fn cell(rows: &RecordBatch, column: &ListColumn, place: usize) -> Option<Cell> {
    let array = rows.column_by_name(&column.name.id)?;
    if array.is_null(place) {
        return None;
    }
    let value = match array.data_type() {
        DataType::Boolean => CellValue::YesNo(array.as_boolean().value(place)),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().value(place);
            CellValue::Date(Day::from_number(days))
        }
        DataType::Decimal128(_, scale) => {
            let scale = 10_i128.checked_pow(u32::try_from(*scale).ok()?)?;
            let value = array.as_primitive::<Decimal128Type>().value(place);
            CellValue::Number(Exact::new(value, scale))
        }
        _ => {
            let text = array.as_string_opt::<i32>()?;
            CellValue::Text(text.value(place).to_owned())
        }
    };
    let zh = match &value {
        CellValue::Text(text) => column.words.iter().find(|(id, _)| id == text),
        _ => None,
    };
    Some(Cell {
        zh: zh.map(|(_, zh)| zh.clone()),
        value,
    })
}

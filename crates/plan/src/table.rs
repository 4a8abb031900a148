//! Rows of an entity as a table of the engine: from texts with the column's type, unknown where empty.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray,
};
use lake::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use lake::arrow::record_batch::RecordBatch;
use units::{Day, Exact};

use crate::model::{ColumnType, Entity};
use crate::number;

/// Decimals that a number keeps.
pub const SCALE: u32 = 6;

/// A text that is no value of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// The row, from 0.
    pub row: usize,
    /// The column.
    pub column: String,
    /// The text.
    pub text: String,
    /// What was expected.
    pub expected: String,
}

/// The type of a column in the engine.
pub fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text | ColumnType::Region => DataType::Utf8,
        ColumnType::Number => DataType::Decimal128(24, 6),
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
    }
}

/// The unit of a yes.
pub const YES_NO: &str = "是/否";

/// The type of a derived column, by its unit: a yes, a number, or words when it has none.
pub fn derived_type(unit: Option<&str>) -> DataType {
    data_type(match unit {
        Some(YES_NO) => ColumnType::Boolean,
        Some(_) => ColumnType::Number,
        None => ColumnType::Text,
    })
}

/// The columns that every entity has.
pub const IMPLICIT: [(&str, ColumnType); 3] = [
    ("key", ColumnType::Text),
    ("name", ColumnType::Text),
    ("region", ColumnType::Region),
];

/// All columns of an entity with their types: the implicit ones first.
pub fn columns(entity: &Entity) -> Vec<(&str, ColumnType)> {
    let own = entity
        .columns
        .iter()
        .map(|column| (column.id.get_ref().as_str(), column.kind));
    IMPLICIT.into_iter().chain(own).collect()
}

/// The schema of an entity's table; `row` is the place in the file it came from.
pub fn schema(entity: &Entity) -> SchemaRef {
    let mut fields: Vec<Field> = columns(entity)
        .into_iter()
        .map(|(name, kind)| Field::new(name, data_type(kind), true))
        .collect();
    fields.push(Field::new("row", DataType::Int64, true));
    Arc::new(Schema::new(fields))
}

/// Makes a table from texts; what cannot be read is unknown and told.
pub fn batch<'a>(
    entity: &Entity,
    rows: usize,
    cell: impl Fn(usize, &str) -> Option<&'a str>,
    number_of: impl Fn(usize) -> i64,
) -> (RecordBatch, Vec<BadCell>) {
    let mut bad = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (name, kind) in columns(entity) {
        let listed = entity
            .columns
            .iter()
            .find(|column| column.id.get_ref() == name);
        let texts: Vec<Option<&str>> = (0..rows).map(|row| cell(row, name)).collect();
        if let Some(column) = listed.filter(|column| !column.values.is_empty()) {
            for (row, text) in texts.iter().enumerate() {
                if let Some(text) = text.filter(|text| !column.values.contains_key(*text)) {
                    let known: Vec<&str> = column.values.keys().map(String::as_str).collect();
                    bad.push(BadCell {
                        row,
                        column: name.to_owned(),
                        text: text.to_owned(),
                        expected: known.join(" | "),
                    });
                }
            }
        }
        arrays.push(array(name, kind, &texts, &mut bad));
    }
    arrays.push(Arc::new(Int64Array::from_iter_values(
        (0..rows).map(number_of),
    )));
    let made = RecordBatch::try_new(schema(entity), arrays);
    (
        made.unwrap_or_else(|_| RecordBatch::new_empty(schema(entity))),
        bad,
    )
}

/// A column from canonical texts; what is none is unknown.
pub(crate) fn canonical(kind: ColumnType, texts: &[Option<&str>]) -> ArrayRef {
    array("", kind, texts, &mut Vec::new())
}

fn array(name: &str, kind: ColumnType, texts: &[Option<&str>], bad: &mut Vec<BadCell>) -> ArrayRef {
    let mut refuse = |row: usize, text: &str, expected: &str| {
        bad.push(BadCell {
            row,
            column: name.to_owned(),
            text: text.to_owned(),
            expected: expected.to_owned(),
        });
    };
    match kind {
        ColumnType::Text => Arc::new(StringArray::from(texts.to_vec())),
        ColumnType::Region => Arc::new(
            parsed(
                texts,
                |text| region(text).is_some().then(|| text.to_owned()),
                |row, text| refuse(row, text, "a region code of six digits"),
            )
            .into_iter()
            .collect::<StringArray>(),
        ),
        ColumnType::Boolean => Arc::new(BooleanArray::from(parsed(texts, boolean, |row, text| {
            refuse(row, text, "true | false");
        }))),
        ColumnType::Date => Arc::new(Date32Array::from(parsed(
            texts,
            |text| text.parse::<Day>().ok().map(Day::number),
            |row, text| refuse(row, text, "a date such as 2025-06-30"),
        ))),
        ColumnType::Number => {
            let numbers = parsed(
                texts,
                |text| number::decimal(text).and_then(micro),
                |row, text| {
                    refuse(row, text, "a number");
                },
            );
            let made = Decimal128Array::from(numbers).with_precision_and_scale(24, 6);
            made.map_or_else(
                |_| Arc::new(Decimal128Array::new_null(texts.len())) as ArrayRef,
                |array| Arc::new(array) as ArrayRef,
            )
        }
    }
}

fn parsed<T>(
    texts: &[Option<&str>],
    read: impl Fn(&str) -> Option<T>,
    mut refuse: impl FnMut(usize, &str),
) -> Vec<Option<T>> {
    let mut values = Vec::with_capacity(texts.len());
    for (row, text) in texts.iter().enumerate() {
        let value = text.and_then(&read);
        if let (Some(text), None) = (text, &value) {
            refuse(row, text);
        }
        values.push(value);
    }
    values
}

fn region(text: &str) -> Option<&'static regions::Region> {
    regions::by_code(text.parse().ok()?)
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "是" => Some(true),
        "false" | "否" => Some(false),
        _ => None,
    }
}

/// A number in millionths, when it has no finer part.
pub fn micro(value: Exact) -> Option<i128> {
    let scaled = value * Exact::from_integer(10_i128.pow(SCALE));
    let fits = scaled.is_integer() && scaled.to_integer().unsigned_abs() < 10_u128.pow(24);
    fits.then(|| scaled.to_integer())
}

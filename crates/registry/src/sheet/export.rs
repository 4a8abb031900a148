//! What the register holds, as the files that it takes back: XLSX with the template's look, CSV, GeoJSON.
//!
//! Reading an export again changes nothing. Unknown is an empty cell.

use rust_xlsxwriter::{ExcelDateTime, Worksheet, XlsxError};
use serde_json::{Map, Value, json};

use super::header::{Field, fields};
use super::{SheetError, place, template};
use crate::{Column, Entity, Kind, Record};

/// The digits that Excel keeps of a number.
const DIGITS: usize = 15;

/// Writes records as a workbook (.xlsx) with the template's look.
///
/// # Errors
/// [`SheetError::Unwritable`] when there are more rows than a sheet has (1,048,575), or a text is longer than a cell
/// can be.
pub fn export<'r>(
    entity: &Entity,
    records: impl IntoIterator<Item = &'r Record>,
) -> Result<Vec<u8>, SheetError> {
    let fill = |sheet: &mut Worksheet, looks: &template::Looks| {
        for (row, record) in (1..).zip(records) {
            for (at, field) in (0..).zip(fields(entity)) {
                let cell = content(field, record);
                write(sheet, (row, at), field, &cell, looks)?;
            }
        }
        Ok(())
    };
    template::workbook(entity, None, fill).map_err(|source| template::unwritable(entity, source))
}

fn write(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    field: Field<'_>,
    text: &str,
    looks: &template::Looks,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let format = looks.of(field);
    match field {
        Field::Column(_, column) if column.kind == Kind::Number => {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let number = text.parse::<f64>().ok().filter(|_| digits <= DIGITS);
            match number {
                Some(number) => sheet.write_number_with_format(row, at, number, format)?,
                None => sheet.write_string_with_format(row, at, text, format)?,
            };
        }
        Field::Column(_, column) if column.kind == Kind::Date => {
            match ExcelDateTime::parse_from_str(text) {
                Ok(day) => sheet.write_datetime_with_format(row, at, &day, format)?,
                Err(_) => sheet.write_string_with_format(row, at, text, format)?,
            };
        }
        _ => {
            sheet.write_string_with_format(row, at, text, format)?;
        }
    }
    Ok(())
}

/// Writes records as CSV for spreadsheets: UTF-8 with byte order mark, so that Excel shows the Chinese.
///
/// # Errors
/// [`SheetError::Io`] never happens: the bytes are in memory.
pub fn export_csv<'r>(
    entity: &Entity,
    records: impl IntoIterator<Item = &'r Record>,
) -> Result<Vec<u8>, SheetError> {
    let fields = fields(entity);
    let mut writer = super::mark::csv_writer();
    let failed = |error: csv::Error| super::mark::unwritten("CSV", error);
    let headers = fields.iter().map(|field| field.header(entity));
    writer.write_record(headers).map_err(failed)?;
    for record in records {
        let cells = fields.iter().map(|field| content(*field, record));
        writer.write_record(cells).map_err(failed)?;
    }
    super::mark::finished(writer, "CSV")
}

/// Writes records as a GeoJSON `FeatureCollection` whose properties have the ids of the columns.
pub fn export_geojson<'r>(
    entity: &Entity,
    records: impl IntoIterator<Item = &'r Record>,
) -> String {
    let features: Vec<Value> = records
        .into_iter()
        .map(|record| feature(entity, record))
        .collect();
    let mut all = json!({ "type": "FeatureCollection", "features": features });
    // Whatever features serde_json is built with, the same things give the same bytes.
    all.sort_all_objects();
    all.to_string()
}

fn feature(entity: &Entity, record: &Record) -> Value {
    let cell = |id: &str| {
        let (place, _) = entity.column(id)?;
        record.cells.get(place)?.clone()
    };
    let number = |id: &str| cell(id).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let geometry = match (number("lon"), number("lat"), cell("area")) {
        (Some(lon), Some(lat), _) => json!({ "type": "Point", "coordinates": [lon, lat] }),
        (.., Some(area)) => serde_json::from_str(&area).unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let in_geometry = |column: &Column| match &geometry["type"] {
        Value::Null => false,
        Value::String(kind) if kind == "Point" => ["lon", "lat"].contains(&column.id.as_str()),
        _ => column.id == "area",
    };
    let mut properties = Map::new();
    properties.insert("key".to_owned(), Value::from(record.key.clone()));
    for (place, column) in entity.columns.iter().enumerate() {
        let Some(Some(text)) = record.cells.get(place) else {
            continue;
        };
        if !in_geometry(column) {
            properties.insert(column.id.clone(), property(column, text));
        }
    }
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn property(column: &Column, text: &str) -> Value {
    match column.kind {
        // A number with more digits than JSON readers keep stays a text.
        Kind::Number if text.len() <= DIGITS => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
        }
        Kind::Boolean => Value::from(text == "true"),
        _ => Value::from(text),
    }
}

/// What a cell of a record shows.
fn content(field: Field<'_>, record: &Record) -> String {
    let (place, column) = match field {
        Field::Key => return record.key.clone(),
        // Points leave the register in WGS-84.
        Field::Datum => return String::new(),
        Field::Column(place, column) => (place, column),
    };
    let Some(Some(text)) = record.cells.get(place) else {
        return String::new();
    };
    shown(column, text)
}

/// A canonical text as people read it, such that reading gives the same text again.
fn shown(column: &Column, text: &str) -> String {
    match column.kind {
        Kind::Boolean => if text == "true" { "是" } else { "否" }.to_owned(),
        Kind::Region => {
            let region = regions::resolve_exact(text).and_then(regions::by_code);
            let name = region.map(place::full_name);
            let back = name.filter(|name| place::region(name).is_ok_and(|code| code == text));
            back.unwrap_or_else(|| text.to_owned())
        }
        Kind::Text => {
            let listed = column.values.iter().find(|(id, _)| id == text);
            listed.map_or_else(|| text.to_owned(), |(_, zh)| zh.clone())
        }
        Kind::Number | Kind::Date | Kind::Area => text.to_owned(),
    }
}

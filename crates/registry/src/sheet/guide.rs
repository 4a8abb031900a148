//! The sheet 填写说明: what holds for the whole sheet, and every column with what it asks for.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::header::{Field, fields};
use super::template::Looks;
use super::unit;
use super::words::words;
use crate::{Catalogue, Column, Entity, Form, Kind};

/// Writes the instructions.
pub(super) fn guide(
    sheet: &mut Worksheet,
    entity: &Entity,
    catalogue: Option<&Catalogue>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let plain = Format::new()
        .set_font_name("等线")
        .set_font_size(10)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (column, width) in (0..).zip([26, 20, 44, 44, 10, 40, 8, 24]) {
        sheet.set_column_width(column, width)?;
    }
    let title = plain.clone().set_bold().set_font_size(14).unset_text_wrap();
    let words = words();
    let (zh, en) = (&words.guide.title_zh, &words.guide.title_en);
    let text = format!("{} {zh}  {}: {en}", entity.name.zh, entity.name.en);
    sheet.write_string_with_format(0, 0, text, &title)?;
    let mut row = 2;
    for rule in &words.rules {
        sheet.write_string_with_format(row, 2, &rule.zh, &plain)?;
        sheet.write_string_with_format(row, 3, &rule.en, &plain)?;
        row += 1;
    }
    row += 1;
    for (column, header) in (0..).zip(&words.guide.headers) {
        sheet.write_string_with_format(row, column, header, &looks.header)?;
    }
    for field in fields(entity) {
        row += 1;
        let texts = line(field, entity, catalogue);
        for (column, text) in (0..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &plain)?;
        }
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

fn line(field: Field<'_>, entity: &Entity, catalogue: Option<&Catalogue>) -> [String; 8] {
    let words = words();
    let (zh, en) = asks(field, entity, catalogue);
    let required = |required: bool| {
        let text = words.guide.required_zh.as_str();
        if required { text } else { "" }.to_owned()
    };
    let header = field.header(entity);
    match field {
        Field::Key => {
            let example = entity.key.example.clone();
            let id = "key".to_owned();
            [
                header,
                id,
                zh,
                en,
                String::new(),
                String::new(),
                required(true),
                example,
            ]
        }
        Field::Datum => {
            let names = [&words.datum.wgs84, &words.datum.gcj02].into_iter();
            let names: Vec<&str> = names.flatten().map(String::as_str).collect();
            let (id, list) = (words.datum.id.clone(), names.join("、"));
            let example = words.datum.wgs84.first().cloned().unwrap_or_default();
            [
                header,
                id,
                zh,
                en,
                String::new(),
                list,
                required(false),
                example,
            ]
        }
        Field::Column(_, column) => {
            let names: Vec<&str> = column.values.iter().map(|(_, zh)| zh.as_str()).collect();
            let unit = column.unit.clone().unwrap_or_default();
            let (id, list) = (column.id.clone(), names.join("、"));
            let needed = required(column.required);
            [header, id, zh, en, unit, list, needed, example(column)]
        }
    }
}

/// What a column asks for, in Chinese and English.
pub(super) fn asks(
    field: Field<'_>,
    entity: &Entity,
    catalogue: Option<&Catalogue>,
) -> (String, String) {
    let words = words();
    match field {
        Field::Datum => (words.datum.help_zh.clone(), words.datum.help_en.clone()),
        Field::Key => {
            let (zh, en) = words.kind("key");
            let (form_zh, form_en) = words.kind(match entity.key.form {
                Form::Text => "text",
                Form::CreditCode => "credit_code",
                Form::ProjectCode => "project_code",
            });
            (
                format!("{}:{form_zh};{zh}", entity.key.zh),
                format!("{}: {form_en}; {en}", entity.key.en),
            )
        }
        Field::Column(_, column) => {
            let (zh, en) = of_kind(column, catalogue);
            (
                format!("{}:{zh}", column.name.zh),
                format!("{}: {en}", column.name.en),
            )
        }
    }
}

fn of_kind(column: &Column, catalogue: Option<&Catalogue>) -> (String, String) {
    let words = words();
    let kind = |id| {
        let (zh, en) = words.kind(id);
        (zh.to_owned(), en.to_owned())
    };
    match column.kind {
        Kind::Number => {
            let unit = column.unit.as_deref().unwrap_or_default();
            let (zh, en) = kind("number");
            let bounds = bounds(column);
            let also = unit::spellings(unit).join("、");
            let also = if also.is_empty() {
                also
            } else {
                format!(" [{also}]")
            };
            (
                format!("{zh} {unit}{bounds}{also}"),
                format!("{en} {unit}{bounds}"),
            )
        }
        Kind::Boolean => kind("boolean"),
        Kind::Date => kind("date"),
        Kind::Region => kind("region"),
        Kind::Area => kind("area"),
        Kind::Text if !column.values.is_empty() => kind("list"),
        Kind::Text => match &column.refers {
            Some(refers) => {
                let (zh, en) = kind("refers");
                let named = catalogue.and_then(|catalogue| catalogue.entity(refers));
                let (own_zh, own_en) = named.map_or((refers, refers), |entity| {
                    (&entity.name.zh, &entity.name.en)
                });
                (format!("{zh}{own_zh}"), format!("{en} {own_en}"))
            }
            None => kind("text"),
        },
    }
}

fn bounds(column: &Column) -> String {
    match (column.min, column.max) {
        (Some(least), Some(greatest)) => format!(" ({least} … {greatest})"),
        (Some(least), None) => format!(" (≥ {least})"),
        (None, Some(greatest)) => format!(" (≤ {greatest})"),
        (None, None) => String::new(),
    }
}

/// The example of a column: its own, or one that its kind allows.
pub(super) fn example(column: &Column) -> String {
    if let Some(example) = &column.example {
        return example.clone();
    }
    match column.kind {
        // A vocabulary that names the degrees of a point gives no example.
        Kind::Number if column.id == "lon" => "112.563".to_owned(),
        Kind::Number if column.id == "lat" => "37.736".to_owned(),
        Kind::Boolean => "否".to_owned(),
        Kind::Date => "2025-06-30".to_owned(),
        Kind::Text => {
            let first = column.values.first();
            first.map_or_else(String::new, |(_, zh)| zh.clone())
        }
        Kind::Number | Kind::Region | Kind::Area => String::new(),
    }
}

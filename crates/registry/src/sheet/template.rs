//! The workbook of an entity: the sheet to fill, with lists to choose from, notes and an example row; how to fill it.
//!
//! Codes are formatted as text, so that no long number loses its digits. Validation of numbers and days only warns:
//! `35蒸吨` and `20250630` are good cells that Excel takes for wrong ones.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::SheetError;
use super::guide;
use super::header::{Field, fields, letters};
use super::words::words;
use crate::{Catalogue, Column, Entity, Kind};

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;

/// Excel takes a list of this many characters in the validation itself; a longer one needs cells.
const LIST: usize = 255;

/// The largest number that Excel keeps every digit of.
const LARGEST: f64 = 999_999_999_999_999.0;

/// How cells look.
pub(super) struct Looks {
    pub(super) header: Format,
    required: Format,
    example: Format,
    text: Format,
    day: Format,
    plain: Format,
}

/// Writes the template (.xlsx) of an entity; the same catalogue gives the same bytes.
///
/// # Errors
/// [`SheetError::Unwritable`] when a text of the catalogue is longer than a cell can be.
pub fn template(entity: &Entity, catalogue: &Catalogue) -> Result<Vec<u8>, SheetError> {
    workbook(entity, Some(catalogue), |sheet, looks| {
        example(sheet, entity, looks)
    })
    .map_err(|source| unwritable(entity, source))
}

pub(super) fn unwritable(entity: &Entity, source: XlsxError) -> SheetError {
    SheetError::Unwritable {
        entity: entity.id.clone(),
        source,
    }
}

/// A workbook with the look of the template, whose rows `fill` writes.
pub(super) fn workbook(
    entity: &Entity,
    catalogue: Option<&Catalogue>,
    fill: impl FnOnce(&mut Worksheet, &Looks) -> Result<(), XlsxError>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(entity)?);
    let looks = looks();
    let sheet = book.add_worksheet().set_name(&entity.name.zh)?;
    let lists = frame(sheet, entity, catalogue, &looks)?;
    fill(sheet, &looks)?;
    let sheet = book.add_worksheet().set_name(&words().marks.guide)?;
    guide::guide(sheet, entity, catalogue, &looks)?;
    if !lists.is_empty() {
        let sheet = book.add_worksheet().set_name(&words().marks.lists)?;
        sheet.set_hidden(true);
        for (place, list) in (0..).zip(&lists) {
            for (row, value) in (0..).zip(list) {
                sheet.write_string(row, place, value)?;
            }
        }
    }
    book.save_to_buffer()
}

/// A fixed day of making, so that the same catalogue gives the same bytes.
fn properties(entity: &Entity) -> Result<rust_xlsxwriter::DocProperties, XlsxError> {
    Ok(rust_xlsxwriter::DocProperties::new()
        .set_title(format!("{} {}", entity.name.zh, entity.name.en))
        .set_subject(&entity.id)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn looks() -> Looks {
    let plain = Format::new().set_font_name("等线").set_font_size(10);
    let header = plain
        .clone()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_font_color(Color::White);
    Looks {
        header: header.clone().set_background_color(Color::RGB(0x1f_4e_78)),
        required: header.set_background_color(Color::RGB(0x9c_57_00)),
        example: plain
            .clone()
            .set_italic()
            .set_num_format("@")
            .set_font_color(Color::RGB(0x80_80_80))
            .set_background_color(Color::RGB(0xf2_f2_f2)),
        text: plain.clone().set_num_format("@"),
        day: plain.clone().set_num_format("yyyy-mm-dd"),
        plain,
    }
}

/// Headers, formats, notes and validations; the lists that need a sheet of their own.
fn frame(
    sheet: &mut Worksheet,
    entity: &Entity,
    catalogue: Option<&Catalogue>,
    looks: &Looks,
) -> Result<Vec<Vec<String>>, XlsxError> {
    let mut lists = Vec::new();
    let fields = fields(entity);
    for (place, field) in (0_u16..).zip(&fields) {
        let header = field.header(entity);
        sheet.set_column_width(place, width(&header))?;
        sheet.set_column_format(place, looks.of(*field))?;
        let required = matches!(field, Field::Key)
            || matches!(field, Field::Column(_, column) if column.required);
        let format = if required {
            &looks.required
        } else {
            &looks.header
        };
        sheet.write_string_with_format(0, place, &header, format)?;
        let (zh, en) = guide::asks(*field, entity, catalogue);
        let note = Note::new(format!("{zh}\n{en}"))
            .set_author("lantian")
            .add_author_prefix(false)
            .set_width(280)
            .set_height(110);
        sheet.insert_note(0, place, &note)?;
        if let Some(rule) = validation(*field, &mut lists)? {
            sheet.add_data_validation(1, place, LAST_ROW, place, &rule)?;
        }
    }
    sheet.set_row_height(0, 36)?;
    sheet.set_freeze_panes(1, 1)?;
    let last = u16::try_from(fields.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(0, 0, 1, last)?;
    Ok(lists)
}

/// As wide as the header, of which a Chinese character takes two places, within reason.
fn width(header: &str) -> f64 {
    let places = header.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
    let places: u32 = places.sum();
    f64::from(places.clamp(10, 36) + 3)
}

impl Looks {
    pub(super) fn of(&self, field: Field<'_>) -> &Format {
        match field {
            Field::Key => &self.text,
            Field::Datum => &self.plain,
            Field::Column(_, column) => match column.kind {
                Kind::Date => &self.day,
                Kind::Text if column.values.is_empty() => &self.text,
                Kind::Region | Kind::Area => &self.text,
                Kind::Text | Kind::Number | Kind::Boolean => &self.plain,
            },
        }
    }
}

fn validation(
    field: Field<'_>,
    lists: &mut Vec<Vec<String>>,
) -> Result<Option<DataValidation>, XlsxError> {
    let column = match field {
        Field::Key => return Ok(None),
        Field::Datum => {
            let datum = &words().datum;
            let names = [&datum.wgs84, &datum.gcj02].into_iter();
            let names = names.filter_map(|names| names.first().cloned());
            return choice(&datum.zh, names.collect(), lists).map(Some);
        }
        Field::Column(_, column) => column,
    };
    let title = &column.name.zh;
    Ok(match column.kind {
        Kind::Boolean => Some(choice(title, clearable(column, &["是", "否"]), lists)?),
        Kind::Text if !column.values.is_empty() => {
            let names: Vec<&str> = column.values.iter().map(|(_, zh)| zh.as_str()).collect();
            Some(choice(title, clearable(column, &names), lists)?)
        }
        Kind::Number => Some(number(column)?),
        Kind::Date => Some(day(column)?),
        Kind::Text | Kind::Region | Kind::Area => None,
    })
}

/// The values of a list, and the word that says unknown unless the column is required.
fn clearable(column: &Column, values: &[&str]) -> Vec<String> {
    let clear = words().marks.clear.first().filter(|_| !column.required);
    let values = values.iter().map(|value| (*value).to_owned());
    values.chain(clear.cloned()).collect()
}

fn choice(
    title: &str,
    values: Vec<String>,
    lists: &mut Vec<Vec<String>>,
) -> Result<DataValidation, XlsxError> {
    let joined: usize = values.iter().map(|value| value.chars().count() + 1).sum();
    let with_comma = values.iter().any(|value| value.contains([',', '"']));
    let rule = if joined <= LIST && !with_comma {
        DataValidation::new().allow_list_strings(&values)?
    } else {
        let column = letters(lists.len());
        let source = format!(
            "={}!${column}$1:${column}${}",
            words().marks.lists,
            values.len()
        );
        lists.push(values);
        DataValidation::new().allow_list_formula(Formula::new(source))
    };
    titled(rule, title, &words().warning.list)
}

fn number(column: &Column) -> Result<DataValidation, XlsxError> {
    let bound = |bound: Option<i64>| bound.and_then(|bound| i32::try_from(bound).ok());
    let least = bound(column.min).map_or(-LARGEST, f64::from);
    let greatest = bound(column.max).map_or(LARGEST, f64::from);
    let unit = column.unit.as_deref().unwrap_or_default();
    let rule = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(least, greatest))
        .set_error_style(DataValidationErrorStyle::Warning);
    let hint = words().warning.number.replace("{unit}", unit);
    titled(rule, &column.name.zh, &hint)
}

fn day(column: &Column) -> Result<DataValidation, XlsxError> {
    let first = ExcelDateTime::from_ymd(1900, 1, 1)?;
    let rule = DataValidation::new()
        .allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
        .set_error_style(DataValidationErrorStyle::Warning);
    titled(rule, &column.name.zh, &words().warning.date)
}

/// Excel takes 32 characters of title.
fn titled(rule: DataValidation, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    let title: String = title.chars().take(30).collect();
    rule.set_error_title(title)?.set_error_message(message)
}

fn example(sheet: &mut Worksheet, entity: &Entity, looks: &Looks) -> Result<(), XlsxError> {
    for (place, field) in (0..).zip(fields(entity)) {
        let text = match field {
            Field::Key => format!("{}{}", words().marks.example, entity.key.example),
            Field::Datum => words().datum.wgs84.first().cloned().unwrap_or_default(),
            Field::Column(_, column) => guide::example(column),
        };
        sheet.write_string_with_format(1, place, text, &looks.example)?;
    }
    Ok(())
}

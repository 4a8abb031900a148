//! A report as a workbook: numbers as numbers with their decimals, the header in sight, the notes on a second sheet.

use answer::output::{Cell, Report, heading};
use answer::words::Words;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Digits of a number that Excel keeps.
const DIGITS: usize = 15;
/// Columns are as wide as their heading, within these bounds.
const WIDTHS: (usize, usize) = (8, 40);

/// The bytes of the workbook.
pub(super) fn bytes(report: &Report, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let flat = report.flattened();
    let table = flat.as_ref().unwrap_or(report);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words.say("portal-sheet-table", &[]))?;
    head(sheet, table, words)?;
    for (row, cells) in (1..).zip(&table.rows) {
        for (at, cell) in (0..).zip(cells) {
            write(sheet, (row, at), cell, words)?;
        }
    }
    let sheet = book.add_worksheet();
    sheet.set_name(words.say("portal-sheet-notes", &[]))?;
    sheet.set_column_width(0, 100)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, line) in (0..).zip(std::iter::once(&report.title).chain(&report.notes)) {
        sheet.write_string_with_format(row, 0, line, &wrapped)?;
    }
    book.save_to_buffer()
}

fn head(sheet: &mut Worksheet, table: &Report, words: &Words) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&table.columns) {
        let heading = heading(words, column);
        // A Chinese character is as wide as two others.
        let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
        let width: usize = heading.chars().map(wide).sum();
        let width = u32::try_from(width.clamp(WIDTHS.0, WIDTHS.1) + 2).unwrap_or(u32::MAX);
        sheet.set_column_width(at, f64::from(width))?;
        sheet.write_string_with_format(0, at, heading, &bold)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    words: &Words,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Missing => {}
        Cell::Text(text) => {
            sheet.write_string(row, at, text)?;
        }
        Cell::Integer(number) => number_or_text(sheet, (row, at), &number.to_string())?,
        Cell::Decimal(text) => number_or_text(sheet, (row, at), text)?,
        Cell::Undetermined { indicative } => {
            let text = match indicative {
                Some(number) => words.say("portal-sheet-undetermined", &[("number", number)]),
                None => words.say("undetermined", &[]),
            };
            let right = Format::new().set_align(FormatAlign::Right);
            sheet.write_string_with_format(row, at, text, &right)?;
        }
    }
    Ok(())
}

/// A number with the decimals that it is stated with; one with more digits than Excel keeps stays a text.
fn number_or_text(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    text: &str,
) -> Result<(), XlsxError> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && digits <= DIGITS);
    let Some(number) = number else {
        sheet.write_string(row, at, text)?;
        return Ok(());
    };
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let shown = if decimals == 0 {
        "0".to_owned()
    } else {
        format!("0.{}", "0".repeat(decimals))
    };
    sheet.write_number_with_format(row, at, number, &Format::new().set_num_format(shown))?;
    Ok(())
}

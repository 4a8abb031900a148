//! The workbook that a body fills: the sheet 填报, its instructions, and the lists to choose from.
//!
//! Grey cells are given and light ones are to be filled; nothing is locked, so that rows can be added.
//! Value cells keep the format "General" on purpose: Excel then marks a typed `12.5%` as per cent in the cell's format,
//! which reading needs to tell it from 0.125, and leaves text such as 35万 alone.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{
    FigureError, Form, Owed, Status, YES_NO, column::Column, form::prefilled, read::SHEET,
};

mod guide;

/// Empty rows below the given ones, for figures that nobody asked for.
const SPARE: u32 = 20;

/// The largest number that Excel keeps every digit of.
const LARGEST: f64 = 999_999_999_999_999.0;

/// How cells look.
struct Looks {
    header: Format,
    given: Format,
    fill: Format,
}

/// Writes the workbook (.xlsx) of a body; the same form gives the same bytes.
///
/// # Errors
/// [`FigureError::Unwritable`] when a text is longer than a cell can be (32 767 characters).
pub fn template_xlsx(form: &Form) -> Result<Vec<u8>, FigureError> {
    workbook(form).map_err(|source| FigureError::Unwritable {
        body: form.body_zh.clone(),
        source,
    })
}

fn workbook(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(form)?);
    let looks = looks();
    let sheet = book.add_worksheet().set_name(SHEET)?;
    fill_sheet(sheet, form, &looks)?;
    print_setup(sheet, form, last_row(form))?;
    let guide = book.add_worksheet().set_name(guide::GUIDE)?;
    guide::guide(guide, form, &looks)?;
    let lists = book.add_worksheet().set_name(guide::LISTS)?;
    guide::lists(lists, form, &looks)?;
    book.save_to_buffer()
}

fn properties(form: &Form) -> Result<DocProperties, XlsxError> {
    let date = form.as_of.date();
    let year = u16::try_from(date.year()).unwrap_or_default();
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    Ok(DocProperties::new()
        .set_title(format!("{} {}", form.plan_zh, form.body_zh))
        .set_subject(format!("{} {}", form.plan_id, form.body_id))
        .set_creation_datetime(&made))
}

fn looks() -> Looks {
    let plain = Format::new()
        .set_font_name("等线")
        .set_font_size(10)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xbf_bf_bf))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    Looks {
        header: plain
            .clone()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1f_4e_78)),
        given: plain
            .clone()
            .set_num_format("@")
            .set_font_color(Color::RGB(0x40_40_40))
            .set_background_color(Color::RGB(0xe7_e6_e6)),
        fill: plain.set_background_color(Color::RGB(0xff_fb_e6)),
    }
}

/// The last row that holds something, from 0.
fn last_row(form: &Form) -> u32 {
    u32::try_from(form.owed.len()).unwrap_or(u32::MAX)
}

fn fill_sheet(sheet: &mut Worksheet, form: &Form, looks: &Looks) -> Result<(), XlsxError> {
    for column in Column::ALL {
        let look = column.look();
        sheet.set_column_width(column.place(), look.width)?;
        sheet.write_string_with_format(0, column.place(), look.zh, &looks.header)?;
    }
    for (row, owed) in (1..).zip(&form.owed) {
        given_row(sheet, row, owed, looks)?;
    }
    let last = last_row(form);
    // Ids, codes and periods stay as typed in the spare rows too: 2025-03 would become a date.
    let typed = looks.fill.clone().set_num_format("@");
    for row in last + 1..=last + SPARE {
        for column in Column::ALL {
            let as_typed = !column.look().fill;
            let format = if as_typed { &typed } else { &looks.fill };
            sheet.write_blank(row, column.place(), format)?;
        }
    }
    sheet.set_row_height(0, 24)?;
    sheet.set_freeze_panes(1, 2)?;
    let width = Column::Quote.place();
    sheet.autofilter(0, 0, last + SPARE, width)?;
    choices(sheet, form)?;
    numbers(sheet, &form.owed)
}

fn given_row(sheet: &mut Worksheet, row: u32, owed: &Owed, looks: &Looks) -> Result<(), XlsxError> {
    for column in Column::ALL {
        let text = match column {
            Column::Name => format!("{}\n{}", owed.zh, owed.en),
            other => prefilled(owed, other),
        };
        let format = if column.look().fill {
            &looks.fill
        } else {
            &looks.given
        };
        sheet.write_string_with_format(row, column.place(), &text, format)?;
    }
    Ok(())
}

/// The lists: statuses everywhere, indicators and regions in the spare rows.
fn choices(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    let (last, status) = (last_row(form), Column::Status.place());
    let statuses = DataValidation::new()
        .allow_list_strings(&Status::ALL.map(Status::zh))?
        .set_error_title("状态")?
        .set_error_message("请从下拉列表中选择：草稿、已报送、已审核、已退回。")?;
    sheet.add_data_validation(1, status, last + SPARE, status, &statuses)?;
    let lists = [
        (Column::Indicator, 'A', form.indicators.len()),
        (Column::Region, 'D', form.regions.len()),
    ];
    for (column, letter, count) in lists.into_iter().filter(|(.., count)| *count > 0) {
        let end = count + 1;
        let source = format!("={}!${letter}$2:${letter}${end}", guide::LISTS);
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(source))
            .set_error_title(column.look().zh)?
            .set_error_message("请从下拉列表中选择，见“名录”。")?;
        let place = column.place();
        sheet.add_data_validation(last + 1, place, last + SPARE, place, &list)?;
    }
    Ok(())
}

/// What value cells take: 是 or 否, or a number.
fn numbers(sheet: &mut Worksheet, owed: &[Owed]) -> Result<(), XlsxError> {
    let place = Column::Value.place();
    let mut row = 1;
    for run in owed.chunk_by(|one, next| (one.unit == YES_NO) == (next.unit == YES_NO)) {
        let end = row + u32::try_from(run.len()).unwrap_or(u32::MAX) - 1;
        let yes_no = run.first().is_some_and(|first| first.unit == YES_NO);
        let rule = if yes_no { answer()? } else { number()? };
        sheet.add_data_validation(row, place, end, place, &rule)?;
        row = end + 1;
    }
    Ok(())
}

fn answer() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&["是", "否"])?
        .set_error_title("数值")?
        .set_error_message("请填 是 或 否；尚不清楚的请留空。")
}

fn number() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST))
        .set_input_title("数值")?
        .set_input_message("只填一个确切的数字，单位见右栏。没有数据请留空，不要填 0、- 或 无。")?
        .set_error_title("数值")?
        .set_error_message(
            "请只填一个确切的数字，如 1200 或 12.5；不要写“约”、范围或文字。没有数据请留空。",
        )
}

/// A4 across, as wide as the page, the header on each.
fn print_setup(sheet: &mut Worksheet, form: &Form, last: u32) -> Result<(), XlsxError> {
    // Excel takes 255 characters, and & begins a code.
    let title: String = format!("{} · {}", form.plan_zh, form.body_zh)
        .chars()
        .take(100)
        .collect();
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3)
        .set_header(format!("&L{}", title.replace('&', "&&")))
        .set_footer("&C第 &P 页，共 &N 页");
    sheet.set_print_area(0, 0, last, Column::Quote.place())?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

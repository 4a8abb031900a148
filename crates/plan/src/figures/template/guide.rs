//! The other two sheets: 说明, how to fill the form, in Chinese and English; and 名录, what may be chosen.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::Looks;
use crate::figures::{Form, column::Column};

/// The name of the sheet of instructions.
pub(super) const GUIDE: &str = "说明";

/// The name of the sheet of lists.
pub(super) const LISTS: &str = "名录";

/// What holds for the whole form.
const RULES: [(&str, &str); 8] = [
    (
        "灰色单元格已填好，请勿改动；浅黄色单元格由填报单位填写。",
        "Grey cells are filled in already: leave them. Light yellow cells are yours to fill.",
    ),
    (
        "没有数据的行，“数值”留空。留空表示未报，既不是 0，也不算错误。确为零的，填 0。",
        "Leave the value empty where there is no data: that means not reported, neither 0 nor a mistake. Write 0 where it is zero.",
    ),
    (
        "只有状态为“已审核”的数据参与评判；草稿、已报送、已退回的数据只作记录。审核人不得是填报人本人。",
        "Only figures with the status 已审核 (accepted) count; all others are kept for the record. The reviewer must not be the reporter.",
    ),
    (
        "数字可写作 1200、1,200、12.5、-3，全角数字亦可。单位为“%”的，12.5 与 12.5% 等同。",
        "Numbers may be typed as 1200, 1,200, 12.5, -3, also in full-width digits. Where the unit is %, 12.5 and 12.5% are the same.",
    ),
    (
        "单位本身不含“万”“亿”“千”“百”且不是百分比或比值的，从别处粘贴的“35万”按 350000 读取；其余情形不予受理。",
        "35万, pasted from elsewhere, is read as 350000 where the unit has no 万, 亿, 千 or 百 itself and is no per cent or ratio; otherwise it is refused.",
    ),
    (
        "不予受理：“约30”“30左右”“30以上”、范围（10-20）、“-”“无”、带 E 的数字（1.2E+05）、出错的公式（#N/A）。该行退回并说明原因，其他行照常读入。",
        "Refused: about, over or under (约30), ranges (10-20), - and 无, numbers with E (1.2E+05), formulas that fail (#N/A). That row comes back with the reason; all others are read.",
    ),
    (
        "同一指标、同一地区、同一期间只填一行；重复的行全部退回。",
        "One row for an indicator, region and period: where there are two, both come back.",
    ),
    (
        "可以在表末增加行，可以调整列的顺序，可以另加列；请保留表头文字。请勿合并单元格。另存为 .xlsx 或 CSV 后交回。",
        "Rows may be added below, columns moved or added; keep the words of the headers, and merge no cells. Hand it back as .xlsx or CSV.",
    ),
];

/// Writes the instructions.
pub(super) fn guide(sheet: &mut Worksheet, form: &Form, looks: &Looks) -> Result<(), XlsxError> {
    let plain = Format::new()
        .set_font_name("等线")
        .set_font_size(10)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let title = plain.clone().set_bold().set_font_size(14).unset_text_wrap();
    for (column, width) in [(0, 14.0), (1, 20.0), (2, 62.0), (3, 72.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, &form.plan_zh, &title)?;
    let of = format!("{}（{}，{}）", form.body_zh, form.plan_id, form.as_of);
    sheet.write_string_with_format(1, 0, of, &plain.clone().unset_text_wrap())?;
    header(sheet, 3, &["", "", "填写要求", "How to fill it"], looks)?;
    let mut row = 4;
    for (zh, en) in RULES {
        line(sheet, row, &["", "", zh, en], &plain)?;
        row += 1;
    }
    row += 1;
    header(sheet, row, &["列", "column", "含义", "meaning"], looks)?;
    for column in Column::ALL {
        row += 1;
        let look = column.look();
        let texts = [look.zh, look.en, look.help_zh, look.help_en];
        line(sheet, row, &texts, &plain)?;
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes the indicators and regions to choose from.
pub(super) fn lists(sheet: &mut Worksheet, form: &Form, looks: &Looks) -> Result<(), XlsxError> {
    for (column, width) in [(0, 28.0), (1, 36.0), (2, 12.0), (3, 12.0), (4, 16.0)] {
        sheet.set_column_width(column, width)?;
    }
    let headers = ["指标编号", "指标", "单位", "地区代码", "地区"];
    header(sheet, 0, &headers, looks)?;
    for (row, known) in (1..).zip(&form.indicators) {
        let texts: [&str; 3] = [&known.id, &known.zh, &known.unit];
        line(sheet, row, &texts, &looks.given)?;
    }
    for (row, known) in (1..).zip(&form.regions) {
        sheet.write_string_with_format(row, 3, &known.id, &looks.given)?;
        sheet.write_string_with_format(row, 4, &known.zh, &looks.given)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn header(sheet: &mut Worksheet, row: u32, texts: &[&str], looks: &Looks) -> Result<(), XlsxError> {
    line(sheet, row, texts, &looks.header)
}

fn line(sheet: &mut Worksheet, row: u32, texts: &[&str], format: &Format) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(texts) {
        sheet.write_string_with_format(row, column, *text, format)?;
    }
    Ok(())
}

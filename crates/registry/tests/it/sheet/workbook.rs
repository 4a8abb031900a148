//! A workbook of 10,000 boilers with 137 planted errors: each is told in its cell and nowhere else.

use std::collections::BTreeSet;

use registry::catalogue::Entity;
use registry::sheet;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, Formula, Note, Workbook,
};

use super::marks::{correct, notes, part, reds, rewritten};
use super::{checks, entity};

const BOILERS: u32 = 10_000;
const ERRORS: usize = 137;

/// A result that is taken out again: a formula that no program has worked out.
const UNCOMPUTED: &str = "uncomputed";

/// The columns of the workbook, by header and id, in an order of somebody's own.
const COLUMNS: [(&str, &str); 15] = [
    ("锅炉使用登记证编号(*)", "key"),
    ("名称", "name"),
    ("燃料", "fuel"),
    ("额定蒸发量(t/h)", "capacity_t_h"),
    ("行政区划", "region"),
    ("经度(°)", "lon"),
    ("纬度(°)", "lat"),
    ("坐标系", "datum"),
    ("企业编号", "facility_key"),
    ("在用", "in_use"),
    ("用途", "purpose"),
    ("投用日期", "commissioned_on"),
    (
        "氮氧化物有效小时均值达标比例(最近一月)(%)",
        "nox_hours_met_percent",
    ),
    ("起始日期", "valid_from"),
    ("终止日期(不含)", "valid_until"),
];

/// What is written into a cell.
#[derive(Clone, Copy)]
enum Typed {
    Text(&'static str),
    Long(usize),
    Number(f64),
    Day,
    Month,
    Failed,
    Uncomputed,
    Blank,
}

use Typed::{Blank, Day, Failed, Long, Month, Number, Text, Uncomputed};

/// An error: what is told, in which column, and the cells that are typed for it.
type Plant = (&'static str, &'static str, &'static [(&'static str, Typed)]);

const PLANTS: [Plant; 41] = [
    ("no-key", "key", &[("key", Blank)]),
    ("key-too-long", "key", &[("key", Long(129))]),
    (
        "digits-lost",
        "key",
        &[("key", Number(9.114_010_000_000_001e17))],
    ),
    ("date-as-value", "key", &[("key", Day)]),
    ("duplicate-key", "key", &[("key", Text("锅10晋A00000(23)"))]),
    (
        "not-a-number",
        "capacity_t_h",
        &[("capacity_t_h", Text("九百"))],
    ),
    (
        "placeholder",
        "capacity_t_h",
        &[("capacity_t_h", Text("-"))],
    ),
    (
        "approximate",
        "capacity_t_h",
        &[("capacity_t_h", Text("约30"))],
    ),
    ("range", "capacity_t_h", &[("capacity_t_h", Text("30-40"))]),
    (
        "grouping",
        "capacity_t_h",
        &[("capacity_t_h", Text("1,2345"))],
    ),
    (
        "scientific",
        "capacity_t_h",
        &[("capacity_t_h", Text("3.5E+01"))],
    ),
    (
        "too-many-digits",
        "capacity_t_h",
        &[("capacity_t_h", Text("12345678901234567"))],
    ),
    (
        "too-many-decimals",
        "capacity_t_h",
        &[("capacity_t_h", Number(35.123_456_7))],
    ),
    (
        "other-unit",
        "capacity_t_h",
        &[("capacity_t_h", Text("35MW"))],
    ),
    (
        "bare-prefix",
        "capacity_t_h",
        &[("capacity_t_h", Text("3万"))],
    ),
    (
        "below-least",
        "capacity_t_h",
        &[("capacity_t_h", Number(-1.0))],
    ),
    (
        "above-greatest",
        "nox_hours_met_percent",
        &[("nox_hours_met_percent", Number(100.5))],
    ),
    ("date-as-value", "capacity_t_h", &[("capacity_t_h", Day)]),
    ("not-yes-no", "in_use", &[("in_use", Text("有"))]),
    (
        "not-a-date",
        "commissioned_on",
        &[("commissioned_on", Text("2025-02-30"))],
    ),
    (
        "not-a-date",
        "commissioned_on",
        &[("commissioned_on", Number(45_838.0))],
    ),
    (
        "no-day",
        "commissioned_on",
        &[("commissioned_on", Text("2025年6月"))],
    ),
    ("no-day", "commissioned_on", &[("commissioned_on", Month)]),
    (
        "too-early",
        "commissioned_on",
        &[("commissioned_on", Text("1025-06-30"))],
    ),
    (
        "too-late",
        "commissioned_on",
        &[("commissioned_on", Text("2205-06-30"))],
    ),
    (
        "period-reversed",
        "valid_until",
        &[
            ("valid_from", Text("2025-06-30")),
            ("valid_until", Text("2024-06-30")),
        ],
    ),
    ("not-listed", "fuel", &[("fuel", Text("木炭"))]),
    ("not-listed", "datum", &[("datum", Text("BD-09"))]),
    ("unknown-region", "region", &[("region", Text("小甸区"))]),
    ("ambiguous-region", "region", &[("region", Text("城区"))]),
    ("half-point", "lat", &[("lat", Blank)]),
    ("half-point", "lon", &[("lon", Blank)]),
    (
        "swapped-point",
        "lon",
        &[("lon", Number(37.7)), ("lat", Number(112.5))],
    ),
    ("outside-china", "lon", &[("lon", Number(11.25))]),
    ("point-elsewhere", "region", &[("region", Text("迎泽区"))]),
    (
        "control-character",
        "name",
        &[("name", Text("一号\u{7}锅炉"))],
    ),
    ("text-too-long", "name", &[("name", Long(4_001))]),
    ("cell-error", "capacity_t_h", &[("capacity_t_h", Failed)]),
    (
        "uncomputed",
        "capacity_t_h",
        &[("capacity_t_h", Uncomputed)],
    ),
    (
        "not-there",
        "facility_key",
        &[("facility_key", Text("911401000000000026"))],
    ),
    (
        "digits-lost",
        "facility_key",
        &[("facility_key", Number(911_401_000_000_000_000.0))],
    ),
];

/// A cell of the sheet, from 0.
type Place = (u32, u32);

fn at(id: &str) -> u32 {
    let place = COLUMNS.iter().position(|(_, column)| *column == id);
    u32::try_from(place.expect("a column")).expect("few columns")
}

/// The row of a planted error, counted from 0; never that of the boiler whose key is doubled.
fn row_of(error: usize) -> u32 {
    u32::try_from(20 + error * 71).expect("few rows")
}

fn good(number: u32, id: &str) -> String {
    match id {
        "key" => format!("锅10晋A{number:05}(23)"),
        "name" => format!("{number}号锅炉"),
        "fuel" => "燃煤".to_owned(),
        "capacity_t_h" => format!("{}蒸吨", number % 65 + 1),
        "region" => "太原市小店区".to_owned(),
        "lon" => format!("112.5{number:05}"),
        "lat" => "37.7".to_owned(),
        "facility_key" => "911401000000000013".to_owned(),
        "in_use" => "是".to_owned(),
        "purpose" => "集中供暖".to_owned(),
        "commissioned_on" => "2015年6月30日".to_owned(),
        "nox_hours_met_percent" => "98.5%".to_owned(),
        "valid_from" => "2015-06-30".to_owned(),
        _ => String::new(),
    }
}

/// The workbook as somebody keeps it, and the errors in it.
fn workbook() -> (Vec<u8>, BTreeSet<(Place, &'static str)>) {
    let mut book = Workbook::new();
    let mut truth = BTreeSet::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
    let yellow = Format::new().set_background_color(0xff_ff_00).set_bold();
    let sheet = book.add_worksheet().set_name("锅炉").expect("a name");
    for (place, (header, _)) in (0..).zip(COLUMNS) {
        sheet
            .write_with_format(0, place, header, &yellow)
            .expect("a cell");
    }
    let note = Note::new("用户自己的批注").set_author("王芳");
    sheet.insert_note(0, 2, &note).expect("a note");
    sheet.insert_note(row_of(5), 3, &note).expect("a note");
    let rule = DataValidation::new()
        .allow_list_strings(&["燃煤", "燃气"])
        .expect("a list")
        .set_error_style(DataValidationErrorStyle::Warning);
    sheet
        .add_data_validation(1, 2, 20_000, 2, &rule)
        .expect("a rule");
    let write = |sheet: &mut rust_xlsxwriter::Worksheet, (row, column): Place, typed: Typed| {
        let column = u16::try_from(column).expect("few columns");
        let date = ExcelDateTime::from_ymd(2015, 6, 1).expect("a day");
        match typed {
            Text(text) => sheet.write_string(row, column, text),
            Long(count) => sheet.write_string(row, column, "长".repeat(count)),
            Number(number) => sheet.write_number(row, column, number),
            Day => sheet.write_datetime_with_format(row, column, &date, &day),
            Month => sheet.write_datetime_with_format(row, column, &date, &month),
            Failed => sheet.write_formula(row, column, Formula::new("=NA()").set_result("#N/A")),
            Uncomputed => {
                sheet.write_formula(row, column, Formula::new("=1+1").set_result(UNCOMPUTED))
            }
            Blank => sheet.write_blank(row, column, &yellow),
        }
        .expect("a cell");
    };
    for number in 0..BOILERS {
        for (place, (_, id)) in (0_u16..).zip(COLUMNS) {
            let text = good(number, id);
            match id {
                _ if text.is_empty() => continue,
                "lon" | "lat" => {
                    let degrees: f64 = text.parse().expect("a number");
                    sheet.write_number(number + 1, place, degrees)
                }
                "valid_from" => {
                    let date = ExcelDateTime::from_ymd(2015, 6, 30).expect("a day");
                    sheet.write_datetime_with_format(number + 1, place, &date, &day)
                }
                _ => sheet.write_string(number + 1, place, text),
            }
            .expect("a cell");
        }
    }
    for (error, (kind, told, cells)) in PLANTS.iter().cycle().take(ERRORS).enumerate() {
        let row = row_of(error);
        for (id, typed) in *cells {
            write(sheet, (row, at(id)), *typed);
        }
        truth.insert(((row, at(told)), *kind));
    }
    let other = book.add_worksheet().set_name("汇总").expect("a name");
    other
        .write_formula(0, 0, Formula::new("=SUM(锅炉!D2:D9)").set_result("0"))
        .expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let name = "xl/worksheets/sheet1.xml";
    let sheet = part(&bytes, name).replace(&format!("<v>{UNCOMPUTED}</v>"), "");
    (rewritten(&bytes, name, &sheet), truth)
}

fn found(boiler: &Entity, bytes: &[u8]) -> sheet::SheetRead {
    sheet::read(boiler, "锅炉.xlsx", bytes, &checks()).expect("a readable workbook")
}

#[test]
fn of_ten_thousand_boilers_each_planted_error_is_told_in_its_cell() {
    let boiler = entity("boiler");
    let (bytes, truth) = workbook();
    let kinds: BTreeSet<&str> = truth.iter().map(|(_, kind)| *kind).collect();
    assert!(
        truth.len() == ERRORS && kinds.len() >= 20,
        "{}",
        kinds.len()
    );
    assert!(kinds.iter().all(|kind| sheet::Problem::IDS.contains(kind)));
    let read = found(&boiler, &bytes);
    let told: BTreeSet<(Place, &str)> = read
        .defects
        .iter()
        .map(|defect| {
            let row = u32::try_from(defect.line - 1).expect("few rows");
            let column = u32::try_from(defect.column.expect("a column")).expect("few");
            ((row, column), defect.problem.id())
        })
        .collect();
    assert_eq!(told, truth);
    assert_eq!(read.defects.len(), ERRORS);
    assert_eq!(read.rows.len(), 10_000 - ERRORS);
    assert!(
        read.defects
            .is_sorted_by_key(|defect| (defect.line, defect.column))
    );

    let say = |defect: &sheet::Defect| format!("错误 & <{}>", defect.problem.id());
    let marked = sheet::mark(&boiler, &bytes, &read.defects, &say).expect("a marked copy");
    let cells: BTreeSet<Place> = truth.iter().map(|(place, _)| *place).collect();
    assert_eq!(reds(&marked), cells);
    let mut noted: BTreeSet<Place> = notes(&marked).into_keys().collect();
    assert!(noted.remove(&(0, 2)), "the user's own note stays");
    assert_eq!(noted, cells);
    for (place, kind) in &truth {
        let note = &notes(&marked)[place];
        assert!(note.contains(&format!("错误 & <{kind}>")), "{note}");
    }
    assert!(notes(&marked)[&(row_of(5), 3)].starts_with("用户自己的批注\n"));
    assert_eq!(
        found(&boiler, &marked).defects,
        read.defects,
        "marks disturb nothing"
    );

    let corrections = PLANTS.iter().cycle().take(ERRORS).enumerate();
    let corrections = corrections.flat_map(|(error, (.., planted))| {
        let row = row_of(error);
        planted.iter().map(move |(id, _)| {
            let text = match *id {
                "valid_until" => "2035-06-30".to_owned(),
                id => good(row - 1, id),
            };
            ((row, at(id)), text)
        })
    });
    let corrected = correct(&marked, &corrections.collect());
    let read = found(&boiler, &corrected);
    assert_eq!(super::told(&read.defects), []);
    assert_eq!(read.rows.len(), 10_000);
    let clean = sheet::mark(&boiler, &corrected, &[], &say).expect("a copy");
    assert_eq!(reds(&clean), BTreeSet::new());
    let own: Vec<(Place, String)> = notes(&clean).into_iter().collect();
    let note = |place| (place, "用户自己的批注".to_owned());
    assert_eq!(own, [note((0, 2)), note((row_of(5), 3))]);
}

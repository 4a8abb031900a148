//! The files: the workbook and its way back, CSV in its encodings, and files that are none.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use super::*;

fn owed(indicator: &str, period: &str) -> Owed {
    let expected = expected();
    let one = &expected.indicators[indicator];
    Owed {
        indicator: indicator.to_owned(),
        zh: one.zh.clone(),
        en: indicator.replace('_', " "),
        unit: one.unit.clone(),
        granularity: one.granularity,
        region: "140100".to_owned(),
        region_zh: "太原市".to_owned(),
        period: period.to_owned(),
        clause: "9".to_owned(),
        targets: "A039".to_owned(),
        quote: "“35蒸吨/小时及以下燃煤锅炉”,动态清零\n(其一)".to_owned(),
        evidence_zh: "锅炉使用登记".to_owned(),
    }
}

fn form() -> Form {
    let known = |id: &str, zh: &str, unit: &str| Known {
        id: id.to_owned(),
        zh: zh.to_owned(),
        unit: unit.to_owned(),
    };
    let expected = expected();
    let of = |(id, one): (&String, &ExpectedIndicator)| known(id, &one.zh, &one.unit);
    Form {
        plan_id: "shanxi-2024".to_owned(),
        plan_zh: "山西省实施方案".to_owned(),
        body_id: "sx-industry".to_owned(),
        body_zh: "省工信厅".to_owned(),
        as_of: day("2025-06-30"),
        owed: vec![
            owed("eaf_share", "2024"),
            owed("scheme", "2024-12-31"),
            owed("dust_fall", "2025-03"),
            owed("boilers", "2025-05-31"),
        ],
        indicators: expected.indicators.iter().map(of).collect(),
        regions: vec![known("140100", "太原市", ""), known("140200", "大同市", "")],
    }
}

/// The template's cells as a person sees them, by sheet.
fn cells_of(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}

/// Fills what a body fills, by header.
fn fill(table: &mut [Vec<String>], values: &[&str]) {
    let headers = table[0].clone();
    for (cells, value) in table[1..].iter_mut().zip(values) {
        for (header, cell) in headers.iter().zip(cells) {
            match header.as_str() {
                "数值" => (*value).clone_into(cell),
                "佐证材料" => "台账".clone_into(cell),
                "填报人" => "王芳".clone_into(cell),
                "审核人" => "李强".clone_into(cell),
                "状态" => "已审核".clone_into(cell),
                _ => {}
            }
        }
    }
}

/// A workbook of text cells.
fn workbook_of(table: &[Vec<String>]) -> Vec<u8> {
    workbook(|sheet| {
        for (row, cells) in (0..).zip(table) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(row, column, text)?;
            }
        }
        Ok(())
    })
}

fn workbook(write: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    write(book.add_worksheet()).expect("written");
    book.save_to_buffer().expect("saved")
}

/// A workbook with the good row, in which `write` may change cells of the row (2 for people, 1 here).
fn changed(write: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    workbook(|sheet| {
        sheet.write_row(0, 0, HEADERS)?;
        sheet.write_row(1, 0, GOOD)?;
        write(sheet)
    })
}

fn read_book(bytes: &[u8]) -> Reading {
    read("报表.xlsx", bytes, &expected()).expect("a table")
}

fn headers_of(text: &str) -> Vec<String> {
    let line = text.lines().next().expect("a line");
    line.trim_start_matches('\u{feff}')
        .split(',')
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_workbook_has_a_row_for_every_figure_owed_and_reads_back_as_blank() {
    let bytes = template_xlsx(&form()).expect("a workbook");
    let table = cells_of(bytes.clone(), "填报");
    assert_eq!(table[0][..3], ["指标编号", "指标", "地区"]);
    assert_eq!(table[1][4], "2024");
    assert_eq!(table[1][15], "“35蒸吨/小时及以下燃煤锅炉”,动态清零\n(其一)");
    let reading = read_book(&bytes);
    assert_eq!(
        (reading.figures.len(), reading.defects.len(), reading.blank),
        (0, 0, 4)
    );
    assert_eq!(headers_of(&template_csv(&form())), table[0]);
}

#[test]
fn the_other_sheets_explain_every_column_and_list_what_may_be_chosen() {
    let bytes = template_xlsx(&form()).expect("a workbook");
    let guide = cells_of(bytes.clone(), "说明");
    for header in &cells_of(bytes.clone(), "填报")[0] {
        let line = guide
            .iter()
            .find(|line| line[0] == *header)
            .expect("explained");
        assert!(line[1..].iter().all(|text| !text.is_empty()), "{header}");
    }
    let lists = cells_of(bytes, "名录");
    assert_eq!(lists[1], ["boilers", "燃煤锅炉", "台", "140100", "太原市"]);
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let write = || template_xlsx(&form()).expect("a workbook");
    assert_eq!(write(), write());
}

#[test]
fn a_filled_workbook_and_a_filled_csv_read_alike() {
    let mut table = cells_of(template_xlsx(&form()).expect("a workbook"), "填报");
    let owed_rows = form().owed.len() + 1;
    table.truncate(owed_rows);
    fill(&mut table, &["12.5", "是", "7.1", ""]);
    let from_book = read_book(&workbook_of(&table));
    let text = template_csv(&form());
    let mut records = csv::ReaderBuilder::new();
    let mut reader = records.has_headers(false).from_reader(text.as_bytes());
    let mut sheet: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.expect("CSV").iter().map(str::to_owned).collect())
        .collect();
    fill(&mut sheet, &["12.5", "是", "7.1", ""]);
    let headers: Vec<&str> = sheet[0].iter().map(String::as_str).collect();
    let from_csv = read("x.csv", &csv_of(&headers, &sheet[1..]), &expected()).expect("a table");
    assert_eq!(from_book.defects, []);
    assert_eq!((from_book.figures.len(), from_book.blank), (3, 1));
    assert_eq!(from_book.figures, from_csv.figures);
}

#[test]
fn number_cells_are_taken_as_the_sheet_shows_them() {
    for (number, format, wanted) in [
        (0.1 + 0.2, "General", Exact::new(3, 10)),
        (1200.0, "#,##0", Exact::from(1200)),
        (0.125, "0.00%", Exact::new(25, 2)),
        (0.125, "0%", Exact::new(25, 2)),
        (0.125, "0.000\"%\"", Exact::new(1, 8)),
        (-0.000_5, "General", Exact::new(-1, 2000)),
        (1e15, "General", Exact::from(1_000_000_000_000_000)),
        (0.0, "0%", Exact::from(0)),
    ] {
        let bytes = changed(|sheet| {
            let format = Format::new().set_num_format(format);
            sheet
                .write_number_with_format(1, 4, number, &format)
                .map(|_| ())
        });
        assert_eq!(
            only_figure(&read_book(&bytes)).value,
            wanted,
            "{number} {format}"
        );
    }
}

#[test]
fn date_cells_are_periods_and_no_values() {
    let date = |place: u16| {
        move |sheet: &mut Worksheet| {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            let first = ExcelDateTime::from_ymd(2025, 3, 1)?;
            sheet.write_datetime_with_format(1, place, &first, &format)?;
            Ok(())
        }
    };
    let of = |indicator: &str, unit: &str| {
        let (indicator, unit) = (indicator.to_owned(), unit.to_owned());
        changed(move |sheet| {
            sheet
                .write_string(1, 0, indicator)?
                .write_string(1, 5, unit)?;
            date(3)(sheet)
        })
    };
    let state = read_book(&of("boilers", "台"));
    assert_eq!(only_figure(&state).period, "2025-03-01");
    let month = read_book(&of("dust_fall", "吨/平方千米"));
    assert_eq!(only_figure(&month).period, "2025-03");
    let year = read_book(&of("eaf_share", "%"));
    assert_eq!(reasons(&year), [("期间", Reason::OtherGranularity)]);
    let value = read_book(&changed(date(4)));
    assert_eq!(reasons(&value), [("数值", Reason::DateAsValue)]);
}

#[test]
fn formulas_give_their_saved_value_and_their_failures_are_defects() {
    let formula = |text: &'static str, saved: &'static str| {
        let bytes = changed(|sheet| {
            let sum = Formula::new(text).set_result(saved);
            sheet.write_formula(1, 4, sum).map(|_| ())
        });
        read_book(&bytes)
    };
    assert_eq!(
        only_figure(&formula("=10+2.5", "12.5")).value,
        Exact::new(25, 2)
    );
    assert_eq!(
        reasons(&formula("=NA()", "#N/A")),
        [("数值", Reason::CellError)]
    );
}

#[test]
fn a_workbook_of_another_program_is_read_as_a_person_sees_it() {
    // Written with openpyxl 3.1.5, which saves formulas without their values. Under a title and the headers: 0.125 shown
    // as 12.5%; a month shown as 2024年3月; a formula; #N/A; a rich text; a yes as TRUE.
    let reading = read_book(include_bytes!("desk.xlsx"));
    let figures: Vec<_> = reading
        .figures
        .iter()
        .map(|one| (one.row, one.period.as_str(), one.text.as_str(), one.value))
        .collect();
    let wanted = [
        (3, "2024", "12.5%", Exact::new(25, 2)),
        (4, "2024-03", "7.1", Exact::new(71, 10)),
        (8, "2024-12-31", "TRUE", Exact::from(1)),
    ];
    assert_eq!(figures, wanted);
    let defects: Vec<_> = reading
        .defects
        .iter()
        .map(|one| (one.row, one.reason))
        .collect();
    let refused = [
        (5, Reason::Uncomputed),
        (6, Reason::CellError),
        (7, Reason::Approximate),
    ];
    assert_eq!(defects, refused);
}

#[test]
fn a_workbook_with_an_impossible_cell_breaks_nothing() {
    // The workbook above with a cell named ZZZZZZZZ99999999, on which the reader's arithmetic overflows.
    let _ = read("x", include_bytes!("damaged.xlsx"), &expected());
}

#[test]
fn numeric_cells_may_hold_years_and_codes() {
    let bytes = changed(|sheet| {
        sheet
            .write_number(1, 3, 2024.0)?
            .write_number(1, 2, 140_100.0)?;
        Ok(())
    });
    only_figure(&read_book(&bytes));
}

#[test]
fn a_title_above_the_headers_and_empty_rows_keep_the_row_numbers_that_people_see() {
    let bytes = workbook(|sheet| {
        sheet.write_string(0, 0, "2024年度报表")?;
        sheet.write_row(2, 0, HEADERS)?.write_row(6, 0, GOOD)?;
        Ok(())
    });
    assert_eq!(only_figure(&read_book(&bytes)).row, 7);
    let lines = String::from_utf8(csv_of(
        &HEADERS,
        &[row(&[("备注", "一\n二")]), row(&[("期间", "2023")])],
    ));
    let text = lines
        .expect("UTF-8")
        .replacen("eaf_share", "\neaf_share", 1);
    for ends in ["\n", "\r\n"] {
        let bytes = text.replace("\r\n", "\n").replace('\n', ends);
        let reading = read("x.csv", bytes.as_bytes(), &expected()).expect("a table");
        let rows: Vec<u32> = reading.figures.iter().map(|figure| figure.row).collect();
        assert_eq!(rows, [3, 4], "{ends:?}");
    }
}

#[test]
fn csv_is_read_in_the_encodings_and_separators_of_spreadsheets() {
    let text = String::from_utf8(csv_of(&HEADERS, &[row(&[])])).expect("UTF-8");
    let tabs = format!("\u{feff}{}", text.replace(',', "\t"));
    let utf16 = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [Vec<u8>; 4] = [
        format!("\u{feff}{text}").into_bytes(),
        encoding_rs::GBK.encode(&text).0.into_owned(),
        utf16,
        text.replace(',', ";").into_bytes(),
    ];
    for bytes in files {
        let reading = read("x.csv", &bytes, &expected()).expect("a table");
        assert_eq!(only_figure(&reading).evidence, "晋统〔2025〕1号");
    }
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let bytes = csv_of(&["指标编号", "地区", "期间", "单位", "多余"], &[]);
    let error = read("报表.csv", &bytes, &expected()).expect_err("no values");
    let wanted = "报表.csv has no column 数值; its first row of headers has: 指标编号, 地区, 期间, 单位, 多余";
    assert_eq!(error.to_string(), wanted);
    let mut twice = HEADERS.to_vec();
    twice.push("数值(必填)");
    let error = read("x", &csv_of(&twice, &[]), &expected()).expect_err("two values");
    assert!(
        matches!(
            error,
            FigureError::RepeatedColumn {
                column: "数值", ..
            }
        ),
        "{error}"
    );
}

#[test]
fn files_that_are_no_tables_are_named_as_what_they_are() {
    let check = |bytes: &[u8], id: &str| {
        let error = read("x", bytes, &expected()).expect_err("no table");
        assert_eq!(error.id(), id, "{error}");
    };
    check(b"", "empty");
    check(b" \r\n,,\r\n", "empty");
    check(b"\x89PNG\r\n\x1a\n\0\0\0", "not-a-workbook");
    check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-workbook");
    check(b"PK\x03\x04 and no more", "unreadable");
    check("姓名,年龄\n王芳,30\n".as_bytes(), "missing-column");
    check(&vec![b' '; (16 << 20) + 1], "too-large");
}

proptest! {
    #[test]
    fn the_order_of_columns_makes_no_difference(
        order in Just((0..HEADERS.len()).collect::<Vec<_>>()).prop_shuffle(),
        value in 0_u32..1000,
    ) {
        let cells = row(&[("数值", &value.to_string())]);
        let headers: Vec<&str> = order.iter().map(|place| HEADERS[*place]).collect();
        let moved: Vec<String> = order.iter().map(|place| cells[*place].clone()).collect();
        let reading = read("x", &csv_of(&headers, &[moved]), &expected()).expect("a table");
        prop_assert_eq!(reading.figures, read_rows(&[cells]).figures);
    }

    #[test]
    fn random_bytes_are_refused_or_read_but_never_break(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read("x", &bytes, &expected());
        let _ = read("x", &[b"PK\x03\x04".as_slice(), &bytes].concat(), &expected());
        let header = csv_of(&HEADERS, &[]);
        let _ = read("x", &[header, bytes].concat(), &expected());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_workbooks_are_refused_or_read_but_never_break(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = template_xlsx(&form()).expect("a workbook");
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read("x", &bytes, &expected());
    }

    #[test]
    fn what_is_filled_into_the_workbook_comes_back(
        share in -1_000_000_i64..1_000_000,
        yes: bool,
        dust in prop::option::of(0_u32..100_000),
    ) {
        let mut table = cells_of(template_xlsx(&form()).expect("a workbook"), "填报");
        table.truncate(5);
        let hundredths = |number: i64| format!("{}{}.{:02}", if number < 0 { "-" } else { "" }, number.abs() / 100, number.abs() % 100);
        let dust_text = dust.map(|number| number.to_string()).unwrap_or_default();
        fill(&mut table, &[&hundredths(share), if yes { "是" } else { "否" }, &dust_text, ""]);
        let reading = read_book(&workbook_of(&table));
        let mut wanted = vec![Exact::new(share.into(), 100), Exact::from(i128::from(yes))];
        wanted.extend(dust.map(|number| Exact::from(i128::from(number))));
        let values: Vec<Exact> = reading.figures.iter().map(|figure| figure.value).collect();
        prop_assert_eq!(values, wanted);
        prop_assert_eq!(reading.defects, []);
        prop_assert_eq!(reading.blank, if dust.is_some() { 1 } else { 2 });
    }
}

//! Files as a whole: encodings, kinds, size, streams, GeoJSON; and what is no file at all.

use std::fmt::Write as _;

use proptest::prelude::*;
use registry::record::GivenRow;
use registry::sheet::{self, SheetError, SheetRead};

use super::{checks, column, entity, told, value};

fn failed(bytes: &[u8]) -> &'static str {
    let read = sheet::read(&entity("boiler"), "a.xlsx", bytes, &checks());
    let error = read.expect_err("no file");
    let mut text = error.to_string();
    text.truncate(6);
    assert_eq!(text, "a.xlsx", "names the file");
    error.id()
}

#[test]
fn what_is_no_file_is_told_by_name() {
    assert_eq!(failed(b""), "empty");
    assert_eq!(failed(b"  \n"), "empty");
    assert_eq!(failed(b"PK\x03\x04rubbish"), "unreadable");
    assert_eq!(failed(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "old-workbook");
    assert_eq!(failed(&[0xff, 0xd8, 0xff, 0xe0, 0x81]), "not-a-workbook");
    assert_eq!(failed("名称,燃料\n甲,燃煤\n".as_bytes()), "no-key-column");
    assert_eq!(failed(b"{\"type\":"), "not-geojson");
    assert_eq!(
        failed(br#"{"type":"FeatureCollection","features":[]}"#),
        "no-features"
    );
}

#[test]
fn a_csv_is_read_in_the_encodings_of_spreadsheets() {
    let boiler = entity("boiler");
    let text = "锅炉使用登记证编号,名称,燃料\nB1,一号,燃煤\n";
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(
        text.replace(',', "\t")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let marked = format!("\u{feff}{text}").into_bytes();
    for bytes in [text.as_bytes(), &gbk, &utf16, &marked] {
        let read = sheet::read(&boiler, "x", bytes, &checks()).expect("readable");
        assert_eq!(column(&boiler, &read, "fuel"), [value("coal")]);
        assert_eq!(column(&boiler, &read, "name"), [value("一号")]);
    }
}

fn streamed(bytes: &[u8]) -> Result<SheetRead, SheetError> {
    let mut all = SheetRead::default();
    sheet::read_csv_stream(&entity("vehicle"), "v.csv", bytes, &checks(), |part| {
        all.rows.extend(part.rows);
        all.defects.extend(part.defects);
        all.read += part.read;
        Ok::<(), SheetError>(())
    })?;
    Ok(all)
}

/// Vehicles enough for several blocks, one of them with a quoted line end, one bad, one doubled.
fn fleet(count: usize) -> String {
    let mut text =
        "VIN,名称,车型,排放标准阶段,在用\n".replace("VIN", "车辆识别代号(VIN)或车队编号");
    for number in 0..count {
        let (name, stage) = match number {
            77 => ("\"甲\n乙\"", "国六"),
            88_000 => ("丙", "国十"),
            _ => ("丁", "6"),
        };
        let key = if number == 99_000 { 5 } else { number };
        let _ = writeln!(text, "LFV2A21K8E{key:07},{name},重型货车,{stage},是");
    }
    text
}

#[test]
fn a_stream_reads_as_the_whole_does() {
    let text = fleet(100_000);
    let whole = sheet::read(&entity("vehicle"), "v.csv", text.as_bytes(), &checks());
    let whole = whole.expect("readable");
    let expected = [
        (88_002, "排放标准阶段", "not-a-number"),
        (99_002, "车辆识别代号(VIN)或车队编号", "duplicate-key"),
    ];
    assert_eq!(told(&whole.defects), expected);
    let (gbk, ..) = encoding_rs::GBK.encode(&text);
    for bytes in [text.as_bytes(), &gbk] {
        let read = streamed(bytes).expect("readable");
        assert!(read == whole, "the same rows and defects");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_told() {
    let mut text = fleet(10);
    text.push_str("V1,\"甲\n");
    text.push_str(&"x\n".repeat(40 << 20));
    let error = streamed(text.as_bytes()).expect_err("too long");
    assert_eq!(error.id(), "record-too-long");
    assert_eq!(streamed(b"").expect_err("nothing").id(), "empty");
}

#[test]
fn geojson_gives_points_and_areas() {
    let boiler = entity("boiler");
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"B1","geometry":{"type":"Point","coordinates":[112.563,37.736,800]},
         "properties":{"fuel":"燃煤","in_use":true,"capacity_t_h":35.5,"备注":"x"}},
        {"type":"Feature","geometry":null,"properties":{"key":"B2","fuel":"柴"}},
        {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,1],[2,2]]},"properties":{"key":"B3"}}]}"#;
    let read = sheet::read(&boiler, "b.json", text.as_bytes(), &checks()).expect("readable");
    assert_eq!(column(&boiler, &read, "lon"), [value("112.563")]);
    assert_eq!(column(&boiler, &read, "region"), [value("140105")]);
    assert_eq!(column(&boiler, &read, "capacity_t_h"), [value("35.5")]);
    assert_eq!(column(&boiler, &read, "in_use"), [value("true")]);
    let expected = [
        (1, "备注", "unknown-column"),
        (2, "fuel", "not-listed"),
        (3, "geometry", "not-an-area"),
    ];
    assert_eq!(told(&read.defects), expected);
    let rows: Vec<&GivenRow> = read.rows.iter().collect();
    assert_eq!(rows[0].key, "B1");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let boiler = entity("boiler");
        let _ = sheet::read(&boiler, "x", &bytes, &checks());
        let _ = streamed(&bytes);
        let _ = sheet::mark(&boiler, &bytes, &[], &|_| String::new());
        let _ = sheet::mark_csv("x", &bytes, &[], &|_| String::new());
    }

    #[test]
    fn no_text_in_a_cell_breaks_the_reader(cells in proptest::collection::vec("\\PC{0,12}", 1..30)) {
        let boiler = entity("boiler");
        let headers = sheet::headers(&boiler);
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let mut row: Vec<&str> = cells.iter().map(String::as_str).collect();
        row.resize(headers.len(), "");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&headers).expect("in memory");
        writer.write_record(&row).expect("in memory");
        let bytes = writer.into_inner().expect("in memory");
        let _ = sheet::read(&boiler, "x", &bytes, &checks());
    }

    #[test]
    fn numbers_with_any_digits_and_units_break_nothing(digits in "[0-9.,+-]{1,30}", unit in "(万|亿|千|万亿)?(吨|Mt|%|t/h)?") {
        let project = entity("project");
        let text = format!("{digits}{unit}");
        let _ = super::csv(&project, &["key", "bulk_t_a"], &[&["x:1", &text]]);
    }

    #[test]
    fn a_damaged_workbook_breaks_nothing(cut in 0_usize..8_000, place in 0_usize..8_000, byte in any::<u8>()) {
        let boiler = entity("boiler");
        let record = super::record(&boiler, "B1", &[("fuel", "coal")]);
        let good = sheet::export(&boiler, [&record]).expect("writable");
        let short = &good[..cut.min(good.len())];
        let _ = sheet::read(&boiler, "x", short, &checks());
        let _ = sheet::mark(&boiler, short, &[], &|_| String::new());
        let mut bytes = good.clone();
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = sheet::read(&boiler, "x", &bytes, &checks());
        let _ = sheet::mark(&boiler, &bytes, &[], &|_| String::new());
    }
}

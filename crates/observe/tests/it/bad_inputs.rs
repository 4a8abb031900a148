//! Bad inputs: each is told clearly, and the good rows beside it load.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use observe::{Mapping, ObserveError, detect, detect_header, read_from};

use crate::collect::{Told, mapping, told};

const HEADER: &str = "date,hour,city,AQI,PM2.5,PM10,SO2,NO2,O3,O3_8h,CO\n";

/// Reads rows of the national layout.
fn cities(rows: &str) -> Told {
    told(format!("{HEADER}{rows}").as_bytes(), "cnemc_city_hourly")
}

/// A bad row between two good ones: both good ones load, and this is said.
fn check(bad: &str, said: &str, loaded: u64) {
    let rows = format!(
        "20190101,1,太原,50,20,50,6,29,37,36,0.5\n{bad}\n20190101,3,太原,50,21,52,7,28,38,36,0.6\n"
    );
    let told = cities(&rows);
    assert_eq!(told.said(), [format!("t.csv, row 3{said}")]);
    assert_eq!(told.summary.rows_loaded, loaded);
    let rows = told.rows();
    assert_eq!(
        rows[0].2,
        [6000, 29_000, 50_000, 20_000, 500, 37_000].map(Some)
    );
    assert_eq!(
        rows[rows.len() - 1].2,
        [7000, 28_000, 52_000, 21_000, 600, 38_000].map(Some)
    );
}

#[test]
fn words_and_odd_tokens_are_no_numbers() {
    let end = "is not a number, nor a listed word for missing; taken as missing";
    check(
        "20190101,2,太原,50,NaN,50,6,29,37,36,0.5",
        &format!(", column PM2.5: \"NaN\" {end}"),
        3,
    );
    check(
        "20190101,2,太原,50,-;,50,6,29,37,36,0.5",
        &format!(", column PM2.5: \"-;\" {end}"),
        3,
    );
    check(
        "20190101,2,太原,50,1e2,50,6,29,37,36,0.5",
        &format!(", column PM2.5: \"1e2\" {end}"),
        3,
    );
}

#[test]
fn a_negative_value_is_missing_and_its_text_is_kept() {
    check(
        "20190101,2,太原,50,-1,50,6,29,37,36,0.5",
        ", column PM2.5: \"-1\" is negative; taken as missing",
        3,
    );
}

#[test]
fn a_value_too_fine_or_too_large_is_missing() {
    let fine = ", column CO: \"0.12345\" has more decimals than can be kept; taken as missing";
    check("20190101,2,太原,50,20,50,6,29,37,36,0.12345", fine, 3);
    let large = ", column PM10: \"12345678901\" is larger than can be kept; taken as missing";
    check("20190101,2,太原,50,20,12345678901,6,29,37,36,0.5", large, 3);
}

#[test]
fn impossible_dates_and_hours_leave_the_row_out() {
    let date = ", column date: \"20190230\" is not a date of the calendar; the row was left out";
    check("20190230,2,太原,50,20,50,6,29,37,36,0.5", date, 2);
    let hour = ", column hour: \"25\" is not an hour of the day; the row was left out";
    check("20190101,25,太原,50,20,50,6,29,37,36,0.5", hour, 2);
}

#[test]
fn a_row_of_too_few_fields_is_left_out() {
    let text =
        ": \"20190101,2,太原,50\" has not as many fields as the header; the row was left out";
    check("20190101,2,太原,50", text, 2);
}

#[test]
fn a_row_without_a_site_is_left_out() {
    let text = ", column city: \"\" the site is missing; the row was left out";
    check("20190101,2,,50,20,50,6,29,37,36,0.5", text, 2);
}

#[test]
fn a_repeated_row_is_left_out_and_a_conflicting_one_too() {
    let again = "20190101,1,太原,50,20,50,6,29,37,36,0.5";
    check(
        again,
        &format!(": \"{again}\" repeats an earlier row; this one was left out"),
        2,
    );
    let other = "20190101,1,太原,50,99,50,6,29,37,36,0.5";
    let said = "has the site and time of an earlier row but other values; the first stays, this one was left out";
    check(other, &format!(": \"{other}\" {said}"), 2);
}

#[test]
fn an_unknown_city_is_told_once_and_its_rows_are_kept() {
    let told = cities(
        "20190101,1,蓬莱仙岛,50,20,50,6,29,37,36,0.5\n20190101,2,蓬莱仙岛,50,20,50,6,29,37,36,0.5\n",
    );
    let said = "t.csv, row 2, column city: \"蓬莱仙岛\" names no known region; rows are kept under the name";
    assert_eq!(told.said(), [said]);
    assert_eq!(
        told.rows()
            .iter()
            .filter(|row| row.0 == "name:蓬莱仙岛")
            .count(),
        2
    );
}

#[test]
fn a_full_scale_reading_is_kept_and_flagged() {
    let told = cities("20190101,1,太原,500,20,9985,6,29,37,36,0.5\n");
    assert_eq!(told.rows()[0].2[2], Some(9_985_000));
    let flags: Vec<(&str, i32, u32)> = told
        .flags
        .iter()
        .map(|flag| (flag.rule, flag.value, flag.row))
        .collect();
    assert_eq!(flags, [("full_scale", 9_985_000, 2)]);
    assert_eq!(told.flags[0].site, "140100");
}

#[test]
fn equal_hours_and_jumps_are_flagged_and_kept() {
    use std::fmt::Write as _;
    let mut rows = String::new();
    for hour in 1..=9 {
        write!(rows, "20190101,{hour},太原,50,40,80,6,29,37,36,0.5\n20190101,{hour},大同,50,20,50,6,29,37,36,0.5\n")
            .expect("writing to a string does not fail");
    }
    rows.push_str("20190101,10,太原,50,400,800,6,29,37,36,0.5\n");
    let told = cities(&rows);
    let flags: Vec<(&str, &str, i64)> = told
        .flags
        .iter()
        .map(|flag| (flag.rule, flag.pollutant.id(), flag.time - told.rows()[0].1))
        .collect();
    let expected = [
        ("repeat", "pm10", 7),
        ("repeat", "pm25", 7),
        ("repeat", "pm10", 8),
        ("repeat", "pm25", 8),
        ("jump", "pm10", 9),
        ("jump", "pm25", 9),
    ];
    assert_eq!(flags, expected);
    assert_eq!(told.summary.rows_loaded, 19);
}

#[test]
fn swapped_columns_and_a_wrong_unit_are_warned_of() {
    let rows: String = (1..=9)
        .map(|hour| format!("20190101,{hour},太原,50,9{hour},50,6,29,37,36,{hour}00\n"))
        .collect::<Vec<_>>()
        .concat();
    let told = cities(&rows);
    let said: Vec<String> = told
        .summary
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = [
        "PM2.5 is above PM10 in more than half of the rows: the columns may be swapped (9 of 9 rows)",
        "CO is above 150 mg/m³ in more than half of the rows: its unit may be µg/m³ (8 of 9 rows)",
    ];
    assert_eq!(said, expected);
    assert_eq!(told.summary.rows_loaded, 9);
}

#[test]
fn an_empty_file_says_so() {
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf"] {
        let error = Told::of(|sink| read_from(bytes, "t.csv", mapping("cnemc_city_hourly"), sink))
            .expect_err("empty");
        assert_eq!(
            error.to_string(),
            "the file is empty: nothing to import (t.csv)"
        );
    }
    let path = tempfile::NamedTempFile::new().expect("a temporary file");
    assert!(matches!(
        detect(path.path()),
        Err(ObserveError::Empty { .. })
    ));
}

#[test]
fn a_header_alone_is_a_file_of_no_rows() {
    let told = cities("");
    assert_eq!((told.summary.rows_read, told.summary.defects), (0, 0));
}

#[test]
fn the_rows_before_a_broken_gzip_load() {
    let mut text = HEADER.to_owned();
    let cities = ["太原", "大同", "阳泉", "长治"];
    for row in 0..40_000_u32 {
        let (day, hour, noise) = (
            row / 96 % 28 + 1,
            row / 4 % 24,
            row.wrapping_mul(2_654_435_761) >> 20,
        );
        let (year, city) = (2019 + row / 2688, cities[row as usize % 4]);
        append(
            &mut text,
            format_args!("{year}01{day:02},{hour},{city},50,{noise},5000,6,29,37,36,0.5\n"),
        );
    }
    let packed = gzip(text.as_bytes());
    let whole = told(&packed, "cnemc_city_hourly");
    assert_eq!(
        (whole.summary.rows_loaded, whole.summary.defects),
        (40_000, 0)
    );

    let cut = told(&packed[..packed.len() / 2], "cnemc_city_hourly");
    assert_eq!(
        cut.reasons().into_iter().collect::<Vec<_>>(),
        [("truncated_gzip", 1)]
    );
    assert!(cut.summary.rows_loaded > 10_000);
    let loaded = cut.rows().len();
    assert_eq!(cut.rows(), whole.rows()[..loaded]);
    assert!(cut.said()[0].contains("the gzip stream ends too soon; the rows before were loaded"));
    assert!(
        cut.defects[0].text.contains(&format!("row {}", loaded + 2)),
        "{}",
        cut.said()[0]
    );

    let mut damaged = packed;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xff);
    let damaged = told(&damaged, "cnemc_city_hourly");
    assert!(
        damaged.reasons().contains_key("corrupt_gzip"),
        "{:?}",
        damaged.reasons()
    );
}

fn append(text: &mut String, row: std::fmt::Arguments<'_>) {
    std::fmt::Write::write_fmt(text, row).expect("writing to a string does not fail");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(bytes)
        .expect("writing to memory does not fail");
    packed.finish().expect("writing to memory does not fail")
}

#[test]
fn a_workbook_and_an_archive_are_refused_with_advice() {
    let error = Told::of(|sink| {
        read_from(
            &b"PK\x03\x04abcdef"[..],
            "t.xlsx",
            mapping("cnemc_city_hourly"),
            sink,
        )
    });
    let said = error.expect_err("not text").to_string();
    assert_eq!(
        said,
        "t.xlsx is a zip archive or an Excel workbook, not text: unpack it, or save the sheet as CSV"
    );
}

#[test]
fn a_missing_or_repeated_column_is_an_error_that_names_the_columns() {
    let error = |text: &str| {
        let read = Told::of(|sink| {
            read_from(text.as_bytes(), "t.csv", mapping("cnemc_city_hourly"), sink)
        });
        read.expect_err("the header is wrong").to_string()
    };
    let missing = "t.csv has no column \"city\", which mapping cnemc_city_hourly needs; its columns are date, hour, \
                   City, PM10; did the file mean \"City\"?";
    assert_eq!(error("date,hour,City,PM10\n"), missing);
    let repeated = "t.csv has column \"PM10\" more than once: which one is meant cannot be known; rename the other";
    assert_eq!(error("date,hour,city,PM10,PM10\n"), repeated);
    assert!(error("date,hour,city\n").contains("none of the value columns"));
}

#[test]
fn an_absent_value_column_is_a_defect_and_the_others_load() {
    let told = told(
        "date,hour,city,PM10\n20190101,1,太原,50\n".as_bytes(),
        "cnemc_city_hourly",
    );
    assert_eq!(
        told.reasons().into_iter().collect::<Vec<_>>(),
        [("missing_column", 7)]
    );
    assert_eq!(told.rows()[0].2[2], Some(50_000));
}

#[test]
fn a_header_that_fits_nothing_names_the_nearest_mapping() {
    let header = ["date", "hour", "city", "AQI", "PM2.5", "PM10"].map(str::to_owned);
    let said = detect_header(&header, "t.csv")
        .expect_err("it lacks columns")
        .to_string();
    let expected = "no built-in mapping fits t.csv: its columns are date, hour, city, AQI, PM2.5, PM10; nearest is \
                    wide_station_hourly, which also wants type; write a mapping and give it with --mapping";
    assert_eq!(said, expected);
}

#[test]
fn a_mapping_that_is_wrong_says_where() {
    let text = include_str!("../../mappings/cnemc_city_hourly.toml");
    let error = |from: &str, to: &str| {
        Mapping::from_toml(&text.replace(from, to))
            .expect_err("wrong")
            .to_string()
    };
    assert!(
        error("pollutant = \"so2\"", "pollutant = \"o2\"").contains("\"o2\" is not one of SO2")
    );
    assert!(error("unit = \"mg/m3\"", "unit = \"ppb\"").contains("ug/m3"));
    assert!(error("hour = \"hour\"", "").contains("[time] needs"));
    assert!(
        error("stamp = \"ending\"", "zone = \"Asia/Shanghai\"")
            .contains("expected one like \"+08:00\"")
    );
    assert!(error("level = \"city\"", "level = \"city\"\ncolour = \"blue\"").contains("colour"));
}

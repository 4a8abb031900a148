//! The forms in which good data come: encodings, line ends, quotes, wide tables, zones, rows from elsewhere.

use observe::{Mapping, builtin, detect_header, read_from, read_rows};
use units::{Day, HourEnding};

use crate::collect::{Told, mapping, told};

const TEXT: &str =
    "date,hour,city,AQI,PM2.5,PM10,SO2,NO2,O3,O3_8h,CO\n20190101,0,太原,50,20,50,6,29,37,36,0.5\n";

fn hour(year: i16, month: i8, day: i8, hour: i64) -> i64 {
    let day = Day::from_ymd(year, month, day).expect("a day of the calendar");
    HourEnding::from_stamp(day, hour)
        .expect("an hour of the day")
        .number()
}

#[test]
fn all_encodings_give_the_same_rows() {
    let (gbk, _, _) = encoding_rs::GBK.encode(TEXT);
    let wide: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(TEXT.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let forms = [
        (TEXT.as_bytes().to_vec(), "UTF-8"),
        ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), "UTF-8 (BOM)"),
        (gbk.into_owned(), "GBK"),
        (wide, "UTF-16LE"),
        (TEXT.replace('\n', "\r\n").into_bytes(), "UTF-8"),
    ];
    for (bytes, encoding) in forms {
        let told = told(&bytes, "cnemc_city_hourly");
        assert_eq!((told.summary.encoding, told.summary.defects), (encoding, 0));
        let values = [6000, 29_000, 50_000, 20_000, 500, 37_000].map(Some);
        let expected = (
            "140100".to_owned(),
            hour(2019, 1, 1, 0),
            values,
            Some(36_000),
        );
        assert_eq!(told.rows(), [expected], "{encoding}");
    }
}

#[test]
fn units_in_a_header_do_not_make_a_file_gbk() {
    let text = TEXT
        .replace("太原", "Taiyuan")
        .replace("AQI,", "AQI (µg/m³ °C μ),");
    let told = told(text.as_bytes(), "cnemc_city_hourly");
    assert_eq!(told.summary.encoding, "UTF-8");
}

#[test]
fn hour_24_is_hour_0_of_the_next_day() {
    let told = told(
        TEXT.replace("20190101,0,", "20181231,24,").as_bytes(),
        "cnemc_city_hourly",
    );
    assert_eq!(told.rows()[0].1, hour(2019, 1, 1, 0));
}

#[test]
fn a_quoted_list_of_several_lines_is_one_field() {
    let text = "Date,Hour,WatchPoint,AQI,Level,PrimaryPollution,PM2.5,PM10,CO,NO2,O3_1h,O3_8h,SO2\n\
                20200402,08,桃园,63,良,\"细颗粒物(PM2.5)\n颗粒物(PM10)\",45,52,0.6,49,11,32,6\n\
                20200402,08,涧河,NaN,,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN\n";
    let told = Told::of(|sink| {
        read_from(
            text.as_bytes(),
            "d/太原.csv",
            mapping("crawl_station_hourly"),
            sink,
        )
    });
    let told = told.expect("the file can be read");
    assert_eq!(told.summary.defects, 0);
    let rows = told.rows();
    assert_eq!(rows[0].0, "太原/桃园");
    assert_eq!(
        rows[0].2,
        [6000, 49_000, 52_000, 45_000, 600, 11_000].map(Some)
    );
    assert_eq!((rows[1].0.as_str(), rows[1].2), ("太原/涧河", [None; 6]));
    assert_eq!(told.batches[0].row, [2, 3]);
}

/// An invented sample in the layout of `china_sites_YYYYMMDD.csv`.
const WIDE: &str = "date,hour,type,1081A,1082A,1083A\n\
    20190101,1,AQI,50,,60\n20190101,1,PM2.5,20,,30\n20190101,1,PM2.5_24h,22,9,33\n20190101,1,CO,0.5,,-1\n\
    20190101,2,AQI,51,,61\n20190101,2,PM2.5,21,x,31\n20190101,2,PM2.5,21,,32\n";

#[test]
fn a_wide_table_becomes_one_row_per_site_and_hour() {
    let told = told(WIDE.as_bytes(), "wide_station_hourly");
    let pm25_co: Vec<_> = told
        .rows()
        .into_iter()
        .map(|row| (row.0, row.1, row.2[3], row.2[4]))
        .collect();
    let (one, two) = (hour(2019, 1, 1, 1), hour(2019, 1, 1, 2));
    let expected = [
        ("1081A".to_owned(), one, Some(20_000), Some(500)),
        ("1083A".to_owned(), one, Some(30_000), None),
        ("1081A".to_owned(), two, Some(21_000), None),
        ("1083A".to_owned(), two, Some(31_000), None),
    ];
    assert_eq!(pm25_co, expected);
    let reasons = told.reasons();
    let expected = [
        ("conflicting_duplicate", 1),
        ("duplicate", 1),
        ("negative", 1),
        ("not_a_number", 1),
    ];
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn wide_tables_of_stations_and_cities_are_told_apart() {
    let detected = |sites: [&str; 2]| {
        let header = ["date", "hour", "type", sites[0], sites[1]].map(str::to_owned);
        detect_header(&header, "t.csv")
            .expect("a wide mapping fits")
            .id
            .clone()
    };
    assert_eq!(detected(["1081A", "3012B"]), "wide_station_hourly");
    assert_eq!(detected(["太原", "大同"]), "wide_city_hourly");
}

#[test]
fn every_built_in_mapping_is_found_by_its_own_header() {
    for mapping in builtin() {
        let mut header = mapping.header.clone();
        if mapping.id.starts_with("wide_") {
            header.push(
                if mapping.id == "wide_city_hourly" {
                    "太原"
                } else {
                    "1081A"
                }
                .to_owned(),
            );
        }
        assert_eq!(
            detect_header(&header, "t.csv").map(|found| &found.id).ok(),
            Some(&mapping.id)
        );
    }
}

#[test]
fn stamps_of_the_beginning_and_of_other_zones_are_brought_to_the_hours_end() {
    let own = include_str!("../../mappings/jinan_station_hourly.toml").replace(
        "stamp = \"ending\"",
        "stamp = \"beginning\"\nzone = \"+00:00\"",
    );
    let own = Mapping::from_toml(&own).expect("well formed");
    let time = |mapping: &Mapping, text: &str| {
        let text = format!("SubID,time,PM10value\n1,{text},5\n");
        let told =
            Told::of(|sink| read_from(text.as_bytes(), "t.csv", mapping, sink)).expect("readable");
        told.rows().first().map(|row| row.1)
    };
    assert_eq!(
        time(&own, "2020-11-09 13:00:00"),
        Some(hour(2020, 11, 9, 22))
    );
    assert_eq!(
        time(&own, "2020-11-09T13:00:00+08:00"),
        Some(hour(2020, 11, 9, 14))
    );
    let jinan = mapping("jinan_station_hourly");
    assert_eq!(time(jinan, "2020-11-09 13:00"), Some(hour(2020, 11, 9, 13)));
    assert_eq!(time(jinan, "2020-11-10"), Some(hour(2020, 11, 10, 0)));
    assert_eq!(time(jinan, "2020110913"), Some(hour(2020, 11, 9, 13)));
    assert_eq!(
        time(jinan, "/Date(1609657200000+0800)/"),
        Some(hour(2021, 1, 3, 15))
    );
    for bad in [
        "2020-11-09 13:30:00",
        "2020-11-09 13:00:30",
        "2020-11-09 25:00",
        "2019-02-30 01:00",
        "x",
    ] {
        assert_eq!(time(jinan, bad), None, "{bad}");
    }
}

#[test]
fn rows_from_another_source_take_the_same_way() {
    let header = ["date", "city", "month", "CO"].map(str::to_owned).to_vec();
    let row = |date: &str, co: Option<&str>| {
        vec![
            Some(date.to_owned()),
            Some("太原".to_owned()),
            None,
            co.map(str::to_owned),
        ]
    };
    let rows = [
        row("2016-12-01", Some("1.5")),
        row("2016-12-02", None),
        row("2016-13-01", Some("1")),
    ];
    let told = Told::of(|sink| {
        read_rows(
            header,
            rows,
            mapping("aqistudy_city_daily"),
            "t.parquet",
            sink,
        )
    });
    let told = told.expect("the header has what is needed");
    let co: Vec<_> = told.rows().iter().map(|row| row.2[4]).collect();
    assert_eq!(co, [Some(1500), None]);
    assert_eq!(told.reasons().get("bad_date"), Some(&1));
}

#[test]
fn the_example_in_the_readme_is_a_mapping() {
    let readme = include_str!("../../mappings/README.md");
    let example = readme
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("an example");
    let own = Mapping::from_toml(example).expect("the example is well formed");
    assert_eq!(own.id, "my_station_hourly");
}

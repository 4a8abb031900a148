//! The archives beside the checkout, from file to published figure. Expected figures come from the programs in
//! `docs/method/independent` or from publications, never from lantian.
//!
//! Without `../shared/data` these tests say so and check nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{command, json, lantian_in};

/// The archives, or `None` with a word about it.
fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    let said = "NOT RUN: ../shared/data is not beside the checkout\n";
    std::io::stderr()
        .write_all(said.as_bytes())
        .expect("standard error takes text");
    None
}

/// A table of the independent programs: rows by their first column.
fn independent(name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent")
        .join(name);
    let mut reader = csv::Reader::from_path(path).expect("the independent table is there");
    let header = reader.headers().expect("it has a header").clone();
    let row = |record: csv::StringRecord| -> BTreeMap<String, String> {
        header
            .iter()
            .map(str::to_owned)
            .zip(record.iter().map(str::to_owned))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.expect("it is well formed")))
        .map(|row| (row[&header[0]].clone(), row))
        .collect()
}

/// One lake with the national archive of three months, shared by the tests of this file.
static NATIONAL: LazyLock<Option<TempDir>> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let months = ["201812", "201901", "201902"];
    let files = months.map(|m| format!("cnemc_city_hourly/national_366_hourly_{m}.csv.gz"));
    import(
        folder.path(),
        &data()?,
        &files.each_ref().map(String::as_str),
    );
    Some(folder)
});

fn import(folder: &Path, data: &Path, files: &[&str]) -> Value {
    let paths: Vec<String> = files
        .iter()
        .map(|file| data.join(file).display().to_string())
        .collect();
    let mut arguments = vec!["--lake", "l", "import"];
    arguments.extend(paths.iter().map(String::as_str));
    json(folder, &arguments)
}

fn rows(report: &Value) -> &Vec<Value> {
    report["rows"].as_array().expect("a report has rows")
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is a number"))
}

fn rank(set: &str, extra: &[&str]) -> Option<Value> {
    let lake = NATIONAL.as_ref()?;
    let arguments = [
        &["--lake", "l", "rank", "--set", set, "--period", "2019-01"],
        extra,
    ]
    .concat();
    Some(json(lake.path(), &arguments))
}

#[test]
fn the_worst_of_january_2019_are_linfen_and_shijiazhuang_as_published() {
    let Some(report) = rank("key168", &[]) else {
        return;
    };
    let worst: Vec<&str> = rows(&report)
        .iter()
        .rev()
        .take(4)
        .map(|row| row["region"].as_str().expect("a name"))
        .collect();
    // Published from reviewed data: 临汾, 石家庄, 邢台. Live data: 保定 before 邢台, by 0.01.
    assert_eq!(worst, ["临汾", "石家庄", "保定", "邢台"]);
    assert_eq!(rows(&report).len(), 168);
}

#[test]
fn all_168_indices_agree_with_the_independent_program() {
    let expected = independent("composite_168_201901.csv");
    for (extra, index, rank_column) in [
        (&[][..], "composite_no_minimum", "rank_no_minimum"),
        (&["--day-by", "stamp"][..], "composite_stamp", "rank_stamp"),
    ] {
        let Some(report) = rank("key168", extra) else {
            return;
        };
        let mut compared = 0;
        for row in rows(&report) {
            let city = &expected[row["region"].as_str().expect("a name")];
            let Ok(wanted) = city[index].parse::<f64>() else {
                continue;
            };
            let got = number(&row["composite_index"]);
            assert!(
                (got - wanted).abs() <= 0.005_000_1,
                "{row} should have {index} {wanted}"
            );
            compared += 1;
            if index == "composite_no_minimum" && !is_tied(&report, row) {
                assert_eq!(
                    row["rank"].as_u64().map(|r| r.to_string()).as_deref(),
                    city[rank_column].split('.').next()
                );
            }
        }
        assert!(
            compared >= 152,
            "{compared} cities were compared for {index}"
        );
    }
}

/// Ranks are of published indices, so cities with the same two decimals share one; the other program ranks all digits.
fn is_tied(report: &Value, row: &Value) -> bool {
    rows(report)
        .iter()
        .filter(|other| other["composite_index"] == row["composite_index"])
        .count()
        > 1
}

#[test]
fn cities_short_of_27_days_are_marked_and_still_ranked() {
    let Some(report) = rank("key168", &[]) else {
        return;
    };
    let marked: Vec<&str> = rows(&report)
        .iter()
        .filter(|row| row["mark"] == "*")
        .map(|row| row["region"].as_str().expect("a name"))
        .collect();
    // The 16 cities that the independent program gives no index under the 27-day rule.
    let expected = independent("composite_168_201901.csv");
    let short: Vec<&String> = expected
        .iter()
        .filter(|(_, row)| row["composite_ending"].is_empty())
        .map(|(c, _)| c)
        .collect();
    assert_eq!(marked.len(), 16);
    assert!(
        short.iter().all(|city| marked.contains(&city.as_str())),
        "{short:?} {marked:?}"
    );
}

#[test]
fn every_published_hourly_index_of_the_national_archive_is_recomputed() {
    let Some(lake) = NATIONAL.as_ref() else {
        return;
    };
    let report = json(lake.path(), &["--lake", "l", "verify", "aqi"]);
    let row = &rows(&report)[0];
    // Rows of the three files, counted by the independent program (hourly_aqi_summary.csv).
    assert_eq!(row["rows"], 212_456 + 271_392 + 240_487);
    assert_eq!(row["matches"], row["rows"]);
    assert_eq!(row["differ"], 0);
    let strict = json(
        lake.path(),
        &["--lake", "l", "verify", "aqi", "--variant", "standard"],
    );
    assert!(
        number(&rows(&strict)[0]["differ"]) > 50_000.0,
        "the literal rounding up does not fit, so the check can fail"
    );
}

#[test]
fn every_official_sub_index_of_jinan_is_recomputed() {
    let Some(data) = data() else { return };
    let folder = TempDir::new().expect("a temporary folder can be made");
    import(
        folder.path(),
        &data,
        &["jinan_station_hourly_2020/jinan_aqi_iaqi_hourly.csv.gz"],
    );
    let mapping = [
        "--lake",
        "l",
        "verify",
        "iaqi",
        "--mapping",
        "jinan_station_hourly",
        "--variant",
        "jinan",
    ];
    let report = json(folder.path(), &mapping);
    assert_eq!(rows(&report).len(), 7);
    for row in rows(&report) {
        assert_eq!(
            (&row["rows"], &row["matches"]),
            (&Value::from(41_888), &Value::from(41_888)),
            "{row}"
        );
    }
    let index = [&mapping[..3], &["aqi"], &mapping[4..]].concat();
    let report = json(folder.path(), &index);
    // Where nothing was measured the platform publishes 0; lantian says nothing.
    assert_eq!(rows(&report)[0]["differ"], 1_111);
}

#[test]
fn the_editions_change_between_28_february_and_1_march_2026() {
    let Some(data) = data() else { return };
    let folder = TempDir::new().expect("a temporary folder can be made");
    let imported = import(folder.path(), &data, &["taiyuan_daily_2025_2026/太原.csv"]);
    assert_eq!(rows(&imported)[0]["rows_loaded"], 523);
    assert_eq!(rows(&imported)[0]["mapping"], "tianqihoubao_city_daily");
    let report = json(
        folder.path(),
        &[
            "--lake",
            "l",
            "aqi",
            "太原",
            "--period",
            "2026-02-28..2026-03-01",
        ],
    );
    let editions: Vec<&str> = rows(&report)
        .iter()
        .map(|row| row["edition"].as_str().expect("an edition"))
        .collect();
    assert_eq!(editions, ["HJ633-2012", "HJ633-2026"]);
    // 2025-01-01: the header calls 214 PM2.5; it is the rank of the day. PM2.5 is 75, AQI 100.
    let first = json(
        folder.path(),
        &["--lake", "l", "aqi", "太原", "--period", "2025-01-01"],
    );
    assert_eq!(
        (
            number(&rows(&first)[0]["pm25"]),
            number(&rows(&first)[0]["aqi"])
        ),
        (75.0, 100.0)
    );
}

#[test]
fn importing_the_same_file_twice_changes_nothing() {
    let Some(data) = data() else { return };
    let folder = TempDir::new().expect("a temporary folder can be made");
    let file = "shanxi_station_hourly_202004/太原.csv";
    import(folder.path(), &data, &[file]);
    let count = [
        "--lake",
        "l",
        "sql",
        "SELECT (SELECT count(*) FROM observation_hour) AS h, (SELECT count(*) FROM defect) AS d, (SELECT count(*) FROM import) AS i",
    ];
    let before = json(folder.path(), &count);
    assert_eq!(
        (&rows(&before)[0]["h"], &rows(&before)[0]["i"]),
        (&Value::from(1_128), &Value::from(1))
    );
    import(folder.path(), &data, &[file]);
    assert_eq!(rows(&json(folder.path(), &count)), rows(&before));
}

#[test]
fn a_bad_file_is_refused_alone_and_the_others_load() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let header = "date,hour,city,AQI,PM2.5,PM10,SO2,NO2,O3,O3_8h,CO\n";
    let odd = format!(
        "{header}20190105,1,太原,50,NaN,-1,-;,9985,64,58,0.4\n20190105,2,太原,50,35,50,13,41,64,58,0.75\n"
    );
    std::fs::write(folder.path().join("odd.csv"), odd).expect("a file");
    std::fs::write(folder.path().join("empty.csv"), "").expect("a file");
    let ran = lantian_in(
        folder.path(),
        &[
            "--lake",
            "l",
            "--format",
            "json",
            "import",
            "empty.csv",
            "odd.csv",
        ],
    );
    assert_eq!(ran.code, Some(3));
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(
        report["notes"].to_string().contains("文件是空的"),
        "{}",
        report["notes"]
    );
    assert_eq!(rows(&report)[1]["rows_loaded"], 2);
    let reasons = report["sections"][0].to_string();
    for reason in ["不是数字", "负值"] {
        assert!(reasons.contains(reason), "{reasons}");
    }
    let kept = json(
        folder.path(),
        &[
            "--lake",
            "l",
            "sql",
            "SELECT pm25, pm10, so2, no2, co FROM observation ORDER BY hour",
        ],
    );
    assert_eq!(rows(&kept)[0]["pm25"], Value::Null);
    assert_eq!(rows(&kept)[0]["pm10"], Value::Null);
    assert_eq!(rows(&kept)[0]["so2"], Value::Null);
    assert!(
        (number(&rows(&kept)[0]["no2"]) - 9985.0).abs() < 1e-9,
        "a full-scale value is kept, and flagged where the rules name it"
    );
    assert!((number(&rows(&kept)[1]["co"]) - 0.75).abs() < 1e-9);
}

#[test]
fn the_simulated_month_says_that_it_is_simulated() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let ran = lantian_in(folder.path(), &["--lake", "l", "import", "--simulated"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("模拟"), "{}", ran.out);
    let report = json(
        folder.path(),
        &[
            "--lake", "l", "rank", "--set", "key168", "--period", "2019-01",
        ],
    );
    assert_eq!(rows(&report).len(), 168);
    assert!(
        report["notes"].to_string().contains("模拟"),
        "{}",
        report["notes"]
    );
}

#[test]
fn national_means_of_january_agree_with_the_independent_program() {
    let Some(lake) = NATIONAL.as_ref() else {
        return;
    };
    let report = json(
        lake.path(),
        &[
            "--lake",
            "l",
            "stats",
            "--set",
            "prefectures",
            "--period",
            "2019-01",
        ],
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent/national_means.csv");
    let mut reader = csv::Reader::from_path(path).expect("the independent table is there");
    let wanted: BTreeMap<String, (f64, u64)> = reader
        .records()
        .map(|record| record.expect("it is well formed"))
        .filter(|r| (&r[0], &r[1], &r[2]) == ("2019-01", "ending", "prefecture_334"))
        .map(|r| {
            (
                r[3].to_owned(),
                (
                    r[5].parse().expect("a mean"),
                    r[4].parse().expect("a count"),
                ),
            )
        })
        .collect();
    let cities = report["sections"]
        .as_array()
        .and_then(|sections| {
            sections
                .iter()
                .find(|s| s["columns"].to_string().contains("mean_of_all"))
        })
        .expect("the section of means over cities");
    let mut compared = 0;
    for row in rows(cities) {
        let item = row["item"].as_str().expect("a name");
        let key = match item {
            "CO" => "CO95",
            "O3" => "O3_90",
            other => other,
        };
        let (mean, count) = &wanted[key];
        assert!(
            (number(&row["mean"]) - mean).abs() < 0.005_1,
            "{row} should be {mean}"
        );
        assert_eq!(row["cities"], *count, "{item}");
        compared += 1;
    }
    assert_eq!(compared, 6);
}

#[test]
fn an_import_killed_in_the_middle_completes_when_run_again() {
    let Some(data) = data() else { return };
    let folder = TempDir::new().expect("a temporary folder can be made");
    let months = ["201812", "201901", "201902"];
    let files = months.map(|m| {
        data.join(format!("cnemc_city_hourly/national_366_hourly_{m}.csv.gz"))
            .display()
            .to_string()
    });
    let mut arguments = vec!["--lake", "l", "import"];
    arguments.extend(files.iter().map(String::as_str));
    for after_files in [1, 2] {
        let mut child = command(folder.path(), &arguments)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        let log = folder.path().join("l/observation_hour/_delta_log");
        while std::fs::read_dir(&log).map_or(0, Iterator::count) < after_files
            && child.try_wait().expect("it runs").is_none()
        {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().expect("it ends");
    }
    json(folder.path(), &arguments);
    let count = json(
        folder.path(),
        &[
            "--lake",
            "l",
            "sql",
            "SELECT count(*) AS n, count(DISTINCT source) AS s FROM observation_hour",
        ],
    );
    assert_eq!(rows(&count)[0]["n"], 212_456 + 271_392 + 240_487);
    let imports = json(
        folder.path(),
        &["--lake", "l", "sql", "SELECT count(*) AS n FROM import"],
    );
    assert_eq!(rows(&imports)[0]["n"], 3);
}

//! `stats`, `rank`, `trend` and daily `aqi` over a lake of known values.

use std::fs;

use crate::fixture::{Hours, SHANXI, folder};
use crate::run::{json, lantian_in};

#[test]
fn stats_show_values_limits_and_attainment() {
    let folder = folder(&SHANXI);
    let answer = json(
        folder.path(),
        &["--lake", "l", "stats", "太原", "--period", "2019-01"],
    );
    let row = &answer["rows"][3];
    assert_eq!(
        (row["item"].as_str(), row["mean"].as_i64()),
        (Some("PM2.5"), Some(70))
    );
    assert_eq!(
        (row["mean_limit"].as_i64(), row["mean_exceedance"].as_f64()),
        (Some(35), Some(1.0))
    );
    assert_eq!(
        (row["attainment"].as_str(), row["valid_days"].as_i64()),
        (Some("否"), Some(31))
    );
    let composite = answer["rows"][6]["single_index"].as_f64();
    // 30/60 + 40/40 + 140/70 + 70/35 + 2/4 + 80/160
    assert_eq!(composite, Some(6.5));
}

#[test]
fn too_few_days_are_undetermined_with_an_indicative_number() {
    let folder = folder(&SHANXI);
    let arguments = ["--lake", "l", "stats", "阳泉", "--period", "2019-01"];
    let answer = json(folder.path(), &arguments);
    let mean = &answer["rows"][3]["mean"];
    assert_eq!(
        (mean["undetermined"].as_bool(), mean["indicative"].as_i64()),
        (Some(true), Some(35))
    );
    let table = lantian_in(folder.path(), &arguments);
    assert!(table.out.contains("~35"), "{}", table.out);
    assert!(
        table.out.contains("2019-01 有效 10 天，需 27 天"),
        "{}",
        table.out
    );
    let csv = lantian_in(
        folder.path(),
        &[&arguments[..], &["--format", "csv"]].concat(),
    );
    assert!(csv.out.contains("undetermined"), "{}", csv.out);
}

#[test]
fn a_ranking_marks_short_months_and_lists_the_absent() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake",
        "l",
        "rank",
        "--set",
        "shanxi11",
        "--period",
        "2019-01",
        "--year-on-year",
    ];
    let answer = json(folder.path(), &arguments);
    let rows = answer["rows"].as_array().expect("rows");
    let found: Vec<_> = rows
        .iter()
        .map(|r| (r["rank"].as_i64(), r["region"].as_str(), r["mark"].as_str()))
        .collect();
    assert_eq!(found[0], (Some(1), Some("大同"), None));
    assert_eq!(found[1], (Some(2), Some("阳泉"), Some("*")));
    assert_eq!(found[2], (Some(3), Some("太原"), None));
    assert_eq!(rows.len(), 11);
    assert_eq!(rows[3]["composite_index"]["undetermined"], true);
    // 6.5 now, 60/60 + 1 + 2 + 2 + 4/4 + 0.5 = 7.5 the year before
    assert_eq!(rows[2]["index_year_before"].as_f64(), Some(7.5));
    assert_eq!(rows[2]["year_on_year"].as_f64(), Some(-13.3));
    let notes = answer["notes"].to_string();
    for word in [
        "模拟数据",
        "1 个城市的有效天数",
        "8 个成员没有数据",
        "GB3095-2012",
        "0 时值属前一日",
    ] {
        assert!(notes.contains(word), "{word} is not in {notes}");
    }
}

#[test]
fn a_table_has_a_word_for_every_column() {
    let folder = folder(&SHANXI);
    let rank = [
        "--lake",
        "l",
        "rank",
        "--set",
        "shanxi11",
        "--period",
        "2019-01",
        "--year-on-year",
    ];
    let stats = ["--lake", "l", "stats", "太原", "--period", "2019-01"];
    let aqi = ["--lake", "l", "aqi", "太原", "--period", "2019-01-01"];
    let trend = [
        "--lake", "l", "trend", "太原", "--item", "pm25", "--from", "2018", "--to", "2019",
    ];
    let tables = ["--lake", "l", "lake", "tables"];
    let limits = ["standards", "list"];
    let zones = ["regions", "zones"];
    for arguments in [
        &rank[..],
        &stats,
        &aqi,
        &trend,
        &tables,
        &limits,
        &zones,
        &["doctor", "--lake", "l"],
    ] {
        let ran = lantian_in(folder.path(), arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let heading = ran
            .out
            .lines()
            .find(|line| line.starts_with('│'))
            .unwrap_or_default();
        assert!(!heading.contains('_'), "{arguments:?}: {heading}");
    }
}

#[test]
fn the_official_dust_list_changes_particles_only() {
    let folder = folder(&SHANXI);
    fs::write(
        folder.path().join("dust.csv"),
        "site,day\n太原,2019-01-05\n",
    )
    .expect("a file can be written");
    let arguments = [
        "--lake", "l", "stats", "太原", "--period", "2019-01", "--dust", "dust.csv",
    ];
    let answer = json(folder.path(), &arguments);
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 14);
    let days = |row: usize| (rows[row]["item"].as_str(), rows[row]["valid_days"].as_i64());
    assert_eq!(days(2), (Some("PM10"), Some(31)));
    assert_eq!(days(9), (Some("PM10"), Some(30)));
    assert_eq!(days(7), (Some("SO2"), Some(31)));
}

#[test]
fn a_ranking_shows_the_index_before_and_after_the_deduction() {
    // Thirty days at every limit, and one of dust: PM10 (30·70 + 1000)/31 = 100, so 5 + 100/70 = 6.43, and 6 without it.
    let at_limits = [60_000, 40_000, 70_000, 35_000, 4_000, 160_000];
    let dusty = [60_000, 40_000, 1_000_000, 35_000, 4_000, 160_000];
    let hours = |first, days, values| Hours {
        site: "140100",
        first,
        days,
        values,
    };
    let folder = folder(&[
        hours("2019-01-01", 30, at_limits),
        hours("2019-01-31", 1, dusty),
    ]);
    fs::write(
        folder.path().join("dust.csv"),
        "site,day\n太原,2019-01-31\n",
    )
    .expect("a file can be written");
    let answer = json(
        folder.path(),
        &[
            "--lake", "l", "rank", "--set", "shanxi11", "--period", "2019-01", "--dust", "dust.csv",
        ],
    );
    let row = &answer["rows"][0];
    assert_eq!(row["composite_before_dust"].as_f64(), Some(6.43), "{row}");
    assert_eq!(row["composite_index"].as_f64(), Some(6.0), "{row}");
}

#[test]
fn a_dust_list_with_a_bad_line_names_it() {
    let folder = folder(&SHANXI);
    fs::write(
        folder.path().join("dust.csv"),
        "site,day\n太原,2019-01-05\n太原,立春\n",
    )
    .expect("a file can be written");
    let ran = lantian_in(
        folder.path(),
        &[
            "--lake", "l", "stats", "太原", "--period", "2019-01", "--dust", "dust.csv",
        ],
    );
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("dust.csv 第 3 行"), "{}", ran.err);
}

#[test]
fn saving_twice_as_of_one_moment_writes_once() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake",
        "l",
        "--as-of",
        "2024-06-30",
        "stats",
        "太原",
        "--period",
        "2019-01",
        "--save",
    ];
    assert!(lantian_in(folder.path(), &arguments).out.contains("已存入"));
    assert!(
        lantian_in(folder.path(), &arguments)
            .out
            .contains("未重复写入")
    );
    let counted = json(
        folder.path(),
        &[
            "--lake",
            "l",
            "sql",
            "SELECT count(*) AS n FROM statistic_day",
        ],
    );
    assert_eq!(counted["rows"][0]["n"].as_i64(), Some(31));
}

#[test]
fn what_was_not_known_then_is_not_used() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake",
        "l",
        "--as-of",
        "2023-12-31",
        "stats",
        "太原",
        "--period",
        "2019-01",
    ];
    let ran = lantian_in(folder.path(), &arguments);
    assert_eq!(ran.code, Some(3), "{}", ran.out);
    assert!(ran.err.contains("没有 2019-01 的数据"), "{}", ran.err);
}

#[test]
fn each_day_of_the_index_names_its_edition() {
    let folder = folder(&SHANXI);
    let answer = json(
        folder.path(),
        &[
            "--lake",
            "l",
            "aqi",
            "太原",
            "大同",
            "--period",
            "2019-01-01..2019-01-02",
        ],
    );
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 4);
    let first = &rows[0];
    assert_eq!(
        (first["day"].as_str(), first["edition"].as_str()),
        (Some("2019-01-01"), Some("HJ633-2012"))
    );
    // PM10 of 140 is 95, PM2.5 of 70 is 94.
    assert_eq!(
        (first["aqi"].as_i64(), first["primary_pollutant"].as_str()),
        (Some(95), Some("PM10"))
    );
    assert_eq!(first["coverage"].as_str(), Some("24/24"));
}

#[test]
fn a_trend_of_too_few_periods_is_undetermined() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake", "l", "trend", "太原", "--item", "pm25", "--from", "2018-01", "--to", "2019-01",
    ];
    let answer = json(
        folder.path(),
        &[&arguments[..], &["--by", "month"]].concat(),
    );
    assert_eq!(answer["rows"].as_array().map(Vec::len), Some(13));
    let tests = &answer["sections"][0];
    assert_eq!(tests["rows"][0]["value"]["undetermined"], true);
    assert!(
        tests["notes"].to_string().contains("有效时段只有 2 个"),
        "{tests}"
    );
}

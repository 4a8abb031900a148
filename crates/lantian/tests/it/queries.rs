//! `sql`, `lake`, `doctor`, `verify`.

use std::io::Write as _;
use std::process::Stdio;

use crate::fixture::{SHANXI, folder};
use crate::run::{command, json, lantian_in, ran};

#[test]
fn a_statement_answers_with_exact_decimals() {
    let folder = folder(&SHANXI);
    let statement = "SELECT site, avg(pm25) AS pm25 FROM observation WHERE site = '140100' AND day >= DATE '2019-01-01' GROUP BY site";
    let answer = json(folder.path(), &["--lake", "l", "sql", statement]);
    assert_eq!(
        (
            answer["rows"][0]["site"].as_str(),
            answer["rows"][0]["pm25"].as_f64()
        ),
        (Some("140100"), Some(70.0))
    );
}

#[test]
fn statements_that_write_or_err_are_refused() {
    let folder = folder(&[]);
    for (statement, word) in [
        ("DROP TABLE import", "只允许读取"),
        ("INSERT INTO import SELECT * FROM import", "只允许读取"),
        ("SET a = 1", "只允许读取"),
        ("SELECT nothing FROM import", "查询语句有误"),
        ("SELEC", "查询语句有误"),
    ] {
        let ran = lantian_in(folder.path(), &["--lake", "l", "sql", statement]);
        assert_eq!(ran.code, Some(2), "{statement}: {}", ran.err);
        assert!(ran.err.contains(word), "{statement}: {}", ran.err);
    }
}

#[test]
fn a_conversation_lists_tables_and_survives_mistakes() {
    let folder = folder(&[]);
    let mut child = command(folder.path(), &["--lake", "l", "sql"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let lines = "\\d\nSELEC;\nSELECT 1\n AS one;\n\\q\n";
    child
        .stdin
        .take()
        .expect("standard input is a pipe")
        .write_all(lines.as_bytes())
        .expect("lines are read");
    let ran = ran(child.wait_with_output().expect("the binary ends"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("observation_hour") && ran.out.contains("one"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("查询语句有误"), "{}", ran.err);
}

#[test]
fn the_tables_of_the_lake_are_counted() {
    let folder = folder(&SHANXI);
    let answer = json(folder.path(), &["--lake", "l", "lake", "tables"]);
    let hours = &answer["rows"][0];
    assert_eq!(
        (hours["rows"].as_i64(), hours["sites"].as_i64()),
        (Some(24 * 103), Some(3))
    );
    assert_eq!(
        (hours["first_day"].as_str(), hours["last_day"].as_str()),
        (Some("2018-01-01"), Some("2019-01-31"))
    );
}

#[test]
fn compaction_merges_the_small_files() {
    let folder = folder(&SHANXI);
    let answer = json(folder.path(), &["--lake", "l", "lake", "compact"]);
    assert_eq!(
        answer["rows"][0]["files_merged"].as_i64(),
        Some(4),
        "{answer:#}"
    );
    let after = json(folder.path(), &["--lake", "l", "lake", "tables"]);
    assert_eq!(after["rows"][0]["rows"].as_i64(), Some(24 * 103));
}

#[test]
fn the_doctor_finds_a_broken_lake() {
    let folder = folder(&SHANXI);
    assert_eq!(
        lantian_in(folder.path(), &["--lake", "l", "doctor"]).code,
        Some(0)
    );
    let log = folder
        .path()
        .join("l/observation_hour/_delta_log/00000000000000000001.json");
    std::fs::write(log, "not a log").expect("a file can be written");
    let ran = lantian_in(folder.path(), &["--lake", "l", "doctor"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("故障"), "{}", ran.out);
}

#[test]
fn nothing_published_is_said_so() {
    let folder = folder(&SHANXI);
    let ran = lantian_in(folder.path(), &["--lake", "l", "verify", "aqi"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("cnemc_city_hourly"), "{}", ran.err);
    let ran = lantian_in(
        folder.path(),
        &["--lake", "l", "verify", "aqi", "--mapping", "made_up"],
    );
    assert_eq!(ran.code, Some(3), "{}", ran.err);
}

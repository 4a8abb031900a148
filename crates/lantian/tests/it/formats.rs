//! The four forms of an answer.

use std::fs;
use std::process::Stdio;

use crate::run::{command, json, lantian, lantian_in, ran};

#[test]
fn csv_opens_in_excel_with_ids_in_the_first_row() {
    let ran = lantian(&["--format", "csv", "regions", "zone", "shanxi11"]);
    assert!(ran.out.starts_with("\u{feff}code,name_zh,"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 12, "{}", ran.out);
    assert!(ran.out.contains("140100,太原市,Taiyuan"), "{}", ran.out);
}

#[test]
fn a_table_is_aligned_for_chinese() {
    let ran = lantian(&["regions", "zone", "shanxi11"]);
    let line = |name: &str| {
        ran.out
            .lines()
            .find(|line| line.contains(name))
            .unwrap_or_default()
            .to_owned()
    };
    let width = |line: &str| {
        line.chars()
            .map(|c| if c > '\u{2e7f}' { 2 } else { 1 })
            .sum::<usize>()
    };
    assert_eq!(width(&line("太原市")), width(&line("─")), "{}", ran.out);
    assert!(line("代码").contains("中文名"), "{}", ran.out);
}

#[test]
fn json_has_title_columns_rows_and_notes() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let answer = json(folder.path(), &["regions", "zone", "shanxi11"]);
    assert_eq!(answer["columns"][0]["id"], "code");
    assert_eq!(answer["rows"].as_array().map(Vec::len), Some(11));
    assert_eq!(answer["rows"][0]["code"], "140100");
    assert!(answer["notes"].is_array());
}

#[test]
fn the_ending_of_the_file_selects_the_form() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    for (name, start) in [
        ("a.csv", "\u{feff}zone,".as_bytes()),
        ("a.json", b"{"),
        ("a.parquet", b"PAR1"),
    ] {
        let ran = lantian_in(folder.path(), &["--out", name, "regions", "zones"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
        let written = fs::read(folder.path().join(name)).expect("the file is there");
        assert!(written.starts_with(start), "{name}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let mut child = command(folder.path(), &["regions", "zone", "key168"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let ran = ran(child.wait_with_output().expect("the binary ends"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

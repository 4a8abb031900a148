//! What the build refuses to take as limits and indices, each refusal naming the file and the entry.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the law's files themselves"
)]

#[path = "../../../build/index/tables.rs"]
mod tables;

use std::{fs, path::Path};

/// The files of a folder of `standards/`, with one text changed in one of them.
fn changed(folder: &str, file: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../standards")
        .join(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(path).expect("a folder of standards") {
        let entry = entry.expect("a readable entry").path();
        let name = format!(
            "{folder}/{}",
            entry.file_name().expect("a name").to_string_lossy()
        );
        let text = fs::read_to_string(entry).expect("a readable file");
        assert!(
            name != file || text.contains(from),
            "{file} has no {from:?}"
        );
        let kept = if name == file {
            text.replacen(from, to, 1)
        } else {
            text
        };
        files.push((name, kept));
    }
    files.sort();
    files
}

fn refusal(file: &str, from: &str, to: &str) -> String {
    let (folder, _) = file.split_once('/').expect("folder and file");
    let of = |wanted: &str| {
        if wanted == folder {
            changed(folder, file, from, to)
        } else {
            changed(wanted, "", "", "")
        }
    };
    let faults = [
        tables::limits(&of("gb3095")).err(),
        tables::states(&of("gb3095")).err(),
        tables::indices(&of("hj633"), &of("publication")).err(),
    ];
    faults
        .into_iter()
        .flatten()
        .map(|fault| fault.to_string())
        .next()
        .unwrap_or_default()
}

fn check(file: &str, (from, to): (&str, &str), expect: &[&str]) {
    let text = refusal(file, from, to);
    assert!(
        text.starts_with(&format!("standards/{file}: ")) || text.contains(file),
        "{text}"
    );
    for part in expect {
        assert!(text.contains(part), "{text:?} lacks {part:?}");
    }
}

const SOURCE: &str = "source = { document = \"GB 3095-2012\", clause = \"表1\" }\n";

#[test]
fn the_files_as_they_are_are_taken() {
    assert_eq!(refusal("gb3095/so2.toml", "unit", "unit"), "");
}

#[test]
fn an_unknown_key_is_refused() {
    check(
        "gb3095/so2.toml",
        ("class = 1", "class = 1\nzone = 2"),
        &["unknown field `zone`"],
    );
    check(
        "gb3095/reference_state.toml",
        ("unit", "gas = 1\nunit"),
        &["unknown field `gas`"],
    );
    check(
        "hj633/2012.toml",
        ("[axis]", "[axis]\nlength = 8"),
        &["unknown field `length`"],
    );
    check(
        "hj633/days.toml",
        ("unit", "level = 1\nunit"),
        &["unknown field `level`"],
    );
    check(
        "publication/jinan.toml",
        ("basis", "town = 1\nbasis"),
        &["unknown field `town`"],
    );
}

#[test]
fn a_missing_citation_is_refused() {
    check("gb3095/so2.toml", (SOURCE, ""), &["missing field `source`"]);
    check(
        "gb3095/so2.toml",
        ("clause = \"表1\"", "clause = \" \""),
        &["limit Year of class 1", "citation is empty"],
    );
    check(
        "hj633/2026.toml",
        ("document = \"HJ 633-2026\", clause = \"4.3.1\"", ""),
        &["missing field `document`"],
    );
    check(
        "hj633/2026.toml",
        ("clause = \"4.3.1\"", "clause = \"\""),
        &["primary", "citation is empty"],
    );
    check(
        "publication/standard.toml",
        ("confidence = \"assumed\"\n", ""),
        &["missing field `confidence`"],
    );
}

#[test]
fn an_overlap_is_refused() {
    let longer = ("until = 2026-02-28", "until = 2026-03-01");
    check(
        "gb3095/so2.toml",
        longer,
        &["limit Year of class 1, value 2", "overlap"],
    );
    check(
        "gb3095/reference_state.toml",
        longer,
        &["state of so2, no2, co, o3, nox, value 3", "overlap"],
    );
    check("hj633/2012.toml", longer, &["editions, value 2", "overlap"]);
    check(
        "gb3095/so2.toml",
        ("class = 2", "class = 1"),
        &["limit Year of class 1", "stands twice"],
    );
    check(
        "hj633/2012.toml",
        ("to = 100", "to = 101"),
        &["level 2", "overlap or gap"],
    );
}

#[test]
fn a_wrong_order_is_refused() {
    let earlier = (
        "since = 2026-03-01\nuntil = 2030-12-31",
        "since = 2015-03-01\nuntil = 2015-12-31",
    );
    check(
        "gb3095/pm25.toml",
        earlier,
        &["limit Year of class 1, value 2", "wrong order"],
    );
    check(
        "gb3095/pm25.toml",
        ("until = 2026-02-28", "until = 2015-12-31"),
        &["limit Year", "before `since`"],
    );
    check(
        "hj633/2026.toml",
        ("[0, 35, 60,", "[0, 60, 35,"),
        &["series pm25_24h", "wrong order"],
    );
    check(
        "hj633/2026.toml",
        ("[0, 50, 100, 150, 200, 300,", "[0, 50, 100, 100, 200, 300,"),
        &["axis", "wrong order"],
    );
    check(
        "hj633/2026.toml",
        ("\"so2_1h\", \"no2_1h\"", "\"no2_1h\", \"so2_1h\""),
        &["hourly", "wrong order"],
    );
    check(
        "hj633/2012.toml",
        ("grade = 2", "grade = 3"),
        &["level 3", "wrong order"],
    );
}

#[test]
fn a_file_is_what_its_path_says() {
    check(
        "gb3095/no2.toml",
        ("pollutant = \"no2\"", "pollutant = \"so2\""),
        &["pollutant", "expected \"no2\""],
    );
    check(
        "gb3095/co.toml",
        ("unit = \"mg/m3\"", "unit = \"ug/m3\""),
        &["unit", "expected \"mg/m3\""],
    );
    check(
        "hj633/2012.toml",
        ("id = \"hj633.2012\"", "id = \"hj633.2013\""),
        &["id", "expected \"hj633.2012\""],
    );
    check(
        "publication/jinan.toml",
        ("variant = \"jinan\"", "variant = \"x\""),
        &["variant", "expected \"jinan\""],
    );
}

#[test]
fn a_value_that_is_no_number_or_names_nothing_is_refused() {
    check(
        "gb3095/so2.toml",
        ("value = 20", "value = \"20\""),
        &["limit Year of class 1", "is not a limit"],
    );
    check(
        "gb3095/so2.toml",
        ("value = 20", "value = -20"),
        &["limit Year of class 1", "is not a limit"],
    );
    check(
        "gb3095/so2.toml",
        ("averaging = \"day\"", "averaging = \"week\""),
        &["unknown variant `week`"],
    );
    check(
        "gb3095/so2.toml",
        ("class = 2", "class = 3"),
        &["neither 1 nor 2"],
    );
    check(
        "hj633/2026.toml",
        ("\"o3_8h\"]", "\"o3_9h\"]"),
        &["daily", "is no series"],
    );
    check(
        "hj633/2026.toml",
        (", \"co_24h\"", ""),
        &["daily", "co has no series"],
    );
    check(
        "publication/cnemc_archive.toml",
        ("series = \"o3_8h\"", "series = \"o3\""),
        &["is no series"],
    );
}

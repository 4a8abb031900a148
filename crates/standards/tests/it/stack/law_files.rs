//! What the build refuses to take as rules of source monitoring, each refusal naming the file and the entry.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the law files themselves"
)]

#[expect(
    dead_code,
    reason = "the build reads every field, these tests only what is refused"
)]
#[path = "../../../build/stack/law.rs"]
mod law;

use std::{fs, path::Path};

/// What the reader says of the file after one change to it.
fn refusal(file: &str, from: &str, to: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../standards")
        .join(file);
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from:?} stands in {file}");
    let read = law::Law::default().add(file, &text.replacen(from, to, 1));
    read.err()
        .map_or_else(String::new, |fault| fault.to_string())
}

fn check(file: &str, from: &str, to: &str, expect: &[&str]) {
    let got = refusal(file, from, to);
    for part in [file].iter().chain(expect) {
        assert!(got.contains(part), "{part:?} is missing in {got:?}");
    }
}

#[test]
fn the_files_themselves_are_taken() {
    for name in [
        "marks",
        "substitution",
        "limits",
        "reference_oxygen",
        "molar_volume",
        "reasons",
    ] {
        assert_eq!(refusal(&format!("stack/{name}.toml"), "id", "id"), "");
    }
}

#[test]
fn an_unknown_key_or_a_binary_number_is_refused() {
    check(
        "stack/marks.toml",
        "stop = false",
        "stop = false\npage = 1",
        &["unknown field `page`"],
    );
    check("stack/molar_volume.toml", "\"22.4\"", "22.4", &["file"]);
    check(
        "stack/molar_volume.toml",
        "\"22.4\"",
        "\"22,4\"",
        &["not a decimal"],
    );
}

#[test]
fn a_value_without_citation_or_name_is_refused() {
    check(
        "stack/day_hours.toml",
        "clause = \"附录D, 日数据\"",
        "clause = \" \"",
        &["document and clause"],
    );
    check(
        "stack/marks.toml",
        "zh = \"正常\"",
        "zh = \"\"",
        &["row \"N\"", "in zh and in en"],
    );
    check(
        "stack/limits.toml",
        "confidence = \"memory\"",
        "confidence = \"sure\"",
        &["unknown variant `sure`"],
    );
}

#[test]
fn rows_that_stand_twice_or_in_wrong_order_are_refused() {
    check(
        "stack/marks.toml",
        "code = \"F\"",
        "code = \"N\"",
        &["row \"N\"", "stands twice"],
    );
    check(
        "stack/substitution.toml",
        "hours_to = 24\n",
        "",
        &["stands twice"],
    );
    check(
        "stack/limits.toml",
        "class = \"special\"",
        "class = \"general\"",
        &["does not begin after"],
    );
    check(
        "stack/day_hours.toml",
        "[[value]]",
        "[[value]]\nsince = 2019-01-01\nvalue = 1\nsource = { document = \"a\", clause = \"b\" }\nconfidence = \"memory\"\n\n[[value]]",
        &["days must ascend"],
    );
}

#[test]
fn a_file_that_is_not_what_its_path_says_is_refused() {
    check(
        "stack/day_hours.toml",
        "stack.day_hours",
        "stack.hours",
        &["id must be stack.day_hours"],
    );
    check(
        "stack/day_hours.toml",
        "since = 2017-05-01",
        "since = 08:00:00",
        &["plain date"],
    );
}

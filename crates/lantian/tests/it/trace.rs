//! `explain`: from the index down to a row of a file.

use serde_json::Value;

use crate::fixture::{SHANXI, folder};
use crate::run::{json, lantian_in};

/// Every label, value and source of a tree, one a line.
fn lines(nodes: &Value) -> String {
    let line = |node: &Value| {
        format!(
            "{} {} {}\n{}",
            node["label"],
            node["value"],
            node["source"],
            lines(&node["children"])
        )
    };
    nodes.as_array().into_iter().flatten().map(line).collect()
}

#[test]
fn the_composite_index_leads_to_limits_rules_days_and_rows() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake",
        "l",
        "explain",
        "composite_index",
        "太原",
        "--period",
        "2019-01",
        "--day",
        "2019-01-05",
    ];
    let answer = json(folder.path(), &arguments);
    assert_eq!(answer["tree"][0]["value"].as_f64(), Some(6.5));
    let text = lines(&answer["tree"]);
    for word in [
        "19号",
        "GB 3095-2012",
        "HJ 663",
        "日均值至少个数\" 27",
        "2019-01-05",
        "made_up:",
        "known_at 2024-01-01",
    ] {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
}

#[test]
fn one_item_of_one_day_has_its_twenty_four_hours() {
    let folder = folder(&SHANXI);
    let arguments = [
        "--lake",
        "l",
        "explain",
        "iaqi",
        "太原",
        "--item",
        "pm25",
        "--day",
        "2019-01-05",
    ];
    let answer = json(folder.path(), &arguments);
    let rows = &answer["tree"][0]["children"][0]["children"][1]["children"];
    assert_eq!(rows.as_array().map(Vec::len), Some(24), "{answer:#}");
    let table = lantian_in(folder.path(), &arguments);
    assert!(table.out.contains("├─ "), "{}", table.out);
    let csv = lantian_in(
        folder.path(),
        &[&arguments[..], &["--format", "csv"]].concat(),
    );
    assert!(
        csv.out.starts_with("\u{feff}depth,label,value,unit,source"),
        "{}",
        csv.out
    );
}

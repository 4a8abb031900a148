//! The index of given values, under both editions.

use crate::run::{json, lantian};

/// Expects index, class and primary pollutant.
fn check(arguments: &[&str], expect: (i64, &str, &str)) {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let answer = json(folder.path(), &[&["aqi"], arguments].concat());
    let row = &answer["rows"][0];
    let found = (
        row["aqi"].as_i64(),
        row["air_quality_class"].as_str(),
        row["primary_pollutant"].as_str(),
    );
    assert_eq!(
        found,
        (Some(expect.0), Some(expect.1), Some(expect.2)),
        "{arguments:?}"
    );
}

/// HJ 633-2012 and HJ 633-2026, table 1: PM2.5 of 75 µg/m³ is 100, then 100 + 50·15/55 rounded up.
#[test]
fn seventy_five_of_pm25_is_100_then_114() {
    check(
        &["--pm25", "75", "--edition", "HJ633-2012"],
        (100, "良", "PM2.5"),
    );
    check(
        &["--pm25", "75", "--edition", "HJ633-2026"],
        (114, "轻度污染", "PM2.5"),
    );
}

#[test]
fn the_day_selects_the_edition() {
    check(
        &["--pm25", "75", "--daily", "--on", "2026-02-28"],
        (100, "良", "PM2.5"),
    );
    check(
        &["--pm25", "75", "--daily", "--on", "2026-03-01"],
        (114, "轻度污染", "PM2.5"),
    );
}

/// HJ 633-2026 §5.3.1.
#[test]
fn an_index_of_100_with_an_item_missing_is_withheld_in_2026() {
    let ran = lantian(&["aqi", "--pm25", "40", "--daily", "--on", "2026-03-01"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("不发布（NA）"), "{}", ran.out);
}

#[test]
fn the_answer_says_which_edition_and_why() {
    let ran = lantian(&["aqi", "--pm25", "75", "--on", "2026-03-01"]);
    assert!(
        ran.out
            .contains("标准：HJ633-2026，自 2026-03-01 起施行，2026-03-01 有效。"),
        "{}",
        ran.out
    );
    let english = lantian(&["--lang", "en", "aqi", "--pm25", "75", "--on", "2026-03-01"]);
    let sentence = "Standard: HJ633-2026, in force since 2026-03-01, chosen for 2026-03-01.";
    assert!(english.out.contains(sentence), "{}", english.out);
}

#[test]
fn sub_indices_stand_below_with_co_in_milligrams() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let answer = json(
        folder.path(),
        &[
            "aqi",
            "--pm25",
            "75",
            "--pm10",
            "80",
            "--co",
            "1.5",
            "--edition",
            "2012",
        ],
    );
    let items = answer["sections"][0]["rows"].as_array().expect("rows");
    let found: Vec<(&str, Option<f64>, Option<i64>)> = items
        .iter()
        .map(|row| {
            (
                row["item"].as_str().unwrap_or_default(),
                row["concentration"].as_f64(),
                row["iaqi"].as_i64(),
            )
        })
        .collect();
    assert_eq!(found[2], ("PM10", Some(80.0), Some(65)));
    assert_eq!(found[3], ("PM2.5", Some(75.0), Some(100)));
    assert_eq!(found[4], ("CO", Some(1.5), Some(15)));
    assert_eq!(found[0], ("SO2", None, None));
}

//! Mistakes people make: the exit code, what was wrong, and what to do next.

use std::fs;

use crate::run::{lantian, lantian_in};

/// Expects an exit code and words of the message.
fn check(arguments: &[&str], code: i32, words: &[&str]) {
    let ran = lantian(arguments);
    assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.err);
    for word in words {
        assert!(
            ran.err.contains(word),
            "{arguments:?}: {word} is not in\n{}",
            ran.err
        );
    }
    assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.out);
}

#[test]
fn values_that_are_no_concentrations_are_refused() {
    check(
        &["aqi", "--pm25", "七十五"],
        2,
        &["PM2.5", "七十五", "不是浓度", "建议："],
    );
    check(&["aqi", "--pm25", "-999"], 2, &["-999", "为负", "省略"]);
    check(&["aqi", "--co", "1.2345"], 2, &["CO", "三位小数"]);
}

#[test]
fn unknown_editions_and_variants_list_those_there_are() {
    check(
        &["aqi", "--pm25", "75", "--edition", "HJ633-1999"],
        2,
        &["HJ633-1999", "HJ633-2012", "HJ633-2026"],
    );
    check(
        &["aqi", "--pm25", "75", "--variant", "mine"],
        2,
        &["mine", "standard", "cnemc_live"],
    );
    check(&["standards", "show", "GB1"], 2, &["GB1", "GB3095-2012"]);
}

#[test]
fn days_and_periods_show_how_they_are_written() {
    check(
        &["aqi", "--pm25", "75", "--on", "昨天"],
        2,
        &["昨天", "2019-01-05"],
    );
    check(
        &["stats", "太原", "--period", "2019-13"],
        2,
        &["2019-13", "2019Q1"],
    );
    check(
        &["--as-of", "now", "regions", "zones"],
        2,
        &["now", "RFC 3339"],
    );
}

#[test]
fn a_mistaken_region_gives_the_nearest_names() {
    check(
        &["regions", "resolve", "太愿"],
        2,
        &["太愿", "太原市", "140100"],
    );
    check(&["stats", "太愿", "--period", "2019-01"], 2, &["太原市"]);
    check(
        &["rank", "--set", "key167", "--period", "2019-01"],
        2,
        &["key167", "key168", "shanxi11"],
    );
}

#[test]
fn a_missing_lake_is_a_matter_of_configuration() {
    check(
        &["lake", "tables"],
        4,
        &["没有数据湖", "lantian import", "--lake"],
    );
    check(
        &["stats", "太原", "--period", "2019-01"],
        4,
        &["没有数据湖"],
    );
}

#[test]
fn parquet_asks_for_a_file() {
    check(&["--format", "parquet", "regions", "zones"], 2, &["--out"]);
}

#[test]
fn sites_and_values_together_are_refused() {
    check(&["aqi", "太原", "--pm25", "75"], 2, &["二者取一"]);
    check(&["aqi"], 2, &["lantian aqi --pm25 75"]);
}

#[test]
fn a_wrong_configuration_file_shows_its_line() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    fs::write(
        folder.path().join("lantian.toml"),
        "lake = \"l\"\nthread = 2\n",
    )
    .expect("a file can be written");
    let ran = lantian_in(folder.path(), &["regions", "zones"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    for word in ["lantian.toml", "thread", "threads"] {
        assert!(ran.err.contains(word), "{word} is not in\n{}", ran.err);
    }
}

#[test]
fn english_readers_get_english() {
    let ran = lantian(&["--lang", "en", "aqi", "--pm25", "x"]);
    assert!(
        ran.err
            .starts_with("error: The value “x” of PM2.5 is not a concentration."),
        "{}",
        ran.err
    );
}

//! What the build refuses to take as law, each refusal naming the file and the entry.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the law files themselves"
)]

#[expect(
    dead_code,
    reason = "the build reads every field, these tests only what is refused"
)]
#[path = "../../../build/statistics/law.rs"]
mod law;

use std::{fs, path::Path};

const FILE: &str = "validity/day_hours.toml";

fn text_of(file: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../standards")
            .join(file),
    )
    .unwrap()
}

/// What the reader says of the file after one change to it.
fn refusal(file: &str, from: &str, to: &str) -> String {
    let text = text_of(file);
    assert!(text.contains(from), "{from:?} stands in {file}");
    let changed = text.replacen(from, to, 1);
    let error = match file {
        "hj663/spearman.toml" => law::spearman(file, &changed).err(),
        "ranking/composite.toml" => law::composites(file, &changed).err(),
        _ if file.starts_with("hj663") => law::edition(file, &changed).err(),
        _ => law::parameter(file, &changed).err(),
    };
    error.map_or_else(String::new, |e| e.to_string())
}

fn check(file: &str, from: &str, to: &str, expect: &[&str]) {
    let got = refusal(file, from, to);
    for part in [file].iter().chain(expect) {
        assert!(got.contains(part), "{part:?} is missing in {got:?}");
    }
}

#[test]
fn the_files_themselves_are_taken() {
    assert_eq!(refusal(FILE, "20", "20"), "");
    assert_eq!(refusal("hj663/2013.toml", "98", "98"), "");
    assert_eq!(refusal("hj663/2026.toml", "98", "98"), "");
    assert_eq!(refusal("hj663/spearman.toml", "900", "900"), "");
    assert_eq!(refusal("ranking/composite.toml", "year", "year"), "");
}

#[test]
fn an_unknown_key_is_refused() {
    check(
        FILE,
        "value = 20",
        "value = 20\npage = 3",
        &["unknown field `page`"],
    );
    check(
        "hj663/2013.toml",
        "decimals = 0",
        "decimals = 0\nround = 1",
        &["unknown field `round`"],
    );
}

#[test]
fn a_value_without_citation_is_refused() {
    check(
        FILE,
        "source = { document = \"GB 3095-2012\", clause = \"6.4, 表4\" }",
        "",
        &["missing field `source`"],
    );
    check(
        FILE,
        "clause = \"6.4, 表4\"",
        "clause = \" \"",
        &["value since 2013-01-01", "document and clause"],
    );
    check(
        FILE,
        "confidence = \"memory\"",
        "confidence = \"sure\"",
        &["unknown variant `sure`"],
    );
}

#[test]
fn values_out_of_order_are_refused() {
    check(
        FILE,
        "since = 2026-03-01",
        "since = 2012-03-01",
        &["value since 2012-03-01", "ascending"],
    );
    check(
        FILE,
        "since = 2026-03-01",
        "since = 2013-01-01",
        &["value since 2013-01-01", "ascending"],
    );
    check(
        "hj663/spearman.toml",
        "count = 6",
        "count = 5",
        &["row of count 5", "ascend"],
    );
    check(
        "hj663/2013.toml",
        "until = 2026-02-28",
        "until = 2013-09-30",
        &["earlier than since"],
    );
}

#[test]
fn a_file_that_is_not_what_its_path_says_is_refused() {
    check(
        FILE,
        "validity.day_hours",
        "validity.hours",
        &["id must be validity.day_hours"],
    );
    check(
        FILE,
        "zh = \"日平均所需小时均值数\"",
        "zh = \"\"",
        &["name in zh and in en"],
    );
    check(
        FILE,
        "since = 2013-01-01",
        "since = 08:00:00",
        &["plain date"],
    );
    check(FILE, "unit = \"hours\"", "unit = \"\"", &["has no unit"]);
}

#[test]
fn items_must_be_six_in_order_and_known() {
    check(
        "hj663/2013.toml",
        "pollutant = \"so2\"",
        "pollutant = \"no2\"",
        &["so2, no2, pm10"],
    );
    check(
        "hj663/2013.toml",
        "percentile = 98",
        "percentile = 100",
        &["so2", "1 to 99"],
    );
    check(
        "hj663/2013.toml",
        "unit = \"ug/m3\"",
        "unit = \"mg/m3\"",
        &["so2", "unit must be ug/m3"],
    );
    check(
        "ranking/composite.toml",
        "limit = \"year\"",
        "limit = \"hour\"",
        &["ranking2018 so2", "averaging"],
    );
    check(
        "ranking/composite.toml",
        "statistic = \"mean\"",
        "statistic = \"max\"",
        &["ranking2018 so2", "statistic"],
    );
    check(
        "ranking/composite.toml",
        "weight = 1",
        "weight = 0",
        &["ranking2018 so2", "positive"],
    );
}

#[test]
fn editions_that_overlap_are_refused() {
    let checked = |from: &str, to: &str| {
        let mut all = law::Law::default();
        for file in ["hj663/2013.toml", "hj663/2026.toml"] {
            let text = text_of(file).replacen(from, to, 1);
            all.add_edition(law::edition(file, &text).unwrap());
        }
        all.spearman = law::spearman("hj663/spearman.toml", &text_of("hj663/spearman.toml")).ok();
        law::check(&all)
            .err()
            .map_or_else(String::new, |e| e.to_string())
    };
    assert_eq!(checked("", ""), "");
    assert_eq!(
        checked("until = 2026-02-28", "until = 2026-03-01"),
        "standards/hj663/, hj663.2026: overlaps hj663.2013"
    );
    assert_eq!(
        checked("until = 2026-02-28", ""),
        "standards/hj663/, hj663.2013: has a successor but no until"
    );
}

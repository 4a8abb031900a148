//! Golden values made outside this program (docs/method/independent), and the vectors of GB/T 8170.

use std::{collections::BTreeMap, path::Path};

use standards::{
    composite::{composite, method},
    evaluation::{percentile, percentile_thousandths},
    ranking::rank,
    trend::{mann_kendall, spearman, theil_sen},
};
use units::{Exact, rounding::gb8170};

use super::exact;

/// The rows of a golden table, each by column name.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent")
        .join(name);
    let rows: Vec<_> = csv::Reader::from_path(&path)
        .unwrap()
        .into_deserialize()
        .map(|row| row.unwrap())
        .collect();
    assert!(!rows.is_empty(), "{name} has rows");
    rows
}

/// A signed decimal or a fraction as an exact number.
fn number(text: &str) -> Exact {
    match (text.split_once('/'), text.strip_prefix('-')) {
        (Some((numer, denom)), _) => Exact::new(numer.parse().unwrap(), denom.parse().unwrap()),
        (None, Some(magnitude)) => -exact(magnitude),
        (None, None) => exact(text),
    }
}

fn close(got: f64, expect: &str, tolerance: f64) {
    let expected: f64 = expect.parse().unwrap();
    assert!(
        (got - expected).abs() <= tolerance,
        "{got} is not {expected}"
    );
}

#[test]
fn rounding_agrees_with_the_examples_of_the_standard() {
    let cases = [
        ("34.5", 0, "34"),
        ("35.5", 0, "36"),
        ("0.45", 1, "0.4"),
        ("0.55", 1, "0.6"),
        ("74.5", 0, "74"),
        ("75.5", 0, "76"),
        ("1.25", 1, "1.2"),
        ("1.35", 1, "1.4"),
        ("74.5000001", 0, "75"),
    ];
    for (value, decimals, expect) in cases {
        assert_eq!(
            gb8170(exact(value), decimals).to_string(),
            expect,
            "{value}"
        );
    }
}

#[test]
fn rounding_agrees_with_the_independent_table() {
    for row in rows("rounding.csv") {
        let got = gb8170(number(&row["input"]), row["decimals"].parse().unwrap());
        assert_eq!(got.to_string(), row["expected"], "{}", row["input"]);
    }
}

#[test]
fn percentiles_agree_with_the_independent_table() {
    for row in rows("percentiles.csv") {
        let percent = row["p"].parse().unwrap();
        let mut values: Vec<Exact> = row["values"].split(';').map(number).collect();
        values.sort_unstable();
        let expect = Some(number(&row["result_fraction"]));
        assert_eq!(percentile(&values, percent), expect, "row {}", row["id"]);
        let thousandths: Vec<i64> = values
            .iter()
            .map(|v| i64::try_from((v * Exact::from_integer(1000)).to_integer()).unwrap())
            .collect();
        assert_eq!(
            percentile_thousandths(&thousandths, percent),
            expect,
            "row {}",
            row["id"]
        );
    }
}

#[test]
fn trends_agree_with_the_independent_table() {
    let mut series: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in rows("trend_series.csv") {
        series
            .entry(row["series"].clone())
            .or_default()
            .push(row["value"].parse().unwrap());
    }
    for row in rows("trend.csv") {
        let values = &series[&row["series"]];
        let got = mann_kendall(values).unwrap();
        assert_eq!(got.s.to_string(), row["S"]);
        assert_eq!(
            got.var_s,
            number(&row["var_S_fraction"]),
            "{}",
            row["series"]
        );
        close(got.z, &row["Z"], 1e-6);
        close(got.p, &row["p_two_sided"], 1e-10);
        let rs = number(&row["spearman_hj663_fraction"]);
        close(
            spearman(values).unwrap().rs,
            &(*rs.numer() as f64 / *rs.denom() as f64).to_string(),
            1e-12,
        );
        let timed: Vec<(f64, f64)> = (0_u32..)
            .map(f64::from)
            .zip(values.iter().copied())
            .collect();
        let slope = number(&row["sen_slope_fraction"]);
        close(
            theil_sen(&timed).unwrap(),
            &(*slope.numer() as f64 / *slope.denom() as f64).to_string(),
            1e-9,
        );
    }
}

#[test]
fn the_168_cities_of_january_2019_agree_with_the_independent_table() {
    let columns = ["SO2", "NO2", "PM10", "PM2.5", "CO95", "O3_90"];
    let method = method("ranking2018").unwrap();
    let on = "2019-01-31".parse().unwrap();
    let (mut indices, mut ranks) = (Vec::new(), Vec::new());
    for row in rows("composite_168_201901.csv") {
        let values = columns.map(|c| {
            let text = &row[&format!("{c}_ending")];
            let milligrams = if c == "CO95" { 1000 } else { 1 };
            (!text.is_empty()).then(|| number(text) * Exact::from_integer(milligrams))
        });
        let got = composite(method, on, &values).unwrap();
        let expect = &row["composite_ending"];
        assert_eq!(got.index.is_some(), !expect.is_empty(), "{}", row["city"]);
        if let Some(index) = got.index {
            close(*index.numer() as f64 / *index.denom() as f64, expect, 2e-6);
            let largest = got.largest[0].symbol();
            assert!(
                row["max_item_ending"].starts_with(largest),
                "{}",
                row["city"]
            );
        }
        indices.push(got.index.map(|i| gb8170(i, 6)));
        ranks.push(
            row["rank_ending"]
                .parse::<f64>()
                .ok()
                .map(|r| format!("{r}")),
        );
    }
    let got: Vec<_> = rank(&indices)
        .into_iter()
        .map(|r| r.map(|r| r.to_string()))
        .collect();
    assert_eq!(got, ranks);
}

//! The composite index: the worked example in both editions, missing items, ties, disabled methods.

use standards::composite::{composite, composite_values, method, method_enabled};
use units::{Exact, Pollutant};

use super::{day, evaluate_days, exact, period};

fn example() -> [Option<Exact>; 6] {
    ["12", "36", "80", "42", "1400", "178"].map(|v| Some(exact(v)))
}

fn check(on: &str, index: &str, four: &str) {
    let got = composite(method("ranking2018").unwrap(), day(on), &example()).unwrap();
    assert_eq!(got.rounded.map(|r| r.to_string()).as_deref(), Some(index));
    assert_eq!(
        units::rounding::gb8170(got.index.unwrap(), 4).to_string(),
        four
    );
    assert_eq!(got.largest, [Pollutant::Pm25]);
    assert!(got.missing.is_empty());
    assert_eq!(got.shares.iter().flatten().sum::<Exact>(), exact("1"));
}

#[test]
fn the_worked_example_comes_out_in_both_editions() {
    check("2019-06-30", "4.91", "4.9054");
    check("2026-06-30", "5.30", "5.2958");
}

#[test]
fn the_edition_of_the_limits_is_named() {
    let edition = |on| {
        composite(method("ranking2018").unwrap(), day(on), &example())
            .unwrap()
            .edition
    };
    assert!(edition("2019-06-30").contains("2012"));
    assert!(edition("2026-06-30").contains("2026"));
}

#[test]
fn a_missing_item_leaves_no_index() {
    let mut values = example();
    values[5] = None;
    let got = composite(method("ranking2018").unwrap(), day("2019-06-30"), &values).unwrap();
    assert_eq!((got.index, got.rounded), (None, None));
    assert_eq!(got.missing, [Pollutant::O3]);
    assert!(got.largest.is_empty());
    assert_eq!(got.single[0], Some(exact("0.2")));
}

#[test]
fn equal_single_indices_are_both_the_largest() {
    let values = ["60", "40", "35", "35", "4000", "160"].map(|v| Some(exact(v)));
    let got = composite(method("ranking2018").unwrap(), day("2019-06-30"), &values).unwrap();
    let expected = [
        Pollutant::So2,
        Pollutant::No2,
        Pollutant::Pm25,
        Pollutant::Co,
        Pollutant::O3,
    ];
    assert_eq!(got.largest, expected);
}

#[test]
fn an_unverified_method_answers_only_when_asked_expressly() {
    let error = method("weighted2026").unwrap_err().to_string();
    assert!(error.contains("disabled"), "{error}");
    let weighted = method_enabled("weighted2026", true).unwrap();
    let weights: Vec<u32> = weighted.terms.iter().map(|t| t.weight).collect();
    assert_eq!(weights, [1, 2, 1, 3, 1, 2]);
    let unknown = method("ranking2030").unwrap_err().to_string();
    assert_eq!(
        unknown,
        "no composite index method is called \"ranking2030\"; known are ranking2018, weighted2026"
    );
}

#[test]
fn means_take_part_but_percentiles_of_carbon_monoxide_and_ozone() {
    let mut evaluations = evaluate_days("2019-01", period("2019-01").days());
    for evaluation in &mut evaluations {
        evaluation.percentile = Some(exact("99"));
    }
    let got = composite_values(&evaluations).map(|v| v.unwrap().to_integer());
    assert_eq!(got, [10, 10, 10, 10, 99, 99]);
}

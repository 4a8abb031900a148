//! Against the limits: rounded values, both statistics, and what an invalid period says.

use std::collections::BTreeSet;

use standards::{
    evaluation::{
        Attainment, attainment, attainment_rate, attains_overall, evaluate, exceedance_multiple,
    },
    limits::Class,
};
use units::{MicrogramPerM3, Pollutant};

use super::{day, evaluate_days, exact, period, rules, valid_day};

#[test]
fn attainment_compares_rounded_values_of_both_statistics() {
    let on = day("2019-06-30");
    let check = |value: &str, mean, percentile, attains| {
        let days: Vec<_> = period("2019")
            .days()
            .map(|d| valid_day(d, exact(value)))
            .collect();
        let evaluation = &evaluate(rules(), period("2019"), &days, &BTreeSet::new())[3];
        let got = attainment(rules(), evaluation, Class::Two, on).unwrap();
        assert_eq!(
            got,
            Attainment {
                mean,
                percentile,
                attains
            },
            "{value}"
        );
    };
    check("35.5", Some(false), Some(true), Some(false));
    check("35.4", Some(true), Some(true), Some(true));
    check("75.5", Some(false), Some(false), Some(false));
}

#[test]
fn an_invalid_period_neither_attains_nor_fails() {
    let evaluation = &evaluate_days("2019", period("2019").days().skip(100))[3];
    let got = attainment(rules(), evaluation, Class::Two, day("2019-06-30")).unwrap();
    assert_eq!(got, Attainment::default());
}

#[test]
fn carbon_monoxide_is_rounded_in_milligrams() {
    assert_eq!(
        rules().report(Pollutant::Co, exact("1450")).to_string(),
        "1.4"
    );
    assert_eq!(rules().rounded(Pollutant::Co, exact("4049")), exact("4000"));
    assert_eq!(
        rules().report(Pollutant::Pm25, exact("34.5")).to_string(),
        "34"
    );
    let days: Vec<_> = period("2019")
        .days()
        .map(|d| valid_day(d, exact("4049")))
        .collect();
    let co = &evaluate(rules(), period("2019"), &days, &BTreeSet::new())[4];
    let got = attainment(rules(), co, Class::Two, day("2019-06-30")).unwrap();
    assert_eq!((got.mean, got.attains), (None, Some(true)));
}

#[test]
fn one_item_that_fails_decides_and_one_unknown_leaves_open() {
    let item = |attains| Attainment {
        mean: None,
        percentile: None,
        attains,
    };
    assert_eq!(
        attains_overall(&[item(Some(true)), item(Some(true))]),
        Some(true)
    );
    assert_eq!(
        attains_overall(&[item(None), item(Some(false))]),
        Some(false)
    );
    assert_eq!(attains_overall(&[item(Some(true)), item(None)]), None);
}

#[test]
fn exceedance_and_rates_keep_their_decimals() {
    let multiple = |value: &str| {
        exceedance_multiple(exact(value), MicrogramPerM3::new(75)).map(|m| m.to_string())
    };
    assert_eq!(multiple("75"), None);
    assert_eq!(multiple("150").as_deref(), Some("1.00"));
    assert_eq!(multiple("100").as_deref(), Some("0.33"));
    assert_eq!(
        attainment_rate(300, 365).map(|r| r.to_string()).as_deref(),
        Some("82.2")
    );
    assert_eq!(attainment_rate(0, 0), None);
}

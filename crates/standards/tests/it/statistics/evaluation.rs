//! Periods: required days, percentile, sand dust.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::{collection::vec, prelude::*};
use standards::{
    evaluation::{Shortfall, evaluate, percentile, percentile_thousandths},
    validity::{all_rules, rules_on},
};
use units::{Coverage, Day, Exact, Month, Pollutant};

use super::{day, evaluate_days, exact, period, rules, valid_day};

/// Days of a period but for the first `missing` of them.
fn all_but(text: &str, missing: usize) -> Vec<Day> {
    period(text).days().skip(missing).collect()
}

fn check_valid(text: &str, missing: usize, valid: bool) {
    let got = evaluate_days(text, all_but(text, missing));
    assert!(
        got.iter().all(|e| e.valid == valid),
        "{text} without {missing}: {:?}",
        got[0].reasons
    );
    assert!(
        got.iter().all(|e| e.mean == Some(exact("10"))),
        "indicative whatever the coverage"
    );
}

#[test]
fn a_month_needs_27_days_and_a_february_25() {
    check_valid("2019-01", 4, true);
    check_valid("2019-01", 5, false);
    check_valid("2019-04", 3, true);
    check_valid("2019-04", 4, false);
    check_valid("2019-02", 3, true);
    check_valid("2019-02", 4, false);
    check_valid("2020-02", 4, true);
    check_valid("2020-02", 5, false);
}

#[test]
fn a_quarter_and_a_half_year_need_each_month() {
    check_valid("2019Q1", 4, true);
    check_valid("2019Q1", 5, false);
    check_valid("2019H2", 4, true);
    check_valid("2019H2", 5, false);
}

#[test]
fn a_year_needs_324_days_and_each_month() {
    check_valid("2019", 4, true);
    check_valid("2019", 5, false);
    // Four days missing in each 31-day month, three in each other: each month is valid, the year has 324 or more.
    let kept = |year: &str| {
        let months: Vec<Month> = period(year).months().collect();
        let first = |m: Month| {
            m.first()
                .until(m.first().plus(if m.month == 2 { 25 } else { 27 }))
        };
        months.into_iter().flat_map(first).collect::<Vec<_>>()
    };
    let got = evaluate_days("2019", kept("2019"));
    // 11 × 27 + 25 = 322 days: each month is valid and the year is not.
    assert_eq!(
        got[0].reasons,
        [Shortfall::Days {
            valid: 322,
            required: 324
        }]
    );
    assert_eq!(got[0].coverage, Coverage::new(322, 365));
    assert_eq!(
        evaluate_days("2020", kept("2020"))[0].coverage,
        Coverage::new(322, 366)
    );
}

#[test]
fn a_shortfall_names_the_month() {
    let got = evaluate_days("2019-02", all_but("2019-02", 5));
    let month = Month {
        year: 2019,
        month: 2,
    };
    assert_eq!(
        got[3].reasons,
        [Shortfall::Month {
            month,
            valid: 23,
            required: 25
        }]
    );
    assert_eq!(got[3].reasons[0].to_string(), "2019-02: 23 of 25 days");
}

#[test]
fn a_month_in_part_needs_days_in_proportion() {
    // Ten days of January need 10 × 27 / 31, rounded up: 9.
    check_valid("2019-01-01..2019-01-10", 1, true);
    check_valid("2019-01-01..2019-01-10", 2, false);
}

#[test]
fn a_single_day_needs_itself() {
    check_valid("2019-01-05", 0, true);
    let none = evaluate_days("2019-01-05", []);
    assert_eq!(
        none[0].reasons,
        [Shortfall::Days {
            valid: 0,
            required: 1
        }]
    );
    assert_eq!((none[0].mean, none[0].percentile), (None, None));
}

#[test]
fn days_outside_the_period_are_passed_over() {
    let got = evaluate_days("2019-01", period("2018-12-01..2019-02-28").days());
    assert_eq!(got[0].coverage, Coverage::new(31, 31));
}

#[test]
fn the_percentiles_of_the_standard_come_out() {
    let check = |values: Vec<Exact>, percent, expect: &str| {
        assert_eq!(percentile(&values, percent), Some(exact(expect)));
    };
    check((1..=31).map(Exact::from_integer).collect(), 90, "28");
    check((1..=365).map(Exact::from_integer).collect(), 98, "357.72");
    check(["0.5", "0.7", "0.9", "1.1"].map(exact).to_vec(), 95, "1.07");
    assert_eq!(
        percentile_thousandths(&[500, 700, 900, 1100], 95),
        Some(exact("1.07"))
    );
    assert_eq!(percentile(&[], 95), None);
    assert_eq!(percentile(&[exact("7")], 95), Some(exact("7")));
    let ranks: Vec<u8> = rules().items.iter().map(|i| i.percentile.value).collect();
    assert_eq!(ranks, [98, 98, 95, 95, 95, 90]);
}

#[test]
fn sand_dust_days_leave_particles_only() {
    let dusty = BTreeSet::from([
        day("2019-01-03"),
        day("2019-01-04"),
        day("2019-01-05"),
        day("2019-01-06"),
        day("2019-01-07"),
    ]);
    let value = |d: &Day| {
        if dusty.contains(d) {
            exact("500")
        } else {
            exact("50")
        }
    };
    let days: Vec<_> = period("2019-01")
        .days()
        .map(|d| valid_day(d, value(&d)))
        .collect();
    let before = evaluate(rules(), period("2019-01"), &days, &BTreeSet::new());
    let after = evaluate(rules(), period("2019-01"), &days, &dusty);
    for (b, a) in before.iter().zip(&after) {
        let particles = [Pollutant::Pm10, Pollutant::Pm25].contains(&a.pollutant);
        assert_eq!(b.mean, Some(Exact::new(26 * 50 + 5 * 500, 31)));
        assert_eq!(
            a.mean,
            if particles { Some(exact("50")) } else { b.mean },
            "{}",
            a.pollutant
        );
        assert_eq!(a.deducted, if particles { 5 } else { 0 });
        assert_eq!(a.coverage.valid, if particles { 26 } else { 31 });
        assert!(a.valid, "deducted days count towards validity");
    }
}

#[test]
fn rules_before_the_first_are_refused_with_their_first_day() {
    let error = rules_on(day("2013-09-30")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no evaluation rules are known for 2013-09-30; the first known are in force from 2013-10-01"
    );
    assert_eq!(rules_on(day("2026-02-28")).unwrap().edition, "HJ 663-2013");
    assert_eq!(rules_on(day("2026-03-01")).unwrap().edition, "HJ 663-2026");
    assert!(
        all_rules()
            .windows(2)
            .all(|pair| pair[0].until == Some(pair[1].since.plus(-1)))
    );
}

fn big(value: Exact) -> BigRational {
    BigRational::new(BigInt::from(*value.numer()), BigInt::from(*value.denom()))
}

proptest! {
    #[test]
    fn the_order_of_days_does_not_matter(values in vec((0_i128..9_000_000, 20_i128..=24), 31), seed in any::<u64>()) {
        let mut days: Vec<_> = period("2019-01").days().zip(&values)
            .map(|(d, (sum, count))| valid_day(d, Exact::new(*sum, count * 1000))).collect();
        let forward = evaluate(rules(), period("2019-01"), &days, &BTreeSet::new());
        days.sort_by_key(|d| u64::from(d.day.number().unsigned_abs()).wrapping_mul(seed | 1));
        prop_assert_eq!(&forward, &evaluate(rules(), period("2019-01"), &days, &BTreeSet::new()));
        let sum: BigRational = days.iter().map(|d| big(d.values[0].value.unwrap())).sum();
        prop_assert_eq!(big(forward[0].mean.unwrap()), sum / BigInt::from(31));
        let mut sorted: Vec<Exact> = days.iter().map(|d| d.values[0].value.unwrap()).collect();
        sorted.sort_unstable();
        prop_assert_eq!(forward[5].percentile, percentile(&sorted, 90));
    }

    #[test]
    fn a_percentile_equals_its_twin_in_big_numbers(mut values in vec(0_i64..10_000_000, 1..200), percent in 0_u8..=100) {
        values.sort_unstable();
        let at = |i: usize| BigRational::new(BigInt::from(values[i]), BigInt::from(1000));
        let k = BigRational::new(BigInt::from((values.len() - 1) * usize::from(percent)), BigInt::from(100));
        let s: usize = k.to_integer().to_string().parse().unwrap();
        let twin = if k.is_integer() { at(s) } else { at(s) + (at(s + 1) - at(s)) * k.fract() };
        prop_assert_eq!(percentile_thousandths(&values, percent).map(big), Some(twin));
    }

    #[test]
    fn another_day_never_makes_a_valid_period_invalid(kept in vec(any::<bool>(), 59), extra in 0_usize..59) {
        let text = "2019-01-01..2019-02-28";
        let chosen = |with: bool| period(text).days().enumerate()
            .filter(|(i, _)| kept[*i] || (with && *i == extra)).map(|(_, d)| d).collect::<Vec<_>>();
        let (before, after) = (evaluate_days(text, chosen(false)), evaluate_days(text, chosen(true)));
        prop_assert!(!before[0].valid || after[0].valid);
        prop_assert!(before[0].reasons.len() >= after[0].reasons.len());
    }
}

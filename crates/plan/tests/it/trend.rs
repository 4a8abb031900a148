//! The seasonal Kendall test against values from elsewhere.
//!
//! Source of the numbers called "independent": pymannkendall 1.4.3 (Hussain & Mahmud 2019, JOSS 4(39) 1556),
//! `seasonal_test(x, period=12)` with NaN for months without a value; its `s`, `var_s` and `z`. The others are
//! counted by hand from Hirsch, Slack & Smith (1982), as each comment shows.

use plan::evaluate::seasonal_kendall;
use proptest::prelude::*;
use units::Month;

/// Values of one calendar month, from a year on.
fn series(month: i8, from: i16, values: &[f64]) -> Vec<(Month, f64)> {
    let month = |year| Month { year, month };
    values
        .iter()
        .zip(from..)
        .map(|(value, year)| (month(year), *value))
        .collect()
}

fn check(values: &[(Month, f64)], s: i64, var_s: f64, z: f64) {
    let test = seasonal_kendall(values).unwrap();
    assert_eq!(test.s, s);
    assert!(
        (test.var_s - var_s).abs() < 1e-9,
        "{} is not {var_s}",
        test.var_s
    );
    assert!((test.z - z).abs() < 1e-9, "{} is not {z}", test.z);
}

#[test]
fn three_years_of_all_months_are_as_the_independent_program_has_them() {
    let years = [
        [92., 78., 66., 50., 41., 38., 35., 36., 44., 58., 74., 88.],
        [89., 80., 61., 46., 40., 32., 33., 33., 40., 59., 66., 81.],
        [83., 74., 60., 46., 36., 31., 29., 35., 35., 55., 64., 76.],
    ];
    let mut values = Vec::new();
    for (year, months) in (2021..).zip(years) {
        for (month, value) in (1..).zip(months) {
            values.push((Month { year, month }, value));
        }
    }
    check(&values, -29, 43.0, -4.269_959_969_312_93);
}

#[test]
fn ties_and_months_without_values_are_as_the_independent_program_has_them() {
    let mut values = series(1, 2022, &[60., 55., 55., 50.]);
    values.extend(series(2, 2022, &[40., 40.]));
    values.push((
        Month {
            year: 2022,
            month: 3,
        },
        30.,
    ));
    values.push((
        Month {
            year: 2024,
            month: 3,
        },
        20.,
    ));
    values.push((
        Month {
            year: 2022,
            month: 4,
        },
        10.,
    ));
    check(&values, -6, 26.0 / 3.0, -1.698_415_551_216_893_4);
}

#[test]
fn five_years_with_three_equal_values_are_as_the_independent_program_has_them() {
    let mut values = series(1, 2019, &[61.5, 58.0, 58.0, 49.5, 52.0]);
    values.extend(series(7, 2019, &[22.0, 21.0, 21.0, 21.0, 18.5]));
    for (year, value) in [(2019, 70.), (2021, 66.), (2022, 71.), (2023, 60.)] {
        values.push((Month { year, month: 11 }, value));
    }
    check(&values, -16, 112.0 / 3.0, -2.454_951_265_154_914_4);
}

#[test]
fn four_rising_years_of_one_month_by_hand() {
    // Six pairs, all rising: S = 6. Var = 4·3·13/18 = 26/3. Z = (6 − 1)/√(26/3).
    check(
        &series(1, 2019, &[1., 2., 3., 4.]),
        6,
        26.0 / 3.0,
        5.0 / (26.0_f64 / 3.0).sqrt(),
    );
}

#[test]
fn three_years_with_two_equal_values_by_hand() {
    // Pairs (5, 5), (5, 3), (5, 3): S = −2. Var = (3·2·11 − 2·1·9)/18 = 48/18. Z = (−2 + 1)/√(8/3).
    check(
        &series(6, 2021, &[5., 5., 3.]),
        -2,
        8.0 / 3.0,
        -1.0 / (8.0_f64 / 3.0).sqrt(),
    );
}

#[test]
fn two_years_of_a_month_are_one_pair_by_hand() {
    // n = 2: Var = 2·1·9/18 = 1; the equal pair of the other month adds nothing.
    let mut values = series(1, 2023, &[5., 7.]);
    values.extend(series(2, 2023, &[9., 9.]));
    check(&values, 1, 1.0, 0.0);
}

#[test]
fn months_that_balance_have_no_score() {
    let mut values = series(1, 2023, &[5., 7.]);
    values.extend(series(2, 2023, &[9., 4.]));
    check(&values, 0, 2.0, 0.0);
}

#[test]
fn months_are_compared_with_themselves_only() {
    // A fall from winter to summer in one year is no trend.
    let falling: Vec<(Month, f64)> = (1..=12)
        .map(|month| (Month { year: 2024, month }, 100.0 - f64::from(month)))
        .collect();
    assert_eq!(seasonal_kendall(&falling), None);
}

#[test]
fn without_two_years_of_any_month_there_is_no_test() {
    assert_eq!(seasonal_kendall(&[]), None);
    assert_eq!(seasonal_kendall(&series(5, 2024, &[40.])), None);
}

fn values() -> impl Strategy<Value = Vec<(Month, f64)>> {
    let cells = prop::collection::btree_map((2015_i16..2024, 1_i8..=12), 0_i32..40, 0..60);
    cells.prop_map(|cells| {
        let value = |((year, month), value): ((i16, i8), i32)| {
            (Month { year, month }, f64::from(value) / 2.0)
        };
        cells.into_iter().map(value).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn the_order_of_values_does_not_matter(values in values().prop_shuffle()) {
        let mut sorted = values.clone();
        sorted.sort_by_key(|(month, _)| *month);
        prop_assert_eq!(seasonal_kendall(&values), seasonal_kendall(&sorted));
    }

    #[test]
    fn the_opposite_values_have_the_opposite_trend(values in values()) {
        let turned: Vec<(Month, f64)> = values.iter().map(|(month, value)| (*month, -value)).collect();
        match (seasonal_kendall(&values), seasonal_kendall(&turned)) {
            (None, None) => {}
            (Some(a), Some(b)) => {
                prop_assert_eq!(a.s, -b.s);
                prop_assert_eq!(a.var_s.to_bits(), b.var_s.to_bits());
                prop_assert!((a.z + b.z).abs() < 1e-12);
            }
            (a, b) => prop_assert!(false, "{a:?} {b:?}"),
        }
    }

    #[test]
    fn the_score_is_the_number_of_rising_pairs_less_falling_ones(values in values()) {
        let mut s = 0;
        for (a, old) in &values {
            for (b, new) in &values {
                if a.month == b.month && a.year < b.year {
                    s += i64::from(new > old) - i64::from(new < old);
                }
            }
        }
        if let Some(test) = seasonal_kendall(&values) {
            prop_assert_eq!(test.s, s);
        } else {
            prop_assert_eq!(s, 0);
        }
    }
}

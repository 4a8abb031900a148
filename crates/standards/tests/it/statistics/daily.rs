//! From hours to days: the counts of table 4, and what adding an hour may do.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::{collection::vec, option, prelude::*};
use standards::daily::{DailyValue, city_value, max_1h, mda8, mean, running_8h, statistics};
use units::{Coverage, Exact, MicrogramPerM3};

use super::{day, exact, hours, rules};

const LIMIT: MicrogramPerM3 = MicrogramPerM3::new(160);

fn first_present(count: usize, value: i64) -> Vec<Option<MicrogramPerM3>> {
    hours(
        &(0..24)
            .map(|h| (h < count).then_some(value * 1000))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn twenty_hours_make_a_daily_mean_and_nineteen_do_not() {
    let enough = mean(rules(), &first_present(20, 35));
    assert_eq!(
        (enough.value, enough.coverage),
        (Some(exact("35")), Coverage::new(20, 24))
    );
    let short = mean(rules(), &first_present(19, 35));
    assert_eq!((short.value, short.indicative), (None, Some(exact("35"))));
    let expected = DailyValue {
        value: None,
        indicative: None,
        coverage: Coverage::new(0, 24),
    };
    assert_eq!(mean(rules(), &first_present(0, 35)), expected);
}

#[test]
fn the_daily_maximum_takes_the_highest_of_seventeen_windows() {
    let rising: Vec<Option<i64>> = (1..=24).map(|h| Some(h * 1000)).collect();
    let got = mda8(rules(), &hours(&rising), LIMIT);
    assert_eq!(got.value, Some(exact("20.5")));
    assert_eq!(got.coverage, Coverage::new(17, 17));
}

#[test]
fn windows_never_reach_into_the_day_before() {
    // Only the first seven hours are high: no whole window lacks the eighth.
    let early: Vec<Option<i64>> = (1..=24)
        .map(|h| Some(if h <= 7 { 80_000 } else { 0 }))
        .collect();
    assert_eq!(
        mda8(rules(), &hours(&early), LIMIT).value,
        Some(exact("70"))
    );
}

#[test]
fn fourteen_windows_make_an_ozone_day_and_thirteen_only_above_the_limit() {
    // Hours 1..=h present leave h − 7 full windows, and two more with seven and six hours.
    check_ozone(19, 100, 14, true);
    check_ozone(18, 100, 13, false);
    check_ozone(18, 160, 13, false);
    check_ozone(18, 161, 13, true);
    check_ozone(6, 161, 1, true);
    check_ozone(5, 161, 0, false);
}

fn check_ozone(present: usize, value: i64, windows: u32, valid: bool) {
    let got = mda8(rules(), &first_present(present, value), LIMIT);
    assert_eq!(got.coverage, Coverage::new(windows, 17), "{present} hours");
    assert_eq!(got.value.is_some(), valid, "{present} hours of {value}");
    assert_eq!(got.indicative, Some(Exact::from_integer(i128::from(value))));
}

#[test]
fn the_exceedance_is_judged_on_the_rounded_maximum() {
    let at = |thousandths: i64| {
        let values: Vec<_> = (0..24).map(|h| (h < 18).then_some(thousandths)).collect();
        mda8(rules(), &hours(&values), LIMIT).value.is_some()
    };
    assert!(!at(160_500), "160.5 rounds to the even 160");
    assert!(at(160_501));
}

#[test]
fn the_highest_hour_ignores_gaps() {
    assert_eq!(
        max_1h(&hours(&[None, Some(5000), Some(7000), None])),
        Some(MicrogramPerM3::new(7))
    );
    assert_eq!(max_1h(&hours(&[None, None])), None);
}

#[test]
fn a_running_mean_needs_six_of_eight_hours() {
    let series = hours(&[
        Some(1000),
        Some(2000),
        Some(3000),
        Some(4000),
        Some(5000),
        Some(6000),
        None,
        None,
        None,
    ]);
    let means = running_8h(rules(), &series);
    assert_eq!(means[4].value, None);
    assert_eq!(means[4].coverage, Coverage::new(5, 8));
    assert_eq!(means[5].value, Some(exact("3.5")));
    assert_eq!(means[7].value, Some(exact("3.5")));
    assert_eq!(
        (means[8].value, means[8].indicative),
        (None, Some(exact("4")))
    );
}

#[test]
fn a_city_needs_three_quarters_of_its_stations() {
    let station = |present: bool| present.then(|| exact("30"));
    let of = |present: usize, all: usize| {
        city_value(
            rules(),
            &(0..all).map(|i| station(i < present)).collect::<Vec<_>>(),
        )
        .value
    };
    assert_eq!(of(3, 4), Some(exact("30")));
    assert_eq!(of(2, 4), None);
    assert_eq!(of(5, 7), None);
    assert_eq!(of(6, 8), Some(exact("30")));
    assert_eq!(of(0, 0), None);
}

#[test]
fn a_day_holds_the_six_items_in_order() {
    let values: Vec<_> = (1..=6).map(|v| first_present(24, v * 10)).collect();
    let got = statistics(
        rules(),
        day("2019-01-05"),
        std::array::from_fn(|i| values[i].as_slice()),
        LIMIT,
    );
    let means: Vec<_> = got
        .values
        .iter()
        .map(|v| v.value.unwrap().to_integer())
        .collect();
    assert_eq!(means, [10, 20, 30, 40, 50, 60]);
    assert_eq!(got.values[5].coverage.expected, 17);
    assert_eq!(got.o3_max_1h, Some(MicrogramPerM3::new(60)));
}

fn big(value: Exact) -> BigRational {
    BigRational::new(BigInt::from(*value.numer()), BigInt::from(*value.denom()))
}

fn a_day() -> impl Strategy<Value = Vec<Option<i64>>> {
    vec(option::weighted(0.8, 0_i64..1_000_000), 24)
}

proptest! {
    #[test]
    fn a_mean_is_exact(values in a_day()) {
        let got = mean(rules(), &hours(&values)).indicative;
        let present: Vec<i64> = values.iter().flatten().copied().collect();
        let twin = (!present.is_empty()).then(|| {
            let sum: BigInt = present.iter().map(|v| BigInt::from(*v)).sum();
            BigRational::new(sum, BigInt::from(present.len()) * 1000)
        });
        prop_assert_eq!(got.map(big), twin);
        let lowest_terms = got.is_none_or(|g| Exact::new(*g.numer(), *g.denom()).denom() == g.denom());
        prop_assert!(lowest_terms);
    }

    #[test]
    fn the_daily_maximum_equals_a_slow_twin(values in a_day()) {
        let windows: Vec<Vec<i64>> = (8..=24).map(|end| values[end - 8..end].iter().flatten().copied().collect()).collect();
        let valid: Vec<&Vec<i64>> = windows.iter().filter(|w| w.len() >= 6).collect();
        let slow = |w: &Vec<i64>| Exact::new(i128::from(w.iter().sum::<i64>()), w.len() as i128 * 1000);
        let max = valid.iter().map(|w| slow(w)).max();
        let counts = valid.len() >= 14 || max.is_some_and(|m| m > exact("160.5"));
        let got = mda8(rules(), &hours(&values), LIMIT);
        prop_assert_eq!(got.value, max.filter(|_| counts));
        prop_assert_eq!(got.coverage.valid as usize, valid.len());
    }

    #[test]
    fn another_hour_never_makes_a_valid_mean_invalid(values in a_day(), at in 0_usize..24, value in 0_i64..1_000_000) {
        let before = hours(&values);
        let mut after = before.clone();
        after[at] = Some(MicrogramPerM3::from_thousandths(value));
        prop_assert!(mean(rules(), &before).value.is_none() || mean(rules(), &after).value.is_some());
        let (few, more) = (mda8(rules(), &before, LIMIT), mda8(rules(), &after, LIMIT));
        // Below 14 windows only the exceedance makes a day count, and an hour can end that.
        prop_assert!(few.coverage.valid <= more.coverage.valid);
        prop_assert!(few.coverage.valid < 14 || more.value.is_some());
    }

    #[test]
    fn the_order_of_stations_does_not_matter(mut stations in vec(option::of(0_i64..100_000), 0..12)) {
        let value = |s: &[Option<i64>]| city_value(rules(), &s.iter().map(|v| v.map(|v| Exact::new(v.into(), 21_000))).collect::<Vec<_>>());
        let forward = value(&stations);
        stations.sort_unstable();
        prop_assert_eq!(forward, value(&stations));
    }
}

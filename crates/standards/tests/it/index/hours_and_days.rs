//! The index of hours and days: the largest sub-index, ties, missing items, the seventh indicator.

use proptest::prelude::*;
use standards::aqi::{
    Completeness, HourlyNine, PollutantSet, daily, daily_exact, hourly, hourly_full, iaqi,
};
use units::{Exact, MicrogramPerM3, Pollutant};

use super::{method, six};

fn set(pollutants: &[Pollutant]) -> PollutantSet {
    pollutants.iter().copied().collect()
}

#[test]
fn an_hour_has_the_largest_sub_index_and_its_pollutant() {
    let index = hourly(method("2012", "standard"), &six("12 36 80 76 1400 178"));
    assert_eq!(index.aqi, Some(102));
    assert_eq!(
        index.iaqi,
        [Some(4), Some(18), Some(65), Some(102), Some(14), Some(73)]
    );
    assert_eq!(index.primary.to_string(), "PM2.5");
    assert_eq!(index.completeness, Completeness::Complete);
}

#[test]
fn ties_are_listed_together_in_the_order_of_the_items() {
    let index = daily(
        method("2012", "standard"),
        &six("10 20 150 75 500 100"),
        None,
    );
    assert_eq!(
        (index.aqi, index.primary.to_string()),
        (Some(100), "PM10,PM2.5".to_owned())
    );
}

#[test]
fn up_to_50_there_is_no_primary_pollutant() {
    let index = daily(
        method("2012", "standard"),
        &six("50 40 50 35 2000 100"),
        None,
    );
    assert_eq!((index.aqi, index.primary), (Some(50), PollutantSet::EMPTY));
}

#[test]
fn under_2012_an_index_with_items_missing_stands() {
    let index = hourly(method("2012", "standard"), &six("12 36 - 20 1400 -"));
    assert_eq!(index.aqi, Some(29));
    let items = set(&[Pollutant::Pm10, Pollutant::O3]);
    assert_eq!(index.completeness, Completeness::Missing { items });
}

#[test]
fn under_2026_a_low_index_with_an_item_missing_is_withheld() {
    let index = daily(
        method("2026", "standard"),
        &six("12 36 - 60 1400 100"),
        None,
    );
    assert_eq!(index.aqi, None);
    assert_eq!(index.iaqi[3], Some(100));
    assert_eq!(index.primary, PollutantSet::EMPTY);
    assert_eq!(
        index.completeness,
        Completeness::Withheld {
            items: set(&[Pollutant::Pm10])
        }
    );
}

#[test]
fn under_2026_a_high_index_with_an_item_missing_is_published() {
    let index = daily(
        method("2026", "standard"),
        &six("12 36 - 61 1400 100"),
        None,
    );
    assert_eq!(
        (index.aqi, index.primary.to_string()),
        (Some(101), "PM2.5".to_owned())
    );
    assert_eq!(
        index.completeness,
        Completeness::Missing {
            items: set(&[Pollutant::Pm10])
        }
    );
}

#[test]
fn without_any_value_there_is_no_index() {
    for edition in ["2012", "2026"] {
        let index = hourly(method(edition, "standard"), &[None; 6]);
        assert_eq!(
            (index.aqi, index.completeness),
            (None, Completeness::NoData)
        );
    }
}

#[test]
fn the_lowest_index_is_0_in_2012_and_1_in_2026() {
    let of = |edition| hourly(method(edition, "standard"), &six("0 0 0 0 0 0"));
    assert_eq!((of("2012").aqi, of("2012").iaqi), (Some(0), [Some(0); 6]));
    assert_eq!((of("2026").aqi, of("2026").iaqi), (Some(1), [Some(0); 6]));
}

#[test]
fn a_negative_value_is_missing() {
    let index = hourly(method("2012", "cnemc_live"), &six("-1 36 80 76 1400 178"));
    assert_eq!(
        (index.iaqi[0], index.completeness),
        (
            None,
            Completeness::Missing {
                items: set(&[Pollutant::So2])
            }
        )
    );
    let exact = six("12 36 80 76 1400 -0.1").map(|v| v.map(MicrogramPerM3::ug_m3));
    assert_eq!(
        daily_exact(method("2012", "standard"), &exact, None).iaqi[5],
        None
    );
}

#[test]
fn so2_beyond_its_hourly_range_has_no_sub_index_in_2012_and_200_in_2026() {
    let values = six("900 36 80 20 1400 100");
    let index = hourly(method("2012", "standard"), &values);
    assert_eq!((index.iaqi[0], index.aqi), (None, Some(65)));
    assert_eq!(
        index.completeness,
        Completeness::Missing {
            items: set(&[Pollutant::So2])
        }
    );
    assert_eq!(hourly(method("2026", "standard"), &values).aqi, Some(200));
}

#[test]
fn the_seventh_indicator_counts_in_2012_alone() {
    let values = six("10 20 40 20 500 100");
    let hour = Some(MicrogramPerM3::new(300));
    assert_eq!(
        daily(method("2012", "standard"), &values, hour).aqi,
        Some(150)
    );
    assert_eq!(
        daily(method("2012", "standard"), &values, None).completeness,
        Completeness::Complete
    );
    assert_eq!(
        daily(method("2026", "standard"), &values, hour).aqi,
        Some(50)
    );
}

#[test]
fn beyond_the_eight_hour_range_the_hourly_sub_index_of_o3_stands_in() {
    let values = six("10 20 40 20 500 801");
    let index = daily(
        method("2012", "standard"),
        &values,
        Some(MicrogramPerM3::new(1000)),
    );
    assert_eq!(
        (index.iaqi[5], index.completeness),
        (Some(400), Completeness::Complete)
    );
    assert_eq!(
        daily(method("2012", "standard"), &values, None).iaqi[5],
        None
    );
}

#[test]
fn the_nine_indicators_read_pm_from_the_running_day_and_o3_from_the_worse_of_two() {
    let nine = HourlyNine {
        hourly: six("12 36 500 400 1400 100"),
        pm10_24h: Some(MicrogramPerM3::new(150)),
        pm25_24h: Some(MicrogramPerM3::new(35)),
        o3_8h: Some(MicrogramPerM3::new(160)),
    };
    let index = hourly_full(method("2012", "standard"), &nine);
    assert_eq!(
        (index.iaqi[2], index.iaqi[3], index.iaqi[5]),
        (Some(100), Some(50), Some(100))
    );
    let same = method("2026", "standard");
    assert_eq!(hourly_full(same, &nine), hourly(same, &nine.hourly));
}

#[test]
fn a_daily_mean_is_rounded_before_its_sub_index() {
    // 75.4 is kept as 75; 1.45 mg/m³ goes to the even 1.4, 1.451 to 1.5.
    let third = |numer: i128, denom: i128| Some(Exact::new(numer, denom));
    let check = |pm25, co, expect: (u16, u16)| {
        let values = [None, None, None, pm25, co, None];
        let index = daily_exact(method("2012", "standard"), &values, None);
        assert_eq!(
            (index.iaqi[3], index.iaqi[4]),
            (Some(expect.0), Some(expect.1))
        );
    };
    check(third(754, 10), third(1450, 1), (100, 35));
    check(third(755, 10), third(1451, 1), (102, 38));
    check(third(226, 3), third(4349, 3), (100, 35));
}

#[test]
fn a_publisher_that_takes_concentrations_as_they_are_rounds_none() {
    let values = six("10 20 40 75.4 500 100").map(|v| v.map(MicrogramPerM3::ug_m3));
    assert_eq!(
        daily_exact(method("2012", "jinan"), &values, None).aqi,
        Some(101)
    );
    assert_eq!(
        daily_exact(method("2012", "standard"), &values, None).aqi,
        Some(100)
    );
}

fn any_six() -> impl Strategy<Value = [Option<i64>; 6]> {
    prop::array::uniform6(prop::option::weighted(0.9, 0_i64..900_000))
}

proptest! {
    #[test]
    fn stored_and_exact_means_give_the_same_day(values in any_six(), o3 in prop::option::of(0_i64..900_000)) {
        let stored = values.map(|v| v.map(MicrogramPerM3::from_thousandths));
        let o3 = o3.map(MicrogramPerM3::from_thousandths);
        let exact = stored.map(|v| v.map(MicrogramPerM3::ug_m3));
        for (edition, variant) in [("2012", "standard"), ("2026", "standard"), ("2012", "cnemc_live")] {
            let method = method(edition, variant);
            let found = daily(method, &stored, o3);
            prop_assert_eq!(found, daily_exact(method, &exact, o3.map(MicrogramPerM3::ug_m3)));
        }
    }

    #[test]
    fn an_hour_is_the_largest_of_its_sub_indices(values in any_six()) {
        let stored = values.map(|v| v.map(MicrogramPerM3::from_thousandths));
        let method = method("2012", "cnemc_live");
        let index = hourly(method, &stored);
        for (i, series) in method.edition.hourly.into_iter().enumerate() {
            prop_assert_eq!(index.iaqi[i], stored[i].and_then(|v| iaqi(method, series, v)));
        }
        prop_assert_eq!(index.aqi, index.iaqi.into_iter().flatten().max());
        for pollutant in index.primary.iter() {
            prop_assert_eq!(index.iaqi[pollutant.index().unwrap()], index.aqi);
        }
    }
}

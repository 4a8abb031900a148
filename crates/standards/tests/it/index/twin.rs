//! The integer arithmetic against big rationals: equal for every value of some series, and for chance values of all.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use standards::aqi::{
    Method, Series, Variant, editions, iaqi, iaqi_exact, standard_variant, variants,
};
use units::{MicrogramPerM3, rounding::Mode};

use super::method;

fn ratio(numer: i64, denom: i64) -> BigRational {
    BigRational::new(BigInt::from(numer), BigInt::from(denom))
}

/// Rounds a number of at least 0.
fn rounded(number: &BigRational, mode: Mode) -> BigInt {
    let half = ratio(1, 2);
    match mode {
        Mode::Up => number.ceil().to_integer(),
        Mode::HalfUp => (number + half).floor().to_integer(),
        Mode::HalfEven => {
            let up = (number + &half).floor().to_integer();
            let is_half = number.fract() == half;
            if is_half && &up % 2 != BigInt::from(0) {
                up - 1
            } else {
                up
            }
        }
    }
}

/// The formula of the standard, written down as slowly as possible; `None` above the top.
fn slow(method: Method, series: Series, thousandths: i64) -> Option<BigInt> {
    let points = method.edition.breakpoints(series);
    let value = ratio(thousandths, 1);
    let at = |i: usize| ratio(points.concentrations[i].thousandths(), 1);
    let high = (1..points.concentrations.len()).find(|&i| value <= at(i))?;
    let index = |i: usize| ratio(i64::from(points.iaqi[i]), 1);
    let slope = (index(high) - index(high - 1)) / (at(high) - at(high - 1));
    let number = slope * (value - at(high - 1)) + index(high - 1);
    Some(rounded(&number, method.variant.rounding))
}

/// Half to even, which no publisher here uses for the index, with concentrations as they are.
fn as_given(mode: Mode) -> Method {
    let base = method("2012", "cnemc_live");
    let variant = Box::leak(Box::new(Variant {
        rounding: mode,
        ..copy(base.variant)
    }));
    Method { variant, ..base }
}

fn copy(variant: &'static Variant) -> Variant {
    Variant { ..*variant }
}

fn agrees(method: Method, series: Series, thousandths: i64) {
    let fast = iaqi(
        method,
        series,
        MicrogramPerM3::from_thousandths(thousandths),
    );
    let expected = slow(method, series, thousandths);
    if let Some(expected) = expected {
        assert_eq!(
            fast.map(BigInt::from),
            Some(expected),
            "{series} {thousandths}"
        );
    } else {
        assert_eq!(
            fast,
            method.edition.breakpoints(series).above,
            "{series} {thousandths}"
        );
    }
}

#[test]
fn every_thousandth_of_pm25_agrees_with_big_rationals() {
    let method = as_given(Mode::Up);
    (0..=500_001).for_each(|thousandths| agrees(method, Series::Pm25Day, thousandths));
}

#[test]
fn every_thousandth_up_to_the_top_agrees_with_the_exact_rational() {
    let modes = [Mode::Up, Mode::HalfUp, Mode::HalfEven, Mode::Up];
    for (series, mode) in [
        Series::O3Max8h,
        Series::Pm10Day,
        Series::So2Hour,
        Series::No2Day,
    ]
    .into_iter()
    .zip(modes)
    {
        let method = Method {
            edition: method("2026", "jinan").edition,
            ..as_given(mode)
        };
        let top = method
            .edition
            .breakpoints(series)
            .concentrations
            .last()
            .unwrap()
            .thousandths();
        for thousandths in 0..=top + 2 {
            let value = MicrogramPerM3::from_thousandths(thousandths);
            assert_eq!(
                iaqi(method, series, value),
                iaqi_exact(method, series, value.ug_m3()),
                "{series} {value}"
            );
        }
    }
}

#[test]
fn every_breakpoint_has_its_own_sub_index_in_every_rounding() {
    for edition in editions() {
        for mode in [Mode::Up, Mode::HalfUp, Mode::HalfEven] {
            let method = Method {
                edition,
                ..as_given(mode)
            };
            for series in Series::ALL {
                let points = edition.breakpoints(series);
                for (value, expected) in points.concentrations.iter().zip(points.iaqi) {
                    assert_eq!(
                        iaqi(method, series, *value),
                        Some(*expected),
                        "{} {series}",
                        edition.id
                    );
                }
            }
        }
    }
}

fn any_series() -> impl Strategy<Value = Series> {
    (0..Series::ALL.len()).prop_map(|i| Series::ALL[i])
}

proptest! {
    #[test]
    fn the_fast_path_equals_the_slow_twin(series in any_series(), part in 0_i64..1_050_000, mode in 0..3) {
        let method = as_given([Mode::Up, Mode::HalfUp, Mode::HalfEven][usize::try_from(mode).unwrap()]);
        let top = method.edition.breakpoints(series).concentrations.last().unwrap().thousandths();
        agrees(method, series, top * part / 1_000_000);
    }

    #[test]
    fn every_edition_and_variant_equals_the_slow_twin(series in any_series(), part in 0_i64..1_000_000) {
        for edition in editions() {
            for variant in variants().iter().filter(|v| v.id != standard_variant().id) {
                let top = edition.breakpoints(series).concentrations.last().unwrap().thousandths();
                agrees(Method { edition, variant }, series, top * part / 1_000_000);
            }
        }
    }

    #[test]
    fn more_of_a_pollutant_is_never_a_lower_index(series in any_series(), a in 0_i64..160_000_000, b in 0_i64..160_000_000) {
        let (low, high) = (a.min(b), a.max(b));
        for variant in variants() {
            for edition in editions() {
                let read = |t| iaqi(Method { edition, variant }, series, MicrogramPerM3::from_thousandths(t));
                if let (Some(low), Some(high)) = (read(low), read(high)) {
                    prop_assert!(low <= high);
                }
            }
        }
    }

    #[test]
    fn the_2026_edition_rounds_concentrations_as_gb8170_does(series in any_series(), t in 0_i64..160_000_000) {
        let method = method("2026", "standard");
        let value = MicrogramPerM3::from_thousandths(t);
        let (unit, decimals) = if series.pollutant().in_milligrams() { (1000, 1) } else { (1, 0) };
        let kept = units::rounding::gb8170(value.ug_m3() / unit, decimals).exact() * unit;
        prop_assert_eq!(iaqi(method, series, value), iaqi_exact(method, series, kept));
    }
}

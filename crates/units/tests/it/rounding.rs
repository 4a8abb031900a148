//! Rounding against big numbers, and how rounded numbers show.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use units::{
    Exact, mean,
    rounding::{Mode, gb8170, round, to_integer},
};

fn check(numer: i128, denom: i128, decimals: u32, expect: &str) {
    assert_eq!(
        gb8170(Exact::new(numer, denom), decimals).to_string(),
        expect
    );
}

#[test]
fn a_half_goes_to_the_even_neighbour() {
    check(345, 10, 0, "34");
    check(355, 10, 0, "36");
    check(45, 100, 1, "0.4");
    check(55, 100, 1, "0.6");
    check(125, 100, 1, "1.2");
    check(135, 100, 1, "1.4");
    check(745_000_001, 10_000_000, 0, "75");
    check(-25, 10, 0, "-2");
    check(-35, 10, 0, "-4");
}

#[test]
fn decimals_are_kept_when_shown() {
    check(49, 10, 2, "4.90");
    check(-1, 20, 2, "-0.05");
    check(0, 1, 1, "0.0");
    check(-1, 1000, 1, "0.0");
    check(100, 1, 0, "100");
}

#[test]
fn the_other_ways_differ_at_the_half() {
    assert_eq!(to_integer(5, 2, Mode::HalfUp), 3);
    assert_eq!(to_integer(-5, 2, Mode::HalfUp), -3);
    assert_eq!(to_integer(21, 10, Mode::Up), 3);
    assert_eq!(to_integer(20, 10, Mode::Up), 2);
    assert_eq!(to_integer(-21, 10, Mode::Up), -2);
}

#[test]
fn a_mean_of_nothing_is_unknown() {
    assert_eq!(mean(0, 0), None);
    assert_eq!(mean(3500, 2), Some(Exact::new(7, 4)));
}

#[test]
fn values_of_different_decimals_compare_by_size() {
    let (coarse, fine) = (gb8170(Exact::new(49, 10), 1), gb8170(Exact::new(49, 10), 2));
    assert_eq!(coarse.partial_cmp(&fine), Some(std::cmp::Ordering::Equal));
    assert!(gb8170(Exact::new(5, 1), 0) > fine);
}

proptest! {
    #[test]
    fn rounding_equals_its_twin_in_big_numbers(numer in -1_000_000_000_i128..1_000_000_000, denom in 1_i128..20_000, decimals in 0_u32..5) {
        let scaled = BigRational::new(BigInt::from(numer) * BigInt::from(10).pow(decimals), BigInt::from(denom));
        let half = BigRational::new(BigInt::from(1), BigInt::from(2));
        let (floor, ceiling) = (scaled.floor(), scaled.ceil());
        let rest = &scaled - &floor;
        let even = |n: &BigRational| (n.to_integer() % BigInt::from(2)) == BigInt::from(0);
        let half_even = if rest < half || (rest == half && even(&floor)) { &floor } else { &ceiling };
        let got = |mode| BigRational::from_integer(BigInt::from(round(Exact::new(numer, denom), decimals, mode).scaled()));
        prop_assert_eq!(&got(Mode::HalfEven), half_even);
        prop_assert_eq!(got(Mode::HalfUp), scaled.round());
        prop_assert_eq!(got(Mode::Up), ceiling);
    }
}

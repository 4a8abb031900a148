//! Geodesic distance against geographiclib, pyproj and Vincenty (`places.py`), and the bounds against the distance.

use proptest::prelude::{ProptestConfig, proptest};
use regions::{Geocentric, distance_m, is_position, least_between_latitudes_m};

use crate::independent::{number, table};

/// Half a meridian ellipse of WGS 84, the longest shortest way (Karney 2013, §1: 20 003 931.458 6 m).
const HALF_MERIDIAN_M: f64 = 20_003_931.458_7;

#[test]
fn distances_agree_with_the_independent_program_to_a_micrometre() {
    let rows = table("geodesic.csv");
    assert_eq!(rows.len(), 366);
    for row in &rows {
        let [lon1, lat1, lon2, lat2, expect_m] = std::array::from_fn(|i| number(row, i + 1));
        let found_m = distance_m(lon1, lat1, lon2, lat2);
        assert!((found_m - expect_m).abs() < 2e-6, "{row:?}: {found_m} m");
    }
}

#[test]
fn a_position_is_within_the_degrees_of_the_globe() {
    assert!(is_position(112.5, 37.9) && is_position(-180.0, 90.0));
    assert!(!is_position(37.9, 112.5) && !is_position(181.0, 0.0));
    assert!(!is_position(f64::NAN, 0.0) && !is_position(0.0, f64::INFINITY));
}

#[test]
fn at_the_heat_radius_the_bounds_are_centimetres_apart() {
    let rows = table("geodesic.csv");
    for row in rows.iter().filter(|row| &row[0] == "heat_radius") {
        let [lon1, lat1, lon2, lat2, expect_m] = std::array::from_fn(|i| number(row, i + 1));
        let (from, to) = (Geocentric::new(lon1, lat1), Geocentric::new(lon2, lat2));
        let (least_m, most_m) = (from.least_m(to), from.most_m(to));
        assert!(least_m <= expect_m && expect_m <= most_m, "{row:?}");
        assert!(most_m - least_m < 0.04, "{row:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn distance_is_symmetric_and_at_most_half_a_meridian(
        lon1_deg in -180.0..180.0_f64, lat1_deg in -90.0..90.0_f64,
        lon2_deg in -180.0..180.0_f64, lat2_deg in -90.0..90.0_f64,
    ) {
        let there_m = distance_m(lon1_deg, lat1_deg, lon2_deg, lat2_deg);
        let back_m = distance_m(lon2_deg, lat2_deg, lon1_deg, lat1_deg);
        assert!((there_m - back_m).abs() < 1e-6);
        assert!((0.0..=HALF_MERIDIAN_M).contains(&there_m));
    }

    #[test]
    fn bounds_hold_anywhere_and_at_any_scale(
        lon_deg in -180.0..180.0_f64, lat_deg in -90.0..90.0_f64,
        east in -1.0..1.0_f64, north in -1.0..1.0_f64, scale in -7..8_i32,
    ) {
        let factor = 10.0_f64.powi(scale);
        let lon2_deg = (lon_deg + east * factor).clamp(-180.0, 180.0);
        let lat2_deg = (lat_deg + north * factor).clamp(-90.0, 90.0);
        let exact_m = distance_m(lon_deg, lat_deg, lon2_deg, lat2_deg);
        let (from, to) = (Geocentric::new(lon_deg, lat_deg), Geocentric::new(lon2_deg, lat2_deg));
        assert!(from.least_m(to) <= exact_m, "{} {exact_m}", from.least_m(to));
        assert!(exact_m <= from.most_m(to), "{exact_m} {}", from.most_m(to));
        assert!(least_between_latitudes_m(lat_deg, lat2_deg) <= exact_m);
    }
}

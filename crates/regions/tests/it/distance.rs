//! Great-circle distance against arcs known on the mean sphere.

use proptest::prelude::{ProptestConfig, proptest};
use regions::distance_m;

/// π/180 × 6 371 008.8 m, the mean radius of IUGG 1980 (Moritz, Geodetic Reference System 1980).
const DEGREE_M: f64 = 111_195.08;

#[test]
fn a_degree_of_a_great_circle_has_the_length_that_the_mean_radius_gives() {
    let check = |from: (f64, f64), to: (f64, f64), degrees: f64| {
        let found_m = distance_m(from.0, from.1, to.0, to.1);
        assert!(
            (found_m - degrees * DEGREE_M).abs() < 1.0,
            "{from:?} to {to:?}: {found_m} m"
        );
    };
    check((112.5, 37.0), (112.5, 38.0), 1.0);
    check((0.0, 0.0), (1.0, 0.0), 1.0);
    check((0.0, 0.0), (0.0, 90.0), 90.0);
    check((179.5, 0.0), (-179.5, 0.0), 1.0);
    check((112.5, 37.9), (112.5, 37.9), 0.0);
    // Along a parallel of 60° the great circle over 180° of longitude goes across the pole: 60°.
    check((0.0, 60.0), (180.0, 60.0), 60.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn distance_is_symmetric_and_at_most_half_the_circumference(
        lon1_deg in -180.0..180.0_f64, lat1_deg in -90.0..90.0_f64,
        lon2_deg in -180.0..180.0_f64, lat2_deg in -90.0..90.0_f64,
    ) {
        let there_m = distance_m(lon1_deg, lat1_deg, lon2_deg, lat2_deg);
        let back_m = distance_m(lon2_deg, lat2_deg, lon1_deg, lat1_deg);
        assert!((there_m - back_m).abs() < 1e-6);
        assert!((0.0..=180.0 * DEGREE_M + 1.0).contains(&there_m));
    }
}

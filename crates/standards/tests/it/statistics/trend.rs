//! Trends against tables of the normal distribution and hand-made series; see `golden` for the rest.

use proptest::{collection::vec, prelude::*};
use standards::trend::{mann_kendall, spearman, theil_sen};

#[test]
fn a_steady_fall_is_significant_by_rank() {
    let got = spearman(&[60.0, 55.0, 52.0, 48.0, 41.0]).unwrap();
    assert!((got.rs + 1.0).abs() < 1e-15);
    assert_eq!(
        (got.significant, got.highly_significant),
        (Some(true), Some(true))
    );
}

#[test]
fn a_short_series_is_not_judged() {
    assert_eq!(spearman(&[1.0, 2.0, 3.0]).unwrap().significant, None);
    assert_eq!(spearman(&[1.0]), None);
    assert_eq!(mann_kendall(&[1.0, 2.0]), None);
    assert_eq!(theil_sen(&[(1.0, 2.0)]), None);
    assert_eq!(mann_kendall(&[1.0, f64::NAN, 3.0]), None);
    assert_eq!(spearman(&[1.0, f64::NAN, 3.0]), None);
}

#[test]
fn a_count_between_two_rows_takes_the_stricter() {
    // rs = 1 − 6·46 / 1320 = 0.7909 of eleven values, judged by the row of ten: beyond 0.564 and 0.746.
    let series: Vec<f64> = [4.0, 1.0, 2.0, 3.0, 8.0, 5.0, 6.0, 7.0, 11.0, 9.0, 10.0].to_vec();
    let got = spearman(&series).unwrap();
    assert_eq!(got.significant, Some(true));
}

#[test]
fn theil_sen_does_not_mind_an_outlier() {
    let series: Vec<(f64, f64)> = [1.0, 3.0, 5.0, 700.0, 9.0]
        .iter()
        .zip(0_u8..)
        .map(|(v, t)| (f64::from(t), *v))
        .collect();
    assert!((theil_sen(&series).unwrap() - 2.0).abs() < 1e-12);
}

proptest! {
    #[test]
    fn reversing_time_reverses_the_trend(mut series in vec(0_u8..50, 3..30)) {
        let values = |s: &[u8]| s.iter().map(|v| f64::from(*v)).collect::<Vec<_>>();
        let forward = mann_kendall(&values(&series)).unwrap();
        series.reverse();
        let backward = mann_kendall(&values(&series)).unwrap();
        prop_assert_eq!(forward.s, -backward.s);
        prop_assert_eq!(forward.var_s, backward.var_s);
        prop_assert!((forward.p - backward.p).abs() < 1e-15 && (0.0..=1.0).contains(&forward.p));
    }
}

//! The seasonal Kendall test: Mann–Kendall within each calendar month, summed over the months.
//!
//! Hirsch, Slack & Smith (1982), Water Resources Research 18(1), equations 5–8, without the covariance of
//! months (Hirsch & Slack 1984), so neighbouring months count as independent.

use std::collections::BTreeMap;

use standards::trend::mann_kendall;
use units::Month;

use crate::number;

/// The result of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonalKendall {
    /// Rising pairs less falling pairs, within months.
    pub s: i64,
    /// Its variance.
    pub var_s: f64,
    /// The normal score, with the correction for continuity.
    pub z: f64,
}

/// Tests monthly values for a trend; `None` when no month has values of two years.
pub fn seasonal_kendall(values: &[(Month, f64)]) -> Option<SeasonalKendall> {
    let mut months: BTreeMap<i8, Vec<(i16, f64)>> = BTreeMap::new();
    for (month, value) in values {
        months
            .entry(month.month)
            .or_default()
            .push((month.year, *value));
    }
    let (mut s, mut var_s) = (0, 0.0);
    for series in months.values_mut() {
        series.sort_by_key(|(year, _)| *year);
        let own: Vec<f64> = series.iter().map(|(_, value)| *value).collect();
        match own.as_slice() {
            [a, b] => {
                // Two values: one pair, of variance n(n − 1)(2n + 5)/18 = 1 unless they are equal.
                s += i64::from(b > a) - i64::from(b < a);
                var_s += f64::from(u8::from(b > a) + u8::from(b < a));
            }
            _ => {
                if let Some(test) = mann_kendall(&own) {
                    s += test.s;
                    var_s += number::to_f64(test.var_s);
                }
            }
        }
    }
    if var_s <= 0.0 {
        return None;
    }
    let z = if s == 0 {
        0.0
    } else {
        (s - s.signum()) as f64 / var_s.sqrt()
    };
    Some(SeasonalKendall { s, var_s, z })
}

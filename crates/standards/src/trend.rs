//! Trends of a series of annual or monthly values: Spearman's rank correlation with time (HJ 663-2013
//! annex B), the Mann–Kendall test, and the Theil–Sen slope.
//!
//! Mann (1945), Kendall (1975), Sen (1968). What can be counted is exact; only `z`, `p`, the coefficient and
//! the slope are floating point. Values are in time order and without gaps; NaN is refused with `None`.

use units::Exact;

use crate::{limits::Source, validity::SPEARMAN};

mod normal;

/// Spearman's rank correlation of a series with time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spearman {
    /// The coefficient by the formula of annex B, `1 − 6 Σd² / (n³ − n)`; equal values share their mean rank.
    pub rs: f64,
    /// How many values there are.
    pub n: u32,
    /// Whether it is beyond the critical value at 0.05; `None` with fewer values than the table has.
    pub significant: Option<bool>,
    /// Whether it is beyond the critical value at 0.01.
    pub highly_significant: Option<bool>,
}

/// The Mann–Kendall test of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Rising pairs less falling pairs.
    pub s: i64,
    /// Its variance, with the correction for equal values.
    pub var_s: Exact,
    /// The normal score, with the correction for continuity.
    pub z: f64,
    /// The two-sided probability of a score as far from zero, without a trend.
    pub p: f64,
}

/// Correlates a series in time order with time.
pub fn spearman(series: &[f64]) -> Option<Spearman> {
    let n = u32::try_from(series.len()).ok().filter(|n| *n >= 2)?;
    let ranks = doubled_ranks(series)?;
    let difference =
        |(i, rank): (usize, &i128)| i128::try_from(i).map_or(0, |i| 2 * (i + 1) - rank);
    let doubled: i128 = ranks
        .iter()
        .enumerate()
        .map(difference)
        .map(|d| d * d)
        .sum();
    let count = i128::from(n);
    // Ranks are doubled, so the sum of squares is four times what the formula has.
    let rs = Exact::from_integer(1) - Exact::new(6 * doubled, 4 * (count.pow(3) - count));
    let beyond = |thousandths: u32| abs(rs) >= Exact::new(i128::from(thousandths), 1000);
    let row = SPEARMAN.value.iter().rev().find(|row| row.0 <= n);
    Some(Spearman {
        rs: to_f64(rs),
        n,
        significant: row.map(|row| beyond(row.1)),
        highly_significant: row.map(|row| beyond(row.2)),
    })
}

/// Tests a series in time order for a monotone trend; at least three values.
pub fn mann_kendall(series: &[f64]) -> Option<MannKendall> {
    if series.len() < 3 || series.iter().any(|v| v.is_nan()) {
        return None;
    }
    let pairs = series
        .iter()
        .enumerate()
        .flat_map(|(i, a)| series[i + 1..].iter().map(move |b| (a, b)));
    let s: i64 = pairs
        .map(|(a, b)| i64::from(b > a) - i64::from(b < a))
        .sum();
    let n = i128::try_from(series.len()).ok()?;
    let term = |t: i128| t * (t - 1) * (2 * t + 5);
    let tied: i128 = tie_sizes(series).into_iter().map(term).sum();
    let var_s = Exact::new(term(n) - tied, 18);
    let z = if s == 0 {
        0.0
    } else {
        (s - s.signum()) as f64 / to_f64(var_s).sqrt()
    };
    Some(MannKendall {
        s,
        var_s,
        z,
        p: normal::two_sided_p(z),
    })
}

/// The median of the slopes between all pairs of `(time, value)` with different times.
pub fn theil_sen(series: &[(f64, f64)]) -> Option<f64> {
    let pairs = series
        .iter()
        .enumerate()
        .flat_map(|(i, a)| series[i + 1..].iter().map(move |b| (a, b)));
    let mut slopes: Vec<f64> = pairs
        .filter(|(a, b)| !same(a.0, b.0))
        .map(|(a, b)| (b.1 - a.1) / (b.0 - a.0))
        .collect();
    if slopes.is_empty() || slopes.iter().any(|s| s.is_nan()) {
        return None;
    }
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    let odd = slopes.len() % 2 == 1;
    Some(if odd {
        slopes[middle]
    } else {
        f64::midpoint(slopes[middle - 1], slopes[middle])
    })
}

/// Where the critical values by which [`spearman`] judges stand.
pub fn spearman_source() -> &'static Source {
    &SPEARMAN.source
}

/// Twice the rank of each value from 1, equal values at their mean rank; `None` with NaN.
fn doubled_ranks(series: &[f64]) -> Option<Vec<i128>> {
    let rank = |value: &f64| {
        let below = series.iter().filter(|other| *other < value).count();
        let equal = series.iter().filter(|other| same(**other, *value)).count();
        i128::try_from(2 * below + equal + 1)
            .ok()
            .filter(|_| equal > 0)
    };
    series.iter().map(rank).collect()
}

/// How many times each value stands.
fn tie_sizes(series: &[f64]) -> Vec<i128> {
    let mut sorted = series.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| same(*a, *b))
        .filter_map(|group| i128::try_from(group.len()).ok())
        .collect()
}

/// Equal as numbers: −0 is 0, and NaN is nothing.
fn same(a: f64, b: f64) -> bool {
    a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_eq)
}

fn abs(value: Exact) -> Exact {
    value.max(-value)
}

fn to_f64(value: Exact) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

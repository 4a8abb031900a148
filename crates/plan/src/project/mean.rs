//! Targets for the mean of a period, such as an annual mean concentration.
//!
//! The mean is the arithmetic mean of the valid days; all remaining days are taken as valid to come.

use units::Day;

use super::bootstrap;
use super::known::{Known, Total};
use super::{DailySeries, Parameters};

/// Differences below this part of the limit are the rounding of binary numbers, not of the law.
pub(super) const BINARY_ROUNDING: f64 = 1e-9;

/// A limit for the mean of the days from `start` up to, but without, `end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanTarget {
    /// The first day.
    pub start: Day,
    /// The day after the last.
    pub end: Day,
    /// What the unrounded mean is compared with; see [`MeanTarget::rounded_to`]. Units: those of the series.
    pub limit: f64,
    /// Whether a mean equal to the limit meets it.
    pub inclusive: bool,
}

/// Where a mean stands on the way to its target.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanProjection {
    /// The mean of the valid days elapsed; `None` without one.
    pub running_mean: Option<f64>,
    /// How many of the elapsed days are valid.
    pub valid_days: u32,
    /// How many days of the period are over.
    pub elapsed_days: u32,
    /// How many are yet to come.
    pub remaining_days: u32,
    /// What the remaining days may average at most so that the target is still met (must stay below it, where the
    /// limit is not inclusive); `None` when nothing remains or the target is out of reach.
    pub allowed_mean: Option<f64>,
    /// Whether the target is missed even if every remaining day is 0.
    pub out_of_reach: bool,
    /// The probability of meeting the target; `None` with no past year or with more than a quarter of the elapsed
    /// days missing. Exactly 0 or 1 only where it is decided.
    pub probability: Option<f64>,
    /// The 10th percentile of the period's mean as projected; `None` with no past year or no remaining day.
    pub low: Option<f64>,
    /// Its median.
    pub median: Option<f64>,
    /// Its 90th percentile.
    pub high: Option<f64>,
    /// The past years drawn from, ascending.
    pub past_years: Vec<i16>,
}

impl MeanTarget {
    /// The same target for a mean that is rounded to `decimals` (at most 9) by GB/T 8170 before it is compared: the
    /// limit becomes the unrounded mean at which the rounded one passes it, half going to the even neighbour.
    pub fn rounded_to(self, decimals: u32) -> Self {
        let scale = 10_f64.powi(i32::try_from(decimals.min(9)).unwrap_or(9));
        let scaled = self.limit * scale;
        let nearest = scaled.round();
        let on_grid = (scaled - nearest).abs() <= BINARY_ROUNDING * scaled.abs();
        let highest = match (on_grid, self.inclusive) {
            (true, true) => nearest,
            (true, false) => nearest - 1.0,
            (false, _) => scaled.floor(),
        };
        Self {
            limit: (highest + 0.5) / scale,
            inclusive: highest.rem_euclid(2.0) < 0.5,
            ..self
        }
    }

    /// Whether a mean meets it.
    pub fn is_met_by(self, mean: f64) -> bool {
        if (mean - self.limit).abs() <= BINARY_ROUNDING * self.limit.abs() {
            return self.inclusive;
        }
        mean < self.limit
    }
}

/// Projects the mean of a period from the days before `next_day`, the first that is not known yet.
///
/// Later values of the series are not looked at. The same seed gives the same bytes; with one seed the probability
/// never falls when the limit rises, nor (for a period of at most a year) when an elapsed value is lower.
pub fn project_mean(
    series: &DailySeries,
    target: MeanTarget,
    next_day: Day,
    parameters: &Parameters,
    seed: u64,
) -> MeanProjection {
    let known = Known::before(series.first, &series.values, next_day);
    let boundary = next_day.clamp(target.start, target.end.max(target.start));
    let elapsed = known.total(target.start.until(boundary));
    let remaining = u32::try_from(boundary.until(target.end).len()).unwrap_or(u32::MAX);
    let (allowed_mean, out_of_reach) = allowance(target, elapsed, remaining);
    let mut projection = MeanProjection {
        running_mean: elapsed.mean(),
        valid_days: elapsed.valid,
        elapsed_days: elapsed.days,
        remaining_days: remaining,
        allowed_mean,
        out_of_reach,
        probability: None,
        low: None,
        median: None,
        high: None,
        past_years: Vec::new(),
    };
    if elapsed.days > 0 && !elapsed.enough() {
        return projection;
    }
    if remaining == 0 || out_of_reach {
        let met = |mean| f64::from(u8::from(target.is_met_by(mean) && !out_of_reach));
        projection.probability = elapsed.mean().map(met);
    }
    let means = means(&known, target, next_day, parameters, seed);
    if let Some((past_years, means)) = means {
        let share = || {
            share(
                means.iter().filter(|m| target.is_met_by(**m)).count(),
                means.len(),
            )
        };
        projection.probability = projection.probability.or_else(|| Some(share()));
        projection.low = percentile(&means, 0.1);
        projection.median = percentile(&means, 0.5);
        projection.high = percentile(&means, 0.9);
        projection.past_years = past_years;
    }
    projection
}

/// The means of the whole period in each draw, ascending, and the past years drawn from.
pub(super) fn means(
    known: &Known<'_>,
    target: MeanTarget,
    next_day: Day,
    parameters: &Parameters,
    seed: u64,
) -> Option<(Vec<i16>, Vec<f64>)> {
    let elapsed = known.total(target.start.until(next_day.min(target.end)));
    let draws = bootstrap::draw(known, target.start, next_day, target.end, parameters, seed)?;
    let remaining = next_day.max(target.start).until(target.end).len();
    let days = f64::from(elapsed.valid) + remaining as f64;
    let mean = |sum: f64| (elapsed.sum + sum) / days;
    let mut means: Vec<f64> = draws.sums.into_iter().map(mean).collect();
    means.sort_by(f64::total_cmp);
    Some((draws.past_years, means))
}

/// The mean that the remaining days may have at most, and whether even 0 is too much.
fn allowance(target: MeanTarget, elapsed: Total, remaining: u32) -> (Option<f64>, bool) {
    let days = f64::from(elapsed.valid) + f64::from(remaining);
    let out_of_reach = days > 0.0 && !target.is_met_by(elapsed.sum / days);
    let allowed = (target.limit * days - elapsed.sum) / f64::from(remaining);
    let open = remaining > 0 && !out_of_reach;
    (open.then_some(allowed.max(0.0)), out_of_reach)
}

/// The probability that some of all draws stand for, never 0 or 1: what is drawn is not decided.
pub(super) fn share(met: usize, all: usize) -> f64 {
    (met as f64 + 0.5) / (all as f64 + 1.0)
}

/// A percentile of ascending values, between neighbours in proportion: place `1 + (n − 1) p`.
pub(super) fn percentile(ascending: &[f64], p: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = last as f64 * p;
    let below = (0..last).rfind(|i| *i as f64 <= place).unwrap_or(0);
    let above = (below + 1).min(last);
    let part = place - below as f64;
    Some(ascending[below] + (ascending[above] - ascending[below]) * part)
}

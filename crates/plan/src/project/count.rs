//! Targets for the number of days of a kind: exceedance days (so the share of good days), heavy-pollution days.
//!
//! A missing day is not counted as one of the kind; all remaining days are taken as valid to come.

use units::{Day, Exact};

use super::bootstrap;
use super::known::Known;
use super::mean::{percentile, share};
use super::{DailyMarks, Parameters};

/// Beyond this the first term of the Poisson distribution could vanish; no target has so many days.
const MOST_EXPECTED: f64 = 700.0;

/// Where the search for a number of days ends at the latest.
const MOST_DAYS: u32 = 2000;

/// How many marked days there may be at most from `start` up to, but without, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountTarget {
    /// The first day.
    pub start: Day,
    /// The day after the last.
    pub end: Day,
    /// The most marked days with which it is met.
    pub most: u32,
}

/// Where a count stands on the way to its target.
#[derive(Debug, Clone, PartialEq)]
pub struct CountProjection {
    /// Marked days so far.
    pub so_far: u32,
    /// How many of the elapsed days are valid.
    pub valid_days: u32,
    /// How many days of the period are over.
    pub elapsed_days: u32,
    /// How many are yet to come.
    pub remaining_days: u32,
    /// How many marked days may still come; `None` when there have been too many already.
    pub budget: Option<u32>,
    /// Whether there have been too many already.
    pub out_of_reach: bool,
    /// The probability of meeting the target; `None` with no past year or with more than a quarter of the elapsed
    /// days missing, unless it is out of reach. Exactly 0 or 1 only where it is decided.
    pub probability: Option<f64>,
    /// The 10th percentile of the period's count as projected, in whole days; `None` with no past year or no
    /// remaining day.
    pub low: Option<f64>,
    /// Its median.
    pub median: Option<f64>,
    /// Its 90th percentile.
    pub high: Option<f64>,
    /// The past years drawn from, ascending.
    pub past_years: Vec<i16>,
}

/// The most days not good with which the share of good days is at least `good_share` (of 1): 80 % of 365 days
/// leaves 73. `None` with a share below 0 or above 1.
///
/// `days` is what the share is taken of: the valid days so far and those to come, or the whole period.
pub fn most_days(days: u32, good_share: Exact) -> Option<u32> {
    let one = Exact::from_integer(1);
    let share =
        Some(good_share).filter(|share| *share >= Exact::from_integer(0) && *share <= one)?;
    let most = (one - share) * Exact::from_integer(i128::from(days));
    u32::try_from(most.floor().to_integer()).ok()
}

/// Projects the number of marked days of a period from the days before `next_day`, the first not known yet.
///
/// Later marks are not looked at. The same seed gives the same bytes; with one seed the probability never falls when
/// `most` rises, nor (for a period of at most a year) when an elapsed day loses its mark.
pub fn project_count(
    marks: &DailyMarks,
    target: CountTarget,
    next_day: Day,
    parameters: &Parameters,
    seed: u64,
) -> CountProjection {
    let values = numbers(marks);
    let known = Known::before(marks.first, &values, next_day);
    let boundary = next_day.clamp(target.start, target.end.max(target.start));
    let elapsed = known.total(target.start.until(boundary));
    let so_far = known.marked(target.start.until(boundary));
    let remaining = u32::try_from(boundary.until(target.end).len()).unwrap_or(u32::MAX);
    let budget = target.most.checked_sub(so_far);
    let mut projection = CountProjection {
        so_far,
        valid_days: elapsed.valid,
        elapsed_days: elapsed.days,
        remaining_days: remaining,
        budget,
        out_of_reach: budget.is_none(),
        probability: None,
        low: None,
        median: None,
        high: None,
        past_years: Vec::new(),
    };
    projection.probability = budget.is_none().then_some(0.0);
    if elapsed.days > 0 && !elapsed.enough() {
        return projection;
    }
    // As many as all remaining days may come: nothing is left to chance.
    if budget.is_some_and(|budget| budget >= remaining) && (remaining > 0 || elapsed.valid > 0) {
        projection.probability = Some(1.0);
    }
    if let Some((past_years, counts)) = counts(&known, target, next_day, parameters, seed) {
        let most = f64::from(target.most);
        let met = counts.iter().filter(|count| **count <= most).count();
        let drawn = share(met, counts.len());
        projection.probability = projection.probability.or(Some(drawn));
        projection.low = percentile(&counts, 0.1).map(f64::round);
        projection.median = percentile(&counts, 0.5).map(f64::round);
        projection.high = percentile(&counts, 0.9).map(f64::round);
        projection.past_years = past_years;
    }
    projection
}

/// The marks as numbers: 1 for a marked day, 0 for another.
pub(super) fn numbers(marks: &DailyMarks) -> Vec<Option<f64>> {
    let number = |mark: &Option<bool>| mark.map(|m| f64::from(u8::from(m)));
    marks.marks.iter().map(number).collect()
}

/// The counts of the whole period in each draw, ascending, and the past years drawn from.
pub(super) fn counts(
    known: &Known<'_>,
    target: CountTarget,
    next_day: Day,
    parameters: &Parameters,
    seed: u64,
) -> Option<(Vec<i16>, Vec<f64>)> {
    let so_far = f64::from(known.marked(target.start.until(next_day.min(target.end))));
    let remaining = next_day.max(target.start).until(target.end).len() as f64;
    let draws = bootstrap::draw(known, target.start, next_day, target.end, parameters, seed)?;
    let all = draws.sums.len() as f64;
    // The draws come in no order, so their own number may say where in the distribution each one falls.
    let whole = |(i, sum): (usize, f64)| {
        let drawn = poisson(sum, (i as f64 + 0.5) / all);
        so_far + f64::from(drawn).min(remaining)
    };
    let mut counts: Vec<f64> = draws.sums.into_iter().enumerate().map(whole).collect();
    counts.sort_by(f64::total_cmp);
    Some((draws.past_years, counts))
}

/// The fewest days that come, with at least probability `p`, where `mean` are expected: the inverse of the Poisson
/// distribution, which only rises with the mean. A year has too few days for the sum to run out of digits.
fn poisson(mean: f64, p: f64) -> u32 {
    let mut term = (-mean.min(MOST_EXPECTED)).exp();
    let mut sum = term;
    let mut days = 0;
    while sum < p && days < MOST_DAYS {
        days += 1;
        term *= mean.min(MOST_EXPECTED) / f64::from(days);
        sum += term;
    }
    days
}

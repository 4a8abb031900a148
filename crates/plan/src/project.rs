//! Projects a measured target to its deadline: what has come so far, what the remaining days may bring at most,
//! and the probability of meeting it.
//!
//! The remaining days are simulated from the same days of past years: a local block bootstrap (Künsch 1989;
//! Paparoditis and Politis 2002), brought to the present level, with a log-normal error; a count is then drawn from a
//! Poisson distribution.
//! Its constants stand in [`Parameters`]; how far they hold is in `docs/method/projection.md`, and [`backtest`]
//! measures it. It knows no weather forecast and no measure that is yet to come, and it gives no probability where
//! there is no past year to draw from. Everything here is the same for the same seed.

mod known;
mod bootstrap;
mod mean;
mod count;
pub mod backtest;
mod score;

use units::Day;

pub use count::{CountProjection, CountTarget, most_days, project_count};
pub use mean::{MeanProjection, MeanTarget, project_mean};
pub use score::{Bin, Score, score, score_by_month};

/// The year that a pseudo-count is spread over.
const DAYS_OF_A_YEAR: f64 = 365.0;

/// Daily values of one site, one for each day from `first`; `None` is missing. Units: those of the target's limit.
#[derive(Debug, Clone, PartialEq)]
pub struct DailySeries {
    /// The day of the first value.
    pub first: Day,
    /// The values in order of days. What is not finite is taken as missing.
    pub values: Vec<Option<f64>>,
}

/// Whether each day from `first` is of a kind (an exceedance day, say); `None` is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyMarks {
    /// The day of the first mark.
    pub first: Day,
    /// The marks in order of days.
    pub marks: Vec<Option<bool>>,
}

/// The constants of the model, none of legal origin.
///
/// Those of [`Parameters::for_means`] and [`Parameters::for_counts`] come from the PM2.5 of 189 Chinese cities in 2015
/// (2014 as the past) and were tested on 2016, 365 cities: the trend from the differences between cities, since one
/// year has only one national trend to learn from; the spread from the Brier score. What was tried and what came out is
/// in `docs/method/projection.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// How many futures are drawn. Fewer than 1 give no probability.
    pub draws: u32,
    /// Length of a block of days that is drawn together, so that bad weather keeps its length.
    pub block_days: u32,
    /// How far, in days, a block may be moved from its place in the calendar.
    pub reach_days: u32,
    /// How far the change from last year seen so far is carried on: 0 not at all, 1 wholly; the exponent that the
    /// ratio of this year's days to last year's approaches when many days have passed.
    pub trend_weight: f64,
    /// The number of days after which the change is believed half as much as it ever will be.
    pub shrinkage_days: f64,
    /// The change is taken from no fewer days than these, so from the year before while the period is young.
    pub recent_days: u32,
    /// Standard deviation of the natural logarithm of the level of a whole year, given the past.
    pub spread: f64,
    /// What the weather adds to its variance for one remaining day; the variance for `n` days is
    /// `spread² + weather / n`.
    pub weather: f64,
    /// Days a year that are added to each count before ratios are taken and before a draw is scaled, so that a past
    /// without such days does not say that there can be none; 0 for means.
    pub pseudo_count: f64,
}

impl Parameters {
    /// The constants for mean values.
    pub const fn for_means() -> Self {
        Self {
            draws: 1000,
            block_days: 7,
            reach_days: 15,
            trend_weight: 0.2,
            shrinkage_days: 30.0,
            recent_days: 90,
            spread: 0.1,
            weather: 3.0,
            pseudo_count: 0.0,
        }
    }

    /// The constants for counts of days.
    pub const fn for_counts() -> Self {
        Self {
            spread: 0.3,
            weather: 2.0,
            pseudo_count: 1.0,
            ..Self::for_means()
        }
    }

    /// What [`Parameters::pseudo_count`] adds to the sum over so many days.
    fn pseudo_sum(&self, days: f64) -> f64 {
        self.pseudo_count * days / DAYS_OF_A_YEAR
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self::for_means()
    }
}

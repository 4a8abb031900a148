//! Forecasts of past years as they would have been made on the first day of each month, beside what came.
//!
//! A target is a change from the year before, as governments set them: the annual value is to be at most a factor of
//! the previous one. Each forecast knows only the days before it; so does its climatology, the share of the
//! other sites and earlier years in which the same factor was met.

use std::collections::BTreeMap;

use units::{Day, Period};

use super::count::numbers;
use super::known::Known;
use super::mean::{BINARY_ROUNDING, share};
use super::{CountTarget, DailyMarks, DailySeries, MeanTarget, Parameters};
use super::{project_count, project_mean};

/// Every forecast is drawn with the same seed, so that neither order nor number of sites matters.
const SEED: u64 = 1;

/// One forecast and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The site.
    pub site: String,
    /// The year of the target.
    pub year: i16,
    /// The day of the forecast: the first that was not known.
    pub issued: Day,
    /// The target as a factor of the year before.
    pub factor: f64,
    /// The limit that follows: the factor times the mean of the year before, or the whole days in its count so scaled.
    pub limit: f64,
    /// The probability forecast.
    pub probability: f64,
    /// The share of other sites and earlier years, known on that day, that met the factor, as `(r + ½) / (n + 1)`;
    /// so one half where none is known.
    pub climatology: f64,
    /// Whether the target was met.
    pub outcome: bool,
}

/// A site's value of each year with enough valid days.
type Annual = BTreeMap<i16, f64>;

/// Forecasts of annual means by [`project_mean`], in the order of sites, years, factors and months.
///
/// A site takes part in a year with at least 75 % valid days in it and in the year before. Forecasts without a
/// probability are left out.
pub fn backtest_mean(
    sites: &BTreeMap<String, DailySeries>,
    years: &[i16],
    factors: &[f64],
    parameters: &Parameters,
) -> Vec<Forecast> {
    let annual =
        |site: &DailySeries| annual(site.first, &site.values, |total, valid| total / valid);
    let probability = |site: &DailySeries, year, issued, limit| {
        let (start, end) = (Period::Year(year).start(), Period::Year(year).end());
        let target = MeanTarget {
            start,
            end,
            limit,
            inclusive: true,
        };
        project_mean(site, target, issued, parameters, SEED).probability
    };
    let limit = |factor: f64, before: f64| factor * before;
    run(sites, years, factors, annual, limit, probability)
}

/// Forecasts of annual numbers of marked days by [`project_count`], otherwise as [`backtest_mean`].
///
/// The limit is the whole days in `factor` times the number of the year before.
pub fn backtest_count(
    sites: &BTreeMap<String, DailyMarks>,
    years: &[i16],
    factors: &[f64],
    parameters: &Parameters,
) -> Vec<Forecast> {
    let annual = |site: &DailyMarks| annual(site.first, &numbers(site), |total, _| total);
    let probability = |site: &DailyMarks, year, issued, limit: f64| {
        let (start, end) = (Period::Year(year).start(), Period::Year(year).end());
        let most = (0..=366).rfind(|days| f64::from(*days) <= limit)?;
        let target = CountTarget { start, end, most };
        project_count(site, target, issued, parameters, SEED).probability
    };
    // 0.7 × 70 days is 49 days, though not in binary numbers.
    let limit = |factor: f64, before: f64| (factor * before + BINARY_ROUNDING).floor();
    run(sites, years, factors, annual, limit, probability)
}

/// Forecasts for every site, year, factor and month.
fn run<Site>(
    sites: &BTreeMap<String, Site>,
    years: &[i16],
    factors: &[f64],
    annual: impl Fn(&Site) -> Annual,
    limit: impl Fn(f64, f64) -> f64,
    probability: impl Fn(&Site, i16, Day, f64) -> Option<f64>,
) -> Vec<Forecast> {
    let known: BTreeMap<&str, Annual> = sites
        .iter()
        .map(|(name, site)| (name.as_str(), annual(site)))
        .collect();
    let mut forecasts = Vec::new();
    for (name, site) in sites {
        for (year, factor) in years
            .iter()
            .flat_map(|y| factors.iter().map(move |f| (*y, *f)))
        {
            let Some((before, value)) = two_years(&known[name.as_str()], year) else {
                continue;
            };
            let at_most = limit(factor, before);
            let met = |before, value| value <= limit(factor, before);
            let forecast = |month: i8| {
                let issued = Day::from_ymd(year, month, 1)?;
                Some(Forecast {
                    site: name.clone(),
                    year,
                    issued,
                    factor,
                    limit: at_most,
                    probability: probability(site, year, issued, at_most)?,
                    climatology: climatology(&known, name, year, met),
                    outcome: met(before, value),
                })
            };
            forecasts.extend((1..=12).filter_map(forecast));
        }
    }
    forecasts
}

/// The value of the year before and of a year.
fn two_years(annual: &Annual, year: i16) -> Option<(f64, f64)> {
    let (before, value) = (annual.get(&(year - 1)), annual.get(&year));
    before.copied().zip(value.copied())
}

/// The share of other sites and years before `year` in which a target set in the same way was met.
fn climatology(
    known: &BTreeMap<&str, Annual>,
    site: &str,
    year: i16,
    met: impl Fn(f64, f64) -> bool,
) -> f64 {
    let others = known.iter().filter(|(name, _)| **name != site);
    let pairs = others.flat_map(|(_, annual)| {
        let years = annual.range(..year);
        years.filter_map(|(year, _)| two_years(annual, *year))
    });
    let outcomes: Vec<bool> = pairs.map(|(before, value)| met(before, value)).collect();
    share(outcomes.iter().filter(|o| **o).count(), outcomes.len())
}

/// The value of each calendar year with enough valid days, from the total and number of these.
fn annual(first: Day, values: &[Option<f64>], value: impl Fn(f64, f64) -> f64) -> Annual {
    let end = first.plus(i32::try_from(values.len()).unwrap_or(i32::MAX));
    let known = Known::before(first, values, end);
    let years = first.date().year()..=end.date().year();
    let one = |year| {
        let total = known.total(Period::Year(year).days());
        total
            .enough()
            .then(|| (year, value(total.sum, f64::from(total.valid))))
    };
    years.filter_map(one).collect()
}

//! How good forecasts of a probability were: Brier score (Brier 1950), skill and reliability.

use std::collections::BTreeMap;

use super::backtest::Forecast;

/// How many bins of equal width reliability is counted in.
const BINS: u32 = 10;

/// The score of some forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How many forecasts.
    pub count: usize,
    /// The share that was met.
    pub frequency: f64,
    /// The mean squared difference of probability and outcome: 0 is perfect.
    pub brier: f64,
    /// The same for climatology.
    pub brier_climatology: f64,
    /// The same for a forecaster who knew beforehand how often each factor would be met in each year, though not where:
    /// harder than any climatology known on the day.
    pub brier_hindsight: f64,
    /// `1 − brier / brier_climatology`: above 0 is better than climatology. `None` where that is perfect.
    pub skill: Option<f64>,
    /// Forecasts by probability, ascending; bins without any are left out.
    pub reliability: Vec<Bin>,
}

/// The forecasts with probabilities from `low` up to, but without, `high` (the last with it).
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The lowest probability.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// How many forecasts.
    pub count: usize,
    /// Their mean probability.
    pub mean_probability: f64,
    /// The share of them that was met: equal to the mean probability where the forecasts are reliable.
    pub frequency: f64,
}

/// Scores forecasts; `None` without one.
pub fn score(forecasts: &[Forecast]) -> Option<Score> {
    let all: Vec<&Forecast> = forecasts.iter().collect();
    score_of(&all)
}

/// Scores forecasts by the month of issue, 1 to 12.
pub fn score_by_month(forecasts: &[Forecast]) -> BTreeMap<i8, Score> {
    let mut months: BTreeMap<i8, Vec<&Forecast>> = BTreeMap::new();
    for forecast in forecasts {
        let month = forecast.issued.date().month();
        months.entry(month).or_default().push(forecast);
    }
    let scores = months.into_iter();
    scores
        .filter_map(|(month, of)| Some((month, score_of(&of)?)))
        .collect()
}

fn score_of(forecasts: &[&Forecast]) -> Option<Score> {
    let brier = mean(forecasts, |f| (f.probability - came(f)).powi(2))?;
    let brier_climatology = mean(forecasts, |f| (f.climatology - came(f)).powi(2))?;
    let known = brier_climatology > 0.0;
    Some(Score {
        count: forecasts.len(),
        frequency: mean(forecasts, came)?,
        brier,
        brier_climatology,
        brier_hindsight: brier_hindsight(forecasts),
        skill: known.then(|| 1.0 - brier / brier_climatology),
        reliability: (0..BINS).filter_map(|i| bin(forecasts, i)).collect(),
    })
}

/// The Brier score of the frequencies of each year and factor themselves.
fn brier_hindsight(forecasts: &[&Forecast]) -> f64 {
    let mut kinds: BTreeMap<(i16, u64), Vec<&Forecast>> = BTreeMap::new();
    for forecast in forecasts {
        let kind = (forecast.year, forecast.factor.to_bits());
        kinds.entry(kind).or_default().push(forecast);
    }
    let variance = |kind: &Vec<&Forecast>| {
        let frequency = mean(kind, came).unwrap_or(0.0);
        frequency * (1.0 - frequency) * kind.len() as f64
    };
    kinds.values().map(variance).sum::<f64>() / forecasts.len() as f64
}

fn bin(forecasts: &[&Forecast], i: u32) -> Option<Bin> {
    let (low, high) = (
        f64::from(i) / f64::from(BINS),
        f64::from(i + 1) / f64::from(BINS),
    );
    let last = i + 1 == BINS;
    let inside = |f: &&&Forecast| f.probability >= low && (f.probability < high || last);
    let within: Vec<&Forecast> = forecasts.iter().filter(inside).copied().collect();
    Some(Bin {
        low,
        high,
        count: within.len(),
        mean_probability: mean(&within, |f| f.probability)?,
        frequency: mean(&within, came)?,
    })
}

/// The outcome as a number.
fn came(forecast: &Forecast) -> f64 {
    f64::from(u8::from(forecast.outcome))
}

fn mean(forecasts: &[&Forecast], of: impl Fn(&Forecast) -> f64) -> Option<f64> {
    let sum: f64 = forecasts.iter().map(|f| of(f)).sum();
    (!forecasts.is_empty()).then(|| sum / forecasts.len() as f64)
}

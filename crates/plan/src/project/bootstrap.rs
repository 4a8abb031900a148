//! Draws of what the remaining days may bring, from the same days of past years.
//!
//! Blocks of days are drawn near their own place in the calendar (local block bootstrap, Paparoditis and Politis 2002),
//! so that both the season and the length of bad weather stay. A past year is brought to the level of the last twelve
//! months; the change from last year seen so far is carried on in part; a log-normal error stands for the rest.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use units::Day;

use super::Parameters;
use super::known::{Known, Total, years_before};

/// What the remaining days may bring.
pub(super) struct Draws {
    /// The past years drawn from, ascending: the calendar year of the first remaining day, so many years before.
    pub(super) past_years: Vec<i16>,
    /// The sum over the remaining days in each draw.
    pub(super) sums: Vec<f64>,
}

/// One past year's remaining days, as sums and numbers of valid days up to each.
struct PastYear {
    year: i16,
    sums: Vec<f64>,
    valid: Vec<u32>,
    /// What brings its days to the level expected now.
    adjustment: f64,
}

/// Draws the sum over the days of a period that are not known yet; `None` without a past year, or a day.
pub(super) fn draw(
    known: &Known<'_>,
    start: Day,
    next_day: Day,
    end: Day,
    parameters: &Parameters,
    seed: u64,
) -> Option<Draws> {
    let from = start.max(next_day);
    let days = from.until(end).len();
    let trend = trend(known, start, next_day, parameters);
    let years = past_years(known, next_day, (from, end), trend, parameters);
    if years.is_empty() || days == 0 || parameters.draws == 0 {
        return None;
    }
    let variance = parameters.spread.powi(2) + parameters.weather / days as f64;
    let mut random = Pcg64::seed_from_u64(seed);
    let sums = years.iter().cycle().take(parameters.draws as usize);
    let sums = sums.map(|year| {
        let error = (variance.sqrt() * normal(&mut random)).exp();
        let sum = blocks(year, days, parameters, &mut random);
        (sum + parameters.pseudo_sum(days as f64)) * year.adjustment * error
    });
    let sums = sums.collect();
    let past_years = years.iter().rev().map(|year| year.year).collect();
    Some(Draws { past_years, sums })
}

/// The change from last year that is carried on: the ratio of the days elapsed (or, while they are few, of the last
/// days) to the same days one year earlier, with an exponent that grows with their number.
fn trend(known: &Known<'_>, start: Day, next_day: Day, parameters: &Parameters) -> f64 {
    let recent = i32::try_from(parameters.recent_days).unwrap_or(i32::MAX);
    let from = start.min(Day::from_number(next_day.number().saturating_sub(recent)));
    let (now, then) = known.paired(from.max(known.first()).until(next_day));
    let days = f64::from(now.valid);
    let pseudo = parameters.pseudo_sum(days);
    let ratio = (now.sum + pseudo) / (then.sum + pseudo);
    if now.valid == 0 || !ratio.is_finite() || ratio <= 0.0 {
        return 1.0;
    }
    ratio.powf(parameters.trend_weight * days / (days + parameters.shrinkage_days))
}

/// The past years with enough valid remaining days, latest first.
fn past_years(
    known: &Known<'_>,
    next_day: Day,
    (from, end): (Day, Day),
    trend: f64,
    parameters: &Parameters,
) -> Vec<PastYear> {
    let level = |back: u16| {
        let days = years_before(next_day, back).until(years_before(next_day, back - 1));
        Some(known.total(days)).filter(|total| total.enough())
    };
    let now = level(1);
    let reachable = (1..u16::MAX).take_while(|back| years_before(end, *back) > known.first());
    let year = |back: u16| {
        let remaining = from.until(end).map(|day| years_before(day, back));
        let (sums, valid) = running(known, remaining)?;
        let relative = relative_level(now, level(back), parameters);
        Some(PastYear {
            year: years_before(from, back).date().year(),
            sums,
            valid,
            adjustment: relative * trend,
        })
    };
    reachable.filter_map(year).collect()
}

/// The level of the last twelve months over that of the twelve months from a past year's same day; 1 if unknown.
fn relative_level(now: Option<Total>, then: Option<Total>, parameters: &Parameters) -> f64 {
    let mean = |total: Total| {
        let valid = f64::from(total.valid);
        (total.sum + parameters.pseudo_sum(valid)) / valid
    };
    let ratio = now.zip(then).map(|(now, then)| mean(now) / mean(then));
    ratio.filter(|r| r.is_finite() && *r > 0.0).unwrap_or(1.0)
}

/// The sums and numbers of valid days before each day and after the last; `None` without enough valid days.
fn running(known: &Known<'_>, days: impl Iterator<Item = Day>) -> Option<(Vec<f64>, Vec<u32>)> {
    let (mut sums, mut valid) = (vec![0.0], vec![0]);
    let mut total = Total::default();
    for day in days {
        total.add(known.get(day));
        sums.push(total.sum);
        valid.push(total.valid);
    }
    total.enough().then_some((sums, valid))
}

/// A sum over `days` days made of blocks of a past year, missing days at the mean of the valid ones.
fn blocks(year: &PastYear, days: usize, parameters: &Parameters, random: &mut Pcg64) -> f64 {
    let block = (parameters.block_days.max(1) as usize).min(days);
    let reach = parameters.reach_days as usize;
    let (mut sum, mut valid) = (0.0, 0);
    for place in (0..days).step_by(block) {
        let length = block.min(days - place);
        let earliest = place.saturating_sub(reach);
        let latest = (place + reach).min(days - length);
        let from = earliest + below(random, latest - earliest + 1);
        sum += year.sums[from + length] - year.sums[from];
        valid += year.valid[from + length] - year.valid[from];
    }
    let whole = (year.sums[days], year.valid[days]);
    let (sum, valid) = if valid == 0 { whole } else { (sum, valid) };
    sum / f64::from(valid) * days as f64
}

/// A whole number below `bound`, by the high half of a product; the bias, below 2⁻⁵⁰ here, is of no account.
fn below(random: &mut Pcg64, bound: usize) -> usize {
    let product = u128::from(random.next_u64()) * bound as u128;
    usize::try_from(product >> 64).unwrap_or(0)
}

/// A number from 0 up to, but without, 1.
pub(super) fn uniform(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A standard normal number (Box and Muller 1958).
fn normal(random: &mut Pcg64) -> f64 {
    let radius = (-2.0 * (1.0 - uniform(random)).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform(random)).cos()
}

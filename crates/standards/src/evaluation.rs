//! The evaluation of a period at one site or city by HJ 663: mean, percentile, validity, attainment.
//!
//! Source: HJ 663-2013 §4 and annex A (percentile A.5). Sand-dust days (环办监测〔2016〕120号) are an input:
//! the national station decides them. Nothing here guesses a missing day.

use std::collections::BTreeSet;

use units::{
    Coverage, Day, Exact, MicrogramPerM3, Month, Period, Pollutant, Rounded, rounding::gb8170,
};

use crate::{
    daily::DayStatistics,
    limits::{self, Class, NotInForce},
    validity::{RANKING, Rules, latest},
};

pub(crate) mod scaled;
mod shortfall;

use scaled::Scaled;
pub use shortfall::Shortfall;

/// What a period's daily values of one pollutant say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The mean of the daily values in µg/m³, not rounded; indicative when not `valid`.
    pub mean: Option<Exact>,
    /// The percentile of the daily values in µg/m³, not rounded; indicative when not `valid`.
    pub percentile: Option<Exact>,
    /// Which percentile that is.
    pub percentile_rank: u8,
    /// Days that took part, of the days of the period.
    pub coverage: Coverage,
    /// Days with a valid value that were left out for sand dust.
    pub deducted: u32,
    /// Whether the period has the days that the rules ask for.
    pub valid: bool,
    /// What it lacks.
    pub reasons: Vec<Shortfall>,
}

/// Whether one pollutant meets its limits; `None` where that cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attainment {
    /// The mean against its limit; `None` also where no limit of the mean exists (CO, O3).
    pub mean: Option<bool>,
    /// The percentile against its limit.
    pub percentile: Option<bool>,
    /// Both together.
    pub attains: Option<bool>,
}

/// Evaluates a period from the statistics of its days.
///
/// Days may come in any order and may be missing; days outside the period are passed over. Days in
/// `deducted` are left out of the particulate items only, and still count towards validity (assumed).
/// Evaluate again with an empty set for the figures before the deduction.
pub fn evaluate(
    rules: &Rules,
    period: Period,
    days: &[DayStatistics],
    deducted: &BTreeSet<Day>,
) -> [Evaluation; 6] {
    let (start, end) = (period.start(), period.end());
    let inside: Vec<&DayStatistics> = days
        .iter()
        .filter(|d| start <= d.day && d.day < end)
        .collect();
    let expected = u32::try_from(period.days().len()).unwrap_or(u32::MAX);
    let months = shortfall::Months::of(period, &inside);
    std::array::from_fn(|i| {
        let item = &rules.items[i];
        let dusty = |d: &DayStatistics| is_particulate(item.pollutant) && deducted.contains(&d.day);
        let (kept, left_out) = split(&inside, i, dusty);
        let mut scaled = Scaled::of(&kept);
        let reasons = months.shortfalls(rules, &inside, i, dusty);
        Evaluation {
            pollutant: item.pollutant,
            mean: scaled.mean(),
            percentile: scaled.percentile(item.percentile.value),
            percentile_rank: item.percentile.value,
            coverage: Coverage::new(u32::try_from(kept.len()).unwrap_or(u32::MAX), expected),
            deducted: left_out,
            valid: reasons.is_empty(),
            reasons,
        }
    })
}

/// The percentile of values in ascending order (HJ 663-2013 A.5): `k = 1 + (n − 1)·p`, interpolated.
///
/// `None` of nothing. `percent` above 100 is taken as 100.
pub fn percentile(sorted: &[Exact], percent: u8) -> Option<Exact> {
    let (below, above, hundredths) = position(sorted.len(), percent)?;
    let step = sorted[above] - sorted[below];
    Some(sorted[below] + step * Exact::new(hundredths, 100))
}

/// The same of whole numbers of thousandths, as a number of the unit itself.
pub fn percentile_thousandths(sorted: &[i64], percent: u8) -> Option<Exact> {
    let wide: Vec<i128> = sorted.iter().copied().map(i128::from).collect();
    percentile_of(&wide, percent).map(|p| p / Exact::from_integer(1000))
}

/// The mean of values of several sites, such as the mean of a country's cities; `None` of nothing.
pub fn mean_of(values: &[Exact]) -> Option<Exact> {
    Scaled::of(values).mean()
}

/// How far a rounded concentration lies above its limit, in multiples of it (超标倍数); `None` if it does not.
pub fn exceedance_multiple(value: Exact, limit: MicrogramPerM3) -> Option<Rounded> {
    let limit = limit.ug_m3();
    let above = value > limit && limit > Exact::from_integer(0);
    above.then(|| gb8170((value - limit) / limit, latest().exceedance_decimals.value))
}

/// Whether an evaluation meets the limits of a class in force on a day, on rounded values.
///
/// An invalid evaluation attains nothing and violates nothing: all is `None`.
///
/// # Errors
///
/// When no limits are in force on the day.
pub fn attainment(
    rules: &Rules,
    evaluation: &Evaluation,
    class: Class,
    on: Day,
) -> Result<Attainment, NotInForce> {
    let pollutant = evaluation.pollutant;
    let Some(item) = rules
        .items
        .iter()
        .find(|i| i.pollutant == pollutant && evaluation.valid)
    else {
        return Ok(Attainment::default());
    };
    let meets = |value: Option<Exact>, averaging| -> Result<Option<bool>, NotInForce> {
        let limit = limits::limit(pollutant, averaging, class, on)?;
        Ok(value.map(|v| rules.rounded(pollutant, v) <= limit.value.ug_m3()))
    };
    let mean = item
        .mean_limit
        .map(|a| meets(evaluation.mean, a))
        .transpose()?
        .flatten();
    let percentile = meets(evaluation.percentile, item.percentile_limit)?;
    let asked = [item.mean_limit.map(|_| mean), Some(percentile)];
    Ok(Attainment {
        mean,
        percentile,
        attains: all(asked.into_iter().flatten()),
    })
}

/// Whether every item attains; one that does not decides, one that is unknown leaves it open.
pub fn attains_overall(items: &[Attainment]) -> Option<bool> {
    all(items.iter().map(|item| item.attains))
}

/// Days within the limit as a share of valid days in per cent (达标率); `None` without a valid day.
pub fn attainment_rate(attaining_days: u32, valid_days: u32) -> Option<Rounded> {
    let share = || Exact::new(i128::from(attaining_days) * 100, i128::from(valid_days));
    (valid_days > 0).then(|| gb8170(share(), latest().rate_decimals.value))
}

/// The percentile of whole numbers in ascending order.
fn percentile_of(sorted: &[i128], percent: u8) -> Option<Exact> {
    let (below, above, hundredths) = position(sorted.len(), percent)?;
    let step = sorted[above] - sorted[below];
    Some(Exact::new(sorted[below] * 100 + step * hundredths, 100))
}

/// The two places, from 0, between which the percentile of `count` values lies, and how far, in hundredths.
fn position(count: usize, percent: u8) -> Option<(usize, usize, i128)> {
    let last = count.checked_sub(1)?;
    let hundredths = last * usize::from(percent.min(100));
    let below = hundredths / 100;
    Some((
        below,
        last.min(below + 1),
        i128::try_from(hundredths % 100).unwrap_or(0),
    ))
}

/// The valid values of item `i` that are kept, and how many were left out.
fn split(
    days: &[&DayStatistics],
    i: usize,
    leave_out: impl Fn(&DayStatistics) -> bool,
) -> (Vec<Exact>, u32) {
    let mut kept = Vec::with_capacity(days.len());
    let mut left_out = 0;
    for day in days {
        match day.values[i].value {
            Some(_) if leave_out(day) => left_out += 1,
            Some(value) => kept.push(value),
            None => {}
        }
    }
    (kept, left_out)
}

fn is_particulate(pollutant: Pollutant) -> bool {
    match pollutant {
        Pollutant::Pm10 => RANKING.sand_dust_deducts_pm10.value,
        Pollutant::Pm25 => RANKING.sand_dust_deducts_pm25.value,
        _ => false,
    }
}

/// Three-valued "and": false decides, unknown leaves open.
fn all(items: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let items: Vec<Option<bool>> = items.collect();
    if items.contains(&Some(false)) {
        return Some(false);
    }
    items.iter().all(Option::is_some).then_some(true)
}

/// Whether a month is a whole part of a period.
fn is_whole(month: Month, period: Period) -> bool {
    period.start() <= month.first() && month.next().first() <= period.end()
}

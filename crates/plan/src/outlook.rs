//! The outlook of measured targets to their deadline: what the rest of the period may bring, and how likely the
//! target is met. The status of a finding that is not yet due follows from the probability.

use sha2::{Digest as _, Sha256};
use units::{Day, Period, Pollutant};

use crate::air::mean_of;
use crate::facts::{self, Facts, Request};
use crate::finding::{Finding, Outlook, Reason, SourceKind, Status};
use crate::model::{Operator, Plan, Target};
use crate::number;
use crate::project::{
    CountTarget, DailyMarks, DailySeries, MeanTarget, Parameters, most_days, project_count,
    project_mean,
};

/// From this probability on a target is on track, in per cent, unless the plan's terms say otherwise.
const ON_TRACK: f64 = 70.0;
/// Below this it is off track.
const AT_RISK: f64 = 30.0;
/// The level of the index from which a day is not good, and from which it is heavily polluted.
const NOT_GOOD: u8 = 3;
const HEAVY: u8 = 5;

/// What sort of figure is projected.
enum Figure {
    Mean(Pollutant),
    Days(u8),
    GoodShare,
    HeavyShare,
}

/// Adds the outlook to the finding of a measured target whose period is not over.
pub(crate) fn add(
    plan: &Plan,
    facts: &Facts,
    request: &Request,
    target: &Target,
    finding: &mut Finding,
) {
    let period = facts::period(target, request.as_of);
    let Some(period) = period.filter(|_| finding.source == SourceKind::Measured) else {
        return;
    };
    let next = request.as_of.plus(1);
    let running = period.start() <= next && next < period.end();
    let sql = &finding.trace.statement;
    let (Some(figure), Some(limit), true) = (figure(sql), finding.limit, running) else {
        return;
    };
    // A replayed year is projected in its own calendar, 29 February and all.
    let (period, next) = (facts.air.data_period(period), facts.air.data_day(next));
    let limit = number::to_f64(limit);
    let inclusive = *target.operator.get_ref() != Operator::Below;
    let seed = seed(&finding.region, request.as_of);
    let outlook = match figure {
        Figure::Mean(pollutant) => mean(
            facts,
            &finding.region,
            pollutant,
            period,
            next,
            (limit, inclusive, finding.decimals),
            seed,
        ),
        Figure::Days(level) => {
            let most = whole(limit);
            days(facts, &finding.region, level, period, next, most, seed)
        }
        Figure::GoodShare => {
            let share = units::Exact::new(micro(limit), 100_000_000);
            let most = most_days(length(period), share);
            days(facts, &finding.region, NOT_GOOD, period, next, most, seed)
        }
        Figure::HeavyShare => {
            let most = whole(limit * f64::from(length(period)) / 100.0);
            days(facts, &finding.region, HEAVY, period, next, most, seed)
        }
    };
    judge(plan, finding, &outlook);
    finding.outlook = Some(outlook);
}

fn figure(sql: &str) -> Option<Figure> {
    let item = |name: &str| sql.contains(&format!("'{name}'"));
    if let Some(pollutant) = mean_of(sql) {
        return Some(Figure::Mean(pollutant));
    }
    if item("heavy_days") {
        return Some(Figure::Days(HEAVY));
    }
    if item("heavy_day_ratio") {
        return Some(Figure::HeavyShare);
    }
    item("good_day_ratio").then_some(Figure::GoodShare)
}

/// A seed of the region and the day, so that the same question has the same answer.
fn seed(region: &str, day: Day) -> u64 {
    let hash = Sha256::digest(format!("{region} {day}"));
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(bytes)
}

fn mean(
    facts: &Facts,
    region: &str,
    pollutant: Pollutant,
    period: Period,
    next: Day,
    (limit, inclusive, decimals): (f64, bool, u32),
    seed: u64,
) -> Outlook {
    let first = first_day(facts, region, period);
    let series = DailySeries {
        first,
        values: facts.air.daily(region, pollutant, (first, next)),
    };
    let target = MeanTarget {
        start: period.start(),
        end: period.end(),
        limit,
        inclusive,
    };
    let target = target.rounded_to(decimals);
    let projected = project_mean(&series, target, next, &Parameters::for_means(), seed);
    Outlook {
        probability: projected.probability,
        allowed: projected.allowed_mean,
        budget: None,
        remaining_days: projected.remaining_days,
        range: projected
            .low
            .zip(projected.median)
            .zip(projected.high)
            .map(|((low, median), high)| (low, median, high)),
        past_years: projected.past_years,
    }
}

fn days(
    facts: &Facts,
    region: &str,
    level: u8,
    period: Period,
    next: Day,
    most: Option<u32>,
    seed: u64,
) -> Outlook {
    let first = first_day(facts, region, period);
    let levels = facts.air.levels(region, (first, next));
    let marks = DailyMarks {
        first,
        marks: levels
            .into_iter()
            .map(|day| day.map(|day| day >= level))
            .collect(),
    };
    let target = CountTarget {
        start: period.start(),
        end: period.end(),
        most: most.unwrap_or(0),
    };
    let projected = project_count(&marks, target, next, &Parameters::for_counts(), seed);
    Outlook {
        probability: projected.probability,
        allowed: None,
        budget: projected.budget,
        remaining_days: projected.remaining_days,
        range: projected
            .low
            .zip(projected.median)
            .zip(projected.high)
            .map(|((low, median), high)| (low, median, high)),
        past_years: projected.past_years,
    }
}

fn first_day(facts: &Facts, region: &str, period: Period) -> Day {
    let year = facts.air.first_year(region);
    let first = year.and_then(|year| Day::from_ymd(year, 1, 1));
    first.map_or(period.start(), |first| first.min(period.start()))
}

/// The status of what is not yet due, by probability; what has no probability is undetermined.
fn judge(plan: &Plan, finding: &mut Finding, outlook: &Outlook) {
    // A figure that lacks an item, not days, cannot be judged by its future either.
    if finding.reasons.contains(&Reason::OzoneBasis) {
        return;
    }
    if outlook.past_years.is_empty() && outlook.probability.is_none() {
        finding.reasons.push(Reason::NoPast);
    }
    let threshold = |id: &str, otherwise: f64| {
        let value = plan.term(id).and_then(|term| term.value.as_ref());
        let number = value.and_then(|value| {
            let value = value.get_ref();
            value
                .as_float()
                .or_else(|| value.as_integer().map(|whole| whole as f64))
        });
        number.unwrap_or(otherwise) / 100.0
    };
    finding.status = match outlook.probability {
        None => Status::Undetermined,
        Some(p) if p >= threshold("on_track_probability", ON_TRACK) => Status::OnTrack,
        Some(p) if p >= threshold("at_risk_probability", AT_RISK) => Status::AtRisk,
        Some(_) => Status::OffTrack,
    };
}

fn length(period: Period) -> u32 {
    u32::try_from(period.days().len()).unwrap_or(u32::MAX)
}

/// The whole days in a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of days of a period, not negative and small"
)]
fn whole(number: f64) -> Option<u32> {
    (0.0..100_000.0)
        .contains(&number)
        .then(|| number.floor() as u32)
}

/// Millionths, for exact shares of days.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share in per cent has few digits"
)]
fn micro(number: f64) -> i128 {
    (number * 1e6).round() as i128
}

//! An outlet's hours, days and quarters by the rules, from the lake and the register.
//!
//! Hours are those that devices sent (CN 2061), each at its newest revision known at a moment. What enterprises
//! mark and which calibrations passed are the caller's to give: no table holds them yet. What the rules make of an
//! hour or a day is `standards::stack`'s to say; here inputs are only brought to its units.

mod hours;
mod register;

use std::collections::{BTreeMap, BTreeSet};

use futures::future::BoxFuture;
use lake::{Lake, LakeError, QueryLimits};
use standards::stack::{
    AmountHour, Capture, DayOutcome, History, HourAmount, HourInput, HourOutcome, Limit, Outlet,
    Rules, RulesNotInForce, Transmission, evaluate_day, evaluate_hour, rules_on,
};
use units::{Day, Exact, HourEnding, Period};

use hours::Hours;

pub use register::{Facts, facts};

/// What people found of an outlet's hours.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// Marks of the enterprise, by hour.
    pub enterprise_marks: BTreeMap<HourEnding, Vec<String>>,
    /// Hours in which a failed calibration or check puts the monitor out of control.
    pub out_of_control: BTreeSet<HourEnding>,
    /// Hours in which a calibration or check was passed.
    pub passed_calibrations: Vec<HourEnding>,
}

/// The rates of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// What was to come, what came, what was valid, over all factors.
    pub transmission: Transmission,
    /// Valid hours by factor, for HJ 75.
    pub capture: BTreeMap<String, Capture>,
}

/// Why an outlet could not be evaluated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutletError {
    /// The lake could not be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// No rules are known for the day.
    #[error(transparent)]
    Rules(#[from] RulesNotInForce),
}

/// Evaluates a day of an outlet, with amounts of invalid hours filled.
pub fn day<'a>(
    lake: &'a Lake,
    outlet: &'a Facts,
    reviewed: &'a Reviewed,
    day: Day,
    as_of: Option<i64>,
    limits: QueryLimits,
) -> BoxFuture<'a, Result<DayOutcome, OutletError>> {
    Box::pin(evaluated_day(lake, outlet, reviewed, day, as_of, limits))
}

async fn evaluated_day(
    lake: &Lake,
    outlet: &Facts,
    reviewed: &Reviewed,
    day: Day,
    as_of: Option<i64>,
    limits: QueryLimits,
) -> Result<DayOutcome, OutletError> {
    let rules = rules_on(day)?;
    let quarter = quarter_of(day);
    // Valid hours are looked back on; a plant that stands still half the time has them within twice as many.
    let lookback = rules.fills.iter().map(|fill| fill.lookback).max();
    let days = i32::try_from(lookback.unwrap_or(0) / 24 * 2).unwrap_or(0);
    let start = quarter.start().min(day.plus(-days));
    let hours = Hours::read(lake, &outlet.devices, (start, day.plus(1)), as_of, limits).await?;
    let bounds = outlet.limits();
    let facts = Outlet {
        reference_oxygen: outlet.reference_oxygen,
        limits: &bounds,
    };
    let before = outcomes(&hours, &facts, reviewed, (start, day), rules);
    let amounts = amounts(&before);
    let history: Vec<History<'_>> = amounts
        .iter()
        .map(|(factor, hours)| {
            let in_quarter = |hour: &&AmountHour| hour.hour.day() >= quarter.start();
            let capture = Capture::of(hours.iter().filter(in_quarter).map(|hour| &hour.amount));
            History {
                factor,
                hours,
                capture_percent: capture.percent(),
                passed_calibrations: &reviewed.passed_calibrations,
            }
        })
        .collect();
    let mut inputs = Vec::new();
    let factors = hours.inputs((day, day.plus(1)));
    for (hour, gas, factors) in &factors {
        inputs.push(input(*hour, gas, factors, reviewed));
    }
    let marks = marks(&inputs, reviewed);
    for (input, marks) in inputs.iter_mut().zip(&marks) {
        input.enterprise_marks = marks;
    }
    Ok(evaluate_day(&inputs, &facts, &history, rules, day))
}

/// Every hour of some days, of a first one up to but without another, by the rules in force on the first. Amounts of
/// invalid hours are not filled.
pub async fn hours(
    lake: &Lake,
    outlet: &Facts,
    reviewed: &Reviewed,
    span: (Day, Day),
    as_of: Option<i64>,
    limits: QueryLimits,
) -> Result<Vec<HourOutcome>, OutletError> {
    let rules = rules_on(span.0)?;
    let hours = Hours::read(lake, &outlet.devices, span, as_of, limits).await?;
    let bounds = outlet.limits();
    let facts = Outlet {
        reference_oxygen: outlet.reference_oxygen,
        limits: &bounds,
    };
    Ok(outcomes(&hours, &facts, reviewed, span, rules))
}

/// The rates of a quarter of an outlet, up to but without a day that may lie in it.
pub fn quarter<'a>(
    lake: &'a Lake,
    outlet: &'a Facts,
    reviewed: &'a Reviewed,
    span: (Period, Day),
    as_of: Option<i64>,
    limits: QueryLimits,
) -> BoxFuture<'a, Result<Rates, OutletError>> {
    Box::pin(rates(lake, outlet, reviewed, span, as_of, limits))
}

async fn rates(
    lake: &Lake,
    outlet: &Facts,
    reviewed: &Reviewed,
    (quarter, end): (Period, Day),
    as_of: Option<i64>,
    limits: QueryLimits,
) -> Result<Rates, OutletError> {
    let span = (quarter.start(), quarter.end().min(end));
    let rules = rules_on(span.0)?;
    let hours = Hours::read(lake, &outlet.devices, span, as_of, limits).await?;
    let bounds = outlet.limits();
    let facts = Outlet {
        reference_oxygen: outlet.reference_oxygen,
        limits: &bounds,
    };
    let outcomes = outcomes(&hours, &facts, reviewed, span, rules);
    let amounts = amounts(&outcomes);
    let mut transmission = Transmission::default();
    for outcome in &outcomes {
        for factor in &outcome.factors {
            transmission.expected += 1;
            transmission.received += u32::from(hours.has(outcome.hour, &factor.factor));
            transmission.valid += u32::from(factor.concentration.is_ok());
        }
    }
    let capture = amounts.into_iter().map(|(factor, hours)| {
        let capture = Capture::of(hours.iter().map(|hour| &hour.amount));
        (factor, capture)
    });
    Ok(Rates {
        transmission,
        capture: capture.collect(),
    })
}

/// Every hour of a span, received or not, with every factor that was received in it or has a limit.
fn outcomes(
    hours: &Hours,
    outlet: &Outlet<'_>,
    reviewed: &Reviewed,
    span: (Day, Day),
    rules: &Rules,
) -> Vec<HourOutcome> {
    let received = hours.inputs(span);
    let limited = outlet.limits.iter().map(|limit: &Limit<'_>| limit.factor);
    let sent = received
        .iter()
        .flat_map(|(_, _, factors)| factors)
        .map(|factor| factor.factor);
    let codes: BTreeSet<&str> = limited.chain(sent).collect();
    let by_hour: BTreeMap<HourEnding, _> = received
        .iter()
        .map(|(hour, gas, factors)| (*hour, (*gas, factors)))
        .collect();
    let first = HourEnding::first_of(span.0).number();
    let end = HourEnding::first_of(span.1).number();
    (first..end)
        .map(HourEnding::from_number)
        .map(|hour| {
            let (gas, sent) = by_hour
                .get(&hour)
                .map_or((None, &[][..]), |(gas, factors)| (Some(*gas), factors));
            let whole: Vec<_> = codes
                .iter()
                .map(|code| {
                    let found = sent.iter().find(|factor| factor.factor == *code);
                    found
                        .copied()
                        .unwrap_or(standards::stack::FactorInput::not_sent(code))
                })
                .collect();
            let mut given = input(hour, &gas.unwrap_or_default(), &whole, reviewed);
            let marks = marks(std::slice::from_ref(&given), reviewed);
            given.enterprise_marks = &marks[0];
            HourOutcome {
                received: gas.is_some(),
                ..evaluate_hour(&given, outlet, rules)
            }
        })
        .collect()
}

fn input<'a>(
    hour: HourEnding,
    gas: &standards::stack::Gas,
    factors: &'a [standards::stack::FactorInput<'a>],
    reviewed: &Reviewed,
) -> HourInput<'a> {
    HourInput {
        hour,
        enterprise_marks: &[],
        out_of_control: reviewed.out_of_control.contains(&hour),
        gas: *gas,
        factors,
    }
}

fn marks<'a>(inputs: &[HourInput<'_>], reviewed: &'a Reviewed) -> Vec<Vec<&'a str>> {
    let of = |input: &HourInput<'_>| {
        let marks = reviewed.enterprise_marks.get(&input.hour);
        marks.map_or(Vec::new(), |marks| {
            marks.iter().map(String::as_str).collect()
        })
    };
    inputs.iter().map(of).collect()
}

/// The amounts of each factor, hour by hour.
fn amounts(outcomes: &[HourOutcome]) -> BTreeMap<String, Vec<AmountHour>> {
    let mut amounts: BTreeMap<String, Vec<AmountHour>> = BTreeMap::new();
    for outcome in outcomes {
        for factor in &outcome.factors {
            amounts
                .entry(factor.factor.clone())
                .or_default()
                .push(AmountHour {
                    hour: outcome.hour,
                    amount: HourAmount::from(factor.amount),
                });
        }
    }
    amounts
}

fn quarter_of(day: Day) -> Period {
    let date = day.date();
    Period::Quarter(date.year(), (date.month() - 1) / 3 + 1)
}

impl Facts {
    fn limits(&self) -> Vec<Limit<'_>> {
        let bounds = self.limits.iter().map(|(name, factor, value)| Limit {
            name,
            factor,
            value: *value,
        });
        bounds.collect()
    }
}

/// A decimal of the register or the lake, in units of its last place.
fn exact(units: i128, scale: u32) -> Exact {
    Exact::new(units, 10_i128.pow(scale))
}

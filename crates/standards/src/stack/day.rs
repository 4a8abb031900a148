//! A day of an outlet: its 24 hours evaluated, amounts of invalid hours filled, means and amounts of the day.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use units::{Day, Exact, HourEnding};

use super::{
    Amount, AmountHour, FactorHour, FactorInput, Filled, History, HourAmount, HourInput,
    HourOutcome, Mean, Outlet, Reason, Rules, Valued, checked::sum, day_mean, evaluate_hour,
    mark::HOURS_PER_DAY, substitute,
};

/// What the rules make of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOutcome {
    /// The day.
    pub day: Day,
    /// Its 24 hours in order, received or not.
    pub hours: Vec<HourOutcome>,
    /// The factors, in order of code.
    pub factors: Vec<FactorDay>,
    /// Inputs that were not used.
    pub defects: Vec<Defect>,
}

/// One factor over a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorDay {
    /// Its code.
    pub factor: String,
    /// Mean of the dry concentrations at standard state, mg/m³.
    pub concentration: Mean,
    /// Mean of the folded concentrations, mg/m³.
    pub folded: Mean,
    /// Sum of the measured amounts in kg.
    pub measured: Valued,
    /// Hours with a measured amount.
    pub measured_hours: u32,
    /// Sum of the filled amounts in kg.
    pub substituted: Valued,
    /// Hours with a filled amount.
    pub substituted_hours: u32,
    /// Hours in which the plant stood still.
    pub stopped_hours: u32,
    /// Hours whose amount is unknown.
    pub undetermined_hours: u32,
    /// The day's amount in kg, measured and filled; none while an hour is unknown.
    pub amount: Valued,
}

/// An input that was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// The hour lies outside the day.
    OutsideDay(HourEnding),
    /// The hour was given more than once; the first was used.
    HourTwice(HourEnding),
    /// A factor was given more than once in the hour; the first was used.
    FactorTwice(HourEnding),
}

/// Evaluates a day that is over, of one outlet, by the rules of that day.
///
/// The order of the hours and of the histories does not matter. An hour that was not received is an invalid
/// hour. Factors are those of the inputs, of the limits and of the histories.
pub fn evaluate_day(
    hours: &[HourInput<'_>],
    outlet: &Outlet<'_>,
    history: &[History<'_>],
    rules: &Rules,
    day: Day,
) -> DayOutcome {
    let (given, defects) = sort(hours, day);
    let codes = codes(&given, outlet, history);
    let mut outcomes: Vec<HourOutcome> = (0..i64::from(HOURS_PER_DAY))
        .map(|offset| HourEnding::first_of(day).plus(offset))
        .map(|hour| complete(given.get(&hour).copied(), hour, &codes, outlet, rules))
        .collect();
    for code in &codes {
        fill(&mut outcomes, code, history, rules);
    }
    let factors = codes
        .iter()
        .map(|code| factor_day(&outcomes, code, rules))
        .collect();
    DayOutcome {
        day,
        hours: outcomes,
        factors,
        defects,
    }
}

impl DayOutcome {
    /// The hours' amounts of a factor as history for the days after.
    pub fn amount_hours(&self, factor: &str) -> Vec<AmountHour> {
        amount_hours(&self.hours, factor)
    }
}

/// The hours of the day by time, and what was not used.
fn sort<'a, 'b>(
    hours: &'a [HourInput<'b>],
    day: Day,
) -> (BTreeMap<HourEnding, &'a HourInput<'b>>, Vec<Defect>) {
    let mut given = BTreeMap::new();
    let mut defects = Vec::new();
    for input in hours {
        if input.hour.day() != day {
            defects.push(Defect::OutsideDay(input.hour));
            continue;
        }
        match given.entry(input.hour) {
            Entry::Occupied(_) => defects.push(Defect::HourTwice(input.hour)),
            Entry::Vacant(place) => {
                if has_twins(input.factors) {
                    defects.push(Defect::FactorTwice(input.hour));
                }
                place.insert(input);
            }
        }
    }
    defects.sort_unstable();
    (given, defects)
}

fn has_twins(factors: &[FactorInput<'_>]) -> bool {
    let different: BTreeSet<&str> = factors.iter().map(|factor| factor.factor).collect();
    different.len() < factors.len()
}

fn codes<'a>(
    given: &BTreeMap<HourEnding, &'a HourInput<'a>>,
    outlet: &Outlet<'a>,
    history: &[History<'a>],
) -> BTreeSet<&'a str> {
    let sent = given.values().flat_map(|h| h.factors).map(|f| f.factor);
    let limited = outlet.limits.iter().map(|limit| limit.factor);
    let past = history.iter().map(|history| history.factor);
    sent.chain(limited).chain(past).collect()
}

/// The outcome of an hour with every factor in it; what was not sent is a reading without value.
fn complete(
    input: Option<&HourInput<'_>>,
    hour: HourEnding,
    codes: &BTreeSet<&str>,
    outlet: &Outlet<'_>,
    rules: &Rules,
) -> HourOutcome {
    let sent = input.map_or(&[][..], |input| input.factors);
    let factors: Vec<FactorInput<'_>> = codes
        .iter()
        .map(|code| {
            let found = sent.iter().find(|factor| factor.factor == *code);
            found.copied().unwrap_or(FactorInput::not_sent(code))
        })
        .collect();
    let whole = HourInput {
        factors: &factors,
        ..input.copied().unwrap_or(HourInput::not_sent(hour))
    };
    HourOutcome {
        received: input.is_some(),
        ..evaluate_hour(&whole, outlet, rules)
    }
}

/// Fills the unknown amounts of one factor.
fn fill(outcomes: &mut [HourOutcome], code: &str, history: &[History<'_>], rules: &Rules) {
    let history = history.iter().find(|history| history.factor == code);
    let history = history.copied().unwrap_or(History {
        factor: code,
        hours: &[],
        capture_percent: None,
        passed_calibrations: &[],
    });
    let open = amount_hours(outcomes, code)
        .iter()
        .any(|hour| matches!(hour.amount, HourAmount::Invalid(_)));
    if !open {
        return;
    }
    let filled = if rules.fills_factor(code) {
        let mut hours = history.hours.to_vec();
        hours.extend(amount_hours(outcomes, code));
        substitute(&hours, &history, rules)
    } else {
        BTreeMap::new()
    };
    for outcome in outcomes {
        let answer = filled.get(&outcome.hour).copied();
        let hour = outcome.factors.iter_mut().find(|f| f.factor == code);
        if let Some(hour) = hour {
            apply(
                &mut hour.amount,
                answer.unwrap_or(Err(Reason::NotFilledFactor)),
            );
        }
    }
}

fn apply(amount: &mut Amount, answer: Result<Filled, Reason>) {
    if let Amount::Undetermined { not_filled, .. } = amount {
        match answer {
            Ok(filled) => *amount = Amount::Substituted(filled),
            Err(reason) => *not_filled = Some(reason),
        }
    }
}

fn amount_hours(outcomes: &[HourOutcome], code: &str) -> Vec<AmountHour> {
    let of = |outcome: &HourOutcome| {
        let factor = outcome.factors.iter().find(|f| f.factor == code)?;
        Some(AmountHour {
            hour: outcome.hour,
            amount: HourAmount::from(factor.amount),
        })
    };
    outcomes.iter().filter_map(of).collect()
}

impl From<Amount> for HourAmount {
    /// A filled amount is no measurement: it stays invalid, so that no filling rests on a filling.
    fn from(amount: Amount) -> Self {
        match amount {
            Amount::Measured(kilograms) => Self::Valid(kilograms),
            Amount::Stopped => Self::Stopped,
            Amount::Substituted(filled) => Self::Invalid(filled.period),
            Amount::Undetermined { period, .. } => Self::Invalid(period),
        }
    }
}

fn factor_day(outcomes: &[HourOutcome], code: &str, rules: &Rules) -> FactorDay {
    let hours: Vec<&FactorHour> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.factors)
        .filter(|factor| factor.factor == code)
        .collect();
    let concentrations: Vec<Valued> = hours.iter().map(|h| h.concentration).collect();
    let folded: Vec<Valued> = hours.iter().map(|h| h.folded).collect();
    let count = |is: fn(&Amount) -> bool| {
        u32::try_from(hours.iter().filter(|h| is(&h.amount)).count()).unwrap_or(u32::MAX)
    };
    let measured = total(&hours, |amount| match amount {
        Amount::Measured(kilograms) => Some(*kilograms),
        _ => None,
    });
    let substituted = total(&hours, |amount| match amount {
        Amount::Substituted(filled) => Some(filled.amount),
        _ => None,
    });
    let open = hours.iter().find_map(|h| match h.amount {
        Amount::Undetermined { reason, .. } => Some(reason),
        _ => None,
    });
    FactorDay {
        factor: code.to_owned(),
        concentration: day_mean(&concentrations, rules),
        folded: day_mean(&folded, rules),
        measured,
        measured_hours: count(|a| matches!(a, Amount::Measured(_))),
        substituted,
        substituted_hours: count(|a| matches!(a, Amount::Substituted(_))),
        stopped_hours: count(|a| matches!(a, Amount::Stopped)),
        undetermined_hours: count(|a| matches!(a, Amount::Undetermined { .. })),
        amount: match open {
            Some(reason) => Err(reason),
            None => measured.and_then(|measured| sum([measured, substituted?])),
        },
    }
}

fn total(hours: &[&FactorHour], part: fn(&Amount) -> Option<Exact>) -> Valued {
    sum(hours.iter().filter_map(|h| part(&h.amount)))
}

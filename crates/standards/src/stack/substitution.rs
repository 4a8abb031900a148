//! Filling of amounts in hours without valid data, by HJ 75-2017.
//!
//! Each hour of an invalid period gets the largest amount of the last 180, 720 or 2160 valid hours, by the
//! capture rate of the quarter and the length of the period. It fills amounts, never concentrations; it fills
//! nothing below the capture rate of the rules, nor from fewer valid hours than the rule looks back on.
//!
//! A stop neither ends a period nor lengthens it: the monitor was not shown to be valid in between, and nothing
//! was emitted. An hour that is not given, between the first and the last that are, is invalid.

use std::collections::BTreeMap;

use units::{Exact, HourEnding};

use super::{Fill, Invalidity, Reason, Rules, checked::whole};
use crate::limits::Source;

/// What is known of the amount of one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HourAmount {
    /// Measured, in kg.
    Valid(Exact),
    /// The plant stood still.
    Stopped,
    /// No valid amount.
    Invalid(Invalidity),
}

/// An hour and what is known of its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountHour {
    /// The hour.
    pub hour: HourEnding,
    /// What is known.
    pub amount: HourAmount,
}

/// What filling needs to know of a factor beside the day itself.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// The factor's code.
    pub factor: &'a str,
    /// Hours before the day, back to the longest look-back, and hours after it that belong to a period which
    /// was still open; hours of the day itself are passed over.
    pub hours: &'a [AmountHour],
    /// Capture rate of the quarter in per cent, if it is known.
    pub capture_percent: Option<Exact>,
    /// The hours in which a calibration or check was passed.
    pub passed_calibrations: &'a [HourEnding],
}

/// A filled amount and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// kg of the hour.
    pub amount: Exact,
    /// The kind of period.
    pub period: Invalidity,
    /// Its first hour.
    pub since: HourEnding,
    /// Its length in hours, stops left out.
    pub hours: u32,
    /// How many valid hours were looked back on.
    pub lookback: u32,
    /// The hour whose amount was the largest; of equals the last.
    pub largest: HourEnding,
    /// The rule used.
    pub source: Source,
}

/// Fills every invalid hour, or says why it stays open. The order of the hours does not matter.
pub fn substitute(
    hours: &[AmountHour],
    history: &History<'_>,
    rules: &Rules,
) -> BTreeMap<HourEnding, Result<Filled, Reason>> {
    let known: BTreeMap<HourEnding, HourAmount> =
        hours.iter().map(|h| (h.hour, h.amount)).collect();
    let valid: Vec<(HourEnding, Exact)> = known
        .iter()
        .filter_map(|(hour, amount)| match amount {
            HourAmount::Valid(amount) => Some((*hour, *amount)),
            _ => None,
        })
        .collect();
    let mut filled = BTreeMap::new();
    for period in periods(&known) {
        let answer = fill(&period, &valid, history, rules);
        filled.extend(period.hours.iter().map(|hour| (*hour, answer)));
    }
    filled
}

/// Invalid hours of one kind with no valid hour between them.
struct Period {
    kind: Invalidity,
    hours: Vec<HourEnding>,
}

fn periods(known: &BTreeMap<HourEnding, HourAmount>) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    let mut open = false;
    let mut before: Option<HourEnding> = None;
    for (hour, amount) in known {
        let unknown = before.map_or(0, |before| hour.number() - before.number() - 1);
        for back in (1..=unknown).rev() {
            extend(&mut found, open, Invalidity::Other, hour.plus(-back));
            open = true;
        }
        match amount {
            HourAmount::Valid(_) => open = false,
            HourAmount::Stopped => {}
            HourAmount::Invalid(kind) => {
                extend(&mut found, open, *kind, *hour);
                open = true;
            }
        }
        before = Some(*hour);
    }
    found
}

fn extend(found: &mut Vec<Period>, open: bool, kind: Invalidity, hour: HourEnding) {
    match found.last_mut() {
        Some(last) if open && last.kind == kind => last.hours.push(hour),
        _ => found.push(Period {
            kind,
            hours: vec![hour],
        }),
    }
}

fn fill(
    period: &Period,
    valid: &[(HourEnding, Exact)],
    history: &History<'_>,
    rules: &Rules,
) -> Result<Filled, Reason> {
    let since = *period.hours.first().ok_or(Reason::Missing)?;
    let length = u32::try_from(period.hours.len()).unwrap_or(u32::MAX);
    let rule = rule(period.kind, length, history, rules)?;
    let end = match period.kind {
        Invalidity::Other => since,
        Invalidity::OutOfControl => {
            let passed = history.passed_calibrations.iter().copied();
            let passed = passed.filter(|hour| *hour <= since).max();
            passed.ok_or(Reason::NoCalibration)?
        }
    };
    let before = &valid[..valid.partition_point(|(hour, _)| *hour < end)];
    let lookback = usize::try_from(rule.lookback).unwrap_or(usize::MAX);
    let first = before.len().checked_sub(lookback);
    let window = &before[first.ok_or(Reason::HistoryTooShort)?..];
    let largest = window.iter().max_by_key(|(hour, amount)| (*amount, *hour));
    let (largest, amount) = *largest.ok_or(Reason::HistoryTooShort)?;
    Ok(Filled {
        amount,
        period: period.kind,
        since,
        hours: length,
        lookback: rule.lookback,
        largest,
        source: rule.source,
    })
}

/// The first row of the table that fits the period.
fn rule(
    kind: Invalidity,
    length: u32,
    history: &History<'_>,
    rules: &Rules,
) -> Result<&'static Fill, Reason> {
    if rules.fills.is_empty() {
        return Err(Reason::NoRule);
    }
    let capture = history.capture_percent.ok_or(Reason::CaptureUnknown)?;
    let fits = |row: &&Fill| {
        row.period == kind
            && capture >= whole(row.capture_from)
            && row.capture_below.is_none_or(|below| capture < whole(below))
            && row.hours_to.is_none_or(|most| length <= most)
    };
    rules.fills.iter().find(fits).ok_or(Reason::CaptureTooLow)
}

//! Means of minutes, hours, days and months with their marks and their coverage (HJ 212-2017 Annex D, HJ 76-2017).
//!
//! A mean below the count that the rule asks for has no value. Means of samples, minutes and hours are kept to
//! [`Rules::kept_decimals`].

use units::{Coverage, Exact, Month};

use super::{
    Mark, Reason, Rules, Valued,
    checked::{add, div, keep, whole},
};

/// One value with its mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The value, if one was received.
    pub value: Option<Exact>,
    /// Its mark, if it carries one.
    pub mark: Option<char>,
}

/// A mean with the mark that it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Averaged {
    /// The mean of the valid values, or why there is none.
    pub value: Valued,
    /// Its mark.
    pub mark: char,
    /// Valid against expected: samples of a minute, minutes of an hour.
    pub coverage: Coverage,
}

/// A mean of hours or days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// The mean, or why there is none.
    pub value: Valued,
    /// Valid against expected hours or days.
    pub coverage: Coverage,
}

/// The mean of a minute from its samples, of which enough must be valid.
///
/// Expected are the samples given, and no fewer than the rule asks for.
pub fn minute_mean(samples: &[Sample], rules: &Rules) -> Averaged {
    let needed = rules.minute_samples.value;
    averaged(samples, 1, needed, count(samples.len()).max(needed), rules)
}

/// The mean of an hour from means over `minutes_each` minutes, of which enough minutes must be valid.
pub fn hour_mean(means: &[Sample], minutes_each: u32, rules: &Rules) -> Averaged {
    let needed = rules.hour_minutes.value;
    averaged(means, minutes_each, needed, MINUTES_PER_HOUR, rules)
}

/// The mean of a day from its 24 hourly means, each a value or the reason why there is none.
pub fn day_mean(hours: &[Valued], rules: &Rules) -> Mean {
    mean(hours, rules.day_hours.value, HOURS_PER_DAY, rules)
}

/// The mean of a month from its daily means.
pub fn month_mean(days: &[Valued], month: Month, rules: &Rules) -> Mean {
    mean(days, rules.required_days(month), month.days(), rules)
}

fn averaged(values: &[Sample], weight: u32, needed: u32, expected: u32, rules: &Rules) -> Averaged {
    let valid: Vec<Exact> = values
        .iter()
        .filter(|v| rules.mark(v.mark).is_some_and(Mark::is_normal))
        .filter_map(|v| v.value)
        .collect();
    let covered = count(valid.len()).saturating_mul(weight);
    Averaged {
        value: mean_of(&valid, covered >= needed, rules),
        mark: joint_mark(values, rules),
        coverage: Coverage::new(covered, expected),
    }
}

fn mean(values: &[Valued], needed: u32, expected: u32, rules: &Rules) -> Mean {
    let valid: Vec<Exact> = values.iter().copied().filter_map(Result::ok).collect();
    let coverage = Coverage::new(count(valid.len()), expected);
    Mean {
        value: mean_of(&valid, coverage.reaches(needed), rules),
        coverage,
    }
}

fn mean_of(valid: &[Exact], enough: bool, rules: &Rules) -> Valued {
    if !enough || valid.is_empty() {
        return Err(Reason::TooFew);
    }
    // Kept values have one denominator, so the sum does not outgrow it.
    let mut sum = whole(0);
    for value in valid {
        sum = add(sum, *value)?;
    }
    keep(div(sum, whole(count(valid.len())))?, rules)
}

/// The mark of a mean: normal from the stated share of normal values on, else fault (Annex D).
///
/// Departure: another mark that reaches the share by itself is kept, so that a stopped plant is not a broken
/// monitor. `docs/method/stack.md` says why.
fn joint_mark(values: &[Sample], rules: &Rules) -> char {
    let reaches = |part: usize| {
        part > 0
            && part as u128 * 100 >= values.len() as u128 * u128::from(rules.mark_percent.value)
    };
    let normal = |v: &&Sample| rules.mark(v.mark).is_some_and(Mark::is_normal);
    if reaches(values.iter().filter(normal).count()) {
        return NORMAL;
    }
    let alike = |mark: &&Mark| reaches(values.iter().filter(|v| v.mark == mark.code).count());
    let prevailing = rules.marks.iter().find(alike).and_then(|mark| mark.code);
    prevailing.unwrap_or(FAULT)
}

impl Mark {
    /// Whether a value so marked takes part in means.
    pub fn is_normal(&self) -> bool {
        self.concentration && !self.stop
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The two marks that Annex D gives to means.
const NORMAL: char = 'N';
const FAULT: char = 'D';

const MINUTES_PER_HOUR: u32 = 60;
pub(crate) const HOURS_PER_DAY: u32 = 24;

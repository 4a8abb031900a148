//! Validity, daily values, evaluation, composite index, ranking, trend, and the files that rule them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attainment;
mod composite;
mod daily;
mod evaluation;
mod golden;
mod law_files;
mod ranking;
mod speed;
mod trend;

use std::collections::BTreeSet;

use standards::{
    daily::{DailyValue, DayStatistics},
    evaluation::{Evaluation, evaluate},
    validity::{Rules, rules_on},
};
use units::{Coverage, Day, Exact, MicrogramPerM3, Period};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn rules() -> &'static Rules {
    rules_on(day("2019-01-01")).unwrap()
}

/// A decimal as an exact number.
fn exact(text: &str) -> Exact {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().unwrap();
    Exact::new(digits, 10_i128.pow(u32::try_from(decimals.len()).unwrap()))
}

fn hours(values: &[Option<i64>]) -> Vec<Option<MicrogramPerM3>> {
    values
        .iter()
        .map(|v| v.map(MicrogramPerM3::from_thousandths))
        .collect()
}

/// A day on which all six items have the same valid value.
fn valid_day(day: Day, value: Exact) -> DayStatistics {
    let daily = DailyValue {
        value: Some(value),
        indicative: Some(value),
        coverage: Coverage::new(24, 24),
    };
    DayStatistics {
        day,
        values: [daily; 6],
        o3_max_1h: None,
    }
}

/// The evaluation of days that all have the value 10.
fn evaluate_days(text: &str, days: impl IntoIterator<Item = Day>) -> [Evaluation; 6] {
    let days: Vec<DayStatistics> = days
        .into_iter()
        .map(|d| valid_day(d, exact("10")))
        .collect();
    evaluate(rules(), period(text), &days, &BTreeSet::new())
}

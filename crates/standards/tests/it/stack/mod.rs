//! What outlets send: formulas, marks, filling, findings, comparisons, rates, days by hand, and the files that rule them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod formulas;
mod means;
mod filling;
mod hours;
mod rates;
mod scenario;
mod properties;
mod law_files;

use std::{collections::BTreeMap, path::Path};

use standards::stack::{FactorInput, Gas, HourInput, Reading, Rules, rules_on};
use units::{Day, Exact, HourEnding};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn rules() -> &'static Rules {
    rules_on(day("2026-06-01")).unwrap()
}

/// A signed decimal or a fraction as an exact number.
fn exact(text: &str) -> Exact {
    if let Some((numer, denom)) = text.split_once('/') {
        return Exact::new(numer.parse().unwrap(), denom.parse().unwrap());
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().unwrap();
    Exact::new(digits, 10_i128.pow(u32::try_from(decimals.len()).unwrap()))
}

fn reading(text: &str) -> Reading {
    Reading {
        value: Some(exact(text)),
        mark: Some('N'),
    }
}

/// Dry values at standard state with oxygen and flow.
fn gas(oxygen: &str, flow: &str) -> Gas {
    Gas {
        oxygen: reading(oxygen),
        flow: reading(flow),
        ..Gas::default()
    }
}

fn so2(text: &str) -> FactorInput<'static> {
    FactorInput {
        average: reading(text),
        ..FactorInput::not_sent("a21026")
    }
}

fn hour<'a>(of_day: i64, gas: &Gas, factors: &'a [FactorInput<'a>]) -> HourInput<'a> {
    let hour = HourEnding::from_stamp(day("2026-06-01"), of_day).unwrap();
    HourInput {
        gas: *gas,
        factors,
        ..HourInput::not_sent(hour)
    }
}

/// The rows of a table of docs/method/independent, each by column name.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/method/independent")
        .join(name);
    let rows: Vec<_> = csv::Reader::from_path(&path)
        .unwrap()
        .into_deserialize()
        .map(|row| row.unwrap())
        .collect();
    assert!(!rows.is_empty(), "{name} has rows");
    rows
}

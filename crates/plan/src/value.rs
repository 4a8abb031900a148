//! The value a target is compared with: a number of the text, a limit of the standard, or a figure that
//! another document assigns.

use standards::limits::{Averaging, Class};
use toml::Spanned;
use units::{Exact, Pollutant};

use crate::model::Plan;
use crate::number;

/// What a target is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// A number of the text.
    Number(Exact),
    /// The limit of GB 3095 in force.
    Standard {
        /// The pollutant.
        pollutant: Pollutant,
        /// The time averaged over.
        averaging: Averaging,
        /// The class of zone.
        class: Class,
    },
    /// The figure of an assigned indicator.
    Reported(String),
}

/// Reads the value of a target; the reason is a word of the sentence `plan-problem-value`.
pub fn limit(plan: &Plan, file: &str, value: &Spanned<toml::Value>) -> Result<Limit, &'static str> {
    match value.get_ref() {
        toml::Value::Integer(number) => Ok(Limit::Number(Exact::from_integer(i128::from(*number)))),
        toml::Value::Float(number) => {
            let words = plan.file(file).get(value.span());
            words
                .and_then(number::decimal)
                .or_else(|| number::decimal(&number.to_string()))
                .map(Limit::Number)
                .ok_or("number")
        }
        toml::Value::Table(table) => from_table(table),
        _ => Err("number"),
    }
}

/// Reads a plain number.
pub fn number(plan: &Plan, file: &str, value: &Spanned<toml::Value>) -> Option<Exact> {
    match limit(plan, file, value) {
        Ok(Limit::Number(number)) => Some(number),
        _ => None,
    }
}

fn from_table(table: &toml::Table) -> Result<Limit, &'static str> {
    let word = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let keys: Vec<&str> = table.keys().map(String::as_str).collect();
    if let (Some(id), ["reported"]) = (word("reported"), keys.as_slice()) {
        return Ok(Limit::Reported(id.to_owned()));
    }
    let (Some(pollutant), Some(averaging)) = (word("standard"), word("averaging")) else {
        return Err("table");
    };
    let class = match table.get("class").and_then(toml::Value::as_integer) {
        Some(1) => Class::One,
        Some(2) => Class::Two,
        _ => return Err("table"),
    };
    Ok(Limit::Standard {
        pollutant: pollutant.parse().ok().ok_or("table")?,
        averaging: averaging.parse().ok().ok_or("table")?,
        class,
    })
}

//! Days and deadlines in plan files.

use serde::{Deserialize, Deserializer, de};
use units::Day;

/// A day written as a TOML date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub Day);

/// By when something has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// By the end of a day.
    On(Day),
    /// At all times (持续, 动态).
    Continuous,
    /// The text states none (未写明).
    Unstated,
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = toml::value::Datetime::deserialize(source)?.to_string();
        text.parse().map(Self).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Deadline {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(source)? {
            toml::Value::Datetime(date) => date
                .to_string()
                .parse()
                .map(Self::On)
                .map_err(de::Error::custom),
            toml::Value::String(word) if word == "continuous" => Ok(Self::Continuous),
            toml::Value::String(word) if word == "unstated" => Ok(Self::Unstated),
            other => Err(de::Error::custom(format!(
                "{other} is no deadline; expected a date, \"continuous\" or \"unstated\""
            ))),
        }
    }
}

//! The rules of source monitoring in force on a day, each figure with its citation.
//!
//! Nothing is answered for a day before the first on which all of them are known.

use units::{Day, Exact, Month};

use super::tables::RULES;
use crate::{limits::Source, validity::Cited};

/// A name in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The rules in force from one day to another.
#[derive(Debug)]
pub struct Rules {
    /// The first day on which these rules hold.
    pub since: Day,
    /// The last day on which they hold, if it is known.
    pub until: Option<Day>,
    /// Samples that a minute mean needs.
    pub minute_samples: Cited<u32>,
    /// Valid minutes that an hourly mean needs.
    pub hour_minutes: Cited<u32>,
    /// Valid hourly means that a daily mean needs.
    pub day_hours: Cited<u32>,
    /// Valid daily means that a month other than February needs.
    pub month_days: Cited<u32>,
    /// Valid daily means that a February needs.
    pub february_days: Cited<u32>,
    /// Share of values with one mark, in per cent, that gives their mean this mark.
    pub mark_percent: Cited<u32>,
    /// Valid data capture rate, in per cent, that a quarter needs.
    pub capture_percent: Cited<u32>,
    /// Decimals to which a computed value of an hour is kept.
    pub kept_decimals: Cited<u32>,
    /// Temperature of the standard state in K; the same number turns °C into K.
    pub standard_temperature: Cited<Exact>,
    /// Pressure of the standard state in Pa.
    pub standard_pressure: Cited<Exact>,
    /// Molar volume of a gas at the standard state in L/mol.
    pub molar_volume: Cited<Exact>,
    /// Oxygen in air in per cent.
    pub air_oxygen: Cited<Exact>,
    /// Molar mass of nitric oxide in g/mol.
    pub nitric_oxide_mass: Cited<Exact>,
    /// Molar mass of nitrogen dioxide in g/mol.
    pub nitrogen_dioxide_mass: Cited<Exact>,
    /// The number that a device sends in place of a folded value that it could not compute.
    pub folded_sentinel: Option<Cited<Exact>>,
    /// Marks of monitoring data.
    pub marks: &'static [Mark],
    /// Marks set by the enterprise; none before there was a rule for them.
    pub enterprise_marks: &'static [EnterpriseMark],
    /// How amounts are filled; the first row that fits is used.
    pub fills: &'static [Fill],
    /// The factors whose amounts are filled.
    pub filled_factors: &'static [FilledFactor],
    /// What difference from the device's own figures counts as agreement.
    pub tolerances: &'static [Tolerance],
    /// Molar masses, for volume concentrations.
    pub molar_masses: &'static [MolarMass],
}

/// A mark of monitoring data (监测数据标记).
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Its letter; `None` stands for a value without a mark.
    pub code: Option<char>,
    /// What it means.
    pub name: Name,
    /// Whether the value is a valid measurement of a concentration.
    pub concentration: bool,
    /// Whether an amount may rest on it.
    pub amount: bool,
    /// Whether the plant stood still: nothing was emitted.
    pub stop: bool,
    /// Where it is written.
    pub source: Source,
}

/// A mark that the enterprise sets (排污单位标记).
#[derive(Clone, Copy, Debug)]
pub struct EnterpriseMark {
    /// Its identifier.
    pub id: &'static str,
    /// What it speaks of.
    pub group: MarkGroup,
    /// What it means.
    pub name: Name,
    /// Whether concentrations stay valid measurements.
    pub concentration: bool,
    /// Whether the plant stood still.
    pub stop: bool,
    /// Whether an exceedance may be found in such an hour.
    pub basis: bool,
    /// The kind of invalid period, for the filling of amounts.
    pub period: Option<Invalidity>,
    /// Where it is written.
    pub source: Source,
}

/// What a mark of the enterprise speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkGroup {
    /// State of production and treatment (工况标记).
    Operation,
    /// State of the monitor (自动监测设备标记).
    Monitor,
}

/// The kind of a period without valid data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invalidity {
    /// A calibration or check failed (失控时段).
    OutOfControl,
    /// Maintenance, fault and all else (维护、故障等其他无效时段).
    Other,
}

/// One row of the table of substitution.
#[derive(Clone, Copy, Debug)]
pub struct Fill {
    /// The kind of period.
    pub period: Invalidity,
    /// Capture rate of the quarter, in per cent, from which the row holds.
    pub capture_from: u32,
    /// Capture rate up to which, itself left out, it holds.
    pub capture_below: Option<u32>,
    /// Longest period in hours.
    pub hours_to: Option<u32>,
    /// Valid hours whose largest amount is taken.
    pub lookback: u32,
    /// Where it is written.
    pub source: Source,
}

/// A factor whose amounts are filled.
#[derive(Clone, Copy, Debug)]
pub struct FilledFactor {
    /// Its code in HJ 212-2017 Annex B.2.
    pub factor: &'static str,
    /// Its name.
    pub name: Name,
    /// Where it is written.
    pub source: Source,
}

/// What is compared with the device's own figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// An hourly mean in mg/m³.
    Concentration,
    /// A folded concentration in mg/m³.
    Folded,
    /// A flow in m³/h, dry, at standard state.
    Flow,
    /// An amount in kg.
    Amount,
}

/// A difference that still counts as agreement: the larger of the two.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// What is compared.
    pub quantity: Quantity,
    /// Its name.
    pub name: Name,
    /// In the quantity's own unit.
    pub absolute: Exact,
    /// In per cent of our figure.
    pub percent: Exact,
    /// Where it is written.
    pub source: Source,
}

/// A molar mass.
#[derive(Clone, Copy, Debug)]
pub struct MolarMass {
    /// The factor's code.
    pub factor: &'static str,
    /// Its name.
    pub name: Name,
    /// g/mol.
    pub grams: Exact,
    /// Where it is written.
    pub source: Source,
}

/// No rules were in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no rules of source monitoring are known for {day}; the first known are in force from {first}"
)]
pub struct RulesNotInForce {
    /// The day asked for.
    pub day: Day,
    /// The first day with rules.
    pub first: Day,
}

/// The rules in force on a day.
///
/// # Errors
///
/// When the day lies before the first rules known; the error names their first day.
pub fn rules_on(day: Day) -> Result<&'static Rules, RulesNotInForce> {
    let holds = |rules: &&Rules| rules.since <= day && rules.until.is_none_or(|until| day <= until);
    RULES.iter().find(holds).ok_or(RulesNotInForce {
        day,
        first: RULES[0].since,
    })
}

/// Every set of rules in order of time.
pub fn all_rules() -> &'static [Rules] {
    &RULES
}

impl Rules {
    /// The meaning of a mark; `None` for a letter that no rule knows.
    pub fn mark(&self, code: Option<char>) -> Option<&'static Mark> {
        self.marks.iter().find(|mark| mark.code == code)
    }

    /// The meaning of a mark set by the enterprise.
    pub fn enterprise_mark(&self, id: &str) -> Option<&'static EnterpriseMark> {
        self.enterprise_marks.iter().find(|mark| mark.id == id)
    }

    /// Whether amounts of a factor are filled.
    pub fn fills_factor(&self, factor: &str) -> bool {
        self.filled_factors.iter().any(|row| row.factor == factor)
    }

    /// The tolerance of a quantity, where one is set.
    pub fn tolerance(&self, quantity: Quantity) -> Option<&'static Tolerance> {
        self.tolerances.iter().find(|row| row.quantity == quantity)
    }

    /// The molar mass of a factor, where it is known.
    pub fn molar_mass(&self, factor: &str) -> Option<Exact> {
        let mut rows = self.molar_masses.iter();
        rows.find(|row| row.factor == factor).map(|row| row.grams)
    }

    /// Valid daily means that a month needs.
    pub fn required_days(&self, month: Month) -> u32 {
        if month.month == FEBRUARY {
            self.february_days.value
        } else {
            self.month_days.value
        }
    }
}

const FEBRUARY: i8 = 2;

//! When a mean counts: the validity of data (GB 3095, table 4) and the evaluation rules of HJ 663, by date.
//!
//! Every number carries its citation and how sure we are of it. What the rules do not say about quarters,
//! half years and cities is taken from memory of HJ 663-2013 and marked so; nothing here fills a gap silently.

use units::{Day, Exact, Month, Pollutant, Rounded, rounding::gb8170};

use crate::limits::{Averaging, Source};

mod tables;

use tables::RULES;
pub(crate) use tables::{METHODS, RANKING, SPEARMAN};

/// A value of the rules, with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Cited<T> {
    /// The value.
    pub value: T,
    /// Where it stands, and how sure we are.
    pub source: Source,
}

/// The rules of validity and evaluation in force from one day to another.
#[derive(Debug)]
pub struct Rules {
    /// The first day on which these rules hold.
    pub since: Day,
    /// The last day on which they hold, if it is known.
    pub until: Option<Day>,
    /// The edition of HJ 663: `HJ 663-2013`, …
    pub edition: &'static str,
    /// Hourly means that a daily mean needs.
    pub day_hours: Cited<u32>,
    /// Hourly means that a running mean of ozone needs.
    pub o3_window_hours: Cited<u32>,
    /// Hours of the running mean of ozone.
    pub o3_window_length: Cited<u32>,
    /// Valid running means that a daily maximum of ozone needs.
    pub o3_day_windows: Cited<u32>,
    /// Whether a daily maximum above the level 2 limit counts with fewer windows.
    pub o3_exceedance_suffices: Cited<bool>,
    /// Daily values that a month other than February needs.
    pub month_days: Cited<u32>,
    /// Daily values that a February needs.
    pub february_days: Cited<u32>,
    /// Daily values that a year needs.
    pub year_days: Cited<u32>,
    /// Whether a quarter, half year or year needs each of its months valid.
    pub every_month: Cited<bool>,
    /// Whether a month covered in part needs days in proportion.
    pub part_month_in_proportion: Cited<bool>,
    /// Share of stations, in per cent, that a city's daily value needs.
    pub city_station_percent: Cited<u32>,
    /// How each of the six items is evaluated, in the order of [`Pollutant::SIX`].
    pub items: [Item; 6],
    /// Decimals of an exceedance multiple (超标倍数).
    pub exceedance_decimals: Cited<u32>,
    /// Decimals of an attainment rate (达标率) in per cent.
    pub rate_decimals: Cited<u32>,
}

/// How one pollutant is evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The percentile of its daily values.
    pub percentile: Cited<u8>,
    /// Decimals kept of a concentration, in the pollutant's regulated unit.
    pub decimals: u32,
    /// The limit that its mean is compared with, if any.
    pub mean_limit: Option<Averaging>,
    /// The limit that its percentile is compared with.
    pub percentile_limit: Averaging,
}

/// No rules were in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no evaluation rules are known for {day}; the first known are in force from {first}")]
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
    /// Running means that lie wholly within one natural day.
    pub fn day_windows(&self) -> u32 {
        (HOURS_OF_DAY + 1).saturating_sub(self.o3_window_length.value)
    }

    /// Daily values that a whole month needs.
    pub fn required_days(&self, month: Month) -> u32 {
        if month.month == FEBRUARY {
            self.february_days.value
        } else {
            self.month_days.value
        }
    }

    /// Rounds a concentration in µg/m³ by GB/T 8170 to what is reported: mg/m³ for CO, µg/m³ for the rest.
    ///
    /// Pollutants outside the six keep the decimals of whole numbers.
    pub fn report(&self, pollutant: Pollutant, value: Exact) -> Rounded {
        let decimals = pollutant.index().map_or(0, |i| self.items[i].decimals);
        gb8170(value / unit(pollutant), decimals)
    }

    /// The reported value again as µg/m³, which is what is compared with a limit (修约值比较法).
    pub fn rounded(&self, pollutant: Pollutant, value: Exact) -> Exact {
        self.report(pollutant, value).exact() * unit(pollutant)
    }
}

/// Hours of a natural day.
const HOURS_OF_DAY: u32 = 24;
const FEBRUARY: i8 = 2;

/// The pollutant's regulated unit in µg/m³.
fn unit(pollutant: Pollutant) -> Exact {
    Exact::from_integer(if pollutant.in_milligrams() { 1000 } else { 1 })
}

/// The newest rules, for what the rules state without a date.
pub(crate) fn latest() -> &'static Rules {
    &RULES[RULES.len() - 1]
}

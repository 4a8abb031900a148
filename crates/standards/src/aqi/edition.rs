//! The editions of HJ 633 as data: breakpoints, indicators, rounding, the rule for missing items.

use units::{Day, MicrogramPerM3, Pollutant};

use super::{
    EDITIONS, Series,
    curve::{Curve, Quantum},
    level::{Level, SensitiveGroup},
};
use crate::limits::{NotInForce, Source, on_day, plain};

/// An edition of HJ 633.
#[derive(Debug)]
pub struct Edition {
    /// Its identifier: `HJ633-2012`.
    pub id: &'static str,
    /// Its Chinese title.
    pub zh: &'static str,
    /// Its English title.
    pub en: &'static str,
    /// First day in force.
    pub since: Day,
    /// Last day in force, if it is known.
    pub until: Option<Day>,
    /// Where its days are written.
    pub source: Source,
    /// The breakpoints of each series, in the order of [`Series::ALL`].
    pub series: [Breakpoints; 10],
    /// The series that each hourly mean is read from, in the order of `Pollutant::SIX`.
    pub hourly: [Series; 6],
    /// Where the hourly series are written.
    pub hourly_source: Source,
    /// The series of the literal real-time report, if it has more than the hourly means.
    pub hourly_full: Option<&'static [Series]>,
    /// The series of the daily report.
    pub daily: &'static [Series],
    /// Where the daily series are written.
    pub daily_source: Source,
    /// What every concentration is rounded to before its sub-index.
    pub rounding: Option<Rounding>,
    /// What a daily mean is rounded to before its sub-index, where another standard rules it.
    pub daily_rounding: Option<Rounding>,
    /// What becomes of an index with an item missing.
    pub missing: Option<MissingRule>,
    /// An AQI above this has a primary pollutant.
    pub primary_above: u16,
    /// Where the primary pollutant is defined.
    pub primary_source: Source,
    /// The least AQI.
    pub aqi_floor: u16,
    /// Where the least AQI is written.
    pub aqi_floor_source: Source,
    /// The levels, from the best.
    pub levels: &'static [Level],
    /// The groups of people sensitive to each pollutant.
    pub sensitive: &'static [SensitiveGroup],
}

/// The breakpoints of one series.
#[derive(Debug)]
pub struct Breakpoints {
    /// Concentrations at the breakpoints.
    pub concentrations: &'static [MicrogramPerM3],
    /// Sub-indices at the breakpoints.
    pub iaqi: &'static [u16],
    /// Where the breakpoints are written.
    pub source: Source,
    /// The sub-index above the top breakpoint, `None` where the edition defines none.
    pub above: Option<u16>,
    /// Where the sub-index above the top breakpoint is written.
    pub above_source: Source,
    pub(super) curve: Curve,
}

/// To how many decimals a concentration is rounded by GB/T 8170.
#[derive(Debug)]
pub struct Rounding {
    /// Decimals of concentrations stated in µg/m³.
    pub ug_m3_decimals: u32,
    /// Decimals of concentrations stated in mg/m³ (CO).
    pub mg_m3_decimals: u32,
    /// Where it is written.
    pub source: Source,
    pub(super) ug_m3: Quantum,
    pub(super) mg_m3: Quantum,
}

/// An index with an item missing is published only above a value.
#[derive(Debug)]
pub struct MissingRule {
    /// The value.
    pub publish_above: u16,
    /// Where it is written.
    pub source: Source,
}

/// A text names no edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown edition {text:?}; expected one of {known}")]
pub struct UnknownEdition {
    /// What was given.
    pub text: String,
    /// The editions there are.
    pub known: String,
}

/// Finds the edition in force on a day.
///
/// # Errors
/// The day lies before the first day in force.
pub fn edition_on(day: Day) -> Result<&'static Edition, NotInForce> {
    on_day(
        &EDITIONS,
        |e| (e.since, e.until),
        day,
        || "an edition of HJ 633".to_owned(),
    )
}

/// Finds an edition by its name, however it is spelt: `HJ633-2012`, `hj 633-2026`, `HJ 633—2012`, `2012`.
///
/// # Errors
/// There is no such edition.
pub fn edition(text: &str) -> Result<&'static Edition, UnknownEdition> {
    let asked = plain(text);
    let year = |e: &Edition| e.id.rsplit('-').next().unwrap_or_default();
    let found = EDITIONS
        .iter()
        .find(|e| plain(e.id) == asked || year(e) == asked);
    let known = || EDITIONS.iter().map(|e| e.id).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| UnknownEdition {
        text: text.to_owned(),
        known: known(),
    })
}

/// All editions, from the oldest.
pub fn editions() -> &'static [Edition] {
    &EDITIONS
}

impl Edition {
    /// The breakpoints of a series.
    #[inline]
    pub fn breakpoints(&self, series: Series) -> &Breakpoints {
        &self.series[series as usize]
    }
}

impl Rounding {
    #[inline]
    pub(super) fn quantum(&self, pollutant: Pollutant) -> &Quantum {
        if pollutant.in_milligrams() {
            &self.mg_m3
        } else {
            &self.ug_m3
        }
    }
}

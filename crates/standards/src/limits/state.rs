//! The state of the gas that a concentration refers to (GB 3095-2012, its amendment of 2018, GB 3095-2026 §4.3).

use units::{Day, Pollutant};

use super::{Confidence, NotInForce, Source, on_day};

/// A kind of state that concentrations refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GasStateKind {
    /// 标准状态.
    Standard,
    /// 参比状态.
    Reference,
    /// 实际状态: that of the air during monitoring.
    Actual,
}

/// The state that a pollutant's concentrations refer to, with the days on which that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GasState {
    /// The kind of state.
    pub kind: GasStateKind,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Temperature in hundredths of a kelvin; `None` in the actual state.
    pub temperature_centikelvin: Option<u32>,
    /// Pressure in Pa; `None` in the actual state.
    pub pressure_pa: Option<u32>,
    /// First day in force.
    pub since: Day,
    /// Last day in force, if it is known.
    pub until: Option<Day>,
    /// Where it is written.
    pub source: Source,
}

/// Finds the state that a pollutant's concentrations refer to on a day.
///
/// # Errors
/// The day lies before the first day in force.
pub fn reference_state(pollutant: Pollutant, on: Day) -> Result<&'static GasState, NotInForce> {
    let what = || format!("the state of the gas of {pollutant}");
    on_day(
        states(pollutant),
        |state| (state.since, state.until),
        on,
        what,
    )
}

include!(concat!(env!("OUT_DIR"), "/states.rs"));

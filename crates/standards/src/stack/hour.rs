//! One hour of an outlet: what came in, and what the rules make of it.
//!
//! Inputs are what a device sent (or means formed from its minutes) in stated units and on a stated basis;
//! wire units (kPa, m³/s, ng/m³) are converted before. Outcomes are kept to [`super::Rules::kept_decimals`], and the
//! ratio of an exceedance is exact. Amounts of invalid hours stay open here; [`super::evaluate_day`] fills
//! them.

mod evaluate;
mod gas;

use units::{Exact, HourEnding};

use super::{Comparison, Filled, Invalidity, Limit, LimitFinding, Reason, Valued};

pub use evaluate::evaluate_hour;

/// A reading with the mark of its device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The value, if one was received.
    pub value: Option<Exact>,
    /// Its mark, if it carries one.
    pub mark: Option<char>,
}

/// What an outlet sent for one hour.
#[derive(Clone, Copy, Debug)]
pub struct HourInput<'a> {
    /// The hour. HJ 212-2017 stamps it with its beginning: `HourBeginning::from_stamp(..).into()`.
    pub hour: HourEnding,
    /// Identifiers of the enterprise's marks on this hour.
    pub enterprise_marks: &'a [&'a str],
    /// Whether a failed calibration or check makes the monitor out of control, whatever the marks say.
    pub out_of_control: bool,
    /// The state of the gas.
    pub gas: Gas,
    /// The pollutants.
    pub factors: &'a [FactorInput<'a>],
}

impl HourInput<'_> {
    /// An hour for which nothing was received.
    pub fn not_sent(hour: HourEnding) -> Self {
        Self {
            hour,
            enterprise_marks: &[],
            out_of_control: false,
            gas: Gas::default(),
            factors: &[],
        }
    }
}

/// The state of the gas in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gas {
    /// Oxygen in per cent.
    pub oxygen: Reading,
    /// Whether the oxygen was measured in dry or in wet gas.
    pub oxygen_moisture: Moisture,
    /// Temperature of the gas in °C.
    pub temperature_c: Reading,
    /// Static pressure of the gas in Pa, against the air.
    pub static_pressure_pa: Reading,
    /// Pressure of the air in Pa.
    pub atmospheric_pressure_pa: Reading,
    /// Humidity in per cent of volume.
    pub humidity_percent: Reading,
    /// The flow, or the velocity that it comes from.
    pub flow: Reading,
    /// What `flow` is.
    pub flow_basis: FlowBasis,
    /// The dry flow at standard state that the device computed itself, in m³/h, for comparison.
    pub device_flow: Option<Exact>,
}

/// Whether a gas is measured without its water or with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moisture {
    /// Without.
    #[default]
    Dry,
    /// With.
    Wet,
}

/// What a flow reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowBasis {
    /// Dry gas at standard state, m³/h, as devices send it.
    #[default]
    DryStandard,
    /// Wet gas at its actual state, m³/h.
    Actual,
    /// Velocity in m/s.
    Velocity {
        /// Area of the duct in m².
        area_m2: Exact,
        /// Coefficient of the velocity field, Kv; 1 where the reading is the duct's mean.
        field_coefficient: Exact,
    },
}

/// One pollutant in one hour.
#[derive(Clone, Copy, Debug)]
pub struct FactorInput<'a> {
    /// Its code in HJ 212-2017 Annex B.2.
    pub factor: &'a str,
    /// The hourly mean, in mg/m³ or µmol/mol as the basis says.
    pub average: Reading,
    /// What state of the gas the mean refers to.
    pub basis: Basis,
    /// Valid minutes behind the mean, where the caller formed it; `None` where the device did and its mark stands.
    pub minutes: Option<u32>,
    /// What the device computed itself.
    pub device: DeviceValues,
}

impl<'a> FactorInput<'a> {
    /// A factor for which nothing was received.
    pub fn not_sent(factor: &'a str) -> Self {
        Self {
            factor,
            average: Reading::default(),
            basis: Basis::default(),
            minutes: None,
            device: DeviceValues::default(),
        }
    }
}

/// The state of the gas, and the unit, that a concentration refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// mg/m³ of dry gas at standard state, as devices report it.
    #[default]
    DryStandard,
    /// mg/m³ of wet gas at standard state.
    WetStandard,
    /// mg/m³ of dry gas at its actual temperature and pressure.
    DryActual,
    /// mg/m³ of wet gas at its actual state.
    WetActual,
    /// µmol/mol of dry gas.
    DryVolume,
    /// µmol/mol of wet gas.
    WetVolume,
}

/// What the device computed itself, for comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceValues {
    /// Its own hourly mean in mg/m³, where ours was formed from minutes.
    pub average: Option<Exact>,
    /// Its folded hourly mean in mg/m³ (`ZsAvg`); the sentinel counts as missing.
    pub folded: Option<Exact>,
    /// Its amount of the hour in kg (`Cou`).
    pub amount: Option<Exact>,
}

/// What an outlet is, as its permit and its register say.
#[derive(Clone, Copy, Debug)]
pub struct Outlet<'a> {
    /// Reference oxygen in per cent; `None` where nothing is folded.
    pub reference_oxygen: Option<Exact>,
    /// The limits that bind it.
    pub limits: &'a [Limit<'a>],
}

/// What the rules make of one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourOutcome {
    /// The hour.
    pub hour: HourEnding,
    /// Whether anything was received for it.
    pub received: bool,
    /// Flow of dry gas at standard state, m³/h.
    pub flow: Valued,
    /// Our flow beside the device's, where both are there.
    pub flow_comparison: Option<Comparison>,
    /// Marks of the enterprise that no rule knows.
    pub unknown_marks: Vec<String>,
    /// The pollutants, in order of code.
    pub factors: Vec<FactorHour>,
}

/// What the rules make of one pollutant in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorHour {
    /// Its code.
    pub factor: String,
    /// The mark that the device gave.
    pub mark: Option<char>,
    /// Dry concentration at standard state in mg/m³; a value is a valid hourly mean.
    pub concentration: Valued,
    /// Folded concentration in mg/m³.
    pub folded: Valued,
    /// Who folded it.
    pub folded_by: Origin,
    /// Its amount in the hour.
    pub amount: Amount,
    /// One finding for each limit of the factor.
    pub findings: Vec<LimitFinding>,
    /// Our figures beside the device's, where both are there.
    pub comparisons: Vec<Comparison>,
}

/// Who computed a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// We did, from the concentration and the oxygen.
    Ours,
    /// The device did: the oxygen that it used was not sent or not valid.
    Device,
}

/// The amount of an hour in kg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// From a valid concentration and a valid flow.
    Measured(Exact),
    /// The plant stood still.
    Stopped,
    /// Filled by HJ 75.
    Substituted(Filled),
    /// Unknown.
    Undetermined {
        /// Why nothing was measured.
        reason: Reason,
        /// The kind of invalid period.
        period: Invalidity,
        /// Why it was not filled; `None` before the day was evaluated.
        not_filled: Option<Reason>,
    },
}

//! Why a value is not there, an amount not filled, an exceedance not judged.
//!
//! A reason is an answer, not an error: it is stored and shown beside the values that are there.

use units::Exact;

use super::{Name, tables::REASONS};

/// A value, or why there is none.
pub type Valued = Result<Exact, Reason>;

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No value was received.
    Missing,
    /// The plant stood still.
    Stopped,
    /// The device marked the value as invalid.
    MarkedInvalid,
    /// A mark that no rule knows.
    UnknownMark,
    /// The enterprise marked the hour as invalid.
    EnterpriseMark,
    /// In this state of the plant a value is no basis for an exceedance.
    NoBasisMark,
    /// The monitor was out of control.
    OutOfControl,
    /// Fewer valid values than the rule asks for.
    TooFew,
    /// Oxygen is at that of air: no folded value exists.
    OxygenAtAir,
    /// No valid oxygen.
    NoOxygen,
    /// No valid temperature of the gas.
    NoTemperature,
    /// No valid pressure of the gas or of the air.
    NoPressure,
    /// No valid humidity of the gas.
    NoHumidity,
    /// No valid flow.
    NoFlow,
    /// The molar mass of the factor is not known.
    NoMolarMass,
    /// A reading that cannot be.
    Impossible,
    /// A number beyond exact arithmetic.
    TooLarge,
    /// Amounts of this factor are not filled.
    NotFilledFactor,
    /// The capture rate of the quarter is not known.
    CaptureUnknown,
    /// The capture rate of the quarter is too low to fill amounts.
    CaptureTooLow,
    /// Fewer valid hours before the period than the rule looks back.
    HistoryTooShort,
    /// No passed calibration before the period is known.
    NoCalibration,
    /// No rule of substitution was in force.
    NoRule,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 23] = [
        Self::Missing,
        Self::Stopped,
        Self::MarkedInvalid,
        Self::UnknownMark,
        Self::EnterpriseMark,
        Self::NoBasisMark,
        Self::OutOfControl,
        Self::TooFew,
        Self::OxygenAtAir,
        Self::NoOxygen,
        Self::NoTemperature,
        Self::NoPressure,
        Self::NoHumidity,
        Self::NoFlow,
        Self::NoMolarMass,
        Self::Impossible,
        Self::TooLarge,
        Self::NotFilledFactor,
        Self::CaptureUnknown,
        Self::CaptureTooLow,
        Self::HistoryTooShort,
        Self::NoCalibration,
        Self::NoRule,
    ];

    /// Its stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Stopped => "stopped",
            Self::MarkedInvalid => "marked_invalid",
            Self::UnknownMark => "unknown_mark",
            Self::EnterpriseMark => "enterprise_mark",
            Self::NoBasisMark => "no_basis_mark",
            Self::OutOfControl => "out_of_control",
            Self::TooFew => "too_few",
            Self::OxygenAtAir => "oxygen_at_air",
            Self::NoOxygen => "no_oxygen",
            Self::NoTemperature => "no_temperature",
            Self::NoPressure => "no_pressure",
            Self::NoHumidity => "no_humidity",
            Self::NoFlow => "no_flow",
            Self::NoMolarMass => "no_molar_mass",
            Self::Impossible => "impossible",
            Self::TooLarge => "too_large",
            Self::NotFilledFactor => "not_filled_factor",
            Self::CaptureUnknown => "capture_unknown",
            Self::CaptureTooLow => "capture_too_low",
            Self::HistoryTooShort => "history_too_short",
            Self::NoCalibration => "no_calibration",
            Self::NoRule => "no_rule",
        }
    }

    /// The reason with an identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    /// What a person reads; the file `standards/stack/reasons.toml` names every reason.
    pub fn name(self) -> Option<Name> {
        let found = REASONS.iter().find(|(id, _)| *id == self.id());
        found.map(|(_, name)| *name)
    }
}

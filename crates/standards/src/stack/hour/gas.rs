//! Concentrations and flow brought to dry gas at standard state, and oxygen to dry gas.

use units::Exact;

use super::{Basis, FactorInput, FlowBasis, Gas, Moisture, Reading};
use crate::stack::{Mark, Reason, Rules, Valued, formula};

/// A reading whose mark makes it a valid measurement, or the reason that is given for its lack.
fn reading(reading: Reading, lack: Reason, rules: &Rules) -> Valued {
    let valid = rules.mark(reading.mark).is_some_and(Mark::is_normal);
    reading.value.filter(|_| valid).ok_or(lack)
}

/// Oxygen of the dry gas in per cent.
pub(super) fn oxygen(gas: &Gas, rules: &Rules) -> Valued {
    let measured = reading(gas.oxygen, Reason::NoOxygen, rules)?;
    match gas.oxygen_moisture {
        Moisture::Dry => Ok(measured),
        Moisture::Wet => formula::dry(measured, humidity(gas, rules)?),
    }
}

/// Flow of dry gas at standard state in m³/h, unrounded.
pub(super) fn flow(gas: &Gas, rules: &Rules) -> Valued {
    let read = reading(gas.flow, Reason::NoFlow, rules)?;
    if *read.numer() < 0 {
        return Err(Reason::Impossible);
    }
    let actual = match gas.flow_basis {
        FlowBasis::DryStandard => return Ok(read),
        FlowBasis::Actual => read,
        FlowBasis::Velocity {
            area_m2,
            field_coefficient,
        } => formula::actual_flow(formula::duct_velocity(field_coefficient, read)?, area_m2)?,
    };
    let (temperature, pressure, air) = state(gas, rules)?;
    let humidity = humidity(gas, rules)?;
    formula::dry_standard_flow(actual, temperature, pressure, air, humidity, rules)
}

/// Dry mass concentration at standard state in mg/m³, unrounded; the value's own mark was judged before.
pub(super) fn concentration(input: &FactorInput<'_>, gas: &Gas, rules: &Rules) -> Valued {
    let read = input.average.value.ok_or(Reason::Missing)?;
    let mass = match input.basis {
        Basis::DryVolume | Basis::WetVolume => {
            let grams = rules.molar_mass(input.factor).ok_or(Reason::NoMolarMass)?;
            formula::mass_from_volume(read, grams, rules)?
        }
        Basis::DryActual | Basis::WetActual => {
            let (temperature, pressure, air) = state(gas, rules)?;
            formula::standard_state(read, temperature, pressure, air, rules)?
        }
        Basis::DryStandard | Basis::WetStandard => read,
    };
    match input.basis {
        Basis::DryStandard | Basis::DryActual | Basis::DryVolume => Ok(mass),
        Basis::WetStandard | Basis::WetActual | Basis::WetVolume => {
            formula::dry(mass, humidity(gas, rules)?)
        }
    }
}

fn humidity(gas: &Gas, rules: &Rules) -> Valued {
    reading(gas.humidity_percent, Reason::NoHumidity, rules)
}

/// Temperature and static pressure of the gas, and pressure of the air.
fn state(gas: &Gas, rules: &Rules) -> Result<(Exact, Exact, Exact), Reason> {
    Ok((
        reading(gas.temperature_c, Reason::NoTemperature, rules)?,
        reading(gas.static_pressure_pa, Reason::NoPressure, rules)?,
        reading(gas.atmospheric_pressure_pa, Reason::NoPressure, rules)?,
    ))
}

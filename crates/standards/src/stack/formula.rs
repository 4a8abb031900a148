//! The formulas of HJ 212-2017 Annex D, which cites HJ 75 and HJ 76, one function each.
//!
//! Units: concentrations mg/m³ (µmol/mol before [`mass_from_volume`]), temperatures °C, pressures Pa, humidity
//! and oxygen in per cent of volume, flows m³/h, velocities m/s, areas m², amounts kg. Constants come from the
//! rules. Results are exact and unrounded.

use units::Exact;

use super::{
    Reason, Rules, Valued,
    checked::{add, div, mul, sub, whole},
};

/// Concentration at the standard state: `Csn = Cs × 101325/(Ba+Ps) × (273+ts)/273`.
///
/// # Errors
///
/// A pressure or an absolute temperature that is not positive.
pub fn standard_state(
    concentration: Exact,
    temperature_c: Exact,
    static_pressure_pa: Exact,
    atmospheric_pressure_pa: Exact,
    rules: &Rules,
) -> Valued {
    let volume = volume_ratio(
        temperature_c,
        static_pressure_pa,
        atmospheric_pressure_pa,
        rules,
    )?;
    div(concentration, volume)
}

/// What a cubic metre of gas becomes at the standard state: `273/(273+ts) × (Ba+Ps)/101325`.
fn volume_ratio(
    temperature_c: Exact,
    static_pressure_pa: Exact,
    atmospheric_pressure_pa: Exact,
    rules: &Rules,
) -> Valued {
    let standard = rules.standard_temperature.value;
    let kelvin = positive(add(standard, temperature_c)?)?;
    let pressure = positive(add(atmospheric_pressure_pa, static_pressure_pa)?)?;
    mul(
        div(standard, kelvin)?,
        div(pressure, rules.standard_pressure.value)?,
    )
}

/// Dry concentration: `C干 = C湿/(1−Xsw)`, the humidity in per cent.
///
/// # Errors
///
/// A humidity below 0 or from 100 %.
pub fn dry(concentration: Exact, humidity_percent: Exact) -> Valued {
    div(concentration, dry_share(humidity_percent)?)
}

fn dry_share(humidity_percent: Exact) -> Valued {
    let possible = humidity_percent >= whole(0) && humidity_percent < whole(PERCENT);
    if !possible {
        return Err(Reason::Impossible);
    }
    sub(whole(1), div(humidity_percent, whole(PERCENT))?)
}

/// Mass from volume concentration at the standard state: `CQ = M/22.4 × CV`.
pub fn mass_from_volume(micromol_per_mol: Exact, grams_per_mol: Exact, rules: &Rules) -> Valued {
    mul(
        micromol_per_mol,
        div(grams_per_mol, rules.molar_volume.value)?,
    )
}

/// Nitrogen oxides as NO2 of a monitor without converter: `C_NOx = C_NO × M_NO2/M_NO + C_NO2`.
pub fn nitrogen_oxides(nitric_oxide: Exact, nitrogen_dioxide: Exact, rules: &Rules) -> Valued {
    let ratio = div(
        rules.nitrogen_dioxide_mass.value,
        rules.nitric_oxide_mass.value,
    )?;
    add(mul(nitric_oxide, ratio)?, nitrogen_dioxide)
}

/// Coefficient of excess air, formula (27): `α = 21/(21 − O2)`, the oxygen dry.
///
/// # Errors
///
/// Oxygen below 0, or not below that of air.
pub fn excess_air(oxygen_percent: Exact, rules: &Rules) -> Valued {
    div(
        rules.air_oxygen.value,
        oxygen_lack(oxygen_percent, rules, Reason::OxygenAtAir)?,
    )
}

/// Folded concentration, formula (26): `C折 = Csn干 × α/αs`.
pub fn fold_by_excess_air(concentration: Exact, alpha: Exact, alpha_standard: Exact) -> Valued {
    mul(concentration, div(alpha, alpha_standard)?)
}

/// Folded concentration, formula (28): `C折 = Csn干 × (21 − O2s)/(21 − O2)`, the oxygen dry.
///
/// Without a reference oxygen the dry concentration at standard state is the answer.
///
/// # Errors
///
/// [`Reason::OxygenAtAir`] where no folded value exists; devices then send a sentinel, we send none.
pub fn fold(
    concentration: Exact,
    oxygen_percent: Exact,
    reference_percent: Option<Exact>,
    rules: &Rules,
) -> Valued {
    let Some(reference) = reference_percent else {
        return Ok(concentration);
    };
    let reference = oxygen_lack(reference, rules, Reason::Impossible)?;
    let lack = oxygen_lack(oxygen_percent, rules, Reason::OxygenAtAir)?;
    mul(concentration, div(reference, lack)?)
}

/// How far the oxygen lies below that of air.
fn oxygen_lack(oxygen_percent: Exact, rules: &Rules, at_air: Reason) -> Valued {
    if oxygen_percent < whole(0) {
        return Err(Reason::Impossible);
    }
    let lack = sub(rules.air_oxygen.value, oxygen_percent)?;
    positive(lack).map_err(|_reason| at_air)
}

/// Mean velocity in the duct from that at a point: `Vs = Kv × Vp`.
pub fn duct_velocity(field_coefficient: Exact, point_velocity: Exact) -> Valued {
    mul(field_coefficient, point_velocity)
}

/// Flow of wet gas at its actual state: `Qsh = 3600 × F × V`.
///
/// # Errors
///
/// A negative velocity or area.
pub fn actual_flow(velocity: Exact, area_m2: Exact) -> Valued {
    let flow = mul(whole(SECONDS_PER_HOUR), mul(area_m2, velocity)?)?;
    if velocity < whole(0) || area_m2 < whole(0) {
        return Err(Reason::Impossible);
    }
    Ok(flow)
}

/// Flow of dry gas at the standard state: `Qsn = Qsh × 273/(273+ts) × (Ba+Ps)/101325 × (1−Xsw)`.
///
/// # Errors
///
/// An impossible temperature, pressure or humidity.
pub fn dry_standard_flow(
    actual_flow: Exact,
    temperature_c: Exact,
    static_pressure_pa: Exact,
    atmospheric_pressure_pa: Exact,
    humidity_percent: Exact,
    rules: &Rules,
) -> Valued {
    let volume = volume_ratio(
        temperature_c,
        static_pressure_pa,
        atmospheric_pressure_pa,
        rules,
    )?;
    mul(mul(actual_flow, volume)?, dry_share(humidity_percent)?)
}

/// Amount of an hour: `Gh = C × Qsn × 10⁻⁶` kg; the concentration dry and at standard state, not folded.
///
/// The day's amount is the plain sum of its hours: the factor 10⁻⁶ that formula (34) shows once more is a slip.
pub fn amount(concentration: Exact, dry_standard_flow: Exact) -> Valued {
    div(
        mul(concentration, dry_standard_flow)?,
        whole(MILLIGRAMS_PER_KILOGRAM),
    )
}

fn positive(value: Exact) -> Valued {
    (value > whole(0))
        .then_some(value)
        .ok_or(Reason::Impossible)
}

const PERCENT: i64 = 100;
const SECONDS_PER_HOUR: i64 = 3600;
const MILLIGRAMS_PER_KILOGRAM: i64 = 1_000_000;

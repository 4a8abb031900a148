//! Sub-indices of exact rational concentrations: the formula of HJ 633 as it is written.

use units::{Exact, rounding::to_integer};

use super::{Breakpoints, Method, Series};

/// Computes the sub-index of a concentration in µg/m³ (CO too) as it is given, without rounding it first.
///
/// `None` where the edition defines none and for negative values.
pub fn iaqi_exact(method: Method, series: Series, value: Exact) -> Option<u16> {
    let points = method.edition.breakpoints(series);
    if value < Exact::from_integer(0) {
        return None;
    }
    let top = points.concentrations.last()?.ug_m3();
    let found = if value > top {
        points.above
    } else {
        interpolate(method, points, value)
    };
    found.map(|iaqi| iaqi.min(method.variant.cap))
}

fn interpolate(method: Method, points: &Breakpoints, value: Exact) -> Option<u16> {
    let high = points
        .concentrations
        .iter()
        .position(|c| c.ug_m3() >= value)?
        .max(1);
    let concentration = |i: usize| points.concentrations[i].ug_m3();
    let iaqi = |i: usize| Exact::from_integer(i128::from(points.iaqi[i]));
    let slope = (iaqi(high) - iaqi(high - 1)) / (concentration(high) - concentration(high - 1));
    let number = slope * (value - concentration(high - 1)) + iaqi(high - 1);
    u16::try_from(to_integer(
        *number.numer(),
        *number.denom(),
        method.variant.rounding,
    ))
    .ok()
}

//! One field of a record into one value of a row.

use crate::{
    batch::Row,
    defect::Reason,
    number,
    plan::{Cell, Plan, Target},
};

/// Puts a field where it goes; an empty field or a word for "missing" leaves the row as it is.
pub(crate) fn decode(plan: &Plan, cell: &Cell, text: &[u8], row: &mut Row) -> Result<(), Reason> {
    if plan.missing.has(text) {
        return Ok(());
    }
    match cell.target {
        Target::Value(place) => row.values[place] = Some(concentration(plan, cell, text)?),
        Target::O3EightHours => row.o3_8h = Some(concentration(plan, cell, text)?),
        Target::Aqi => row.aqi = Some(number::index(text)?),
        Target::Iaqi(place) => row.iaqi[place] = Some(number::index(text)?),
        Target::Weather(place) => {
            row.weather[place] = Some(number::read(text, cell.scale, plan.decimals)?);
        }
        Target::Wind => row.wind = Some(compass(text).ok_or(Reason::NotADirection)?),
    }
    Ok(())
}

fn concentration(plan: &Plan, cell: &Cell, text: &[u8]) -> Result<i32, Reason> {
    let value = number::read(text, cell.scale, plan.decimals)?;
    if value < 0 {
        Err(Reason::Negative)
    } else {
        Ok(value)
    }
}

/// Sixteenths of the circle clockwise from north.
fn compass(text: &[u8]) -> Option<u8> {
    const ENGLISH: [&str; 16] = [
        "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
        "NW", "NNW",
    ];
    const CHINESE: [&str; 16] = [
        "北",
        "北东北",
        "东北",
        "东东北",
        "东",
        "东东南",
        "东南",
        "南东南",
        "南",
        "南西南",
        "西南",
        "西西南",
        "西",
        "西西北",
        "西北",
        "北西北",
    ];
    let place = |names: [&str; 16]| names.iter().position(|name| name.as_bytes() == text);
    u8::try_from(place(ENGLISH).or_else(|| place(CHINESE))?).ok()
}

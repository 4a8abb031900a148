//! The columns that a mapping can use, and what each becomes.

use crate::{
    mapping::{Averaging, Mapping, Unit, ValueRule},
    number::Scale,
    plan::{Cell, Target, iaqi_place},
};

/// A column that a mapping can use.
pub(crate) struct Wanted<'a> {
    pub(crate) name: &'a str,
    target: Target,
    scale: Scale,
    /// Its absence is a defect.
    pub(crate) required: bool,
}

impl Wanted<'_> {
    pub(crate) fn at(&self, place: usize) -> Cell {
        Cell {
            place,
            name: self.name.to_owned(),
            target: self.target,
            scale: self.scale,
        }
    }
}

/// Everything that a mapping can give a row.
pub(crate) fn wanted(mapping: &Mapping) -> impl Iterator<Item = Wanted<'_>> {
    let values = mapping.value.iter().filter_map(value);
    let plain = |name, target, required| Wanted {
        name,
        target,
        scale: Scale::Same,
        required,
    };
    let published = &mapping.published;
    let aqi = published
        .aqi
        .iter()
        .map(move |name| plain(name.as_str(), Target::Aqi, true));
    let iaqi = published
        .iaqi
        .iter()
        .filter_map(move |(pollutant, column)| {
            Some(plain(
                column.as_str(),
                Target::Iaqi(iaqi_place(pollutant)?),
                true,
            ))
        });
    let weather = &mapping.weather;
    let columns = [
        &weather.temperature_c,
        &weather.dew_point_c,
        &weather.pressure_hpa,
        &weather.rain_mm,
        &weather.wind_speed_m_s,
    ];
    let weathers = columns
        .into_iter()
        .enumerate()
        .filter_map(move |(place, name)| {
            Some(plain(name.as_deref()?, Target::Weather(place), false))
        });
    let wind = weather
        .wind_direction
        .iter()
        .map(move |name| plain(name.as_str(), Target::Wind, false));
    values.chain(aqi).chain(iaqi).chain(weathers).chain(wind)
}

fn value(rule: &ValueRule) -> Option<Wanted<'_>> {
    let place = rule.place()?;
    let in_milligrams = units::Pollutant::SIX[place].in_milligrams();
    let scale = match (rule.unit, in_milligrams) {
        (Unit::MilligramPerM3, true) | (Unit::MicrogramPerM3, false) => Scale::Same,
        (Unit::MilligramPerM3, false) => Scale::TimesThousand,
        (Unit::MicrogramPerM3, true) => Scale::ByThousand,
    };
    let target = match rule.averaging {
        Averaging::EightHours => Target::O3EightHours,
        _ => Target::Value(place),
    };
    Some(Wanted {
        name: &rule.column,
        target,
        scale,
        required: !rule.optional,
    })
}

//! Where a row stands: its point, and its region by the polygons at hand or by the names of the source.
//!
//! The polygons come first; every name that means a region is held against the region taken, and a difference is told.

use regions::{Level, RegionCode, is_position, resolve_exact};
use units::Exact;

use super::{
    Place,
    cells::{Row, columns_of, template},
    mapping::{Angle, Position, RegionRule},
    number::{self, DECIMALS},
};

/// A point in degrees of WGS-84, as canonical texts.
pub(super) struct Point {
    pub lon: String,
    pub lat: String,
}

/// The point of a row: both numbers or none.
pub(super) fn point(row: &mut Row<'_>, rule: &Position) -> Option<Point> {
    let lon_text = row.value(&rule.lon);
    let lat_text = row.value(&rule.lat);
    if lon_text.is_none() && lat_text.is_none() {
        return None;
    }
    let read = |text: Option<&str>| angle(text?, rule.form);
    if let (Some(lon), Some(lat)) = (read(lon_text), read(lat_text))
        && is_position(degrees(&lon), degrees(&lat))
    {
        return Some(Point { lon, lat });
    }
    let text = format!(
        "{}, {}",
        lon_text.unwrap_or_default(),
        lat_text.unwrap_or_default()
    );
    row.tell(&format!("{}, {}", rule.lon, rule.lat), &text, "position");
    None
}

fn angle(text: &str, form: Angle) -> Option<String> {
    let value = number::parse(text)?;
    let degrees = match form {
        Angle::Degrees => value,
        Angle::DegreesMinutes => {
            let hundred = Exact::from_integer(100);
            let whole = (value / hundred).trunc();
            let minutes = value - whole * hundred;
            let sixty = Exact::from_integer(60);
            if minutes >= sixty || minutes <= -sixty {
                return None;
            }
            whole + minutes / sixty
        }
    };
    Some(number::canonical(degrees, DECIMALS))
}

/// A canonical text as a number; always one.
fn degrees(text: &str) -> f64 {
    text.parse().unwrap_or(f64::INFINITY)
}

/// The region of a row.
pub(super) fn region(
    row: &mut Row<'_>,
    rule: &RegionRule,
    point: Option<&Point>,
    place: Option<Place<'_>>,
) -> Option<RegionCode> {
    let by_point = point
        .zip(place)
        .and_then(|(point, place)| place(degrees(&point.lon), degrees(&point.lat)));
    let mut taken = by_point;
    let names = rule.names.iter().map(|name| (name, false));
    let provinces = rule.provinces.iter().map(|name| (name, true));
    for (name, is_province) in names.chain(provinces) {
        let Some(text) = template(row, name) else {
            continue;
        };
        let named = if is_province {
            province(&text)
        } else {
            resolve_exact(&text).map(in_force)
        };
        match (named, taken) {
            (None, None) => row.tell(&columns_of(name), &text, "region_unknown"),
            (Some(named), None) => taken = Some(named),
            (Some(named), Some(taken)) if !agree(named, taken) => {
                row.tell(&columns_of(name), &text, "region_differs");
            }
            (_, Some(_)) => {}
        }
    }
    taken
}

fn province(text: &str) -> Option<RegionCode> {
    let mut provinces = regions::all()
        .iter()
        .filter(|region| region.level == Level::Province);
    provinces
        .find(|region| [region.zh, region.short, region.en].contains(&text))
        .map(|region| region.code)
}

/// The region into which an abolished one went.
fn in_force(code: RegionCode) -> RegionCode {
    regions::by_code(code)
        .filter(|region| region.until.is_some())
        .and_then(|region| region.successor)
        .unwrap_or(code)
}

fn agree(one: RegionCode, other: RegionCode) -> bool {
    regions::contains(one, other) || regions::contains(other, one)
}

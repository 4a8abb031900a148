//! Areas: GeoJSON polygons and multipolygons, and their one compact spelling.
//!
//! Positions are kept to six decimals and without heights. It does not mend rings or look for self-intersection.

use geojson::{Geometry, GeometryValue, Position};

use super::Problem;

/// The fewest positions of a ring, whose last is its first (RFC 7946 §3.1.6).
const RING: usize = 4;

/// Reads an area as canonical text: a geometry, or a feature with one.
pub(crate) fn canonical(text: &str) -> Result<String, Problem> {
    let wrong = |reason| Problem::NotAnArea { reason };
    let object: geojson::GeoJson = text.parse().map_err(|_not_json| wrong("not-geojson"))?;
    match object {
        geojson::GeoJson::Geometry(geometry) => of_geometry(&geometry),
        geojson::GeoJson::Feature(feature) => feature
            .geometry
            .as_ref()
            .map_or(Err(wrong("no-polygon")), of_geometry),
        geojson::GeoJson::FeatureCollection(_) => Err(wrong("no-polygon")),
    }
}

/// The canonical text of a geometry.
pub(super) fn of_geometry(geometry: &Geometry) -> Result<String, Problem> {
    let text = match &geometry.value {
        GeometryValue::Polygon { coordinates } => {
            polygon(coordinates).map(|text| format!(r#"{{"type":"Polygon","coordinates":{text}}}"#))
        }
        GeometryValue::MultiPolygon { coordinates } => joined(coordinates, |rings| polygon(rings))
            .map(|text| format!(r#"{{"type":"MultiPolygon","coordinates":{text}}}"#)),
        _ => Err("no-polygon"),
    };
    text.map_err(|reason| Problem::NotAnArea { reason })
}

fn polygon(rings: &[Vec<Position>]) -> Result<String, &'static str> {
    if rings.is_empty() {
        return Err("no-ring");
    }
    joined(rings, |ring| {
        let closed = ring.len() >= RING && ring.first() == ring.last();
        if closed {
            joined(ring, position)
        } else {
            Err("ring-not-closed")
        }
    })
}

fn position(position: &Position) -> Result<String, &'static str> {
    let [lon, lat, ..] = position.as_slice() else {
        return Err("no-position");
    };
    if lon.abs() > 180.0 || lat.abs() > 90.0 {
        return Err("not-degrees");
    }
    Ok(format!("[{},{}]", six(*lon), six(*lat)))
}

/// Degrees to six decimals, without superfluous zeros.
pub(super) fn six(degrees: f64) -> String {
    let text = format!("{degrees:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn joined<T>(
    items: &[T],
    one: impl Fn(&T) -> Result<String, &'static str>,
) -> Result<String, &'static str> {
    if items.is_empty() {
        return Err("no-ring");
    }
    let texts: Vec<String> = items.iter().map(one).collect::<Result<_, _>>()?;
    Ok(format!("[{}]", texts.join(",")))
}

//! Polygons of regions from GeoJSON (RFC 7946): each feature that can be read, and why the others cannot.
//!
//! Only what outlines need: a collection of features with a region code among their properties, and a geometry of type
//! `Polygon` or `MultiPolygon`. It refuses to mend: a position outside ±180° and ±90°, or a ring of fewer than four
//! positions or not closed, makes the feature a defect. Whether rings cross is not looked at.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::Value;

use crate::{code::RegionCode, distance::is_position};

/// Says why a text is no collection of features.
#[derive(Debug, thiserror::Error)]
pub enum OutlineError {
    /// The text is not JSON.
    #[error("the text is not JSON")]
    NotJson {
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// The JSON is something else.
    #[error("the text is no GeoJSON feature collection: expected \"features\" with a list")]
    NoFeatures,
}

/// A feature, or a geometry, that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("feature {feature}: {fault}")]
pub struct OutlineDefect {
    /// The number of the feature in the file, from 1.
    pub feature: usize,
    /// What is wrong with it.
    pub fault: OutlineFault,
}

/// What may be wrong with a feature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutlineFault {
    /// The text of a geometry is not JSON.
    #[error("the text is not JSON")]
    NotJson,
    /// The property with the code is missing.
    #[error("the property \"{property}\" is missing")]
    NoCode {
        /// The property asked for.
        property: String,
    },
    /// The property holds something else.
    #[error("the property \"{property}\" is {found}: expected a code of six digits")]
    BadCode {
        /// The property asked for.
        property: String,
        /// What it holds, as JSON.
        found: String,
    },
    /// The geometry is missing or of another kind.
    #[error("the geometry is {found}: expected Polygon or MultiPolygon")]
    NotArea {
        /// Its type, or "missing".
        found: String,
    },
    /// A ring is not a list of at least four positions of which the last is the first.
    #[error("ring {ring} of polygon {polygon} is not a closed list of four or more positions")]
    OpenRing {
        /// The number of the polygon, from 1.
        polygon: usize,
        /// The number of the ring, from 1; the first is the outer one.
        ring: usize,
    },
    /// A position is not two numbers within ±180 and ±90.
    #[error(
        "position {place} of ring {ring} of polygon {polygon} is {found}: \
         expected [longitude, latitude] in degrees"
    )]
    BadPosition {
        /// The number of the polygon, from 1.
        polygon: usize,
        /// The number of the ring, from 1.
        ring: usize,
        /// The number of the position, from 1.
        place: usize,
        /// What stands there, as JSON.
        found: String,
    },
}

/// The outlines of a file, in its order, and what could not be read.
pub type Outlines = (Vec<(RegionCode, MultiPolygon)>, Vec<OutlineDefect>);

/// Reads a feature collection whose features bear a region code under `code_property`, as text or number.
///
/// # Errors
/// [`OutlineError`] when the text is no feature collection at all.
pub fn polygons_from_geojson(text: &str, code_property: &str) -> Result<Outlines, OutlineError> {
    let file: Value =
        serde_json::from_str(text).map_err(|source| OutlineError::NotJson { source })?;
    let features = file.get("features").and_then(Value::as_array);
    let features = features.ok_or(OutlineError::NoFeatures)?;
    let (mut outlines, mut defects) = (Vec::with_capacity(features.len()), Vec::new());
    for (feature, number) in features.iter().zip(1..) {
        match outline(feature, code_property) {
            Ok(outline) => outlines.push(outline),
            Err(fault) => defects.push(OutlineDefect {
                feature: number,
                fault,
            }),
        }
    }
    Ok((outlines, defects))
}

/// Reads the text of one geometry, or of a feature with one.
///
/// # Errors
/// [`OutlineFault`] when it is no `Polygon` or `MultiPolygon` of sound rings.
pub fn polygon_from_geojson(text: &str) -> Result<MultiPolygon, OutlineFault> {
    let value: Value = serde_json::from_str(text).map_err(|_error| OutlineFault::NotJson)?;
    area(value.get("geometry").unwrap_or(&value))
}

fn outline(feature: &Value, property: &str) -> Result<(RegionCode, MultiPolygon), OutlineFault> {
    let code = code(feature, property)?;
    Ok((code, area(feature.get("geometry").unwrap_or(&Value::Null))?))
}

fn code(feature: &Value, property: &str) -> Result<RegionCode, OutlineFault> {
    let found = feature
        .get("properties")
        .and_then(|properties| properties.get(property))
        .filter(|found| !found.is_null())
        .ok_or_else(|| OutlineFault::NoCode {
            property: property.to_owned(),
        })?;
    let digits = match found {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    digits.parse().map_err(|_error| OutlineFault::BadCode {
        property: property.to_owned(),
        found: found.to_string(),
    })
}

fn area(geometry: &Value) -> Result<MultiPolygon, OutlineFault> {
    let kind = geometry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("missing");
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match kind {
        "Polygon" => Ok(MultiPolygon(vec![polygon(coordinates, 1)?])),
        "MultiPolygon" => {
            let parts = list(coordinates).iter().zip(1..);
            let parts: MultiPolygon = parts
                .map(|(rings, number)| polygon(rings, number))
                .collect::<Result<_, _>>()?;
            if parts.0.is_empty() {
                return Err(OutlineFault::OpenRing {
                    polygon: 1,
                    ring: 1,
                });
            }
            Ok(parts)
        }
        _ => Err(OutlineFault::NotArea {
            found: kind.to_owned(),
        }),
    }
}

fn polygon(rings: &Value, number: usize) -> Result<Polygon, OutlineFault> {
    let rings = list(rings).iter().zip(1..);
    let mut rings = rings.map(|(positions, place)| ring(positions, number, place));
    let outer = rings.next().unwrap_or(Err(OutlineFault::OpenRing {
        polygon: number,
        ring: 1,
    }))?;
    Ok(Polygon::new(outer, rings.collect::<Result<_, _>>()?))
}

fn ring(positions: &Value, polygon: usize, ring: usize) -> Result<LineString, OutlineFault> {
    let mut line = Vec::new();
    for (position, place) in list(positions).iter().zip(1..) {
        line.push(
            coordinates(position).ok_or_else(|| OutlineFault::BadPosition {
                polygon,
                ring,
                place,
                found: position.to_string(),
            })?,
        );
    }
    if line.len() < 4 || line.first() != line.last() {
        return Err(OutlineFault::OpenRing { polygon, ring });
    }
    Ok(LineString(line))
}

fn coordinates(position: &Value) -> Option<Coord> {
    let x = position.get(0)?.as_f64()?;
    let y = position.get(1)?.as_f64()?;
    is_position(x, y).then_some(Coord { x, y })
}

/// Gives the items of a list; what is no list has none, which the checks of rings then find.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

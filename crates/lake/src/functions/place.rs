//! SQL over `regions`: zones, names, distance, displaced coordinates, polygons.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Float64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use regions::{RegionCode, gcj02};

use super::scalar::{Arguments, Function};

pub(crate) static FUNCTIONS: &[Function] = &[
    Function {
        name: "in_zone",
        arguments: (3, 3),
        returns: DataType::Boolean,
        run: in_zone,
    },
    Function {
        name: "region_name",
        arguments: (1, 1),
        returns: DataType::Utf8,
        run: region_name,
    },
    Function {
        name: "distance_m",
        arguments: (4, 4),
        returns: DataType::Float64,
        run: distance_m,
    },
    Function {
        name: "gcj02_to_wgs84_lon",
        arguments: (2, 2),
        returns: DataType::Float64,
        run: |arguments| wgs84(arguments, |(lon, _)| lon),
    },
    Function {
        name: "gcj02_to_wgs84_lat",
        arguments: (2, 2),
        returns: DataType::Float64,
        run: |arguments| wgs84(arguments, |(_, lat)| lat),
    },
    Function {
        name: "in_polygon",
        arguments: (3, 3),
        returns: DataType::Boolean,
        run: in_polygon,
    },
];

/// Longitude and latitude in decimal degrees.
type Position = (f64, f64);

fn in_zone(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (codes, zones, days) = (arguments.texts(0)?, arguments.texts(1)?, arguments.days(2)?);
    let mut answers = Vec::with_capacity(arguments.rows);
    for ((code, zone), day) in codes.into_iter().zip(zones).zip(days) {
        let (Some(code), Some(zone), Some(day)) = (code, zone, day) else {
            answers.push(None);
            continue;
        };
        let Ok(code) = code.parse::<RegionCode>() else {
            answers.push(None);
            continue;
        };
        answers.push(Some(
            regions::in_zone(code, &zone, day.date()).map_err(|e| arguments.error(&e))?,
        ));
    }
    Ok(Arc::new(BooleanArray::from(answers)))
}

fn region_name(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let name = |code: Option<String>| {
        let code = code?.parse::<RegionCode>().ok()?;
        regions::by_code(code).map(|region| region.zh)
    };
    Ok(Arc::new(
        arguments
            .texts(0)?
            .into_iter()
            .map(name)
            .collect::<StringArray>(),
    ))
}

fn distance_m(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let ends = positions(arguments, 0)?
        .into_iter()
        .zip(positions(arguments, 2)?);
    let metres = |(from, to): (Option<Position>, Option<Position>)| {
        let ((lon1, lat1), (lon2, lat2)) = (from?, to?);
        Some(regions::distance_m(lon1, lat1, lon2, lat2))
    };
    Ok(Arc::new(ends.map(metres).collect::<Float64Array>()))
}

fn wgs84(arguments: &Arguments<'_>, part: fn(Position) -> f64) -> Result<ArrayRef> {
    let displaced = positions(arguments, 0)?.into_iter();
    let wgs84 = |at: Option<Position>| at.and_then(|(lon, lat)| gcj02::to_wgs84(lon, lat));
    let answers: Float64Array = displaced.map(|at| wgs84(at).map(part)).collect();
    Ok(Arc::new(answers))
}

/// Reads a text once for all rows of a constant, and once for rows that follow each other with the same.
fn in_polygon(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let positions = positions(arguments, 0)?;
    let read = |text: &str| regions::polygon_from_geojson(text).map_err(|e| arguments.error(&e));
    if let Some(text) = arguments.constant_text(2) {
        let area = read(text)?;
        let covers = |at: Option<Position>| at.map(|(lon, lat)| regions::covers(&area, lon, lat));
        let answers: BooleanArray = positions.into_iter().map(covers).collect();
        return Ok(Arc::new(answers));
    }
    let texts = arguments.texts(2)?;
    let mut answers = Vec::with_capacity(arguments.rows);
    let mut last = None;
    for (text, position) in texts.iter().zip(positions) {
        if let Some(text) = text
            && last.as_ref().is_none_or(|(known, _)| *known != text)
        {
            last = Some((text, read(text)?));
        }
        let area = last.as_ref().filter(|_| text.is_some());
        let pair = area.zip(position);
        answers.push(pair.map(|((_, area), (lon, lat))| regions::covers(area, lon, lat)));
    }
    Ok(Arc::new(BooleanArray::from(answers)))
}

/// The positions of two columns; `None` where one is null or the pair is no position.
fn positions(arguments: &Arguments<'_>, place: usize) -> Result<Vec<Option<Position>>> {
    let (lon, lat) = (arguments.floats(place)?, arguments.floats(place + 1)?);
    let position = |(lon, lat): (Option<f64>, Option<f64>)| {
        Some((lon?, lat?)).filter(|(lon, lat)| regions::is_position(*lon, *lat))
    };
    Ok(lon.into_iter().zip(lat).map(position).collect())
}

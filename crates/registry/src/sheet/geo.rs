//! GeoJSON: a feature is a row, its properties are cells, its geometry the point or the area.

use std::collections::BTreeMap;

use geojson::{Feature, GeoJson, GeometryValue, JsonValue};

use super::area;
use super::cell::Raw;
use super::merge::{self, Seen};
use super::read::found;
use super::row;
use super::{Checks, Problem, SheetError, SheetRead};
use crate::Entity;

/// Reads the features of a GeoJSON text; a line is the number of the feature, from 1.
pub(super) fn read(
    entity: &Entity,
    name: &str,
    text: &str,
    checks: &Checks<'_>,
) -> Result<SheetRead, SheetError> {
    let object: GeoJson = text.parse().map_err(|source| SheetError::NotGeoJson {
        name: name.to_owned(),
        source: Box::new(source),
    })?;
    let features = match object {
        GeoJson::FeatureCollection(collection) => collection.features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(_) => Vec::new(),
    };
    if features.is_empty() {
        return Err(SheetError::NoFeatures {
            name: name.to_owned(),
        });
    }
    of_features(entity, name, &features, checks)
}

fn of_features(
    entity: &Entity,
    name: &str,
    features: &[Feature],
    checks: &Checks<'_>,
) -> Result<SheetRead, SheetError> {
    let rows: Vec<(BTreeMap<String, Value>, Option<Problem>)> = features
        .iter()
        .map(|feature| values(entity, feature))
        .collect();
    let mut headers: Vec<String> = Vec::new();
    // What the geometry gives comes first, so that a property of the same meaning is the repeated one.
    let given = GEOMETRY.map(str::to_owned).into_iter();
    for header in given.chain(rows.iter().flat_map(|(row, _)| row.keys().cloned())) {
        let used = || rows.iter().any(|(row, _)| row.contains_key(&header));
        if !headers.contains(&header) && used() {
            headers.push(header);
        }
    }
    let line = headers.iter().cloned().enumerate().collect();
    let (_, mut layout) = found(entity, name, vec![(1, line)])?;
    let mut defects = std::mem::take(&mut layout.defects);
    let mut outcomes = Vec::new();
    for (line, (values, problem)) in (1..).zip(&rows) {
        let cell = |at: usize| {
            let header = headers.get(at);
            header
                .and_then(|header| values.get(header))
                .map_or(Raw::Blank, Value::raw)
        };
        let before = defects.len();
        let outcome = row::outcome(entity, &layout, checks, line, cell, &mut defects);
        let Some(mut outcome) = outcome else { continue };
        if let Some(problem) = problem {
            outcome.refused = true;
            defects.insert(before, geometry_defect(line, problem.clone()));
        }
        outcomes.push(outcome);
    }
    let mut seen = Seen::default();
    Ok(merge::merge(
        entity, &layout, checks, &mut seen, outcomes, defects,
    ))
}

/// The columns that a geometry fills.
const GEOMETRY: [&str; 3] = ["lon", "lat", "area"];

fn geometry_defect(line: u64, problem: Problem) -> super::Defect {
    super::Defect {
        line,
        column: None,
        header: "geometry".to_owned(),
        text: String::new(),
        problem,
    }
}

/// A property, as a cell.
enum Value {
    Text(String),
    Number(String),
}

impl Value {
    fn raw(&self) -> Raw<'_> {
        match self {
            Self::Text(text) if text.trim().is_empty() => Raw::Blank,
            Self::Text(text) => Raw::Text(text.trim()),
            Self::Number(text) => Raw::Number(text),
        }
    }
}

fn values(entity: &Entity, feature: &Feature) -> (BTreeMap<String, Value>, Option<Problem>) {
    let mut values = BTreeMap::new();
    for (header, value) in feature.properties.iter().flatten() {
        if let Some(value) = of_json(value) {
            values.insert(header.clone(), value);
        }
    }
    let has_key = values.keys().any(|header| {
        matches!(
            super::header::named(entity, header),
            Some(super::header::Field::Key)
        )
    });
    match &feature.id {
        Some(geojson::feature::Id::String(id)) if !has_key => {
            values.insert("key".to_owned(), Value::Text(id.clone()));
        }
        Some(geojson::feature::Id::Number(id)) if !has_key => {
            values.insert("key".to_owned(), Value::Text(id.to_string()));
        }
        _ => {}
    }
    let problem = geometry(entity, feature, &mut values);
    (values, problem)
}

fn of_json(value: &JsonValue) -> Option<Value> {
    Some(match value {
        JsonValue::Null => return None,
        JsonValue::Bool(truth) => Value::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        JsonValue::Number(number) => Value::Number(number.to_string()),
        JsonValue::String(text) => Value::Text(text.clone()),
        other => {
            let mut other = other.clone();
            other.sort_all_objects();
            Value::Text(other.to_string())
        }
    })
}

fn geometry(
    entity: &Entity,
    feature: &Feature,
    values: &mut BTreeMap<String, Value>,
) -> Option<Problem> {
    let geometry = feature.geometry.as_ref()?;
    if let GeometryValue::Point { coordinates } = &geometry.value
        && entity.located
        && let [lon, lat, ..] = coordinates.as_slice()
    {
        values.insert("lon".to_owned(), Value::Number(area::six(*lon)));
        values.insert("lat".to_owned(), Value::Number(area::six(*lat)));
        return None;
    }
    if entity.column("area").is_none() {
        return Some(Problem::NotAnArea { reason: "no-point" });
    }
    match area::of_geometry(geometry) {
        Ok(text) => {
            values.insert("area".to_owned(), Value::Text(text));
            None
        }
        Err(problem) => Some(problem),
    }
}

//! A file of a source as lines of texts: gzip, UTF-8 with or without a mark, CSV or GeoJSON. It gives them no meaning.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use geojson::{Feature, FeatureCollection, GeoJson};

use super::{SourceError, mapping::Layout};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const MARK: &str = "\u{feff}";
const LIMIT: u64 = 256 * 1024 * 1024;

/// The column under which the geometry of a feature is found.
const GEOMETRY: &str = "geometry";

/// A file.
#[derive(Debug)]
pub(super) struct Table {
    pub header: Vec<String>,
    pub lines: Vec<Line>,
}

/// A line of it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub number: u64,
    pub fields: Vec<String>,
}

impl Table {
    /// What a line holds in a column, without blanks at its ends.
    pub(super) fn get<'a>(&self, line: &'a Line, column: &str) -> Option<&'a str> {
        let place = self.place(column)?;
        line.fields.get(place).map(|text| text.trim())
    }

    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }
}

/// The names of a file's columns (of GeoJSON: of the first feature's properties, and `geometry`); none when unreadable.
pub fn header(bytes: &[u8]) -> Vec<String> {
    let Ok(text) = text(bytes) else {
        return Vec::new();
    };
    if text.trim_start().starts_with('{') {
        return geo_json(&text).map_or_else(|_| Vec::new(), |table| table.header);
    }
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    reader
        .headers()
        .map(|names| names.iter().map(str::to_owned).collect())
        .unwrap_or_default()
}

pub(super) fn table(layout: Layout, bytes: &[u8]) -> Result<Table, SourceError> {
    let text = text(bytes)?;
    match layout {
        Layout::Csv => csv(&text),
        Layout::GeoJson => geo_json(&text),
    }
}

fn text(bytes: &[u8]) -> Result<String, SourceError> {
    let mut plain = Vec::new();
    if bytes.starts_with(&GZIP) {
        MultiGzDecoder::new(bytes)
            .take(LIMIT + 1)
            .read_to_end(&mut plain)
            .map_err(|source| SourceError::Packed { source })?;
    } else {
        plain.extend_from_slice(bytes);
    }
    if plain.len() as u64 > LIMIT {
        return Err(SourceError::TooLarge { limit: LIMIT });
    }
    let text = String::from_utf8(plain).map_err(|error| SourceError::Encoding {
        byte: error.utf8_error().valid_up_to(),
    })?;
    Ok(text.strip_prefix(MARK).map_or(text.clone(), str::to_owned))
}

fn csv(text: &str) -> Result<Table, SourceError> {
    let fail = |source| SourceError::Csv { source };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(fail)?;
    let header = header.iter().map(str::to_owned).collect();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fail)?;
        lines.push(Line {
            number: record.position().map_or(0, csv::Position::line),
            fields: record.iter().map(str::to_owned).collect(),
        });
    }
    Ok(Table { header, lines })
}

fn geo_json(text: &str) -> Result<Table, SourceError> {
    let fail = |error| SourceError::GeoJson {
        source: Box::new(error),
    };
    let parsed: GeoJson = text.parse().map_err(fail)?;
    let collection = FeatureCollection::try_from(parsed).map_err(fail)?;
    let mut header: Vec<String> = Vec::new();
    if let Some(properties) = collection
        .features
        .first()
        .and_then(|f| f.properties.as_ref())
    {
        header.extend(properties.keys().cloned());
    }
    header.push(GEOMETRY.to_owned());
    let lines = collection
        .features
        .iter()
        .zip(1..)
        .map(|(feature, number)| Line {
            number,
            fields: header.iter().map(|name| field(feature, name)).collect(),
        });
    Ok(Table {
        lines: lines.collect(),
        header,
    })
}

fn field(feature: &Feature, name: &str) -> String {
    if name == GEOMETRY {
        let geometry = feature.geometry.as_ref();
        return geometry.map_or_else(String::new, |geometry| geometry.value.to_string());
    }
    match feature.property(name) {
        None | Some(geojson::JsonValue::Null) => String::new(),
        Some(geojson::JsonValue::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

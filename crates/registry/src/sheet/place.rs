//! Where a thing is: regions by code or name, points in two systems, and whether the two agree.
//!
//! Nothing is mended: a point whose degrees are exchanged, that lies outside China or in another county than the region
//! given is told. Only an empty region is filled, from the county that the point lies in.

use regions::{Region, RegionCode, ResolveError, gcj02};

use super::cell::{self, plain};
use super::words::words;
use super::{Checks, Problem, area};
use crate::{Column, Given};

/// The longitudes and latitudes between which China lies (帕米尔 73°30′E to 抚远 135°05′E, 曾母暗沙 3°51′N to 漠河
/// 53°34′N), rounded outwards: no boundary, only enough to find slips.
const CHINA_LON: (f64, f64) = (73.4, 135.2);
const CHINA_LAT: (f64, f64) = (3.8, 53.6);

/// Which of the two degrees of a point a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Lon,
    Lat,
}

/// The system that a point is given in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Datum {
    #[default]
    Wgs84,
    Gcj02,
}

/// A point of a row: its two canonical cells as given, and their columns.
pub(super) struct Point<'a> {
    pub(super) lon: (&'a Column, &'a str),
    pub(super) lat: (&'a Column, &'a str),
    pub(super) datum: Datum,
}

/// The axis that a column of this id holds.
pub(super) fn axis(id: &str) -> Option<Axis> {
    match id {
        "lon" => Some(Axis::Lon),
        "lat" => Some(Axis::Lat),
        _ => None,
    }
}

/// Reads a region as its six digits.
pub(super) fn region(text: &str) -> Result<String, Problem> {
    if let Some(code) = regions::resolve_exact(text) {
        return Ok(code.to_string());
    }
    let several = |found: Vec<&'static Region>| found.into_iter().map(shown).collect();
    match regions::resolve(text) {
        Ok(region) => Ok(region.code.to_string()),
        Err(ResolveError::Ambiguous { candidates, .. }) => Err(Problem::AmbiguousRegion {
            candidates: several(candidates),
        }),
        Err(ResolveError::UnknownName { near, .. }) => Err(Problem::UnknownRegion {
            near: several(near),
        }),
        Err(ResolveError::UnknownCode { within, .. }) => Err(Problem::UnknownRegion {
            near: several(within.into_iter().collect()),
        }),
        Err(ResolveError::Empty) => Err(Problem::UnknownRegion { near: Vec::new() }),
    }
}

/// Reads the system of a point.
pub(super) fn datum(text: &str) -> Result<Datum, Problem> {
    let given = plain(text);
    let is = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(&given));
    let datum = &words().datum;
    if is(&datum.wgs84) {
        return Ok(Datum::Wgs84);
    }
    if is(&datum.gcj02) {
        return Ok(Datum::Gcj02);
    }
    let offered = [&datum.wgs84, &datum.gcj02].into_iter();
    Err(Problem::NotListed {
        values: offered.filter_map(|names| names.first().cloned()).collect(),
    })
}

/// The point in WGS-84 as two canonical texts, or what is wrong with it and which of its columns says so.
pub(super) fn wgs84(point: &Point<'_>) -> Result<(String, String), (Axis, Problem)> {
    let ((lon_column, lon_text), (lat_column, lat_text)) = (point.lon, point.lat);
    let (lon, lat) = (degrees(lon_text), degrees(lat_text));
    if in_china(lat, lon) {
        let problem = Problem::SwappedPoint {
            lon: lat_text.to_owned(),
            lat: lon_text.to_owned(),
        };
        return Err((Axis::Lon, problem));
    }
    if let Some(problem) = cell::bounds(lon_column, lon_text) {
        return Err((Axis::Lon, problem));
    }
    if let Some(problem) = cell::bounds(lat_column, lat_text) {
        return Err((Axis::Lat, problem));
    }
    if !in_china(lon, lat) {
        return Err((Axis::Lon, Problem::OutsideChina));
    }
    match point.datum {
        Datum::Wgs84 => Ok((lon_text.to_owned(), lat_text.to_owned())),
        Datum::Gcj02 => {
            let (lon, lat) = gcj02::to_wgs84(lon, lat).unwrap_or((lon, lat));
            Ok((area::six(lon), area::six(lat)))
        }
    }
}

/// Holds the region cell against the point; fills it when it is empty.
pub(super) fn agree(
    region: &mut Given,
    (lon, lat): (&str, &str),
    checks: &Checks<'_>,
) -> Option<Problem> {
    let county = (checks.county)(degrees(lon), degrees(lat));
    match (&*region, county) {
        (Given::Left, Some(county)) => {
            *region = Given::Value(county.to_string());
            None
        }
        (Given::Value(code), county) => {
            let code: RegionCode = code.parse().ok()?;
            let wrong = match county {
                Some(county) => !regions::contains(code, county),
                None => checks
                    .covered
                    .is_some_and(|all| regions::contains(all, code)),
            };
            wrong.then(|| Problem::PointElsewhere {
                county: county.map_or_else(String::new, named),
            })
        }
        _ => None,
    }
}

fn in_china(lon: f64, lat: f64) -> bool {
    (CHINA_LON.0..=CHINA_LON.1).contains(&lon) && (CHINA_LAT.0..=CHINA_LAT.1).contains(&lat)
}

/// A canonical number of degrees; it has been read as one.
fn degrees(canonical: &str) -> f64 {
    canonical.parse().unwrap_or(f64::INFINITY)
}

fn named(code: RegionCode) -> String {
    regions::by_code(code).map_or_else(|| code.to_string(), shown)
}

/// A region as people find it: its code and full name.
fn shown(region: &'static Region) -> String {
    format!("{} {}", region.code, full_name(region))
}

/// The name of a region after that of its city, where it has one.
pub(super) fn full_name(region: &'static Region) -> String {
    match region.parent() {
        Some(city) if region.level == regions::Level::County => format!("{}{}", city.zh, region.zh),
        _ => region.zh.to_owned(),
    }
}

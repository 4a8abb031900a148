//! Points of the sources placed by the boundaries that the register itself takes in, held against what others found.
//!
//! `_prefecture` and `_county` of the extracts were set by whoever cut them, with other software and the same polygons.

use std::collections::BTreeMap;

use regions::{PlaceIndex, RegionCode};
use registry::{
    Given,
    sources::{self, EntityRows},
};

use crate::sources::{UNITS, catalogue, file, read, said};

const RADIUS: &str = include_str!("../../../../docs/method/independent/heat_radius.csv");

/// The 117 counties, from the boundaries as the register takes them in.
fn counties() -> Option<PlaceIndex<RegionCode>> {
    let (_, made) = read("shanxi_boundaries/shanxi_district_tianditu.geojson")?;
    let shapes = made[0].rows.iter().map(|row| {
        let code = row.key.parse().expect("a code");
        let Given::Value(area) = said("region_boundary", row, "area") else {
            panic!("every county has an area");
        };
        let shape = regions::polygon_from_geojson(area).expect("a sound polygon");
        (code, shape)
    });
    Some(PlaceIndex::new(shapes.collect()))
}

fn placed(name: &str) -> Option<Vec<EntityRows>> {
    let index = counties()?;
    let bytes = file(name)?;
    let source = sources::detect(name, &sources::header(&bytes)).expect("a known layout");
    let place = |lon, lat| index.locate(lon, lat).copied();
    let made = sources::read(source, catalogue(), &bytes, Some(&place));
    Some(made.expect("a readable file"))
}

#[test]
fn points_fall_into_the_counties_that_other_software_found() {
    for (name, rows) in [
        (UNITS, 265),
        ("gem_trackers/gcmt_shanxi_mines_2024-05.csv", 690),
        ("gem_trackers/gist_shanxi_units_2025-03-18.csv", 160),
        ("wri_gppd/shanxi_wri_china_source.csv", 47),
    ] {
        let (Some((_, named)), Some(placed)) = (read(name), placed(name)) else {
            return;
        };
        assert_eq!(placed[0].rows.len(), rows, "{name}");
        for (own, other) in placed.iter().zip(&named) {
            assert_eq!(own.rows, other.rows, "{name}: {}", own.entity);
        }
        let differ = placed.iter().flat_map(|made| &made.defects);
        let differ = differ.filter(|defect| defect.reason.id == "region_differs");
        assert_eq!(differ.count(), 0, "{name}");
    }
}

#[test]
fn stations_of_the_province_fall_into_their_cities() {
    let Some(made) = placed("station_lists/knowair_station_info.csv") else {
        return;
    };
    let mut in_county = 0;
    for row in &made[0].rows {
        if let Given::Value(region) = said("air_station", row, "region")
            && region.starts_with("14")
            && !region.ends_with("00")
        {
            in_county += 1;
        }
    }
    assert_eq!(in_county, 58);
    assert_eq!(made[0].defects, []);
}

#[test]
fn boilers_near_a_heat_source_are_those_of_the_independent_geodesics() {
    let Some((_, made)) = read(UNITS) else {
        return;
    };
    let number = |entity: &str, row, column: &str| match said(entity, row, column) {
        Given::Value(text) => text.parse::<f64>().expect("a number"),
        Given::Left | Given::Cleared => panic!("{column} is known"),
    };
    let is = |entity: &str, row, column: &str, text: &str| {
        *said(entity, row, column) == Given::Value(text.to_owned())
    };
    // What clause 9 and its terms ask: plants of combined heat and power, 300 MW and more, within 30 km.
    let sources: Vec<(&str, f64, f64)> = made[1]
        .rows
        .iter()
        .filter(|row| is("heat_source", row, "kind", "chp_plant"))
        .filter(|row| number("heat_source", row, "power_mw") >= 300.0)
        .map(|row| {
            let at = |column| number("heat_source", row, column);
            (row.key.as_str(), at("lon"), at("lat"))
        })
        .collect();
    let mut found = BTreeMap::new();
    for row in &made[2].rows {
        if is("boiler", row, "in_use", "true") {
            let (lon, lat) = (number("boiler", row, "lon"), number("boiler", row, "lat"));
            let metres = |(key, x, y): &(&str, f64, f64)| {
                (regions::distance_m(lon, lat, *x, *y), (*key).to_owned())
            };
            let all = sources.iter().map(metres);
            let least = all.min_by(|a, b| a.0.total_cmp(&b.0)).expect("a source");
            if least.0 <= 30_000.0 {
                found.insert(row.key.clone(), least);
            }
        }
    }
    let mut reader = csv::Reader::from_reader(RADIUS.as_bytes());
    let lines = reader.records().map(|line| line.expect("a line"));
    let mut compared = 0;
    for line in lines {
        let (metres, source) = &found[&format!("gem:{}", &line[0])];
        let expect: f64 = line[2].parse().expect("metres");
        assert_eq!(*source, format!("gem:{}", &line[1]), "{}", &line[0]);
        // The register keeps six decimals of a degree, some 0.1 m.
        assert!(
            (metres - expect).abs() < 0.2,
            "{}: {metres} {expect}",
            &line[0]
        );
        compared += 1;
    }
    assert_eq!(compared, found.len());
    assert!(compared > 100, "{compared}");
}

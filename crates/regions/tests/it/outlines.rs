//! GeoJSON outlines as publishers write them, and the ways in which they may be wrong.

use regions::{polygon_from_geojson, polygons_from_geojson};

const RING: &str = "[[112,37],[113,37],[113,38],[112,37]]";

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{rings}]}}"#)
}

#[test]
fn codes_are_text_or_numbers_and_outlines_one_polygon_or_several() {
    let several = format!(r#"{{"type":"MultiPolygon","coordinates":[[{RING}],[{RING}]]}}"#);
    let text = collection(&[
        feature(r#"{"adcode":"140105"}"#, &polygon(RING)),
        feature(r#"{"adcode":140106}"#, &several),
    ]);
    let (outlines, defects) = polygons_from_geojson(&text, "adcode").expect("a collection");
    assert_eq!(defects, []);
    let found: Vec<_> = outlines
        .iter()
        .map(|(code, area)| (code.get(), area.0.len()))
        .collect();
    assert_eq!(found, [(140_105, 1), (140_106, 2)]);
}

#[test]
fn a_faulty_feature_is_named_by_number_and_costs_no_other() {
    let code = r#"{"adcode":"140105"}"#;
    let text = collection(&[
        feature("{}", &polygon(RING)),
        feature(r#"{"adcode":"太原"}"#, &polygon(RING)),
        feature(code, &polygon(RING)),
        feature(code, "null"),
        feature(code, r#"{"type":"Point","coordinates":[112,37]}"#),
        feature(code, &polygon("[[112,37],[113,37],[112,37]]")),
        feature(
            code,
            &polygon(&format!("{RING},[[37,112],[38,112],[38,113],[37,112]]")),
        ),
        feature(code, &polygon("[[112],[113,37],[113,38],[112]]")),
        feature(code, r#"{"type":"MultiPolygon","coordinates":[]}"#),
    ]);
    let (outlines, defects) = polygons_from_geojson(&text, "adcode").expect("a collection");
    assert_eq!(outlines.len(), 1);
    let said: Vec<String> = defects.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "feature 1: the property \"adcode\" is missing",
            "feature 2: the property \"adcode\" is \"太原\": expected a code of six digits",
            "feature 4: the geometry is missing: expected Polygon or MultiPolygon",
            "feature 5: the geometry is Point: expected Polygon or MultiPolygon",
            "feature 6: ring 1 of polygon 1 is not a closed list of four or more positions",
            "feature 7: position 1 of ring 2 of polygon 1 is [37,112]: expected [longitude, latitude] in degrees",
            "feature 8: position 1 of ring 1 of polygon 1 is [112]: expected [longitude, latitude] in degrees",
            "feature 9: ring 1 of polygon 1 is not a closed list of four or more positions",
        ]
    );
}

#[test]
fn what_is_no_collection_is_refused() {
    let refused = |text: &str| {
        polygons_from_geojson(text, "adcode")
            .expect_err("no collection")
            .to_string()
    };
    assert_eq!(refused("adcode,lon"), "the text is not JSON");
    assert!(refused("{}").starts_with("the text is no GeoJSON feature collection"));
}

#[test]
fn a_geometry_alone_is_read_too() {
    assert!(polygon_from_geojson(&polygon(RING)).is_ok());
    assert!(polygon_from_geojson(&feature("{}", &polygon(RING))).is_ok());
    assert!(polygon_from_geojson("POLYGON((112 37))").is_err());
    assert!(polygon_from_geojson("3").is_err());
}

//! Tables of the independent programs (`docs/method/independent`) and the outlines that lie beside the repository.
#![expect(
    clippy::disallowed_methods,
    reason = "the outlines are a file beside the repository"
)]
#![expect(
    clippy::print_stderr,
    reason = "a reader of the test log must see that the outlines were missing"
)]

use geo::MultiPolygon;
use regions::{RegionCode, polygons_from_geojson};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Reads the rows of a table as text.
pub(crate) fn table(name: &str) -> Vec<csv::StringRecord> {
    let path = format!("{ROOT}/docs/method/independent/{name}");
    let mut reader = csv::Reader::from_path(path).expect("the table is in the repository");
    reader
        .records()
        .collect::<Result<_, _>>()
        .expect("well-formed rows")
}

/// Reads one cell as a number.
pub(crate) fn number(row: &csv::StringRecord, column: usize) -> f64 {
    row[column].parse().expect("a number")
}

/// Reads outlines of 山西省, `None` where the data set is missing.
pub(crate) fn outlines(file: &str, property: &str) -> Option<Vec<(RegionCode, MultiPolygon)>> {
    let path = format!("{ROOT}/../shared/data/shanxi_boundaries/{file}");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("NOT RUN against the outlines: {path} is missing");
        return None;
    };
    let (outlines, defects) = polygons_from_geojson(&text, property).expect("a collection");
    assert_eq!(defects, []);
    Some(outlines)
}

/// The 117 counties in WGS 84, as 高德 draws them.
pub(crate) fn counties() -> Option<Vec<(RegionCode, MultiPolygon)>> {
    outlines("shanxi_district_amap.geojson", "district_adcode")
}

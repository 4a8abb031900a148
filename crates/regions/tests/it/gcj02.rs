//! GCJ-02 against other open libraries (`places.py`), and its inverse against itself.

use proptest::prelude::{ProptestConfig, proptest};
use regions::{distance_m, gcj02};

use crate::independent::{number, outlines, table};

#[test]
fn both_ways_agree_with_an_open_library_to_a_millimetre() {
    let rows = table("gcj02.csv");
    assert_eq!(rows.len(), 300);
    for row in &rows {
        let [lon, lat, gcj_lon, gcj_lat] = std::array::from_fn(|i| number(row, i));
        let there = gcj02::from_wgs84(lon, lat).expect("a place in China");
        let back = gcj02::to_wgs84(gcj_lon, gcj_lat).expect("a place in China");
        assert!(
            distance_m(there.0, there.1, gcj_lon, gcj_lat) < 1e-3,
            "{row:?}"
        );
        assert!(distance_m(back.0, back.1, lon, lat) < 1e-3, "{row:?}");
    }
}

#[test]
fn the_cities_of_shanxi_are_displaced_as_the_note_of_the_boundaries_says() {
    // NOTES.md of the data set: centroids of DataV lie 0.004° to 0.009° east of those of 天地图.
    use geo::Centroid;
    let Some(cities) = outlines("shanxi_city_tianditu.geojson", "city_adcode") else {
        return;
    };
    assert_eq!(cities.len(), 11);
    for (code, outline) in cities {
        let centre = outline.centroid().expect("an area");
        let (lon, _) = gcj02::from_wgs84(centre.x(), centre.y()).expect("a place in China");
        assert!((0.004..0.009).contains(&(lon - centre.x())), "{code}");
    }
}

#[test]
fn outside_the_rectangle_of_china_there_is_no_answer() {
    for (lon, lat) in [
        (72.0, 37.0),
        (138.0, 37.0),
        (112.0, 0.5),
        (112.0, 56.0),
        (37.9, 112.5),
        (f64::NAN, 37.0),
    ] {
        assert_eq!(gcj02::from_wgs84(lon, lat), None);
        assert_eq!(gcj02::to_wgs84(lon, lat), None);
    }
    assert!(gcj02::from_wgs84(72.004, 0.8293).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_the_same_place(lon in 73.0..136.0_f64, lat in 2.0..55.0_f64) {
        let (gcj_lon, gcj_lat) = gcj02::from_wgs84(lon, lat).expect("a place in the rectangle");
        let (back_lon, back_lat) = gcj02::to_wgs84(gcj_lon, gcj_lat).expect("a place in the rectangle");
        assert!(distance_m(lon, lat, back_lon, back_lat) < 1e-6);
    }
}

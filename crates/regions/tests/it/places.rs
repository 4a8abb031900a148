//! Placing points in polygons and overlaying polygons: against shapely (`places.py`) and against slow twins.

use geo::{
    BooleanOps, Coord, CoordsIter, Intersects, LineString, MultiPolygon, Point, Polygon, Rect,
    coord,
};
use proptest::prelude::{ProptestConfig, Strategy, prop, proptest};
use regions::{PlaceIndex, RegionCode, overlay};

use crate::independent::{counties, number, outlines, table};

type Places = Vec<(u32, MultiPolygon)>;

#[test]
fn the_counties_of_1500_points_agree_with_the_independent_program() {
    let Some(counties) = counties() else { return };
    assert_eq!(counties.len(), 117);
    let index = PlaceIndex::new(counties);
    let rows = table("places_located.csv");
    assert_eq!(rows.len(), 1500);
    for row in &rows {
        let found = index.locate(number(row, 0), number(row, 1));
        assert_eq!(
            found.map_or(String::new(), RegionCode::to_string),
            row[2],
            "{row:?}"
        );
    }
}

#[test]
fn every_vertex_of_the_counties_is_placed_as_the_slow_twin_places_it() {
    let Some(counties) = counties() else { return };
    let vertices: Vec<Coord> = counties
        .iter()
        .flat_map(|(_, area)| area.coords_iter())
        .step_by(17)
        .collect();
    let index = PlaceIndex::new(counties.clone());
    for vertex in vertices {
        agree(&index, &counties, vertex);
    }
}

#[test]
fn cities_overlap_counties_by_what_the_independent_program_finds() {
    let (Some(counties), Some(cities)) = (
        counties(),
        outlines("shanxi_city_tianditu.geojson", "city_adcode"),
    ) else {
        return;
    };
    let mut expected = 0;
    for row in table("places_overlay.csv") {
        let (_, city) = cities
            .iter()
            .find(|(code, _)| code.to_string() == row[0])
            .expect("a city");
        let found = overlay(city, &counties);
        let found = found
            .iter()
            .find(|found| found.id.to_string() == row[1])
            .expect("an overlap");
        assert!(
            (found.common_m2 - number(&row, 2)).abs() < 1e-6 * number(&row, 2) + 20.0,
            "{row:?} {found:?}"
        );
        assert!(
            (found.share_of_place - number(&row, 3)).abs() < 2e-6,
            "{row:?} {found:?}"
        );
        assert!(
            (found.share_of_area - number(&row, 4)).abs() < 2e-6,
            "{row:?} {found:?}"
        );
        expected += 1;
    }
    assert_eq!(expected, 229);
}

#[test]
fn polygons_that_only_touch_do_not_overlap() {
    let places = vec![
        (1, square(0.0, 0.0, 1.0)),
        (2, square(1.0, 0.0, 1.0)),
        (3, square(0.5, 0.0, 1.0)),
    ];
    let found = overlay(&square(0.0, 0.0, 1.0), &places);
    assert_eq!(
        found.iter().map(|found| *found.id).collect::<Vec<_>>(),
        [1, 3]
    );
    // The upper edge of a square of one degree is a geodesic and bulges north: halves are a little less than a half.
    let close = |found: f64, expect: f64| (found - expect).abs() < 2e-5;
    assert!(
        close(found[0].share_of_area, 1.0) && close(found[1].share_of_place, 0.5),
        "{found:?}"
    );
}

#[test]
fn a_hole_is_outside_and_its_border_is_inside() {
    let hole = LineString::from(vec![
        (1.0, 1.0),
        (1.0, 2.0),
        (2.0, 2.0),
        (2.0, 1.0),
        (1.0, 1.0),
    ]);
    let frame = Rect::new((0.0, 0.0), (3.0, 3.0)).to_polygon();
    let frame = Polygon::new(frame.exterior().clone(), vec![hole]);
    let index = PlaceIndex::new(vec![("frame", frame.into())]);
    assert_eq!(index.locate(0.5, 1.5), Some(&"frame"));
    assert_eq!(index.locate(1.5, 1.5), None);
    assert_eq!(index.locate(1.0, 1.5), Some(&"frame"));
    assert_eq!(index.locate(3.0, 3.0), Some(&"frame"));
}

#[test]
fn an_index_without_polygons_knows_no_place() {
    let index = PlaceIndex::<u32>::new(Vec::new());
    assert_eq!(index.locate(112.5, 37.9), None);
    let empty = PlaceIndex::new(vec![(1, MultiPolygon(Vec::new()))]);
    assert_eq!((empty.locate(0.0, 0.0), empty.ids()), (None, &[1][..]));
}

#[test]
fn what_is_no_number_is_nowhere() {
    let index = PlaceIndex::new(vec![(1, square(0.0, 0.0, 1.0))]);
    for (x, y) in [
        (f64::NAN, 0.5),
        (0.5, f64::NAN),
        (f64::INFINITY, 0.5),
        (0.5, f64::NEG_INFINITY),
    ] {
        assert_eq!(index.locate(x, y), None);
    }
}

fn square(west: f64, south: f64, side: f64) -> MultiPolygon {
    Rect::new((west, south), (west + side, south + side))
        .to_polygon()
        .into()
}

/// The twin: every polygon in turn, by crate `geo`; of those that hold the point the one of the smallest id.
fn slow<Id: Ord + Copy>(places: &[(Id, MultiPolygon)], at: Coord) -> Option<Id> {
    let holds = places
        .iter()
        .filter(|(_, area)| area.intersects(&Point::from(at)));
    holds.map(|(id, _)| *id).min()
}

fn agree<Id: Ord + Copy + std::fmt::Debug>(
    index: &PlaceIndex<Id>,
    places: &[(Id, MultiPolygon)],
    at: Coord,
) {
    assert_eq!(
        index.locate(at.x, at.y).copied(),
        slow(places, at),
        "{at:?}"
    );
}

/// A star of whole-number corners around a centre: simple, often concave, often sharing vertices with others.
fn star() -> impl Strategy<Value = Polygon> {
    let corner = (0_u8..24, 1_u8..9);
    (
        (-12_i8..12, -12_i8..12),
        prop::collection::btree_map(corner.0, corner.1, 3..12),
    )
        .prop_map(|(centre, corners)| {
            let corner = |(turn, far): (u8, u8)| {
                let angle = f64::from(turn) / 24.0 * std::f64::consts::TAU;
                let (sin, cos) = angle.sin_cos();
                coord! {
                    x: (f64::from(centre.0) + f64::from(far) * cos).round(),
                    y: (f64::from(centre.1) + f64::from(far) * sin).round(),
                }
            };
            Polygon::new(
                LineString(corners.into_iter().map(corner).collect()),
                Vec::new(),
            )
        })
}

/// Polygons of up to six ids, with holes: stars less other stars. Cutting also mends what rounding made cross.
fn places() -> impl Strategy<Value = Places> {
    prop::collection::vec((0_u32..6, star(), star()), 1..8).prop_map(|stars| {
        stars
            .into_iter()
            .map(|(id, star, hole)| (id, star.difference(&hole)))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_answers_as_the_slow_twin(
        places in places(),
        points in prop::collection::vec((-22.0..22.0_f64, -22.0..22.0_f64), 40),
        whole in prop::collection::vec((-22_i8..22, -22_i8..22), 40),
    ) {
        let index = PlaceIndex::new(places.clone());
        let vertices: Vec<Coord> = places.iter().flat_map(|(_, area)| area.coords_iter()).collect();
        let middles = vertices.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0);
        let points = points.into_iter().map(Coord::from);
        let whole = whole.into_iter().map(|(x, y)| coord! { x: f64::from(x), y: f64::from(y) });
        let nudged = vertices.iter().map(|at| coord! { x: at.x.next_up(), y: at.y.next_down() });
        for at in points.chain(whole).chain(middles).chain(nudged).chain(vertices.iter().copied()) {
            agree(&index, &places, at);
        }
    }
}

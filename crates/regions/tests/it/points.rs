//! Nearest points and points within a radius: against slow twins, and where the globe closes.

use proptest::prelude::{ProptestConfig, prop, proptest};
use regions::{Nearest, PointIndex, distance_m};

#[test]
fn an_index_without_points_has_no_nearest() {
    let index = PointIndex::<u32>::new([]);
    assert_eq!(index.nearest(112.5, 37.9), None);
    assert_eq!(index.within_m(112.5, 37.9, 1e8), []);
}

#[test]
fn neither_the_date_line_nor_the_pole_parts_neighbours() {
    let index = PointIndex::new([
        ("west", 179.9, 10.0),
        ("north", 0.0, 89.9),
        ("far", 0.0, 0.0),
    ]);
    assert_eq!(index.nearest(-179.9, 10.0).map(|(id, _)| *id), Some("west"));
    assert_eq!(index.nearest(180.0, 89.9).map(|(id, _)| *id), Some("north"));
}

#[test]
fn of_points_at_one_place_that_of_the_smallest_id_is_nearest() {
    for last in 1..40_usize {
        let index = PointIndex::new((0..last).rev().map(|id| (id, 112.5, 37.9)));
        assert_eq!(index.nearest(112.55, 37.95).map(|(id, _)| *id), Some(0));
    }
}

#[test]
fn the_radius_itself_is_within() {
    let radius_m = distance_m(112.5, 37.9, 112.8, 37.9);
    let index = PointIndex::new([(1, 112.8, 37.9)]);
    assert_eq!(index.within_m(112.5, 37.9, radius_m), [(&1, radius_m)]);
    assert_eq!(index.within_m(112.5, 37.9, radius_m.next_down()), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn searches_answer_as_their_slow_twins(
        points in prop::collection::vec((110.0..114.6_f64, 34.5..40.8_f64), 1..60),
        lon in 110.0..114.6_f64, lat in 34.5..40.8_f64, radius_m in 0.0..300_000.0_f64,
    ) {
        let points: Vec<(usize, f64, f64)> = points.into_iter().enumerate().map(|(id, (x, y))| (id, x, y)).collect();
        let index = PointIndex::new(points.iter().copied());
        let mut all: Vec<(usize, f64)> = points.iter().map(|(id, x, y)| (*id, distance_m(lon, lat, *x, *y))).collect();
        all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        assert_eq!(index.nearest(lon, lat).map(|(id, metres)| (*id, metres)), Some(all[0]));
        all.retain(|(_, metres)| *metres <= radius_m);
        let found: Vec<(usize, f64)> = index.within_m(lon, lat, radius_m).into_iter().map(|(id, m)| (*id, m)).collect();
        assert_eq!(found, all);
    }

    #[test]
    fn the_least_of_a_stream_is_the_least_of_all_to_the_last_bit(
        pairs in prop::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 0..40),
        near in 0.0..1e-3_f64, cut in 0_usize..40,
    ) {
        // Some pairs are far apart, some near, and many nearly equally far.
        let pairs: Vec<[f64; 4]> = pairs.into_iter().enumerate().map(|(i, (x, y, east, north))| match i % 3 {
            0 => [x, y, 360.0 * east - 180.0, 180.0 * north - 90.0],
            1 => [x, y.clamp(-89.0, 89.0), x, y.clamp(-89.0, 89.0) + near],
            _ => [112.0, 37.0, 112.0 + near + 1e-9 * east, 37.0],
        }).collect();
        let (mut first, mut second) = (Nearest::default(), Nearest::default());
        for (i, [a, b, c, d]) in pairs.iter().copied().enumerate() {
            if i < cut { first.offer(a, b, c, d) } else { second.offer(a, b, c, d) }
        }
        second.distance_m().into_iter().for_each(|metres| first.offer_m(metres));
        let slow = pairs.iter().map(|[a, b, c, d]| distance_m(*a, *b, *c, *d)).reduce(f64::min);
        assert_eq!(first.distance_m(), slow);
    }
}

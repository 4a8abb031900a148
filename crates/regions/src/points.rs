//! Which of many points is nearest, and which lie within a radius: exact geodesic metres, few of them computed.
//!
//! Points stand in an R-tree by their Earth-centred coordinates, so that neither the poles nor the 180th meridian are
//! special; straight chords bound the distances from below ([`Geocentric`]).

use rstar::{RTree, primitives::GeomWithData};

use crate::{bounds::Geocentric, distance::distance_m};

/// Points, each with an id, arranged for searches by distance.
///
/// # Examples
/// ```
/// let plants = regions::PointIndex::new([("b", 112.5, 37.8), ("a", 112.9, 37.8), ("c", 113.6, 37.9)]);
/// let (id, metres) = plants.nearest(112.6, 37.8).expect("an index with points");
/// assert_eq!((*id, metres.round()), ("b", 8807.0));
/// let near: Vec<_> = plants.within_m(112.6, 37.8, 30_000.0).into_iter().map(|(id, _)| *id).collect();
/// assert_eq!(near, ["b", "a"]);
/// ```
#[derive(Debug)]
pub struct PointIndex<Id> {
    ids: Vec<Id>,
    tree: RTree<Spot>,
}

/// A point in the tree: its Earth-centred coordinates, with its position and the place of its id.
type Spot = GeomWithData<[f64; 3], (f64, f64, usize)>;

/// More than a chord loses to rounding.
const ROUNDING_M: f64 = 1e-6;

impl<Id: Ord> PointIndex<Id> {
    /// Arranges points of an id, a longitude and a latitude in decimal degrees; all must be positions.
    pub fn new(points: impl IntoIterator<Item = (Id, f64, f64)>) -> Self {
        let mut points: Vec<_> = points.into_iter().collect();
        points.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        let (ids, positions) = points.into_iter().map(|(id, x, y)| (id, (x, y))).unzip();
        Self {
            ids,
            tree: plant(positions),
        }
    }

    /// Finds the nearest point and its distance in metres; of equally near ones that of the smallest id.
    pub fn nearest(&self, lon_deg: f64, lat_deg: f64) -> Option<(&Id, f64)> {
        let (metres, place) = nearest(&self.tree, lon_deg, lat_deg)?;
        Some((&self.ids[place], metres))
    }

    /// Finds every point no farther than a radius, with its distance in metres: the nearest first, then by id.
    pub fn within_m(&self, lon_deg: f64, lat_deg: f64, radius_m: f64) -> Vec<(&Id, f64)> {
        within(&self.tree, lon_deg, lat_deg, radius_m)
            .into_iter()
            .map(|(metres, place)| (&self.ids[place], metres))
            .collect()
    }
}

fn plant(positions: Vec<(f64, f64)>) -> RTree<Spot> {
    let spot = |(place, (lon_deg, lat_deg))| {
        GeomWithData::new(
            Geocentric::new(lon_deg, lat_deg).xyz_m,
            (lon_deg, lat_deg, place),
        )
    };
    RTree::bulk_load(positions.into_iter().enumerate().map(spot).collect())
}

/// Takes points in the order of their chords until a chord is longer than the least distance.
fn nearest(tree: &RTree<Spot>, lon_deg: f64, lat_deg: f64) -> Option<(f64, usize)> {
    let from = Geocentric::new(lon_deg, lat_deg).xyz_m;
    let mut best: Option<(f64, usize)> = None;
    for (spot, chord2) in tree.nearest_neighbor_iter_with_distance_2(&from) {
        if best.is_some_and(|(metres, _)| chord2.sqrt() - ROUNDING_M > metres) {
            break;
        }
        let found = measured(spot, lon_deg, lat_deg);
        if best.is_none_or(|least| found < least) {
            best = Some(found);
        }
    }
    best
}

fn within(tree: &RTree<Spot>, lon_deg: f64, lat_deg: f64, radius_m: f64) -> Vec<(f64, usize)> {
    let from = Geocentric::new(lon_deg, lat_deg).xyz_m;
    let reach_m = radius_m + ROUNDING_M;
    let mut found: Vec<(f64, usize)> = tree
        .locate_within_distance(from, reach_m * reach_m)
        .map(|spot| measured(spot, lon_deg, lat_deg))
        .filter(|(metres, _)| *metres <= radius_m)
        .collect();
    found.sort_by(|(a_m, a), (b_m, b)| a_m.total_cmp(b_m).then(a.cmp(b)));
    found
}

/// Gives the distance to a point, and the place of its id.
fn measured(spot: &Spot, lon_deg: f64, lat_deg: f64) -> (f64, usize) {
    let (spot_lon_deg, spot_lat_deg, place) = spot.data;
    (
        distance_m(lon_deg, lat_deg, spot_lon_deg, spot_lat_deg),
        place,
    )
}

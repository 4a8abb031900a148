//! In which polygon a point lies: exact, and fast enough to place a register of a million things.
//!
//! A grid is laid over the polygons. A cell that no edge touches lies wholly in or wholly out of each polygon, and
//! answers at once; in a cell with edges the point is tested against those edges of its row of cells, with exact
//! arithmetic (Shewchuk's adaptive predicates, crate `geo`). So the answer is that of the polygons, not of the grid.
//!
//! A point on a border belongs to the polygon of the smallest id, and so does a point where polygons overlap. Edges are
//! straight in degrees, as GeoJSON has them. Polygons must be valid (rings that do not cross themselves) and finite.
//! It refuses to give the nearest polygon in place of none, and knows nothing of reference systems.

use geo::{Intersects, MultiPolygon, Point};

use crate::raster::Raster;

/// Polygons, each with an id, arranged to answer which one a point lies in.
///
/// # Examples
/// ```
/// use geo::{MultiPolygon, Rect};
/// let square = |west: f64| MultiPolygon::from(Rect::new((west, 0.0), (west + 1.0, 1.0)).to_polygon());
/// let index = regions::PlaceIndex::new(vec![("east", square(1.0)), ("a west", square(0.0))]);
/// assert_eq!(index.locate(1.5, 0.5), Some(&"east"));
/// assert_eq!(index.locate(1.0, 0.5), Some(&"a west"));
/// assert_eq!(index.locate(2.5, 0.5), None);
/// ```
#[derive(Debug)]
pub struct PlaceIndex<Id> {
    ids: Vec<Id>,
    raster: Raster,
}

impl<Id: Ord> PlaceIndex<Id> {
    /// Arranges polygons; several of one id count as one, and none at all is an index that knows no place.
    pub fn new(mut places: Vec<(Id, MultiPolygon)>) -> Self {
        places.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (ids, areas): (Vec<Id>, Vec<MultiPolygon>) = places.into_iter().unzip();
        Self {
            ids,
            raster: Raster::new(&areas),
        }
    }

    /// Finds the polygon that a position in decimal degrees lies in or on.
    pub fn locate(&self, lon_deg: f64, lat_deg: f64) -> Option<&Id> {
        self.ids.get(self.place(lon_deg, lat_deg)?)
    }

    /// Finds the same polygon as its place among [`PlaceIndex::ids`], for tables made once per id.
    pub fn place(&self, lon_deg: f64, lat_deg: f64) -> Option<usize> {
        self.raster.find(lon_deg, lat_deg)
    }

    /// Gives the ids in their order, one for each outline given.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }
}

/// Tells whether a position in decimal degrees lies in one polygon or on its border, without an index.
pub fn covers(area: &MultiPolygon, lon_deg: f64, lat_deg: f64) -> bool {
    area.intersects(&Point::new(lon_deg, lat_deg))
}

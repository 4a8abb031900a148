//! Which polygons an area overlaps, and by how much: a zone over counties, a park over zones.
//!
//! The common part is cut in degrees (crate `geo`, on a whole-number grid of some millimetres) and measured on the
//! ellipsoid (Karney 2013). Polygons that only touch, or overlap by less than [`SLIVER`], are left out: two drawings of
//! one border never agree to the metre. The areas must be valid and finite.

use geo::{BooleanOps, BoundingRect, GeodesicArea, Intersects, MultiPolygon};

/// The share, of the smaller of the two, below which a common part counts as none.
pub const SLIVER: f64 = 1e-6;

/// One polygon that an area overlaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap<'a, Id> {
    /// The polygon's id.
    pub id: &'a Id,
    /// The common part, in square metres.
    pub common_m2: f64,
    /// Which share of the polygon lies in the area, 0 to 1.
    pub share_of_place: f64,
    /// Which share of the area lies in the polygon, 0 to 1.
    pub share_of_area: f64,
}

/// Finds the polygons that an area overlaps, in the order given.
pub fn overlay<'a, Id>(
    area: &MultiPolygon,
    places: &'a [(Id, MultiPolygon)],
) -> Vec<Overlap<'a, Id>> {
    let area_m2 = size_m2(area);
    places
        .iter()
        .filter(|(_, place)| near(area, place))
        .filter_map(|(id, place)| overlap(area, area_m2, id, place))
        .collect()
}

/// Measures an area on the ellipsoid, whichever way its rings turn.
fn size_m2(area: &MultiPolygon) -> f64 {
    area.iter()
        .map(|polygon| polygon.geodesic_area_signed().abs())
        .sum()
}

fn near(a: &MultiPolygon, b: &MultiPolygon) -> bool {
    matches!((a.bounding_rect(), b.bounding_rect()), (Some(a), Some(b)) if a.intersects(&b))
}

fn overlap<'a, Id>(
    area: &MultiPolygon,
    area_m2: f64,
    id: &'a Id,
    place: &MultiPolygon,
) -> Option<Overlap<'a, Id>> {
    let common_m2 = size_m2(&area.intersection(place));
    let place_m2 = size_m2(place);
    let share = |whole_m2: f64| (common_m2 / whole_m2).min(1.0);
    (common_m2 > SLIVER * area_m2.min(place_m2)).then(|| Overlap {
        id,
        common_m2,
        share_of_place: share(place_m2),
        share_of_area: share(area_m2),
    })
}

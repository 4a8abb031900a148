//! Great-circle distance on the mean sphere of the Earth.
//!
//! The haversine formula with the mean radius of IUGG 1980, 6 371 008.8 m (crate `geo`). Against the ellipsoid the
//! error stays below 0.6 %. For lengths within one reference system only: a GCJ-02 point beside a WGS 84 one is off by
//! some 500 m, and nothing here can notice.

use geo::{Distance, Haversine, Point};

/// Gives the great-circle distance in metres between two points in decimal degrees.
///
/// Both points must be finite and in the same reference system.
///
/// # Examples
/// ```
/// let degree_of_latitude_m = regions::distance_m(112.5, 37.0, 112.5, 38.0);
/// assert!((degree_of_latitude_m - 111_195.0).abs() < 1.0);
/// ```
pub fn distance_m(lon1_deg: f64, lat1_deg: f64, lon2_deg: f64, lat2_deg: f64) -> f64 {
    Haversine.distance(
        Point::new(lon1_deg, lat1_deg),
        Point::new(lon2_deg, lat2_deg),
    )
}

//! Distance on the ellipsoid of WGS 84.
//!
//! The inverse geodesic problem by C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013) 43–55, as
//! crate `geo` carries it (geographiclib): good to some nanometres for any two points. For lengths within one
//! reference system only: a GCJ-02 point beside a WGS 84 one is off by some 500 m, and nothing here can notice.
//! CGCS2000 and WGS 84 differ by less than what a position in a register is known to.

use geo::{Distance, Geodesic, Point};

/// Gives the length in metres of the shortest way over the ellipsoid between two points in decimal degrees.
///
/// Both points must be positions ([`is_position`]) in the same reference system.
///
/// # Examples
/// ```
/// let degree_of_latitude_m = regions::distance_m(112.5, 37.0, 112.5, 38.0);
/// assert!((degree_of_latitude_m - 110_987.0).abs() < 1.0);
/// ```
pub fn distance_m(lon1_deg: f64, lat1_deg: f64, lon2_deg: f64, lat2_deg: f64) -> f64 {
    Geodesic.distance(
        Point::new(lon1_deg, lat1_deg),
        Point::new(lon2_deg, lat2_deg),
    )
}

/// Tells whether a pair of numbers can be a position: longitude within ±180° and latitude within ±90°.
pub fn is_position(lon_deg: f64, lat_deg: f64) -> bool {
    lon_deg.abs() <= 180.0 && lat_deg.abs() <= 90.0
}

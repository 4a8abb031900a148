//! Bounds of a distance that cost a few multiplications, so that searches need few exact distances.
//!
//! With ρ = b²/a, the least radius of curvature of the ellipsoid of WGS 84 (NGA.STND.0036, a and 1/f):
//!
//! * no way over a surface is shorter than the straight chord through it;
//! * a way between two latitudes is no shorter than ρ times their difference, for the meridian's radius of curvature
//!   is nowhere below ρ;
//! * the shortest way is no longer than the arc of the ellipse that the plane through both points and the centre cuts
//!   out; its radius of curvature is nowhere below ρ, so an arc over the chord c is at most 2ρ·asin(c/2ρ) (Schur's
//!   comparison theorem).
//!
//! At 30 km the two bounds are 3 cm apart. Each gives away a micrometre to the rounding of the machine.

/// Half the longer axis of the ellipsoid of WGS 84.
const A_M: f64 = 6_378_137.0;
/// Its flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// (b/a)².
const AXES_SQUARED: f64 = (1.0 - F) * (1.0 - F);
/// The least radius of curvature, b²/a.
const RHO_M: f64 = A_M * AXES_SQUARED;
/// What the bounds give away to rounding: coordinates of 6·10⁶ m are kept to 10⁻⁹ m.
const ROUNDING_M: f64 = 1e-6;
/// The longest chord for which an upper bound is given: far below 2ρ, where the theorem ends.
const LONGEST_CHORD_M: f64 = 1e7;

/// A position in Earth-centred rectangular coordinates, made once per point for many comparisons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geocentric {
    pub(crate) xyz_m: [f64; 3],
}

impl Geocentric {
    /// Places a position, in decimal degrees, on the ellipsoid.
    pub fn new(lon_deg: f64, lat_deg: f64) -> Self {
        let (sin_lat, cos_lat) = lat_deg.to_radians().sin_cos();
        let (sin_lon, cos_lon) = lon_deg.to_radians().sin_cos();
        let n_m = A_M / (1.0 - (1.0 - AXES_SQUARED) * sin_lat * sin_lat).sqrt();
        Self {
            xyz_m: [
                n_m * cos_lat * cos_lon,
                n_m * cos_lat * sin_lon,
                n_m * AXES_SQUARED * sin_lat,
            ],
        }
    }

    /// Gives a length that the distance to `other` is never below.
    pub fn least_m(self, other: Self) -> f64 {
        (self.chord_m(other) - ROUNDING_M).max(0.0)
    }

    /// Gives a length that the distance to `other` is never above; infinite beyond some 11,000 km.
    pub fn most_m(self, other: Self) -> f64 {
        let chord_m = self.chord_m(other);
        if chord_m > LONGEST_CHORD_M {
            return f64::INFINITY;
        }
        2.0 * RHO_M * (chord_m / (2.0 * RHO_M)).asin() + ROUNDING_M
    }

    fn chord_m(self, other: Self) -> f64 {
        let [x, y, z] = std::array::from_fn(|i| self.xyz_m[i] - other.xyz_m[i]);
        (x * x + y * y + z * z).sqrt()
    }
}

/// Gives a length that the distance between points on two latitudes is never below, without trigonometry.
pub fn least_between_latitudes_m(lat1_deg: f64, lat2_deg: f64) -> f64 {
    ((lat1_deg - lat2_deg).abs().to_radians() * RHO_M - ROUNDING_M).max(0.0)
}

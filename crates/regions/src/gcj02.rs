//! GCJ-02, the displaced coordinates of Chinese web maps (高德, 腾讯, 阿里), from and to WGS 84.
//!
//! The state has published neither the algorithm nor its accuracy. What stands here is the formula that all open
//! libraries share since it was made public in 2010 (coordTransform, eviltransform and others): **assumed, unofficial**.
//! Its constants are the axes of Krasovsky's ellipsoid of 1940 and the coefficients of that formula. See
//! `docs/method/places.md`.
//!
//! It answers only within the rectangle of the formula, and does not know that Hong Kong, Macao and Taiwan, inside the
//! rectangle, are mostly mapped without displacement. It cannot tell which of the two systems a position is in.

use std::f64::consts::PI;

/// Half the longer axis of Krasovsky's ellipsoid, as the formula has it.
const A_M: f64 = 6_378_245.0;
/// The square of its eccentricity.
const E2: f64 = 0.006_693_421_622_965_943;
/// Longitudes and latitudes of the rectangle in which maps are displaced.
const LON_DEG: (f64, f64) = (72.004, 137.8347);
const LAT_DEG: (f64, f64) = (0.8293, 55.8271);
/// The inverse stops when a step is below this, 0.1 µm; each step gains two to three digits.
const CLOSE_DEG: f64 = 1e-12;
const MOST_STEPS: usize = 20;

/// Turns a WGS 84 position into the GCJ-02 one; `None` outside the rectangle of China.
///
/// # Examples
/// ```
/// let (lon, lat) = regions::gcj02::from_wgs84(112.55, 37.87).expect("a place in 太原");
/// assert!((lon - 112.55 - 0.006).abs() < 0.001 && (lat - 37.87).abs() < 0.002);
/// ```
pub fn from_wgs84(lon_deg: f64, lat_deg: f64) -> Option<(f64, f64)> {
    if !in_rectangle(lon_deg, lat_deg) {
        return None;
    }
    let (east_deg, north_deg) = shift_deg(lon_deg, lat_deg);
    Some((lon_deg + east_deg, lat_deg + north_deg))
}

/// Turns a GCJ-02 position into the WGS 84 one that [`from_wgs84`] takes to it; `None` outside the rectangle of China.
pub fn to_wgs84(lon_deg: f64, lat_deg: f64) -> Option<(f64, f64)> {
    if !in_rectangle(lon_deg, lat_deg) {
        return None;
    }
    let (mut lon, mut lat) = (lon_deg, lat_deg);
    for _ in 0..MOST_STEPS {
        let (east_deg, north_deg) = shift_deg(lon, lat);
        let (next_lon, next_lat) = (lon_deg - east_deg, lat_deg - north_deg);
        let step_deg = (next_lon - lon).abs().max((next_lat - lat).abs());
        (lon, lat) = (next_lon, next_lat);
        if step_deg < CLOSE_DEG {
            break;
        }
    }
    Some((lon, lat))
}

fn in_rectangle(lon_deg: f64, lat_deg: f64) -> bool {
    (LON_DEG.0..=LON_DEG.1).contains(&lon_deg) && (LAT_DEG.0..=LAT_DEG.1).contains(&lat_deg)
}

/// Gives the displacement east and north of a WGS 84 position, in degrees.
fn shift_deg(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    let (east_m, north_m) = shift_m(lon_deg - 105.0, lat_deg - 35.0);
    let (sin_lat, cos_lat) = lat_deg.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin_lat * sin_lat;
    let across_m = A_M / w2.sqrt() * cos_lat;
    let along_m = A_M * (1.0 - E2) / (w2 * w2.sqrt());
    (
        (east_m / across_m).to_degrees(),
        (north_m / along_m).to_degrees(),
    )
}

/// Gives the displacement in metres at `x` degrees east of 105° E and `y` degrees north of 35° N.
fn shift_m(x: f64, y: f64) -> (f64, f64) {
    let root = x.abs().sqrt();
    let fine = 20.0 * (wave(6.0, x) + wave(2.0, x));
    let east = fine
        + 20.0 * wave(1.0, x)
        + 40.0 * wave(1.0 / 3.0, x)
        + 150.0 * wave(1.0 / 12.0, x)
        + 300.0 * wave(1.0 / 30.0, x);
    let north = fine
        + 20.0 * wave(1.0, y)
        + 40.0 * wave(1.0 / 3.0, y)
        + 160.0 * wave(1.0 / 12.0, y)
        + 320.0 * wave(1.0 / 30.0, y);
    (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + 2.0 / 3.0 * east,
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + 2.0 / 3.0 * north,
    )
}

fn wave(frequency: f64, degrees: f64) -> f64 {
    (frequency * degrees * PI).sin()
}

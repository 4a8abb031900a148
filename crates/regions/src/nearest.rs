//! The least of many distances, of which hardly any is computed: for streams of pairs, such as a join makes.

use crate::{
    bounds::{Geocentric, least_between_latitudes_m},
    distance::distance_m,
};

/// The least distance of the pairs offered so far, held between two bounds until it is asked for.
///
/// The answer is that of the slow way, to the last bit: the least [`distance_m`] of all pairs.
///
/// # Examples
/// ```
/// let mut nearest = regions::Nearest::default();
/// assert_eq!(nearest.distance_m(), None);
/// nearest.offer(112.5, 37.8, 113.5, 37.8);
/// nearest.offer(112.5, 37.8, 112.6, 37.8);
/// assert_eq!(nearest.distance_m().map(f64::round), Some(8807.0));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Nearest {
    /// Bounds of the distance of `pair`; equal where the distance itself is known, infinite where there is none.
    least_m: f64,
    most_m: f64,
    pair: [f64; 4],
}

impl Default for Nearest {
    fn default() -> Self {
        Self {
            least_m: f64::INFINITY,
            most_m: f64::INFINITY,
            pair: [0.0; 4],
        }
    }
}

impl Nearest {
    /// Takes a pair of positions in decimal degrees into account.
    pub fn offer(&mut self, lon1_deg: f64, lat1_deg: f64, lon2_deg: f64, lat2_deg: f64) {
        if least_between_latitudes_m(lat1_deg, lat2_deg) > self.most_m {
            return;
        }
        let (from, to) = (
            Geocentric::new(lon1_deg, lat1_deg),
            Geocentric::new(lon2_deg, lat2_deg),
        );
        let least_m = from.least_m(to);
        if least_m > self.most_m {
            return;
        }
        let most_m = from.most_m(to);
        if most_m < self.least_m {
            *self = Self {
                least_m,
                most_m,
                pair: [lon1_deg, lat1_deg, lon2_deg, lat2_deg],
            };
        } else {
            self.offer_m(distance_m(lon1_deg, lat1_deg, lon2_deg, lat2_deg));
        }
    }

    /// Takes a distance in metres into account.
    pub fn offer_m(&mut self, metres: f64) {
        if metres > self.most_m {
            return;
        }
        let held_m = self.distance_m().unwrap_or(f64::INFINITY);
        self.least_m = held_m.min(metres);
        self.most_m = self.least_m;
    }

    /// Gives the least distance in metres, `None` where nothing was offered.
    pub fn distance_m(&self) -> Option<f64> {
        if self.least_m < self.most_m {
            let [lon1, lat1, lon2, lat2] = self.pair;
            return Some(distance_m(lon1, lat1, lon2, lat2));
        }
        self.least_m.is_finite().then_some(self.least_m)
    }
}

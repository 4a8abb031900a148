//! A set of the six basic items.

use std::fmt;

use units::Pollutant;

/// A set of the six basic items, in the order of `Pollutant::SIX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct PollutantSet(u8);

impl PollutantSet {
    /// The set of nothing.
    pub const EMPTY: Self = Self(0);

    /// The items for which `holds` is true of their place in `Pollutant::SIX`.
    #[inline]
    pub fn of_places(holds: impl Fn(usize) -> bool) -> Self {
        Self(
            (0..Pollutant::SIX.len())
                .fold(0, |bits, place| bits | (u8::from(holds(place)) << place)),
        )
    }

    /// Whether it holds the pollutant.
    pub fn contains(self, pollutant: Pollutant) -> bool {
        pollutant
            .index()
            .is_some_and(|place| self.0 & (1 << place) != 0)
    }

    /// Whether it holds nothing.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many it holds.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Its pollutants in the order of `Pollutant::SIX`.
    pub fn iter(self) -> impl Iterator<Item = Pollutant> {
        Pollutant::SIX
            .into_iter()
            .filter(move |&pollutant| self.contains(pollutant))
    }
}

impl FromIterator<Pollutant> for PollutantSet {
    /// Gathers pollutants; those that are no basic items are left out.
    fn from_iter<I: IntoIterator<Item = Pollutant>>(pollutants: I) -> Self {
        let places = pollutants.into_iter().filter_map(Pollutant::index);
        Self(places.fold(0, |bits, place| bits | (1 << place)))
    }
}

impl fmt::Display for PollutantSet {
    /// Shows the symbols, joined by commas: `PM10,PM2.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols: Vec<&str> = self.iter().map(Pollutant::symbol).collect();
        f.pad(&symbols.join(","))
    }
}

//! The administrative level that a GB/T 2260 code denotes, and which code lies within which.
//!
//! Plain arithmetic on the six digits: two for the province, two for the city, two for the county. The build script
//! compiles this same file, so the tables and the library cannot disagree.

/// The administrative level of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The whole country, code 100000.
    Nation,
    /// A province, autonomous region, municipality (北京) or special administrative region.
    Province,
    /// A prefecture-level city, prefecture, league or autonomous prefecture.
    City,
    /// A county, district or county-level city, also one that a province administers directly (济源).
    County,
}

impl Level {
    /// Tells the level from the digits of `code`.
    pub(crate) fn of(code: u32) -> Self {
        match code {
            100_000 => Self::Nation,
            _ if code.is_multiple_of(10_000) => Self::Province,
            _ if code.is_multiple_of(100) => Self::City,
            _ => Self::County,
        }
    }
}

/// Tells whether `code` is `ancestor` or lies within it.
///
/// The digits 90 at the city's place (419001 济源) say "directly under the province" and are no city.
pub(crate) fn within(ancestor: u32, code: u32) -> bool {
    match Level::of(ancestor) {
        Level::Nation => true,
        Level::Province => ancestor / 10_000 == code / 10_000,
        Level::City => ancestor / 100 % 100 != 90 && ancestor / 100 == code / 100,
        Level::County => ancestor == code,
    }
}

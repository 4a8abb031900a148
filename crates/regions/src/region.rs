//! Regions: what a code stands for, in Chinese and English, and how regions nest.

use jiff::civil::Date;

use crate::{
    code::RegionCode,
    level::{Level, within},
    tables::REGIONS,
};

/// A region that bears, or once bore, a GB/T 2260 code.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// The code.
    pub code: RegionCode,
    /// The administrative level.
    pub level: Level,
    /// The full Chinese name, 太原市.
    pub zh: &'static str,
    /// The short Chinese name, 太原; the full name where one character would be left (盂县).
    pub short: &'static str,
    /// The English name, Taiyuan.
    pub en: &'static str,
    /// Other spellings: of archives, of the same unit under a former name, of pinyin.
    pub aliases: &'static [&'static str],
    /// The first day on which the code holds, where the table states one.
    pub since: Option<Date>,
    /// The first day on which the code no longer holds; `None` for a code in force.
    pub until: Option<Date>,
    /// The region into which an abolished one went, wholly or for the most part.
    pub successor: Option<RegionCode>,
    /// A remark on the dates or the change.
    pub note: Option<&'static str>,
    /// Whether a source at hand shows all that is stated here.
    pub state: State,
    /// Where the code and name are published.
    pub source: &'static Source,
}

/// Says whether a stated fact was seen in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Seen in a source.
    Confirmed,
    /// A reading or a recollection that a person must still confirm.
    Assumed,
}

/// Where a fact is published.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The document, with its number.
    pub document: &'static str,
    /// The clause or part of it.
    pub clause: &'static str,
}

/// Gives every region of the table in the order of codes, abolished ones among them.
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// Finds the region that bears, or bore, `code`.
pub fn by_code(code: RegionCode) -> Option<&'static Region> {
    let place = REGIONS
        .binary_search_by_key(&code, |region| region.code)
        .ok()?;
    REGIONS.get(place)
}

/// Tells whether `code` is `ancestor` or lies within it, by the digits of the codes.
///
/// A county-level city lies within the city that its code names (义乌 in 金华), and one that a province administers
/// directly lies within the province alone (济源, 石河子).
///
/// # Examples
/// ```
/// let code = |text: &str| text.parse().expect("six digits");
/// assert!(regions::contains(code("140100"), code("140121")));
/// assert!(regions::contains(code("410000"), code("419001")));
/// ```
pub fn contains(ancestor: RegionCode, code: RegionCode) -> bool {
    within(ancestor.get(), code.get())
}

impl Region {
    /// Gives the region above: the city of a county, the province of a city, the nation of a province.
    pub fn parent(&self) -> Option<&'static Region> {
        match self.level {
            Level::Nation => None,
            Level::Province => by_code(RegionCode::checked(100_000)),
            Level::City => by_code(self.code.province()),
            Level::County => by_code(self.code.city()).or_else(|| by_code(self.code.province())),
        }
    }

    /// Tells whether the code holds on the day `on`, as far as the table states its dates.
    pub fn in_force(&self, on: Date) -> bool {
        self.since.is_none_or(|since| since <= on) && self.until.is_none_or(|until| on < until)
    }
}

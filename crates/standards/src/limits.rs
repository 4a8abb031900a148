//! Concentration limits of GB 3095 by pollutant, averaging time, class of zone and day.
//!
//! Source: GB 3095-2012 with its amendment of 2018, and GB 3095-2026 with its transition limits (§4.4);
//! the values stand in `standards/gb3095`. It answers nothing for a day outside the dated range, and it
//! converts no concentration from one state of the gas to another.

mod averaging;
mod state;

use std::fmt;

use units::{Day, Exact, MicrogramPerM3, Pollutant};

pub use averaging::{Averaging, UnknownAveraging};
pub use state::{GasState, GasStateKind, reference_state};

use crate::aqi::UnknownEdition;

/// Class of a functional zone (环境空气功能区).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Areas under special protection, 一类区.
    One,
    /// All other areas, 二类区.
    Two,
}

/// A limit, with the days on which it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The pollutant limited.
    pub pollutant: Pollutant,
    /// The time averaged over.
    pub averaging: Averaging,
    /// The class of zone.
    pub class: Class,
    /// The limit in µg/m³ for every pollutant, CO too; rounded down to a whole thousandth if it is finer
    /// (`BaP` per day), so that a stored value attains the limit exactly when it is at most this.
    pub value: MicrogramPerM3,
    /// The limit in µg/m³ exactly.
    pub exact: Exact,
    /// The edition that sets it: `GB3095-2012`, `GB3095-2026`.
    pub edition: &'static str,
    /// `transition` or `final` where the edition has stages, otherwise empty.
    pub stage: &'static str,
    /// First day in force.
    pub since: Day,
    /// Last day in force, if it is known.
    pub until: Option<Day>,
    /// Where it is written.
    pub source: Source,
}

/// Where a value is written, and how surely it was read there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document, with its year.
    pub document: &'static str,
    /// The clause, table or passage.
    pub clause: &'static str,
    /// How surely.
    pub confidence: Confidence,
}

/// How surely a value was read in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Read in the document, in a copy of it, or in the data it was observed in.
    Seen,
    /// Remembered, the document not at hand.
    Memory,
    /// Our choice, or unsure: a person must confirm it.
    Assumed,
}

/// A rule was asked for a day on which it does not hold, or there is no such rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInForce {
    /// The day lies before the dated range.
    #[error(
        "{what} is not in force on {day}: the first day in force is {first}; ask for that day or later, or name an edition"
    )]
    NotYet {
        /// What was asked for.
        what: String,
        /// The day asked for.
        day: Day,
        /// The first day in force.
        first: Day,
    },
    /// The day lies after the dated range.
    #[error(
        "{what} is no longer in force on {day}: the first day in force was {first}, the last {last}"
    )]
    NoLonger {
        /// What was asked for.
        what: String,
        /// The day asked for.
        day: Day,
        /// The first day in force.
        first: Day,
        /// The last day in force.
        last: Day,
    },
    /// No day has such a rule.
    #[error("{what} does not exist; there is {existing}")]
    NeverSet {
        /// What was asked for.
        what: String,
        /// What exists for the same pollutant.
        existing: String,
    },
}

/// An edition has no such limit, or there is no such edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownLimit {
    /// No such edition.
    #[error(transparent)]
    Edition(#[from] UnknownEdition),
    /// The edition sets no such limit.
    #[error("{edition} sets no limit of {pollutant} per {averaging} for class {class}")]
    NotSet {
        /// The edition as it was given.
        edition: String,
        /// The pollutant.
        pollutant: Pollutant,
        /// The averaging time.
        averaging: Averaging,
        /// The class of zone.
        class: Class,
    },
}

/// Finds the limit in force on a day.
///
/// # Errors
/// The day lies outside the dated range (names the first day in force), or there is no such limit.
///
/// ```
/// use standards::limits::{Averaging, Class, limit};
/// let day = units::Day::from_ymd(2026, 3, 1).unwrap();
/// let found = limit(units::Pollutant::Pm25, Averaging::Year, Class::Two, day)?;
/// assert_eq!((found.value.to_string().as_str(), found.stage), ("30", "transition"));
/// # Ok::<(), standards::limits::NotInForce>(())
/// ```
pub fn limit(
    pollutant: Pollutant,
    averaging: Averaging,
    class: Class,
    on: Day,
) -> Result<&'static Limit, NotInForce> {
    let dated = dated(pollutant, averaging, class);
    let what = || format!("the limit of {pollutant} per {averaging} for class {class}");
    if dated.is_empty() {
        return Err(NotInForce::NeverSet {
            what: what(),
            existing: existing(pollutant),
        });
    }
    on_day(dated, |l| (l.since, l.until), on, what)
}

/// Finds the limit that an edition sets, however the edition is spelt: `GB3095-2012`, `gb 3095-2026`, `2026`.
///
/// An edition with stages takes `…-transition` or `…-final`; without either it answers with its first stage.
///
/// # Errors
/// There is no such edition, or it sets no such limit.
pub fn limit_of(
    edition: &str,
    pollutant: Pollutant,
    averaging: Averaging,
    class: Class,
) -> Result<&'static Limit, UnknownLimit> {
    let asked = plain(edition);
    let is_named = |l: &Limit| spellings(l).contains(&asked);
    let named = LIMITS
        .iter()
        .find(|l| is_named(l))
        .ok_or_else(|| unknown(edition))?;
    // A limit without stages holds in every stage of its edition.
    let holds = |l: &&Limit| is_named(l) || (l.edition == named.edition && l.stage.is_empty());
    let found = dated(pollutant, averaging, class).iter().find(holds);
    found.ok_or_else(|| UnknownLimit::NotSet {
        edition: edition.to_owned(),
        pollutant,
        averaging,
        class,
    })
}

/// All limits, in the order of pollutant, averaging time, class and first day.
pub fn limits() -> &'static [Limit] {
    LIMITS
}

/// The entry whose days contain `on`; entries ascend and there is at least one.
pub(crate) fn on_day<T>(
    dated: &'static [T],
    days: impl Fn(&T) -> (Day, Option<Day>),
    on: Day,
    what: impl Fn() -> String,
) -> Result<&'static T, NotInForce> {
    let begun = dated.partition_point(|entry| days(entry).0 <= on);
    let first = dated.first().map_or(on, |entry| days(entry).0);
    let Some(entry) = begun.checked_sub(1).and_then(|i| dated.get(i)) else {
        return Err(NotInForce::NotYet {
            what: what(),
            day: on,
            first,
        });
    };
    match days(entry).1 {
        Some(last) if last < on => Err(NotInForce::NoLonger {
            what: what(),
            day: on,
            first,
            last,
        }),
        _ => Ok(entry),
    }
}

/// A name without case, blanks and dashes of any kind.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The part of the table for one pollutant, averaging time and class.
fn dated(pollutant: Pollutant, averaging: Averaging, class: Class) -> &'static [Limit] {
    let key = (pollutant, averaging, class);
    let start = LIMITS.partition_point(|l| (l.pollutant, l.averaging, l.class) < key);
    let end = LIMITS.partition_point(|l| (l.pollutant, l.averaging, l.class) <= key);
    &LIMITS[start..end]
}

fn existing(pollutant: Pollutant) -> String {
    let mut times: Vec<Averaging> = LIMITS
        .iter()
        .filter(|l| l.pollutant == pollutant)
        .map(|l| l.averaging)
        .collect();
    times.dedup();
    let names: Vec<String> = times.iter().map(ToString::to_string).collect();
    format!("a limit of {pollutant} per {}", names.join(", "))
}

/// The names, made plain, that a limit's edition answers to.
fn spellings(limit: &Limit) -> [String; 4] {
    let year = limit.edition.rsplit('-').next().unwrap_or_default();
    let both = |stage: &str| [plain(limit.edition) + stage, year.to_owned() + stage];
    let [edition, bare] = both("");
    let [staged, bare_staged] = both(limit.stage);
    [edition, bare, staged, bare_staged]
}

fn unknown(text: &str) -> UnknownEdition {
    let mut known: Vec<String> = LIMITS
        .iter()
        .map(|l| {
            [l.edition, l.stage]
                .join("-")
                .trim_end_matches('-')
                .to_owned()
        })
        .collect();
    known.sort_unstable();
    known.dedup();
    UnknownEdition {
        text: text.to_owned(),
        known: known.join(", "),
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::One => "1",
            Self::Two => "2",
        })
    }
}

include!(concat!(env!("OUT_DIR"), "/limits.rs"));

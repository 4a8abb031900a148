//! Sites as people type them: names and codes of regions, ids of stations, ids of ranking sets.

use lake::DayBy;
use regions::{Level, Region, RegionCode};
use units::Day;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::words::Language;

/// The level of regions in the lake.
pub const CITY: &str = "city";
/// The level of stations in the lake.
pub const STATION: &str = "station";

/// Which sites of which level.
#[derive(Clone, Debug)]
pub struct Sites {
    /// Codes of regions, or ids of stations.
    pub ids: Vec<String>,
    /// Their level.
    pub level: &'static str,
}

/// How hour stamps make days, as the command line says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DayRule {
    /// 时标为小时末，0 时属前一日 / a stamp ends its hour; 00:00 belongs to the day before
    #[default]
    Ending,
    /// 同一日历日期的时标为一日 / all stamps of one calendar date make a day
    Stamp,
}

impl From<DayRule> for DayBy {
    fn from(rule: DayRule) -> Self {
        match rule {
            DayRule::Ending => Self::HourEnding,
            DayRule::Stamp => Self::Stamp,
        }
    }
}

/// Reads sites; all must be regions, or all stations.
pub fn sites(texts: &[String]) -> Result<Sites, Failure> {
    let stations = texts.iter().filter(|text| is_station(text)).count();
    if stations == texts.len() && stations > 0 {
        let ids = texts.iter().map(|text| station_id(text.trim())).collect();
        return Ok(Sites {
            ids,
            level: STATION,
        });
    }
    if stations > 0 {
        return Err(Failure::new(Kind::User, "failure-mixed-sites"));
    }
    let ids = texts
        .iter()
        .map(|text| Ok(regions::resolve(text)?.code.to_string()));
    Ok(Sites {
        ids: ids.collect::<Result<_, Failure>>()?,
        level: CITY,
    })
}

/// Reads one site.
pub fn site(text: &str) -> Result<(String, &'static str), Failure> {
    let Sites { ids, level } = sites(&[text.to_owned()])?;
    let id = ids
        .into_iter()
        .next()
        .ok_or_else(|| Failure::new(Kind::User, "failure-region-empty"))?;
    Ok((id, level))
}

/// Every city at or above prefecture level, which is no zone but all of a level.
pub const PREFECTURES: &str = "prefectures";
/// Every county of a region, whose code follows: `counties:140000`.
pub const COUNTIES: &str = "counties:";

/// A ranking set, a zone, or every city at or above prefecture level.
pub struct Set {
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// The codes of its members.
    pub members: Vec<String>,
}

/// Finds a set and its members on a day.
pub fn members(id: &str, on: Day) -> Result<Set, Failure> {
    if id == PREFECTURES {
        let (zh, en) = ("地级及以上城市", "cities at or above prefecture level");
        return Ok(Set {
            zh,
            en,
            members: prefectures(on),
        });
    }
    if let Some(within) = id.strip_prefix(COUNTIES) {
        let within = regions::resolve(within)?.code;
        return Ok(Set {
            zh: "县(市、区)",
            en: "counties",
            members: counties(within, on),
        });
    }
    let zone = regions::zone(id)?;
    let members = zone.members(on.date())?;
    Ok(Set {
        zh: zone.zh,
        en: zone.en,
        members: members.map(|code| code.to_string()).collect(),
    })
}

/// Municipalities stand among the provinces; provinces themselves have no values.
fn prefectures(on: Day) -> Vec<String> {
    let counts = |region: &&Region| {
        matches!(region.level, Level::City | Level::Province) && region.in_force(on.date())
    };
    let all = regions::all().iter().filter(counts);
    all.map(|region| region.code.to_string()).collect()
}

fn counties(within: RegionCode, on: Day) -> Vec<String> {
    let counts = |region: &&Region| {
        region.level == Level::County
            && region.in_force(on.date())
            && regions::contains(within, region.code)
    };
    let all = regions::all().iter().filter(counts);
    all.map(|region| region.code.to_string()).collect()
}

/// The name of a site in the reader's language; a station keeps its id.
pub fn name(context: &Context, site: &str) -> String {
    region(site).map_or_else(
        || site.to_owned(),
        |region| region_name(context, region).to_owned(),
    )
}

/// The name of a region in the reader's language.
pub fn region_name(context: &Context, region: &'static Region) -> &'static str {
    match context.words.language() {
        Language::Zh => region.short,
        Language::En => region.en,
    }
}

fn region(site: &str) -> Option<&'static Region> {
    regions::by_code(site.parse::<RegionCode>().ok()?)
}

/// A station's id as the lake has it: national ones in capitals, those of platforms and archives as they stand.
fn station_id(text: &str) -> String {
    if is_qualified(text) {
        return text.to_owned();
    }
    text.to_ascii_uppercase()
}

/// Whether an id names its platform (jinan:1) or its city (太原/尖草坪).
fn is_qualified(text: &str) -> bool {
    text.contains([':', '/'])
}

/// Station ids: those of the national network are digits, then letters (1082A).
fn is_station(text: &str) -> bool {
    let text = text.trim();
    if is_qualified(text) {
        return true;
    }
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - letters.len();
    digits > 0 && !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphanumeric())
}

//! Sites as people type them: names and codes of regions, ids of stations, ids of ranking sets.

use lake::DayBy;
use regions::{Region, RegionCode, Zone};
use units::Day;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::words::Language;

/// The level of regions in the lake.
pub(crate) const CITY: &str = "city";
/// The level of stations in the lake.
pub(crate) const STATION: &str = "station";

/// Which sites of which level.
#[derive(Clone, Debug)]
pub(crate) struct Sites {
    /// Codes of regions, or ids of stations.
    pub(crate) ids: Vec<String>,
    /// Their level.
    pub(crate) level: &'static str,
}

/// How hour stamps make days, as the command line says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DayRule {
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
pub(crate) fn sites(texts: &[String]) -> Result<Sites, Failure> {
    let stations = texts.iter().filter(|text| is_station(text)).count();
    if stations == texts.len() && stations > 0 {
        let ids = texts
            .iter()
            .map(|text| text.trim().to_ascii_uppercase())
            .collect();
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
pub(crate) fn site(text: &str) -> Result<(String, &'static str), Failure> {
    let Sites { ids, level } = sites(&[text.to_owned()])?;
    let id = ids
        .into_iter()
        .next()
        .ok_or_else(|| Failure::new(Kind::User, "failure-region-empty"))?;
    Ok((id, level))
}

/// Finds a ranking set or zone and its members on a day.
pub(crate) fn members(id: &str, on: Day) -> Result<(&'static Zone, Vec<String>), Failure> {
    let zone = regions::zone(id)?;
    let members = zone.members(on.date())?;
    Ok((zone, members.map(|code| code.to_string()).collect()))
}

/// The name of a site in the reader's language; a station keeps its id.
pub(crate) fn name(context: &Context, site: &str) -> String {
    region(site).map_or_else(
        || site.to_owned(),
        |region| region_name(context, region).to_owned(),
    )
}

/// The name of a region in the reader's language.
pub(crate) fn region_name(context: &Context, region: &'static Region) -> &'static str {
    match context.words.language() {
        Language::Zh => region.short,
        Language::En => region.en,
    }
}

fn region(site: &str) -> Option<&'static Region> {
    regions::by_code(site.parse::<RegionCode>().ok()?)
}

/// Station ids of the national network and of platforms that number their own: digits, then letters (1082A).
fn is_station(text: &str) -> bool {
    let text = text.trim();
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - letters.len();
    digits > 0 && !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphanumeric())
}

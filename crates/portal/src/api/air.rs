//! What the parts about the air share: sites of a region, the span of their hours, hours and their index.

use answer::output::{Cell, from_batches};
use answer::places::{CITY, STATION};
use answer::words::Language;
use lake::{DayBy, SeriesRequest, SiteHours};
use regions::{Level, RegionCode};
use serde::Serialize;
use standards::aqi::{self, Edition, Index, Method, Six};
use units::{Day, HourEnding, Pollutant};
use utoipa::ToSchema;

use crate::portal::Portal;
use crate::problem::Refusal;

/// The stage of review that the page shows.
pub(crate) const STAGE: &str = "live";

/// The hours that there are of a region.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// The first, as it is written.
    pub(crate) earliest: HourEnding,
    /// The newest.
    pub(crate) newest: HourEnding,
    /// Whether any was simulated.
    pub(crate) simulated: bool,
    /// The sites.
    pub(crate) sites: Vec<String>,
}

/// A class of the index as the edition has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AqiClass {
    class: u8,
    from: u16,
    to: Option<u16>,
    name: String,
    /// The statutory colour, `#rrggbb`.
    colour: String,
}

/// What is shown of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Cities at or above prefecture level.
    City,
    /// Counties.
    County,
    /// Stations.
    Station,
}

impl Shown {
    /// Reads `city`, `county`, `station`.
    pub(crate) fn of(text: &str) -> Result<Self, Refusal> {
        match text {
            "city" => Ok(Self::City),
            "county" => Ok(Self::County),
            "station" => Ok(Self::Station),
            other => Err(Refusal::bad("level", other)),
        }
    }

    /// The level of its rows in the lake.
    pub(crate) fn stored(self) -> &'static str {
        match self {
            Self::City | Self::County => CITY,
            Self::Station => STATION,
        }
    }

    fn holds(self, site: &str) -> bool {
        let level = site
            .parse::<RegionCode>()
            .ok()
            .and_then(regions::by_code)
            .map(|region| region.level);
        match self {
            Self::City => matches!(level, Some(Level::City | Level::Province)),
            Self::County => level == Some(Level::County),
            Self::Station => true,
        }
    }
}

/// A region of the address, as a code that the table knows.
pub(crate) fn region(text: &str) -> Result<RegionCode, Refusal> {
    let code = text.parse::<RegionCode>().ok();
    code.filter(|code| regions::by_code(*code).is_some())
        .ok_or_else(|| Refusal::bad("region", text))
}

/// The span of a region's hours; `None` where there are none.
pub(crate) async fn span(
    portal: &Portal,
    shown: Shown,
    within: RegionCode,
) -> Result<std::sync::Arc<Option<Span>>, Refusal> {
    let key = format!("{shown:?} {within}");
    portal
        .spans()
        .get(portal, key, read_span(portal, shown, within))
        .await
}

async fn read_span(
    portal: &Portal,
    shown: Shown,
    within: RegionCode,
) -> Result<Option<Span>, Refusal> {
    let statement = format!(
        "SELECT site, min(hour), max(hour), bool_or(kind = 'simulated') FROM observation_hour \
         WHERE level = '{}' AND stage = '{STAGE}' GROUP BY site ORDER BY site",
        shown.stored()
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let places = stations(portal).await?;
    let mut found: Option<Span> = None;
    for row in from_batches(batches)?.rows {
        let [site, first, last, simulated] = &row[..] else {
            continue;
        };
        let site = answer::rows::plain(site);
        let inside = region_of(&places, &site).is_some_and(|code| regions::contains(within, code));
        if !inside || !shown.holds(&site) {
            continue;
        }
        let (Some(first), Some(last)) = (stored_hour(first), stored_hour(last)) else {
            continue;
        };
        let span = found.get_or_insert_with(|| Span {
            earliest: first,
            newest: last,
            simulated: false,
            sites: Vec::new(),
        });
        span.earliest = span.earliest.min(first);
        span.newest = span.newest.max(last);
        span.simulated |= answer::rows::plain(simulated) == "true";
        span.sites.push(site);
    }
    Ok(found)
}

/// A station as the register knows it.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) region: Option<RegionCode>,
    pub(crate) lon: Option<f64>,
    pub(crate) lat: Option<f64>,
}

/// Every station of the register.
pub(crate) async fn stations(portal: &Portal) -> Result<std::sync::Arc<Vec<Station>>, Refusal> {
    portal
        .stations()
        .get(portal, "", read_stations(portal))
        .await
}

async fn read_stations(portal: &Portal) -> Result<Vec<Station>, Refusal> {
    let registry = portal.registry();
    let Some(entity) = registry.catalogue().entity("air_station") else {
        return Ok(Vec::new());
    };
    let place = |id: &str| entity.columns.iter().position(|column| column.id == id);
    let [name, region, lon, lat] = ["name", "region", "lon", "lat"].map(place);
    let filter = registry::store::Filter::default();
    let rows = registry
        .page("air_station", &filter, u64::from(u16::MAX))
        .await?;
    let station = |stored: registry::store::Stored| {
        let cells = &stored.record.cells;
        let cell = |place: Option<usize>| place.and_then(|place| cells.get(place)?.clone());
        Station {
            name: cell(name).unwrap_or_else(|| stored.record.key.clone()),
            region: cell(region).and_then(|code| code.parse().ok()),
            lon: cell(lon).and_then(|text| text.parse().ok()),
            lat: cell(lat).and_then(|text| text.parse().ok()),
            key: stored.record.key.clone(),
        }
    };
    Ok(rows.into_iter().map(station).collect())
}

/// The station of a site: by its id, or where an archive names stations by city and name, by these.
pub(crate) fn station<'a>(stations: &'a [Station], site: &str) -> Option<&'a Station> {
    if let Some(station) = stations.iter().find(|station| station.key == site) {
        return Some(station);
    }
    let (city, name) = site.split_once('/')?;
    let city = regions::resolve(city).ok()?.code;
    let here = |station: &&Station| {
        station.name == name
            && station
                .region
                .is_some_and(|code| regions::contains(city, code))
    };
    let mut found = stations.iter().filter(here);
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// The region of a site: its own code, its station's, or the city that its id names.
pub(crate) fn region_of(stations: &[Station], site: &str) -> Option<RegionCode> {
    if let Ok(code) = site.parse() {
        return Some(code);
    }
    if let Some(station) = station(stations, site) {
        return station.region;
    }
    let (city, _) = site.split_once('/')?;
    Some(regions::resolve(city).ok()?.code)
}

/// The name of a site in the reader's language.
pub(crate) fn site_name(
    portal: &Portal,
    language: Language,
    stations: &[Station],
    site: &str,
) -> String {
    let context = portal.context(language);
    match station(stations, site) {
        Some(station) => station.name.clone(),
        None => answer::places::name(&context, site),
    }
}

/// Hours of sites over days, each at its latest known value.
pub(crate) async fn hours(
    portal: &Portal,
    level: &'static str,
    sites: Vec<String>,
    (first, end): (Day, Day),
) -> Result<SiteHours, Refusal> {
    let request = SeriesRequest {
        start: first,
        end,
        level,
        stage: STAGE.to_owned(),
        sites,
        as_of: None,
        day_by: DayBy::HourEnding,
        law_of: None,
    };
    Ok(portal
        .lake()
        .site_hours(&request, portal.settings().query)
        .await?)
}

/// The index of an hour by the edition in force on its day.
pub(crate) fn index(hour: HourEnding, values: &Six) -> Result<(Index, &'static Edition), Refusal> {
    let edition = aqi::edition_on(hour.day())?;
    let method = Method {
        edition,
        variant: aqi::standard_variant(),
    };
    Ok((aqi::hourly(method, values), edition))
}

/// Concentrations as they are stored, in their own units, by item.
pub(crate) fn values(values: &Six) -> std::collections::BTreeMap<String, Option<String>> {
    let one = |(pollutant, value): (Pollutant, &Option<units::MicrogramPerM3>)| {
        let shown = value.map(|value| answer::figures::in_own_unit(pollutant, value));
        (pollutant.id().to_owned(), shown)
    };
    Pollutant::SIX.into_iter().zip(values).map(one).collect()
}

/// The units of these concentrations, by item.
pub(crate) fn units() -> std::collections::BTreeMap<String, String> {
    let unit = |pollutant: Pollutant| {
        let unit = answer::output::pretty(pollutant.unit());
        (pollutant.id().to_owned(), unit.to_owned())
    };
    Pollutant::SIX.map(unit).into()
}

/// The classes of an edition.
pub(crate) fn classes(language: Language, edition: &'static Edition) -> Vec<AqiClass> {
    let class = |level: &aqi::Level| {
        let [red, green, blue] = level.colour.rgb;
        AqiClass {
            class: level.grade,
            from: level.from,
            to: level.to,
            name: match language {
                Language::Zh => level.class_zh,
                Language::En => level.class_en,
            }
            .to_owned(),
            colour: format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    };
    edition.levels.iter().map(class).collect()
}

/// The symbols of an index's primary pollutants.
pub(crate) fn primary(index: &Index) -> Vec<String> {
    index
        .primary
        .iter()
        .map(|p| p.symbol().to_owned())
        .collect()
}

/// An hour as `2019-01-31T23:00`, its end in UTC+8; 24:00 is 00:00 of the next day.
pub(crate) fn written(hour: HourEnding) -> String {
    let (day, clock) = (hour.number().div_euclid(24), hour.number().rem_euclid(24));
    let day = Day::from_number(i32::try_from(day).unwrap_or(i32::MAX));
    format!("{day}T{clock:02}:00")
}

/// Reads an hour as [`written`] writes it.
pub(crate) fn hour(text: &str) -> Result<HourEnding, Refusal> {
    read_hour(text).ok_or_else(|| Refusal::bad("at", text))
}

fn read_hour(text: &str) -> Option<HourEnding> {
    let (day, clock) = text.split_once(['T', ' '])?;
    let day: Day = day.parse().ok()?;
    let clock: i64 = clock.split(':').next()?.parse().ok()?;
    HourEnding::from_stamp(day, clock).ok()
}

fn stored_hour(cell: &Cell) -> Option<HourEnding> {
    read_hour(&answer::rows::plain(cell))
}

/// Reads a day of the address.
pub(crate) fn day(field: &str, text: &str) -> Result<Day, Refusal> {
    text.parse().map_err(|_error| Refusal::bad(field, text))
}

//! What there is: the sites of the lake's hours, and for each site, item and basis one datastream.
//!
//! It is read once for each state of the stores. A city has the middle of its outline as its place, where the house has
//! an outline, and says that this is approximate; a station has the register's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use answer::output::{Cell, from_batches};
use answer::rows::plain;
use serde::Deserialize;
use units::HourEnding;

use crate::api::air;
use crate::page;
use crate::portal::Portal;
use crate::problem::Refusal;

/// What the standard and the vocabularies say, with their sources.
#[derive(Deserialize)]
pub(super) struct Vocabulary {
    pub(super) conformance: Vec<String>,
    pub(super) observation_type: String,
    pub(super) location_encoding: String,
    pub(super) sensor_encoding: String,
    pub(super) items: Vec<Item>,
    pub(super) units: BTreeMap<String, Unit>,
}

/// What is observed; its id is the lake's column.
#[derive(Deserialize)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) definition: String,
    pub(super) unit: String,
}

/// A unit of measurement.
#[derive(Deserialize)]
pub(super) struct Unit {
    pub(super) name: String,
    pub(super) symbol: String,
    pub(super) definition: String,
}

/// What there is.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// By id.
    pub(super) things: BTreeMap<String, Thing>,
    /// In the order of their ids.
    pub(super) streams: Vec<Stream>,
    /// The bases that occur, as ids of sensors.
    pub(super) sensors: BTreeSet<String>,
}

/// A site.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) site: String,
    pub(super) level: String,
    pub(super) region: Option<String>,
    /// The register's name of a station.
    pub(super) name: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) simulated: bool,
}

/// A position in WGS-84.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) lon: f64,
    pub(super) lat: f64,
    pub(super) approximate: bool,
}

/// The values of one item at a site on one basis.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    pub(super) id: String,
    pub(super) thing: String,
    pub(super) site: String,
    /// The place of the item in the vocabulary.
    pub(super) item: usize,
    pub(super) stage: String,
    pub(super) state: String,
    pub(super) first: HourEnding,
    pub(super) last: HourEnding,
    pub(super) simulated: bool,
}

impl Stream {
    /// The id of its sensor.
    pub(super) fn sensor(&self) -> String {
        sensor(&self.stage, &self.state)
    }

    /// What it observes.
    pub(super) fn item(&self) -> &'static Item {
        &vocabulary().items[self.item]
    }
}

impl Catalogue {
    /// The place of a datastream.
    pub(super) fn stream(&self, id: &str) -> Option<usize> {
        self.streams
            .binary_search_by(|stream| stream.id.as_str().cmp(id))
            .ok()
    }

    /// The places of the datastreams for which something holds.
    pub(super) fn streams_where(&self, holds: impl Fn(&Stream) -> bool) -> Vec<usize> {
        let numbered = self.streams.iter().enumerate();
        numbered
            .filter(|(_, stream)| holds(stream))
            .map(|(place, _)| place)
            .collect()
    }
}

/// What the standard and the vocabularies say.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static READ: LazyLock<Vocabulary> = LazyLock::new(|| {
        let text = include_str!("../../../data/sensorthings.json");
        serde_json::from_str(text).expect("the file that comes with the program is whole")
    });
    &READ
}

/// A basis as the id of a sensor.
fn sensor(stage: &str, state: &str) -> String {
    format!("{stage}-{state}")
}

/// A text as an id that needs no escaping in an address: other bytes than letters, digits, `:` `-` `_` as `~` and two
/// hexadecimal digits.
pub(super) fn id_of(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b":-_".contains(&byte);
    let written = |byte: u8| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("~{byte:02x}"),
    };
    text.bytes().map(written).collect()
}

/// Reads what there is, unless it is known for this state of the stores.
pub(super) async fn read(portal: &Portal) -> Result<Arc<Catalogue>, Refusal> {
    portal.observed().get(portal, "", gather(portal)).await
}

async fn gather(portal: &Portal) -> Result<Catalogue, Refusal> {
    let items = &vocabulary().items;
    let counts: Vec<String> = items
        .iter()
        .map(|item| format!("count({})", item.id))
        .collect();
    let statement = format!(
        "SELECT site, level, stage, state, CAST(min(hour) AS BIGINT), CAST(max(hour) AS BIGINT), \
         bool_or(kind = 'simulated'), {} FROM observation_hour GROUP BY site, level, stage, state \
         ORDER BY site, level, stage, state",
        counts.join(", ")
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let stations = air::stations(portal).await?;
    let mut catalogue = Catalogue::default();
    for row in from_batches(batches)?.rows {
        let [
            site,
            level,
            stage,
            state,
            first,
            last,
            simulated,
            counts @ ..,
        ] = &row[..]
        else {
            continue;
        };
        let (Some(first), Some(last)) = (hour(first), hour(last)) else {
            continue;
        };
        let [site, level, stage, state] = [site, level, stage, state].map(plain);
        let simulated = plain(simulated) == "true";
        let thing = id_of(&site);
        let known = catalogue.things.entry(thing.clone());
        let known = known.or_insert_with(|| described(portal, &stations, &site, &level));
        known.simulated |= simulated;
        catalogue.sensors.insert(sensor(&stage, &state));
        for (item, count) in counts.iter().enumerate() {
            if matches!(count, Cell::Integer(0) | Cell::Missing) {
                continue;
            }
            let basis = sensor(&stage, &state);
            catalogue.streams.push(Stream {
                id: format!("{thing}.{}.{basis}", items[item].id),
                thing: thing.clone(),
                site: site.clone(),
                item,
                stage: stage.clone(),
                state: state.clone(),
                first,
                last,
                simulated,
            });
        }
    }
    catalogue.streams.sort_by(|a, b| a.id.cmp(&b.id));
    catalogue.streams.dedup_by(|a, b| a.id == b.id);
    Ok(catalogue)
}

/// An hour from its end in microseconds of civil time.
fn hour(cell: &Cell) -> Option<HourEnding> {
    match cell {
        Cell::Integer(micros) => Some(HourEnding::from_number(micros.div_euclid(3_600_000_000))),
        _ => None,
    }
}

fn described(portal: &Portal, stations: &[air::Station], site: &str, level: &str) -> Thing {
    let region = air::region_of(stations, site).map(|code| code.to_string());
    let station = air::station(stations, site);
    let place = match station {
        Some(station) => station.lon.zip(station.lat).map(|(lon, lat)| Place {
            lon,
            lat,
            approximate: false,
        }),
        None => middle(portal, site),
    };
    Thing {
        site: site.to_owned(),
        level: level.to_owned(),
        region,
        name: station.map(|station| station.name.clone()),
        place,
        simulated: false,
    }
}

/// The middle of the box around a region's outline, where the page has outlines of its province.
fn middle(portal: &Portal, code: &str) -> Option<Place> {
    let province = code.get(..2)?;
    let bytes = page::bytes(portal, &format!("boundaries/{province}0000.json"))?;
    let outlines: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let mut features = outlines.get("features")?.as_array()?.iter();
    let own = features.find(|feature| {
        feature
            .pointer("/properties/code")
            .and_then(serde_json::Value::as_str)
            == Some(code)
    })?;
    let mut bounds: Option<[f64; 4]> = None;
    widen(own.pointer("/geometry/coordinates")?, &mut bounds);
    let [west, south, east, north] = bounds?;
    let thousandth = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    Some(Place {
        lon: thousandth(f64::midpoint(west, east)),
        lat: thousandth(f64::midpoint(south, north)),
        approximate: true,
    })
}

fn widen(coordinates: &serde_json::Value, bounds: &mut Option<[f64; 4]>) {
    let Some(list) = coordinates.as_array() else {
        return;
    };
    if let [lon, lat, ..] = &list[..]
        && let (Some(lon), Some(lat)) = (lon.as_f64(), lat.as_f64())
    {
        let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
        *bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
        return;
    }
    for inner in list {
        widen(inner, bounds);
    }
}

//! What vehicles' records mean: a track by minute, times without data, alarms, minutes inside zones.
//!
//! A mean carries how many records were valid of how many were due; what is missing stays missing. How many
//! records are due in a minute and which silence is a gap are the caller's to say.

mod read;

use std::collections::BTreeMap;

use regions::PlaceIndex;
use units::{Coverage, Exact};

pub use read::{events, records};

/// One second of a vehicle, newest revision. Numbers are in 10⁻⁸ of the unit in the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Microseconds of civil time UTC+8.
    pub time: i64,
    /// Speed.
    pub speed_km_h: Option<i128>,
    /// NOx before the catalyst.
    pub nox_up_ppm: Option<i128>,
    /// NOx after the catalyst.
    pub nox_down_ppm: Option<i128>,
    /// Level of the reagent.
    pub reagent_percent: Option<i128>,
    /// Longitude.
    pub lon_deg: Option<i128>,
    /// Latitude.
    pub lat_deg: Option<i128>,
    /// Distance driven.
    pub odometer_km: Option<i128>,
}

/// Something that a terminal reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Microseconds of civil time UTC+8.
    pub time: i64,
    /// `login`, `logout`, `tamper`, `obd`, …
    pub kind: String,
    /// Its particulars, as JSON.
    pub content: Option<String>,
}

/// A mean and how complete it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// The exact mean of the valid values, in the unit; `None` when there was none.
    pub value: Option<Exact>,
    /// Valid values of those due.
    pub coverage: Coverage,
}

/// One minute of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minute {
    /// Its start, in microseconds of civil time UTC+8.
    pub start: i64,
    /// Speed in km/h.
    pub speed: Mean,
    /// NOx before the catalyst in ppm.
    pub nox_up: Mean,
    /// NOx after the catalyst in ppm.
    pub nox_down: Mean,
    /// Level of the reagent in percent.
    pub reagent: Mean,
    /// The last valid position: longitude and latitude in 10⁻⁸ degree.
    pub position: Option<(i128, i128)>,
    /// The last distance driven, in 10⁻⁸ km.
    pub odometer: Option<i128>,
}

/// A time without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The last record before it.
    pub from: i64,
    /// The first record after it.
    pub to: i64,
    /// Whether the terminal had logged out; otherwise it fell silent.
    pub logged_out: bool,
}

const MICROSECONDS_PER_MINUTE: i64 = 60_000_000;
/// Stored decimals: 10⁸ units make one.
const UNITS: i128 = 10_i128.pow(lake::telemetry::AMOUNT_SCALE.unsigned_abs() as u32);

/// The track by minute of records in the order of time; a minute without a record is left out.
pub fn minutes(records: &[Record], due_a_minute: u32) -> Vec<Minute> {
    let minute = |record: &Record| record.time.div_euclid(MICROSECONDS_PER_MINUTE);
    records
        .chunk_by(|a, b| minute(a) == minute(b))
        .map(|part| Minute {
            start: minute(&part[0]) * MICROSECONDS_PER_MINUTE,
            speed: mean(part, due_a_minute, |r| r.speed_km_h),
            nox_up: mean(part, due_a_minute, |r| r.nox_up_ppm),
            nox_down: mean(part, due_a_minute, |r| r.nox_down_ppm),
            reagent: mean(part, due_a_minute, |r| r.reagent_percent),
            position: part.iter().rev().find_map(|r| r.lon_deg.zip(r.lat_deg)),
            odometer: part.iter().rev().find_map(|r| r.odometer_km),
        })
        .collect()
}

fn mean(part: &[Record], due: u32, item: impl Fn(&Record) -> Option<i128>) -> Mean {
    let (mut sum, mut valid) = (0_i128, 0_u32);
    for value in part.iter().filter_map(item) {
        sum += value;
        valid += 1;
    }
    Mean {
        value: (valid > 0).then(|| Exact::new(sum, i128::from(valid) * UNITS)),
        coverage: Coverage::new(valid, due),
    }
}

/// Times longer than a gap between records, and whether a logout explains them.
pub fn silences(records: &[Record], events: &[Event], gap_s: i64) -> Vec<Silence> {
    let gap = gap_s.saturating_mul(1_000_000);
    let ends = records
        .windows(2)
        .filter(|pair| pair[1].time - pair[0].time > gap);
    ends.map(|pair| {
        let (from, to) = (pair[0].time, pair[1].time);
        let within = |event: &Event| event.kind == "logout" && (from..=to).contains(&event.time);
        Silence {
            from,
            to,
            logged_out: events.iter().any(within),
        }
    })
    .collect()
}

/// The alarms that the terminal was tampered with or taken off.
pub fn tampering(events: &[Event]) -> impl Iterator<Item = &Event> {
    events.iter().filter(|event| event.kind == "tamper")
}

/// How many minutes of a track lie in or on each zone, by their last valid position.
///
/// The second number counts the minutes without a position: they are in no zone, and in none for sure.
pub fn inside<Id: Ord + Clone>(
    track: &[Minute],
    zones: &PlaceIndex<Id>,
) -> (BTreeMap<Id, u32>, u32) {
    let (mut minutes, mut unknown) = (BTreeMap::new(), 0);
    for minute in track {
        let Some((lon, lat)) = minute.position else {
            unknown += 1;
            continue;
        };
        if let Some(zone) = zones.locate(degrees(lon), degrees(lat)) {
            *minutes.entry(zone.clone()).or_insert(0) += 1;
        }
    }
    (minutes, unknown)
}

fn degrees(units: i128) -> f64 {
    units as f64 / UNITS as f64
}

//! A tiny simulated month, for a first run where no archive is at hand.
//!
//! The numbers are invented: a winter level by city, a daily swing, slow weather and noise, all from a
//! fixed seed. They resemble no real day, and every row says `simulated`.

use std::path::PathBuf;

use lake::{Appended, Lake};
use units::{HourEnding, Period, Pollutant};

use crate::load::{LoadError, LoadOptions, append_simulated};
use crate::{Basis, Batch, Granularity, Level, Stage, State};

/// The month that is simulated.
const MONTH: &str = "2019-01";

/// Appends the simulated month for the cities given, once.
pub async fn load_simulated(
    lake: &Lake,
    cities: &[String],
    known_at: i64,
) -> Result<(u64, Appended), LoadError> {
    let batch = simulated_month(cities);
    let rows = batch.site.len() as u64;
    let options = LoadOptions {
        mapping: None,
        known_at,
        kind: lake::SIMULATED,
        dry_run: false,
        threads: 1,
    };
    let name = PathBuf::from(format!("simulated-{MONTH}"));
    Ok((rows, append_simulated(lake, &name, &options, &batch).await?))
}

/// Makes the month: the same cities give the same bytes.
fn simulated_month(cities: &[String]) -> Batch {
    let Ok(period) = MONTH.parse::<Period>() else {
        return empty(cities);
    };
    let first = HourEnding::first_of(period.start());
    let mut batch = empty(cities);
    for hour in 0..24 * i64::try_from(period.days().len()).unwrap_or(0) {
        for (place, city) in cities.iter().enumerate() {
            let row = u32::try_from(batch.site.len() + 1).unwrap_or(u32::MAX);
            batch.site.push(u32::try_from(place).unwrap_or(u32::MAX));
            batch.time.push(first.plus(hour).number());
            for (item, column) in batch.values.iter_mut().enumerate() {
                column.push(Some(thousandths(seed_of(city), hour, item)));
            }
            batch.o3_8h.push(None);
            batch.aqi.push(None);
            batch.row.push(row);
        }
    }
    batch
}

fn empty(cities: &[String]) -> Batch {
    Batch {
        level: Level::City,
        granularity: Granularity::Hour,
        basis: Basis {
            stage: Stage::Live,
            state: State::Actual,
        },
        sites: cities.to_vec(),
        site: Vec::new(),
        time: Vec::new(),
        values: Default::default(),
        o3_8h: Vec::new(),
        aqi: Vec::new(),
        iaqi: None,
        weather: None,
        row: Vec::new(),
    }
}

/// An invented winter level for each item, in whole stored units (µg/m³; CO in tenths of mg/m³).
const WINTER_LEVELS: [i64; 6] = [25, 40, 110, 70, 13, 45];

/// Thousandths of the stored unit for one hour.
fn thousandths(city: u64, hour: i64, item: usize) -> i32 {
    let level = WINTER_LEVELS[item] * (70 + i64::try_from(city % 60).unwrap_or(0)) / 100;
    let clock = hour % 24;
    let swing = if Pollutant::SIX[item] == Pollutant::O3 {
        12 - (clock - 15).abs()
    } else {
        (clock - 15).abs() - 6
    };
    let weather = i64::try_from(mixed(city ^ 0x5eed, hour / 24) % 60).unwrap_or(0) - 30;
    let noise = i64::try_from(mixed(city ^ (item as u64 + 1), hour) % 11).unwrap_or(0) - 5;
    let value = (level + level * (swing + weather + noise) / 80).max(1);
    let scale = if Pollutant::SIX[item].in_milligrams() {
        100
    } else {
        1000
    };
    i32::try_from(value * scale).unwrap_or(i32::MAX)
}

fn seed_of(city: &str) -> u64 {
    city.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn mixed(seed: u64, step: i64) -> u64 {
    let mut x = seed ^ step.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

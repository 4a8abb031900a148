//! Hourly rows of the lake as inputs of the rules.

use std::collections::{BTreeMap, BTreeSet};

use lake::arrow::array::{Array as _, AsArray as _};
use lake::arrow::datatypes::{Decimal128Type, Int32Type, TimestampMicrosecondType};
use lake::arrow::record_batch::RecordBatch;
use lake::telemetry::AMOUNT_SCALE;
use lake::{Asked, Lake, LakeError, QueryLimits, Table};
use standards::stack::{DeviceValues, FactorInput, Gas, Reading};
use units::{Day, Exact, HourEnding};
use wire::hj212::factors;

use super::exact;
use crate::recall::text;

/// Codes of the state of the gas (HJ 212-2017 Annex B.2).
const FLOW: &str = "a00000";
const AIR_PRESSURE: &str = "a01006";
const TEMPERATURE: &str = "a01012";
const STATIC_PRESSURE: &str = "a01013";
const HUMIDITY: &str = "a01014";
const OXYGEN: &str = "a19001";

const MICROSECONDS_PER_HOUR: i64 = 3_600_000_000;
const SECONDS_PER_HOUR: i128 = 3_600;
const PASCALS_PER_KILOPASCAL: i128 = 1_000;

/// The newest values of hours, by hour and factor of 2017.
pub(super) struct Hours(BTreeMap<HourEnding, BTreeMap<String, Row>>);

/// One factor in one hour.
#[derive(Clone, Copy)]
struct Row {
    revision: i32,
    average: Reading,
    folded: Option<Exact>,
    amount: Option<Exact>,
}

impl Hours {
    /// Reads the hours of devices, of a day up to but without another.
    pub(super) async fn read(
        lake: &Lake,
        devices: &[String],
        days: (Day, Day),
        as_of: Option<i64>,
        limits: QueryLimits,
    ) -> Result<Self, LakeError> {
        let mut hours = Self(BTreeMap::new());
        // No device at all would ask for all of them.
        if devices.is_empty() {
            return Ok(hours);
        }
        let asked = Asked {
            table: Table::SourceHour,
            devices,
            days,
            times: None,
            as_of,
            columns: &[
                "data_time",
                "revision",
                "value",
                "folded",
                "amount",
                "factor",
                "mark",
            ],
        };
        for part in lake.telemetry(&asked, limits).await? {
            hours.add(&part);
        }
        Ok(hours)
    }

    fn add(&mut self, part: &RecordBatch) {
        let times = part.column(0).as_primitive::<TimestampMicrosecondType>();
        let revisions = part.column(1).as_primitive::<Int32Type>();
        let number = |column: usize, row: usize| {
            let column = part.column(column).as_primitive::<Decimal128Type>();
            let scale = u32::from(AMOUNT_SCALE.unsigned_abs());
            column
                .is_valid(row)
                .then(|| exact(column.value(row), scale))
        };
        for row in 0..part.num_rows() {
            let Some(code) = text(part.column(5), row) else {
                continue;
            };
            // The wire stamps an hour with its beginning.
            let beginning = times.value(row).div_euclid(MICROSECONDS_PER_HOUR);
            let hour = HourEnding::from_number(beginning + 1);
            let code = factors::find(code).map_or(code, |factor| factor.code);
            let new = Row {
                revision: revisions.value(row),
                average: Reading {
                    value: number(2, row),
                    mark: text(part.column(6), row).and_then(|mark| mark.chars().next()),
                },
                folded: number(3, row),
                amount: number(4, row),
            };
            let slot = self.0.entry(hour).or_default().entry(code.to_owned());
            let kept = slot.or_insert(new);
            if kept.revision < new.revision {
                *kept = new;
            }
        }
    }

    /// Whether a factor's value of an hour was received.
    pub(super) fn has(&self, hour: HourEnding, factor: &str) -> bool {
        let row = self.0.get(&hour).and_then(|rows| rows.get(factor));
        row.is_some_and(|row| row.average.value.is_some())
    }

    /// The hours of a span that were received: the gas, and the pollutants in mg/m³.
    pub(super) fn inputs(&self, span: (Day, Day)) -> Vec<(HourEnding, Gas, Vec<FactorInput<'_>>)> {
        let (first, end) = (HourEnding::first_of(span.0), HourEnding::first_of(span.1));
        self.0
            .range(first..end)
            .map(|(hour, rows)| (*hour, gas(rows), pollutants(rows)))
            .collect()
    }
}

fn gas(rows: &BTreeMap<String, Row>) -> Gas {
    let reading = |code: &str, factor: i128| {
        let reading = rows.get(code).map(|row| row.average).unwrap_or_default();
        Reading {
            value: reading
                .value
                .map(|value| value * Exact::from_integer(factor)),
            ..reading
        }
    };
    Gas {
        oxygen: reading(OXYGEN, 1),
        temperature_c: reading(TEMPERATURE, 1),
        static_pressure_pa: reading(STATIC_PRESSURE, PASCALS_PER_KILOPASCAL),
        atmospheric_pressure_pa: reading(AIR_PRESSURE, PASCALS_PER_KILOPASCAL),
        humidity_percent: reading(HUMIDITY, 1),
        flow: reading(FLOW, SECONDS_PER_HOUR),
        // An amount of flow is the gas of the hour.
        device_flow: rows.get(FLOW).and_then(|row| row.amount),
        ..Gas::default()
    }
}

fn pollutants(rows: &BTreeMap<String, Row>) -> Vec<FactorInput<'_>> {
    let measured: BTreeSet<&str> = factors::all()
        .iter()
        .filter(|factor| factor.unit == "mg/m3")
        .map(|factor| factor.code)
        .collect();
    rows.iter()
        .filter(|(code, _)| measured.contains(code.as_str()))
        .map(|(code, row)| FactorInput {
            average: row.average,
            device: DeviceValues {
                average: None,
                folded: row.folded,
                amount: row.amount,
            },
            ..FactorInput::not_sent(code)
        })
        .collect()
}

//! The blocks of real-time data into rows.

use serde_json::{Map, Value as Json};
use wire::vehicle::{Body, FieldForm, Number, RealTime, Record, Value};

use super::super::masked::hexadecimal;
use super::super::{Entry, Reading};
use super::block_time;
use crate::cell::{Cell, stored};
use crate::stream::Stream;

/// Fields by the ids of the layouts, in the order of the columns. Longitude and latitude are the position's.
const FIELDS: [(&str, usize); 16] = [
    ("vehicle_speed", 0),
    ("barometric_pressure", 1),
    ("net_torque", 2),
    ("friction_torque", 3),
    ("engine_speed", 4),
    ("fuel_flow", 5),
    ("nox_upstream", 6),
    ("nox_downstream", 7),
    ("reagent_level", 8),
    ("air_mass_flow", 9),
    ("scr_inlet_temperature", 10),
    ("scr_outlet_temperature", 11),
    ("dpf_differential_pressure", 12),
    ("coolant_temperature", 13),
    ("fuel_level", 14),
    ("odometer", 17),
];
const LON: usize = 15;
const LAT: usize = 16;
const OTHER: usize = 18;
/// Cells of the key: kind and ordinal.
const KEYS: usize = 2;

/// Reads every block of a frame.
pub(super) fn read<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    data: &RealTime<'a>,
    frame_time: i64,
    resent: bool,
) {
    // How many blocks of a kind and time went before; frames have few blocks.
    let mut seen: Vec<(u8, i64)> = Vec::new();
    for block in data.blocks {
        let Body::Known { layout, .. } = block.body else {
            reading.defect(entry, "block_not_stored");
            continue;
        };
        let time = block_time(block.time, data, frame_time);
        let ordinal = seen
            .iter()
            .filter(|one| **one == (block.kind, time))
            .count();
        seen.push((block.kind, time));
        let moment = entry.moment("", time, resent);
        let keys = [
            Cell::Text(layout.id),
            Cell::integer(i32::try_from(ordinal).ok()),
        ];
        let mut defects = Vec::new();
        if let Some(cells) = reading.row_of(Stream::VehicleRecord, moment, &keys) {
            cells_of(block.body, &mut cells[KEYS..], &mut defects);
        }
        for defect in defects {
            reading.defect(entry, defect);
        }
    }
}

fn cells_of<'a>(body: Body<'a>, cells: &mut [Cell<'a>], defects: &mut Vec<&'static str>) {
    let mut other: Vec<Json> = Vec::new();
    for record in body.records() {
        let mut rest = Map::new();
        for (field, value) in record.values() {
            let column = FIELDS.iter().find(|(id, _)| *id == field.id);
            match (column, value) {
                (Some((_, place)), Value::Number(number)) => {
                    set(&mut cells[*place], number, defects);
                }
                (_, Value::Invalid | Value::Abnormal) => {}
                (_, Value::Number(_) | Value::Bits(_)) if is_position(field.id) => {}
                (_, value) => {
                    rest.insert(field.id.to_owned(), json_of(value, field.form));
                }
            }
        }
        position(&record, cells, defects);
        if !rest.is_empty() {
            other.push(Json::Object(rest));
        }
    }
    let other = match other.len() {
        0 => return,
        1 => other.remove(0),
        _ => Json::Array(other),
    };
    cells[OTHER] = Cell::owned(other.to_string());
}

fn is_position(id: &str) -> bool {
    matches!(id, "position_state" | "longitude" | "latitude")
}

fn position(record: &Record<'_>, cells: &mut [Cell<'_>], defects: &mut Vec<&'static str>) {
    let Some(position) = record.position().filter(|position| position.is_fixed()) else {
        return;
    };
    if let Some((east, north)) = position.east().zip(position.north()) {
        set(&mut cells[LON], east, defects);
        set(&mut cells[LAT], north, defects);
    }
}

fn set(cell: &mut Cell<'_>, number: Number, defects: &mut Vec<&'static str>) {
    match stored(number.mantissa, number.scale) {
        Some(units) => *cell = Cell::number(units),
        None => defects.push("value_does_not_fit"),
    }
}

/// Numbers as exact texts; bytes as text where they are, else hexadecimal.
fn json_of(value: Value<'_>, form: FieldForm) -> Json {
    match value {
        Value::Number(number) => Json::from(number.to_string()),
        Value::Bits(bits) => Json::from(bits),
        Value::Bytes(bytes) => {
            let text = wire::vehicle::text(bytes).filter(|_| form == FieldForm::Text);
            Json::from(text.map_or_else(|| hexadecimal(bytes), str::to_owned))
        }
        Value::Invalid | Value::Abnormal => Json::Null,
    }
}

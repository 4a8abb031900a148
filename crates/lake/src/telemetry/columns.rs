//! Columns of the tables of telemetry.
//!
//! Values are `DECIMAL(24,8)`, in the unit of the factor. `data_time` is civil time UTC+8 as the device sent it;
//! `day` is its date, or for messages the date of receipt. `known_at` is when the frame was received, in UTC, and
//! `sequence` the number of its entry. `revision` is 0 for what came first and rises with every other value for
//! the same device, time and factor; all of them are kept.

use datafusion::arrow::datatypes::{DataType, Field};

use crate::schema::{Table, civil_time};

/// Digits of a stored value.
pub const AMOUNT_PRECISION: u8 = 24;
/// Decimals of a stored value.
pub const AMOUNT_SCALE: i8 = 8;

/// The numbers of a row of values, in the order of their columns.
pub const VALUE_COLUMNS: [&str; 7] = [
    "value",
    "min",
    "max",
    "folded",
    "folded_min",
    "folded_max",
    "amount",
];

/// `DECIMAL(24,8)`: what a device measured, in the unit of the factor.
pub fn measured() -> DataType {
    DataType::Decimal128(AMOUNT_PRECISION, AMOUNT_SCALE)
}

/// The columns of a table of telemetry; `None` for any other.
pub(crate) fn fields(table: Table) -> Option<Vec<Field>> {
    let fields = match table {
        Table::SourceRealtime | Table::SourceMinute | Table::SourceHour | Table::SourceDay => {
            values(false)
        }
        Table::Power | Table::Process => values(true),
        Table::EquipmentState => equipment_state(),
        Table::EquipmentDay => equipment_day(),
        Table::DeviceMessage => device_message(),
        Table::DeviceDefect => device_defect(),
        Table::Quarantine => quarantine(),
        Table::ArchiveHead => archive_head(),
        Table::VehicleRecord => vehicle_record(),
        Table::VehicleEvent => vehicle_event(),
        _ => return None,
    };
    Some(fields)
}

fn needed(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn optional(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

fn text(name: &str) -> Field {
    needed(name, DataType::Utf8)
}

fn perhaps(name: &str) -> Field {
    optional(name, DataType::Utf8)
}

fn device_and_day() -> Vec<Field> {
    vec![text("device"), needed("day", DataType::Date32)]
}

fn keyed(with_system: bool) -> Vec<Field> {
    let mut fields = vec![text("device")];
    if with_system {
        fields.push(text("system"));
    }
    fields.extend([
        needed("day", DataType::Date32),
        needed("data_time", civil_time()),
    ]);
    fields
}

fn revised(mut fields: Vec<Field>) -> Vec<Field> {
    fields.extend([
        needed("revision", DataType::Int32),
        needed("sequence", DataType::Int64),
    ]);
    fields
}

fn values(with_interval: bool) -> Vec<Field> {
    let mut fields = keyed(true);
    if with_interval {
        fields.push(text("granularity"));
    }
    fields.push(text("factor"));
    fields.extend(VALUE_COLUMNS.map(|name| optional(name, measured())));
    fields.extend([
        perhaps("mark"),
        perhaps("device_mark"),
        optional("sampled_at", civil_time()),
        needed("resent", DataType::Boolean),
    ]);
    revised(fields)
}

fn equipment_state() -> Vec<Field> {
    let mut fields = keyed(true);
    fields.extend([
        text("equipment"),
        text("item"),
        perhaps("state"),
        optional("value", measured()),
    ]);
    revised(fields)
}

fn equipment_day() -> Vec<Field> {
    let mut fields = keyed(true);
    fields.extend([text("equipment"), optional("run_hours", measured())]);
    revised(fields)
}

/// What was said that is no measurement; with `asked_by` and `reason` it is the record of reverse control.
fn device_message() -> Vec<Field> {
    let mut fields = device_and_day();
    fields.extend([
        text("direction"),
        text("kind"),
        perhaps("system"),
        optional("command", DataType::Int32),
        perhaps("qn"),
        optional("result", DataType::Int32),
        perhaps("content"),
        perhaps("asked_by"),
        perhaps("reason"),
        text("peer"),
        needed("sequence", DataType::Int64),
    ]);
    fields
}

fn device_defect() -> Vec<Field> {
    let mut fields = device_and_day();
    fields.extend([
        text("defect"),
        needed("count", DataType::Int64),
        needed("sequence", DataType::Int64),
    ]);
    fields
}

fn quarantine() -> Vec<Field> {
    let mut fields = device_and_day();
    fields.extend([
        text("reason"),
        text("peer"),
        text("form"),
        text("raw"),
        needed("sequence", DataType::Int64),
    ]);
    fields
}

fn archive_head() -> Vec<Field> {
    let mut fields = device_and_day();
    fields.extend([
        needed("count", DataType::Int64),
        text("head"),
        needed("sequence", DataType::Int64),
    ]);
    fields
}

/// What a vehicle said at one second, one row a block; the units stand in the names. `ordinal` counts blocks of one
/// kind and time in a frame.
fn vehicle_record() -> Vec<Field> {
    let mut fields = keyed(false);
    fields.extend([text("kind"), needed("ordinal", DataType::Int32)]);
    let measured_items = [
        "speed_km_h",
        "pressure_kpa",
        "torque_percent",
        "friction_torque_percent",
        "engine_speed_rpm",
        "fuel_flow_l_h",
        "nox_up_ppm",
        "nox_down_ppm",
        "reagent_percent",
        "air_flow_kg_h",
        "scr_in_c",
        "scr_out_c",
        "dpf_kpa",
        "coolant_c",
        "fuel_percent",
        "lon_deg",
        "lat_deg",
        "odometer_km",
    ];
    fields.extend(measured_items.map(|name| optional(name, measured())));
    fields.extend([perhaps("other"), needed("resent", DataType::Boolean)]);
    revised(fields)
}

fn vehicle_event() -> Vec<Field> {
    let mut fields = keyed(false);
    fields.extend([
        text("kind"),
        optional("serial", DataType::Int32),
        perhaps("content"),
    ]);
    revised(fields)
}

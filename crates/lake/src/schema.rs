//! The tables of the lake and their columns.
//!
//! Concentrations are `DECIMAL(9,3)`: µg/m³, and mg/m³ for CO, as the standards state them.
//! `hour` is the end of the hour in civil time UTC+8; `day` is the natural day it belongs to, so stamp
//! 00:00 of 2 January has `day` 1 January. `known_at` is when lantian learned the value, in UTC.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// A table of the lake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Hourly observations of cities and stations, one row an hour, site and time of learning.
    ObservationHour,
    /// Daily and monthly values as others published them.
    ObservationDay,
    /// Hourly weather beside the observations.
    WeatherHour,
    /// Rows and fields that could not be taken in, with the reason.
    Defect,
    /// Values that a quality rule marks; they stay in use.
    Flag,
    /// One row a file taken in.
    Import,
    /// Daily statistics as computed.
    StatisticDay,
    /// Statistics of longer periods as computed.
    StatisticPeriod,
    /// Figures that bodies report.
    ReportedFigure,
    /// What evaluations of plans found, with their trace.
    Finding,
    /// What the rules of plans made of the rows of registers.
    RuleHit,
    /// What devices at sources measured at a moment (HJ 212, CN 2011).
    SourceRealtime,
    /// Minute values of sources (CN 2051).
    SourceMinute,
    /// Hourly values of sources (CN 2061).
    SourceHour,
    /// Daily values of sources (CN 2031).
    SourceDay,
    /// Electricity of production and treatment (ST 44), of every interval.
    Power,
    /// Working conditions of production and treatment (ST 45, 51), of every interval.
    Process,
    /// States of equipment and instruments.
    EquipmentState,
    /// Hours that equipment ran in a day.
    EquipmentDay,
    /// Notices, answers, logs, heartbeats, and what the gateway sent.
    DeviceMessage,
    /// Named defects of frames, counted by device and day.
    DeviceDefect,
    /// Frames that were kept apart, with the reason.
    Quarantine,
    /// Heads of the hash chains of the archive of raw frames.
    ArchiveHead,
    /// What vehicles sent of their engines and positions, one row a record.
    VehicleRecord,
    /// What happened to vehicles' terminals: login, logout, alarms, diagnosis.
    VehicleEvent,
}

/// The `kind` of rows that a simulator made.
pub const SIMULATED: &str = "simulated";

/// The columns of the six basic items, in the order of `Pollutant::SIX`.
pub const SIX_COLUMNS: [&str; 6] = ["so2", "no2", "pm10", "pm25", "co", "o3"];

/// The columns of published sub-indices: the six, then O3 over eight hours.
pub const IAQI_COLUMNS: [&str; 7] = [
    "iaqi_so2",
    "iaqi_no2",
    "iaqi_pm10",
    "iaqi_pm25",
    "iaqi_co",
    "iaqi_o3",
    "iaqi_o3_8h",
];

impl Table {
    /// All tables.
    pub const ALL: [Self; 25] = [
        Self::ObservationHour,
        Self::ObservationDay,
        Self::WeatherHour,
        Self::Defect,
        Self::Flag,
        Self::Import,
        Self::StatisticDay,
        Self::StatisticPeriod,
        Self::ReportedFigure,
        Self::Finding,
        Self::RuleHit,
        Self::SourceRealtime,
        Self::SourceMinute,
        Self::SourceHour,
        Self::SourceDay,
        Self::Power,
        Self::Process,
        Self::EquipmentState,
        Self::EquipmentDay,
        Self::DeviceMessage,
        Self::DeviceDefect,
        Self::Quarantine,
        Self::ArchiveHead,
        Self::VehicleRecord,
        Self::VehicleEvent,
    ];

    /// Its name in SQL and its folder in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::ObservationHour => "observation_hour",
            Self::ObservationDay => "observation_day",
            Self::WeatherHour => "weather_hour",
            Self::Defect => "defect",
            Self::Flag => "flag",
            Self::Import => "import",
            Self::StatisticDay => "statistic_day",
            Self::StatisticPeriod => "statistic_period",
            Self::ReportedFigure => "reported_figure",
            Self::Finding => "finding",
            Self::RuleHit => "rule_hit",
            Self::SourceRealtime => "source_realtime",
            Self::SourceMinute => "source_minute",
            Self::SourceHour => "source_hour",
            Self::SourceDay => "source_day",
            Self::Power => "power",
            Self::Process => "process",
            Self::EquipmentState => "equipment_state",
            Self::EquipmentDay => "equipment_day",
            Self::DeviceMessage => "device_message",
            Self::DeviceDefect => "device_defect",
            Self::Quarantine => "quarantine",
            Self::ArchiveHead => "archive_head",
            Self::VehicleRecord => "vehicle_record",
            Self::VehicleEvent => "vehicle_event",
        }
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        static SCHEMAS: LazyLock<Vec<SchemaRef>> = LazyLock::new(|| {
            Table::ALL
                .into_iter()
                .map(|t| Arc::new(Schema::new(t.fields())))
                .collect()
        });
        let place = Self::ALL.iter().position(|&t| t == self).unwrap_or(0);
        Arc::clone(&SCHEMAS[place])
    }

    fn fields(self) -> Vec<Field> {
        let mut fields = match self {
            Self::ObservationHour => observation(needed("hour", civil_time())),
            Self::ObservationDay => observation(needed("granularity", DataType::Utf8)),
            Self::WeatherHour => weather(),
            Self::Defect => vec![
                needed("file", DataType::Utf8),
                optional("row", DataType::Int64),
                optional("column", DataType::Utf8),
                needed("text", DataType::Utf8),
                needed("reason", DataType::Utf8),
            ],
            Self::Flag => vec![
                needed("site", DataType::Utf8),
                needed("day", DataType::Date32),
                needed("hour", civil_time()),
                needed("pollutant", DataType::Utf8),
                needed("rule", DataType::Utf8),
                needed("value", concentration()),
                needed("row", DataType::Int64),
            ],
            Self::Import => import(),
            Self::StatisticDay => statistic_day(),
            Self::StatisticPeriod => statistic_period(),
            Self::ReportedFigure => reported_figure(),
            Self::Finding => finding(),
            Self::RuleHit => rule_hit(),
            telemetry => crate::telemetry::fields(telemetry).unwrap_or_default(),
        };
        fields.extend([
            needed("known_at", instant()),
            needed("source", DataType::Utf8),
        ]);
        fields
    }
}

/// `DECIMAL(9,3)`.
pub fn concentration() -> DataType {
    DataType::Decimal128(9, 3)
}

/// A moment in civil time UTC+8, without a zone.
pub fn civil_time() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, None)
}

/// A moment in UTC.
pub fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn needed(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, false)
}

fn optional(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type, true)
}

fn site_and_day() -> Vec<Field> {
    vec![
        needed("site", DataType::Utf8),
        needed("level", DataType::Utf8),
        needed("day", DataType::Date32),
    ]
}

fn observation(time: Field) -> Vec<Field> {
    let mut fields = site_and_day();
    fields.push(time);
    fields.extend(
        SIX_COLUMNS
            .into_iter()
            .chain(["o3_8h"])
            .map(|name| optional(name, concentration())),
    );
    fields.push(optional("aqi", DataType::Int16));
    fields.extend(
        IAQI_COLUMNS
            .into_iter()
            .map(|name| optional(name, DataType::Int16)),
    );
    fields.extend([
        needed("stage", DataType::Utf8),
        needed("state", DataType::Utf8),
        needed("kind", DataType::Utf8),
        needed("row", DataType::Int64),
    ]);
    fields
}

fn weather() -> Vec<Field> {
    let mut fields = site_and_day();
    fields.push(needed("hour", civil_time()));
    let measured = [
        "temperature_c",
        "dew_point_c",
        "pressure_hpa",
        "rain_mm",
        "wind_speed_m_s",
    ];
    fields.extend(
        measured
            .into_iter()
            .map(|name| optional(name, concentration())),
    );
    fields.extend([
        optional("wind_direction", DataType::Utf8),
        needed("row", DataType::Int64),
    ]);
    fields
}

fn import() -> Vec<Field> {
    vec![
        needed("file", DataType::Utf8),
        needed("sha256", DataType::Utf8),
        needed("mapping", DataType::Utf8),
        needed("kind", DataType::Utf8),
        needed("rows_read", DataType::Int64),
        needed("rows_loaded", DataType::Int64),
        needed("defects", DataType::Int64),
        needed("flags", DataType::Int64),
    ]
}

fn statistic_day() -> Vec<Field> {
    let mut fields = site_and_day();
    fields.extend(
        SIX_COLUMNS
            .into_iter()
            .map(|name| optional(name, concentration())),
    );
    fields.extend(
        SIX_COLUMNS
            .into_iter()
            .map(|name| needed(&format!("{name}_valid"), DataType::Int16)),
    );
    fields.extend([
        optional("aqi", DataType::Int16),
        optional("primary_pollutant", DataType::Utf8),
        needed("edition", DataType::Utf8),
    ]);
    fields
}

fn statistic_period() -> Vec<Field> {
    vec![
        needed("site", DataType::Utf8),
        needed("level", DataType::Utf8),
        needed("period", DataType::Utf8),
        needed("item", DataType::Utf8),
        optional("value", DataType::Utf8),
        needed("unit", DataType::Utf8),
        needed("valid_days", DataType::Int32),
        needed("expected_days", DataType::Int32),
        needed("valid", DataType::Boolean),
        needed("edition", DataType::Utf8),
    ]
}

/// Values are exact decimal texts, as reported or computed.
fn reported_figure() -> Vec<Field> {
    let mut fields = texts(&[
        "plan",
        "indicator",
        "region",
        "period",
        "value",
        "unit",
        "body",
    ]);
    fields.push(needed("status", DataType::Utf8));
    fields.extend(
        ["evidence", "reporter", "reviewer", "note"].map(|name| optional(name, DataType::Utf8)),
    );
    fields.extend([
        needed("kind", DataType::Utf8),
        needed("file", DataType::Utf8),
        needed("row", DataType::Int64),
    ]);
    fields
}

fn finding() -> Vec<Field> {
    let mut fields = texts(&["plan", "version", "clause", "article", "region"]);
    fields.push(needed("as_of", DataType::Date32));
    fields.extend(
        ["status", "value", "limit", "margin", "unit", "period"]
            .map(|name| optional(name, DataType::Utf8)),
    );
    fields.extend([
        needed("indicative", DataType::Boolean),
        optional("valid", DataType::Int64),
        optional("expected", DataType::Int64),
        optional("probability", DataType::Float64),
        needed("source_kind", DataType::Utf8),
        optional("replay", DataType::Utf8),
        needed("simulated", DataType::Boolean),
        needed("edition_at_issue", DataType::Utf8),
        needed("edition_today", DataType::Utf8),
        needed("reasons", DataType::Utf8),
        optional("owed_by", DataType::Utf8),
        needed("trace", DataType::Utf8),
    ]);
    fields
}

fn rule_hit() -> Vec<Field> {
    let mut fields = texts(&["plan", "version", "rule", "entity", "key"]);
    fields.push(optional("region", DataType::Utf8));
    fields.extend([
        needed("as_of", DataType::Date32),
        needed("outcome", DataType::Utf8),
        needed("missing", DataType::Utf8),
        needed("register", DataType::Utf8),
        needed("row", DataType::Int64),
        needed("simulated", DataType::Boolean),
    ]);
    fields
}

fn texts(names: &[&str]) -> Vec<Field> {
    names
        .iter()
        .map(|name| needed(name, DataType::Utf8))
        .collect()
}

//! The streams that frames are sorted into: a table of the lake, and where it holds several intervals, one of them.

use lake::Table;

/// How long the time is that a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Interval {
    Realtime,
    Minute,
    Hour,
    Day,
}

impl Interval {
    pub(crate) const ALL: [Self; 4] = [Self::Realtime, Self::Minute, Self::Hour, Self::Day];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Realtime => "realtime",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

/// Where rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stream {
    Source(Interval),
    Power(Interval),
    Process(Interval),
    EquipmentState,
    EquipmentDay,
    VehicleRecord,
    VehicleEvent,
    Message,
    Quarantine,
    Defect,
    ArchiveHead,
}

impl Stream {
    /// All of them; a stream's place is its number.
    pub(crate) const ALL: [Self; 20] = [
        Self::Source(Interval::Realtime),
        Self::Source(Interval::Minute),
        Self::Source(Interval::Hour),
        Self::Source(Interval::Day),
        Self::Power(Interval::Realtime),
        Self::Power(Interval::Minute),
        Self::Power(Interval::Hour),
        Self::Power(Interval::Day),
        Self::Process(Interval::Realtime),
        Self::Process(Interval::Minute),
        Self::Process(Interval::Hour),
        Self::Process(Interval::Day),
        Self::EquipmentState,
        Self::EquipmentDay,
        Self::VehicleRecord,
        Self::VehicleEvent,
        Self::Message,
        Self::Quarantine,
        Self::Defect,
        Self::ArchiveHead,
    ];

    pub(crate) fn place(self) -> usize {
        match self {
            Self::Source(interval) => interval as usize,
            Self::Power(interval) => 4 + interval as usize,
            Self::Process(interval) => 8 + interval as usize,
            Self::EquipmentState => 12,
            Self::EquipmentDay => 13,
            Self::VehicleRecord => 14,
            Self::VehicleEvent => 15,
            Self::Message => 16,
            Self::Quarantine => 17,
            Self::Defect => 18,
            Self::ArchiveHead => 19,
        }
    }

    pub(crate) fn table(self) -> Table {
        match self {
            Self::Source(Interval::Realtime) => Table::SourceRealtime,
            Self::Source(Interval::Minute) => Table::SourceMinute,
            Self::Source(Interval::Hour) => Table::SourceHour,
            Self::Source(Interval::Day) => Table::SourceDay,
            Self::Power(_) => Table::Power,
            Self::Process(_) => Table::Process,
            Self::EquipmentState => Table::EquipmentState,
            Self::EquipmentDay => Table::EquipmentDay,
            Self::VehicleRecord => Table::VehicleRecord,
            Self::VehicleEvent => Table::VehicleEvent,
            Self::Message => Table::DeviceMessage,
            Self::Quarantine => Table::Quarantine,
            Self::Defect => Table::DeviceDefect,
            Self::ArchiveHead => Table::ArchiveHead,
        }
    }

    /// The interval, where the table tells intervals apart.
    pub(crate) fn interval(self) -> Option<Interval> {
        match self {
            Self::Power(interval) | Self::Process(interval) => Some(interval),
            _ => None,
        }
    }

    /// Whether what comes again is dropped; a message is kept as often as it was said.
    pub(crate) fn keyed(self) -> bool {
        !matches!(
            self,
            Self::Message | Self::Quarantine | Self::Defect | Self::ArchiveHead
        )
    }

    /// The columns that tell rows of one device and time apart, then those whose change makes a revision.
    pub(crate) fn columns(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Source(_) | Self::Power(_) | Self::Process(_) => (&["factor"], &VALUE_CONTENT),
            Self::EquipmentState => (&["equipment", "item"], &["state", "value"]),
            Self::EquipmentDay => (&["equipment"], &["run_hours"]),
            Self::VehicleRecord => (&["kind", "ordinal"], &VEHICLE_CONTENT),
            Self::VehicleEvent => (&["kind", "serial"], &["content"]),
            Self::Message => (&[], &MESSAGE_CONTENT),
            Self::Quarantine => (&[], &["reason", "peer", "form", "raw"]),
            Self::Defect => (&[], &["defect", "count"]),
            Self::ArchiveHead => (&[], &["count", "head"]),
        }
    }
}

const VALUE_CONTENT: [&str; 10] = [
    "value",
    "min",
    "max",
    "folded",
    "folded_min",
    "folded_max",
    "amount",
    "mark",
    "device_mark",
    "sampled_at",
];

/// The items of a vehicle's record, in the order of their columns.
pub(crate) const VEHICLE_CONTENT: [&str; 19] = [
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
    "other",
];

const MESSAGE_CONTENT: [&str; 10] = [
    "direction",
    "kind",
    "system",
    "command",
    "qn",
    "result",
    "content",
    "asked_by",
    "reason",
    "peer",
];

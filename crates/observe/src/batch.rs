//! What reading gives: columns of values, by batches, and a summary of the file.

use crate::{
    defect::Defect,
    flag::Flag,
    mapping::{Basis, Granularity, Level},
    warning::Warning,
};

/// Indices per row: the six pollutants in their order, and the eight-hour ozone.
pub const IAQI_COUNT: usize = 7;

/// Rows of a batch.
pub(crate) const BATCH_ROWS: usize = 65_536;

/// A run of rows by columns; all columns have one length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// City or station values.
    pub level: Level,
    /// What a row covers.
    pub granularity: Granularity,
    /// What the values mean.
    pub basis: Basis,
    /// The sites met so far; later batches of a file only add to it.
    pub sites: Vec<String>,
    /// Per row, a place in `sites`.
    pub site: Vec<u32>,
    /// Hours: the number of a `units::HourEnding`. Days: of a `units::Day`. Months: of the first day.
    pub time: Vec<i64>,
    /// The six pollutants in the order of `units::Pollutant::SIX`, in thousandths of µg/m³, CO of mg/m³.
    pub values: [Vec<Option<i32>>; 6],
    /// Ozone over eight hours, in thousandths of µg/m³.
    pub o3_8h: Vec<Option<i32>>,
    /// The index that the publisher computed.
    pub aqi: Vec<Option<i16>>,
    /// The single indices that the publisher computed, if the mapping has any.
    pub iaqi: Option<[Vec<Option<i16>>; IAQI_COUNT]>,
    /// Weather, if the mapping has any.
    pub weather: Option<Weather>,
    /// The record in the file, the header being 1; in the wide layout the first record of the hour.
    pub row: Vec<u32>,
}

/// Weather beside the values, in thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weather {
    /// Air temperature in thousandths of °C.
    pub temperature_c: Vec<Option<i32>>,
    /// Dew point in thousandths of °C.
    pub dew_point_c: Vec<Option<i32>>,
    /// Pressure in thousandths of hPa.
    pub pressure_hpa: Vec<Option<i32>>,
    /// Rain in thousandths of mm.
    pub rain_mm: Vec<Option<i32>>,
    /// Wind speed in thousandths of m/s.
    pub wind_speed_m_s: Vec<Option<i32>>,
    /// The direction the wind comes from, in sixteenths of the circle clockwise from north.
    pub wind_direction: Vec<Option<u8>>,
}

/// What a reader tells while it reads. Flags and defects of a batch follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "batches are few and handed over at once"
)]
pub enum Event {
    /// Rows.
    Batch(Batch),
    /// Places that could not be read.
    Defects(Vec<Defect>),
    /// Doubtful values.
    Flags(Vec<Flag>),
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The mapping used.
    pub mapping: String,
    /// The encoding found.
    pub encoding: &'static str,
    /// Records after the header.
    pub rows_read: u64,
    /// Rows given out; in the wide layout, site-hours.
    pub rows_loaded: u64,
    /// Defects told.
    pub defects: u64,
    /// Flags told.
    pub flags: u64,
    /// The earliest time, as in [`Batch::time`].
    pub first: Option<i64>,
    /// The latest time.
    pub last: Option<i64>,
    /// SHA-256 of the file as it lies on disk, in hexadecimal; empty for rows from another source.
    pub sha256: String,
    /// Bytes of the file as it lies on disk.
    pub bytes: u64,
    /// Doubts about the file as a whole.
    pub warnings: Vec<Warning>,
}

/// One row before it joins a batch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) site: u32,
    pub(crate) time: i64,
    pub(crate) number: u32,
    pub(crate) values: [Option<i32>; 6],
    pub(crate) o3_8h: Option<i32>,
    pub(crate) aqi: Option<i16>,
    pub(crate) iaqi: [Option<i16>; IAQI_COUNT],
    pub(crate) weather: [Option<i32>; 5],
    pub(crate) wind: Option<u8>,
}

impl Row {
    /// A digest by which equal rows are known; it does not include site and time.
    pub(crate) fn digest(&self) -> u64 {
        let values = self.values.iter().chain([&self.o3_8h]).chain(&self.weather);
        let number =
            |value: &Option<i32>| value.map_or(u64::MAX, |value| u64::from(value.cast_unsigned()));
        let mixed = values.fold(0, |digest, value| mix(digest, number(value)));
        let indices = self.iaqi.iter().chain([&self.aqi]);
        let index =
            |value: &Option<i16>| value.map_or(u64::MAX, |value| u64::from(value.cast_unsigned()));
        let mixed = indices.fold(mixed, |digest, value| mix(digest, index(value)));
        mix(mixed, self.wind.map_or(u64::MAX, u64::from))
    }
}

/// One step of the `FxHash` function.
fn mix(digest: u64, value: u64) -> u64 {
    (digest.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

impl Batch {
    pub(crate) fn new(level: Level, granularity: Granularity, basis: Basis, has: Has) -> Self {
        Self {
            level,
            granularity,
            basis,
            sites: Vec::new(),
            site: Vec::new(),
            time: Vec::new(),
            values: Default::default(),
            o3_8h: Vec::new(),
            aqi: Vec::new(),
            iaqi: has.iaqi.then(Default::default),
            weather: has.weather.then(Default::default),
            row: Vec::new(),
        }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    pub(crate) fn push(&mut self, row: &Row) {
        self.site.push(row.site);
        self.time.push(row.time);
        self.row.push(row.number);
        for (column, value) in self.values.iter_mut().zip(row.values) {
            column.push(value);
        }
        self.o3_8h.push(row.o3_8h);
        self.aqi.push(row.aqi);
        if let Some(iaqi) = &mut self.iaqi {
            for (column, value) in iaqi.iter_mut().zip(row.iaqi) {
                column.push(value);
            }
        }
        if let Some(weather) = &mut self.weather {
            weather.push(row);
        }
    }
}

impl Weather {
    fn push(&mut self, row: &Row) {
        let [temperature, dew_point, pressure, rain, wind_speed] = row.weather;
        self.temperature_c.push(temperature);
        self.dew_point_c.push(dew_point);
        self.pressure_hpa.push(pressure);
        self.rain_mm.push(rain);
        self.wind_speed_m_s.push(wind_speed);
        self.wind_direction.push(row.wind);
    }
}

/// Which optional columns a batch has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Has {
    pub(crate) iaqi: bool,
    pub(crate) weather: bool,
}

//! The mapping (字段映射): which column of an archive is which site, time, pollutant, unit and basis.
//!
//! The format is TOML and is explained, key by key, in `mappings/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use units::Pollutant;

pub use crate::basis::{Basis, Stage, State};
use crate::error::MappingError;

/// How to read one layout of one publisher's archive.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Where such files come from.
    pub source: String,
    /// What the source says about its use.
    pub licence: Option<String>,
    /// Columns that must all be there for the mapping to be chosen by itself.
    pub header: Vec<String>,
    /// What separates fields.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// One row per site and time, or one column per site.
    #[serde(default)]
    pub layout: Layout,
    /// Wide layout: the column that says what a row holds.
    pub type_column: Option<String>,
    /// City or station values.
    pub level: Level,
    /// The true names of the columns in order, where the file's own header is wrong.
    pub header_override: Option<Vec<String>>,
    /// Texts that mean "no value"; an empty field always does.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What to do with more than three decimals.
    #[serde(default)]
    pub decimals: Decimals,
    /// How to name the site.
    pub site: SiteRule,
    /// How to read the time.
    pub time: TimeRule,
    /// What the values mean.
    pub basis: Basis,
    /// The measured values.
    pub value: Vec<ValueRule>,
    /// Indices that the publisher computed.
    #[serde(default)]
    pub published: Published,
    /// Weather beside the values.
    #[serde(default)]
    pub weather: WeatherRule,
    /// Oddities that users must know.
    #[serde(default)]
    pub known: Vec<Text>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How rows are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One row per site and time, one column per pollutant.
    #[default]
    Long,
    /// One row per time and pollutant, one column per site.
    Wide,
}

/// Whose values these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Cities: names become region codes.
    City,
    /// Stations: names stay as they are, with a prefix.
    Station,
}

/// What to do with a value of more than three decimals, which the store cannot keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimals {
    /// A defect; the value is missing.
    #[default]
    Refuse,
    /// Rounded to three decimals by GB/T 8170.
    Round,
}

/// How the site of a row is named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteRule {
    /// The column that holds it.
    pub column: Option<String>,
    /// The one site of the whole file.
    pub constant: Option<String>,
    /// The file's name without extensions is the site.
    #[serde(default)]
    pub from_file_name: bool,
    /// Wide layout: what the other columns are named after.
    pub columns: Option<SiteColumns>,
    /// Put before the name; `{file}` stands for the file's name without extensions.
    #[serde(default)]
    pub prefix: String,
}

/// What the site columns of a wide file are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteColumns {
    /// National station codes such as 1081A.
    StationCodes,
    /// Names of cities.
    Names,
}

/// How the time of a row is read: `date` (with `hour`), or `timestamp`, or `year`, `month`, `day`, `hour`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRule {
    /// Hour, day or month.
    pub granularity: Granularity,
    /// Column of the date.
    pub date: Option<String>,
    /// Column of the clock hour, 0–24.
    pub hour: Option<String>,
    /// Column of date and hour together.
    pub timestamp: Option<String>,
    /// Column of the year.
    pub year: Option<String>,
    /// Column of the month.
    pub month: Option<String>,
    /// Column of the day of month.
    pub day: Option<String>,
    /// Whether the stamp names the end or the beginning of the hour.
    #[serde(default)]
    pub stamp: Stamp,
    /// The offset of the clock from UTC.
    #[serde(default = "beijing")]
    pub zone: String,
    /// The source does not say; we assume.
    #[serde(default)]
    pub assumed: bool,
}

/// What a row covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// One hour.
    Hour,
    /// One natural day.
    Day,
    /// One calendar month.
    Month,
}

/// Which moment of the hour a stamp names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stamp {
    /// Its end, as national platforms do.
    #[default]
    Ending,
    /// Its beginning.
    Beginning,
}

/// One measured quantity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// The pollutant's identifier or symbol.
    pub pollutant: String,
    /// The column; in wide layout the text in the type column.
    pub column: String,
    /// The unit of the column.
    pub unit: Unit,
    /// What the value averages over.
    #[serde(default)]
    pub averaging: Averaging,
    /// Its absence is no defect.
    #[serde(default)]
    pub optional: bool,
}

/// A unit of concentration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// µg/m³.
    #[serde(rename = "ug/m3")]
    MicrogramPerM3,
    /// mg/m³.
    #[serde(rename = "mg/m3")]
    MilligramPerM3,
}

/// What a value averages over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Averaging {
    /// The row's own hour, day or month.
    #[default]
    #[serde(rename = "row")]
    Row,
    /// One hour.
    #[serde(rename = "1h")]
    Hour,
    /// Eight hours (of ozone): hourly rows hold the running mean, daily rows its maximum.
    #[serde(rename = "8h")]
    EightHours,
    /// A day.
    #[serde(rename = "24h")]
    Day,
    /// The day's highest hour.
    #[serde(rename = "max_1h")]
    MaxHour,
}

/// Columns of indices that the publisher computed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The column of the AQI.
    pub aqi: Option<String>,
    /// The columns of the IAQI, by pollutant; `o3_8h` is the seventh.
    #[serde(default)]
    pub iaqi: BTreeMap<String, String>,
}

/// Columns of weather; each may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeatherRule {
    /// Air temperature in °C.
    pub temperature_c: Option<String>,
    /// Dew point in °C.
    pub dew_point_c: Option<String>,
    /// Pressure in hPa.
    pub pressure_hpa: Option<String>,
    /// Rain in mm.
    pub rain_mm: Option<String>,
    /// Wind speed in m/s.
    pub wind_speed_m_s: Option<String>,
    /// Wind direction as a point of the compass.
    pub wind_direction: Option<String>,
}

impl Mapping {
    /// Reads a mapping and checks that it is complete.
    ///
    /// # Errors
    /// [`MappingError`], which names the key.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text).map_err(|error| MappingError::Toml {
            message: error.to_string(),
        })?;
        mapping.check()?;
        Ok(mapping)
    }
}

impl ValueRule {
    /// The place of its pollutant among the six.
    pub(crate) fn place(&self) -> Option<usize> {
        self.pollutant.parse::<Pollutant>().ok()?.index()
    }
}

fn comma() -> char {
    ','
}

fn beijing() -> String {
    "+08:00".to_owned()
}

//! The series that sub-indices are read from: a pollutant and an averaging time (HJ 633, table 1).

use std::{fmt, str::FromStr};

use units::Pollutant;

use crate::limits::plain;

/// A pollutant and the time it is averaged over for a sub-index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// SO2, day.
    So2Day,
    /// SO2, hour.
    So2Hour,
    /// NO2, day.
    No2Day,
    /// NO2, hour.
    No2Hour,
    /// PM10, day; in real time also its hour.
    Pm10Day,
    /// PM2.5, day; in real time also its hour.
    Pm25Day,
    /// CO, day.
    CoDay,
    /// CO, hour.
    CoHour,
    /// O3, eight-hour running mean or its daily maximum.
    O3Max8h,
    /// O3, hour or its daily maximum.
    O3Hour,
}

/// A text names no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown series {text:?}; expected one of so2_24h, so2_1h, no2_24h, no2_1h, pm10_24h, pm25_24h, \
     co_24h, co_1h, o3_8h, o3_1h"
)]
pub struct UnknownSeries {
    /// What was given.
    pub text: String,
}

impl Series {
    /// Every series, in the order of the standard's table.
    pub const ALL: [Self; 10] = [
        Self::So2Day,
        Self::So2Hour,
        Self::No2Day,
        Self::No2Hour,
        Self::Pm10Day,
        Self::Pm25Day,
        Self::CoDay,
        Self::CoHour,
        Self::O3Max8h,
        Self::O3Hour,
    ];

    /// The identifier used in data files and SQL.
    pub fn id(self) -> &'static str {
        match self {
            Self::So2Day => "so2_24h",
            Self::So2Hour => "so2_1h",
            Self::No2Day => "no2_24h",
            Self::No2Hour => "no2_1h",
            Self::Pm10Day => "pm10_24h",
            Self::Pm25Day => "pm25_24h",
            Self::CoDay => "co_24h",
            Self::CoHour => "co_1h",
            Self::O3Max8h => "o3_8h",
            Self::O3Hour => "o3_1h",
        }
    }

    /// Its pollutant.
    #[inline]
    pub fn pollutant(self) -> Pollutant {
        match self {
            Self::So2Day | Self::So2Hour => Pollutant::So2,
            Self::No2Day | Self::No2Hour => Pollutant::No2,
            Self::Pm10Day => Pollutant::Pm10,
            Self::Pm25Day => Pollutant::Pm25,
            Self::CoDay | Self::CoHour => Pollutant::Co,
            Self::O3Max8h | Self::O3Hour => Pollutant::O3,
        }
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Series {
    type Err = UnknownSeries;

    /// Reads an identifier in any case, with or without points and underscores: `PM2.5_24h`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let asked = plain(text);
        let found = Self::ALL
            .into_iter()
            .find(|series| plain(series.id()) == asked);
        found.ok_or_else(|| UnknownSeries {
            text: text.to_owned(),
        })
    }
}

//! The pollutants that the ambient standards regulate (GB 3095, tables 1 and 2).

use std::{fmt, str::FromStr};

/// A regulated ambient pollutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pollutant {
    /// Sulphur dioxide, 二氧化硫.
    So2,
    /// Nitrogen dioxide, 二氧化氮.
    No2,
    /// Inhalable particles up to 10 µm, 颗粒物(PM10).
    Pm10,
    /// Fine particles up to 2.5 µm, 细颗粒物(PM2.5).
    Pm25,
    /// Carbon monoxide, 一氧化碳.
    Co,
    /// Ozone, 臭氧.
    O3,
    /// Total suspended particles, 总悬浮颗粒物.
    Tsp,
    /// Nitrogen oxides, 氮氧化物.
    Nox,
    /// Lead, 铅.
    Pb,
    /// Benzo\[a\]pyrene, 苯并\[a\]芘.
    Bap,
}

/// The text names no pollutant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown pollutant {text:?}; expected one of SO2, NO2, PM10, PM2.5, CO, O3, TSP, NOx, Pb, BaP"
)]
pub struct UnknownPollutant {
    /// What was given.
    pub text: String,
}

impl Pollutant {
    /// The six basic items of every index, in the order of GB 3095 table 1.
    pub const SIX: [Self; 6] = [
        Self::So2,
        Self::No2,
        Self::Pm10,
        Self::Pm25,
        Self::Co,
        Self::O3,
    ];

    /// The place of a basic item in [`Self::SIX`], `None` for the others.
    pub fn index(self) -> Option<usize> {
        Self::SIX.iter().position(|&p| p == self)
    }

    /// The identifier used in data files, columns and SQL: `so2`, `pm25`, …
    pub fn id(self) -> &'static str {
        match self {
            Self::So2 => "so2",
            Self::No2 => "no2",
            Self::Pm10 => "pm10",
            Self::Pm25 => "pm25",
            Self::Co => "co",
            Self::O3 => "o3",
            Self::Tsp => "tsp",
            Self::Nox => "nox",
            Self::Pb => "pb",
            Self::Bap => "bap",
        }
    }

    /// The symbol as people write it: `SO2`, `PM2.5`, …
    pub fn symbol(self) -> &'static str {
        match self {
            Self::So2 => "SO2",
            Self::No2 => "NO2",
            Self::Pm10 => "PM10",
            Self::Pm25 => "PM2.5",
            Self::Co => "CO",
            Self::O3 => "O3",
            Self::Tsp => "TSP",
            Self::Nox => "NOx",
            Self::Pb => "Pb",
            Self::Bap => "BaP",
        }
    }

    /// Whether the standards state this pollutant in mg/m³ (CO) rather than µg/m³.
    pub fn in_milligrams(self) -> bool {
        self == Self::Co
    }

    /// The regulated unit: `mg/m3` for CO, `ug/m3` for the rest.
    pub fn unit(self) -> &'static str {
        if self.in_milligrams() {
            "mg/m3"
        } else {
            "ug/m3"
        }
    }
}

impl fmt::Display for Pollutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.symbol())
    }
}

impl FromStr for Pollutant {
    type Err = UnknownPollutant;

    /// Reads an identifier or symbol, in any case, with or without the point: `PM2.5`, `pm25`, `PM2_5`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let all = Self::SIX
            .into_iter()
            .chain([Self::Tsp, Self::Nox, Self::Pb, Self::Bap]);
        all.into_iter()
            .find(|p| p.id() == plain)
            .ok_or_else(|| UnknownPollutant {
                text: text.to_owned(),
            })
    }
}

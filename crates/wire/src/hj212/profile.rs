//! What is admitted from a device beyond the letter of the standard. Profiles are data; the habits that
//! cost nothing to understand are read from every device and named as defects.

use super::crc::Crc;
use super::sm4::Settings;

/// A codec profile, as the register names it for a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub id: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The check words that make a frame good.
    pub admitted: Admitted,
    /// How contents are encrypted, where they are.
    pub encryption: Settings,
}

/// The check words that make a frame good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// Only the one of Annex A.
    Standard,
    /// Only CRC-16/MODBUS.
    Modbus,
    /// Either.
    Any,
}

impl Profile {
    /// The profile of a name.
    pub fn named(id: &str) -> Option<Self> {
        PROFILES.iter().copied().find(|profile| profile.id == id)
    }

    /// Every profile.
    pub fn all() -> &'static [Self] {
        PROFILES
    }
}

impl Admitted {
    /// Whether a check word of this rule makes a frame good.
    pub fn admits(self, crc: Crc) -> bool {
        match self {
            Self::Any => true,
            Self::Standard => crc == Crc::Standard,
            Self::Modbus => crc == Crc::Modbus,
        }
    }
}

use super::sm4::{Carriage, Padding};

include!(concat!(env!("OUT_DIR"), "/hj212_profiles.rs"));

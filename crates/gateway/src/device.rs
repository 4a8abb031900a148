//! The devices that may speak, as the gateway sees the register.

use std::collections::BTreeMap;
use std::fmt;

/// A word that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a word.
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The word itself, for the wire alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// A device that may speak.
#[derive(Clone, Debug)]
pub struct Device {
    /// MN (HJ 212) or VIN (vehicles).
    pub id: String,
    /// The password that its frames must carry; none: not compared.
    pub password: Option<Secret>,
    /// The SM4 key of HJ 212-2025, 32 hexadecimal digits.
    pub key: Option<Secret>,
    /// The codec profile by name: `standard`, or a vendor's habit such as `modbus`.
    pub profile: String,
    /// How far its clock is known to be ahead of civil time, in seconds.
    pub clock_offset_s: i64,
}

/// Every device that may speak, by MN or VIN.
#[derive(Clone, Debug, Default)]
pub struct Devices {
    devices: BTreeMap<String, Device>,
}

impl Devices {
    /// The register of these devices.
    pub fn new(devices: impl IntoIterator<Item = Device>) -> Self {
        let named = devices
            .into_iter()
            .map(|device| (device.id.clone(), device));
        Self {
            devices: named.collect(),
        }
    }

    /// The register with a device put in place of the one of its name.
    pub fn with(&self, device: Device) -> Self {
        let mut devices = self.devices.clone();
        devices.insert(device.id.clone(), device);
        Self { devices }
    }

    /// The device of an MN or VIN.
    pub fn find(&self, id: &str) -> Option<&Device> {
        self.devices.get(id)
    }

    /// All of them, by MN or VIN.
    pub fn iter(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.devices.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }
}

//! The devices that may speak, from the register and the file of secrets.
//!
//! Automatic monitoring equipment speaks by its MN, a vehicle by its VIN. What the register calls inactive may not
//! speak. A cell that says nothing sensible is a doubt, and the device is taken without it.

use gateway::{Device, Devices};
use registry::Entity;
use registry::store::{Registry, RegistryError, Stored};

use crate::secrets::Secrets;

/// The devices of a register, and what was doubtful about them.
#[derive(Clone, Debug, Default)]
pub struct DevicesRead {
    /// The devices that may speak.
    pub devices: Devices,
    /// Doubts, in the order of the register.
    pub doubts: Vec<Doubt>,
}

/// A cell of the register that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// MN or VIN.
    pub device: String,
    /// The column.
    pub column: &'static str,
    /// What it says.
    pub text: String,
}

/// The kinds of things that speak.
const ENTITIES: [&str; 2] = ["monitoring_device", "vehicle"];

/// Reads the devices that may speak.
pub async fn devices(registry: &Registry, secrets: &Secrets) -> Result<DevicesRead, RegistryError> {
    let mut read = DevicesRead::default();
    let mut found = Vec::new();
    for id in ENTITIES {
        let Some(entity) = registry.catalogue().entity(id) else {
            continue;
        };
        registry
            .scan(id, |chunk| {
                found.extend(
                    chunk
                        .iter()
                        .filter_map(|stored| device(entity, stored, secrets, &mut read.doubts)),
                );
                Ok::<(), RegistryError>(())
            })
            .await?;
    }
    read.devices = Devices::new(found);
    Ok(read)
}

fn device(
    entity: &Entity,
    stored: &Stored,
    secrets: &Secrets,
    doubts: &mut Vec<Doubt>,
) -> Option<Device> {
    let record = &stored.record;
    let cell = |column: &str| {
        let (place, _) = entity.column(column)?;
        record.cells.get(place)?.as_deref()
    };
    if cell("gateway_active") == Some("false") {
        return None;
    }
    let mut doubt = |column, text: &str| {
        doubts.push(Doubt {
            device: record.key.clone(),
            column,
            text: text.to_owned(),
        });
    };
    let clock_offset_s = cell("clock_offset_s").map_or(0, |text| {
        text.parse().unwrap_or_else(|_: std::num::ParseIntError| {
            doubt("clock_offset_s", text);
            0
        })
    });
    Some(Device {
        id: record.key.clone(),
        password: secrets.password(&record.key).cloned(),
        key: secrets.key(&record.key).cloned(),
        profile: cell("codec_profile").unwrap_or("standard").to_owned(),
        clock_offset_s,
    })
}

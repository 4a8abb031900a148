//! The outlets of an enterprise with their devices: who is connected, and when each was last heard.

use std::collections::BTreeMap;

use access::Action;
use answer::context::{Context, show_moment};
use answer::output::from_batches;
use answer::rows::{plain, quoted};
use registry::store::{RegistryError, Stored};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::register::{Columns, cell, ties};
use super::device::{Device, devices_of};
use super::presence::presence;
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// An outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutletRow {
    /// Its key; empty for devices that are entered with no outlet.
    key: String,
    name: String,
    devices: Vec<DeviceRow>,
}

/// A device at an outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DeviceRow {
    mn: String,
    /// Null where no gateway answers.
    connected: Option<bool>,
    last: Option<String>,
    simulated: bool,
}

/// The outlets of an enterprise.
pub(super) async fn outlets(
    portal: &Portal,
    visitor: &Visitor,
    context: &Context,
    facility: &str,
) -> Result<Vec<OutletRow>, Refusal> {
    let mut outlets = rows(portal, facility).await?;
    let devices = devices_of(portal, visitor, Action::ViewSource, facility).await?;
    if devices.is_empty() {
        return Ok(outlets);
    }
    let presence = presence(portal).await;
    let heard = last_heard(portal, &devices).await?;
    let mut apart = Vec::new();
    for device in devices {
        let present = presence.as_ref().map(|all| all.get(&device.id));
        let last = present.flatten().map(|line| show_moment(line.last_frame));
        let row = DeviceRow {
            connected: present.map(|line| line.is_some_and(|line| line.connected)),
            last: last.or_else(|| heard.get(&device.id).cloned()),
            simulated: device.simulated,
            mn: device.id,
        };
        let own = outlets
            .iter_mut()
            .find(|outlet| Some(&outlet.key) == device.outlet.as_ref());
        match own {
            Some(outlet) => outlet.devices.push(row),
            None => apart.push(row),
        }
    }
    if !apart.is_empty() {
        outlets.push(OutletRow {
            key: String::new(),
            name: context.say("portal-source-no-outlet", &[]),
            devices: apart,
        });
    }
    Ok(outlets)
}

async fn rows(portal: &Portal, facility: &str) -> Result<Vec<OutletRow>, Refusal> {
    let registry = portal.registry();
    let mut outlets = Vec::new();
    let Some(entity) = registry.catalogue().entity("outlet") else {
        return Ok(outlets);
    };
    let columns = Columns::of(registry.catalogue(), entity);
    let ties = ties(portal).await?;
    let each = |things: &[Stored]| {
        let own = things
            .iter()
            .filter(|thing| columns.place(&ties, &thing.record).owner.as_deref() == Some(facility));
        outlets.extend(own.map(|thing| {
            OutletRow {
                key: thing.record.key.clone(),
                name: cell(entity, thing, "name")
                    .unwrap_or(&thing.record.key)
                    .to_owned(),
                devices: Vec::new(),
            }
        }));
        Ok::<(), RegistryError>(())
    };
    registry.scan("outlet", each).await?;
    Ok(outlets)
}

/// When the lake last heard of each device: the newest receipt of a value.
pub(crate) async fn last_heard(
    portal: &Portal,
    devices: &[Device],
) -> Result<BTreeMap<String, String>, Refusal> {
    let names: Vec<String> = devices
        .iter()
        .map(|device| format!("'{}'", quoted(&device.id)))
        .collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let names = names.join(", ");
    let tables = [
        "source_realtime",
        "source_minute",
        "source_hour",
        "vehicle_record",
    ];
    let parts = tables
        .map(|table| format!("SELECT device, known_at FROM {table} WHERE device IN ({names})"));
    let statement = format!(
        "SELECT device, CAST(max(known_at) AS BIGINT) FROM ({}) GROUP BY device",
        parts.join(" UNION ALL ")
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let read = from_batches(batches)?.rows.into_iter().filter_map(|row| {
        let [device, at] = &row[..] else { return None };
        Some((plain(device), show_moment(plain(at).parse().ok()?)))
    });
    Ok(read.collect())
}

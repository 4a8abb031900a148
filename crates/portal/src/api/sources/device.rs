//! Finding a device of the register by its MN or VIN, if the reader may see what is asked of it.

use std::collections::BTreeSet;

use access::Action;
use regions::RegionCode;
use registry::store::{Registry, RegistryError, Stored};

use super::super::register::{Columns, cell, resource, ties};
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// The kinds of things that speak.
const SPEAKERS: [&str; 2] = ["monitoring_device", "vehicle"];

/// A device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    /// Its entity.
    pub(crate) entity: &'static str,
    /// MN or VIN.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: Option<String>,
    /// The outlet that it is entered with.
    pub(crate) outlet: Option<String>,
    /// The facility that it belongs to.
    pub(crate) owner: Option<String>,
    /// The region that it lies in.
    pub(crate) region: Option<RegionCode>,
    /// The codec profile that its frames are read by.
    pub(crate) profile: String,
    /// Whether the register has it as simulated.
    pub(crate) simulated: bool,
}

/// The device of an address.
pub(crate) async fn device(
    portal: &Portal,
    visitor: &Visitor,
    id: &str,
    action: Action,
) -> Result<Device, Refusal> {
    let registry = portal.registry();
    for entity in SPEAKERS {
        let Some(stored) = registry.get(entity, id).await? else {
            continue;
        };
        let simulated = registry.simulated_revisions(entity).await?;
        let seen = seen(portal, visitor, entity, &[stored], action, &simulated).await?;
        if let Some(device) = seen.into_iter().next() {
            return Ok(device);
        }
    }
    // Whoever did not sign in is asked to; who did may not know of it.
    visitor.must_see(action, &access::Resource::default(), id)?;
    Err(Refusal::not_found(id))
}

/// Every device that the reader may see.
pub(crate) async fn devices(
    portal: &Portal,
    visitor: &Visitor,
    action: Action,
) -> Result<Vec<Device>, Refusal> {
    let registry: &Registry = portal.registry();
    let mut found = Vec::new();
    for entity in SPEAKERS {
        let mut rows = Vec::new();
        if registry.catalogue().entity(entity).is_none() {
            continue;
        }
        let each = |things: &[Stored]| {
            rows.extend_from_slice(things);
            Ok::<(), RegistryError>(())
        };
        registry.scan(entity, each).await?;
        let simulated = registry.simulated_revisions(entity).await?;
        found.extend(seen(portal, visitor, entity, &rows, action, &simulated).await?);
    }
    Ok(found)
}

/// The devices of a facility that the reader may see.
pub(crate) async fn devices_of(
    portal: &Portal,
    visitor: &Visitor,
    action: Action,
    facility: &str,
) -> Result<Vec<Device>, Refusal> {
    let all = devices(portal, visitor, action).await?;
    let own = |device: &Device| device.owner.as_deref() == Some(facility);
    Ok(all.into_iter().filter(own).collect())
}

/// The devices of rows, as far as the reader may see them.
async fn seen(
    portal: &Portal,
    visitor: &Visitor,
    id: &'static str,
    rows: &[Stored],
    action: Action,
    simulated: &BTreeSet<i64>,
) -> Result<Vec<Device>, Refusal> {
    let catalogue = portal.registry().catalogue();
    let Some(entity) = catalogue.entity(id) else {
        return Ok(Vec::new());
    };
    let columns = Columns::of(catalogue, entity);
    let ties = ties(portal).await?;
    let device = |stored: &Stored| {
        let place = columns.place(&ties, &stored.record);
        let text = |column: &str| cell(entity, stored, column).map(str::to_owned);
        let permitted = visitor.may(action, &resource(visitor, place.clone()));
        permitted.then(|| Device {
            entity: id,
            owner: place.owner,
            region: place.region,
            id: stored.record.key.clone(),
            name: text("name"),
            outlet: text("outlet_key"),
            profile: text("codec_profile").unwrap_or_else(|| "standard".to_owned()),
            simulated: simulated.contains(&stored.revision),
        })
    };
    Ok(rows.iter().filter_map(device).collect())
}

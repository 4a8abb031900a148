//! The sources of the register: enterprises, and what stands for itself because no enterprise is named.
//!
//! Read once for each state of the register.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::Action;
use answer::context::Context;
use registry::Entity;
use registry::store::{RegistryError, Stored};

use super::super::register::{self, FACILITY, Place, cell, entity_name, resource, shown, ties};
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// The entities whose things are sources, in the order of lists.
pub(super) const SOURCES: [&str; 10] = [
    FACILITY,
    "power_unit",
    "production_equipment",
    "boiler",
    "kiln",
    "mine",
    "construction_site",
    "storage_yard",
    "fuel_site",
    "catering_site",
];

/// Columns that say whether a source is at work, and the cell by which it is not.
const STOPPED: [(&str, &str); 3] = [("closed", "true"), ("retired", "true"), ("in_use", "false")];

/// A source.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its entity.
    pub(super) entity: &'static str,
    /// Its key and cells.
    pub(super) stored: Stored,
    /// Where it is and whose it is.
    pub(super) place: Place,
    pub(super) simulated: bool,
    pub(super) outlets: u64,
    pub(super) devices: u64,
}

/// The sources of the register as it is now, in the order of lists.
pub(super) async fn sources(portal: &Portal) -> Result<Arc<Vec<Source>>, Refusal> {
    let version = portal.state().judged_by();
    portal
        .sources()
        .at(version, "", Box::pin(read(portal)))
        .await
}

async fn read(portal: &Portal) -> Result<Vec<Source>, Refusal> {
    let ties = ties(portal).await?;
    let outlets = owned(portal, "outlet").await?;
    let devices = owned(portal, "monitoring_device").await?;
    let registry = portal.registry();
    let mut sources = Vec::new();
    for id in SOURCES {
        let Some(entity) = registry.catalogue().entity(id) else {
            continue;
        };
        let columns = register::Columns::of(registry.catalogue(), entity);
        let simulated = registry.simulated_revisions(id).await?;
        let each = |things: &[Stored]| {
            sources.extend(things.iter().filter_map(|thing| {
                let place = columns.place(&ties, &thing.record);
                // What belongs to an enterprise is shown with it.
                let is_own = id == FACILITY || place.owner.is_none();
                let count = |counted: &BTreeMap<String, u64>| {
                    counted
                        .get(&thing.record.key)
                        .copied()
                        .filter(|_| id == FACILITY)
                };
                is_own.then(|| Source {
                    entity: id,
                    simulated: simulated.contains(&thing.revision),
                    outlets: count(&outlets).unwrap_or(0),
                    devices: count(&devices).unwrap_or(0),
                    stored: thing.clone(),
                    place,
                })
            }));
            Ok::<(), RegistryError>(())
        };
        registry.scan(id, each).await?;
    }
    Ok(sources)
}

/// How many things of an entity each facility has.
async fn owned(portal: &Portal, id: &str) -> Result<BTreeMap<String, u64>, Refusal> {
    let registry = portal.registry();
    let mut counted = BTreeMap::new();
    let Some(entity) = registry.catalogue().entity(id) else {
        return Ok(counted);
    };
    let columns = register::Columns::of(registry.catalogue(), entity);
    let ties = ties(portal).await?;
    let each = |things: &[Stored]| {
        for thing in things {
            if let Some(owner) = columns.place(&ties, &thing.record).owner {
                *counted.entry(owner).or_insert(0) += 1;
            }
        }
        Ok::<(), RegistryError>(())
    };
    registry.scan(id, each).await?;
    Ok(counted)
}

impl Source {
    /// A thing that belongs to an enterprise, by its key.
    pub(super) async fn belonging(
        portal: &Portal,
        id: &'static str,
        key: &str,
    ) -> Result<Option<Self>, Refusal> {
        let registry = portal.registry();
        let (Some(entity), Some(stored)) = (
            registry.catalogue().entity(id),
            registry.get(id, key).await?,
        ) else {
            return Ok(None);
        };
        let columns = register::Columns::of(registry.catalogue(), entity);
        let simulated = registry.simulated_revisions(id).await?;
        Ok(Some(Self {
            entity: id,
            place: columns.place(&*ties(portal).await?, &stored.record),
            simulated: simulated.contains(&stored.revision),
            outlets: 0,
            devices: 0,
            stored,
        }))
    }

    /// Whether somebody may see it.
    pub(super) fn is_seen(&self, visitor: &Visitor) -> bool {
        visitor.may(Action::ViewSource, &resource(visitor, self.place.clone()))
    }

    /// What it is, as an id: an enterprise's industry, else its entity.
    pub(super) fn kind<'a>(&'a self, entity: &Entity) -> Option<&'a str> {
        match self.entity {
            FACILITY => cell(entity, &self.stored, "industry"),
            other => Some(other),
        }
    }

    /// What it is, in words.
    pub(super) fn kind_name(&self, context: &Context, entity: &Entity) -> Option<String> {
        match self.entity {
            FACILITY => word(context, entity, &self.stored, "industry"),
            _ => Some(entity_name(context, entity).to_owned()),
        }
    }

    /// Its grade of performance, as an id.
    pub(super) fn grade<'a>(&'a self, entity: &Entity) -> Option<&'a str> {
        cell(entity, &self.stored, "performance_grade")
    }

    /// Whether it is at work, in words; nothing where the register does not say.
    pub(super) fn status(&self, context: &Context, entity: &Entity) -> Option<String> {
        let said = STOPPED.into_iter().find_map(|(column, stopped)| {
            cell(entity, &self.stored, column).map(|cell| cell == stopped)
        })?;
        let key = if said {
            "portal-source-stopped"
        } else {
            "portal-source-working"
        };
        Some(context.say(key, &[]))
    }

    /// Its name, else its key.
    pub(super) fn name(&self, entity: &Entity) -> String {
        cell(entity, &self.stored, "name")
            .unwrap_or(&self.stored.record.key)
            .to_owned()
    }
}

/// A cell in words.
pub(super) fn word(
    context: &Context,
    entity: &Entity,
    stored: &Stored,
    column: &str,
) -> Option<String> {
    let (_, known) = entity.column(column)?;
    let cell = cell(entity, stored, column)?;
    Some(shown(context, known, cell))
}

//! To which facility, and so to which region, a row of the register belongs: by its own cells, else by the facility or
//! the outlet that it names.
//!
//! Read once for each state of the register. It decides nothing about rights.

use std::collections::BTreeMap;
use std::sync::Arc;

use regions::RegionCode;
use registry::store::{Registry, RegistryError, Stored};
use registry::{Catalogue, Entity, Record};

use crate::portal::Portal;
use crate::problem::Refusal;

/// The entity of enterprises.
pub(crate) const FACILITY: &str = "facility";

/// Where a row is and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The region.
    pub(crate) region: Option<RegionCode>,
    /// The key of the facility.
    pub(crate) owner: Option<String>,
}

/// The places of what rows refer to: of facilities, and of things that belong to them.
#[derive(Debug, Default)]
pub(crate) struct Ties(BTreeMap<String, BTreeMap<String, Place>>);

/// The columns of an entity that say where its rows belong.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    itself: bool,
    region: Option<usize>,
    /// The columns that name what it belongs to, with the entity that they name.
    through: Vec<(usize, String)>,
}

/// The ties of the register as it is now.
pub(crate) async fn ties(portal: &Portal) -> Result<Arc<Ties>, Refusal> {
    let version = portal.state().judged_by();
    let read = async { Ok(read(portal.registry()).await?) };
    portal.ties().at(version, "", read).await
}

async fn read(registry: &Registry) -> Result<Ties, RegistryError> {
    let catalogue = registry.catalogue();
    let mut ties = Ties::default();
    // Outlets name facilities, so facilities come first; nothing is tied by more than two steps.
    for step in [vec![FACILITY.to_owned()], tied(catalogue)] {
        for id in step {
            let Some(entity) = catalogue.entity(&id) else {
                continue;
            };
            let columns = Columns::of(catalogue, entity);
            let mut places = BTreeMap::new();
            let each = |things: &[Stored]| {
                let place = |thing: &Stored| {
                    (
                        thing.record.key.clone(),
                        columns.place(&ties, &thing.record),
                    )
                };
                places.extend(things.iter().map(place));
                Ok::<(), RegistryError>(())
            };
            registry.scan(&id, each).await?;
            ties.0.insert(id, places);
        }
    }
    Ok(ties)
}

/// The entities that belong to facilities and that others refer to.
fn tied(catalogue: &Catalogue) -> Vec<String> {
    let named = |id: &str| {
        let columns = catalogue.entities.iter().flat_map(|entity| &entity.columns);
        columns
            .into_iter()
            .any(|column| column.refers.as_deref() == Some(id))
    };
    let owned = catalogue
        .entities
        .iter()
        .filter(|entity| is_owned(entity) && named(&entity.id));
    owned.map(|entity| entity.id.clone()).collect()
}

fn is_owned(entity: &Entity) -> bool {
    let mut columns = entity.columns.iter();
    columns.any(|column| column.refers.as_deref() == Some(FACILITY))
}

impl Columns {
    /// Those of an entity.
    pub(crate) fn of(catalogue: &Catalogue, entity: &Entity) -> Self {
        let names = |id: &String| id == FACILITY || catalogue.entity(id).is_some_and(is_owned);
        let columns = entity.columns.iter().enumerate();
        let through = columns.filter_map(|(place, column)| {
            let refers = column.refers.clone().filter(names)?;
            Some((place, refers))
        });
        Self {
            itself: entity.id == FACILITY,
            region: entity.column("region").map(|(place, _)| place),
            through: through.collect(),
        }
    }

    /// Where a row belongs.
    pub(crate) fn place(&self, ties: &Ties, record: &Record) -> Place {
        let cell = |place: usize| record.cells.get(place)?.as_deref();
        let mut found = Place {
            region: self
                .region
                .and_then(cell)
                .and_then(|code| code.parse().ok()),
            owner: self.itself.then(|| record.key.clone()),
        };
        for (place, entity) in &self.through {
            let Some(key) = cell(*place) else { continue };
            let tied = ties.0.get(entity).and_then(|places| places.get(key));
            let region = tied.and_then(|tied| tied.region);
            let owner = match entity.as_str() {
                FACILITY => Some(key.to_owned()),
                _ => tied.and_then(|tied| tied.owner.clone()),
            };
            found.region = found.region.or(region);
            found.owner = found.owner.or(owner);
        }
        found
    }
}

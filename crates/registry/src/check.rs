//! What the register says that does not fit together: links to nothing, places elsewhere, outlets without emission.
//!
//! It looks at the register alone. What a plan demands of a thing is a matter of the plan's rules.

use std::collections::{BTreeMap, BTreeSet};

use regions::RegionCode;

use crate::catalogue::Entity;
use crate::geography::Geography;
use crate::store::{Registry, RegistryError, Stored};

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The entity.
    pub entity: String,
    /// The thing.
    pub key: String,
    /// Its name.
    pub name: Option<String>,
    /// The column.
    pub column: String,
    /// What it says.
    pub value: Option<String>,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It names a thing that is not there.
    Dangling {
        /// The entity that was looked in.
        refers: String,
    },
    /// The point lies in another county.
    Elsewhere {
        /// The county that the point lies in.
        found: RegionCode,
    },
    /// A thing with a place has neither a region nor a point in one.
    Nowhere,
    /// A drawn area says otherwise.
    AreaDiffers {
        /// The kind of area.
        kind: String,
    },
    /// The enterprise has outlets, but is not marked as one that emits to the air.
    EmissionUnstated,
}

impl Trouble {
    /// Its id.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Dangling { .. } => "dangling",
            Self::Elsewhere { .. } => "elsewhere",
            Self::Nowhere => "nowhere",
            Self::AreaDiffers { .. } => "area-differs",
            Self::EmissionUnstated => "emission-unstated",
        }
    }
}

/// The columns that a kind of drawn area decides.
const AREA_COLUMNS: [(&str, &str); 2] = [
    ("in_built_up_area", "built_up_area"),
    ("in_control_area", "machine_control_area"),
];

/// What a look through the register found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many things were looked at.
    pub things: usize,
    /// What does not fit.
    pub misfits: Vec<Misfit>,
}

/// Looks through the whole register, entity by entity.
pub async fn check(registry: &Registry, geography: &Geography) -> Result<Checked, RegistryError> {
    let emitters = column_values(registry, "outlet", "facility_key").await?;
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entity in &registry.catalogue().entities {
        for refers in entity.columns.iter().filter_map(|c| c.refers.as_deref()) {
            if !keys.contains_key(refers) {
                keys.insert(refers, all_keys(registry, refers).await?);
            }
        }
    }
    let mut checked = Checked::default();
    for entity in &registry.catalogue().entities {
        registry
            .scan::<RegistryError>(&entity.id, |things| {
                checked.things += things.len();
                let misfits = &mut checked.misfits;
                for thing in things {
                    let look = Look {
                        entity,
                        thing,
                        geography,
                    };
                    look.links(&keys, misfits);
                    look.place(misfits);
                    if entity.id == "facility" && emitters.contains(&thing.record.key) {
                        look.emission(misfits);
                    }
                }
                Ok(())
            })
            .await?;
    }
    Ok(checked)
}

async fn all_keys(registry: &Registry, entity: &str) -> Result<BTreeSet<String>, RegistryError> {
    let mut keys = BTreeSet::new();
    registry
        .scan::<RegistryError>(entity, |things| {
            keys.extend(things.iter().map(|thing| thing.record.key.clone()));
            Ok(())
        })
        .await?;
    Ok(keys)
}

async fn column_values(
    registry: &Registry,
    entity: &str,
    column: &str,
) -> Result<BTreeSet<String>, RegistryError> {
    let mut values = BTreeSet::new();
    let kept = registry.catalogue().entity(entity);
    let Some((place, _)) = kept.and_then(|entity| entity.column(column)) else {
        return Ok(values);
    };
    registry
        .scan::<RegistryError>(entity, |things| {
            let cells = things
                .iter()
                .filter_map(|thing| thing.record.cells.get(place)?.clone());
            values.extend(cells);
            Ok(())
        })
        .await?;
    Ok(values)
}

/// One thing being looked at.
struct Look<'a> {
    entity: &'a Entity,
    thing: &'a Stored,
    geography: &'a Geography,
}

impl Look<'_> {
    fn cell(&self, id: &str) -> Option<&str> {
        let (place, _) = self.entity.column(id)?;
        self.thing.record.cells.get(place)?.as_deref()
    }

    fn misfit(&self, column: &str, trouble: Trouble) -> Misfit {
        Misfit {
            entity: self.entity.id.clone(),
            key: self.thing.record.key.clone(),
            name: self.cell("name").map(str::to_owned),
            column: column.to_owned(),
            value: self.cell(column).map(str::to_owned),
            trouble,
        }
    }

    fn links(&self, keys: &BTreeMap<&str, BTreeSet<String>>, misfits: &mut Vec<Misfit>) {
        for column in &self.entity.columns {
            let (Some(refers), Some(value)) = (&column.refers, self.cell(&column.id)) else {
                continue;
            };
            if !keys
                .get(refers.as_str())
                .is_some_and(|keys| keys.contains(value))
            {
                let refers = refers.clone();
                misfits.push(self.misfit(&column.id, Trouble::Dangling { refers }));
            }
        }
    }

    fn place(&self, misfits: &mut Vec<Misfit>) {
        let degrees = |id: &str| self.cell(id)?.parse::<f64>().ok();
        let stated: Option<RegionCode> = self.cell("region").and_then(|code| code.parse().ok());
        let point = degrees("lon").zip(degrees("lat"));
        let found = point.and_then(|(lon, lat)| self.geography.county(lon, lat));
        match (stated, found) {
            (Some(stated), Some(found)) if !regions::contains(stated, found) => {
                misfits.push(self.misfit("region", Trouble::Elsewhere { found }));
            }
            (None, None) if self.entity.located => {
                misfits.push(self.misfit("region", Trouble::Nowhere));
            }
            _ => {}
        }
        let Some((lon, lat)) = point else { return };
        for (column, kind) in AREA_COLUMNS {
            let stated = self.cell(column).map(|cell| cell == "true");
            let drawn = self.geography.within(kind, lon, lat);
            if let (Some(stated), Some(drawn)) = (stated, drawn)
                && stated != drawn
            {
                let kind = kind.to_owned();
                misfits.push(self.misfit(column, Trouble::AreaDiffers { kind }));
            }
        }
    }

    fn emission(&self, misfits: &mut Vec<Misfit>) {
        if self.cell("has_air_emission") != Some("true") {
            misfits.push(self.misfit("has_air_emission", Trouble::EmissionUnstated));
        }
    }
}

//! Taking a file into the register: read row by row, looked at beside what the register holds, then put in whole.
//!
//! The good rows of a file are one change of the register, made in one transaction; rows with anything wrong are told
//! and left out. Reading goes on while rows are written. It decides nothing about a cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regions::RegionCode;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use units::Day;

use crate::geography::Geography;
use crate::sheet::{self, Checks, Defect, SheetError, SheetRead};
use crate::store::{Effect, Imported, Registry, RegistryError};
use crate::{By, Entity, GivenRow};

/// A file cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file as a whole.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The register.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The task that reads was broken off.
    #[error("the reading of {name} was broken off")]
    BrokenOff {
        /// The file.
        name: String,
    },
}

/// A file as somebody hands it in.
#[derive(Clone, Debug)]
pub struct Handed {
    /// Its name, for messages and the history.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Put the good rows in.
    Write,
    /// Say what would change, and write nothing.
    Compare,
}

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// What was put in, or would be.
    pub done: Imported,
    /// Rows with something wrong, which were left out.
    pub refused: u64,
    /// All that is wrong.
    pub defects: Vec<Defect>,
    /// The first differences from what the register holds, when comparing: key and effect.
    pub differences: Vec<(String, Effect)>,
}

/// Differences that a comparison keeps; the rest are counted.
const DIFFERENCES: usize = 1000;

impl Handed {
    /// The SHA-256 of the bytes, in hexadecimal.
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(&self.bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// Takes the rows of an entity from a file; `progress` hears how many rows were read.
pub async fn file(
    registry: &Registry,
    entity: &Entity,
    handed: &Handed,
    geography: &Arc<Geography>,
    (mode, today): (Mode, Day),
    mut by: By,
    mut progress: impl FnMut(u64),
) -> Result<Taken, IntakeError> {
    by.source = Some(handed.name.clone());
    by.sha256 = Some(handed.sha256());
    let known = Known::read(registry, entity).await?;
    let (sender, receiver) = channel(2);
    let reading = Reading {
        entity: entity.clone(),
        handed: handed.clone(),
        geography: Arc::clone(geography),
        known,
        today,
    };
    let reader = tokio::task::spawn_blocking(move || reading.run(&sender));
    let put = match mode {
        Mode::Write => write(registry, &entity.id, receiver, by, &mut progress).await,
        Mode::Compare => compare(registry, &entity.id, receiver, &mut progress).await,
    };
    // The reader stops when nobody takes its rows; its own failure says more than a broken channel.
    let read = reader.await.map_err(|_cancelled| IntakeError::BrokenOff {
        name: handed.name.clone(),
    })?;
    let pending = put?;
    read?;
    match pending {
        Pending::Compared(taken) => Ok(taken),
        Pending::Written(mut taken, import) => {
            taken.done = import.finish().await?;
            Ok(taken)
        }
    }
}

/// Reads the rows of an entity from a file beside what the register holds; nothing is compared or written.
pub async fn read(
    registry: &Registry,
    entity: &Entity,
    handed: &Handed,
    geography: &Arc<Geography>,
    today: Day,
) -> Result<SheetRead, IntakeError> {
    let reading = Reading {
        entity: entity.clone(),
        handed: handed.clone(),
        geography: Arc::clone(geography),
        known: Known::read(registry, entity).await?,
        today,
    };
    let read = tokio::task::spawn_blocking(move || reading.whole()).await;
    let read = read.map_err(|_cancelled| IntakeError::BrokenOff {
        name: handed.name.clone(),
    })?;
    Ok(read?)
}

/// Puts rows that were read elsewhere, such as those of a public tracker.
pub async fn rows(
    registry: &Registry,
    entity: &str,
    rows: &[GivenRow],
    mode: Mode,
    by: By,
) -> Result<Taken, IntakeError> {
    let mut taken = Taken::default();
    match mode {
        Mode::Compare => {
            let effects = registry.compare(entity, rows).await?;
            taken.count(rows, effects);
        }
        Mode::Write => {
            let mut import = registry.import(entity, by).await?;
            import.put(rows).await?;
            taken.done = import.finish().await?;
        }
    }
    Ok(taken)
}

/// What has been put, not yet made lasting: the file may still turn out to be unreadable at its end.
enum Pending {
    Compared(Taken),
    Written(Taken, Box<crate::store::Import>),
}

async fn write(
    registry: &Registry,
    entity: &str,
    mut parts: Receiver<SheetRead>,
    by: By,
    progress: &mut impl FnMut(u64),
) -> Result<Pending, IntakeError> {
    let mut taken = Taken::default();
    let mut read = 0;
    let mut import = registry.import(entity, by).await?;
    while let Some(part) = parts.recv().await {
        read += part.read;
        taken.refused += part.refused();
        import.put(&part.rows).await?;
        taken.defects.extend(part.defects);
        progress(read);
    }
    Ok(Pending::Written(taken, Box::new(import)))
}

async fn compare(
    registry: &Registry,
    entity: &str,
    mut parts: Receiver<SheetRead>,
    progress: &mut impl FnMut(u64),
) -> Result<Pending, IntakeError> {
    let mut taken = Taken::default();
    let mut read = 0;
    while let Some(part) = parts.recv().await {
        read += part.read;
        taken.refused += part.refused();
        let effects = registry.compare(entity, &part.rows).await?;
        taken.count(&part.rows, effects);
        taken.defects.extend(part.defects);
        progress(read);
    }
    Ok(Pending::Compared(taken))
}

impl Taken {
    fn count(&mut self, rows: &[GivenRow], effects: Vec<Effect>) {
        for (row, effect) in rows.iter().zip(effects) {
            match &effect {
                Effect::Created => self.done.created += 1,
                Effect::Changed(_) => self.done.changed += 1,
                Effect::Same => {
                    self.done.same += 1;
                    continue;
                }
            }
            if self.differences.len() < DIFFERENCES {
                self.differences.push((row.key.clone(), effect));
            }
        }
    }
}

/// The keys of the entities that an entity refers to.
struct Known(BTreeMap<String, BTreeSet<String>>);

impl Known {
    async fn read(registry: &Registry, entity: &Entity) -> Result<Self, RegistryError> {
        let mut known = BTreeMap::new();
        let refers = entity.columns.iter();
        let refers = refers.filter_map(|column| column.refers.as_ref());
        // What is left blank of a thing that is there stays as it is.
        let own = entity.columns.iter().any(|column| column.required);
        for refers in refers.chain(own.then_some(&entity.id)) {
            let mut keys = BTreeSet::new();
            registry
                .scan::<RegistryError>(refers, |things| {
                    keys.extend(things.iter().map(|thing| thing.record.key.clone()));
                    Ok(())
                })
                .await?;
            known.insert(refers.clone(), keys);
        }
        Ok(Self(known))
    }

    fn missing(&self, entity: &str, keys: &[&str]) -> Vec<String> {
        let known = self.0.get(entity);
        let lacks = |key: &&&str| !known.is_some_and(|known| known.contains(**key));
        keys.iter()
            .filter(lacks)
            .map(|key| (*key).to_owned())
            .collect()
    }
}

/// All that the reading task needs.
struct Reading {
    entity: Entity,
    handed: Handed,
    geography: Arc<Geography>,
    known: Known,
    today: Day,
}

/// Reading stopped before the end.
enum Stopped {
    /// Nobody takes the rows any more.
    Unheard,
    /// The file is at fault.
    Sheet(SheetError),
}

impl From<SheetError> for Stopped {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl Reading {
    fn whole(&self) -> Result<SheetRead, SheetError> {
        let (county, missing) = (self.county(), self.missing());
        let checks = self.checks(&county, &missing);
        sheet::read(&self.entity, &self.handed.name, &self.handed.bytes, &checks)
    }

    fn run(&self, parts: &Sender<SheetRead>) -> Result<(), SheetError> {
        let (county, missing) = (self.county(), self.missing());
        let checks = self.checks(&county, &missing);
        let name = &self.handed.name;
        let hand_on = |part: SheetRead| {
            parts
                .blocking_send(part)
                .map_err(|_unheard| Stopped::Unheard)
        };
        let bytes = &self.handed.bytes[..];
        let read = if is_long_csv(name, bytes) {
            sheet::read_csv_stream(&self.entity, name, bytes, &checks, hand_on)
        } else {
            sheet::read(&self.entity, name, bytes, &checks)
                .map_err(Stopped::Sheet)
                .and_then(hand_on)
        };
        match read {
            Err(Stopped::Sheet(error)) => Err(error),
            Ok(()) | Err(Stopped::Unheard) => Ok(()),
        }
    }

    fn county(&self) -> impl Fn(f64, f64) -> Option<RegionCode> + Sync {
        |lon_deg, lat_deg| self.geography.county(lon_deg, lat_deg)
    }

    fn missing(&self) -> impl Fn(&str, &[&str]) -> Vec<String> + Sync {
        |entity, keys| self.known.missing(entity, keys)
    }

    fn checks<'a>(
        &self,
        county: &'a (dyn Fn(f64, f64) -> Option<RegionCode> + Sync),
        missing: &'a (dyn Fn(&str, &[&str]) -> Vec<String> + Sync),
    ) -> Checks<'a> {
        Checks {
            today: self.today,
            county,
            covered: self.geography.covered(),
            missing,
        }
    }
}

/// Whether a file is a CSV that is read in parts: by its name, so that what is inside is told by the reader.
fn is_long_csv(name: &str, bytes: &[u8]) -> bool {
    const LONG: usize = 4 << 20;
    let ending = std::path::Path::new(name).extension();
    bytes.len() > LONG && ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

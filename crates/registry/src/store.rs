//! The register's database: an SQLite file, or PostgreSQL by URL; the same statements for both.
//!
//! Every entity of the catalogue has a table of canonical texts and every change a revision: who, when, why, from
//! which file. Former versions stay beside the current ones (system-versioned), so that what the register said at a
//! moment can be read. There is one writer at a time; whoever reads is never held up. It does not judge cells and
//! never deletes a column or a former version.

mod address;
mod error;
mod schema;
mod table;
mod lock;
mod revision;
mod read;
mod effect;
mod import;
mod edit;
mod history;
mod origin;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::DatabaseConnection;

use crate::Catalogue;
use table::Table;

pub use edit::Edited;
pub use effect::{CellChange, Effect};
pub use error::RegistryError;
pub use history::{Change, Version};
pub use import::{Import, Imported};
pub use read::{Filter, Stored};
pub use revision::Revision;

/// The register.
#[derive(Clone, Debug)]
pub struct Registry {
    database: DatabaseConnection,
    writers: DatabaseConnection,
    catalogue: Arc<Catalogue>,
    tables: BTreeMap<String, Table>,
    place: String,
    wait: Duration,
}

impl Registry {
    /// Opens a register and makes its tables fit the catalogue: `sqlite:PATH`, a plain path or `postgres://…`.
    pub async fn open(url: &str, catalogue: Catalogue) -> Result<Self, RegistryError> {
        Self::open_waiting(url, catalogue, Duration::from_secs(5)).await
    }

    /// Opens a register; a writer waits this long for another one to finish.
    pub async fn open_waiting(
        url: &str,
        catalogue: Catalogue,
        wait: Duration,
    ) -> Result<Self, RegistryError> {
        let doors = address::connect(url, wait).await?;
        let tables = catalogue.entities.iter().map(Table::new);
        let registry = Self {
            database: doors.readers,
            writers: doors.writers,
            tables: tables.map(|table| (table.entity.clone(), table)).collect(),
            catalogue: Arc::new(catalogue),
            place: doors.place,
            wait,
        };
        schema::fit(&registry).await?;
        Ok(registry)
    }

    /// What the register may hold.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Where it is, without a password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Closes its connections; a file that is closed needs no recovery.
    pub async fn close(self) -> Result<(), RegistryError> {
        let failed = error::during("close the register");
        self.writers.close().await.map_err(&failed)?;
        self.database.close().await.map_err(failed)
    }

    fn table(&self, entity: &str) -> Result<&Table, RegistryError> {
        let known = self.tables.get(entity);
        known.ok_or_else(|| RegistryError::Entity {
            entity: entity.to_owned(),
        })
    }
}

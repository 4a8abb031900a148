//! The database of accounts, sessions and the audit log: SQLite or PostgreSQL, in tables of its own.
//!
//! The same forms of address as the register's, and on PostgreSQL the same database. On SQLite a file of its own is
//! better than the register's: SQLite has one writer per file, and nobody should wait for an import to sign in.

mod address;
mod schema;

use std::sync::Arc;

use argon2::Argon2;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::Semaphore;

use crate::error::during;
use crate::{AccessError, Settings, password};

/// The number of the lock among a PostgreSQL database's advisory locks, "access" in ASCII.
const LOCK: i64 = 0x6163_6365_7373;

/// Hashes that are computed at the same time: each takes a processor and memory, and whoever guesses shall not take all.
const HASHES: usize = 2;

/// Accounts, sessions, identities and the audit log.
#[derive(Clone, Debug)]
pub struct Access {
    pub(crate) database: DatabaseConnection,
    pub(crate) settings: Arc<Settings>,
    pub(crate) argon2: Argon2<'static>,
    /// The hash that is checked when there is no account, so that it takes as long.
    pub(crate) dummy: Arc<str>,
    pub(crate) hashes: Arc<Semaphore>,
    place: Arc<str>,
}

impl Access {
    /// Opens the database and makes its tables: `sqlite:PATH`, a plain path or `postgres://…`.
    pub async fn open(url: &str, settings: Settings) -> Result<Self, AccessError> {
        let argon2 = password::hasher(settings.cost)?;
        let dummy = password::hash(&argon2, "").map_err(|reason| AccessError::Hash { reason })?;
        let (database, place) = address::connect(url, settings.wait).await?;
        let access = Self {
            database,
            argon2,
            dummy: dummy.into(),
            hashes: Arc::new(Semaphore::new(HASHES)),
            settings: Arc::new(settings),
            place: place.into(),
        };
        schema::fit(&access).await?;
        Ok(access)
    }

    /// Where it is, without a password.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Gives the settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Closes its connections.
    pub async fn close(self) -> Result<(), AccessError> {
        self.database
            .close()
            .await
            .map_err(during("close the accounts"))
    }

    /// A transaction that writes alone: SQLite's own lock, an advisory lock on PostgreSQL.
    pub(crate) async fn begin_writing(
        &self,
        doing: &'static str,
    ) -> Result<DatabaseTransaction, AccessError> {
        let failed = during(doing);
        if self.database.get_database_backend() == DbBackend::Sqlite {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            return self
                .database
                .begin_with_options(options)
                .await
                .map_err(failed);
        }
        let open = self.database.begin().await.map_err(&failed)?;
        // 0 would wait for ever.
        let wait = self.settings.wait.as_millis().max(1);
        let lock = format!("SET LOCAL lock_timeout = {wait}; SELECT pg_advisory_xact_lock({LOCK})");
        open.execute_unprepared(&lock).await.map_err(failed)?;
        Ok(open)
    }
}

//! One writer at a time: SQLite's own lock, an advisory lock on PostgreSQL. Revisions are therefore numbered in the
//! order in which they are committed, and none is left out.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::error::during;
use super::{Registry, RegistryError, revision};
use crate::By;

/// The import that was announced last; it may have been killed since, so it is shown only while the lock is held.
pub(super) const IMPORT: &str = "lantian_import";

/// The number of the lock among a PostgreSQL database's advisory locks, "lantian" in ASCII.
const LOCK: i64 = 0x006c_616e_7469_616e;

impl Registry {
    /// A transaction that may write; waits for another writer, and says who that is when it takes too long.
    pub(super) async fn begin_writing(&self) -> Result<DatabaseTransaction, RegistryError> {
        match self.locked().await {
            Err(RegistryError::Busy { .. }) => Err(RegistryError::Busy {
                import: self.announced().await,
            }),
            other => other,
        }
    }

    /// The same for an import, with its name on the door.
    pub(super) async fn begin_import(
        &self,
        entity: &str,
        by: &By,
    ) -> Result<DatabaseTransaction, RegistryError> {
        if self.database.get_database_backend() == DbBackend::Postgres {
            let open = self.begin_writing().await?;
            self.announce(entity, by).await?;
            return Ok(open);
        }
        // While SQLite's lock is held nobody else can write, not even an announcement.
        match self.announce(entity, by).await {
            Err(RegistryError::Busy { .. }) => Err(RegistryError::Busy {
                import: self.announced().await,
            }),
            Err(other) => Err(other),
            Ok(()) => self.begin_writing().await,
        }
    }

    async fn locked(&self) -> Result<DatabaseTransaction, RegistryError> {
        let failed = during("begin a change");
        if self.database.get_database_backend() == DbBackend::Sqlite {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            let begun = self.writers.begin_with_options(options).await;
            return begun.map_err(failed);
        }
        let open = self.writers.begin().await.map_err(&failed)?;
        // 0 would wait for ever.
        let wait = self.wait.as_millis().max(1);
        open.execute_unprepared(&format!("SET LOCAL lock_timeout = {wait}"))
            .await
            .map_err(&failed)?;
        open.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
            .await
            .map_err(&failed)?;
        Ok(open)
    }

    /// A transaction that reads one state, however long it takes.
    pub(super) async fn begin_reading(&self) -> Result<DatabaseTransaction, RegistryError> {
        let begun = if self.database.get_database_backend() == DbBackend::Sqlite {
            // A deferred transaction of SQLite keeps the state of its first read.
            self.database.begin().await
        } else {
            let isolation = Some(IsolationLevel::RepeatableRead);
            let access = Some(AccessMode::ReadOnly);
            self.database.begin_with_config(isolation, access).await
        };
        begun.map_err(during("begin to read"))
    }

    async fn announce(&self, entity: &str, by: &By) -> Result<(), RegistryError> {
        let mut over = OnConflict::column("one");
        over.update_columns(["entity", "who", "at"].map(Alias::new));
        let announce = Query::insert()
            .into_table(IMPORT)
            .columns(["one", "entity", "who", "at"])
            .values_panic([
                Expr::val(1),
                Expr::val(entity),
                Expr::val(by.who.as_str()),
                Expr::val(by.at),
            ])
            .on_conflict(over)
            .take();
        let through = match self.database.get_database_backend() {
            DbBackend::Sqlite => &self.writers,
            _ => &self.database,
        };
        let announced = through.execute(&announce).await;
        announced.map_err(during("announce the import"))?;
        Ok(())
    }

    async fn announced(&self) -> Option<(String, String, i64)> {
        let select = Query::select()
            .columns(["entity", "who", "at"])
            .from(IMPORT)
            .and_where(Expr::col("one").eq(1))
            .take();
        let row = self.database.query_one(&select).await.ok()??;
        let entity = row.try_get_by_index(0).ok()?;
        Some((
            entity,
            row.try_get_by_index(1).ok()?,
            row.try_get_by_index(2).ok()?,
        ))
    }
}

/// Keeps a change, under its revision.
pub(super) async fn commit(
    open: DatabaseTransaction,
    made: &revision::Revision,
) -> Result<(), RegistryError> {
    let failed = during("keep the change");
    revision::insert(&open, made).await.map_err(&failed)?;
    let touched = Query::update()
        .table("lantian_entity")
        .value("revision", made.id)
        .and_where(Expr::col("entity").eq(made.entity.as_str()))
        .take();
    open.execute(&touched).await.map_err(&failed)?;
    open.commit().await.map_err(failed)
}

//! Makes the database fit this program and its catalogue. It adds tables and columns and never takes one away.

use std::collections::BTreeMap;

use sea_orm::sea_query::{
    Alias, ColumnDef, Expr, ExprTrait, Index, IntoIden, Query, Table as Statement,
    TableCreateStatement,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, DynIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, MigratorTrait, MigratorTraitSelf, SchemaManager, async_trait,
};

use super::error::during;
use super::lock::IMPORT;
use super::revision::REVISION;
use super::table::{PAST, Table};
use super::{Registry, RegistryError};

const MIGRATION: &str = "lantian_migration";
const ENTITY: &str = "lantian_entity";

/// Fits the database, which takes the writer's lock only when something is missing.
pub(super) async fn fit(registry: &Registry) -> Result<(), RegistryError> {
    let state = State::read(registry, &SchemaManager::new(&registry.database)).await?;
    if state.fits(registry) {
        return Ok(());
    }
    let open = registry.begin_writing().await?;
    // Another program may have fitted it while this one waited.
    let state = State::read(registry, &SchemaManager::new(&open)).await?;
    let failed = during("make the tables of the register");
    state.extend(registry, &open).await.map_err(&failed)?;
    open.commit().await.map_err(failed)
}

/// What is there: formats, and the columns of each entity's table.
struct State {
    pending: bool,
    columns: BTreeMap<String, Vec<String>>,
}

impl State {
    async fn read(registry: &Registry, manager: &SchemaManager<'_>) -> Result<Self, RegistryError> {
        let failed = during("read the format of the register");
        let mut state = Self {
            pending: true,
            columns: BTreeMap::new(),
        };
        if !manager.has_table(MIGRATION).await.map_err(&failed)? {
            return Ok(state);
        }
        let on = manager.get_connection();
        let select = Query::select().column("version").from(MIGRATION).take();
        let rows = on.query_all(&select).await.map_err(&failed)?;
        let versions = rows.iter().map(|row| row.try_get_by_index(0));
        let versions: Vec<String> = versions.collect::<Result<_, _>>().map_err(&failed)?;
        let known = Formats.migrations();
        let is_known = |version: &String| known.iter().any(|own| own.name() == version);
        if let Some(newer) = versions.iter().find(|version| !is_known(version)) {
            return Err(RegistryError::Newer {
                place: registry.place.clone(),
                version: newer.clone(),
            });
        }
        state.pending = versions.len() < known.len();
        if !versions.is_empty() {
            state.columns = columns(on).await?;
        }
        Ok(state)
    }

    fn missing<'a>(&self, table: &'a Table) -> Vec<&'a String> {
        let there = self.columns.get(&table.entity);
        let is_there = |column: &&String| there.is_some_and(|there| there.contains(column));
        table
            .columns
            .iter()
            .filter(|column| !is_there(column))
            .collect()
    }

    fn fits(&self, registry: &Registry) -> bool {
        let fits = |table: &Table| {
            self.columns.contains_key(&table.entity) && self.missing(table).is_empty()
        };
        !self.pending && registry.tables.values().all(fits)
    }

    async fn extend(
        mut self,
        registry: &Registry,
        open: &DatabaseTransaction,
    ) -> Result<(), DbErr> {
        if self.pending {
            Formats.up(open, None).await?;
        }
        for table in registry.tables.values() {
            if !self.columns.contains_key(&table.entity) {
                create(open, table).await?;
                continue;
            }
            let missing = self.missing(table).into_iter().cloned().collect::<Vec<_>>();
            for column in missing {
                let add = Statement::alter()
                    .table(table.name())
                    .add_column(cell(open.get_database_backend(), &column))
                    .take();
                open.execute(&add).await?;
                let there = self.columns.entry(table.entity.clone()).or_default();
                there.push(column);
                record(open, &table.entity, there).await?;
            }
        }
        Ok(())
    }
}

async fn columns(
    on: &impl ConnectionTrait,
) -> Result<BTreeMap<String, Vec<String>>, RegistryError> {
    let failed = during("read the tables of the register");
    let select = Query::select()
        .columns(["entity", "columns"])
        .from(ENTITY)
        .take();
    let rows = on.query_all(&select).await.map_err(&failed)?;
    let mut columns = BTreeMap::new();
    for row in rows {
        let entity: String = row.try_get_by_index(0).map_err(&failed)?;
        let text: String = row.try_get_by_index(1).map_err(&failed)?;
        let known = serde_json::from_str(&text).map_err(|e| RegistryError::Damaged {
            what: format!("the columns of {entity} are no list ({e})"),
        })?;
        columns.insert(entity, known);
    }
    Ok(columns)
}

async fn create(open: &DatabaseTransaction, table: &Table) -> Result<(), DbErr> {
    let backend = open.get_database_backend();
    let mut create = Statement::create();
    create.table(table.name());
    create.col(plain(backend, "key").not_null().primary_key());
    create.col(ColumnDef::new("revision").big_integer().not_null());
    for column in &table.columns {
        create.col(cell(backend, column));
    }
    clustered(backend, &mut create);
    open.execute(&create).await?;
    let insert = Query::insert()
        .into_table(ENTITY)
        .columns(["entity", "columns"])
        .values_panic([
            Expr::val(table.entity.as_str()),
            Expr::val(list(&table.columns)),
        ])
        .take();
    open.execute(&insert).await?;
    Ok(())
}

async fn record(open: &DatabaseTransaction, entity: &str, columns: &[String]) -> Result<(), DbErr> {
    let update = Query::update()
        .table(ENTITY)
        .value("columns", list(columns))
        .and_where(Expr::col("entity").eq(entity))
        .take();
    open.execute(&update).await?;
    Ok(())
}

fn list(columns: &[String]) -> String {
    serde_json::to_string(columns).expect("a list of texts is JSON")
}

fn cell(backend: DbBackend, column: &str) -> ColumnDef {
    plain(backend, column)
}

/// A text that sorts by its bytes on both databases.
fn plain(backend: DbBackend, column: &str) -> ColumnDef {
    let mut text = ColumnDef::new(Alias::new(column));
    text.text();
    if backend == DbBackend::Postgres {
        text.extra("COLLATE \"C\"");
    }
    text
}

/// On SQLite rows lie in the order of the key, which halves what an import writes and makes a scan one pass.
fn clustered(backend: DbBackend, create: &mut TableCreateStatement) {
    if backend == DbBackend::Sqlite {
        create.extra("WITHOUT ROWID");
    }
}

/// The formats of the fixed tables, in order. A format once released is never edited; a change is a further one.
struct Formats;

impl MigratorTrait for Formats {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(First)]
    }

    fn migration_table_name() -> DynIden {
        MIGRATION.into_iden()
    }
}

struct First;

impl MigrationName for First {
    fn name(&self) -> &'static str {
        "2026_11_24_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().take();
        let text = |name| plain(backend, name).not_null().take();
        let mut revision = Statement::create();
        revision.table(REVISION);
        revision.col(number("id").primary_key());
        for name in ["entity", "who", "why", "origin"] {
            revision.col(text(name));
        }
        for name in ["source", "sha256"] {
            revision.col(plain(backend, name));
        }
        for name in ["at", "created", "changed", "removed"] {
            revision.col(number(name));
        }
        manager.create_table(revision).await?;
        let mut past = Statement::create();
        past.table(PAST);
        past.col(text("entity")).col(text("key"));
        past.col(number("revision")).col(number("until_revision"));
        past.col(text("cells"));
        past.primary_key(Index::create().col("entity").col("key").col("revision"));
        clustered(backend, &mut past);
        manager.create_table(past).await?;
        let mut entity = Statement::create();
        entity.table(ENTITY);
        entity.col(text("entity").primary_key());
        entity.col(ColumnDef::new("revision").big_integer().take());
        entity.col(text("columns"));
        manager.create_table(entity).await?;
        let mut import = Statement::create();
        import.table(IMPORT).col(number("one").primary_key());
        import.col(text("entity")).col(text("who"));
        import.col(number("at"));
        manager.create_table(import).await
    }
}

//! Registers as tables of the lake: the newest state of each entity, so that a rule is one statement over tables.
//!
//! The register itself is the record and keeps every past state. Here the newest one replaces the one before, as a new
//! version of a Delta table named `register_` and the entity's id, with the revision it shows.

use std::sync::Arc;

use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::datasource::{MemTable, TableProvider};
use datafusion::physical_plan::collect_partitioned;
use deltalake::kernel::Transaction;
use deltalake::kernel::engine::arrow_conversion::TryIntoArrow as _;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::operations::write::SchemaMode;
use deltalake::protocol::SaveMode;
use deltalake::{DeltaTable, DeltaTableError};

use crate::error::LakeError;
use crate::session::{QueryLimits, empty_session};
use crate::store::{Lake, writer_properties};

/// How the folders and tables of registers begin.
pub(crate) const PREFIX: &str = "register_";
/// The application whose transaction number is the revision.
const APPLICATION: &str = "register";

/// The state of an entity's register.
#[derive(Clone, Debug)]
pub struct RegisterState {
    /// The last change it holds.
    pub revision: i64,
    /// The rows, in the order they were written in.
    pub rows: RecordBatch,
}

impl Lake {
    /// Replaces the state of an entity's register; the table's columns become those of the rows.
    pub async fn save_register(
        &self,
        entity: &str,
        revision: i64,
        schema: &SchemaRef,
        rows: Vec<RecordBatch>,
    ) -> Result<(), LakeError> {
        let failed = |source| failed(entity, source);
        let name = format!("{PREFIX}{entity}");
        if let Some(root) = self.place().folder() {
            let folder = root.join(&name);
            std::fs::create_dir_all(&folder).map_err(|source| LakeError::Location {
                location: folder.display().to_string(),
                source: Some(source),
            })?;
        }
        let commit = CommitProperties::default()
            .with_application_transaction(Transaction::new(APPLICATION, revision));
        let table = DeltaTable::try_from_url(self.url_of(&name)?).await;
        // Even an empty state is written, so that a register without rows is not one that was never filled.
        let rows = if rows.is_empty() {
            vec![RecordBatch::new_empty(Arc::clone(schema))]
        } else {
            rows
        };
        table
            .map_err(failed)?
            .write(rows)
            .with_table_name(name)
            .with_save_mode(SaveMode::Overwrite)
            .with_schema_mode(SchemaMode::Overwrite)
            .with_target_file_size(None)
            .with_writer_properties(writer_properties())
            .with_commit_properties(commit)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// The last change that the lake knows of an entity's register; `None` when it was never filled.
    pub async fn register_revision(&self, entity: &str) -> Result<Option<i64>, LakeError> {
        let Some(table) = self.register(entity).await? else {
            return Ok(None);
        };
        revision(entity, &table).await
    }

    /// The columns of an entity's register; `None` when it was never filled.
    pub async fn register_schema(&self, entity: &str) -> Result<Option<SchemaRef>, LakeError> {
        let Some(table) = self.register(entity).await? else {
            return Ok(None);
        };
        Ok(Some(provider(self, entity, &table)?.schema()))
    }

    /// The state of an entity's register; `None` when it was never filled.
    pub async fn register_state(
        &self,
        entity: &str,
        limits: QueryLimits,
    ) -> Result<Option<RegisterState>, LakeError> {
        let Some(table) = self.register(entity).await? else {
            return Ok(None);
        };
        let Some(revision) = revision(entity, &table).await? else {
            return Ok(None);
        };
        let provider = provider(self, entity, &table)?;
        let schema = provider.schema();
        // In this process even with a cluster: rows that travel come back in any order.
        let context = empty_session(limits, false)?;
        let frame = context.read_table(provider)?;
        let plan = frame.create_physical_plan().await?;
        // Partitions are consecutive parts of the files, so their rows keep the order they were written in.
        let parts = collect_partitioned(plan, context.task_ctx()).await?;
        let batches: Vec<RecordBatch> = parts.into_iter().flatten().collect();
        let rows = concat_batches(&schema, &batches)?;
        Ok(Some(RegisterState { revision, rows }))
    }

    /// The entities that have a register here.
    pub async fn registers(&self) -> Result<Vec<String>, LakeError> {
        let listed = self.store().list_with_delimiter(None).await;
        let listed = listed.map_err(|source| LakeError::Location {
            location: self.place().to_string(),
            source: Some(std::io::Error::other(source)),
        })?;
        let mut entities = Vec::new();
        for folder in listed.common_prefixes {
            let name = folder.filename().unwrap_or_default();
            if let Some(entity) = name.strip_prefix(PREFIX)
                && self.has_log(name).await?
            {
                entities.push(entity.to_owned());
            }
        }
        entities.sort();
        Ok(entities)
    }

    /// The table of an entity's register as the engine reads it.
    pub(crate) async fn register_table(
        &self,
        entity: &str,
    ) -> Result<Option<Arc<dyn TableProvider>>, LakeError> {
        let Some(table) = self.register(entity).await? else {
            return Ok(None);
        };
        provider(self, entity, &table).map(Some)
    }

    async fn register(&self, entity: &str) -> Result<Option<DeltaTable>, LakeError> {
        let name = format!("{PREFIX}{entity}");
        if !self.has_log(&name).await? {
            return Ok(None);
        }
        let table = DeltaTable::try_from_url(self.url_of(&name)?)
            .await
            .map_err(|source| failed(entity, source))?;
        Ok(Some(table))
    }
}

async fn revision(entity: &str, table: &DeltaTable) -> Result<Option<i64>, LakeError> {
    let snapshot = table.snapshot().map_err(|source| failed(entity, source))?;
    snapshot
        .snapshot()
        .transaction_version(table.log_store().as_ref(), APPLICATION)
        .await
        .map_err(|source| failed(entity, source))
}

fn provider(
    lake: &Lake,
    entity: &str,
    table: &DeltaTable,
) -> Result<Arc<dyn TableProvider>, LakeError> {
    let failed = |source| failed(entity, source);
    let snapshot = table.snapshot().map_err(failed)?;
    let schema = snapshot.snapshot().schema();
    let schema: datafusion::arrow::datatypes::Schema = schema
        .as_ref()
        .try_into_arrow()
        .map_err(|e| failed(DeltaTableError::from(e)))?;
    let schema: SchemaRef = Arc::new(schema);
    let name = format!("{PREFIX}{entity}");
    let mut paths: Vec<String> = snapshot
        .log_data()
        .iter()
        .map(|view| lake.address(&name, view.path().as_ref()))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Ok(Arc::new(MemTable::try_new(schema, vec![vec![]])?));
    }
    let urls: Result<Vec<ListingTableUrl>, _> = paths.iter().map(ListingTableUrl::parse).collect();
    let options =
        ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls?)
        .with_listing_options(options)
        .with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}

fn failed(entity: &str, source: DeltaTableError) -> LakeError {
    LakeError::Register {
        entity: entity.to_owned(),
        source: Box::new(source),
    }
}

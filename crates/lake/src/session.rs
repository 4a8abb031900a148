//! A DataFusion session over one snapshot of the lake: read-only, bounded in memory and time.

use std::{sync::Arc, time::Duration};

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::datasource::{MemTable, TableProvider};
use datafusion::execution::context::{SQLOptions, SessionConfig, SessionContext};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use units::Day;

use crate::bucket::Stores;
use crate::catalog::LakeTables;
use crate::{cluster, error::LakeError, functions, schema::Table, store::Lake};

/// What one statement may use.
#[derive(Clone, Copy, Debug)]
pub struct QueryLimits {
    /// Bytes of working memory; beyond it the engine spills to disk or the statement fails.
    pub memory_bytes: usize,
    /// Wall-clock time.
    pub time: Duration,
    /// Threads; the answer is the same for any number.
    pub threads: usize,
}

impl Default for QueryLimits {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            memory_bytes: 1 << 30,
            time: Duration::from_mins(1),
            threads,
        }
    }
}

/// Makes a session with every table of the lake, the view `observation` (the latest known value of each
/// hour), and the domain's functions; a statement sees the tables as they stand when it begins.
pub async fn session(lake: &Lake, limits: QueryLimits) -> Result<SessionContext, LakeError> {
    let context = lake.context(limits, true)?;
    let state = context.state();
    let options = &state.config_options().catalog;
    if let Some(catalog) = context.catalog(&options.default_catalog) {
        catalog.register_schema(
            &options.default_schema,
            Arc::new(LakeTables::new(lake).await?),
        )?;
    }
    Ok(context)
}

/// A session of this process without tables; `few` says whether few rows of the files are wanted.
///
/// Filters then go down to the rows of the files, and the other columns are read for what they leave.
pub(crate) fn empty_session(limits: QueryLimits, few: bool) -> Result<SessionContext, LakeError> {
    let config = SessionConfig::new()
        .with_target_partitions(limits.threads.max(1))
        .with_information_schema(true)
        .set_bool("datafusion.execution.parquet.pushdown_filters", few)
        .set_bool("datafusion.execution.collect_statistics", false);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_limit(limits.memory_bytes, 1.0)
        .with_object_store_registry(Arc::new(Stores::default()))
        .build_arc()?;
    let context = SessionContext::new_with_config_rt(config, runtime);
    functions::register(&context);
    Ok(context)
}

/// A table as the engine reads it: the snapshot's files as Parquet under the table's own schema.
///
/// Not deltalake's own scan, which cannot travel to a cluster's executors (ARCHITECTURE.md, "Two stores").
pub(crate) async fn provider(
    lake: &Lake,
    table: Table,
    days: Option<(Day, Day)>,
) -> Result<Arc<dyn TableProvider>, LakeError> {
    let files = lake.files(table, days).await?;
    if files.is_empty() {
        return Ok(Arc::new(MemTable::try_new(table.schema(), vec![vec![]])?));
    }
    let urls: Result<Vec<ListingTableUrl>, _> = files.iter().map(ListingTableUrl::parse).collect();
    let options =
        ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(urls?)
        .with_listing_options(options)
        .with_schema(table.schema());
    Ok(Arc::new(ListingTable::try_new(config)?))
}

impl Lake {
    /// A session without tables, whose statements run on the lake's cluster where it has one.
    pub(crate) fn context(
        &self,
        limits: QueryLimits,
        few: bool,
    ) -> Result<SessionContext, LakeError> {
        let context = empty_session(limits, few)?;
        match self.cluster() {
            Some(cluster) => cluster::upgrade(&context, cluster),
            None => Ok(context),
        }
    }

    /// Runs one reading statement and gathers its rows.
    pub async fn query(
        &self,
        statement: &str,
        limits: QueryLimits,
    ) -> Result<Vec<RecordBatch>, LakeError> {
        let context = session(self, limits).await?;
        query(&context, statement, limits).await
    }
}

/// Runs one reading statement in a session.
pub(crate) async fn query(
    context: &SessionContext,
    statement: &str,
    limits: QueryLimits,
) -> Result<Vec<RecordBatch>, LakeError> {
    let read_only = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let plan = context.state().create_logical_plan(statement).await?;
    read_only
        .verify_plan(&plan)
        .map_err(|_changes| LakeError::NotReadOnly)?;
    let frame = context.execute_logical_plan(plan).await?;
    let schema = Arc::clone(frame.schema().inner());
    let mut batches = tokio::time::timeout(limits.time, frame.collect())
        .await
        .map_err(|_elapsed| LakeError::TimedOut {
            seconds: limits.time.as_secs(),
        })??;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Ok(batches)
}

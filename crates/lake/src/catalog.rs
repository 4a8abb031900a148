//! The lake's tables by their names in SQL, each opened when a statement reads it.

use std::sync::Arc;

use datafusion::catalog::SchemaProvider;
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::datasource::TableProvider;
use datafusion::execution::context::SessionContext;

use crate::error::LakeError;
use crate::schema::Table;
use crate::session::provider;
use crate::store::Lake;

/// The view of the latest known value of each site and hour, by stage of review.
const LATEST: &str = "observation";

/// A statement sees each table as it stands when the statement is planned.
#[derive(Debug)]
pub(crate) struct LakeTables {
    lake: Lake,
    /// The tables of registers, as they were when the session began.
    registers: Vec<String>,
}

impl LakeTables {
    pub(crate) async fn new(lake: &Lake) -> Result<Self, LakeError> {
        Ok(Self {
            lake: lake.clone(),
            registers: lake.registers().await?,
        })
    }

    fn register(&self, name: &str) -> Option<&str> {
        let entity = name.strip_prefix(crate::register::PREFIX)?;
        self.registers
            .iter()
            .map(String::as_str)
            .find(|known| *known == entity)
    }

    async fn open(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, LakeError> {
        if name == LATEST {
            return Ok(Some(latest(&self.lake).await?));
        }
        if let Some(table) = Table::ALL.into_iter().find(|table| table.name() == name) {
            return Ok(Some(provider(&self.lake, table, None).await?));
        }
        match self.register(name) {
            Some(entity) => self.lake.register_table(entity).await,
            None => Ok(None),
        }
    }
}

#[async_trait::async_trait]
impl SchemaProvider for LakeTables {
    fn table_names(&self) -> Vec<String> {
        let registers = self.registers.iter();
        let registers = registers.map(|entity| format!("{}{entity}", crate::register::PREFIX));
        let tables = Table::ALL.into_iter().map(|table| table.name().to_owned());
        tables.chain([LATEST.to_owned()]).chain(registers).collect()
    }

    async fn table(&self, name: &str) -> EngineResult<Option<Arc<dyn TableProvider>>> {
        let opened = self.open(name).await;
        opened.map_err(|error| DataFusionError::External(Box::new(error)))
    }

    fn table_exist(&self, name: &str) -> bool {
        let own = Table::ALL.into_iter().any(|table| table.name() == name);
        own || name == LATEST || self.register(name).is_some()
    }
}

async fn latest(lake: &Lake) -> Result<Arc<dyn TableProvider>, LakeError> {
    let hours = Table::ObservationHour;
    let context = SessionContext::new();
    context.register_table(hours.name(), provider(lake, hours, None).await?)?;
    let statement = format!(
        "SELECT * FROM {} QUALIFY row_number() OVER (
            PARTITION BY site, hour, stage ORDER BY known_at DESC, source DESC, \"row\" DESC) = 1",
        hours.name()
    );
    Ok(context.sql(&statement).await?.into_view())
}

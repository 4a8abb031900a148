//! What can go wrong in the lake.

use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;

/// A failed lake operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// The folder or address cannot be a lake.
    #[error("{location:?} cannot hold a lake; give a folder or an object-store address")]
    Location {
        /// What was given.
        location: String,
        /// Why.
        #[source]
        source: Option<std::io::Error>,
    },
    /// The address cannot be that of a cluster.
    #[error("{address:?} is not the address of a cluster; write df://scheduler:50050")]
    Cluster {
        /// What was given.
        address: String,
    },
    /// The cluster did not answer.
    #[error("the cluster cannot be reached")]
    Unreachable {
        /// What was said last.
        #[source]
        source: Box<DataFusionError>,
    },
    /// A role of the cluster could not start, or stopped.
    #[error("the cluster's role stopped")]
    Role(#[from] ballista_core::error::BallistaError),
    /// A table could not be opened, created or written.
    #[error("lake table {table} failed")]
    Table {
        /// The table.
        table: &'static str,
        /// Why.
        #[source]
        source: Box<DeltaTableError>,
    },
    /// The table of a register could not be opened or written.
    #[error("lake table register_{entity} failed")]
    Register {
        /// The entity.
        entity: String,
        /// Why.
        #[source]
        source: Box<DeltaTableError>,
    },
    /// A statement failed to plan or run.
    #[error("the statement failed")]
    Query {
        /// Why.
        #[source]
        source: Box<DataFusionError>,
    },
    /// A statement would change something.
    #[error("only statements that read are allowed here: SELECT, WITH, EXPLAIN, DESCRIBE, SHOW")]
    NotReadOnly,
    /// A statement ran longer than allowed.
    #[error("the statement was stopped after {seconds} s; narrow it or raise --timeout")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// A column did not have the type that this table's schema promises.
    #[error("column {column} of {table} has type {found}, expected {expected}")]
    ColumnType {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What was found.
        found: String,
        /// What the schema promises.
        expected: &'static str,
    },
    /// The law does not cover the day asked for.
    #[error(transparent)]
    Law(#[from] standards::limits::NotInForce),
    /// The composite index is not to be had.
    #[error(transparent)]
    Composite(#[from] standards::composite::CompositeError),
    /// The statistics rules do not cover the day asked for.
    #[error(transparent)]
    Rules(#[from] standards::validity::RulesNotInForce),
    /// A task that reads a month was broken off.
    #[error("a reading task was broken off")]
    Task(#[from] tokio::task::JoinError),
}

impl From<DataFusionError> for LakeError {
    /// What this crate itself said from within the engine stays what it is.
    fn from(source: DataFusionError) -> Self {
        let source = match source {
            DataFusionError::External(inner) => match inner.downcast::<Self>() {
                Ok(own) => return *own,
                Err(inner) => DataFusionError::External(inner),
            },
            other => other,
        };
        Self::Query {
            source: Box::new(source),
        }
    }
}

impl From<datafusion::arrow::error::ArrowError> for LakeError {
    fn from(source: datafusion::arrow::error::ArrowError) -> Self {
        Self::from(DataFusionError::from(source))
    }
}

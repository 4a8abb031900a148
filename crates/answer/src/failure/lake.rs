//! What the lake and its SQL engine refuse or fail at.

use lake::LakeError;
use lake::datafusion::error::DataFusionError;

use super::{Failure, Kind};

impl From<LakeError> for Failure {
    fn from(error: LakeError) -> Self {
        match error {
            LakeError::Location { ref location, .. } => {
                Self::new(Kind::Configuration, "failure-lake-location")
                    .with("folder", location)
                    .because(&error)
            }
            LakeError::Cluster { ref address } => {
                Self::new(Kind::Configuration, "failure-cluster-address").with("address", address)
            }
            LakeError::Unreachable { ref source } => {
                Self::new(Kind::Configuration, "failure-cluster-unreachable").because(source)
            }
            LakeError::Role(ref role) => {
                Self::new(Kind::Configuration, "failure-cluster-role").because(role)
            }
            LakeError::Table { table, .. } | LakeError::ColumnType { table, .. } => {
                Self::new(Kind::Data, "failure-lake-table")
                    .with("table", table)
                    .because(&error)
            }
            LakeError::Register { ref entity, .. } => Self::new(Kind::Data, "failure-lake-table")
                .with("table", format!("register_{entity}"))
                .because(&error),
            LakeError::Query { source } => statement(&source),
            LakeError::NotReadOnly => Self::new(Kind::User, "failure-read-only"),
            LakeError::TimedOut { seconds } => {
                Self::new(Kind::User, "failure-timeout").with("seconds", seconds)
            }
            LakeError::Law(error) => error.into(),
            LakeError::Composite(error) => error.into(),
            LakeError::Rules(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

fn statement(error: &DataFusionError) -> Failure {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => {
            Failure::new(Kind::User, "failure-memory").because(error)
        }
        DataFusionError::SQL(..)
        | DataFusionError::Plan(_)
        | DataFusionError::SchemaError(..)
        | DataFusionError::Execution(_)
        | DataFusionError::NotImplemented(_)
        | DataFusionError::ArrowError(..)
        | DataFusionError::Diagnostic(..) => {
            Failure::new(Kind::User, "failure-statement").because(error)
        }
        DataFusionError::ParquetError(_)
        | DataFusionError::ObjectStore(_)
        | DataFusionError::IoError(_) => {
            Failure::new(Kind::Data, "failure-lake-files").because(error)
        }
        _ => Failure::internal(error),
    }
}

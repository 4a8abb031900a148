//! What can go wrong between the inbox and the lake.

use gateway::InboxError;
use lake::LakeError;
use lake::arrow::error::ArrowError;
use registry::store::RegistryError;

use crate::secrets::SecretsError;

/// A failed operation of telemetry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// The inbox could not be read or released.
    #[error("the inbox failed")]
    Inbox(#[from] InboxError),
    /// The archive of raw frames could not be written.
    #[error("the archive of raw frames failed")]
    Archive(#[from] gateway::ArchiveError),
    /// The lake could not be read or written.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// Rows did not fit the columns of their table.
    #[error("rows do not fit the columns of table {table}")]
    Columns {
        /// The table.
        table: &'static str,
        /// Why.
        #[source]
        source: ArrowError,
    },
    /// The inbox gives numbers that the lake has seen, of other entries.
    #[error(
        "the inbox goes on at entry {next}, but the lake has entries up to {newest}; this inbox does not belong to this lake"
    )]
    Behind {
        /// The next number of the inbox.
        next: u64,
        /// The newest entry of the lake.
        newest: u64,
    },
    /// The register could not be read.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The file of secrets could not be read or written.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// A task that takes frames apart was broken off.
    #[error("a task of the drain was broken off")]
    Task(#[from] tokio::task::JoinError),
}

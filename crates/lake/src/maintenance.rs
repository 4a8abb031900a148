//! Compaction of small files and removal of files that no snapshot needs.

use chrono::Duration;
use deltalake::DeltaTable;

use crate::{error::LakeError, schema::Table, store::Lake};

/// What maintenance did to one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// The table.
    pub table: Table,
    /// Files that were merged.
    pub files_merged: u64,
    /// Files that took their place.
    pub files_written: u64,
    /// Files that were deleted from the store.
    pub files_deleted: u64,
}

impl Lake {
    /// Merges small files of every table, then deletes files unused for `keep_hours`.
    ///
    /// Time travel to a snapshot older than that ends with the deletion; the rows themselves, with
    /// their `known_at`, stay.
    pub async fn maintain(&self, keep_hours: i64) -> Result<Vec<Maintenance>, LakeError> {
        let mut done = Vec::new();
        for table in Table::ALL {
            done.push(self.maintain_table(table, keep_hours).await?);
        }
        Ok(done)
    }

    pub(crate) async fn maintain_table(
        &self,
        table: Table,
        keep_hours: i64,
    ) -> Result<Maintenance, LakeError> {
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        if !self.has_log(table.name()).await? {
            return Ok(Maintenance {
                table,
                files_merged: 0,
                files_written: 0,
                files_deleted: 0,
            });
        }
        let opened: DeltaTable = self.table(table).await?;
        let (merged, optimized) = opened.optimize().await.map_err(failed)?;
        let (_, vacuumed) = merged
            .vacuum()
            .with_retention_period(Duration::hours(keep_hours))
            .with_enforce_retention_duration(false)
            .await
            .map_err(failed)?;
        Ok(Maintenance {
            table,
            files_merged: optimized.num_files_removed,
            files_written: optimized.num_files_added,
            files_deleted: vacuumed.files_deleted.len() as u64,
        })
    }
}

//! Appending what follows a rising number, durable when it returns.

use std::fs::File;
use std::path::{Path, PathBuf};

use datafusion::arrow::record_batch::RecordBatch;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake::kernel::{Action, Transaction};
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::writer::{DeltaWriter as _, RecordBatchWriter};
use deltalake::{DeltaTable, DeltaTableError};

use crate::error::LakeError;
use crate::maintenance::Maintenance;
use crate::schema::Table;
use crate::store::{Appended, LOG, Lake, writer_properties};

impl Lake {
    /// How far an application has written a table: the number of its last append.
    pub async fn version_of(
        &self,
        table: Table,
        application: &str,
    ) -> Result<Option<i64>, LakeError> {
        if !self.has_log(table.name()).await? {
            return Ok(None);
        }
        let opened = self.table(table).await?;
        version(&opened, application)
            .await
            .map_err(|source| failed(table, source))
    }

    /// Appends rows in one commit that carries a number; a number that is not above the table's changes nothing.
    ///
    /// The rows and the commit are on disk when this returns. Two writers of one application cannot both commit.
    pub async fn append_from(
        &self,
        table: Table,
        application: &str,
        number: i64,
        batches: Vec<RecordBatch>,
    ) -> Result<Appended, LakeError> {
        let failed = |source| failed(table, source);
        let opened = self.table(table).await?;
        let before = version(&opened, application).await.map_err(failed)?;
        if before.is_some_and(|before| before >= number) {
            return Ok(Appended::Before);
        }
        let mut writer = RecordBatchWriter::for_table(&opened)
            .map_err(failed)?
            .with_writer_properties(writer_properties());
        for batch in batches {
            writer.write(batch).await.map_err(failed)?;
        }
        let adds = writer.flush().await.map_err(failed)?;
        let files: Vec<String> = adds.iter().map(|add| add.path.clone()).collect();
        let commit = commit(&opened, application, number, adds)
            .await
            .map_err(failed)?;
        // What a bucket has acknowledged is kept; a disk is asked to write it now.
        if let Some(root) = self.place().folder() {
            let folder = root.join(table.name());
            let log = folder.join(LOG);
            let mut written: Vec<PathBuf> = files.iter().map(|file| folder.join(file)).collect();
            written.extend([folder, log.join(format!("{commit:020}.json")), log]);
            settle(written).await?;
        }
        Ok(Appended::Now)
    }

    /// Merges the small files of one table and deletes files unused for `keep_hours`.
    pub async fn compact(&self, table: Table, keep_hours: i64) -> Result<Maintenance, LakeError> {
        self.maintain_table(table, keep_hours).await
    }

    /// How many data files a table has.
    pub async fn file_count(&self, table: Table) -> Result<usize, LakeError> {
        Ok(self.files(table, None).await?.len())
    }
}

async fn version(opened: &DeltaTable, application: &str) -> Result<Option<i64>, DeltaTableError> {
    let snapshot = opened.snapshot()?.snapshot();
    snapshot
        .transaction_version(opened.log_store().as_ref(), application)
        .await
}

async fn commit(
    opened: &DeltaTable,
    application: &str,
    number: i64,
    adds: Vec<deltalake::kernel::Add>,
) -> Result<u64, DeltaTableError> {
    let properties = CommitProperties::default()
        .with_application_transaction(Transaction::new(application, number));
    let operation = DeltaOperation::Write {
        mode: SaveMode::Append,
        partition_by: None,
        predicate: None,
    };
    let finalized = CommitBuilder::from(properties)
        .with_actions(adds.into_iter().map(Action::Add).collect())
        .build(Some(opened.snapshot()?), opened.log_store(), operation)
        .await?;
    Ok(finalized.version())
}

/// Waits until files and folders are on disk; a file that a clean-up took away needs no waiting.
async fn settle(paths: Vec<PathBuf>) -> Result<(), LakeError> {
    let settle = move || paths.iter().try_for_each(|path| settled(path));
    tokio::task::spawn_blocking(settle).await?
}

fn settled(path: &Path) -> Result<(), LakeError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    match synced {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(LakeError::Location {
            location: path.display().to_string(),
            source: Some(source),
        }),
        _ => Ok(()),
    }
}

fn failed(table: Table, source: DeltaTableError) -> LakeError {
    LakeError::Table {
        table: table.name(),
        source: Box::new(source),
    }
}

//! Opening the lake, appending to its tables exactly once, and listing the files of a snapshot.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use datafusion::arrow::record_batch::RecordBatch;
use deltalake::kernel::engine::arrow_conversion::TryIntoKernel as _;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::kernel::{StructType, Transaction};
use deltalake::parquet::basic::Compression;
use deltalake::parquet::file::properties::WriterProperties;
use deltalake::writer::{DeltaWriter as _, RecordBatchWriter};
use deltalake::{DeltaTable, DeltaTableError};
use units::Day;
use url::Url;

use crate::{error::LakeError, schema::Table};

/// A lake in a folder.
#[derive(Clone, Debug)]
pub struct Lake {
    root: PathBuf,
}

/// Whether an append wrote something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// The rows were committed.
    Now,
    /// The same source had been appended before; nothing changed.
    Before,
}

/// A data file of a snapshot.
#[derive(Clone, Debug)]
pub(crate) struct DataFile {
    pub(crate) path: PathBuf,
}

impl Lake {
    /// Opens the lake in a folder, making the folder when it is not there.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        let location = |source| LakeError::Location {
            location: root.display().to_string(),
            source: Some(source),
        };
        std::fs::create_dir_all(root).map_err(location)?;
        Ok(Self {
            root: root.canonicalize().map_err(location)?,
        })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Opens a table, making it when it is not there.
    pub(crate) async fn table(&self, table: Table) -> Result<DeltaTable, LakeError> {
        let folder = self.root.join(table.name());
        if !has_log(&folder) {
            self.make(table, &folder).await?;
        }
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        DeltaTable::try_from_url(url_of(&folder)?)
            .await
            .map_err(failed)
    }

    /// Makes a table beside its place and moves it there in one step.
    ///
    /// Two writers that make the same table in the same moment would otherwise both commit its metadata, and
    /// the appends of a third would conflict with the second of them. The move succeeds for one alone.
    async fn make(&self, table: Table, folder: &Path) -> Result<(), LakeError> {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!(".making-{}-{}-{number}", table.name(), std::process::id());
        let making = self.root.join(name);
        std::fs::create_dir_all(&making).map_err(|source| location(&making, Some(source)))?;
        let columns: StructType = table
            .schema()
            .as_ref()
            .try_into_kernel()
            .map_err(|e| failed(DeltaTableError::from(e)))?;
        DeltaTable::try_from_url(url_of(&making)?)
            .await
            .map_err(failed)?
            .create()
            .with_table_name(table.name())
            .with_columns(columns.fields().cloned())
            .await
            .map_err(failed)?;
        match std::fs::rename(&making, folder) {
            Ok(()) => Ok(()),
            Err(_) if has_log(folder) => {
                std::fs::remove_dir_all(&making).map_err(|source| location(&making, Some(source)))
            }
            Err(source) => Err(location(folder, Some(source))),
        }
    }

    /// Whether rows of this source were appended to the table before.
    pub async fn holds(&self, table: Table, source: &str) -> Result<bool, LakeError> {
        let opened = self.table(table).await?;
        holds(&opened, table, source).await
    }

    /// Appends rows of one source in one commit; a source appended before changes nothing.
    pub async fn append(
        &self,
        table: Table,
        source: &str,
        batches: &[RecordBatch],
    ) -> Result<Appended, LakeError> {
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        let mut opened = self.table(table).await?;
        if holds(&opened, table, source).await? {
            return Ok(Appended::Before);
        }
        let once =
            CommitProperties::default().with_application_transaction(Transaction::new(source, 1));
        let mut writer = RecordBatchWriter::for_table(&opened)
            .map_err(failed)?
            .with_writer_properties(writer_properties())
            .with_commit_properties(once);
        for batch in batches {
            writer.write(batch.clone()).await.map_err(failed)?;
        }
        writer.flush_and_commit(&mut opened).await.map_err(failed)?;
        Ok(Appended::Now)
    }

    /// The data files of a table's newest snapshot, leaving out those without a day of the span.
    pub(crate) async fn files(
        &self,
        table: Table,
        days: Option<(Day, Day)>,
    ) -> Result<Vec<DataFile>, LakeError> {
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        let folder = self.root.join(table.name());
        // A table that was never written has no files; reading does not make it.
        if !has_log(&folder) {
            return Ok(Vec::new());
        }
        let opened = self.table(table).await?;
        let snapshot = opened.snapshot().map_err(failed)?;
        let mut files = Vec::new();
        for view in snapshot.log_data().iter() {
            if days.is_none_or(|span| may_hold(view.stats().as_deref(), span)) {
                files.push(DataFile {
                    path: folder.join(view.path().as_ref()),
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}

pub(crate) fn has_log(folder: &Path) -> bool {
    folder.join("_delta_log").is_dir()
}

pub(crate) fn url_of(folder: &Path) -> Result<Url, LakeError> {
    Url::from_directory_path(folder).map_err(|()| location(folder, None))
}

fn location(folder: &Path, source: Option<std::io::Error>) -> LakeError {
    LakeError::Location {
        location: folder.display().to_string(),
        source,
    }
}

async fn holds(opened: &DeltaTable, table: Table, source: &str) -> Result<bool, LakeError> {
    let failed = |source| LakeError::Table {
        table: table.name(),
        source: Box::new(source),
    };
    let snapshot = opened.snapshot().map_err(failed)?;
    let version = snapshot
        .snapshot()
        .transaction_version(opened.log_store().as_ref(), source)
        .await;
    Ok(version.map_err(failed)?.is_some())
}

/// Whether a file's statistics leave room for a day of the span; a file without them may hold any.
fn may_hold(stats: Option<&str>, (start, end): (Day, Day)) -> bool {
    let Some(stats) = stats.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok())
    else {
        return true;
    };
    let bound = |which: &str| {
        stats[which]["day"]
            .as_str()
            .and_then(|text| text.parse::<Day>().ok())
    };
    match (bound("minValues"), bound("maxValues")) {
        (Some(first), Some(last)) => first < end && start <= last,
        _ => true,
    }
}

pub(crate) fn writer_properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(131_072))
        .build()
}

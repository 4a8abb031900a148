//! Opening the lake, appending to its tables exactly once, and listing the files of a snapshot.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{AsArray as _, UInt32Array};
use datafusion::arrow::compute::{concat_batches, take_record_batch};
use datafusion::arrow::record_batch::RecordBatch;
use deltalake::kernel::engine::arrow_conversion::TryIntoKernel as _;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::kernel::{StructType, Transaction};
use deltalake::parquet::basic::Compression;
use deltalake::parquet::file::properties::WriterProperties;
use deltalake::writer::{DeltaWriter as _, RecordBatchWriter};
use deltalake::{DeltaTable, DeltaTableError};
use futures::StreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};
use units::Day;
use url::Url;

use crate::cluster::Cluster;
use crate::place::Place;
use crate::{bucket, error::LakeError, schema::Table};

/// The most rows of a page, which is the least that is read of a column: a site's month and some more.
const PAGE_ROWS: usize = 2048;

/// A lake: tables under one place.
#[derive(Clone, Debug)]
pub struct Lake {
    place: Place,
    /// The address of the place, which ends with a slash.
    url: Url,
    /// Its objects, by their names under the place.
    store: Arc<dyn ObjectStore>,
    /// Where its statements run, when not in this process.
    cluster: Option<Cluster>,
}

/// Whether an append wrote something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// The rows were committed.
    Now,
    /// The same source had been appended before; nothing changed.
    Before,
}

impl Lake {
    /// Opens the lake in a folder, making the folder when it is not there.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        Self::at(&Place::from(root))
    }

    /// Opens the lake at a place, making the folder when it is not there.
    pub fn at(place: &Place) -> Result<Self, LakeError> {
        let failed = |source| LakeError::Location {
            location: place.to_string(),
            source: Some(source),
        };
        let broken = |error: object_store::Error| failed(std::io::Error::other(error));
        match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(failed)?;
                let root = folder.canonicalize().map_err(failed)?;
                let url = Url::from_directory_path(&root)
                    .map_err(|()| failed(std::io::ErrorKind::InvalidFilename.into()))?;
                let store = LocalFileSystem::new_with_prefix(&root).map_err(broken)?;
                Ok(Self {
                    place: Place::Folder(root),
                    url,
                    store: Arc::new(store),
                    cluster: None,
                })
            }
            Place::Bucket(url) => {
                bucket::enlist();
                let prefix =
                    ObjectPath::from_url_path(url.path()).map_err(|error| broken(error.into()))?;
                let store = PrefixStore::new(bucket::bucket(url).map_err(broken)?, prefix);
                Ok(Self {
                    place: place.clone(),
                    url: url.clone(),
                    store: Arc::new(store),
                    cluster: None,
                })
            }
        }
    }

    /// The same lake, with statements run on a cluster; `None` runs them in this process.
    pub fn on(self, cluster: Option<Cluster>) -> Self {
        Self { cluster, ..self }
    }

    /// The cluster that its statements run on.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The objects under the place.
    pub(crate) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// The address of a table.
    pub(crate) fn url_of(&self, name: &str) -> Result<Url, LakeError> {
        let joined = self.url.join(&format!("{name}/"));
        joined.map_err(|error| self.failed(std::io::Error::other(error)))
    }

    /// Whether anything was ever written to a table.
    pub(crate) async fn has_log(&self, name: &str) -> Result<bool, LakeError> {
        if let Some(folder) = self.place.folder() {
            // A writer that was killed may leave the folder, and what it had begun beside its name.
            let entries = std::fs::read_dir(folder.join(name).join(LOG)).into_iter();
            let mut names = entries.flatten().flatten().map(|entry| entry.file_name());
            return Ok(names.any(|name| !name.as_encoded_bytes().contains(&b'#')));
        }
        let log = ObjectPath::from_iter([name, LOG]);
        let first = self.store.list(Some(&log)).next().await.transpose();
        let found = first.map_err(|error| self.failed(std::io::Error::other(error)))?;
        Ok(found.is_some())
    }

    /// Writes and removes a small object.
    pub async fn try_writing(&self) -> Result<(), LakeError> {
        let probe = ObjectPath::from(format!(".doctor-{}", std::process::id()));
        let tried = self.store.put(&probe, PutPayload::new()).await;
        let tried = match tried {
            Ok(_) => self.store.delete(&probe).await,
            Err(error) => Err(error),
        };
        tried.map_err(|error| self.failed(std::io::Error::other(error)))
    }

    /// The name of the newest entry of each table's log, in the order of [`Table::ALL`]; `before` is the last answer,
    /// after whose names a bucket is asked.
    pub async fn newest_entries(
        &self,
        before: &[Option<String>],
    ) -> Result<Vec<Option<String>>, LakeError> {
        let newest = |(place, table): (usize, Table)| async move {
            let log = ObjectPath::from_iter([table.name(), LOG]);
            let known = before.get(place).cloned().flatten();
            let offset = known.as_ref().map(|name| log.clone().join(name.as_str()));
            let mut listed = match &offset {
                Some(offset) => self.store.list_with_offset(Some(&log), offset),
                None => self.store.list(Some(&log)),
            };
            let mut newest = known;
            while let Some(entry) = listed.next().await.transpose()? {
                let name = entry.location.filename().unwrap_or_default();
                let is_entry = name.as_bytes().first().is_some_and(u8::is_ascii_digit);
                if is_entry && newest.as_deref().is_none_or(|known| known < name) {
                    newest = Some(name.to_owned());
                }
            }
            Ok(newest)
        };
        let all = Table::ALL.into_iter().enumerate().map(newest);
        let all = futures::future::try_join_all(all).await;
        all.map_err(|error: object_store::Error| self.failed(std::io::Error::other(error)))
    }

    fn failed(&self, source: std::io::Error) -> LakeError {
        LakeError::Location {
            location: self.place.to_string(),
            source: Some(source),
        }
    }

    /// Opens a table, making it when it is not there.
    pub(crate) async fn table(&self, table: Table) -> Result<DeltaTable, LakeError> {
        if !self.has_log(table.name()).await? {
            self.make(table).await?;
        }
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        DeltaTable::try_from_url(self.url_of(table.name())?)
            .await
            .map_err(failed)
    }

    /// Makes a table: its first commit is made in memory and put in its place where nothing is.
    ///
    /// Two writers that make the same table in the same moment would otherwise both commit its metadata, and
    /// the appends of a third would conflict with the second of them. The put succeeds for one alone.
    async fn make(&self, table: Table) -> Result<(), LakeError> {
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        let columns: StructType = table
            .schema()
            .as_ref()
            .try_into_kernel()
            .map_err(|e| failed(DeltaTableError::from(e)))?;
        let made = DeltaTable::new_in_memory()
            .create()
            .with_table_name(table.name())
            .with_columns(columns.fields().cloned())
            .await
            .map_err(failed)?;
        let first = made
            .log_store()
            .read_commit_entry(0)
            .await
            .map_err(failed)?;
        let entry = ObjectPath::from_iter([table.name(), LOG, FIRST_ENTRY]);
        let put = self
            .store
            .put_opts(
                &entry,
                first.unwrap_or_default().into(),
                PutMode::Create.into(),
            )
            .await;
        match put {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
            Err(source) => Err(failed(DeltaTableError::ObjectStore { source })),
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
        for batch in by_site(batches)? {
            writer.write(batch).await.map_err(failed)?;
        }
        match writer.flush_and_commit(&mut opened).await {
            Ok(_version) => Ok(Appended::Now),
            // Another writer of the same source was first, or the answer to our own commit was lost on its way.
            Err(error) => match holds(&self.table(table).await?, table, source).await {
                Ok(true) => Ok(Appended::Before),
                _ => Err(failed(error)),
            },
        }
    }

    /// The addresses of the data files of a table's newest snapshot, leaving out those without a day of the span.
    pub(crate) async fn files(
        &self,
        table: Table,
        days: Option<(Day, Day)>,
    ) -> Result<Vec<String>, LakeError> {
        let failed = |source| LakeError::Table {
            table: table.name(),
            source: Box::new(source),
        };
        // A table that was never written has no files; reading does not make it.
        if !self.has_log(table.name()).await? {
            return Ok(Vec::new());
        }
        let opened = self.table(table).await?;
        let snapshot = opened.snapshot().map_err(failed)?;
        let mut files = Vec::new();
        for view in snapshot.log_data().iter() {
            if days.is_none_or(|span| may_hold(view.stats().as_deref(), span)) {
                files.push(self.address(table.name(), view.path().as_ref()));
            }
        }
        files.sort();
        Ok(files)
    }

    /// The address of a file of a table as the engine takes it: a path in a folder, an address in a bucket.
    pub(crate) fn address(&self, table: &str, file: &str) -> String {
        match self.place.folder() {
            Some(folder) => folder.join(table).join(file).to_string_lossy().into_owned(),
            None => format!("{}{table}/{file}", self.url),
        }
    }
}

/// The same rows with those of a site beside one another, in the order in which they came.
///
/// Archives come hour by hour, and are asked site by site: in this order the pages of one site are few.
fn by_site(batches: &[RecordBatch]) -> Result<Vec<RecordBatch>, LakeError> {
    let Some(first) = batches.first() else {
        return Ok(Vec::new());
    };
    let rows = concat_batches(&first.schema(), batches)?;
    let sites = rows.column_by_name("site");
    let Some(sites) = sites.and_then(|sites| sites.as_string_opt::<i32>()) else {
        return Ok(batches.to_vec());
    };
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places: Vec<(&str, Vec<u32>)> = Vec::new();
    // Hour after hour names the sites in one order, so the next is nearly always the one that came next before.
    let mut next = 0;
    for (place, site) in (0_u32..).zip(sites) {
        let site = site.unwrap_or_default();
        if places
            .get(next)
            .is_none_or(|(expected, _)| *expected != site)
        {
            next = *known.entry(site).or_insert_with(|| {
                places.push((site, Vec::new()));
                places.len() - 1
            });
        }
        places[next].1.push(place);
        next = (next + 1) % places.len();
    }
    let order = known.into_values().flat_map(|site| &places[site].1);
    let order = UInt32Array::from_iter_values(order.copied());
    Ok(vec![take_record_batch(&rows, &order)?])
}

/// The folder of a table's log.
pub(crate) const LOG: &str = "_delta_log";
/// The first entry of a log.
const FIRST_ENTRY: &str = "00000000000000000000.json";

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
        .set_data_page_row_count_limit(PAGE_ROWS)
        .build()
}

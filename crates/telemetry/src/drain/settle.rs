//! The second step: archive a batch, append its rows, release its entries.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gateway::{Archive, Inbox, Stored};
use lake::Lake;
use lake::Table;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use units::Day;

use super::batch::Batch;
use super::take::APPLICATION;
use super::{Drained, Ends, Settings};
use crate::cell::Cell;
use crate::error::TelemetryError;
use crate::reading::{MICROSECONDS_PER_DAY, civil};
use crate::rows::{Moment, Rows, day_of};
use crate::stream::Stream;

/// The state of the second step.
pub(super) struct Settling {
    inbox: Inbox,
    lake: Lake,
    archive: Arc<Mutex<Archive>>,
    settings: Settings,
    closing: watch::Receiver<bool>,
    progress: watch::Sender<Drained>,
    drained: Drained,
    /// Commits to each table since its files were merged.
    commits: BTreeMap<Table, u32>,
    /// The day of receipt of the last entry, and its number and moment.
    last: Option<(i32, u64, i64)>,
}

impl Settling {
    pub(super) fn new(
        ends: Ends,
        settings: Settings,
        closing: watch::Receiver<bool>,
        progress: watch::Sender<Drained>,
    ) -> Self {
        Self {
            inbox: ends.inbox,
            lake: ends.lake,
            archive: Arc::new(Mutex::new(ends.archive)),
            settings,
            closing,
            progress,
            drained: Drained::default(),
            commits: BTreeMap::new(),
            last: None,
        }
    }

    /// Settles batches until none comes any more.
    pub(super) async fn run(
        mut self,
        mut taken: mpsc::Receiver<Batch>,
        settled: watch::Sender<u64>,
    ) -> Result<Drained, TelemetryError> {
        while let Some(batch) = taken.recv().await {
            while let Err(error) = self.settle(&batch).await {
                self.pause(error).await?;
            }
            settled.send_replace(batch.number);
            self.drained.add(&batch.drained);
            self.progress.send_replace(self.drained);
            self.compact(&batch).await;
        }
        if let Some(last) = self.last {
            self.heads(last).await?;
        }
        Ok(self.drained)
    }

    async fn settle(&mut self, batch: &Batch) -> Result<(), TelemetryError> {
        let archive = Arc::clone(&self.archive);
        let entries = Arc::clone(&batch.entries);
        let archived = tokio::task::spawn_blocking(move || {
            // A panic while it was held leaves the archive as sound as a crash would.
            let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
            archive.append(&entries)
        });
        let number = i64::try_from(batch.last).unwrap_or(i64::MAX);
        let mut appending = JoinSet::new();
        for (table, rows) in &batch.tables {
            let (lake, table, rows) = (self.lake.clone(), *table, rows.clone());
            appending
                .spawn(async move { lake.append_from(table, APPLICATION, number, rows).await });
        }
        archived.await??;
        while let Some(appended) = appending.join_next().await {
            appended??;
        }
        self.turn_of_day(&batch.entries).await?;
        self.inbox.release(batch.last).await?;
        Ok(())
    }

    /// Writes the heads of a day's chains into the lake once entries of the next day have come.
    async fn turn_of_day(&mut self, entries: &[Stored]) -> Result<(), TelemetryError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Ok(());
        };
        let day = |stored: &Stored| day_of(civil(stored.entry.received_at));
        // What an earlier drain had written before the first entry may have ended a day.
        let before = self.last.unwrap_or_else(|| {
            let number = first.sequence.saturating_sub(1);
            (day(first) - 1, number, first.entry.received_at)
        });
        if before.0 < day(last) {
            self.heads(before).await?;
        }
        self.last = Some((day(last), last.sequence, last.entry.received_at));
        Ok(())
    }

    /// Writes the heads of a day's chains.
    async fn heads(
        &self,
        (day, sequence, received): (i32, u64, i64),
    ) -> Result<(), TelemetryError> {
        let archive = Arc::clone(&self.archive);
        let read = tokio::task::spawn_blocking(move || {
            let archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
            archive.heads(Day::from_number(day))
        });
        let heads = read.await??;
        let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
        let mut rows = Rows::new(Stream::ArchiveHead);
        for head in &heads {
            rows.begin(Moment {
                device: &head.device,
                system: "",
                time: i64::from(day) * MICROSECONDS_PER_DAY,
                resent: false,
                sequence,
                known_at: received,
                source: "archive",
            });
            let cells = rows.row();
            cells[0] = Cell::integer(i64::try_from(head.count).ok());
            cells[1] = Cell::owned(head.head.as_str());
        }
        let table = Table::ArchiveHead;
        let columns = |source| TelemetryError::Columns {
            table: table.name(),
            source,
        };
        if let Some(batch) = rows.into_batch().map_err(columns)? {
            let lake = &self.lake;
            lake.append_from(table, APPLICATION, sequence, vec![batch])
                .await?;
        }
        Ok(())
    }

    /// Waits before another try; a drain that closes gives up.
    async fn pause(&mut self, error: TelemetryError) -> Result<(), TelemetryError> {
        tracing::error!(%error, "a batch cannot be settled; it is tried again");
        if *self.closing.borrow() {
            return Err(error);
        }
        self.drained.retries += 1;
        self.progress.send_replace(self.drained);
        super::wait(self.settings.retry, &mut self.closing).await;
        Ok(())
    }

    /// Merges the files of tables that have gathered many; a failure only leaves them as they are.
    async fn compact(&mut self, batch: &Batch) {
        for (table, _) in &batch.tables {
            let commits = self.commits.entry(*table).or_default();
            *commits += 1;
            if self.settings.compact_after == 0 || *commits < self.settings.compact_after {
                continue;
            }
            *commits = 0;
            let merged = self.lake.compact(*table, self.settings.keep_hours);
            if let Err(error) = merged.await {
                tracing::warn!(%error, table = table.name(), "files could not be merged");
            }
        }
    }
}

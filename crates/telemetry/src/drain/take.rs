//! The first step: read a batch, take its frames apart, tell what is new.

use std::sync::Arc;

use gateway::{Devices, Inbox, Stored};
use lake::{Lake, LakeError, Table};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use units::Day;

use super::batch::Batch;
use super::{Drained, Ends, Settings};
use crate::error::TelemetryError;
use crate::reading::{MICROSECONDS_PER_DAY, Packets, Reading, Versions, civil, opened, read};
use crate::recall::{marks, recall};
use crate::recent::Recent;
use crate::rows::{Rows, day_of};
use crate::stream::Stream;

/// The application whose transaction number is the last entry's.
pub(super) const APPLICATION: &str = "telemetry";

/// How far each table is.
pub(super) async fn versions(lake: &Lake) -> Result<Versions, LakeError> {
    let mut versions = Versions::default();
    for stream in Stream::ALL {
        let version = lake.version_of(stream.table(), APPLICATION).await?;
        versions.set(stream, version.unwrap_or(-1));
    }
    Ok(versions)
}

/// The state of the first step.
pub(super) struct Taking {
    inbox: Inbox,
    lake: Lake,
    devices: watch::Receiver<Arc<Devices>>,
    settings: Settings,
    memory: Memory,
    /// The last entry read.
    after: u64,
}

/// What the first step remembers from batch to batch.
struct Memory {
    recent: Recent,
    packets: Packets,
    versions: Versions,
    batch: u64,
}

impl Taking {
    pub(super) async fn start(ends: &Ends, settings: &Settings) -> Result<Self, TelemetryError> {
        let now = jiff::Timestamp::now().as_microsecond();
        let since = Day::from_number(day_of(civil(now))).plus(-settings.recall_days);
        let floor = i64::from(since.number()) * MICROSECONDS_PER_DAY - 1;
        let mut recent = Recent::new(floor, settings.recent_times);
        marks(&ends.lake, &mut recent, since, settings.limits).await?;
        Ok(Self {
            inbox: ends.inbox.clone(),
            lake: ends.lake.clone(),
            devices: ends.devices.clone(),
            settings: settings.clone(),
            memory: Memory {
                recent,
                packets: Packets::default(),
                versions: versions(&ends.lake).await?,
                batch: 0,
            },
            after: 0,
        })
    }

    /// Hands over batches until the drain closes and the inbox is empty, or the second step has ended.
    pub(super) async fn run(
        mut self,
        hand_over: mpsc::Sender<Batch>,
        settled: watch::Receiver<u64>,
        mut closing: watch::Receiver<bool>,
    ) -> Result<(), TelemetryError> {
        loop {
            let entries = match self.gather(&mut closing).await {
                Ok(entries) if entries.is_empty() && *closing.borrow() => return Ok(()),
                Ok(entries) if entries.is_empty() => continue,
                Ok(entries) => entries,
                Err(error) => {
                    self.pause(error.into(), &mut closing).await?;
                    continue;
                }
            };
            self.memory.recent.forget(*settled.borrow());
            self.memory.batch += 1;
            let entries = Arc::new(entries);
            let batch = loop {
                let (memory, prepared) = self.prepare(Arc::clone(&entries)).await?;
                self.memory = memory;
                match prepared {
                    Ok(batch) => break batch,
                    // The memory has judged rows that are not written; only a new drain can try again.
                    Err(error @ TelemetryError::Columns { .. }) => return Err(error),
                    Err(error) => self.pause(error, &mut closing).await?,
                }
            };
            self.after = batch.last;
            if hand_over.send(batch).await.is_err() {
                return Ok(());
            }
        }
    }

    /// Reads entries until they fill a batch or the first has waited long enough.
    async fn gather(
        &self,
        closing: &mut watch::Receiver<bool>,
    ) -> Result<Vec<Stored>, gateway::InboxError> {
        let mut entries: Vec<Stored> = Vec::new();
        let mut bytes = 0;
        let mut after = self.after;
        let mut deadline = Instant::now() + self.settings.batch_wait;
        while bytes < self.settings.batch_bytes {
            let wait = if *closing.borrow() {
                std::time::Duration::ZERO
            } else {
                deadline.saturating_duration_since(Instant::now())
            };
            let room = self.settings.batch_bytes - bytes;
            let read = tokio::select! {
                read = self.inbox.read(after, room, wait) => read?,
                // Reads once more without waiting.
                Ok(()) = closing.changed(), if !*closing.borrow() => continue,
            };
            let Some(last) = read.last() else {
                break;
            };
            if entries.is_empty() {
                deadline = Instant::now() + self.settings.batch_wait;
            }
            after = last.sequence;
            bytes += read
                .iter()
                .map(|stored| stored.entry.raw.len())
                .sum::<usize>();
            entries.extend(read);
        }
        Ok(entries)
    }

    /// Waits before another try; a drain that closes gives up.
    async fn pause(
        &self,
        error: TelemetryError,
        closing: &mut watch::Receiver<bool>,
    ) -> Result<(), TelemetryError> {
        tracing::error!(%error, "the drain cannot go on; it tries again");
        if *closing.borrow() {
            return Err(error);
        }
        super::wait(self.settings.retry, closing).await;
        Ok(())
    }

    /// Takes a batch apart on a thread of its own. After a failure the memory is as it was but for times that
    /// it has recalled, so that the batch can be tried again.
    async fn prepare(
        &mut self,
        entries: Arc<Vec<Stored>>,
    ) -> Result<(Memory, Result<Batch, TelemetryError>), TelemetryError> {
        let empty = Memory {
            recent: Recent::new(0, 0),
            packets: Packets::default(),
            versions: self.memory.versions.clone(),
            batch: self.memory.batch,
        };
        let mut memory = std::mem::replace(&mut self.memory, empty);
        let devices = Arc::clone(&self.devices.borrow());
        let (lake, settings) = (self.lake.clone(), self.settings.clone());
        let handle = Handle::current();
        let work = move || {
            let batch = prepare(
                &mut memory,
                &entries,
                &devices,
                &settings,
                |memory, rows| {
                    let recalled = recall(
                        &lake,
                        &mut memory.recent,
                        rows,
                        memory.batch,
                        settings.limits,
                    );
                    handle.block_on(recalled)
                },
            );
            (memory, batch)
        };
        Ok(tokio::task::spawn_blocking(work).await?)
    }
}

fn prepare(
    memory: &mut Memory,
    entries: &Arc<Vec<Stored>>,
    devices: &Devices,
    settings: &Settings,
    mut recall: impl FnMut(&mut Memory, &Rows<'_>) -> Result<(), LakeError>,
) -> Result<Batch, TelemetryError> {
    let last = entries.last().map_or(0, |stored| stored.sequence);
    let plain = opened(entries, devices);
    let mut packets = memory.packets.clone();
    let mut reading = read(
        entries,
        &plain,
        devices,
        &mut packets,
        &memory.versions,
        settings.ahead,
    );
    // Everything that may fail comes first.
    for rows in reading.rows.iter().filter(|rows| rows.stream.keyed()) {
        recall(memory, rows)?;
    }
    memory.packets = packets;
    let mut drained = Drained {
        sequence: last,
        entries: entries.len() as u64,
        quarantined: reading.quarantined,
        defects: reading.defects,
        ..Drained::default()
    };
    for rows in reading.rows.iter_mut().filter(|rows| rows.stream.keyed()) {
        judge(memory, rows, &mut drained);
    }
    Ok(Batch {
        number: memory.batch,
        entries: Arc::clone(entries),
        last,
        tables: tables(reading, &mut drained)?,
        drained,
    })
}

fn judge(memory: &mut Memory, rows: &mut Rows<'_>, drained: &mut Drained) {
    let (stream, batch) = (rows.stream, memory.batch);
    rows.judge(|moment, key, content| {
        let place = (moment.device, moment.time);
        let revision = memory.recent.judge(stream, place, key, content, batch);
        match revision {
            None => drained.repeated += 1,
            Some(0) => {}
            Some(_) => drained.revisions += 1,
        }
        revision
    });
}

fn tables(
    reading: Reading<'_>,
    drained: &mut Drained,
) -> Result<Vec<(Table, Vec<lake::arrow::record_batch::RecordBatch>)>, TelemetryError> {
    let mut tables: Vec<(Table, Vec<_>)> = Vec::new();
    for rows in reading.rows {
        let table = rows.stream.table();
        let columns = |source| TelemetryError::Columns {
            table: table.name(),
            source,
        };
        let Some(batch) = rows.into_batch().map_err(columns)? else {
            continue;
        };
        drained.rows += batch.num_rows() as u64;
        match tables.last_mut() {
            Some((same, batches)) if *same == table => batches.push(batch),
            _ => tables.push((table, vec![batch])),
        }
    }
    Ok(tables)
}

//! The log in a folder: opening, and what its handle can do.
//!
//! A file `lock` keeps a second process out. Order and durability are the writer's business.

use std::fs::{self, File, TryLockError};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::entry::{Entry, Stored};

use super::Extent;
use super::error::{Doing, InboxError};
use super::record;
use super::segment::{self, Tail};
use super::shelf::Shelf;
use super::writer::{Put, Request, Writer};

/// The largest segment; a smaller inbox has smaller ones, so that releasing frees room early.
const SEGMENT_BYTES: u64 = 64 << 20;

/// Requests that may wait for the writer before a `put` has to.
const WAITING: usize = 1024;

/// An embedded durable log.
#[derive(Debug)]
pub struct Log {
    shelf: Arc<Shelf>,
    queue: Option<mpsc::Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    /// Held until the writer has ended.
    _lock: File,
}

impl Log {
    pub(super) fn open(folder: PathBuf, max_bytes: u64) -> Result<Self, InboxError> {
        fs::create_dir_all(&folder).map_err(InboxError::disk(Doing::Make, &folder))?;
        let lock = lock(&folder)?;
        let mut segments = segment::list(&folder)?;
        let tail = match segments.pop() {
            Some(last) => segment::mend(&folder, last.first)?,
            None => segment::create(&folder, 1)?,
        };
        segments.push(tail.segment);
        let shelf = Arc::new(Shelf::new(folder, segments, tail.next));
        let (queue, requests) = mpsc::channel(WAITING);
        let writer = start(Arc::clone(&shelf), requests, tail, max_bytes)?;
        Ok(Self {
            shelf,
            queue: Some(queue),
            writer: Some(writer),
            _lock: lock,
        })
    }

    pub(super) async fn put(&self, entries: &[Entry]) -> Result<Range<u64>, InboxError> {
        if entries.is_empty() {
            let next = self.extent().next;
            return Ok(next..next);
        }
        let mut records =
            Vec::with_capacity(entries.iter().map(|entry| entry.raw.len() + 128).sum());
        for entry in entries {
            record::frame(entry, &mut records)?;
        }
        let count = entries.len() as u64;
        self.ask(|answer| {
            Request::Put(Put {
                records,
                count,
                answer,
            })
        })
        .await
    }

    pub(super) async fn read(
        &self,
        after: u64,
        max_bytes: usize,
        wait: Duration,
    ) -> Result<Vec<Stored>, InboxError> {
        let deadline = Instant::now() + wait;
        let mut durable = self.shelf.durable.subscribe();
        loop {
            let after = self.shelf.start(after);
            let more = durable.wait_for(|&last| last > after);
            if !matches!(tokio::time::timeout_at(deadline, more).await, Ok(Ok(_))) {
                return Ok(Vec::new());
            }
            let recent = self.shelf.recent(after, max_bytes);
            if let Some(entries) = recent.filter(|entries| !entries.is_empty()) {
                return Ok(entries);
            }
            let shelf = Arc::clone(&self.shelf);
            let reading = tokio::task::spawn_blocking(move || shelf.read_disk(after, max_bytes));
            let entries = reading.await.unwrap_or(Err(InboxError::Closed))?;
            if !entries.is_empty() {
                return Ok(entries);
            }
        }
    }

    pub(super) async fn release(&self, upto: u64) -> Result<(), InboxError> {
        if upto >= self.extent().next {
            self.ask(|answer| Request::Raise {
                above: upto,
                answer,
            })
            .await?;
        }
        let shelf = Arc::clone(&self.shelf);
        let releasing = tokio::task::spawn_blocking(move || shelf.release(upto));
        releasing.await.unwrap_or(Err(InboxError::Closed))
    }

    pub(super) fn extent(&self) -> Extent {
        self.shelf.extent()
    }

    async fn ask<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<Result<T, InboxError>>) -> Request,
    ) -> Result<T, InboxError> {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or(InboxError::Closed)?;
        if queue.send(request(answer)).await.is_err() {
            return Err(InboxError::Closed);
        }
        answered.await.unwrap_or(Err(InboxError::Closed))
    }
}

impl Drop for Log {
    /// Waits until what was asked for is on the disk, so that the folder can be opened again at once.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn lock(folder: &Path) -> Result<File, InboxError> {
    let path = folder.join("lock");
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = opened.map_err(InboxError::disk(Doing::Open, &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(InboxError::InUse {
            folder: folder.to_path_buf(),
        }),
        Err(TryLockError::Error(source)) => Err(InboxError::disk(Doing::Open, &path)(source)),
    }
}

fn start(
    shelf: Arc<Shelf>,
    queue: mpsc::Receiver<Request>,
    tail: Tail,
    max_bytes: u64,
) -> Result<JoinHandle<()>, InboxError> {
    let folder = shelf.folder.clone();
    let writer = Writer {
        shelf,
        queue,
        tail,
        segment_bytes: SEGMENT_BYTES.min(max_bytes / 8),
        max_bytes,
        is_torn: false,
        beginning: None,
    };
    thread::Builder::new()
        .name("inbox".to_owned())
        .spawn(move || writer.run())
        .map_err(InboxError::disk(Doing::Open, &folder))
}

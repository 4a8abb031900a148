//! The one thread that writes the log: it takes all that waits, writes it in one go, waits once for the disk,
//! and only then answers everyone.
//!
//! After an error the file is cut back to its last good end before anything else is written, so that a number
//! is never given to two entries and nothing half-written stands between good records.

use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::error::{Doing, InboxError};
use super::record;
use super::segment::{self, Tail};
use super::shelf::{Batch, Shelf};

/// So much is written in one go, at the most and by one request more.
const BATCH_BYTES: u64 = 8 << 20;

/// What the thread is asked for.
pub(super) enum Request {
    Put(Put),
    /// Numbers above this one from now on.
    Raise {
        above: u64,
        answer: oneshot::Sender<Result<(), InboxError>>,
    },
}

/// Records to keep.
pub(super) struct Put {
    pub(super) records: Vec<u8>,
    pub(super) count: u64,
    pub(super) answer: oneshot::Sender<Result<Range<u64>, InboxError>>,
}

/// The thread's state.
pub(super) struct Writer {
    pub(super) shelf: Arc<Shelf>,
    pub(super) queue: mpsc::Receiver<Request>,
    pub(super) tail: Tail,
    pub(super) segment_bytes: u64,
    pub(super) max_bytes: u64,
    /// Whether the file may hold something behind its last good record.
    pub(super) is_torn: bool,
    /// The number of a segment that could not be begun yet.
    pub(super) beginning: Option<u64>,
}

impl Writer {
    /// Works until every handle is gone and all that waited is answered.
    pub(super) fn run(mut self) {
        while let Some(mut request) = self.queue.blocking_recv() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            loop {
                match request {
                    Request::Put(put) => self.admit(put, &mut batch, &mut bytes),
                    Request::Raise { above, answer } => {
                        self.commit(std::mem::take(&mut batch));
                        // Whoever asked may have gone away.
                        let _ = answer.send(self.raise(above));
                        bytes = 0;
                    }
                }
                if bytes >= BATCH_BYTES {
                    break;
                }
                let Ok(waiting) = self.queue.try_recv() else {
                    break;
                };
                request = waiting;
            }
            self.commit(batch);
        }
    }

    /// Adds a request to the batch, or refuses it when the inbox would hold too much.
    fn admit(&mut self, put: Put, batch: &mut Vec<Put>, bytes: &mut u64) {
        let added = *bytes + put.records.len() as u64;
        if self.shelf.extent().bytes + added > self.max_bytes {
            let refused = self.start_over_when_released(batch.is_empty());
            let held = self.shelf.extent().bytes;
            if refused.is_err() || held + added > self.max_bytes {
                let full = InboxError::Full {
                    bytes: held,
                    max_bytes: self.max_bytes,
                };
                let _ = put.answer.send(Err(refused.err().unwrap_or(full)));
                return;
            }
        }
        *bytes = added;
        batch.push(put);
    }

    /// Where all that is kept is released, only the segment being written keeps it on the disk.
    fn start_over_when_released(&mut self, is_idle: bool) -> Result<(), InboxError> {
        if is_idle && self.shelf.is_released(self.tail.next - 1) {
            self.rotate()?;
            self.shelf.release(0)?;
        }
        Ok(())
    }

    /// Makes requests durable and answers them.
    fn commit(&mut self, batch: Vec<Put>) {
        if batch.is_empty() {
            return;
        }
        match self.write(&batch) {
            Ok(mut next) => {
                for put in batch {
                    let numbers = next..next + put.count;
                    next = numbers.end;
                    // Whoever waited may have gone away.
                    let _ = put.answer.send(Ok(numbers));
                }
            }
            Err(error) => {
                for put in batch {
                    let _ = put.answer.send(Err(error.again()));
                }
            }
        }
    }

    /// Writes a batch and returns the number of its first record once it is durable.
    fn write(&mut self, batch: &[Put]) -> Result<u64, InboxError> {
        let slices: Vec<&[u8]> = batch.iter().map(|put| put.records.as_slice()).collect();
        let mut bytes = slices.concat();
        self.mend()?;
        if let Some(next) = self.beginning {
            self.begin(next)?;
        } else if self.tail.segment.bytes + bytes.len() as u64 > self.segment_bytes {
            self.rotate()?;
        }
        let count: u64 = batch.iter().map(|put| put.count).sum();
        let numbers = self.tail.next..self.tail.next + count;
        record::seal(&mut bytes, numbers.start);
        self.is_torn = true;
        if let Err(error) = self.write_behind(&bytes) {
            // Room for others at once; where this fails too, the next request tries again before it writes.
            let _ = self.mend();
            return Err(error);
        }
        self.is_torn = false;
        self.tail.segment.bytes += bytes.len() as u64;
        self.tail.next = numbers.end;
        let first = numbers.start;
        self.shelf
            .keep(Batch { numbers, bytes }, self.tail.segment.bytes);
        Ok(first)
    }

    fn write_behind(&mut self, bytes: &[u8]) -> Result<(), InboxError> {
        let path = segment::path(&self.shelf.folder, self.tail.segment.first);
        let (file, good) = (&mut self.tail.file, self.tail.segment.bytes);
        let written = file
            .seek(SeekFrom::Start(good))
            .and_then(|_| file.write_all(bytes));
        written.map_err(InboxError::disk(Doing::Write, &path))?;
        file.sync_data()
            .map_err(InboxError::disk(Doing::Sync, &path))
    }

    /// Cuts off what a failed write left behind.
    fn mend(&mut self) -> Result<(), InboxError> {
        if self.is_torn {
            let path = segment::path(&self.shelf.folder, self.tail.segment.first);
            let cut = self.tail.file.set_len(self.tail.segment.bytes);
            cut.and_then(|()| self.tail.file.sync_all())
                .map_err(InboxError::disk(Doing::Write, &path))?;
            self.is_torn = false;
        }
        Ok(())
    }

    /// Begins a segment, unless the last one holds nothing yet.
    fn rotate(&mut self) -> Result<(), InboxError> {
        if self.beginning.is_none() && self.tail.segment.bytes == segment::START {
            return Ok(());
        }
        self.begin(self.beginning.unwrap_or(self.tail.next))
    }

    /// Begins a segment at a number. Once this was tried the one before is never written again: the new file
    /// may be there although it failed, and says with its name where the numbers go on.
    fn begin(&mut self, next: u64) -> Result<(), InboxError> {
        self.mend()?;
        self.beginning = Some(next);
        self.tail = segment::create(&self.shelf.folder, next)?;
        self.beginning = None;
        self.shelf.begin(self.tail.segment);
        Ok(())
    }

    fn raise(&mut self, above: u64) -> Result<(), InboxError> {
        if above < self.beginning.unwrap_or(self.tail.next) {
            return Ok(());
        }
        self.begin(above.saturating_add(1))
    }
}

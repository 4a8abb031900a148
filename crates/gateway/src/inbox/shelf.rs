//! What the log's writer and its readers share: which segments there are, and the latest records in memory.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufReader, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::entry::Stored;

use super::Extent;
use super::error::{Doing, InboxError};
use super::record;
use super::segment::{self, Segment};

/// So much of the latest records is kept in memory for the reader that keeps up.
const RECENT_BYTES: usize = 32 << 20;

/// The state of a log.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) folder: PathBuf,
    /// The last number that was given and is durable.
    pub(super) durable: watch::Sender<u64>,
    held: Mutex<Held>,
    /// Where the last reader from the disk stopped.
    place: Mutex<Option<Stop>>,
}

#[derive(Debug)]
struct Held {
    /// Never empty; the last one is being written.
    segments: VecDeque<Segment>,
    recent: VecDeque<Arc<Batch>>,
    recent_bytes: usize,
    released: u64,
}

/// Records that became durable together.
#[derive(Debug)]
pub(super) struct Batch {
    /// Their numbers.
    pub(super) numbers: Range<u64>,
    /// The sealed records.
    pub(super) bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Stop {
    segment: u64,
    byte: u64,
    next: u64,
}

/// Entries up to a size.
struct Gathered {
    entries: Vec<Stored>,
    bytes: usize,
    max_bytes: usize,
}

impl Shelf {
    /// The shelf of segments of which the last ends before the number `next`.
    pub(super) fn new(folder: PathBuf, segments: Vec<Segment>, next: u64) -> Self {
        Self {
            folder,
            durable: watch::Sender::new(next - 1),
            held: Mutex::new(Held {
                segments: segments.into(),
                recent: VecDeque::new(),
                recent_bytes: 0,
                released: 0,
            }),
            place: Mutex::new(None),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the log holds.
    pub(super) fn extent(&self) -> Extent {
        let next = *self.durable.borrow() + 1;
        let held = self.held();
        let first = held.first().max(held.released.saturating_add(1));
        Extent {
            first: first.min(next),
            next,
            bytes: held.segments.iter().map(|segment| segment.bytes).sum(),
        }
    }

    /// Whether nothing up to the number has to be kept any more.
    pub(super) fn is_released(&self, upto: u64) -> bool {
        self.held().released >= upto
    }

    /// Takes records in that are durable now, in a segment that has grown to `bytes`.
    pub(super) fn keep(&self, batch: Batch, bytes: u64) {
        let last = batch.numbers.end - 1;
        let mut held = self.held();
        if let Some(segment) = held.segments.back_mut() {
            segment.bytes = bytes;
        }
        held.recent_bytes += batch.bytes.len();
        held.recent.push_back(Arc::new(batch));
        while held.recent_bytes > RECENT_BYTES && held.recent.len() > 1 {
            held.forget_oldest();
        }
        drop(held);
        self.durable.send_replace(last);
    }

    /// Takes a new last segment in.
    pub(super) fn begin(&self, segment: Segment) {
        self.held().segments.push_back(segment);
        self.durable.send_replace(segment.first - 1);
    }

    /// Removes the segments of which every record is released; the last one stays.
    pub(super) fn release(&self, upto: u64) -> Result<(), InboxError> {
        let passed = self.held().release(upto);
        if passed.is_empty() {
            return Ok(());
        }
        for segment in passed {
            let path = segment::path(&self.folder, segment.first);
            fs::remove_file(&path).map_err(InboxError::disk(Doing::Remove, &path))?;
        }
        segment::sync_folder(&self.folder)
    }

    /// The number before the first one that could be read, at least `after`.
    pub(super) fn start(&self, after: u64) -> u64 {
        after.max(self.held().first() - 1)
    }

    /// Entries after a number from memory; none when they are no longer there.
    pub(super) fn recent(&self, after: u64, max_bytes: usize) -> Option<Vec<Stored>> {
        let held = self.held();
        if held.recent.front()?.numbers.start > after + 1 {
            return None;
        }
        let skipped = held
            .recent
            .partition_point(|batch| batch.numbers.end <= after + 1);
        let mut bytes = 0;
        let fits = |batch: &&Arc<Batch>| {
            let is_wanted = bytes < max_bytes;
            bytes += batch.bytes.len();
            is_wanted
        };
        let batches: Vec<Arc<Batch>> = held
            .recent
            .iter()
            .skip(skipped)
            .take_while(fits)
            .cloned()
            .collect();
        drop(held);
        let mut gathered = Gathered::new(max_bytes);
        for (sequence, entry) in batches
            .iter()
            .flat_map(|batch| record::records(&batch.bytes))
        {
            if sequence > after && !gathered.take(sequence, entry)? {
                break;
            }
        }
        Some(gathered.entries)
    }

    /// Entries after a number from the disk.
    pub(super) fn read_disk(
        &self,
        after: u64,
        max_bytes: usize,
    ) -> Result<Vec<Stored>, InboxError> {
        let segments: Vec<Segment> = self.held().segments.iter().copied().collect();
        let start = segments
            .partition_point(|segment| segment.first <= after + 1)
            .max(1)
            - 1;
        let mut gathered = Gathered::new(max_bytes);
        for segment in &segments[start..] {
            match self.read_segment(*segment, after, &mut gathered) {
                Err(_) if !gathered.entries.is_empty() => break,
                Err(InboxError::Disk { source, .. })
                    if source.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
                Ok(()) if gathered.is_full() => break,
                Ok(()) => {}
            }
        }
        Ok(gathered.entries)
    }

    fn read_segment(
        &self,
        segment: Segment,
        after: u64,
        gathered: &mut Gathered,
    ) -> Result<(), InboxError> {
        let path = segment::path(&self.folder, segment.first);
        let reading = || InboxError::disk(Doing::Read, &path);
        let file = File::open(&path).map_err(InboxError::disk(Doing::Open, &path))?;
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let known = place.filter(|stop| stop.segment == segment.first && stop.next <= after + 1);
        let mut stop = known.unwrap_or(Stop {
            segment: segment.first,
            byte: segment::START,
            next: segment.first,
        });
        reader.seek(SeekFrom::Start(stop.byte)).map_err(reading())?;
        let mut entry = Vec::new();
        while stop.byte < segment.bytes && !gathered.is_full() {
            let left = segment.bytes - stop.byte;
            let is_good =
                record::read(&mut reader, stop.next, left, &mut entry).map_err(reading())?;
            if !is_good || (stop.next > after && gathered.take(stop.next, &entry).is_none()) {
                return Err(InboxError::Damaged {
                    file: path,
                    byte: stop.byte,
                    sequence: stop.next,
                });
            }
            stop.byte += (record::HEAD + entry.len()) as u64;
            stop.next += 1;
        }
        *place = Some(stop);
        Ok(())
    }
}

impl Held {
    fn first(&self) -> u64 {
        let segment = self.segments.front();
        segment.expect("a log has a last segment").first
    }

    fn forget_oldest(&mut self) {
        if let Some(batch) = self.recent.pop_front() {
            self.recent_bytes -= batch.bytes.len();
        }
    }

    /// Takes out what a release passes by.
    fn release(&mut self, upto: u64) -> Vec<Segment> {
        self.released = self.released.max(upto);
        let upto = self.released;
        while self
            .recent
            .front()
            .is_some_and(|batch| batch.numbers.end <= upto.saturating_add(1))
        {
            self.forget_oldest();
        }
        let mut passed = Vec::new();
        while self
            .segments
            .get(1)
            .is_some_and(|second| second.first <= upto.saturating_add(1))
        {
            passed.extend(self.segments.pop_front());
        }
        passed
    }
}

impl Gathered {
    fn new(max_bytes: usize) -> Self {
        Self {
            entries: Vec::new(),
            bytes: 0,
            max_bytes,
        }
    }

    fn is_full(&self) -> bool {
        !self.entries.is_empty() && self.bytes >= self.max_bytes
    }

    /// Takes an entry; whether there is room for more, or none when these are not the bytes of an entry.
    fn take(&mut self, sequence: u64, bytes: &[u8]) -> Option<bool> {
        let entry = record::decode(bytes)?;
        self.bytes += entry.raw.len();
        self.entries.push(Stored { sequence, entry });
        Some(!self.is_full())
    }
}

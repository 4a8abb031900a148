//! The file of one day: how far it got, and adding to it.
//!
//! One zstd frame, with its checksum, is added at a time or a few; half a frame at the end is what a crash
//! left, was never answered for, and is cut off before the next one is added.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use units::Day;

use crate::entry::Stored;

use super::checkpoint::{self, Checkpoint};
use super::error::ArchiveError;
use super::frames::{Frames, Piece};
use super::line::{self, Line};
use super::moment::Clock;
use super::{Hash, Head, from_hex, hex};

/// How the file of a day is named after its date.
pub(super) const ENDING: &str = ".jsonl.zst";

/// Lines in one frame, in bytes and by one line more.
const FRAME_BYTES: usize = 4 << 20;

/// So much is added before a checkpoint is written again.
const CHECKPOINT_BYTES: u64 = 64 << 20;

const LEVEL: i32 = 1;

/// The file of a day.
pub(super) fn path(folder: &Path, day: Day) -> PathBuf {
    folder.join(format!("{day}{ENDING}"))
}

fn checkpoint_path(folder: &Path, day: Day) -> PathBuf {
    folder.join(format!("{day}.heads"))
}

/// How far a day's file got.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Bytes that stay.
    bytes: u64,
    /// Bytes behind them that a crash left.
    torn: u64,
    /// The last number.
    last: u64,
    /// The latest time of a record.
    latest: i64,
    heads: BTreeMap<String, Last>,
}

/// A chain's end.
#[derive(Clone, Copy, Debug)]
struct Last {
    count: u64,
    hash: Hash,
}

/// A day that is being written.
#[derive(Debug)]
pub(super) struct DayFile {
    day: Day,
    folder: PathBuf,
    path: PathBuf,
    file: File,
    known: Known,
    checkpointed: u64,
}

/// Reads how far a day's file got; nothing where there is none.
pub(super) fn load(folder: &Path, day: Day) -> Result<Known, ArchiveError> {
    let path = path(folder, day);
    let checkpoint = checkpoint::read(&checkpoint_path(folder, day));
    let mut known = checkpoint.and_then(Known::of).unwrap_or_default();
    let Some(mut frames) = Frames::open(&path, known.bytes)? else {
        return Ok(Known::default());
    };
    if frames.bytes() < known.bytes {
        return Err(ArchiveError::Shortened {
            file: path,
            recorded: known.bytes,
            found: frames.bytes(),
        });
    }
    let whole = frames.bytes();
    let mut content = Vec::new();
    while let Some(piece) = frames.next(&mut content)? {
        match piece {
            Piece::Good { to, .. } => {
                known.take(day, &content);
                known.bytes = to;
            }
            Piece::Bad { to, .. } if to < whole => known.bytes = to,
            Piece::Bad { from, to } => known.torn = to - from,
        }
    }
    Ok(known)
}

impl Known {
    fn of(checkpoint: Checkpoint) -> Option<Self> {
        let heads = checkpoint.heads.into_iter().map(|(device, (count, hash))| {
            let hash = from_hex(&hash)?.try_into().ok()?;
            Some((device, Last { count, hash }))
        });
        Some(Self {
            bytes: checkpoint.bytes,
            torn: 0,
            last: checkpoint.last,
            latest: checkpoint.latest,
            heads: heads.collect::<Option<_>>()?,
        })
    }

    /// Follows the lines of a frame. A line that is no record has no place in a chain; `verify` reports it.
    fn take(&mut self, day: Day, content: &[u8]) {
        for text in content
            .split(|&byte| byte == b'\n')
            .filter(|text| !text.is_empty())
        {
            let Some((line, seal)) = Line::parse(text).zip(line::seal(text)) else {
                continue;
            };
            self.last = self.last.max(line.sequence);
            self.latest = self.latest.max(line.received_at().unwrap_or(i64::MIN));
            let last = self.heads.entry(line.device.into_owned());
            let last = last.or_insert_with_key(|device| Last::none(day, device));
            last.count += 1;
            last.hash = seal.hash;
        }
    }

    /// How far each chain went.
    pub(super) fn heads(&self) -> Vec<Head> {
        let heads = self.heads.iter().map(|(device, last)| Head {
            device: device.clone(),
            count: last.count,
            head: hex(&last.hash),
        });
        heads.collect()
    }
}

impl Last {
    fn none(day: Day, device: &str) -> Self {
        Self {
            count: 0,
            hash: line::genesis(day, device),
        }
    }
}

impl DayFile {
    /// Opens a day's file for adding to it and cuts off what a crash left.
    pub(super) fn open(folder: &Path, day: Day) -> Result<Self, ArchiveError> {
        let path = path(folder, day);
        let mut known = load(folder, day)?;
        let options = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = options.map_err(ArchiveError::disk(&path))?;
        if known.torn > 0 {
            tracing::warn!(file = %path.display(), bytes = known.torn, "cut an unfinished end off the archive");
            file.set_len(known.bytes)
                .map_err(ArchiveError::disk(&path))?;
            known.torn = 0;
        }
        let synced = file
            .sync_all()
            .and_then(|()| File::open(folder)?.sync_all());
        synced.map_err(ArchiveError::disk(&path))?;
        Ok(Self {
            day,
            folder: folder.to_path_buf(),
            path,
            file,
            checkpointed: known.bytes,
            known,
        })
    }

    /// Adds the records that are new, in their order, and returns how many when they are on the disk.
    pub(super) fn append(&mut self, records: &[&Stored]) -> Result<u64, ArchiveError> {
        let new = records.partition_point(|stored| stored.sequence <= self.known.last);
        let (old, new) = records.split_at(new);
        // Whatever is archived has a time up to the latest one.
        if let Some(anew) = old
            .iter()
            .find(|stored| stored.entry.received_at > self.known.latest)
        {
            return Err(ArchiveError::NumberedAnew {
                day: self.day,
                sequence: anew.sequence,
                last: self.known.last,
            });
        }
        let Some(newest) = new.last() else {
            return Ok(0);
        };
        let (packed, heads, count) = self.pack(new).map_err(ArchiveError::disk(&self.path))?;
        self.write(&packed)
            .map_err(ArchiveError::disk(&self.path))?;
        self.known.bytes += packed.len() as u64;
        self.known.last = newest.sequence;
        let latest = new.iter().map(|stored| stored.entry.received_at).max();
        self.known.latest =
            latest.map_or(self.known.latest, |latest| latest.max(self.known.latest));
        self.known.heads.extend(heads);
        if self.known.bytes - self.checkpointed >= CHECKPOINT_BYTES {
            self.checkpoint()?;
        }
        Ok(count)
    }

    /// Compressed frames of new records, where the chains end then, and how many there are.
    fn pack(&self, records: &[&Stored]) -> io::Result<(Vec<u8>, BTreeMap<String, Last>, u64)> {
        let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
        compressor.set_parameter(zstd::zstd_safe::CParameter::ChecksumFlag(true))?;
        let clock = Clock::of(self.day);
        let mut heads = BTreeMap::<String, Last>::new();
        let (mut lines, mut packed) = (Vec::new(), Vec::new());
        let (mut previous, mut count) = (None, 0);
        for stored in records {
            if previous.replace(stored.sequence) == Some(stored.sequence) {
                continue;
            }
            let device = &stored.entry.device;
            let last = match heads.get_mut(device) {
                Some(last) => last,
                None => heads
                    .entry(device.clone())
                    .or_insert_with(|| self.last(device)),
            };
            last.hash = line::write(stored, &clock, &last.hash, &mut lines);
            last.count += 1;
            count += 1;
            if lines.len() >= FRAME_BYTES {
                packed.extend(compressor.compress(&lines)?);
                lines.clear();
            }
        }
        if !lines.is_empty() {
            packed.extend(compressor.compress(&lines)?);
        }
        Ok((packed, heads, count))
    }

    fn last(&self, device: &str) -> Last {
        let known = self.known.heads.get(device).copied();
        known.unwrap_or_else(|| Last::none(self.day, device))
    }

    /// Writes frames behind the last good one; what a failed attempt left there is cut off first.
    fn write(&mut self, packed: &[u8]) -> io::Result<()> {
        if self.known.torn > 0 {
            self.file.set_len(self.known.bytes)?;
        }
        self.known.torn = packed.len() as u64;
        self.file.seek(SeekFrom::Start(self.known.bytes))?;
        let written = self
            .file
            .write_all(packed)
            .and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Room for others at once; where this fails too, the next attempt does it.
            let _ = self.file.set_len(self.known.bytes);
            return written;
        }
        self.known.torn = 0;
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<(), ArchiveError> {
        let heads = self.known.heads.iter();
        let checkpoint = Checkpoint {
            bytes: self.known.bytes,
            last: self.known.last,
            latest: self.known.latest,
            heads: heads
                .map(|(device, last)| (device.clone(), (last.count, hex(&last.hash))))
                .collect(),
        };
        checkpoint::write(&checkpoint_path(&self.folder, self.day), &checkpoint)?;
        self.checkpointed = self.known.bytes;
        Ok(())
    }

    /// How far each chain went.
    pub(super) fn heads(&self) -> Vec<Head> {
        self.known.heads()
    }
}

impl Drop for DayFile {
    fn drop(&mut self) {
        if self.known.bytes == self.checkpointed {
            return;
        }
        if let Err(error) = self.checkpoint() {
            // The next opening reads more of the file, and that is all.
            tracing::warn!(day = %self.day, %error, "no checkpoint of the archive was written");
        }
    }
}

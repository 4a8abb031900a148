//! The archive of raw frames: one file a day, compressed, each device's records chained by hashes.
//!
//! A day's file, in civil time UTC+8, is zstd frames one after another with a JSON line a record inside, so
//! `zstdcat` and a few lines of any language read it and check it (`docs/method/evidence.md`).
//! What `append` has returned is on the disk. Records are only ever added: nothing here edits or deletes
//! one, and a chain that does not hold is reported, never mended.

mod error;
mod moment;
mod line;
mod frames;
mod day;
mod checkpoint;
mod links;
mod verify;
mod replay;
mod sealed;

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use units::Day;

use crate::entry::Stored;

pub use error::ArchiveError;
pub use links::What;
pub use replay::Replay;
pub use sealed::{Sealed, Wanted};
pub use verify::{Break, Chain, Report};

use day::DayFile;

/// So many days are open at once: today, yesterday for what is late, and one more.
const OPEN_DAYS: usize = 3;

/// An archive in a folder; one process writes it, any number read it meanwhile.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    /// Held from the first record written.
    lock: Option<File>,
    days: BTreeMap<Day, DayFile>,
}

/// What an `append` did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Records that are new.
    pub archived: u64,
    /// Records that were there already.
    pub skipped: u64,
}

/// How far the chain of a device went in a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// MN or VIN; empty for frames that named none.
    pub device: String,
    /// Its records.
    pub count: u64,
    /// The last one's hash, 64 hexadecimal digits.
    pub head: String,
}

/// The hash of a record.
type Hash = [u8; 32];

impl Archive {
    /// The archive of a folder, which is made where there is none.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        fs::create_dir_all(folder).map_err(ArchiveError::disk(folder))?;
        Ok(Self {
            folder: folder.to_path_buf(),
            lock: None,
            days: BTreeMap::new(),
        })
    }

    /// Adds records and returns when they are on the disk; those that are there already are skipped.
    pub fn append(&mut self, entries: &[Stored]) -> Result<Appended, ArchiveError> {
        self.lock()?;
        let mut days = BTreeMap::<Day, Vec<&Stored>>::new();
        for stored in entries {
            let day = moment::day(stored.entry.received_at);
            days.entry(day).or_default().push(stored);
        }
        let mut appended = Appended::default();
        for (day, mut records) in days {
            records.sort_by_key(|stored| stored.sequence);
            let archived = self.day(day)?.append(&records)?;
            appended.archived += archived;
            appended.skipped += records.len() as u64 - archived;
        }
        Ok(appended)
    }

    /// The days that have a file, in their order.
    pub fn days(&self) -> Result<Vec<Day>, ArchiveError> {
        let mut days = Vec::new();
        for found in fs::read_dir(&self.folder).map_err(ArchiveError::disk(&self.folder))? {
            let found = found.map_err(ArchiveError::disk(&self.folder))?;
            let name = found.file_name();
            let day = name
                .to_str()
                .and_then(|name| name.strip_suffix(day::ENDING));
            days.extend(day.and_then(|day| day.parse::<Day>().ok()));
        }
        days.sort_unstable();
        Ok(days)
    }

    /// How far each device's chain went in a day, by device.
    pub fn heads(&self, day: Day) -> Result<Vec<Head>, ArchiveError> {
        if let Some(open) = self.days.get(&day) {
            return Ok(open.heads());
        }
        Ok(day::load(&self.folder, day)?.heads())
    }

    /// Checks the chains of a day, or one device's, and compares them with heads that were recorded elsewhere.
    ///
    /// Without such heads a chain that was cut short at its end is not seen.
    /// What a chain took in after a head was recorded is checked, and no difference.
    pub fn verify(
        &self,
        day: Day,
        device: Option<&str>,
        recorded: &[Head],
    ) -> Result<Report, ArchiveError> {
        verify::verify(&self.folder, day, device, recorded)
    }

    /// The records of a day, or one device's, in the order in which they were archived.
    pub fn read(&self, day: Day, device: Option<&str>) -> Result<Replay, ArchiveError> {
        Replay::open(&self.folder, day, device)
    }

    /// One device's records of a day with their hashes, and how many it has in that day.
    pub fn sealed(
        &self,
        day: Day,
        wanted: &Wanted<'_>,
    ) -> Result<(Vec<Sealed>, u64), ArchiveError> {
        sealed::read(&self.folder, day, wanted)
    }

    fn lock(&mut self) -> Result<(), ArchiveError> {
        if self.lock.is_some() {
            return Ok(());
        }
        let path = self.folder.join("lock");
        let opened = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = opened.map_err(ArchiveError::disk(&path))?;
        match file.try_lock() {
            Ok(()) => self.lock = Some(file),
            Err(TryLockError::WouldBlock) => {
                return Err(ArchiveError::InUse {
                    folder: self.folder.clone(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(ArchiveError::disk(&path)(source)),
        }
        Ok(())
    }

    fn day(&mut self, day: Day) -> Result<&mut DayFile, ArchiveError> {
        let is_closed = !self.days.contains_key(&day);
        if is_closed && self.days.len() >= OPEN_DAYS {
            self.days.pop_first();
        }
        match self.days.entry(day) {
            std::collections::btree_map::Entry::Occupied(open) => Ok(open.into_mut()),
            std::collections::btree_map::Entry::Vacant(place) => {
                Ok(place.insert(DayFile::open(&self.folder, day)?))
            }
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The bytes of hexadecimal digits.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect();
    let (pairs, rest) = digits.as_ref()?.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

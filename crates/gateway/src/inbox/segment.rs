//! A segment: one file of the log, named by the number of its first record.
//!
//! Only the last segment is ever written. What a crash left behind at its end — half a record, zeros,
//! garbage — is cut off when it is opened; nothing of that was answered for.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::{Doing, InboxError};
use super::record;

/// What every segment begins with.
pub(super) const MAGIC: &[u8; 16] = b"lantian inbox 1\n";

/// Where its first record stands.
pub(super) const START: u64 = MAGIC.len() as u64;

/// A segment by what is known without reading it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// The number of its first record.
    pub(super) first: u64,
    /// Its bytes that are durable.
    pub(super) bytes: u64,
}

/// The last segment, open for writing behind its last good record.
pub(super) struct Tail {
    pub(super) file: File,
    pub(super) segment: Segment,
    /// The number that the next record gets.
    pub(super) next: u64,
}

/// The file of a segment.
pub(super) fn path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.log"))
}

/// The segments of a folder in their order.
pub(super) fn list(folder: &Path) -> Result<Vec<Segment>, InboxError> {
    let failed = || InboxError::disk(Doing::Read, folder);
    let mut segments = Vec::new();
    for found in fs::read_dir(folder).map_err(failed())? {
        let found = found.map_err(failed())?;
        let name = found.file_name();
        let Some(digits) = name.to_str().and_then(|name| name.strip_suffix(".log")) else {
            continue;
        };
        let Some(first) = digits.parse().ok().filter(|&first| first > 0) else {
            return Err(InboxError::NotASegment { file: found.path() });
        };
        let bytes = found.metadata().map_err(failed())?.len();
        segments.push(Segment { first, bytes });
    }
    segments.sort_unstable_by_key(|segment| segment.first);
    Ok(segments)
}

/// Makes a segment that is durable in its folder.
pub(super) fn create(folder: &Path, first: u64) -> Result<Tail, InboxError> {
    let path = path(folder, first);
    let options = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path);
    let mut file = options.map_err(InboxError::disk(Doing::Make, &path))?;
    begin(&mut file, &path)?;
    sync_folder(folder)?;
    Ok(Tail {
        file,
        segment: Segment {
            first,
            bytes: START,
        },
        next: first,
    })
}

/// Opens the last segment and cuts off what follows its last good record.
pub(super) fn mend(folder: &Path, first: u64) -> Result<Tail, InboxError> {
    let path = path(folder, first);
    let opened = File::options().read(true).write(true).open(&path);
    let mut file = opened.map_err(InboxError::disk(Doing::Open, &path))?;
    let reading = || InboxError::disk(Doing::Read, &path);
    let bytes = file.metadata().map_err(reading())?.len();
    let mut magic = Vec::new();
    let mut beginning = (&file).take(START);
    beginning.read_to_end(&mut magic).map_err(reading())?;
    if magic != MAGIC {
        // The beginning is durable before a record is written: half of it, or zeros, means that there was none.
        if !MAGIC.starts_with(&magic) && magic.iter().any(|&byte| byte != 0) {
            return Err(InboxError::NotASegment { file: path });
        }
        begin(&mut file, &path)?;
        let segment = Segment {
            first,
            bytes: START,
        };
        return Ok(Tail {
            file,
            segment,
            next: first,
        });
    }
    let (good, next) = scan(&file, &path, first, bytes)?;
    if good < bytes {
        tracing::warn!(file = %path.display(), bytes = bytes - good, "cut an unfinished end off the inbox");
        let cut = file.set_len(good);
        cut.map_err(InboxError::disk(Doing::Write, &path))?;
    }
    // What a crashed process had written without waiting for the disk is handed out from now on.
    let synced = file.sync_all();
    synced.map_err(InboxError::disk(Doing::Sync, &path))?;
    let segment = Segment { first, bytes: good };
    Ok(Tail {
        file,
        segment,
        next,
    })
}

/// Where the last good record ends, and the number after it.
fn scan(file: &File, path: &Path, first: u64, bytes: u64) -> Result<(u64, u64), InboxError> {
    let reading = || InboxError::disk(Doing::Read, path);
    let mut reader = BufReader::with_capacity(1 << 18, file);
    reader.seek(SeekFrom::Start(START)).map_err(reading())?;
    let (mut good, mut next, mut entry) = (START, first, Vec::new());
    while record::read(&mut reader, next, bytes - good, &mut entry).map_err(reading())? {
        good += (record::HEAD + entry.len()) as u64;
        next += 1;
    }
    Ok((good, next))
}

fn begin(file: &mut File, path: &Path) -> Result<(), InboxError> {
    let written = file.set_len(0).and_then(|()| {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(MAGIC)?;
        file.sync_all()
    });
    written.map_err(InboxError::disk(Doing::Write, path))
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), InboxError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(InboxError::disk(Doing::Sync, folder))
}

//! Why the archive could not do what was asked.

use std::io;
use std::path::{Path, PathBuf};

use units::Day;

/// Why the archive could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The disk failed, or has no room.
    #[error("the archive's {} could not be read or written", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Another process writes the archive.
    #[error("the archive in {} is written by another process", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The file of a day has lost bytes that were on the disk.
    #[error(
        "{} has {found} bytes and had {recorded}: restore it, or move it and its .heads file elsewhere to begin the day anew",
        file.display()
    )]
    Shortened {
        /// The file.
        file: PathBuf,
        /// Bytes that were known to be good.
        recorded: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A number that the archive has came again with a later record: the inbox was made anew.
    #[error(
        "record {sequence} of {day} came again with a later one's time, and {last} is archived: the inbox was made anew; release it up to {last} before anything is put into it"
    )]
    NumberedAnew {
        /// The day.
        day: Day,
        /// The number that came.
        sequence: u64,
        /// The last one archived in that day.
        last: u64,
    },
    /// A line of the archive cannot be read as a record.
    #[error("line {line} of the frame at byte {byte} of {} is not a record", file.display())]
    NotARecord {
        /// The file.
        file: PathBuf,
        /// Where the compressed frame begins.
        byte: u64,
        /// The line in it, from 1.
        line: usize,
    },
    /// A part of a file cannot be decompressed.
    #[error("bytes {from} to {to} of {} cannot be decompressed", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The first bad byte.
        from: u64,
        /// Where the next good frame begins, or the file ends.
        to: u64,
    },
}

impl ArchiveError {
    /// Turns a system's error into one that names the file.
    pub(super) fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Disk {
            path: path.to_path_buf(),
            source,
        }
    }
}

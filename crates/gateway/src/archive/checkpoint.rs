//! How far a day's file had got at some moment, beside it, so that opening need not read all of it.
//!
//! It is a shortcut, replaced in one step, and proves nothing: where it is missing or does not fit, the file is
//! read from its beginning.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::ArchiveError;

/// A device's records and its last hash, as hexadecimal digits.
pub(super) type WrittenHead = (u64, String);

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Checkpoint {
    /// Good bytes of the file.
    pub(super) bytes: u64,
    /// The last number.
    pub(super) last: u64,
    /// The latest time of a record.
    pub(super) latest: i64,
    pub(super) heads: BTreeMap<String, WrittenHead>,
}

/// Reads a checkpoint; none where there is none that can be read.
pub(super) fn read(path: &Path) -> Option<Checkpoint> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Replaces a checkpoint.
pub(super) fn write(path: &Path, checkpoint: &Checkpoint) -> Result<(), ArchiveError> {
    let beside = path.with_extension("heads.new");
    let text = serde_json::to_vec(checkpoint).expect("numbers and strings are always JSON");
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(ArchiveError::disk(path))
}

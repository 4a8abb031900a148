//! Archives for tests, and their files.

use std::fs;
use std::path::{Path, PathBuf};

use gateway::archive::Break;
use gateway::{Archive, Stored};
use units::Day;

use crate::inbox::entries::{NOON, entry};

/// The day of every record here.
pub(super) fn day() -> Day {
    Day::from_ymd(2019, 1, 5).unwrap()
}

/// Records of two devices in turn, numbered from 1.
pub(super) fn records(count: u64) -> Vec<Stored> {
    let record = |sequence: u64| {
        let mut entry = entry(&format!("##0011frame {sequence}\r\n"));
        ["odd", "even"][usize::from(sequence.is_multiple_of(2))].clone_into(&mut entry.device);
        entry.received_at = NOON + i64::try_from(sequence).unwrap();
        Stored { sequence, entry }
    };
    (1..=count).map(record).collect()
}

/// The file of the day.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join("2019-01-05.jsonl.zst")
}

/// The lines of the day's file.
pub(super) fn lines(folder: &Path) -> Vec<String> {
    let packed = fs::read(file(folder)).unwrap();
    let text = zstd::stream::decode_all(packed.as_slice()).unwrap();
    let text = String::from_utf8(text).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Replaces the lines of the day's file.
pub(super) fn write_lines(folder: &Path, lines: &[String]) {
    let text = lines.join("\n") + "\n";
    let packed = zstd::stream::encode_all(text.as_bytes(), 3).unwrap();
    fs::write(file(folder), packed).unwrap();
}

/// Everything of the day.
pub(super) fn all(archive: &Archive) -> Vec<Stored> {
    let read = archive.read(day(), None).unwrap();
    read.map(Result::unwrap).collect()
}

/// Breaks as device, number and kind.
pub(super) fn named(breaks: &[Break]) -> Vec<String> {
    let named = breaks.iter().map(|b| {
        let device = b.device.as_deref().unwrap_or("-");
        let sequence = b
            .sequence
            .map_or("-".to_owned(), |sequence| sequence.to_string());
        format!("{device} {sequence} {}", b.what.id())
    });
    named.collect()
}

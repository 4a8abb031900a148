//! The records of a day, one after another, for replaying them.
//!
//! What cannot be read is an error in its place, and the reading goes on behind it. Chains are not checked here.

use std::path::{Path, PathBuf};
use std::vec;

use units::Day;

use crate::entry::Stored;

use super::day;
use super::error::ArchiveError;
use super::frames::{Frames, Piece};
use super::line::Line;

/// Reads the records of a day.
pub struct Replay {
    path: PathBuf,
    device: Option<String>,
    frames: Option<Frames>,
    ready: vec::IntoIter<Result<Stored, ArchiveError>>,
}

impl Replay {
    pub(super) fn open(
        folder: &Path,
        day: Day,
        device: Option<&str>,
    ) -> Result<Self, ArchiveError> {
        let path = day::path(folder, day);
        Ok(Self {
            frames: Frames::open(&path, 0)?,
            path,
            device: device.map(str::to_owned),
            ready: Vec::new().into_iter(),
        })
    }

    /// The records of the next frame; none at the end.
    fn refill(&mut self) -> Result<Option<Vec<Result<Stored, ArchiveError>>>, ArchiveError> {
        let Some(frames) = &mut self.frames else {
            return Ok(None);
        };
        let whole = frames.bytes();
        let mut content = Vec::new();
        match frames.next(&mut content)? {
            Some(Piece::Good { from, .. }) => Ok(Some(self.records(from, &content))),
            Some(Piece::Bad { from, to }) if to < whole => Err(ArchiveError::Unreadable {
                file: self.path.clone(),
                from,
                to,
            }),
            _ => Ok(None),
        }
    }

    fn records(&self, byte: u64, content: &[u8]) -> Vec<Result<Stored, ArchiveError>> {
        let lines = content.split(|&byte| byte == b'\n').enumerate();
        let texts = lines.filter(|(_, text)| !text.is_empty());
        let records = texts.filter_map(|(n, text)| {
            let line = Line::parse(text);
            let is_wanted =
                |line: &Line<'_>| self.device.as_ref().is_none_or(|d| *d == line.device);
            if line.as_ref().is_some_and(|line| !is_wanted(line)) {
                return None;
            }
            let stored = line.and_then(Line::stored);
            Some(stored.ok_or_else(|| ArchiveError::NotARecord {
                file: self.path.clone(),
                byte,
                line: n + 1,
            }))
        });
        records.collect()
    }
}

impl Iterator for Replay {
    type Item = Result<Stored, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.ready.next() {
                return Some(next);
            }
            match self.refill() {
                Ok(records) => self.ready = records?.into_iter(),
                Err(error) => {
                    // A disk that cannot be read is not asked again.
                    if matches!(error, ArchiveError::Disk { .. }) {
                        self.frames = None;
                    }
                    return Some(Err(error));
                }
            }
        }
    }
}

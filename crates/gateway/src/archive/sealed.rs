//! One device's records of a day with the hashes that chain them, for showing a record as evidence.
//!
//! The whole file of the day is read, since a chain holds from its first record on. What cannot be read is passed
//! over here and seen in the chain, which then does not go on; `verify` says what is wrong with it.

use std::path::Path;

use units::Day;

use crate::entry::Stored;

use super::error::ArchiveError;
use super::frames::{Frames, Piece};
use super::line::{self, Line};
use super::{Hash, Head, day as file, hex};

/// A record and its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The record.
    pub stored: Stored,
    /// The hash of the record before it, 64 hexadecimal digits.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
    /// Whether the hash is that of the record, and the one before it that of the record before it.
    pub intact: bool,
}

/// Which of a device's records are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// MN or VIN.
    pub device: &'a str,
    /// Records after this number.
    pub after: Option<u64>,
    /// At most so many.
    pub most: usize,
    /// Where the chain was when it was recorded elsewhere.
    pub recorded: Option<&'a Head>,
}

/// The records of a day, and how many the device has in it.
pub(super) fn read(
    folder: &Path,
    day: Day,
    wanted: &Wanted<'_>,
) -> Result<(Vec<Sealed>, u64), ArchiveError> {
    let mut chain = Chain {
        wanted,
        head: line::genesis(day, wanted.device),
        count: 0,
        rewritten: false,
        kept: Vec::new(),
    };
    if let Some(mut frames) = Frames::open(&file::path(folder, day), 0)? {
        let mut content = Vec::new();
        while let Some(piece) = frames.next(&mut content)? {
            if let Piece::Good { .. } = piece {
                content
                    .split(|&byte| byte == b'\n')
                    .for_each(|text| chain.take(text));
            }
        }
    }
    let recorded = wanted.recorded.map_or(0, |head| head.count);
    if chain.rewritten || chain.count < recorded {
        // Whoever rewrote a chain made it fit in itself: none of it is what was recorded.
        chain
            .kept
            .iter_mut()
            .for_each(|sealed| sealed.intact = false);
    }
    Ok((chain.kept, chain.count))
}

/// A chain while it is followed.
struct Chain<'a> {
    wanted: &'a Wanted<'a>,
    head: Hash,
    count: u64,
    rewritten: bool,
    kept: Vec<Sealed>,
}

impl Chain<'_> {
    fn take(&mut self, text: &[u8]) {
        let Some((line, seal)) = Line::parse(text).zip(line::seal(text)) else {
            return;
        };
        if line.device != self.wanted.device {
            return;
        }
        let intact = seal.is_whole && seal.prev == self.head;
        self.head = seal.hash;
        self.count += 1;
        let recorded = self.wanted.recorded;
        if let Some(head) = recorded.filter(|head| head.count == self.count) {
            self.rewritten = head.head != hex(&seal.hash);
        }
        let is_after = self.wanted.after.is_none_or(|after| line.sequence > after);
        if !is_after || self.kept.len() >= self.wanted.most {
            return;
        }
        self.kept.extend(line.stored().map(|stored| Sealed {
            stored,
            previous: hex(&seal.prev),
            hash: hex(&seal.hash),
            intact,
        }));
    }
}

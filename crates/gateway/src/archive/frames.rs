//! The compressed frames of a day's file, one after another, whatever became of it.
//!
//! A frame that does not decompress, or whose checksum is wrong, is stepped over: the next beginning of a frame
//! that does is looked for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::ArchiveError;

/// What every frame begins with (RFC 8878 §3.1.1).
const MAGIC: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();

/// A frame that claims to be larger was not written here.
const MAX_FRAME: u64 = 1 << 28;

/// A file being read.
pub(super) struct Frames {
    path: PathBuf,
    reader: BufReader<File>,
    at: u64,
    bytes: u64,
}

/// What stands next in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A frame from byte to byte; its content was handed over.
    Good { from: u64, to: u64 },
    /// Bytes that are no frame.
    Bad { from: u64, to: u64 },
}

impl Frames {
    /// Opens a file to read from a byte on, as far as it goes now; none when there is no such file.
    pub(super) fn open(path: &Path, from: u64) -> Result<Option<Self>, ArchiveError> {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(ArchiveError::disk(path))?,
        };
        let bytes = file.metadata().map_err(ArchiveError::disk(path))?.len();
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let sought = reader.seek(SeekFrom::Start(from));
        sought.map_err(ArchiveError::disk(path))?;
        Ok(Some(Self {
            path: path.to_path_buf(),
            reader,
            at: from,
            bytes,
        }))
    }

    /// The file's size when it was opened.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next piece, with a good one's content in `content`; none at the end.
    pub(super) fn next(&mut self, content: &mut Vec<u8>) -> Result<Option<Piece>, ArchiveError> {
        let next = self.piece(content);
        next.map_err(ArchiveError::disk(&self.path))
    }

    fn piece(&mut self, content: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        let from = self.at;
        if from >= self.bytes {
            return Ok(None);
        }
        if self.decode(content)? {
            return Ok(Some(Piece::Good { from, to: self.at }));
        }
        let mut to = from;
        loop {
            to = self.find(to + 1)?.unwrap_or(self.bytes);
            self.seek(to)?;
            if to >= self.bytes || self.decode(content)? {
                break;
            }
        }
        self.seek(to)?;
        Ok(Some(Piece::Bad { from, to }))
    }

    /// Decodes the frame that begins here; the place is behind it, or unchanged.
    fn decode(&mut self, content: &mut Vec<u8>) -> io::Result<bool> {
        content.clear();
        let whole = (&mut self.reader).take(self.bytes - self.at);
        let decoder = zstd::stream::read::Decoder::with_buffer(whole)?.single_frame();
        let mut decoder = decoder.take(MAX_FRAME);
        let decoded = decoder.read_to_end(content);
        let is_good = decoded.is_ok() && (content.len() as u64) < MAX_FRAME;
        let to = self.reader.stream_position()?;
        // The decoder takes nothing for an empty rest, so a good frame has always moved the place.
        if is_good && to > self.at {
            self.at = to;
            return Ok(true);
        }
        self.seek(self.at)?;
        Ok(false)
    }

    fn seek(&mut self, to: u64) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(to))?;
        self.at = to;
        Ok(())
    }

    /// Where the next beginning of a frame stands.
    fn find(&mut self, from: u64) -> io::Result<Option<u64>> {
        self.reader.seek(SeekFrom::Start(from))?;
        let (mut at, mut matched) = (from, 0);
        while at < self.bytes {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            for (n, &byte) in buffer.iter().enumerate() {
                // No byte of the beginning repeats, so after a mismatch only its first can match.
                let is_next = byte == MAGIC[matched];
                matched = if is_next {
                    matched + 1
                } else {
                    usize::from(byte == MAGIC[0])
                };
                if matched == MAGIC.len() {
                    return Ok(Some(at + n as u64 + 1 - MAGIC.len() as u64));
                }
            }
            let taken = buffer.len();
            self.reader.consume(taken);
            at += taken as u64;
        }
        Ok(None)
    }
}

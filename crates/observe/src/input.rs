//! From a file's bytes to its text: fingerprint, gzip, encoding, in one pass.

use std::{
    cell::{Cell, RefCell},
    fmt::Write,
    io::{self, BufReader, Cursor, Read},
    rc::Rc,
};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::{
    error::ObserveError,
    transcode::{Transcoder, sniff},
};

/// Bytes looked at before reading begins.
const HEAD: u64 = 1 << 16;

/// The text of a file, and what was found out about it.
pub(crate) struct Input<'a> {
    pub(crate) text: Box<dyn Read + 'a>,
    pub(crate) encoding: &'static str,
    pub(crate) gzip: bool,
    /// Set when bytes were no text of the encoding.
    pub(crate) garbled: Rc<Cell<bool>>,
    /// Set when the source breaks off.
    fingerprint: Fingerprint<'a>,
}

impl<'a> Input<'a> {
    /// Opens the bytes of `file`.
    pub(crate) fn open(source: impl Read + 'a, file: &str) -> Result<Self, ObserveError> {
        let unreadable = |source| ObserveError::Read {
            file: file.to_owned(),
            source,
        };
        let fingerprint = Fingerprint::new(Box::new(source));
        let mut raw = peek(fingerprint.clone(), 8).map_err(unreadable)?;
        let magic = raw.head.get_ref().clone();
        refuse_binary(&magic, file)?;
        let gzip = magic.starts_with(&[0x1f, 0x8b]);
        let plain: Box<dyn Read + 'a> = if gzip {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, raw)))
        } else {
            raw.head.set_position(0);
            Box::new(raw)
        };
        let mut text = peek(plain, HEAD).map_err(unreadable)?;
        let found = sniff(text.head.get_ref());
        text.head.set_position(found.mark as u64);
        let garbled = Rc::new(Cell::new(false));
        let text: Box<dyn Read + 'a> = match found.other {
            Some(encoding) => Box::new(Transcoder::new(text, encoding, Rc::clone(&garbled))),
            None => Box::new(text),
        };
        Ok(Self {
            text,
            encoding: found.name,
            gzip,
            garbled,
            fingerprint,
        })
    }

    /// Reads what is left of the source and gives the SHA-256 and the length of all of it.
    pub(crate) fn finish(self) -> (String, u64) {
        let mut rest = self.fingerprint.clone();
        // What the reader above could not use still belongs to the file; a source that fails again has told already.
        let _ = io::copy(&mut rest, &mut io::sink());
        self.fingerprint.digest()
    }
}

fn refuse_binary(magic: &[u8], file: &str) -> Result<(), ObserveError> {
    let (kind, advice) = match magic {
        [b'P', b'K', 3 | 5, ..] => (
            "a zip archive or an Excel workbook",
            "unpack it, or save the sheet as CSV",
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("an old Excel workbook", "save the sheet as CSV"),
        [b'P', b'A', b'R', b'1', ..] => ("a Parquet file", "import it as Parquet"),
        _ => return Ok(()),
    };
    Err(ObserveError::NotText {
        file: file.to_owned(),
        kind,
        advice,
    })
}

/// Counts and hashes what passes.
#[derive(Clone)]
struct Fingerprint<'a>(Rc<RefCell<Passed<'a>>>);

struct Passed<'a> {
    source: Box<dyn Read + 'a>,
    hash: Sha256,
    bytes: u64,
}

impl<'a> Fingerprint<'a> {
    fn new(source: Box<dyn Read + 'a>) -> Self {
        Self(Rc::new(RefCell::new(Passed {
            source,
            hash: Sha256::new(),
            bytes: 0,
        })))
    }

    fn digest(&self) -> (String, u64) {
        let passed = self.0.borrow();
        let mut text = String::with_capacity(64);
        for byte in passed.hash.clone().finalize() {
            write!(text, "{byte:02x}").expect("writing to a string does not fail");
        }
        (text, passed.bytes)
    }
}

impl Read for Fingerprint<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut passed = self.0.borrow_mut();
        let count = passed.source.read(into)?;
        passed.hash.update(&into[..count]);
        passed.bytes += count as u64;
        Ok(count)
    }
}

/// A source whose first bytes have been looked at.
struct Peeked<R> {
    head: Cursor<Vec<u8>>,
    /// What stopped the look; it is told when the head has been read.
    stopped: Option<io::Error>,
    rest: R,
}

/// Looks at the first bytes; fails only if there is not even one.
fn peek<R: Read>(mut source: R, most: u64) -> io::Result<Peeked<R>> {
    let mut head = Vec::new();
    let stopped = (&mut source).take(most).read_to_end(&mut head).err();
    match stopped {
        Some(error) if head.is_empty() => Err(error),
        stopped => Ok(Peeked {
            head: Cursor::new(head),
            stopped,
            rest: source,
        }),
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.head.read(into)?;
        if count > 0 || into.is_empty() {
            return Ok(count);
        }
        match self.stopped.take() {
            Some(error) => Err(error),
            None => self.rest.read(into),
        }
    }
}

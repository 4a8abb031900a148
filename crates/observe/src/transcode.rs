//! Which encoding a text is in, and reading it as UTF-8.
//!
//! A byte order mark decides; without one, text that is valid UTF-8 is UTF-8, text that is valid GBK is GBK, and
//! anything else is read as UTF-8, its bad bytes becoming defects where they matter.
//! Some GBK text is valid UTF-8 by chance: 太原 is CC AB D4 AD, which UTF-8 reads as U+032B U+052D. Chinese takes three
//! bytes a character in UTF-8, so text of two-byte characters alone is GBK, unless they are of the kind of µ, ³ or °.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use encoding_rs::{CoderResult, Decoder, Encoding, GBK, UTF_8};

/// What the first bytes show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The encoding, if the text is not plain UTF-8.
    pub(crate) other: Option<&'static Encoding>,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
    /// Its name for people.
    pub(crate) name: &'static str,
}

/// Judges by the first bytes of a text.
pub(crate) fn sniff(head: &[u8]) -> Found {
    match Encoding::for_bom(head) {
        Some((encoding, mark)) if encoding == UTF_8 => {
            return Found {
                other: None,
                mark,
                name: "UTF-8 (BOM)",
            };
        }
        Some((encoding, mark)) => {
            return Found {
                other: Some(encoding),
                mark,
                name: encoding.name(),
            };
        }
        None => {}
    }
    if (valid(UTF_8, head) && !by_chance(head)) || !valid(GBK, head) {
        return Found {
            other: None,
            mark: 0,
            name: "UTF-8",
        };
    }
    Found {
        other: Some(GBK),
        mark: 0,
        name: "GBK",
    }
}

/// Whether valid UTF-8 holds nothing beyond two-byte characters, and some that no table of air quality holds.
fn by_chance(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut odd = false;
    for c in text
        .chars()
        .filter(|&c| !c.is_ascii() && c != char::REPLACEMENT_CHARACTER)
    {
        match c {
            '\u{a0}'..='\u{ff}' | '\u{370}'..='\u{3ff}' => {}
            '\u{800}'.. => return false,
            _ => odd = true,
        }
    }
    odd
}

/// Whether the bytes are a beginning of a text in this encoding.
fn valid(encoding: &'static Encoding, head: &[u8]) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = vec![0; head.len() * 3 + 16];
    let (_, _, _, bad) = decoder.decode_to_utf8(head, &mut text, false);
    !bad
}

/// Reads text of another encoding as UTF-8.
pub(crate) struct Transcoder<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    source_ended: bool,
    /// Set when bytes were no text of the encoding.
    garbled: Rc<Cell<bool>>,
    ready: Vec<u8>,
    ready_at: usize,
    ready_end: usize,
    done: bool,
}

impl<R: Read> Transcoder<R> {
    pub(crate) fn new(source: R, encoding: &'static Encoding, garbled: Rc<Cell<bool>>) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 1 << 16],
            raw_at: 0,
            raw_end: 0,
            source_ended: false,
            garbled,
            ready: vec![0; 1 << 16],
            ready_at: 0,
            ready_end: 0,
            done: false,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        while self.ready_at == self.ready_end && !self.done {
            if self.raw_at == self.raw_end && !self.source_ended {
                self.raw_at = 0;
                self.raw_end = 0;
                self.raw_end = self.source.read(&mut self.raw)?;
                self.source_ended = self.raw_end == 0;
            }
            let raw = &self.raw[self.raw_at..self.raw_end];
            let (result, used, made, bad) =
                self.decoder
                    .decode_to_utf8(raw, &mut self.ready, self.source_ended);
            self.raw_at += used;
            self.ready_at = 0;
            self.ready_end = made;
            self.done = self.source_ended && result == CoderResult::InputEmpty;
            if bad {
                self.garbled.set(true);
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.decode_more()?;
        let ready = &self.ready[self.ready_at..self.ready_end];
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.ready_at += count;
        Ok(count)
    }
}

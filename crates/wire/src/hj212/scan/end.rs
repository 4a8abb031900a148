//! Where the frame at the head ends. Every place is looked at in the order of the stream, so that what is
//! found does not depend on how much has come already.

use memchr::memchr2;

use super::super::crc;
use super::super::decode::{hexadecimal, length};
use super::start::{self, Stands};
use super::{Found, More, Skip};

/// The frame that starts at the head, as far as it is known. Places are counted from its `##`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Where its data segment starts.
    segment: usize,
    /// Everything before has been looked at.
    seen: usize,
    /// Where its check word is by the length field, until that was looked at.
    declared: Option<usize>,
    /// The first end that looks like one, though its check word does not fit.
    looks_ended: Option<usize>,
    /// How many check words did not fit.
    checked: u8,
    /// Where it does end; only CR LF is waited for.
    end: Option<usize>,
}

/// The longest frame that a length field of four digits can announce, without CR LF.
const LONGEST: usize = 6 + 9999 + 4;
/// How many check words that do not fit are looked at within one frame: more would let a line of
/// `&&0000&&0000…` cost far more than its length.
const CHECKED: u8 = 16;

/// What one look has taught.
enum Look {
    /// Where the frame ends, or why it does not.
    Found(Found),
    /// Nothing yet: look on.
    On,
    /// Nothing until more bytes come.
    Wait,
}

impl Open {
    /// The frame whose `##` and length these bytes begin with.
    pub(super) fn at_start_of(bytes: &[u8]) -> Option<Self> {
        let (declared, digits) = length(bytes)?;
        let segment = 2 + digits;
        Some(Self {
            segment,
            seen: segment,
            declared: Some(segment + usize::from(declared)),
            looks_ended: None,
            checked: 0,
            end: None,
        })
    }

    /// Its end, once that is known.
    pub(super) fn find_end(&mut self, bytes: &[u8], more: More) -> Option<Found> {
        loop {
            let look = match self.end {
                Some(end) => line_end(bytes, end, more),
                None => self.look(bytes, more),
            };
            match look {
                Look::Found(found) => return Some(found),
                Look::On => {}
                Look::Wait => return None,
            }
        }
    }

    /// Looks at the next place that may be an end or another start.
    fn look(&mut self, bytes: &[u8], more: More) -> Look {
        let within = &bytes[..bytes.len().min(LONGEST)];
        let rest = within.get(self.seen..).unwrap_or_default();
        let next = memchr2(b'&', b'#', rest).map(|step| self.seen + step);
        if next.is_none() {
            self.seen = within.len();
        }
        if let Some(declared) = self.declared {
            let comes_first = match next {
                Some(at) if bytes[at] == b'&' => declared < at + 2,
                Some(at) => declared + 4 <= at,
                None => true,
            };
            if comes_first {
                return self.look_at_declared(bytes, declared, more);
            }
        }
        match next {
            Some(at) if bytes[at] == b'#' => self.look_at_start(bytes, at, more),
            Some(at) => self.look_at_close(bytes, at, more),
            None if bytes.len() >= LONGEST => self.give_up(LONGEST, Skip::TooLong),
            None if more == More::Ended => self.give_up(bytes.len(), Skip::Cut),
            None => Look::Wait,
        }
    }

    /// The place that the length field names.
    fn look_at_declared(&mut self, bytes: &[u8], at: usize, more: More) -> Look {
        if bytes.len() < at + 4 && more != More::Ended {
            return Look::Wait;
        }
        self.declared = None;
        if let Some(sent) = word(bytes, at)
            && (bytes[..at].ends_with(b"&&") || self.fits(bytes, at, sent))
        {
            self.end = Some(at + 4);
        }
        Look::On
    }

    /// A `#`: another frame may start here, and then this one was cut.
    fn look_at_start(&mut self, bytes: &[u8], at: usize, more: More) -> Look {
        match start::stands(&bytes[at..], more) {
            Stands::Yes => self.give_up(at, Skip::Cut),
            Stands::No => self.pass(at + 1),
            Stands::Unknown => Look::Wait,
        }
    }

    /// A `&`: the content may close here, with a check word behind.
    fn look_at_close(&mut self, bytes: &[u8], at: usize, more: More) -> Look {
        let lacks = |count: usize| bytes.len() < at + count && more != More::Ended;
        if lacks(2) {
            return Look::Wait;
        }
        if bytes.get(at + 1) != Some(&b'&') {
            return self.pass(at + 1);
        }
        if bytes[..at].ends_with(b"CP=") {
            return self.pass(at + 2);
        }
        if lacks(6) {
            return Look::Wait;
        }
        let Some(sent) = word(bytes, at + 2) else {
            return self.pass(at + 1);
        };
        let end = at + 6;
        if self.fits(bytes, at + 2, sent) || self.declared == Some(at + 2) {
            self.end = Some(end);
            return Look::On;
        }
        match (bytes.get(end), bytes.get(end + 1)) {
            (None, _) | (Some(b'\r'), None) if more != More::Ended => return Look::Wait,
            (Some(b'\r'), Some(b'\n')) => self.end = Some(end),
            _ => self.note(end),
        }
        self.pass(at + 1)
    }

    /// Remembers an end whose check word does not fit.
    fn note(&mut self, end: usize) {
        let first = *self.looks_ended.get_or_insert(end);
        self.checked += 1;
        if self.checked >= CHECKED {
            self.end = Some(first);
        }
    }

    /// No check word fits: ends where it looks like an end, or nowhere.
    fn give_up(&mut self, at: usize, reason: Skip) -> Look {
        if self.looks_ended.is_some() {
            self.end = self.looks_ended;
            return Look::On;
        }
        Look::Found(Found::skipped(at, reason))
    }

    fn pass(&mut self, to: usize) -> Look {
        self.seen = to;
        Look::On
    }

    fn fits(&self, bytes: &[u8], end: usize, sent: u16) -> bool {
        let segment = bytes.get(self.segment..end).unwrap_or_default();
        crc::standard(segment) == sent || crc::modbus(segment) == sent
    }
}

/// The check word at a place, if four hexadecimal digits stand there.
fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let word = bytes.get(at..at + 4)?;
    hexadecimal(word.try_into().ok()?)
}

/// The end of a frame with the CR LF that may follow.
fn line_end(bytes: &[u8], end: usize, more: More) -> Look {
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'\r'), Some(b'\n')) => Look::Found(Found::frame(end + 2)),
        (None, _) | (Some(b'\r'), None) if more == More::Comes => Look::Wait,
        _ => Look::Found(Found::frame(end)),
    }
}

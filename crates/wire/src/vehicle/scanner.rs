//! Frames found in a stream of bytes, with all that lies between them.
//!
//! A frame begins with a start and a plausible head and ends where its length says. Whether it is one is decided by
//! its BCC and by what it would swallow: a frame in which another whole and good frame begins is not believed,
//! for its length is wrong. So a wrong length costs the frame that has it and no other, even where the BCC agrees by
//! chance (two starts `##` have the XOR zero). All bytes come out, each once, in order; what comes out does not
//! depend on how the stream was cut into pieces, except that a run of skipped bytes may come out in several.

use memchr::memchr2_iter;

use super::bcc::bcc;
use super::head::{FRAME, HEAD, Head, Start};

/// The most data that a frame may carry (GB/T 32960.3-2016 Table 2).
const LONGEST: u16 = 65531;

/// Finds frames in a stream.
#[derive(Clone, Debug)]
pub struct Scanner {
    buffer: Vec<u8>,
    /// The XOR of the bytes before each byte of the buffer, as far as it was needed.
    sums: Vec<u8>,
    /// How much of the buffer came out.
    begin: usize,
    /// Below so many bytes there is nothing new to say.
    wait: usize,
    longest: u16,
}

/// A piece of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What stands between a start and the end of its frame, good or bad; `decode` tells.
    Frame(&'a [u8]),
    /// Bytes that belong to no frame.
    Skipped {
        /// The bytes.
        bytes: &'a [u8],
        /// Why.
        reason: Skip,
    },
}

/// Why bytes were skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// No frame starts among them.
    NoStart,
    /// They begin with a start, and what follows is no head.
    FalseStart,
}

impl Skip {
    /// Its name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoStart => "no_start",
            Self::FalseStart => "false_start",
        }
    }
}

/// What is known of the bytes to come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    /// They come.
    Come,
    /// None came for a while.
    Pause,
    /// There are none.
    Ended,
}

/// What can be said of the bytes at hand.
enum Finding {
    Frame(usize),
    Skip(usize, Skip),
    Wait(usize),
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

impl Scanner {
    /// A scanner at the beginning of a stream.
    pub fn new() -> Self {
        Self::with_longest(LONGEST)
    }

    /// A scanner that takes no head for one that declares more than so many bytes of data.
    pub fn with_longest(longest: u16) -> Self {
        Self {
            buffer: Vec::new(),
            sums: Vec::new(),
            begin: 0,
            wait: 0,
            longest: longest.min(LONGEST),
        }
    }

    /// The most bytes that it holds back between two pushes, once `next` has said that there is no more.
    pub fn holds_at_most(&self) -> usize {
        2 * (FRAME + usize::from(self.longest))
    }

    /// How many bytes wait for more.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.begin
    }

    /// Takes the next bytes of the stream; `next` is to be called until it has no more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.begin > 0 {
            self.buffer.drain(..self.begin);
            let known = self.sums.len().min(self.begin);
            self.sums.drain(..known);
            self.begin = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next piece, if the bytes at hand decide about one.
    #[expect(clippy::should_implement_trait, reason = "a piece borrows the scanner")]
    pub fn next(&mut self) -> Option<Piece<'_>> {
        self.take(More::Come)
    }

    /// A frame that is whole and good, and waits only because another could begin in it, when the line has been
    /// quiet; call it until there is none.
    pub fn settle(&mut self) -> Option<Piece<'_>> {
        self.wait = 0;
        self.take(More::Pause)
    }

    /// The next piece of what is left when the stream has ended; none when nothing is left.
    pub fn finish(&mut self) -> Option<Piece<'_>> {
        self.wait = 0;
        self.take(More::Ended)
    }

    fn take(&mut self, more: More) -> Option<Piece<'_>> {
        if self.waiting() < self.wait.max(1) {
            return None;
        }
        let finding = self.find(more);
        let (length, reason) = match finding {
            Finding::Wait(bytes) => {
                self.wait = bytes;
                return None;
            }
            Finding::Frame(length) => (length, None),
            Finding::Skip(length, reason) => (length, Some(reason)),
        };
        self.wait = 0;
        let begin = self.begin;
        self.begin += length;
        let bytes = &self.buffer[begin..self.begin];
        Some(reason.map_or(Piece::Frame(bytes), |reason| Piece::Skipped {
            bytes,
            reason,
        }))
    }

    /// What the bytes at hand begin with.
    fn find(&mut self, more: More) -> Finding {
        let held = &self.buffer[self.begin..];
        match starts(held, 0).next() {
            Some(0) => {}
            Some(start) => return Finding::Skip(start, Skip::NoStart),
            None => {
                let half = more != More::Ended && matches!(held.last(), Some(b'#' | b'~'));
                return match held.len() - usize::from(half) {
                    0 => Finding::Wait(2),
                    length => Finding::Skip(length, Skip::NoStart),
                };
            }
        }
        if held.len() < HEAD && more != More::Ended {
            return Finding::Wait(HEAD);
        }
        match self.extent(held) {
            Some(extent) => self.judge(extent, more),
            None => Finding::Skip(
                starts(held, 1).next().unwrap_or(self.end_of_false(more)),
                Skip::FalseStart,
            ),
        }
    }

    /// Where a false start ends that no other start follows.
    fn end_of_false(&self, more: More) -> usize {
        let held = &self.buffer[self.begin..];
        let half = more != More::Ended && matches!(held.last(), Some(b'#' | b'~'));
        held.len() - usize::from(half)
    }

    /// The length of the frame that the bytes begin with, if they begin with a plausible head.
    fn extent(&self, bytes: &[u8]) -> Option<usize> {
        let (head, declared) = Head::read(bytes)?;
        (declared <= self.longest && head.is_plausible()).then_some(FRAME + usize::from(declared))
    }

    /// Whether the frame that the bytes begin with is one: `extent` is how long it says it is.
    fn judge(&mut self, extent: usize, more: More) -> Finding {
        let held = &self.buffer[self.begin..];
        let whole = held.len() >= extent;
        if whole && bcc(&held[2..extent]) != 0 {
            return self.cut_at_next(extent, more);
        }
        let rivals = self.rivals(extent);
        let length = self.waiting();
        // Long waits are looked at more seldom, so that hostile ones cost little.
        let at_least = length + length / 64;
        match (rivals.good, whole) {
            (true, _) => cut(rivals.first.unwrap_or(length)),
            (false, true) if rivals.wait < usize::MAX && more == More::Come => {
                Finding::Wait(rivals.wait.max(at_least).min(self.holds_at_most()))
            }
            (false, true) => Finding::Frame(extent),
            (false, false) if more == More::Ended => cut(rivals.first.unwrap_or(length)),
            // A frame that starts with the next byte is whole no sooner than a head later.
            (false, false) => {
                Finding::Wait(rivals.wait.min(length + HEAD).max(at_least).min(extent))
            }
        }
    }

    /// Ends a frame that is none: where the next one begins within it, else where it says.
    fn cut_at_next(&self, extent: usize, more: More) -> Finding {
        let held = &self.buffer[self.begin..];
        for start in possible_starts(held, extent) {
            let bytes = &held[start..];
            if bytes.len() < HEAD && more != More::Ended {
                return Finding::Wait(start + HEAD);
            }
            if self.extent(bytes).is_some() {
                return cut(start);
            }
        }
        Finding::Frame(extent)
    }

    /// The other frames that begin within the extent of the first.
    fn rivals(&mut self, extent: usize) -> Rivals {
        let mut rivals = Rivals {
            first: None,
            good: false,
            wait: usize::MAX,
        };
        let held = &self.buffer[self.begin..];
        // Most frames have no second start at all; only where there is one are sums worth their while.
        if possible_starts(held, extent).next().is_none() {
            return rivals;
        }
        extend_sums(&mut self.sums, &self.buffer);
        for start in possible_starts(held, extent) {
            let bytes = &held[start..];
            if bytes.len() < HEAD {
                // The next byte says whether half of a start becomes one.
                let needed = if bytes.len() == 1 { 2 } else { HEAD };
                rivals.wait = rivals.wait.min(start + needed);
                continue;
            }
            let Some(length) = self.extent(bytes) else {
                continue;
            };
            rivals.first = rivals.first.or(Some(start));
            if bytes.len() < length {
                rivals.wait = rivals.wait.min(start + length);
                continue;
            }
            let at = self.begin + start;
            if self.sum(at + length) == self.sum(at + 2) {
                rivals.good = true;
                return rivals;
            }
        }
        rivals
    }

    /// The XOR of the buffer before an offset.
    fn sum(&self, at: usize) -> u8 {
        match at.checked_sub(1) {
            Some(last) => self.sums[last],
            None => 0,
        }
    }
}

/// Frames that begin within another.
struct Rivals {
    /// Where the first of them begins.
    first: Option<usize>,
    /// Whether one of them is whole and its BCC agrees.
    good: bool,
    /// With how many bytes more could be said of any of them.
    wait: usize,
}

/// The end of a frame that is none; what is shorter than a frame is none at all.
fn cut(end: usize) -> Finding {
    match end {
        FRAME.. => Finding::Frame(end),
        _ => Finding::Skip(end, Skip::FalseStart),
    }
}

/// Where another frame may begin within the extent of the first, its last byte among them: then the first was cut by
/// one. The last byte at hand may be half of a start.
fn possible_starts(held: &[u8], extent: usize) -> impl Iterator<Item = usize> {
    let within = &held[..held.len().min(extent + 1)];
    let half = held.len() == extent && matches!(held.last(), Some(b'#' | b'~'));
    starts(within, 1).chain(half.then(|| extent - 1))
}

/// Where two equal start bytes stand, from an offset on.
fn starts(bytes: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let tail = bytes.get(from..).unwrap_or_default();
    memchr2_iter(b'#', b'~', tail)
        .map(move |at| from + at)
        .filter(|at| {
            bytes
                .get(at + 1)
                .is_some_and(|next| Start::of(bytes[*at], *next).is_some())
        })
}

/// Makes the sums reach to the end of the buffer: each is the XOR of the bytes up to and with its own.
fn extend_sums(sums: &mut Vec<u8>, buffer: &[u8]) {
    let mut sum = sums.last().copied().unwrap_or(0);
    sums.extend(buffer[sums.len()..].iter().map(|byte| {
        sum ^= byte;
        sum
    }));
}

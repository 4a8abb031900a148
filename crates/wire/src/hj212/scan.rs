//! The stream splitter: finds each frame in whatever comes, and says what it passed over.
//!
//! A frame starts at `##`, three or four digits, and the name of a field. It ends at the first check word,
//! behind `&&` or at the declared length, that fits by either rule; so a wrong length field never takes the
//! frames behind it along. It never reaches over another start. Without a fitting check word it ends where it
//! looks like an end (a check word at the declared length, or one with CR LF), and is handed on as it is,
//! for `decode` to judge. Memory is bounded by the longest frame, and where the bytes are cut into pushes
//! makes no difference. The splitter does not judge, and knows no profile.

mod end;
mod start;

use end::Open;
use start::Stands;

/// A splitter of one stream of bytes.
#[derive(Clone, Debug, Default)]
pub struct Scanner {
    buffer: Vec<u8>,
    /// Everything before has been given out.
    head: usize,
    /// How many bytes behind the head have been looked at.
    seen: usize,
    /// The frame at the head, if one starts there.
    open: Option<Open>,
}

/// A piece of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A frame, from `##` to its check word and CR LF; its check word may be wrong.
    Frame(&'a [u8]),
    /// What was passed over.
    Skipped {
        /// The bytes.
        bytes: &'a [u8],
        /// Why.
        reason: Skip,
    },
}

/// Why bytes were passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// No frame starts in them.
    Garbage,
    /// A frame that starts and has no end before the next one or the end of the stream.
    Cut,
    /// A frame that starts and has no end within the longest length that the field can say.
    TooLong,
}

impl Skip {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Garbage, Self::Cut, Self::TooLong];

    /// Its name in tables, files and metrics.
    pub fn id(self) -> &'static str {
        match self {
            Self::Garbage => "garbage",
            Self::Cut => "cut",
            Self::TooLong => "too_long",
        }
    }
}

impl Scanner {
    /// A splitter at the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in bytes. What is kept is what was not given out yet, so take the pieces after each push.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.head > 0 {
            self.buffer.drain(..self.head);
            self.head = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next piece; none until more bytes come.
    #[expect(
        clippy::should_implement_trait,
        reason = "a piece borrows the splitter, which no Iterator can say"
    )]
    pub fn next(&mut self) -> Option<Piece<'_>> {
        let found = self.find(More::Comes)?;
        Some(self.give(found))
    }

    /// A frame that is whole but for CR LF, when the line has been quiet; call it until there is none.
    pub fn settle(&mut self) -> Option<Piece<'_>> {
        let found = self.find(More::Pauses)?;
        Some(self.give(found))
    }

    /// What is left at the end of the stream; call it until there is none.
    pub fn finish(&mut self) -> Option<Piece<'_>> {
        let found = self.find(More::Ended)?;
        Some(self.give(found))
    }

    /// How many bytes wait for more.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.head
    }

    fn give(&mut self, found: Found) -> Piece<'_> {
        let start = self.head;
        self.head += found.end;
        self.open = None;
        // Garbage is looked through once, though it is given out in parts.
        self.seen = match found.reason {
            Some(Skip::Garbage) => self.seen - found.end,
            _ => 0,
        };
        let bytes = &self.buffer[start..self.head];
        match found.reason {
            None => Piece::Frame(bytes),
            Some(reason) => Piece::Skipped { bytes, reason },
        }
    }

    fn find(&mut self, more: More) -> Option<Found> {
        if self.open.is_none() {
            self.skip_line_ends();
            if let Some(garbage) = self.find_start(more) {
                return Some(garbage);
            }
        }
        let open = self.open.as_mut()?;
        open.find_end(&self.buffer[self.head..], more)
    }

    /// Opens the frame at the head, or gives the garbage before the next start.
    fn find_start(&mut self, more: More) -> Option<Found> {
        let bytes = &self.buffer[self.head..];
        let (at, stands) = start::next(bytes, self.seen, more);
        self.seen = at;
        let garbage = at >= GARBAGE || stands == Stands::Yes || more == More::Ended;
        if at > 0 && garbage {
            return Some(Found::skipped(at.min(GARBAGE), Skip::Garbage));
        }
        if at == 0 && stands == Stands::Yes {
            self.open = Open::at_start_of(bytes);
        }
        None
    }

    /// CR and LF between frames are nobody's.
    fn skip_line_ends(&mut self) {
        while matches!(self.buffer.get(self.head), Some(b'\r' | b'\n')) {
            self.head += 1;
            self.seen = self.seen.saturating_sub(1);
        }
    }
}

/// Garbage is given out in pieces of at most so many bytes.
const GARBAGE: usize = 1024;

/// What is known of the bytes to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum More {
    Comes,
    /// None for a while.
    Pauses,
    Ended,
}

/// The end of the piece that begins at the head, and why it is passed over, if it is.
#[derive(Clone, Copy, Debug)]
struct Found {
    end: usize,
    reason: Option<Skip>,
}

impl Found {
    fn frame(end: usize) -> Self {
        Self { end, reason: None }
    }

    fn skipped(end: usize, reason: Skip) -> Self {
        let reason = Some(reason);
        Self { end, reason }
    }
}

//! Where the items of a content begin and end. Splitting is the larger part of the cost of a frame, so it
//! goes by words of eight bytes, and a name that begins like the one before is not searched through again.
#![expect(
    clippy::inline_always,
    reason = "calls in the loop over items cost more than what they do"
)]

use super::defect::{Defect, Defects};
use super::field::Field;
use super::number::{first_in, low_bytes, matches_of};

/// An item, as places in the content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Which group it stands in, from 0.
    pub(super) group: usize,
    pub(super) start: usize,
    /// Where the hyphen behind the factor is, if the name has a factor.
    pub(super) hyphen: Option<usize>,
    pub(super) name_end: usize,
    pub(super) field: Field,
    pub(super) value_start: usize,
    pub(super) value_end: usize,
    /// The bytes of the value, the first one lowest, where it has at most seven.
    pub(super) value_word: Option<u64>,
    /// Whether the factor is that of the item before.
    pub(super) same_factor: bool,
}

impl Token {
    /// No item yet.
    pub(super) const NONE: Self = Self {
        group: 0,
        start: 0,
        hyphen: None,
        name_end: 0,
        field: Field::Other,
        value_start: 0,
        value_end: 0,
        value_word: None,
        same_factor: false,
    };

    pub(super) fn value<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        &bytes[self.value_start..self.value_end]
    }
}

/// The items of a content, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    group: usize,
    last: Last,
    seen: Defects,
}

/// The factor of the last item with its hyphen, where both fit into a word.
#[derive(Clone, Copy, Debug)]
struct Last {
    word: u64,
    mask: u64,
    hyphen: usize,
}

impl Last {
    /// No word is this one.
    const NONE: Self = Self {
        word: 1,
        mask: 0,
        hyphen: 0,
    };

    /// Whether a word is a factor as long as this one with its hyphen, and nothing else.
    #[inline(always)]
    fn is_like(&self, word: u64) -> bool {
        let ends = matches_of(word, b'=') | separators(word) | matches_of(word, b' ');
        ends == 0 && self.mask != 0 && first_in(matches_of(word, b'-')) == self.hyphen
    }

    fn of(bytes: &[u8], start: usize, hyphen: Option<usize>) -> Self {
        match hyphen {
            Some(place) if place - start < 7 => {
                let mask = low_bytes(place - start + 1);
                Self {
                    word: load(bytes, start) & mask,
                    mask,
                    hyphen: place - start,
                }
            }
            _ => Self::NONE,
        }
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            group: 0,
            last: Last::NONE,
            seen: Defects::NONE,
        }
    }

    /// What was met on the way that no item shows.
    pub(super) fn seen(&self) -> Defects {
        self.seen
    }

    /// Moves to where the next item begins.
    fn skip_separators(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b';' => self.group += 1,
                b',' => {}
                b' ' | b'\t' | b'\r' | b'\n' => self.seen.add(Defect::BlankTrimmed),
                _ => break,
            }
            self.at += 1;
        }
    }

    /// The common case: behind one separator a factor as long as the one before, a common field, no blanks.
    #[inline(always)]
    fn next_of_factor(&mut self, token: &mut Token) -> bool {
        let front = load(self.bytes, self.at);
        let word = (front >> 8) & self.last.mask;
        let same_factor = word == self.last.word;
        let separator = front.to_le_bytes()[0];
        if !matches!(separator, b',' | b';') || !(same_factor || self.last.is_like(word)) {
            return false;
        }
        let start = self.at.wrapping_add(1);
        let hyphen = start.wrapping_add(self.last.hyphen);
        let suffix = hyphen.wrapping_add(1);
        let (field, length) = common_field(load(self.bytes, suffix));
        let name_end = suffix.wrapping_add(length);
        let value_start = name_end.wrapping_add(1);
        let value = load(self.bytes, value_start);
        let ends = separators(value);
        // Blanks are below every other byte of a value; `/` may open a text.
        let first = value.to_le_bytes()[0];
        if field == Field::Other || first <= b' ' || first == b'/' {
            return false;
        }
        let (value_end, value_word) = if ends == 0 {
            (long_value_end(self.bytes, value_start), None)
        } else {
            let length = first_in(ends);
            let end = value_start.wrapping_add(length);
            (end, Some(value & low_bytes(length)))
        };
        if self.is_edge(value_end.wrapping_sub(1)) {
            return false;
        }
        self.last.word = word;
        self.group = self.group.wrapping_add(usize::from(separator == b';'));
        self.at = value_end;
        token.group = self.group;
        token.start = start;
        token.hyphen = Some(hyphen);
        token.name_end = name_end;
        token.field = field;
        token.value_start = value_start;
        token.value_end = value_end;
        token.value_word = value_word;
        token.same_factor = same_factor;
        true
    }

    /// Any item.
    #[inline(never)]
    fn next_of_any(&mut self, token: &mut Token) -> bool {
        loop {
            self.skip_separators();
            let start = self.at;
            if start >= self.bytes.len() {
                return false;
            }
            let (sign, hyphen) = search(self.bytes, start);
            if self.bytes.get(sign) != Some(&b'=') {
                self.seen.add(Defect::ItemMalformed);
                self.at = sign;
                continue;
            }
            let (field, name_end) = self.new_name(start, sign, hyphen);
            let mut value_start = sign.wrapping_add(1);
            let mut value_end = value_end(self.bytes, value_start);
            self.at = value_end;
            if self.is_edge(value_start) || self.is_edge(value_end.wrapping_sub(1)) {
                (value_start, value_end) = self.trimmed(value_start, value_end);
            }
            let length = value_end.wrapping_sub(value_start);
            let word = load(self.bytes, value_start) & low_bytes(length & 7);
            *token = Token {
                group: self.group,
                start,
                hyphen,
                name_end,
                field,
                value_start,
                value_end,
                value_word: (length < 8).then_some(word),
                same_factor: false,
            };
            return true;
        }
    }

    /// Remembers the factor of a name, and gives the name's end without blanks, and its field.
    fn new_name(&mut self, start: usize, end: usize, hyphen: Option<usize>) -> (Field, usize) {
        self.last = Last::of(self.bytes, start, hyphen);
        if let Some(hyphen) = hyphen {
            let (field, length) = common_field(load(self.bytes, hyphen + 1));
            if field != Field::Other && hyphen + 1 + length == end {
                return (field, end);
            }
        }
        let name = &self.bytes[start..end];
        let kept = name.trim_ascii_end().len();
        self.seen.add_if(kept < name.len(), Defect::BlankTrimmed);
        let suffix = hyphen.and_then(|hyphen| self.bytes.get(hyphen + 1..start + kept));
        let field = suffix.map_or(Field::Other, Field::of_bytes);
        (field, start + kept)
    }

    /// The ends of a value without the blanks around it.
    #[cold]
    fn trimmed(&mut self, start: usize, end: usize) -> (usize, usize) {
        let value = &self.bytes[start..end];
        let kept = value.trim_ascii_start();
        let start = end - kept.len();
        let end = start + kept.trim_ascii_end().len();
        self.seen
            .add_if(end - start < value.len(), Defect::BlankTrimmed);
        (start, end)
    }

    /// Whether a byte is a blank, or nothing that a value has.
    #[inline]
    fn is_edge(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(|byte| *byte <= b' ')
    }
}

impl Tokens<'_> {
    /// Writes the next item into `token`, place by place: to move it as a whole would cost more than to find it.
    #[inline(always)]
    pub(super) fn advance(&mut self, token: &mut Token) -> bool {
        self.next_of_factor(token) || self.next_of_any(token)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let mut token = Token::NONE;
        self.advance(&mut token).then_some(token)
    }
}

/// The field that a word begins with, with `=` behind it, and the length of its name; the common ones alone.
#[inline]
fn common_field(word: u64) -> (Field, usize) {
    const fn of(text: [u8; 8]) -> u64 {
        u64::from_le_bytes(text)
    }
    const RTD: u64 = of(*b"Rtd=\0\0\0\0");
    const AVG: u64 = of(*b"Avg=\0\0\0\0");
    const MIN: u64 = of(*b"Min=\0\0\0\0");
    const MAX: u64 = of(*b"Max=\0\0\0\0");
    const COU: u64 = of(*b"Cou=\0\0\0\0");
    const FLAG: u64 = of(*b"Flag=\0\0\0");
    const ZS_RTD: u64 = of(*b"ZsRtd=\0\0");
    const ZS_AVG: u64 = of(*b"ZsAvg=\0\0");
    const ZS_MIN: u64 = of(*b"ZsMin=\0\0");
    const ZS_MAX: u64 = of(*b"ZsMax=\0\0");
    match word & low_bytes(4) {
        RTD => return (Field::Rtd, 3),
        AVG => return (Field::Avg, 3),
        MIN => return (Field::Min, 3),
        MAX => return (Field::Max, 3),
        COU => return (Field::Cou, 3),
        _ => {}
    }
    match word & low_bytes(6) {
        ZS_RTD => (Field::ZsRtd, 5),
        ZS_AVG => (Field::ZsAvg, 5),
        ZS_MIN => (Field::ZsMin, 5),
        ZS_MAX => (Field::ZsMax, 5),
        _ if word & low_bytes(5) == FLAG => (Field::Flag, 4),
        _ => (Field::Other, 0),
    }
}

/// Where a name ends, at `=`, a separator or the end; and its first hyphen behind a factor.
#[inline]
fn search(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut hyphen = None;
    let mut at = start;
    while at < bytes.len() {
        let word = load(bytes, at);
        let hyphens = matches_of(word, b'-');
        let ends = matches_of(word, b'=') | separators(word);
        if hyphen.is_none() && hyphens.trailing_zeros() < ends.trailing_zeros() {
            hyphen = Some(at + first_in(hyphens));
        }
        if ends != 0 {
            return (at + first_in(ends), hyphen.filter(|at| *at > start));
        }
        at += 8;
    }
    (bytes.len(), None)
}

/// Where a value ends, at a separator or the end; separators within `//…//` are text.
#[inline]
pub(super) fn value_end(bytes: &[u8], start: usize) -> usize {
    let word = load(bytes, start);
    let ends = separators(word);
    if ends != 0 && word & 0xFFFF != 0x2F2F {
        return start.wrapping_add(first_in(ends));
    }
    long_value_end(bytes, start)
}

fn long_value_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    if let Some(text) = bytes
        .get(start..)
        .and_then(|value| value.strip_prefix(b"//"))
    {
        let closed = text.windows(2).position(|pair| pair == b"//");
        at = start + 2 + closed.map_or(0, |at| at + 2);
    }
    while at < bytes.len() {
        let word = load(bytes, at);
        let ends = separators(word);
        if ends != 0 {
            return at + first_in(ends);
        }
        at += 8;
    }
    bytes.len()
}

/// Where separators stand in a word; exact up to the first.
#[inline(always)]
fn separators(word: u64) -> u64 {
    matches_of(word, b',') | matches_of(word, b';')
}

/// Eight bytes as a word, the first one lowest, zero behind the end.
#[inline(always)]
pub(super) fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at.wrapping_add(8)).map(<[u8; 8]>::try_from) {
        Some(Ok(word)) => u64::from_le_bytes(word),
        _ => load_end(bytes, at),
    }
}

#[cold]
fn load_end(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    let shifted = |word: u64, byte: &u8| (word << 8) | u64::from(*byte);
    rest.iter().rev().fold(0, shifted)
}

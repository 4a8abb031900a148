//! What is wrong with the items of a content: numbers that are none, times that no calendar has, fields
//! given twice. It reports; it drops nothing.
#![expect(
    clippy::inline_always,
    reason = "calls in the loop over items cost more than what they do"
)]

use super::defect::{Defect, Defects};
use super::field::{Field, Kind};
use super::number::Number;
use super::time::Civil;
use super::token::{Token, Tokens};

/// The defects of a content's items; each item is shown on the way, with its number where it is one.
#[inline(always)]
pub(super) fn inspect(bytes: &[u8], mut show: impl FnMut(&Token, Option<Number>)) -> Defects {
    let mut found = Defects::NONE;
    let mut factors = Factors::default();
    let mut tokens = Tokens::new(bytes);
    let mut token = Token::NONE;
    while tokens.advance(&mut token) {
        let Some(hyphen) = token.hyphen else {
            let name = &bytes[token.start..token.name_end];
            parameter(name, token.value(bytes), &mut found);
            show(&token, None);
            continue;
        };
        let number = value(bytes, &token, &mut found);
        if !token.same_factor {
            factors.turn_to(&bytes[token.start..hyphen]);
        }
        if factors.repeats(token.field) {
            found.add(Defect::DuplicateField);
        }
        show(&token, number);
    }
    found.and(tokens.seen())
}

#[inline(always)]
fn value(bytes: &[u8], token: &Token, found: &mut Defects) -> Option<Number> {
    match token.field.kind() {
        Kind::Number => {
            let length = token.value_end.wrapping_sub(token.value_start);
            let number = match token.value_word {
                Some(word) => Number::parse_word(word, length),
                None => Number::parse_bytes(token.value(bytes)),
            };
            if number.is_none() {
                found.add(no_number(length));
            }
            number
        }
        Kind::Time => {
            found.add_if(!is_time(token.value(bytes)), Defect::TimeImpossible);
            None
        }
        Kind::Text => None,
    }
}

fn no_number(length: usize) -> Defect {
    match length {
        0 => Defect::NumberMissing,
        _ => Defect::NumberMalformed,
    }
}

fn parameter(name: &[u8], value: &[u8], found: &mut Defects) {
    match name {
        b"DataTime" => {
            let long = value.len() == 17;
            found.add_if(long, Defect::DataTime17Digits);
            let digits = if long { &value[..14] } else { value };
            found.add_if(!is_time(digits), Defect::TimeImpossible);
        }
        b"SystemTime" | b"RestartTime" | b"BeginTime" | b"EndTime" => {
            found.add_if(!is_time(value), Defect::TimeImpossible);
        }
        _ => {}
    }
}

fn is_time(digits: &[u8]) -> bool {
    Civil::parse_bytes(digits).is_some()
}

/// Which fields of which factors have been met. A frame of lawful length has room for about as many
/// factors as are kept here; repeats of those behind are not found.
struct Factors {
    words: [u64; Self::KEPT],
    fields: [u32; Self::KEPT],
    kept: usize,
    /// The factor turned to, and its fields.
    place: usize,
    met: u32,
}

impl Factors {
    const KEPT: usize = 48;

    /// Whether the factor turned to has had a field before.
    #[inline(always)]
    fn repeats(&mut self, field: Field) -> bool {
        let bit = 1_u32.wrapping_shl(field as u32);
        let again = self.met & bit != 0 && field != Field::Other;
        self.met |= bit;
        again
    }

    fn turn_to(&mut self, factor: &[u8]) {
        let word = word_of(factor);
        self.fields[self.place] = self.met;
        let known = self.words[..self.kept]
            .iter()
            .position(|kept| *kept == word);
        self.place = known.unwrap_or_else(|| {
            let place = self.kept.min(Self::KEPT - 1);
            self.words[place] = word;
            self.fields[place] = 0;
            self.kept = place + 1;
            place
        });
        self.met = self.fields[self.place];
    }
}

impl Default for Factors {
    fn default() -> Self {
        Self {
            words: [0; Self::KEPT],
            fields: [0; Self::KEPT],
            kept: 0,
            place: 0,
            met: 0,
        }
    }
}

/// A factor's code as a word; a code of more than eight characters is mixed into one.
#[inline]
fn word_of(code: &[u8]) -> u64 {
    /// Fowler, Noll and Vo's prime of 64 bits.
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let shifted = |word: u64, byte: &u8| (word << 8) | u64::from(*byte);
    match (code.first_chunk::<4>(), code.last_chunk::<4>()) {
        (Some(front), Some(back)) if code.len() <= 8 => {
            let back = u64::from(u32::from_le_bytes(*back)) << 32;
            // The length tells `a0a0` from `a0a0a0`, whose ends are alike.
            (u64::from(u32::from_le_bytes(*front)) | back) ^ code.len() as u64
        }
        _ if code.len() < 4 => code.iter().fold(0, shifted),
        _ => code.iter().fold(u64::MAX, |word, byte| {
            (word ^ u64::from(*byte)).wrapping_mul(PRIME)
        }),
    }
}

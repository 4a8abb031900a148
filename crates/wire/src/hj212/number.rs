//! Numbers as the wire writes them, exact: `12.50` keeps its two decimals. Nothing is rounded, and what is
//! not a plain decimal number (`1E-05`, `NaN`, `--`) is no number.
#![expect(
    clippy::inline_always,
    reason = "calls in the loop over items cost more than what they do"
)]

use std::fmt;

/// An exact decimal: `mantissa` × 10^−`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// All digits as one whole number, with the sign.
    pub mantissa: i64,
    /// How many of the digits are decimals.
    pub scale: u8,
}

impl Number {
    /// Reads a number of at most 18 digits: a sign if need be, digits, and a point between digits.
    #[inline]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_bytes(text.as_bytes())
    }

    /// The nearest floating-point number.
    pub fn to_f64(self) -> f64 {
        // Both are exact up to 2^53 and 10^22, so the quotient is the nearest one.
        self.mantissa as f64 / POWERS[usize::from(self.scale.min(MAX_DIGITS))]
    }

    #[inline]
    pub(super) fn parse_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() <= 8 {
            return Self::parse_word(load(bytes), bytes.len());
        }
        match bytes {
            [b'-', rest @ ..] => long(rest).map(Self::negated),
            [b'+', rest @ ..] => long(rest),
            _ => long(bytes),
        }
    }

    /// Reads the number that the lowest bytes of a word are, of eight at most; the others are zero.
    #[inline(always)]
    pub(super) fn parse_word(word: u64, length: usize) -> Option<Self> {
        let [first, ..] = word.to_le_bytes();
        let signed = matches!(first, b'-' | b'+');
        let (word, length) = if signed {
            (word >> 8, length.wrapping_sub(1))
        } else {
            (word, length)
        };
        let number = short(word, length)?;
        Some(if first == b'-' {
            number.negated()
        } else {
            number
        })
    }

    fn negated(self) -> Self {
        let mantissa = -self.mantissa;
        Self { mantissa, ..self }
    }
}

impl fmt::Display for Number {
    /// Writes the number as it was read, without a sign `+`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        if scale == 0 {
            return write!(out, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, decimals) = padded.split_at(padded.len() - scale);
        write!(out, "{sign}{whole}.{decimals}")
    }
}

/// A mantissa of so many digits never leaves the range of 64 bits.
const MAX_DIGITS: u8 = 18;

const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

const ZEROS: u64 = 0x3030_3030_3030_3030;

/// At most eight characters, all at once in one word, the first one lowest.
#[inline(always)]
fn short(word: u64, length: usize) -> Option<Number> {
    let point = first_in(matches_of(word, b'.'));
    let (word, digits, scale) = if point < length {
        // A point needs a digit on either side; the digits behind it move down over it.
        let digits = length.wrapping_sub(1);
        let decimals = digits.wrapping_sub(point);
        if point == 0 || decimals == 0 {
            return None;
        }
        let below = low_bytes(point);
        ((word & below) | ((word >> 8) & !below), digits, decimals)
    } else {
        (word, length, 0)
    };
    if digits == 0 {
        return None;
    }
    // The last digit goes to the highest byte, and zeros fill what is left below.
    let unused = 8_usize.wrapping_sub(digits);
    let aligned = above(word, unused) | (ZEROS & low_bytes(unused));
    let mantissa = i64::from(eight_digits(aligned)?);
    #[expect(clippy::cast_possible_truncation, reason = "at most six decimals")]
    let scale = scale as u8;
    Some(Number { mantissa, scale })
}

/// The number of eight digits, the first one in the lowest byte.
#[inline(always)]
fn eight_digits(word: u64) -> Option<u32> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const SIX: u64 = 0x0606_0606_0606_0606;
    let plain = (word & HIGH) | ((word.wrapping_add(SIX) & HIGH) >> 4);
    if plain != 0x3333_3333_3333_3333 {
        return None;
    }
    let ones = word.wrapping_sub(ZEROS);
    let pairs = ones.wrapping_mul(10).wrapping_add(ones >> 8);
    let even = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let odd = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some((even.wrapping_add(odd) >> 32) as u32)
}

/// Up to eight bytes as a word, the first one lowest, zero above the last.
#[inline]
fn load(text: &[u8]) -> u64 {
    let half = |bytes: [u8; 4]| u64::from(u32::from_le_bytes(bytes));
    let one = |at: usize| u64::from(text[at]) << (8 * at);
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some(first), Some(last)) => half(*first) | (half(*last) << (8 * (text.len() - 4))),
        _ if text.is_empty() => 0,
        _ => one(0) | one(text.len() / 2) | one(text.len() - 1),
    }
}

/// The byte that the lowest bit set stands in; eight where none is set.
#[inline]
pub(super) fn first_in(mask: u64) -> usize {
    (mask.trailing_zeros() / 8) as usize
}

/// A mask of the lowest bytes of a word, of seven at most.
#[inline]
pub(super) fn low_bytes(count: usize) -> u64 {
    !above(u64::MAX, count)
}

/// A word moved up by so many bytes, of seven at most.
#[inline]
fn above(word: u64, count: usize) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "at most seven")]
    let bits = (count as u32) << 3;
    word.wrapping_shl(bits)
}

/// The top bit of each byte that equals the one looked for; exact up to the first such byte.
#[inline]
pub(super) fn matches_of(word: u64, byte: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let zero_where_equal = word ^ (ONES * u64::from(byte));
    zero_where_equal.wrapping_sub(ONES) & !zero_where_equal & TOPS
}

/// More than eight characters, one after the other.
fn long(text: &[u8]) -> Option<Number> {
    let mut mantissa: i64 = 0;
    let mut digits: u8 = 0;
    let mut point: Option<u8> = None;
    for byte in text {
        match byte {
            b'0'..=b'9' if digits < MAX_DIGITS => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                digits += 1;
            }
            b'.' if point.is_none() && digits > 0 => point = Some(digits),
            _ => return None,
        }
    }
    let scale = match point {
        None => 0,
        Some(whole) if whole < digits => digits - whole,
        Some(_) => return None,
    };
    Some(Number { mantissa, scale })
}

//! Contents under SM4 in ECB, as HJ 212-2025 sends them (GB/T 32907). The text of the standard was not at
//! hand: how a length that is not a multiple of 16 is filled up, and how bytes are written into a frame of
//! text, are settings of the profile. There is no proof here that a content is genuine: ECB has none.

use std::fmt;

use sm4::Sm4;
use sm4::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// A key of 128 bits; it is never shown.
#[derive(Clone)]
pub struct Key(Sm4);

impl Key {
    /// The key of 32 hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Self> {
        let bytes: [u8; BLOCK] = from_hex(digits.as_bytes()).ok()?.try_into().ok()?;
        Some(Self(Sm4::new(&bytes.into())))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// What the standard at hand leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How the last block is filled up.
    pub padding: Padding,
    /// How bytes are written into text.
    pub carriage: Carriage,
}

/// How the last block is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Not at all: the length must be a multiple of 16.
    None,
    /// With bytes of zero, which are taken off again.
    Zero,
    /// By PKCS #7.
    Pkcs7,
}

/// How bytes are written into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    /// As hexadecimal digits, of either case.
    Hex,
    /// By base64 (RFC 4648 §4).
    Base64,
}

/// Why a content could not be opened or sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Sm4Error {
    /// The text is not written as the carriage says.
    #[error("byte {at} of the encrypted content is not {expected}")]
    Written {
        /// Where.
        at: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// Bytes remain behind the last whole block.
    #[error("{bytes} bytes are not a multiple of the block of 16")]
    Blocks {
        /// How many there are.
        bytes: usize,
    },
    /// The last block does not end as the padding says: a wrong key, or another padding.
    #[error("the last block does not end as PKCS #7 says: a wrong key, or another padding")]
    Padded,
}

/// The content that an encrypted one holds.
pub fn open(content: &[u8], key: &Key, settings: Settings) -> Result<Vec<u8>, Sm4Error> {
    let mut bytes = match settings.carriage {
        Carriage::Hex => from_hex(content)?,
        Carriage::Base64 => from_base64(content)?,
    };
    let length = bytes.len();
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
    if !rest.is_empty() {
        return Err(Sm4Error::Blocks { bytes: length });
    }
    for block in blocks {
        key.0.decrypt_block(block.into());
    }
    let kept = match settings.padding {
        Padding::None => length,
        Padding::Zero => bytes
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |at| at + 1),
        Padding::Pkcs7 => without_pkcs7(&bytes).ok_or(Sm4Error::Padded)?,
    };
    bytes.truncate(kept);
    Ok(bytes)
}

/// The encrypted content that holds one.
pub fn seal(content: &[u8], key: &Key, settings: Settings) -> Result<Vec<u8>, Sm4Error> {
    let mut bytes = content.to_vec();
    let over = bytes.len() % BLOCK;
    match settings.padding {
        Padding::None => {}
        Padding::Zero if over == 0 => {}
        Padding::Zero => bytes.resize(bytes.len() + BLOCK - over, 0),
        Padding::Pkcs7 => {
            let fill = u8::try_from(BLOCK - over).unwrap_or_default();
            bytes.resize(bytes.len() + BLOCK - over, fill);
        }
    }
    let length = bytes.len();
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
    if !rest.is_empty() {
        return Err(Sm4Error::Blocks { bytes: length });
    }
    for block in blocks {
        key.0.encrypt_block(block.into());
    }
    Ok(match settings.carriage {
        Carriage::Hex => to_hex(&bytes),
        Carriage::Base64 => to_base64(&bytes),
    })
}

/// Bytes in a block of SM4 (GB/T 32907 §4).
const BLOCK: usize = 16;

/// How many bytes PKCS #7 leaves.
fn without_pkcs7(bytes: &[u8]) -> Option<usize> {
    let fill = *bytes.last()?;
    let kept = bytes.len().checked_sub(usize::from(fill))?;
    let lawful = fill >= 1 && usize::from(fill) <= BLOCK;
    (lawful && bytes[kept..].iter().all(|byte| *byte == fill)).then_some(kept)
}

fn from_hex(text: &[u8]) -> Result<Vec<u8>, Sm4Error> {
    let digit = |at: usize| {
        let byte = text.get(at).copied().unwrap_or_default();
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or(Sm4Error::Written {
                at,
                expected: "a hexadecimal digit",
            })
    };
    (0..text.len())
        .step_by(2)
        .map(|at| Ok((digit(at)? << 4) | digit(at + 1)?))
        .collect()
}

fn to_hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .collect()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn from_base64(text: &[u8]) -> Result<Vec<u8>, Sm4Error> {
    let wrong = |at| Sm4Error::Written {
        at,
        expected: "a character of base64",
    };
    let body = text.strip_suffix(b"=").unwrap_or(text);
    let body = body.strip_suffix(b"=").unwrap_or(body);
    if !text.len().is_multiple_of(4) {
        return Err(wrong(text.len()));
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut held: u32 = 0;
    let mut bits = 0;
    for (at, byte) in body.iter().enumerate() {
        let value = ALPHABET.iter().position(|letter| letter == byte);
        let value = value.and_then(|value| u32::try_from(value).ok());
        held = (held << 6) | value.ok_or(wrong(at))?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            // What is held has at most 14 bits, so this is the whole of its front.
            bytes.push((held >> bits).to_le_bytes()[0]);
            held &= (1 << bits) - 1;
        }
    }
    Ok(bytes)
}

fn to_base64(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or_default());
        let held = (at(0) << 16) | (at(1) << 8) | at(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET[((held >> shift) & 63) as usize];
            text.push(if place <= three.len() { letter } else { b'=' });
        }
    }
    text
}

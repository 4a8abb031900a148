//! The head of a frame: start, command, version or answer, VIN, encryption, length (GB 17691-2018 Annex Q,
//! HJ 1239.3-2021 Table 16, GB/T 32960.3-2016 Table 2).
//!
//! A terminal's packet carries the version of its software behind the VIN; a platform's packet and GB/T 32960 carry
//! an answer flag before it. The byte behind the command tells which: an answer flag is no character of a VIN.

use std::fmt;

use super::Protocol;
use super::layout::{self, Channel, Encryption};

/// Bytes before the data.
pub(super) const HEAD: usize = 24;
/// Bytes that are not data: the head and the BCC.
pub(super) const FRAME: usize = HEAD + 1;
/// The answer flag of a command: whoever sends it asks.
const ASKS: u8 = 0xFE;
/// The way of encryption that means none, in all three standards.
pub(super) const PLAIN: u8 = 0x01;

/// How a frame starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// `##`: GB 17691 Annex Q and GB/T 32960.
    Hash,
    /// `~~`: HJ 1239.3.
    Tilde,
}

/// Who packed the frame, by the form of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A vehicle's terminal.
    Terminal {
        /// The version of its software.
        version: u8,
    },
    /// A platform, or a vehicle under GB/T 32960.
    Platform {
        /// 0xFE for a command; otherwise how the command was answered.
        answer: u8,
    },
}

/// A vehicle identification number as sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vin([u8; 17]);

/// What stands before the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How the frame starts.
    pub start: Start,
    /// The command.
    pub command: u8,
    /// Who packed it.
    pub form: Form,
    /// The vehicle.
    pub vin: Vin,
    /// The way of encryption; 0x01 is none.
    pub encryption: u8,
}

impl Start {
    /// The byte that stands twice.
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Hash => b'#',
            Self::Tilde => b'~',
        }
    }

    /// The start that two bytes are, if they are one.
    pub(super) fn of(first: u8, second: u8) -> Option<Self> {
        match (first, second) {
            (b'#', b'#') => Some(Self::Hash),
            (b'~', b'~') => Some(Self::Tilde),
            _ => None,
        }
    }
}

impl Form {
    /// Whether this is the answer to a command.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Platform { answer } if answer != ASKS)
    }

    /// Whether a byte behind the command is an answer flag: 0x01 success, 0x02 error, 0x03 VIN repeated, 0xFE command.
    fn is_flag(byte: u8) -> bool {
        matches!(byte, 0x01..=0x1F | ASKS)
    }
}

impl Vin {
    /// A VIN; a shorter text is filled up with zeros. None for a longer one.
    pub fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; 17];
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        Some(Self(bytes))
    }

    /// The VIN that 17 bytes are.
    pub const fn of_bytes(bytes: [u8; 17]) -> Self {
        Self(bytes)
    }

    /// The bytes as sent.
    pub const fn bytes(self) -> [u8; 17] {
        self.0
    }

    /// The text without the filling at its end; none if a character is neither letter nor digit, or there is none.
    pub fn as_str(&self) -> Option<&str> {
        let text = super::payload::text(&self.0)?;
        let readable = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (readable && !text.is_empty()).then_some(text)
    }

    /// Whether the bytes could be a VIN or what stands in its place: characters and filling, or filling only.
    fn is_plausible(self) -> bool {
        let filled = |byte: u8| self.0.iter().all(|one| *one == byte);
        if filled(0) || filled(0xFF) {
            return true;
        }
        let end = self
            .0
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1);
        self.0[..end].iter().all(|byte| matches!(byte, b' '..=b'~'))
    }
}

impl Head {
    /// Reads the head and the length it declares; none if the bytes do not begin with a start, or are too few.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, u16)> {
        let head: &[u8; HEAD] = bytes.first_chunk()?;
        let start = Start::of(head[0], head[1])?;
        let vin_at = |at: usize| Vin(std::array::from_fn(|i| head[at + i]));
        let (form, vin) = if Form::is_flag(head[3]) {
            (Form::Platform { answer: head[3] }, vin_at(4))
        } else {
            (Form::Terminal { version: head[20] }, vin_at(3))
        };
        let head_read = Self {
            start,
            command: head[2],
            form,
            vin,
            encryption: head[21],
        };
        Some((head_read, u16::from_be_bytes([head[22], head[23]])))
    }

    /// The 24 bytes of the head for so much data.
    pub(super) fn write(self, length: u16) -> [u8; HEAD] {
        let mut bytes = [0; HEAD];
        bytes[..2].fill(self.start.byte());
        bytes[2] = self.command;
        match self.form {
            Form::Terminal { version } => {
                bytes[3..20].copy_from_slice(&self.vin.0);
                bytes[20] = version;
            }
            Form::Platform { answer } => {
                bytes[3] = answer;
                bytes[4..21].copy_from_slice(&self.vin.0);
            }
        }
        bytes[21] = self.encryption;
        bytes[22..].copy_from_slice(&length.to_be_bytes());
        bytes
    }

    /// Whether a frame could begin so: a way of encryption near those there are, and a VIN of characters.
    pub(super) fn is_plausible(self) -> bool {
        matches!(self.encryption, 0x00..=0x0F | 0xFE..) && self.vin.is_plausible()
    }

    /// Whose list of commands holds.
    pub fn channel(self, protocol: Protocol) -> Channel {
        match (protocol, self.form) {
            (Protocol::Gb32960, _) => Channel::Gb32960,
            (Protocol::Gb17691, Form::Terminal { .. }) => Channel::Terminal,
            (Protocol::Gb17691, Form::Platform { .. }) => Channel::Platform,
        }
    }

    /// What the way of encryption means, if it means anything.
    pub fn encryption(self, protocol: Protocol) -> Option<&'static Encryption> {
        layout::encryption(protocol, self.encryption)
    }
}

impl fmt::Debug for Vin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.escape_ascii())
    }
}

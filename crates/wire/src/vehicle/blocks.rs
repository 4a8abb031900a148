//! The blocks of real-time data: kind, what stands behind the kind, body.
//!
//! GB 17691 Annex Q puts a serial number behind the kind, HJ 1239.3 a time, GB/T 32960 nothing; terminals send either
//! of the first two under `##`. A reading is right if it divides the data into known blocks to the last byte, so
//! that is how the reading is chosen. What cannot be divided stays whole, as bytes.

mod records;
mod divide;
mod list;

pub(super) use divide::{divide, divide_bare};
pub use list::BlockList;
pub use records::Records;

use super::Protocol;
use super::layout::{self, BlockLayout};
use super::time::Time;

/// Kinds from here on are a vendor's own in all three standards.
const VENDOR: u8 = 0x80;

/// What stands between a block's kind and its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// The time of the block (HJ 1239.3).
    Timed,
    /// The serial number of the block (GB 17691 Annex Q).
    Numbered,
    /// Nothing (GB/T 32960).
    Bare,
}

/// How a vendor's block ends, and whose layout a block follows: chosen once for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    prefix: Prefix,
    habit: bool,
    vendor: Vendor,
}

/// How the body of a block from 0x80 on ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vendor {
    /// As the standard's layout of its kind says.
    Layout,
    /// Two bytes say how many follow.
    Counted,
    /// With the data.
    Rest,
}

/// The blocks of a frame, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<'a> {
    reading: Reading,
    bytes: &'a [u8],
}

/// One block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// Its kind.
    pub kind: u8,
    /// Its serial number, under Annex Q.
    pub serial: Option<u16>,
    /// Its time, under HJ 1239.
    pub time: Option<Time>,
    /// What it holds.
    pub body: Body<'a>,
}

/// What a block holds.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Records of a known layout.
    Known {
        /// The kind's names.
        layout: &'static BlockLayout,
        /// Whether the parts are those of a vendor's habit.
        habit: bool,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// A vendor's own data, without the count that may stand before them.
    Vendor(&'a [u8]),
    /// A kind that nobody defined, with all bytes behind it.
    Unknown(&'a [u8]),
    /// Too few bytes for the kind's layout.
    Short(&'a [u8]),
}

impl Prefix {
    /// Bytes of kind and prefix.
    const fn width(self) -> usize {
        match self {
            Self::Timed => 7,
            Self::Numbered => 3,
            Self::Bare => 1,
        }
    }

    fn protocol(self) -> Protocol {
        match self {
            Self::Timed | Self::Numbered => Protocol::Gb17691,
            Self::Bare => Protocol::Gb32960,
        }
    }
}

impl<'a> Blocks<'a> {
    /// The bytes of the blocks.
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// What stands behind the kind of each block.
    pub fn prefix(self) -> Prefix {
        self.reading.prefix
    }
}

impl<'a> IntoIterator for Blocks<'a> {
    type Item = Block<'a>;
    type IntoIter = BlocksIter<'a>;

    fn into_iter(self) -> BlocksIter<'a> {
        BlocksIter(self)
    }
}

/// Walks over blocks.
#[derive(Clone, Debug)]
pub struct BlocksIter<'a>(Blocks<'a>);

impl<'a> Iterator for BlocksIter<'a> {
    type Item = Block<'a>;

    #[inline]
    fn next(&mut self) -> Option<Block<'a>> {
        let Blocks { reading, bytes } = self.0;
        let kind = *bytes.first()?;
        let Some((prefix, rest)) = bytes.split_at_checked(reading.prefix.width()) else {
            self.0.bytes = &[];
            return Some(Block {
                kind,
                serial: None,
                time: None,
                body: Body::Short(&bytes[1..]),
            });
        };
        let (body, left) = body(reading, kind, rest);
        self.0.bytes = left;
        Some(Block {
            kind,
            serial: match (reading.prefix, prefix) {
                (Prefix::Numbered, [_, high, low]) => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            },
            time: match reading.prefix {
                Prefix::Timed => Time::at_start(&prefix[1..]),
                Prefix::Numbered | Prefix::Bare => None,
            },
            body,
        })
    }
}

/// The body that begins the bytes, and what is left behind it.
#[inline]
fn body(reading: Reading, kind: u8, rest: &[u8]) -> (Body<'_>, &[u8]) {
    let layout = match (kind, reading.vendor) {
        (VENDOR.., Vendor::Counted | Vendor::Rest) => None,
        _ => layout::block_layout(reading.prefix.protocol(), kind),
    };
    if let Some(layout) = layout {
        let habit = reading.habit && !layout.habit.is_empty();
        let parts = if habit { layout.habit } else { layout.parts };
        return match records::length(layout.grouped, parts, rest) {
            Some(length) => {
                let (bytes, left) = rest.split_at(length);
                (
                    Body::Known {
                        layout,
                        habit,
                        bytes,
                    },
                    left,
                )
            }
            None => (Body::Short(rest), &[]),
        };
    }
    let counted = reading.prefix == Prefix::Bare || reading.vendor == Vendor::Counted;
    if let Some((count, behind)) = rest.split_first_chunk::<2>()
        && counted
        && let Some((bytes, left)) = behind.split_at_checked(u16::from_be_bytes(*count).into())
    {
        return (Body::Vendor(bytes), left);
    }
    match kind {
        VENDOR.. if reading.vendor == Vendor::Rest => (Body::Vendor(rest), &[]),
        VENDOR.. if counted => (Body::Short(rest), &[]),
        _ => (Body::Unknown(rest), &[]),
    }
}

//! GB 17691-2018 Annex Q, HJ 1239.3-2021 and GB/T 32960.3: the wire of vehicles.
//!
//! All three share one frame: start, command, a byte, VIN, way of encryption, length, data, BCC. `Scanner` finds
//! frames in a stream, `decode` reads one, `encode` writes one. What the blocks hold stands in `standards/vehicle`.
//! This module decrypts nothing, verifies no signature, and judges no value: a speed of 250 km/h is a speed.

mod bcc;
mod time;
mod number;
mod head;
mod defect;
mod layout;
mod position;
mod record;
mod blocks;
mod payload;
mod decode;
mod scanner;
mod encode;

pub use bcc::bcc;
pub use blocks::{Block, BlockList, Blocks, BlocksIter, Body, Prefix, Records};
pub use decode::{Decoded, Frame, Length, Verdict, decode, guess};
pub use defect::{Defect, Defects};
pub use encode::{EncodeError, encode};
pub use head::{Form, Head, Start, Vin};
pub use layout::{
    BlockLayout, Channel, Command, Content, Encryption, Field, FieldForm, Part, RecordLayout,
    Source, block_layout, block_layouts,
};
pub use number::Number;
pub use payload::{Payload, RealTime, Signature, text};
pub use position::Position;
pub use record::{Record, Value};
pub use scanner::{Piece, Scanner, Skip};
pub use time::Time;

/// Which family of blocks and commands a channel speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// GB 17691-2018 Annex Q and HJ 1239-2021: heavy-duty vehicles.
    Gb17691,
    /// GB/T 32960.3-2016: vehicles with electric drive.
    Gb32960,
}

impl Protocol {
    /// Its name on the command line and in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gb17691 => "gb17691",
            Self::Gb32960 => "gb32960",
        }
    }
}

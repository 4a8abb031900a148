//! HJ 212: the messages between sites and hosts, of HJ/T 212-2005, HJ 212-2017 and HJ 212-2025, told apart
//! by Flag.
//!
//! `Scanner` finds frames in a stream, `decode` reads one, `encode` writes one. Reading never fails: what is
//! missing is none, and what departs from the standard is a named defect. Nothing is judged by a password, a
//! device or a clock; nothing says what a value means.

pub mod crc;
mod scan;
mod profile;
mod decode;
mod header;
mod content;
mod token;
mod field;
mod number;
mod time;
mod inspect;
mod defect;
mod message;
pub mod body;
pub mod request;
pub mod answer;
mod reassembly;
pub mod sm4;
pub mod commands;
pub mod factors;
pub mod codes;

pub use answer::Answer;
pub use content::{Content, Group, Item, Items, Reading};
pub use crc::Crc;
pub use decode::{Decoded, Verdict, decode, decode_with};
pub use defect::{Defect, Defects};
pub use field::{Field, Kind};
pub use header::{Edition, Flag, Frame};
pub use message::{EncodeError, Message, encode, split};
pub use number::Number;
pub use profile::{Admitted, Profile};
pub use reassembly::{Expired, Joined, Limits, Put, Reassembly, Refusal};
pub use request::{Request, RequestError};
pub use scan::{Piece, Scanner, Skip};
pub use time::Civil;

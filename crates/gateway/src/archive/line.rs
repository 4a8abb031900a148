//! A record as a line of JSON, and its hash.
//!
//! The canonical bytes of a record are its line up to, and without, `,"prev":"`; its hash is SHA-256 of the
//! previous record's hash, 32 bytes, followed by them. The line ends with both hashes, so whoever has the line
//! needs no JSON library to check it.

use std::borrow::Cow;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use units::Day;

use crate::entry::{Channel, Entry, Standing, Stored};

use super::moment::{self, Clock};
use super::{Hash, from_hex, hex};

const PREV: &[u8] = b",\"prev\":\"";
const HASH: &[u8] = b"\",\"hash\":\"";
const END: &[u8] = b"\"}";

/// What a device's first record of a day has before it.
pub(super) fn genesis(day: Day, device: &str) -> Hash {
    let text = format!("lantian archive 1\n{day}\n{device}\n");
    Sha256::digest(text).into()
}

/// Appends the line of a record and returns its hash.
pub(super) fn write(stored: &Stored, clock: &Clock, prev: &Hash, out: &mut Vec<u8>) -> Hash {
    let start = out.len();
    let entry = &stored.entry;
    out.extend(b"{\"sequence\":");
    out.extend(stored.sequence.to_string().as_bytes());
    field(out, "received_at", &clock.text(entry.received_at));
    field(out, "channel", entry.channel.id());
    field(out, "device", &entry.device);
    field(out, "peer", &entry.peer);
    match &entry.standing {
        Standing::Accepted => field(out, "standing", "accepted"),
        Standing::Quarantined { reason } => {
            field(out, "standing", "quarantined");
            field(out, "reason", reason);
        }
        Standing::Sent { by, why } => {
            field(out, "standing", "sent");
            field(out, "by", by);
            field(out, "why", why);
        }
    }
    match printable(&entry.raw) {
        Some(text) => field(out, "raw", text),
        None => field(out, "raw_hex", &hex(&entry.raw)),
    }
    let hash = chained(prev, &out[start..]);
    for part in [
        PREV,
        hex(prev).as_bytes(),
        HASH,
        hex(&hash).as_bytes(),
        END,
        b"\n",
    ] {
        out.extend(part);
    }
    hash
}

/// A line that was read.
#[derive(Deserialize)]
pub(super) struct Line<'a> {
    pub(super) sequence: u64,
    #[serde(borrow)]
    received_at: Cow<'a, str>,
    #[serde(borrow)]
    channel: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) device: Cow<'a, str>,
    #[serde(borrow)]
    peer: Cow<'a, str>,
    #[serde(borrow)]
    standing: Cow<'a, str>,
    reason: Option<String>,
    by: Option<String>,
    why: Option<String>,
    #[serde(borrow)]
    raw: Option<Cow<'a, str>>,
    #[serde(borrow)]
    raw_hex: Option<Cow<'a, str>>,
}

impl<'a> Line<'a> {
    /// The line of a record; none when it is not one.
    pub(super) fn parse(line: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// When the record was received or sent, in microseconds since 1970 UTC.
    pub(super) fn received_at(&self) -> Option<i64> {
        moment::parse(&self.received_at)
    }

    /// The record itself; none where a field has a value that no record has.
    pub(super) fn stored(self) -> Option<Stored> {
        let standing = match (&*self.standing, self.reason, self.by, self.why) {
            ("accepted", ..) => Standing::Accepted,
            ("quarantined", Some(reason), ..) => Standing::Quarantined { reason },
            ("sent", _, Some(by), Some(why)) => Standing::Sent { by, why },
            _ => return None,
        };
        let raw = match (self.raw, self.raw_hex) {
            (Some(text), None) => text.into_owned().into_bytes(),
            (None, Some(digits)) => from_hex(&digits)?,
            _ => return None,
        };
        Some(Stored {
            sequence: self.sequence,
            entry: Entry {
                received_at: moment::parse(&self.received_at)?,
                channel: Channel::of(&self.channel)?,
                device: self.device.into_owned(),
                peer: self.peer.into_owned(),
                standing,
                raw,
            },
        })
    }
}

/// The hashes at the end of a line.
pub(super) struct Seal {
    pub(super) prev: Hash,
    pub(super) hash: Hash,
    /// Whether the hash is that of the line.
    pub(super) is_whole: bool,
}

/// Reads the hashes of a line; none when it does not end with them.
pub(super) fn seal(line: &[u8]) -> Option<Seal> {
    let ending = line.strip_suffix(END)?;
    let (ending, hash) = ending.split_at_checked(ending.len().checked_sub(64)?)?;
    let ending = ending.strip_suffix(HASH)?;
    let (ending, prev) = ending.split_at_checked(ending.len().checked_sub(64)?)?;
    let canonical = ending.strip_suffix(PREV)?;
    let read = |digits| from_hex(str::from_utf8(digits).ok()?)?.try_into().ok();
    let (prev, hash): (Hash, Hash) = (read(prev)?, read(hash)?);
    let is_whole = chained(&prev, canonical) == hash;
    Some(Seal {
        prev,
        hash,
        is_whole,
    })
}

fn chained(prev: &Hash, canonical: &[u8]) -> Hash {
    let digest = Sha256::new().chain_update(prev).chain_update(canonical);
    digest.finalize().into()
}

fn field(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend(b",\"");
    out.extend(name.as_bytes());
    out.extend(b"\":");
    serde_json::to_writer(out, value).expect("a string is always JSON");
}

/// The bytes as text, if a person could read all of it.
fn printable(raw: &[u8]) -> Option<&str> {
    let text = str::from_utf8(raw).ok()?;
    let is_readable = |c: char| !c.is_control() || matches!(c, '\r' | '\n' | '\t');
    text.chars().all(is_readable).then_some(text)
}

//! The bytes of an entry, and of a record in a segment.
//!
//! A record is checksum (CRC-32 of what follows), length of the entry, sequence number, entry; integers are
//! little-endian. An entry is channel, standing, time, then device, peer and the standing's words, each with
//! its length before it, then the frame. A record that does not check is never handed out.

use std::io::{self, Read};

use crate::entry::{Channel, Entry, Standing};

use super::error::InboxError;

/// What stands before the entry in a record.
pub(super) const HEAD: usize = 16;

/// The largest entry.
pub(super) const MAX_ENTRY: usize = 16 << 20;

/// Appends an entry as a record that still lacks its number.
pub(super) fn frame(entry: &Entry, out: &mut Vec<u8>) -> Result<(), InboxError> {
    let start = out.len();
    out.resize(start + HEAD, 0);
    encode(entry, out);
    let bytes = out.len() - start - HEAD;
    let Some(length) = u32::try_from(bytes).ok().filter(|_| bytes <= MAX_ENTRY) else {
        return Err(InboxError::TooLarge {
            bytes,
            max_bytes: MAX_ENTRY,
        });
    };
    out[start + 4..start + 8].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// Numbers framed records from `first` on and gives each its checksum.
pub(super) fn seal(mut records: &mut [u8], first: u64) {
    let mut sequence = first;
    while records.len() >= HEAD {
        let whole = HEAD + length(records);
        records[8..HEAD].copy_from_slice(&sequence.to_le_bytes());
        let checksum = crc32fast::hash(&records[4..whole]);
        records[..4].copy_from_slice(&checksum.to_le_bytes());
        records = &mut records[whole..];
        sequence += 1;
    }
}

/// Sealed records of memory, as number and entry's bytes.
pub(super) fn records(mut bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        let head = bytes.get(..HEAD)?;
        let (sequence, whole) = (number(head), HEAD + length(head));
        let entry = bytes.get(HEAD..whole)?;
        bytes = &bytes[whole..];
        Some((sequence, entry))
    })
}

/// Reads a record that must be the `expected` one into `entry`; false when none stands here.
pub(super) fn read(
    reader: &mut impl Read,
    expected: u64,
    left: u64,
    entry: &mut Vec<u8>,
) -> io::Result<bool> {
    let mut head = [0; HEAD];
    if left < HEAD as u64 {
        return Ok(false);
    }
    reader.read_exact(&mut head)?;
    let length = length(&head);
    if number(&head) != expected || length > MAX_ENTRY || (HEAD + length) as u64 > left {
        return Ok(false);
    }
    entry.resize(length, 0);
    reader.read_exact(entry)?;
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&head[4..]);
    checksum.update(entry);
    Ok(head[..4] == checksum.finalize().to_le_bytes())
}

fn length(head: &[u8]) -> usize {
    let bytes = [head[4], head[5], head[6], head[7]];
    u32::from_le_bytes(bytes) as usize
}

fn number(head: &[u8]) -> u64 {
    let bytes = head[8..HEAD].first_chunk();
    u64::from_le_bytes(*bytes.expect("the head ends with eight bytes of number"))
}

/// Appends the bytes of an entry.
pub(super) fn encode(entry: &Entry, out: &mut Vec<u8>) {
    let (standing, words) = match &entry.standing {
        Standing::Accepted => (0, ["", ""]),
        Standing::Quarantined { reason } => (1, [reason.as_str(), ""]),
        Standing::Sent { by, why } => (2, [by.as_str(), why.as_str()]),
    };
    out.extend([code(entry.channel), standing]);
    out.extend(entry.received_at.to_le_bytes());
    for text in [entry.device.as_str(), entry.peer.as_str()]
        .into_iter()
        .chain(words)
    {
        // A text beyond 4 GiB makes the entry too large, which is refused before it is written.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        out.extend(length.to_le_bytes());
        out.extend(text.as_bytes());
    }
    out.extend(&entry.raw);
}

/// The entry of its bytes; none when they are not of an entry.
pub(super) fn decode(mut bytes: &[u8]) -> Option<Entry> {
    let [channel, standing] = *bytes.split_off(..2)?.first_chunk()?;
    let received_at = i64::from_le_bytes(*bytes.split_off(..8)?.first_chunk()?);
    let mut text = || {
        let length = u32::from_le_bytes(*bytes.split_off(..4)?.first_chunk()?);
        let text = bytes.split_off(..length as usize)?;
        Some(str::from_utf8(text).ok()?.to_owned())
    };
    let (device, peer, first, second) = (text()?, text()?, text()?, text()?);
    let standing = match standing {
        0 => Standing::Accepted,
        1 => Standing::Quarantined { reason: first },
        2 => Standing::Sent {
            by: first,
            why: second,
        },
        _ => return None,
    };
    let channel = Channel::ALL.into_iter().find(|&c| code(c) == channel)?;
    Some(Entry {
        received_at,
        channel,
        device,
        peer,
        standing,
        raw: bytes.to_vec(),
    })
}

/// A channel in the bytes of an entry; a number once given stays.
fn code(channel: Channel) -> u8 {
    match channel {
        Channel::Hj212 => 1,
        Channel::Gb17691 => 2,
        Channel::Gb32960 => 3,
        Channel::Mqtt => 4,
    }
}

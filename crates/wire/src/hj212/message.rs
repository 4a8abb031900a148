//! Messages to be sent: one frame, or as many packets as a long content needs. What the receiver could not
//! read is refused, not sent.

use std::io::Write as _;

use super::crc::Crc;
use super::header::{Edition, Flag};

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// QN; uploads of 2005 have none.
    pub qn: Option<String>,
    /// ST.
    pub system: String,
    /// CN.
    pub command: u16,
    /// PW.
    pub password: String,
    /// MN.
    pub device: String,
    /// Flag; `split` writes its bit D itself.
    pub flag: Flag,
    /// The content, without the `&&` at either end.
    pub content: String,
    /// The rule of the check word, as the receiver expects it.
    pub crc: Crc,
}

/// Why a message cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The data segment is longer than four digits can say.
    #[error(
        "the data segment has {bytes} bytes, and the length field ends at 9999: split it into packets"
    )]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// A field of the header holds what would end it.
    #[error("{field} is {value:?}: a field of the header can hold no ; , = & # or blank")]
    Forbidden {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
    /// The content holds what would end it.
    #[error("the content holds && at byte {at}, which would end it")]
    Closes {
        /// Where.
        at: usize,
    },
    /// One group is longer than a packet.
    #[error("a group of {bytes} bytes does not fit into a packet of {limit}")]
    Group {
        /// How long the group is.
        bytes: usize,
        /// How much content a packet may have.
        limit: usize,
    },
}

/// Writes a message as one frame.
///
/// # Errors
///
/// Where the receiver could not read it: a separator in a header field, `&&` in the content, more than 9999 bytes.
pub fn encode(message: &Message) -> Result<Vec<u8>, EncodeError> {
    frame(message, None, &message.content)
}

/// Writes a message as one frame or, where its content is longer than a packet may have, as packets.
///
/// Each packet repeats `DataTime`, so that it can be read alone.
///
/// # Errors
///
/// As `encode`, and where one group alone is longer than a packet may have.
pub fn split(message: &Message) -> Result<Vec<Vec<u8>>, EncodeError> {
    if message.content.len() <= PACKET {
        return Ok(vec![encode(message)?]);
    }
    let parts = parts(&message.content)?;
    let of = u16::try_from(parts.len()).unwrap_or(u16::MAX);
    (1..=of)
        .zip(&parts)
        .map(|(number, part)| frame(message, Some((number, of)), part))
        .collect()
}

/// How much content a packet may have (HJ 212-2017 Table 3, CP without its name and `&&`).
const PACKET: usize = 950 - "CP=&&&&".len();

/// The content in parts that each fit into a packet.
fn parts(content: &str) -> Result<Vec<String>, EncodeError> {
    let mut groups = content
        .split(';')
        .filter(|group| !group.is_empty())
        .peekable();
    let time = groups.next_if(|group| group.starts_with("DataTime="));
    let room = PACKET - time.map_or(0, |time| time.len() + 1);
    let opened = || time.map_or_else(String::new, str::to_owned);
    let mut parts = Vec::new();
    let mut part = opened();
    let mut filled = false;
    for group in groups {
        if group.len() > room {
            let (bytes, limit) = (group.len(), room);
            return Err(EncodeError::Group { bytes, limit });
        }
        if filled && part.len() + 1 + group.len() > PACKET {
            parts.push(std::mem::replace(&mut part, opened()));
        }
        if !part.is_empty() {
            part.push(';');
        }
        part.push_str(group);
        filled = true;
    }
    parts.push(part);
    Ok(parts)
}

fn frame(
    message: &Message,
    packet: Option<(u16, u16)>,
    content: &str,
) -> Result<Vec<u8>, EncodeError> {
    check(message, content)?;
    let mut frame = Vec::with_capacity(content.len() + 160);
    frame.extend_from_slice(b"##0000");
    if let Some(qn) = &message.qn {
        field(&mut frame, "QN", qn);
    }
    field(&mut frame, "ST", &message.system);
    number(&mut frame, "CN", message.command);
    field(&mut frame, "PW", &message.password);
    field(&mut frame, "MN", &message.device);
    let split = packet.is_some();
    let flag = Flag {
        split,
        ..message.flag
    };
    number(&mut frame, "Flag", u16::from(flag.number()));
    if let Some((which, of)) = packet {
        number(&mut frame, "PNUM", of);
        number(&mut frame, "PNO", which);
    }
    frame.extend_from_slice(b"CP=&&");
    frame.extend_from_slice(content.as_bytes());
    frame.extend_from_slice(b"&&");
    close(frame, message.crc)
}

/// Writes the length before and the check word behind the data segment.
fn close(mut frame: Vec<u8>, crc: Crc) -> Result<Vec<u8>, EncodeError> {
    let bytes = frame.len() - 6;
    if bytes > 9999 {
        return Err(EncodeError::TooLong { bytes });
    }
    let word = crc.of(&frame[6..]);
    frame[2..6].copy_from_slice(format!("{bytes:04}").as_bytes());
    write_all(&mut frame, format_args!("{word:04X}\r\n"));
    Ok(frame)
}

fn check(message: &Message, content: &str) -> Result<(), EncodeError> {
    let qn = message.qn.as_deref().unwrap_or_default();
    let fields = [
        ("QN", qn),
        ("ST", &message.system),
        ("PW", &message.password),
        ("MN", &message.device),
    ];
    for (field, value) in fields {
        let ends = |letter: char| ";,=&#".contains(letter) || letter.is_ascii_whitespace();
        if value.contains(ends) {
            let value = value.to_owned();
            return Err(EncodeError::Forbidden { field, value });
        }
    }
    match memchr::memmem::find(content.as_bytes(), b"&&") {
        Some(at) => Err(EncodeError::Closes { at }),
        None => Ok(()),
    }
}

fn field(frame: &mut Vec<u8>, name: &str, value: &str) {
    write_all(frame, format_args!("{name}={value};"));
}

fn number(frame: &mut Vec<u8>, name: &str, value: u16) {
    write_all(frame, format_args!("{name}={value};"));
}

fn write_all(frame: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    frame
        .write_fmt(text)
        .expect("writing into memory does not fail");
}

impl Message {
    /// A message of an edition without content, which wants no answer.
    pub fn new(edition: Edition, command: u16, system: &str, device: &str, password: &str) -> Self {
        Self {
            qn: None,
            system: system.to_owned(),
            command,
            password: password.to_owned(),
            device: device.to_owned(),
            flag: Flag {
                version: edition,
                answer: false,
                split: false,
            },
            content: String::new(),
            crc: Crc::Standard,
        }
    }
}

//! The data segment: the fields before the content (Table 3 of HJ 212-2017), and the content. Order does not
//! matter and a field may be missing; each departure is named. The password is given as sent.

use std::ops::Range;
use std::str::FromStr;

use super::content::{Content, Group, Items};
use super::defect::{Defect, Defects};
use super::field::Field;
use super::time::Civil;
use super::token::value_end;

/// What a data segment says; a field that it lacks is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// QN: which exchange this belongs to, `YYYYMMDDhhmmsszzz`.
    pub qn: Option<&'a str>,
    /// ST: what kind of source.
    pub system: Option<&'a str>,
    /// CN: the command.
    pub command: Option<u16>,
    /// PW: the password.
    pub password: Option<&'a str>,
    /// MN: the device.
    pub device: Option<&'a str>,
    /// Flag: edition, answer, packets.
    pub flag: Option<Flag>,
    /// PNUM: of how many packets.
    pub pnum: Option<u16>,
    /// PNO: the how-manieth packet, from 1.
    pub pno: Option<u16>,
    /// CP: the content.
    pub content: Content<'a>,
}

/// The field Flag, bits V5…V0 D A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flag {
    /// The edition of the standard, bits V5…V0.
    pub version: Edition,
    /// Whether an answer is wanted, bit A.
    pub answer: bool,
    /// Whether PNUM and PNO stand in the header, bit D.
    pub split: bool,
}

/// An edition of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// HJ/T 212-2005.
    V2005,
    /// HJ 212-2017.
    V2017,
    /// HJ 212-2025.
    V2025,
    /// Version bits that none of them has.
    Unknown(u8),
}

impl Flag {
    /// The flag of a number from 0 to 255.
    pub fn of(number: u8) -> Self {
        let version = match number >> 2 {
            0 => Edition::V2005,
            1 => Edition::V2017,
            2 => Edition::V2025,
            bits => Edition::Unknown(bits),
        };
        Self {
            version,
            answer: number & 1 != 0,
            split: number & 2 != 0,
        }
    }

    /// The number that the wire carries.
    pub fn number(self) -> u8 {
        let version = match self.version {
            Edition::V2005 => 0,
            Edition::V2017 => 1,
            Edition::V2025 => 2,
            Edition::Unknown(bits) => bits,
        };
        (version << 2) | (u8::from(self.split) << 1) | u8::from(self.answer)
    }
}

impl Edition {
    /// Its name in tables and files: the year.
    pub fn id(self) -> &'static str {
        match self {
            Self::V2005 => "2005",
            Self::V2017 => "2017",
            Self::V2025 => "2025",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl<'a> Frame<'a> {
    /// The edition that Flag names; without Flag it is that of 2005.
    pub fn edition(&self) -> Edition {
        self.flag.map_or(Edition::V2005, |flag| flag.version)
    }

    /// Whether the sender wants an answer.
    pub fn wants_answer(&self) -> bool {
        self.flag.is_some_and(|flag| flag.answer)
    }

    /// Packet and number of packets, where the header has both.
    pub fn packet(&self) -> Option<(u16, u16)> {
        Some((self.pno?, self.pnum?))
    }

    /// The items of the content.
    pub fn items(&self) -> Items<'a> {
        self.content.items()
    }

    /// The groups of the content.
    pub fn groups(&self) -> impl Iterator<Item = Group<'a>> + use<'a> {
        self.content.groups()
    }

    /// The values of factors: factor, field, value as written.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, Field, &'a str)> + use<'a> {
        self.content.values()
    }

    /// `DataTime` of the content, 14 digits; none where the calendar has no such time.
    pub fn data_time(&self) -> Option<&'a str> {
        self.content.data_time()
    }
}

/// Reads a data segment; none where it has not one field.
pub(super) fn read<'a>(segment: &'a [u8], found: &mut Defects) -> Option<Frame<'a>> {
    let mut frame = Frame {
        qn: None,
        system: None,
        command: None,
        password: None,
        device: None,
        flag: None,
        pnum: None,
        pno: None,
        content: Content::new(&[]),
    };
    let whole = str::from_utf8(segment).ok();
    let mut at = 0;
    let mut fields = 0;
    let mut has_content = false;
    while let Some(byte) = segment.get(at) {
        match byte {
            b';' => at += 1,
            b',' => {
                found.add(Defect::CommaForSemicolon);
                at += 1;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {
                found.add(Defect::BlankTrimmed);
                at += 1;
            }
            b'C' if segment[at..].starts_with(b"CP=") => {
                let part = opened(segment, at + 3, found);
                let cp = content(segment, whole, part);
                frame.content = cp;
                has_content = true;
                break;
            }
            _ => {
                let end = value_end(segment, at);
                let field = match whole {
                    Some(text) => text.get(at..end),
                    None => str::from_utf8(&segment[at..end]).ok(),
                };
                match field {
                    Some(field) => fields += usize::from(frame.take(field, found)),
                    None => found.add(Defect::HeaderMalformed),
                }
                at = end;
            }
        }
    }
    found.add_if(!has_content, Defect::ContentMissing);
    if fields == 0 && !has_content {
        return None;
    }
    frame.inspect(found);
    Some(frame)
}

/// The part behind `CP=` that is content, without the `&&` at either end.
fn opened(segment: &[u8], from: usize, found: &mut Defects) -> Range<usize> {
    let rest = &segment[from..];
    let start = if rest.starts_with(b"&&") {
        from + 2
    } else {
        from
    };
    if segment[start..].ends_with(b"&&") {
        return start..segment.len() - 2;
    }
    found.add(Defect::ContentNotClosed);
    start..segment.len()
}

/// The content of a part of the segment; `whole` is the segment, where it is text.
fn content<'a>(segment: &'a [u8], whole: Option<&'a str>, part: Range<usize>) -> Content<'a> {
    match whole.and_then(|text| text.get(part.clone())) {
        Some(text) => Content::of_text(text),
        None => Content::new(&segment[part]),
    }
}

impl<'a> Frame<'a> {
    /// Takes in one field; says whether it is one of the header's.
    fn take(&mut self, field: &'a str, found: &mut Defects) -> bool {
        // Names have two or four letters, and most of them two.
        let parts = match field.as_bytes() {
            [_, _, b'=', ..] => Some((&field[..2], &field[3..])),
            _ => field.split_once('='),
        };
        let Some((name, value)) = parts else {
            found.add(Defect::HeaderMalformed);
            return false;
        };
        let value = trimmed(value, found);
        match trimmed(name, found) {
            "QN" => self.qn = Some(value),
            "ST" => self.system = Some(value),
            "CN" => self.command = number(value, found),
            "PW" => self.password = Some(value),
            "MN" => self.device = (!value.is_empty()).then_some(value),
            "Flag" => self.flag = number(value, found).map(Flag::of),
            "FLAG" => {
                found.add(Defect::FlagUpperCase);
                self.flag = number(value, found).map(Flag::of);
            }
            "PNUM" => self.pnum = number(value, found),
            "PNO" => self.pno = number(value, found),
            _ => {
                found.add(Defect::HeaderUnknown);
                return false;
            }
        }
        true
    }

    fn inspect(&self, found: &mut Defects) {
        found.add_if(self.qn.is_none(), Defect::MissingQn);
        found.add_if(self.system.is_none(), Defect::MissingSt);
        found.add_if(self.command.is_none(), Defect::MissingCn);
        found.add_if(self.device.is_none(), Defect::MissingMn);
        found.add_if(self.flag.is_none(), Defect::MissingFlag);
        found.add_if(self.qn.is_some_and(|qn| !is_qn(qn)), Defect::QnImpossible);
        let edition = self.edition();
        let unknown = matches!(edition, Edition::Unknown(_));
        found.add_if(unknown, Defect::EditionUnknown);
        let device = self.device.unwrap_or_default();
        let hexadecimal = device.len() == 24 && device.bytes().all(|byte| byte.is_ascii_hexdigit());
        let named = self.device.is_some() && edition > Edition::V2005;
        found.add_if(named && !hexadecimal, Defect::MnNot24);
        let split = self.flag.is_some_and(|flag| flag.split);
        found.add_if(split && self.packet().is_none(), Defect::PacketMissing);
        let outside = |(number, of): (u16, u16)| number == 0 || number > of;
        found.add_if(self.packet().is_some_and(outside), Defect::PacketOutOfRange);
    }
}

/// Whether it is a time of the calendar with milliseconds.
fn is_qn(text: &str) -> bool {
    let time = text.get(..14).and_then(Civil::parse);
    text.len() == 17 && time.is_some() && text.as_bytes()[14..].iter().all(u8::is_ascii_digit)
}

fn number<N: FromStr>(value: &str, found: &mut Defects) -> Option<N> {
    let number = value.parse().ok();
    found.add_if(number.is_none(), Defect::HeaderMalformed);
    number
}

fn trimmed<'a>(text: &'a str, found: &mut Defects) -> &'a str {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    if edge(text.as_bytes().first()) || edge(text.as_bytes().last()) {
        found.add(Defect::BlankTrimmed);
        return text.trim_ascii();
    }
    text
}

//! The records of a block: parts in order, some of them as often as the number before them says.

use super::super::layout::Part;
use super::super::record::Record;
use super::Body;

/// From here on the group count of GB/T 32960 means "no value".
const NO_GROUPS: u8 = 0xFE;

/// The records of a block, in order.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    parts: &'static [Part],
    bytes: &'a [u8],
    group: u16,
    groups: u16,
    part: usize,
    ordinal: u16,
    count: usize,
}

impl<'a> Body<'a> {
    /// The records, where the layout is known.
    pub fn records(self) -> Records<'a> {
        let Self::Known {
            layout,
            habit,
            bytes,
        } = self
        else {
            return Records {
                parts: &[],
                bytes: &[],
                group: 0,
                groups: 0,
                part: 0,
                ordinal: 0,
                count: 0,
            };
        };
        let (groups, begin) = groups(layout.grouped, bytes).unwrap_or((0, 0));
        Records {
            parts: if habit { layout.habit } else { layout.parts },
            bytes: &bytes[begin..],
            group: u16::from(layout.grouped),
            groups,
            part: 0,
            ordinal: 0,
            count: 0,
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    #[inline]
    fn next(&mut self) -> Option<Record<'a>> {
        loop {
            if self.groups == 0 {
                return None;
            }
            let Some(part) = self.parts.get(self.part) else {
                self.groups -= 1;
                self.group += 1;
                (self.part, self.ordinal, self.count) = (0, 0, 0);
                continue;
            };
            if part.repeated && usize::from(self.ordinal) >= self.count {
                (self.part, self.ordinal, self.count) = (self.part + 1, 0, 0);
                continue;
            }
            let (bytes, left) = self.bytes.split_at_checked(part.record.bytes)?;
            self.bytes = left;
            if part.repeated {
                self.ordinal += 1;
            } else {
                self.part += 1;
                self.count = part.record.count(bytes);
            }
            return Some(Record {
                layout: part.record,
                bytes,
                group: self.group,
                ordinal: self.ordinal,
            });
        }
    }
}

/// How many bytes the parts take, if so many are there.
pub(super) fn length(grouped: bool, parts: &[Part], bytes: &[u8]) -> Option<usize> {
    let (groups, mut at) = groups(grouped, bytes)?;
    for _ in 0..groups {
        let mut count = 0;
        for part in parts {
            let begin = at;
            at += part.record.bytes * if part.repeated { count } else { 1 };
            let record = bytes.get(begin..at)?;
            count = if part.repeated {
                0
            } else {
                part.record.count(record)
            };
        }
    }
    Some(at)
}

/// How often the parts follow, and where they begin.
fn groups(grouped: bool, bytes: &[u8]) -> Option<(u16, usize)> {
    if !grouped {
        return Some((1, 0));
    }
    match *bytes.first()? {
        NO_GROUPS.. => Some((0, 1)),
        count => Some((count.into(), 1)),
    }
}

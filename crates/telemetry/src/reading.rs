//! Entries taken apart: rows for every stream, defects counted, frames kept apart.
//!
//! Nothing is dropped: a frame whose rows cannot be placed is kept in quarantine with the reason, and what a frame
//! says beside measurements is a message.

mod hj212;
mod vehicle;
mod message;
mod masked;
mod clock;

use std::collections::BTreeMap;
use std::time::Duration;

use gateway::entry::Standing;
use gateway::{Channel, Devices, Stored};
use lake::telemetry::AMOUNT_SCALE;
use standards::stack;
use units::{Day, Exact};

use crate::cell::Cell;
use crate::rows::{Moment, Rows, day_of};
use crate::stream::Stream;

pub(crate) use clock::{MICROSECONDS_PER_DAY, civil};
pub(crate) use hj212::{Packets, Plain, opened};
pub use masked::shown;

/// How far each table is: the last entry that it holds rows of.
#[derive(Clone, Debug)]
pub(crate) struct Versions([i64; Stream::ALL.len()]);

impl Default for Versions {
    fn default() -> Self {
        Self([-1; Stream::ALL.len()])
    }
}

impl Versions {
    pub(crate) fn set(&mut self, stream: Stream, version: i64) {
        self.0[stream.place()] = version;
    }

    pub(crate) fn newest(&self) -> i64 {
        self.0.iter().copied().max().unwrap_or(-1)
    }

    fn takes(&self, stream: Stream, sequence: i64) -> bool {
        self.0[stream.place()] < sequence
    }
}

/// What a batch of entries says.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// Rows by stream, in the order of `Stream::ALL`.
    pub(crate) rows: Vec<Rows<'a>>,
    /// Frames kept apart.
    pub(crate) quarantined: u64,
    /// Defects named.
    pub(crate) defects: u64,
    versions: Versions,
    /// The number that stands for a folded value that could not be computed, in stored units.
    sentinel: Option<i128>,
    counted: BTreeMap<(&'a str, i32, &'static str), Counted>,
}

/// How often a defect was met, and in which entry last.
#[derive(Clone, Copy, Debug)]
struct Counted {
    count: i64,
    sequence: i64,
    known_at: i64,
}

/// An entry with what every row of it needs.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    stored: &'a Stored,
    sequence: i64,
    /// When it was received, in civil time UTC+8.
    received: i64,
}

impl<'a> Entry<'a> {
    fn moment(&self, system: &'a str, time: i64, resent: bool) -> Moment<'a> {
        let entry = &self.stored.entry;
        Moment {
            device: &entry.device,
            system,
            time,
            resent,
            sequence: self.sequence,
            known_at: entry.received_at,
            source: entry.channel.id(),
        }
    }
}

/// Takes entries apart. `plain` holds what was decrypted of them, `packets` what open sets of packets began with.
pub(crate) fn read<'a>(
    entries: &'a [Stored],
    plain: &'a Plain,
    devices: &Devices,
    packets: &mut Packets,
    versions: &Versions,
    ahead: Duration,
) -> Reading<'a> {
    let mut reading = Reading {
        rows: Stream::ALL.into_iter().map(Rows::new).collect(),
        quarantined: 0,
        defects: 0,
        versions: versions.clone(),
        sentinel: entries.last().and_then(sentinel),
        counted: BTreeMap::new(),
    };
    let ahead = i64::try_from(ahead.as_micros()).unwrap_or(i64::MAX);
    for stored in entries {
        let entry = Entry {
            stored,
            sequence: i64::try_from(stored.sequence).unwrap_or(i64::MAX),
            received: civil(stored.entry.received_at),
        };
        match (&stored.entry.standing, stored.entry.channel) {
            (Standing::Quarantined { reason }, _) => reading.keep_apart(&entry, reason),
            (Standing::Sent { by, why }, _) => message::sent(&mut reading, &entry, by, why),
            (Standing::Accepted, Channel::Hj212 | Channel::Mqtt) => {
                hj212::read(&mut reading, &entry, plain, devices, packets, ahead);
            }
            (Standing::Accepted, Channel::Gb17691 | Channel::Gb32960) => {
                vehicle::read(&mut reading, &entry, devices, ahead);
            }
        }
    }
    reading.write_defects();
    reading
}

/// What the rules of the day of receipt read as "could not be folded".
fn sentinel(stored: &Stored) -> Option<i128> {
    let day = Day::from_number(day_of(civil(stored.entry.received_at)));
    let sentinel = stack::rules_on(day).ok()?.folded_sentinel?.value;
    let units = sentinel * Exact::from_integer(10_i128.pow(u32::from(AMOUNT_SCALE.unsigned_abs())));
    units.is_integer().then(|| units.to_integer())
}

impl<'a> Reading<'a> {
    /// A row of a stream; `None` where the table has the entry's rows already.
    fn row(&mut self, stream: Stream, moment: Moment<'a>) -> Option<&mut [Cell<'a>]> {
        if !self.versions.takes(stream, moment.sequence) {
            return None;
        }
        let rows = &mut self.rows[stream.place()];
        rows.begin(moment);
        Some(rows.row())
    }

    /// The row of a key in the frame that is being read; a new one where it has none yet.
    fn row_of(
        &mut self,
        stream: Stream,
        moment: Moment<'a>,
        keys: &[Cell<'a>],
    ) -> Option<&mut [Cell<'a>]> {
        if !self.versions.takes(stream, moment.sequence) {
            return None;
        }
        let rows = &mut self.rows[stream.place()];
        rows.begin(moment);
        Some(rows.row_of(keys))
    }

    /// Keeps a frame apart.
    fn keep_apart(&mut self, entry: &Entry<'a>, reason: &'a str) {
        let moment = entry.moment("", entry.received, false);
        let Some(cells) = self.row(Stream::Quarantine, moment) else {
            return;
        };
        let (form, raw) = shown(&entry.stored.entry.raw);
        cells[0] = Cell::Text(reason);
        cells[1] = Cell::Text(&entry.stored.entry.peer);
        cells[2] = Cell::Text(form);
        cells[3] = Cell::Owned(raw.into());
        self.quarantined += 1;
    }

    /// Counts a defect of a frame.
    fn defect(&mut self, entry: &Entry<'a>, defect: &'static str) {
        if !self.versions.takes(Stream::Defect, entry.sequence) {
            return;
        }
        self.defects += 1;
        let key = (
            entry.stored.entry.device.as_str(),
            day_of(entry.received),
            defect,
        );
        let counted = self.counted.entry(key).or_insert(Counted {
            count: 0,
            sequence: 0,
            known_at: 0,
        });
        counted.count += 1;
        counted.sequence = entry.sequence;
        counted.known_at = entry.stored.entry.received_at;
    }

    fn write_defects(&mut self) {
        let rows = &mut self.rows[Stream::Defect.place()];
        for ((device, day, defect), counted) in std::mem::take(&mut self.counted) {
            rows.begin(Moment {
                device,
                system: "",
                time: i64::from(day) * MICROSECONDS_PER_DAY,
                resent: false,
                sequence: counted.sequence,
                known_at: counted.known_at,
                source: "drain",
            });
            let cells = rows.row();
            cells[0] = Cell::Text(defect);
            cells[1] = Cell::Integer(counted.count);
        }
    }
}

//! HJ 212 frames into rows: values by interval, states, running hours; everything else is a message.
//!
//! Values keep the device's time, factor code and marks as sent. A packet that has no time of its own continues
//! the one before it. What the device could not measure is missing, and what does not fit a column is a defect.

mod plain;
mod values;

use std::collections::BTreeMap;

use gateway::Devices;
use wire::hj212::{Edition, Field, Frame, Profile, Verdict, decode};

use super::message::{self, Message};
use super::{Entry, Reading, clock};
use crate::cell::Cell;
use crate::rows::Moment;
use crate::stream::{Interval, Stream};

pub(crate) use plain::{Plain, opened};

/// What open sets of packets began with, by device and command: number of packets, last packet, time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packets(BTreeMap<(String, u16), (u16, u16, i64)>);

/// A frame under way into rows.
struct Read<'a> {
    frame: Frame<'a>,
    edition: Edition,
    command: u16,
}

pub(super) fn read<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    plain: &'a Plain,
    devices: &Devices,
    packets: &mut Packets,
    ahead: i64,
) {
    let stored = &entry.stored.entry;
    let device = devices.find(&stored.device);
    let named = device.map_or("standard", |device| device.profile.as_str());
    let profile = Profile::named(named).or_else(|| Profile::named("standard"));
    let Some(profile) = profile else {
        return reading.keep_apart(entry, "no_profile");
    };
    let decoded = decode(&stored.raw, &profile);
    for defect in decoded.defects.iter() {
        reading.defect(entry, defect.id());
    }
    let (Verdict::Good, Some(mut frame)) = (decoded.verdict, decoded.frame) else {
        return reading.keep_apart(entry, "bad_frame");
    };
    let edition = frame.edition();
    if edition == Edition::V2025 && frame.content.is_opaque() {
        let Some(content) = plain.content(entry.stored.sequence) else {
            return reading.keep_apart(entry, "encrypted");
        };
        frame.content = content;
    }
    let Some((command, layout)) = frame.command.zip(Layout::of(&frame)) else {
        return message::of_frame(&frame).write(reading, entry);
    };
    let read = Read {
        frame,
        edition,
        command,
    };
    let Some(time) = packets.time(entry, &read) else {
        return reading.keep_apart(entry, "no_data_time");
    };
    let offset_s = device.map_or(0, |device| device.clock_offset_s);
    if clock::is_ahead(time, entry.received, offset_s, ahead) {
        return reading.keep_apart(entry, "from_the_future");
    }
    let resent = frame.content.get("RF") == Some("1");
    let moment = entry.moment(frame.system.unwrap_or_default(), time, resent);
    match layout {
        Layout::Values(interval) => values::read(reading, entry, &read, moment, interval),
        Layout::States => states(reading, entry, &read, moment),
        Layout::Information => information(reading, entry, &read, moment),
    }
}

/// What the items of a frame are.
#[derive(Clone, Copy)]
enum Layout {
    Values(Interval),
    States,
    Information,
}

impl Layout {
    /// By the command (HJ 212-2017 Table 9; HJ 212-2025 adds 2111); an answer is none.
    fn of(frame: &Frame<'_>) -> Option<Self> {
        let any = frame.content.items().next().is_some();
        match frame.command? {
            _ if !any => None,
            2011 => Some(Self::Values(Interval::Realtime)),
            2051 | 2111 => Some(Self::Values(Interval::Minute)),
            2061 => Some(Self::Values(Interval::Hour)),
            2031 => Some(Self::Values(Interval::Day)),
            2021 | 2041 => Some(Self::States),
            3020 => Some(Self::Information),
            _ => None,
        }
    }
}

impl Packets {
    /// The time of a frame's data; a packet without one has that of the packet before it.
    fn time(&mut self, entry: &Entry<'_>, read: &Read<'_>) -> Option<i64> {
        let own = read.frame.data_time().and_then(civil_of);
        let Some((number, of)) = read.frame.packet().filter(|(_, of)| *of > 1) else {
            return own;
        };
        let key = (entry.stored.entry.device.clone(), read.command);
        let time = own.or_else(|| {
            let (all, last, time) = *self.0.get(&key)?;
            (all == of && last + 1 == number).then_some(time)
        })?;
        if number < of {
            self.0.insert(key, (of, number, time));
        } else {
            self.0.remove(&key);
        }
        Some(time)
    }
}

/// Microseconds of civil time of 14 digits.
fn civil_of(digits: &str) -> Option<i64> {
    let time = wire::hj212::Civil::parse(digits)?;
    clock::at(
        (time.year, time.month, time.day),
        (time.hour, time.minute, time.second),
    )
}

/// States and running hours of equipment (CN 2021, 2041).
fn states<'a>(reading: &mut Reading<'a>, entry: &Entry<'a>, read: &Read<'a>, moment: Moment<'a>) {
    for (equipment, field, value) in read.frame.values() {
        if !state(reading, entry, moment, (equipment, field, value)) {
            reading.defect(entry, "field_not_stored");
        }
    }
}

/// One state or running time; says whether the item is one.
fn state<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    moment: Moment<'a>,
    (equipment, field, value): (&'a str, Field, &'a str),
) -> bool {
    let (stream, keys) = match field {
        Field::Rt => (Stream::EquipmentDay, vec![Cell::Text(equipment)]),
        Field::Rs => (
            Stream::EquipmentState,
            vec![Cell::Text(equipment), Cell::Text(field.id())],
        ),
        Field::Info => (
            Stream::EquipmentState,
            vec![Cell::Text(""), Cell::Text(equipment)],
        ),
        _ => return false,
    };
    let (number, defect) = values::number(value);
    if let Some(defect) = defect {
        reading.defect(entry, defect);
    }
    let place = keys.len();
    if let Some(cells) = reading.row_of(stream, moment, &keys) {
        if stream == Stream::EquipmentDay {
            cells[place] = number;
        } else {
            cells[place] = Cell::Text(value);
            cells[place + 1] = number;
        }
    }
    true
}

/// Information of the site (CN 3020): states and parameters of an instrument, and logs between `//`.
fn information<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    read: &Read<'a>,
    moment: Moment<'a>,
) {
    let instrument = read.frame.content.get("PolId").unwrap_or_default();
    for (item, field, value) in read.frame.values() {
        if value.starts_with("//") {
            let log = Message {
                kind: "log",
                content: Some(format!("{item}={}", value.trim_matches('/'))),
                ..message::of_frame(&read.frame)
            };
            log.write(reading, entry);
            continue;
        }
        // A parameter may be any text; that it is no number is no defect.
        let (number, _) = values::number(value);
        let name = if field == Field::Info {
            item
        } else {
            field.id()
        };
        let of = if field == Field::Info {
            instrument
        } else {
            item
        };
        let keys = [Cell::Text(of), Cell::Text(name)];
        if let Some(cells) = reading.row_of(Stream::EquipmentState, moment, &keys) {
            cells[2] = Cell::Text(value);
            cells[3] = number;
        }
    }
}

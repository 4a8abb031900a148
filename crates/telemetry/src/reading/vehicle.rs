//! Frames of vehicles into rows: a record a block, and events.
//!
//! A value that the sender marks as missing or at fault is missing. Positions are degrees east and north, without a
//! fix missing. What has no column of its own stands as JSON beside.

mod record;

use gateway::{Channel, Devices};
use serde_json::json;
use wire::vehicle::{Frame, Payload, Protocol, RealTime, Time, Verdict, decode};

use super::message::Message;
use super::{Entry, Reading, clock};
use crate::cell::Cell;
use crate::stream::Stream;

/// The protocol of a channel.
pub(super) fn protocol(channel: Channel) -> Protocol {
    match channel {
        Channel::Gb32960 => Protocol::Gb32960,
        _ => Protocol::Gb17691,
    }
}

pub(super) fn read<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    devices: &Devices,
    ahead: i64,
) {
    let stored = &entry.stored.entry;
    let protocol = protocol(stored.channel);
    let decoded = decode(&stored.raw, protocol);
    for defect in decoded.defects.iter() {
        reading.defect(entry, defect.id());
    }
    let (Verdict::Good, Some(frame)) = (decoded.verdict, decoded.frame) else {
        return reading.keep_apart(entry, "bad_frame");
    };
    let command = command(&frame, protocol);
    let (time, event) = match &frame.payload {
        Payload::RealTime(data) => (Some(data.time), None),
        payload => match event(payload) {
            Some((time, event)) => (Some(time), Some(event)),
            None => (None, None),
        },
    };
    let Some(time) = time else {
        return message(&frame, command).write(reading, entry);
    };
    let Some(time) = civil_of(time) else {
        return reading.keep_apart(entry, "no_data_time");
    };
    let device = devices.find(&stored.device);
    let offset_s = device.map_or(0, |device| device.clock_offset_s);
    if clock::is_ahead(time, entry.received, offset_s, ahead) {
        return reading.keep_apart(entry, "from_the_future");
    }
    match (&frame.payload, event) {
        (Payload::RealTime(data), _) => {
            let resent = command == "supplementary";
            record::read(reading, entry, data, time, resent);
        }
        (_, Some(event)) => write(reading, entry, time, event),
        _ => {}
    }
}

/// Something that happened.
struct Event {
    kind: &'static str,
    serial: Option<u16>,
    content: Option<String>,
}

/// The time and event of a payload that is one.
fn event(payload: &Payload<'_>) -> Option<(Time, Event)> {
    let (time, kind, serial, content) = match payload {
        Payload::Login {
            time,
            serial,
            iccid,
            ..
        } => {
            let iccid = wire::vehicle::text(iccid).unwrap_or_default();
            (
                *time,
                "login",
                Some(*serial),
                Some(json!({ "iccid": iccid })),
            )
        }
        Payload::Logout { time, serial } => (*time, "logout", Some(*serial), None),
        Payload::Tamper {
            time,
            serial,
            position,
        } => {
            let fixed = position.is_fixed();
            let degrees = |number: Option<wire::vehicle::Number>| {
                number.filter(|_| fixed).map(|number| number.to_string())
            };
            let content = json!({
                "lon_deg": degrees(position.east()),
                "lat_deg": degrees(position.north()),
            });
            (*time, "tamper", Some(*serial), Some(content))
        }
        Payload::Activation { time, .. } => (*time, "activation", None, None),
        _ => return None,
    };
    // Whatever features serde_json is built with, the same frame gives the same bytes.
    let content = content.map(|mut content| {
        content.sort_all_objects();
        content.to_string()
    });
    Some((
        time,
        Event {
            kind,
            serial,
            content,
        },
    ))
}

fn write<'a>(reading: &mut Reading<'a>, entry: &Entry<'a>, time: i64, event: Event) {
    let moment = entry.moment("", time, false);
    let keys = [Cell::Text(event.kind), Cell::integer(event.serial)];
    if let Some(cells) = reading.row_of(Stream::VehicleEvent, moment, &keys) {
        cells[2] = event.content.map_or(Cell::Missing, Cell::owned);
    }
}

/// What is neither a record nor an event.
fn message<'a>(frame: &Frame<'a>, command: &'static str) -> Message<'a> {
    Message {
        kind: match &frame.payload {
            Payload::Sealed(_) => "encrypted",
            Payload::Opaque(_) => "opaque",
            _ => command,
        },
        command: Some(frame.head.command.into()),
        ..Message::default()
    }
}

fn command(frame: &Frame<'_>, protocol: Protocol) -> &'static str {
    let channel = frame.head.channel(protocol);
    wire::vehicle::Command::of(channel, frame.head.command).map_or("unknown", |one| one.id)
}

/// Microseconds of civil time; `None` where the calendar has no such time.
fn civil_of(time: Time) -> Option<i64> {
    if !time.is_possible() {
        return None;
    }
    clock::at(
        (time.year(), time.month(), time.day()),
        (time.hour(), time.minute(), time.second()),
    )
}

/// The time of a block; that of its frame where it has none that is possible.
fn block_time(block: Option<Time>, data: &RealTime<'_>, frame: i64) -> i64 {
    block
        .or(Some(data.time))
        .and_then(civil_of)
        .unwrap_or(frame)
}

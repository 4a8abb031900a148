//! What is no measurement: notices, answers, heartbeats, logs, and what the gateway itself sent.

use gateway::Channel;
use wire::hj212::{self, Profile};
use wire::vehicle;

use super::{Entry, Reading, masked};
use crate::cell::Cell;
use crate::stream::Stream;

/// A message, cell by cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Message<'a> {
    pub(super) sent: bool,
    pub(super) kind: &'static str,
    pub(super) system: Option<&'a str>,
    pub(super) command: Option<u16>,
    pub(super) qn: Option<&'a str>,
    pub(super) result: Option<i64>,
    pub(super) content: Option<String>,
    pub(super) by: Option<&'a str>,
    pub(super) why: Option<&'a str>,
}

impl<'a> Message<'a> {
    pub(super) fn write(self, reading: &mut Reading<'a>, entry: &Entry<'a>) {
        let moment = entry.moment("", entry.received, false);
        let Some(cells) = reading.row(Stream::Message, moment) else {
            return;
        };
        let direction = if self.sent { "sent" } else { "received" };
        cells[0] = Cell::Text(direction);
        cells[1] = Cell::Text(self.kind);
        cells[2] = Cell::text(self.system);
        cells[3] = Cell::integer(self.command);
        cells[4] = Cell::text(self.qn);
        cells[5] = Cell::integer(self.result);
        cells[6] = self.content.map_or(Cell::Missing, Cell::owned);
        cells[7] = Cell::text(self.by);
        cells[8] = Cell::text(self.why);
        cells[9] = Cell::Text(&entry.stored.entry.peer);
    }
}

/// What the gateway sent on a person's request, or as an answer.
pub(super) fn sent<'a>(reading: &mut Reading<'a>, entry: &Entry<'a>, by: &'a str, why: &'a str) {
    let named = |text: &'a str| (!text.is_empty()).then_some(text);
    let raw = entry.stored.entry.raw.as_slice();
    let mut message = match entry.stored.entry.channel {
        Channel::Hj212 | Channel::Mqtt => of_text(raw),
        Channel::Gb17691 | Channel::Gb32960 => of_bytes(entry),
    };
    message.sent = true;
    message.by = named(by);
    message.why = named(why);
    message.write(reading, entry);
}

fn of_text(raw: &[u8]) -> Message<'_> {
    let profile = Profile::named("standard");
    let frame = profile.and_then(|profile| hj212::decode(raw, &profile).frame);
    frame.map_or_else(Message::default, |frame| of_frame(&frame))
}

/// A frame of HJ 212 as a message.
pub(super) fn of_frame<'a>(frame: &hj212::Frame<'a>) -> Message<'a> {
    let result = ["QnRtn", "ExeRtn"]
        .into_iter()
        .find_map(|name| frame.content.get(name)?.parse().ok());
    let content = frame.content.text().filter(|text| !text.is_empty());
    Message {
        kind: kind(frame.command),
        system: frame.system,
        command: frame.command,
        qn: frame.qn,
        result,
        content: content.map(masked::masked),
        ..Message::default()
    }
}

fn of_bytes<'a>(entry: &Entry<'a>) -> Message<'a> {
    let protocol = super::vehicle::protocol(entry.stored.entry.channel);
    let decoded = vehicle::decode(&entry.stored.entry.raw, protocol);
    Message {
        kind: "command",
        command: decoded.frame.map(|frame| frame.head.command.into()),
        ..Message::default()
    }
}

/// What a command is in the dialogue (HJ 212-2017 Table 9).
fn kind(command: Option<u16>) -> &'static str {
    match command {
        Some(9011) => "request_answer",
        Some(9012) => "execution_result",
        Some(9013) => "notice_answer",
        Some(9014) => "data_answer",
        Some(9015) => "heartbeat",
        Some(1013) => "notice",
        Some(1000..=1999) => "parameter",
        Some(2000..=2999) => "data",
        Some(3020) => "information",
        Some(3000..=3999) => "control",
        _ => "other",
    }
}

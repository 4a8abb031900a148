//! The ears for vehicles: a frame is taken in when its BCC fits and its VIN is registered; every other one is
//! kept apart. A frame that carries an answer flag and asks is answered with success and its own time; the
//! terminals' form of GB 17691 has no such flag and gets no answer. Nothing is decrypted.

use std::sync::Arc;

use wire::vehicle::{
    Defects, Form, Head, Payload, Piece, Protocol, Scanner, Time, Verdict, decode, encode,
};

use super::reception::Reception;
use super::session::{Batch, More};
use crate::device::Devices;
use crate::entry::Channel;

/// The longest data of a frame that is waited for: a pack of ten seconds takes less than one thousand bytes.
const LONGEST: u16 = 8 * 1024;
/// More bytes than this are not held for a connection that has nothing half said.
const HELD: usize = 4 * 1024;
/// The answer flag of success.
const SUCCESS: u8 = 0x01;
/// The answer flag of a command.
const ASKS: u8 = 0xFE;

/// Finds and judges frames of vehicles.
pub(super) struct Vehicle {
    channel: Channel,
    protocol: Protocol,
    scanner: Scanner,
    pushed: usize,
}

impl Vehicle {
    pub(super) fn new(channel: Channel) -> Self {
        let protocol = match channel {
            Channel::Gb32960 => Protocol::Gb32960,
            Channel::Hj212 | Channel::Gb17691 | Channel::Mqtt => Protocol::Gb17691,
        };
        Self {
            channel,
            protocol,
            scanner: Scanner::with_longest(LONGEST),
            pushed: 0,
        }
    }

    pub(super) fn hear(&mut self, bytes: &[u8]) {
        self.pushed = self.pushed.max(bytes.len());
        self.scanner.push(bytes);
    }

    /// Whether there are bytes of which nothing can be said yet.
    pub(super) fn is_waiting(&self) -> bool {
        self.scanner.waiting() > 0
    }

    pub(super) fn judge(&mut self, reception: &Reception, batch: &mut Batch, more: More) {
        let mut bench = Bench {
            channel: self.channel,
            protocol: self.protocol,
            reception,
            devices: reception.devices(),
            batch,
        };
        while let Some(piece) = self.scanner.next() {
            bench.judge(piece);
        }
        if more == More::Pauses {
            while let Some(piece) = self.scanner.settle() {
                bench.judge(piece);
            }
        }
        if more == More::Ended {
            while let Some(piece) = self.scanner.finish() {
                bench.judge(piece);
            }
        }
        if self.pushed > HELD && self.scanner.waiting() == 0 {
            self.scanner = Scanner::with_longest(LONGEST);
            self.pushed = 0;
        }
    }
}

/// Everything that judging one piece needs.
struct Bench<'a> {
    channel: Channel,
    protocol: Protocol,
    reception: &'a Reception,
    devices: Arc<Devices>,
    batch: &'a mut Batch,
}

impl Bench<'_> {
    fn judge(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Frame(raw) => self.frame(raw),
            Piece::Skipped { bytes, reason } => {
                self.reception.metrics().skipped(bytes.len());
                self.set_apart("", reason.id(), bytes);
            }
        }
    }

    fn frame(&mut self, raw: &[u8]) {
        let decoded = decode(raw, self.protocol);
        self.count(decoded.defects);
        let frame = decoded.frame.filter(|_| decoded.verdict == Verdict::Good);
        let Some(frame) = frame else {
            return self.set_apart("", "bad_frame", raw);
        };
        let vin = frame.head.vin;
        let Some(vin) = vin.as_str() else {
            return self.set_apart("", "unknown_device", raw);
        };
        if self.devices.find(vin).is_none() {
            return self.set_apart(vin, "unknown_device", raw);
        }
        self.batch.accept(self.channel, vin, || None, raw);
        if let Some(answer) = answer(&frame.head, frame.data) {
            self.batch.answer(&answer);
        }
    }

    fn set_apart(&mut self, device: &str, reason: &str, raw: &[u8]) {
        self.batch
            .quarantine(self.reception, self.channel, device, reason, raw);
    }

    fn count(&self, defects: Defects) {
        for defect in defects.iter() {
            self.reception.metrics().defect(defect.id());
        }
    }
}

/// The answer to a frame that asks for one: success, with the frame's time.
fn answer(head: &Head, data: &[u8]) -> Option<Vec<u8>> {
    if head.form != (Form::Platform { answer: ASKS }) {
        return None;
    }
    let head = Head {
        form: Form::Platform { answer: SUCCESS },
        ..*head
    };
    let time = data.first_chunk().map(|bytes| Time::of_bytes(*bytes));
    encode(&head, &Payload::Answer { time, rest: &[] }).ok()
}

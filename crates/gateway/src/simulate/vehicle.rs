//! A simulated truck: one pack of engine data every ten seconds (GB 17691-2018 Annex Q), in the form that asks
//! for an answer. It drives in a circle; its values are invented.

use std::sync::Arc;

use jiff::civil::DateTime;
use rand::Rng;
use rand_pcg::Pcg64;
use wire::vehicle::{
    Form, Head, Payload, Piece, Protocol, Scanner, Start, Time, Vin, decode, encode,
};

use super::calendar::{civil, seconds};
use super::plan::{Plan, draw, vehicle_id};
use super::voice::{Frame, Heard, Key, Voice};
use crate::entry::Channel;

/// Seconds between packs.
const INTERVAL_S: i64 = 10;
/// The command of real-time data.
const REAL_TIME: u8 = 0x02;
/// The type of a block of engine data with DPF and SCR.
const ENGINE: u8 = 0x02;
/// The answer flag of a command.
const ASKS: u8 = 0xFE;
/// No encryption.
const PLAIN: u8 = 0x01;

/// A simulated vehicle.
pub(super) struct Vehicle {
    id: String,
    random: Pcg64,
    scanner: Scanner,
    begin_s: i64,
    phase_s: f64,
    made: u16,
    next_s: i64,
}

impl Vehicle {
    pub(super) fn new(plan: &Arc<Plan>, number: u32) -> Self {
        let mut random = draw(plan.seed, number, Channel::Gb17691);
        let begin_s = seconds(plan.start);
        Self {
            id: vehicle_id(plan.seed, number),
            phase_s: (random.next_u64() % 10_000) as f64 / 1_000.0,
            random,
            scanner: Scanner::new(),
            begin_s,
            made: 0,
            next_s: begin_s + INTERVAL_S,
        }
    }

    /// The data of a pack: time, serial number, one block of engine data.
    fn data(&mut self, time: [u8; 6]) -> Vec<u8> {
        let mut data = time.to_vec();
        data.extend_from_slice(&self.made.to_be_bytes());
        data.push(ENGINE);
        data.extend_from_slice(&time);
        let drawn = self.random.next_u64();
        let part =
            |shift: u32, span: u64| u16::try_from((drawn >> shift) % span).unwrap_or_default();
        let speed = 40 * 256 + part(0, 30 * 256);
        data.extend_from_slice(&speed.to_be_bytes());
        data.extend_from_slice(&[184, 165, 140]);
        for word in [
            8_800 + part(8, 4_000),
            400 + part(16, 200),
            12_000 + part(24, 8_000),
            4_400 + part(32, 800),
        ] {
            data.extend_from_slice(&word.to_be_bytes());
        }
        data.push(200);
        for word in [
            6_000 + part(40, 2_000),
            18_000 + part(44, 1_000),
            18_500 + part(48, 1_000),
            40,
        ] {
            data.extend_from_slice(&word.to_be_bytes());
        }
        data.extend_from_slice(&[125, 160, 0]);
        let (longitude, latitude) = (112_500_000 + u32::from(part(52, 4_000)), 37_800_000_u32);
        data.extend_from_slice(&longitude.to_be_bytes());
        data.extend_from_slice(&latitude.to_be_bytes());
        data.extend_from_slice(&(1_000_000 + u32::from(self.made)).to_be_bytes());
        data
    }
}

impl Voice for Vehicle {
    fn id(&self) -> &str {
        &self.id
    }

    fn due(&self) -> Option<f64> {
        Some((self.next_s - self.begin_s) as f64 + self.phase_s)
    }

    fn next(&mut self) -> Option<Frame> {
        let moment = civil(self.next_s);
        let time = bytes(moment);
        self.next_s += INTERVAL_S;
        self.made = self.made.wrapping_add(1);
        let head = Head {
            start: Start::Hash,
            command: REAL_TIME,
            form: Form::Platform { answer: ASKS },
            vin: Vin::new(&self.id)?,
            encryption: PLAIN,
        };
        let data = self.data(time);
        let bytes = encode(&head, &Payload::Opaque(&data)).ok()?;
        Some(Frame {
            key: key(time),
            command: REAL_TIME.into(),
            bytes,
            content: 0..0,
            data_time: moment.strftime("%Y%m%d%H%M%S").to_string(),
        })
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<Heard> {
        self.scanner.push(bytes);
        let mut heard = Vec::new();
        while let Some(piece) = self.scanner.next() {
            let Piece::Frame(raw) = piece else {
                continue;
            };
            let frame = decode(raw, Protocol::Gb17691).frame;
            let answer = frame.filter(|frame| frame.head.form.is_answer());
            if let Some(time) = answer.and_then(|frame| frame.data.first_chunk().copied()) {
                heard.push(Heard::Ack(key(time)));
            }
        }
        heard
    }

    fn chance(&mut self) -> u64 {
        self.random.next_u64()
    }
}

fn bytes(time: DateTime) -> [u8; 6] {
    let part = |number: i8| number.unsigned_abs();
    Time::new(
        time.year().unsigned_abs(),
        part(time.month()),
        part(time.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
    )
    .map_or([0; 6], Time::bytes)
}

fn key(time: [u8; 6]) -> Key {
    let mut key = [0; 17];
    key[..6].copy_from_slice(&time);
    key
}

//! A simulated monitor: frames of HJ 212-2017 as its calendar says, and a logger's answers to the host.
//!
//! What it measures follows from seed, number, kind and DataTime alone, so that data sent again are the same.

use std::sync::Arc;

use jiff::civil::DateTime;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use wire::hj212::{Edition, Flag, Message, Piece, Profile, Scanner, Verdict, decode, encode};

use super::calendar::{Calendar, civil, seconds};
use super::content::{self, push_digits, push_time};
use super::logger::{self, Ask};
use super::plan::{Kind, Plan, draw, monitor_id};
use super::voice::{Frame, Heard, Key, Voice};
use crate::entry::Channel;

/// ST of air pollution sources (HJ 212-2017 table 5).
const SYSTEM: &str = "31";
/// A clock that drifts is off by at most so many seconds.
const DRIFT_S: u64 = 3_600;

/// A simulated monitor.
pub(super) struct Monitor {
    plan: Arc<Plan>,
    number: u32,
    id: String,
    password: String,
    calendar: Calendar,
    random: Pcg64,
    scanner: Scanner,
    profile: Profile,
    begin_s: i64,
    drift_s: i64,
    phase_s: f64,
    made: u64,
    real_time: bool,
}

impl Monitor {
    pub(super) fn new(plan: &Arc<Plan>, number: u32) -> Self {
        let mut random = draw(plan.seed, number, Channel::Mqtt);
        let drifts = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let drift = i64::try_from(random.next_u64() % (2 * DRIFT_S)).unwrap_or_default();
        let shortest = Calendar::new(plan).shortest();
        let phase = random.next_u64() % (shortest.unsigned_abs() * 1_000);
        Self {
            plan: Arc::clone(plan),
            number,
            id: monitor_id(plan.seed, number),
            password: plan.password.clone(),
            calendar: Calendar::new(plan),
            scanner: Scanner::new(),
            profile: Profile::named("standard").expect("wire has the profile of the standard"),
            begin_s: seconds(plan.start),
            drift_s: if drifts < plan.faults.drift {
                drift - 3_600
            } else {
                0
            },
            phase_s: phase as f64 / 1_000.0,
            random,
            made: 0,
            real_time: true,
        }
    }

    /// The clock of the device: the time of what was sent last.
    fn clock(&self) -> DateTime {
        let due = self.calendar.peek().map_or(self.begin_s, |due| due.at);
        civil(due + self.drift_s)
    }

    fn values_of(&self, kind: Kind, data_time: i64) -> Pcg64 {
        let mix = |sum: u64, part: u64| {
            (sum ^ part)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(29)
        };
        let parts = [
            u64::from(self.number),
            u64::from(kind.command()),
            data_time.unsigned_abs(),
        ];
        Pcg64::seed_from_u64(parts.into_iter().fold(self.plan.seed, mix))
    }

    /// One frame with data of a kind and time.
    fn data(&self, key: Key, kind: Kind, data_time: i64, answer: bool) -> Frame {
        let mut values = Vec::with_capacity(1_024);
        content::write(
            &mut values,
            kind,
            data_time,
            &mut self.values_of(kind, data_time),
        );
        let values = String::from_utf8(values).expect("a content is written in ASCII");
        let length = values.len();
        let qn = std::str::from_utf8(&key).unwrap_or_default();
        let bytes = self.say(qn, SYSTEM, kind.command(), values, answer);
        // Behind the content stand &&, check word and line end.
        let end = bytes.len().saturating_sub(8);
        Frame {
            key,
            command: kind.command(),
            bytes,
            content: end.saturating_sub(length)..end,
            data_time: String::new(),
        }
    }

    fn say(&self, qn: &str, system: &str, command: u16, content: String, answer: bool) -> Vec<u8> {
        let message = Message {
            qn: Some(qn.to_owned()),
            flag: Flag {
                version: Edition::V2017,
                answer,
                split: false,
            },
            content,
            ..Message::new(Edition::V2017, command, system, &self.id, &self.password)
        };
        encode(&message).unwrap_or_default()
    }

    fn answer(&mut self, ask: &Ask) -> Vec<Vec<u8>> {
        let shown = (ask.password.as_deref(), ask.device.as_deref());
        let known = (Some(self.password.as_str()), Some(self.id.as_str()));
        let plan = logger::plan(ask, shown.0 == known.0, shown.1 == known.1, self.clock());
        let mut frames = Vec::new();
        if let Some(returned) = plan.answer {
            frames.push(self.say(&ask.key, "91", 9011, format!("QnRtn={returned}"), false));
        }
        if plan.notice {
            frames.push(self.say(&ask.key, "91", 9013, String::new(), false));
        }
        if let Some(content) = plan.content {
            frames.push(self.say(&ask.key, SYSTEM, ask.command, content, false));
        }
        if let (Some((kind, times)), Ok(key)) = (plan.data, Key::try_from(ask.key.as_bytes())) {
            let times = times.iter();
            frames.extend(times.map(|time| self.data(key, kind, *time, false).bytes));
        }
        if let Some(result) = plan.result {
            frames.push(self.say(&ask.key, "91", 9012, format!("ExeRtn={result}"), false));
        }
        if let Some(password) = plan.password {
            self.password = password;
        }
        if let Some((kind, seconds)) = plan.interval {
            self.calendar.set_interval(kind, seconds);
        }
        self.real_time = plan.real_time.unwrap_or(self.real_time);
        frames
    }
}

impl Voice for Monitor {
    fn id(&self) -> &str {
        &self.id
    }

    fn due(&self) -> Option<f64> {
        let due = self.calendar.peek()?;
        Some((due.at - self.begin_s) as f64 + self.phase_s)
    }

    fn next(&mut self) -> Option<Frame> {
        let mut due = self.calendar.take()?;
        let mut skipped = 0;
        while due.kind == Kind::RealTime && !self.real_time {
            skipped += 1;
            if skipped > 10_000 {
                return None;
            }
            due = self.calendar.take()?;
        }
        self.made += 1;
        let key = key(civil(due.at + self.drift_s), self.made % 1_000);
        Some(self.data(key, due.kind, due.data_time + self.drift_s / 60 * 60, true))
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<Heard> {
        self.scanner.push(bytes);
        let mut asks = Vec::new();
        let mut heard = Vec::new();
        while let Some(piece) = self.scanner.next() {
            let Piece::Frame(raw) = piece else {
                continue;
            };
            let decoded = decode(raw, &self.profile);
            let Some(frame) = decoded.frame.filter(|_| decoded.verdict == Verdict::Good) else {
                continue;
            };
            let (Some(qn), Some(command)) = (frame.qn, frame.command) else {
                continue;
            };
            match command {
                9014 => heard.extend(Key::try_from(qn.as_bytes()).map(Heard::Ack)),
                9013 => {}
                _ => asks.push(Ask::of(&frame, qn, command)),
            }
        }
        for ask in asks {
            heard.push(Heard::Request(self.answer(&ask)));
        }
        heard
    }

    fn chance(&mut self) -> u64 {
        self.random.next_u64()
    }
}

/// A QN of a time and a millisecond.
fn key(time: DateTime, millisecond: u64) -> Key {
    let mut out = Vec::with_capacity(17);
    push_time(&mut out, time);
    push_digits(&mut out, millisecond, 3);
    Key::try_from(out.as_slice()).unwrap_or([b'0'; 17])
}

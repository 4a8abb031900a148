//! What a connection says, frame by frame: which are taken in, which are kept apart, what is answered.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::monitor::Monitor;
use super::presence::{Link, Mailbox, Manner};
use super::reception::Reception;
use super::settings::Speech;
use super::vehicle::Vehicle;
use crate::dialogue::Heard;
use crate::entry::{Channel, Entry, Standing};

/// Bytes that are needed to tell what a connection speaks.
const TELLING: usize = 3;

/// One connection's side of the conversation.
pub(super) struct Session {
    reception: Arc<Reception>,
    link: Link,
    ears: Ears,
    speakers: Vec<String>,
    settled: bool,
}

enum Ears {
    Undecided(Vec<u8>),
    Monitor(Monitor),
    Vehicle(Vehicle),
}

/// What is known of the bytes to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    /// They come.
    Comes,
    /// None have come for a while.
    Pauses,
    /// There are none.
    Ended,
}

/// What came of the bytes of one read.
pub(super) struct Batch {
    received_at: i64,
    peer: String,
    frames: usize,
    entries: Vec<Entry>,
    accepted: Vec<Accepted>,
    answers: Vec<u8>,
    answered: u64,
    heard: Vec<(String, Heard)>,
}

struct Accepted {
    device: String,
    channel: Channel,
    manner: Option<Manner>,
    frames: u64,
}

impl Session {
    /// The session of a connection.
    pub(super) fn new(
        reception: Arc<Reception>,
        speech: Speech,
        peer: SocketAddr,
        mailbox: Mailbox,
    ) -> Self {
        let ears = match speech {
            Speech::Hj212 => Ears::Monitor(Monitor::new(Channel::Hj212)),
            Speech::Gb17691 => Ears::Vehicle(Vehicle::new(Channel::Gb17691)),
            Speech::Gb32960 => Ears::Vehicle(Vehicle::new(Channel::Gb32960)),
            Speech::Either => Ears::Undecided(Vec::new()),
        };
        Self {
            link: Link {
                connection: reception.number(),
                peer: peer.to_string(),
                mailbox: Some(mailbox),
            },
            reception,
            ears,
            speakers: Vec::new(),
            settled: false,
        }
    }

    /// The session of one message of a broker, which cannot be answered.
    pub(super) fn of_message(reception: Arc<Reception>, peer: String) -> Self {
        Self {
            link: Link {
                connection: reception.number(),
                peer,
                mailbox: None,
            },
            reception,
            ears: Ears::Monitor(Monitor::new(Channel::Mqtt)),
            speakers: Vec::new(),
            settled: false,
        }
    }

    pub(super) fn reception(&self) -> &Arc<Reception> {
        &self.reception
    }

    /// Takes bytes as they come.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        self.settled = false;
        match &mut self.ears {
            Ears::Monitor(monitor) => monitor.hear(bytes),
            Ears::Vehicle(vehicle) => vehicle.hear(bytes),
            Ears::Undecided(first) => {
                first.extend_from_slice(bytes);
                if first.len() < TELLING {
                    return;
                }
                let first = std::mem::take(first);
                self.ears = tell(&first);
                self.hear(&first);
            }
        }
    }

    /// Whether there are bytes of which nothing can be said until more come or the line has been quiet.
    pub(super) fn is_waiting(&self) -> bool {
        !self.settled
            && match &self.ears {
                Ears::Undecided(_) => false,
                Ears::Monitor(monitor) => monitor.is_waiting(),
                Ears::Vehicle(vehicle) => vehicle.is_waiting(),
            }
    }

    /// Judges every frame that has come whole; at the end also what is left of one.
    pub(super) fn judge(&mut self, more: More) -> Batch {
        self.settled = more != More::Comes;
        let mut batch = Batch::new(&self.link.peer);
        match &mut self.ears {
            Ears::Undecided(_) => {}
            Ears::Monitor(monitor) => monitor.judge(&self.reception, &mut batch, more),
            Ears::Vehicle(vehicle) => vehicle.judge(&self.reception, &mut batch, more),
        }
        batch
    }

    /// Keeps what was judged, and returns what may be answered now; none: the gateway stops and nothing may.
    pub(super) async fn keep(
        &mut self,
        batch: Batch,
        stop: &mut watch::Receiver<bool>,
    ) -> Option<Vec<u8>> {
        let Batch {
            received_at,
            entries,
            accepted,
            answers,
            answered,
            heard,
            ..
        } = batch;
        if !entries.is_empty() && !self.reception.keep(&entries, stop).await {
            return None;
        }
        for one in accepted {
            self.note(one, received_at);
        }
        for (device, frame) in heard {
            self.reception.exchanges().show(&device, frame);
        }
        self.reception.metrics().answered(answered);
        Some(answers)
    }

    fn note(&mut self, one: Accepted, at: i64) {
        let Accepted {
            device,
            channel,
            manner,
            frames,
        } = one;
        self.reception.metrics().accepted(channel, frames);
        let presence = self.reception.presence();
        if presence.note(&device, channel, &self.link, manner, at, frames) {
            if self.link.mailbox.is_some() {
                self.reception.arrived(&device);
            }
            self.speakers.push(device);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.reception
            .presence()
            .left(&self.speakers, self.link.connection);
    }
}

impl Batch {
    fn new(peer: &str) -> Self {
        Self {
            received_at: Timestamp::now().as_microsecond(),
            peer: peer.to_owned(),
            frames: 0,
            entries: Vec::new(),
            accepted: Vec::new(),
            answers: Vec::new(),
            answered: 0,
            heard: Vec::new(),
        }
    }

    /// How many frames there were, good and bad.
    pub(super) fn frames(&self) -> usize {
        self.frames
    }

    /// Whether one of them was taken in.
    pub(super) fn has_accepted(&self) -> bool {
        !self.accepted.is_empty()
    }

    /// Takes a frame in.
    pub(super) fn accept(
        &mut self,
        channel: Channel,
        device: &str,
        manner: impl FnOnce() -> Option<Manner>,
        raw: &[u8],
    ) {
        self.frames += 1;
        self.push(channel, device, Standing::Accepted, raw);
        match self.accepted.last_mut() {
            Some(last) if last.device == device => last.frames += 1,
            _ => self.accepted.push(Accepted {
                device: device.to_owned(),
                channel,
                manner: manner(),
                frames: 1,
            }),
        }
    }

    /// Keeps a frame apart, if there is room for such.
    pub(super) fn quarantine(
        &mut self,
        reception: &Reception,
        channel: Channel,
        device: &str,
        reason: &str,
        raw: &[u8],
    ) {
        self.frames += 1;
        reception.metrics().quarantined(reason);
        if !reception.may_quarantine(raw.len()) {
            reception.metrics().quarantine_full();
            return;
        }
        let reason = reason.to_owned();
        self.push(channel, device, Standing::Quarantined { reason }, raw);
    }

    /// Answers, once everything judged so far is durable.
    pub(super) fn answer(&mut self, frame: &[u8]) {
        self.answers.extend_from_slice(frame);
        self.answered += 1;
    }

    /// Shows a frame to the one who waits for it, once it is durable.
    pub(super) fn show(&mut self, device: &str, heard: Heard) {
        self.heard.push((device.to_owned(), heard));
    }

    fn push(&mut self, channel: Channel, device: &str, standing: Standing, raw: &[u8]) {
        self.entries.push(Entry {
            received_at: self.received_at,
            channel,
            device: device.to_owned(),
            peer: self.peer.clone(),
            standing,
            raw: raw.to_vec(),
        });
    }
}

/// HJ 212 has a digit of its length after `##`; a vehicle's frame has a command there, or begins with `~~`.
fn tell(first: &[u8]) -> Ears {
    match first {
        [b'#', b'#', command, ..] if !command.is_ascii_digit() => {
            Ears::Vehicle(Vehicle::new(Channel::Gb17691))
        }
        [b'~', b'~', ..] => Ears::Vehicle(Vehicle::new(Channel::Gb17691)),
        _ => Ears::Monitor(Monitor::new(Channel::Hj212)),
    }
}

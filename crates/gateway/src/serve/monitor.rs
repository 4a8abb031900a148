//! The ears for HJ 212: a frame is taken in when its check word fits, its MN is registered and its password
//! is that of the device; every other one is kept apart, with the reason.

use std::sync::Arc;

use wire::hj212::{Crc, Decoded, Defects, Frame, Piece, Profile, Scanner, Verdict, decode};

use super::presence::Manner;
use super::reception::Reception;
use super::session::{Batch, More};
use crate::device::{Device, Devices, Secret};
use crate::dialogue::{Heard, civil_now, reply};
use crate::entry::Channel;

/// ST of what the systems say to each other (HJ 212-2017 table 5).
const SYSTEM: &str = "91";
/// A DataTime after tomorrow is counted as this; the frame is kept, for its bytes are evidence.
const TIME_AHEAD: &str = "time_ahead";
const A_DAY_S: i64 = 86_400;
/// More bytes than this are not held for a connection that has nothing half said.
const HELD: usize = 4 * 1024;

/// Finds and judges frames of HJ 212.
pub(super) struct Monitor {
    channel: Channel,
    scanner: Scanner,
    profile: Profile,
    pushed: usize,
}

impl Monitor {
    pub(super) fn new(channel: Channel) -> Self {
        Self {
            channel,
            scanner: Scanner::new(),
            profile: standard(),
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
            reception,
            devices: reception.devices(),
            latest: civil_now(A_DAY_S).strftime("%Y%m%d").to_string(),
            profile: &mut self.profile,
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
            self.scanner = Scanner::new();
            self.pushed = 0;
        }
    }
}

fn standard() -> Profile {
    Profile::named("standard").expect("wire has the profile of the standard")
}

/// Everything that judging one piece needs.
struct Bench<'a> {
    channel: Channel,
    reception: &'a Reception,
    devices: Arc<Devices>,
    /// The last day that a DataTime may say.
    latest: String,
    profile: &'a mut Profile,
    batch: &'a mut Batch,
}

impl Bench<'_> {
    fn judge(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Frame(raw) => self.frame(raw),
            Piece::Skipped { bytes, reason } => {
                self.reception.metrics().skipped(bytes.len());
                if !bytes.trim_ascii().is_empty() {
                    self.set_apart("", reason.id(), bytes);
                }
            }
        }
    }

    fn frame(&mut self, raw: &[u8]) {
        let devices = Arc::clone(&self.devices);
        let mut decoded = decode(raw, self.profile);
        let id = decoded.frame.and_then(|frame| frame.device).unwrap_or("");
        let device = devices.find(id);
        if let Some(device) = device
            && device.profile != self.profile.id
        {
            *self.profile = Profile::named(&device.profile).unwrap_or_else(standard);
            decoded = decode(raw, self.profile);
        }
        self.count(decoded.defects);
        match judgement(&decoded, device) {
            Ok((frame, device)) => self.take_in(raw, &frame, device, decoded.crc),
            Err(reason) => self.set_apart(id, reason, raw),
        }
    }

    fn take_in(&mut self, raw: &[u8], frame: &Frame<'_>, device: &Device, crc: Option<Crc>) {
        let day = frame.data_time().and_then(|time| time.get(..8));
        if day.is_some_and(|day| day > self.latest.as_str()) {
            self.reception.metrics().defect(TIME_AHEAD);
        }
        let manner = || manner(frame);
        self.batch.accept(self.channel, &device.id, manner, raw);
        let Some(command) = frame.command else {
            return;
        };
        if self.reception.exchanges().is_open(&device.id) {
            let heard = Heard::of(frame, command, raw);
            self.batch.show(&device.id, heard);
        }
        if let Some(answer) = reply::to(frame, command, crc) {
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

/// How the sender of a frame speaks, where the frame shows it.
fn manner(frame: &Frame<'_>) -> Option<Manner> {
    let system = frame.system.filter(|system| *system != SYSTEM)?;
    Some(Manner {
        system: system.to_owned(),
        edition: frame.edition(),
        password: Secret::new(frame.password.unwrap_or_default()),
    })
}

/// Whether a frame is taken in, or why not.
fn judgement<'a, 'd>(
    decoded: &Decoded<'a>,
    device: Option<&'d Device>,
) -> Result<(Frame<'a>, &'d Device), &'static str> {
    let frame = decoded.frame.ok_or("bad_frame")?;
    if decoded.verdict == Verdict::Bad {
        return Err("bad_frame");
    }
    let device = device.ok_or("unknown_device")?;
    let shown = frame.password;
    match &device.password {
        Some(password) if shown != Some(password.reveal()) => Err("wrong_password"),
        _ => Ok((frame, device)),
    }
}

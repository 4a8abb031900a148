//! The host's side of HJ 212-2017 §6: a request, its answer (9011), what is uploaded, the result (9012).
//!
//! Everything that is sent on a person's request is in the inbox, with his name and reason, before it is on
//! the wire. A device has one request at a time; nothing is queued, so that nobody acts on a forgotten wish.

mod timing;
mod wish;
pub(crate) mod reply;
mod exchange;
mod outcome;
mod start_up;

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz};
use tokio::time::{Instant, timeout_at};
use wire::hj212::{
    Admitted, Crc, Edition, EncodeError, Flag, Message, Profile, RequestError, encode,
};

use crate::device::{Device, Secret};
use crate::entry::{Channel, Entry, Standing};
use crate::serve::{KeepPassword, Reception};

pub use outcome::{End, Outcome};
pub use timing::{StartUp, Timing};
pub use wire::hj212::Request;
pub use wire::hj212::request::Span;
pub use wish::{Instrument, Period, Wish};

pub(crate) use exchange::{Exchanges, Heard};
pub(crate) use start_up::greet;

use exchange::Exchange;

/// ST of air pollution sources (HJ 212-2017 table 5): how a device is addressed that has not shown its own.
const AIR: &str = "31";

/// The way to ask devices; cloning it gives another handle to the same one.
#[derive(Clone)]
pub struct Control {
    reception: Arc<Reception>,
    keep_password: Arc<KeepPassword>,
}

/// Why a device could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The register does not have it.
    #[error("device {device} is not in the register")]
    Unknown {
        /// MN.
        device: String,
    },
    /// It is not connected.
    #[error("device {device} is not connected")]
    NotConnected {
        /// MN.
        device: String,
    },
    /// It is being asked something else.
    #[error("device {device} is busy with another request")]
    Busy {
        /// MN.
        device: String,
    },
    /// The request holds what the standard does not allow.
    #[error("the request is not one of HJ 212")]
    Request {
        /// What was wrong.
        #[source]
        source: RequestError,
    },
    /// The request cannot be written as a frame.
    #[error("the request cannot be written as a frame")]
    Frame {
        /// What was wrong.
        #[source]
        source: EncodeError,
    },
    /// What is sent could not be recorded, and so was not sent.
    #[error("the request could not be recorded in the inbox, and was not sent")]
    NotRecorded {
        /// What was wrong.
        #[source]
        source: crate::inbox::InboxError,
    },
    /// A request without a name or a reason.
    #[error("a request needs the name of who asks and the reason")]
    Anonymous,
}

impl ControlError {
    /// How HTTP says it.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Unknown { .. } => 404,
            Self::NotConnected { .. } | Self::Busy { .. } => 409,
            Self::Request { .. } | Self::Frame { .. } | Self::Anonymous => 400,
            Self::NotRecorded { .. } => 503,
        }
    }
}

impl Control {
    pub(crate) fn new(reception: Arc<Reception>, keep_password: KeepPassword) -> Self {
        Self {
            reception,
            keep_password: Arc::new(keep_password),
        }
    }

    pub(crate) fn reception(&self) -> &Arc<Reception> {
        &self.reception
    }

    /// The civil time that a device's clock should show, `YYYYMMDDhhmmss`.
    pub fn now(&self) -> String {
        civil_now(0).strftime("%Y%m%d%H%M%S").to_string()
    }

    /// Asks a device and waits for the outcome.
    pub async fn request(
        &self,
        device: &str,
        request: &Request,
        by: &str,
        why: &str,
    ) -> Result<Outcome, ControlError> {
        if by.trim().is_empty() || why.trim().is_empty() {
            return Err(ControlError::Anonymous);
        }
        let named = || device.to_owned();
        let devices = self.reception.devices();
        let known = devices
            .find(device)
            .ok_or_else(|| ControlError::Unknown { device: named() })?;
        let exchanges = self.reception.exchanges();
        let exchange = exchanges
            .open(device)
            .ok_or_else(|| ControlError::Busy { device: named() })?;
        let standing = Standing::Sent {
            by: by.to_owned(),
            why: why.to_owned(),
        };
        let mut asking = Asking {
            control: self,
            device: known,
            request,
            standing,
            exchange,
            outcome: Outcome::new(device, request.command(), name_exchange(known)),
        };
        asking.run().await?;
        let outcome = asking.outcome;
        self.reception.metrics().requested(outcome.end.id());
        if let (Request::SetPassword(password), End::Executed) = (request, outcome.end) {
            self.changed_password(device, password);
        }
        Ok(outcome)
    }

    fn changed_password(&self, device: &str, password: &str) {
        let changed = self.reception.set_password(device, Secret::new(password));
        if let Some(changed) = changed
            && let Err(error) = (self.keep_password)(&changed)
        {
            tracing::error!(
                %error, device,
                "the new password holds until the gateway stops: it could not be kept"
            );
        }
    }
}

/// One request on its way.
struct Asking<'a> {
    control: &'a Control,
    device: &'a Device,
    request: &'a Request,
    standing: Standing,
    exchange: Exchange<'a>,
    outcome: Outcome,
}

impl Asking<'_> {
    /// Sends until there is an answer, then follows it to the end.
    async fn run(&mut self) -> Result<(), ControlError> {
        let timing = self.control.reception.settings().dialogue.clone();
        let wait = Duration::from_secs(timing.timeout().into());
        let frame = self.frame()?;
        for _ in 0..=timing.retries() {
            self.send(&frame).await?;
            self.outcome.sent += 1;
            if self.hear(wait).await {
                break;
            }
        }
        while self.outcome.end == End::Unfinished && self.hear(timing.execution()).await {}
        Ok(())
    }

    /// Waits for the next frame of the exchange, no longer than so; whether one came.
    async fn hear(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        while let Ok(Some(heard)) = timeout_at(deadline, self.exchange.next()).await {
            if self.outcome.take(&heard) {
                return true;
            }
        }
        false
    }

    fn frame(&self) -> Result<Vec<u8>, ControlError> {
        let content = self.request.content();
        let content = content.map_err(|source| ControlError::Request { source })?;
        let presence = self.control.reception.presence();
        let manner = presence.manner(&self.device.id);
        let manner = manner.as_ref();
        let edition = manner.map_or(Edition::V2017, |manner| manner.edition);
        let shown = manner.map(|manner| &manner.password);
        let password = self.device.password.as_ref().or(shown);
        let profile = Profile::named(&self.device.profile);
        let modbus = profile.is_some_and(|profile| profile.admitted == Admitted::Modbus);
        let message = Message {
            qn: Some(self.outcome.exchange.clone()),
            flag: Flag {
                version: edition,
                answer: true,
                split: false,
            },
            content,
            crc: if modbus { Crc::Modbus } else { Crc::Standard },
            ..Message::new(
                edition,
                self.request.command(),
                manner.map_or(AIR, |manner| &manner.system),
                &self.device.id,
                password.map_or("", Secret::reveal),
            )
        };
        encode(&message).map_err(|source| ControlError::Frame { source })
    }

    async fn send(&self, frame: &[u8]) -> Result<(), ControlError> {
        let reception = &self.control.reception;
        let lost = || ControlError::NotConnected {
            device: self.device.id.clone(),
        };
        let mailbox = reception
            .presence()
            .mailbox(&self.device.id)
            .ok_or_else(lost)?;
        let entry = Entry {
            received_at: Timestamp::now().as_microsecond(),
            channel: Channel::Hj212,
            device: self.device.id.clone(),
            peer: reception.presence().peer(&self.device.id),
            standing: self.standing.clone(),
            raw: frame.to_vec(),
        };
        reception
            .inbox()
            .put(vec![entry])
            .await
            .map_err(|source| ControlError::NotRecorded { source })?;
        mailbox.send(frame.into()).await.map_err(|_closed| lost())
    }
}

/// The civil time of China, and so of every device, with what a device's clock is known to be ahead.
pub(crate) fn civil_now(ahead_s: i64) -> DateTime {
    let now = Timestamp::now();
    let shown = now
        .checked_add(SignedDuration::from_secs(ahead_s))
        .unwrap_or(now);
    tz::offset(8).to_datetime(shown)
}

/// A QN: the civil time of the device's zone to the millisecond.
fn name_exchange(device: &Device) -> String {
    let now = civil_now(device.clock_offset_s);
    let millisecond = now.subsec_nanosecond() / 1_000_000;
    format!("{}{millisecond:03}", now.strftime("%Y%m%d%H%M%S"))
}

//! What the data of a command say.
//!
//! Nothing is lost in reading: every payload writes back to the bytes it came from. Data that do not have the
//! shape of their command stay whole.

mod read;
mod write;

pub(super) use read::read;

use super::blocks::Blocks;
use super::head::Vin;
use super::position::Position;
use super::time::Time;

/// The bytes of an ICCID.
const ICCID: usize = 20;
/// The widths that the two numbers of an SM2 signature have: 32 bytes, one more for a sign, fewer without zeros.
const SIGNATURE: std::ops::RangeInclusive<usize> = 28..=33;

/// The data of a frame.
#[derive(Clone, Copy, Debug)]
pub enum Payload<'a> {
    /// A vehicle logs in.
    Login {
        /// When.
        time: Time,
        /// Which login of the terminal this is.
        serial: u16,
        /// The number of the SIM card.
        iccid: [u8; ICCID],
        /// What follows; under GB/T 32960 the codes of the energy storage.
        rest: &'a [u8],
    },
    /// A vehicle or a platform logs out.
    Logout {
        /// When.
        time: Time,
        /// The serial number of the login.
        serial: u16,
    },
    /// Measurements, now or late.
    RealTime(RealTime<'a>),
    /// A terminal asks for the time or shows that it is there; with a time where one was sent.
    Time(Option<Time>),
    /// A terminal was removed.
    Tamper {
        /// When.
        time: Time,
        /// The serial number.
        serial: u16,
        /// Where.
        position: Position,
    },
    /// A terminal presents its chip and its public key.
    Activation {
        /// When.
        time: Time,
        /// The chip.
        chip: [u8; 16],
        /// The two coordinates of the public key.
        key: &'a [u8; 64],
        /// The vehicle.
        vin: Vin,
        /// The signature.
        signature: &'a [u8],
    },
    /// A platform answers an activation.
    ActivationAnswer {
        /// 1 for success, 2 for failure.
        state: u8,
        /// Why: 1 the chip is active already, 2 the VIN is wrong.
        reason: u8,
    },
    /// A platform logs in.
    PlatformLogin {
        /// When.
        time: Time,
        /// Which login of the platform this is.
        serial: u16,
        /// The user.
        user: [u8; 12],
        /// The password.
        password: [u8; 20],
        /// The way of encryption to come.
        encryption: u8,
    },
    /// The answer to a command.
    Answer {
        /// The time of the command, or of the answer.
        time: Option<Time>,
        /// What follows.
        rest: &'a [u8],
    },
    /// Encrypted data.
    Sealed(&'a [u8]),
    /// Data that are kept as they are.
    Opaque(&'a [u8]),
}

/// Measurements.
#[derive(Clone, Copy, Debug)]
pub struct RealTime<'a> {
    /// When they were taken, or sent.
    pub time: Time,
    /// The serial number of the message, where it has one.
    pub serial: Option<u16>,
    /// The blocks.
    pub blocks: Blocks<'a>,
    /// The signature of HJ 1239, where there is one.
    pub signature: Option<Signature<'a>>,
}

/// The signature behind the blocks: length and bytes of R, length and bytes of S.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    bytes: &'a [u8],
}

impl<'a> Signature<'a> {
    /// The whole of the bytes, if they are a signature.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (first, behind) = bytes.split_first()?;
        let (_, second) = behind.split_at_checked(usize::from(*first))?;
        let (length, s) = second.split_first()?;
        let widths = [usize::from(*first), usize::from(*length)];
        let whole = usize::from(*length) == s.len() && widths.iter().all(|w| SIGNATURE.contains(w));
        whole.then_some(Self { bytes })
    }

    /// The number R.
    pub fn r(self) -> &'a [u8] {
        &self.bytes[1..=usize::from(self.bytes[0])]
    }

    /// The number S.
    pub fn s(self) -> &'a [u8] {
        &self.bytes[2 + usize::from(self.bytes[0])..]
    }
}

/// Characters without the zeros and spaces at their end; none if a byte is no printable character.
pub fn text(bytes: &[u8]) -> Option<&str> {
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | b' '));
    let text = &bytes[..end.map_or(0, |last| last + 1)];
    let printable = text.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if printable {
        std::str::from_utf8(text).ok()
    } else {
        None
    }
}

/// The time that a payload begins with.
fn time_of(payload: &Payload<'_>) -> Option<Time> {
    match *payload {
        Payload::Login { time, .. }
        | Payload::Logout { time, .. }
        | Payload::Tamper { time, .. }
        | Payload::Activation { time, .. }
        | Payload::PlatformLogin { time, .. }
        | Payload::RealTime(RealTime { time, .. }) => Some(time),
        Payload::Time(time) | Payload::Answer { time, .. } => time,
        Payload::ActivationAnswer { .. } | Payload::Sealed(_) | Payload::Opaque(_) => None,
    }
}

//! Data written as a frame carries them.

use super::super::blocks::Prefix;
use super::{Payload, RealTime, time_of};

impl Payload<'_> {
    /// Writes the data as a frame carries them.
    pub(in crate::vehicle) fn write(&self, out: &mut Vec<u8>) {
        if let Some(time) = time_of(self) {
            out.extend(time.bytes());
        }
        match *self {
            Self::Login {
                serial,
                iccid,
                rest,
                ..
            } => {
                out.extend(serial.to_be_bytes());
                out.extend(iccid);
                out.extend(rest);
            }
            Self::Logout { serial, .. } => out.extend(serial.to_be_bytes()),
            Self::RealTime(RealTime {
                serial,
                blocks,
                signature,
                ..
            }) => {
                let serial = serial.filter(|_| blocks.prefix() == Prefix::Timed);
                out.extend(serial.map(u16::to_be_bytes).into_iter().flatten());
                out.extend(blocks.bytes());
                out.extend(signature.map_or(&[][..], |signature| signature.bytes));
            }
            Self::Time(_) => {}
            Self::Tamper {
                serial, position, ..
            } => {
                out.extend(serial.to_be_bytes());
                position.write(out);
            }
            Self::Activation {
                chip,
                key,
                vin,
                signature,
                ..
            } => {
                out.extend(chip);
                out.extend(key);
                out.extend(vin.bytes());
                out.extend(signature);
            }
            Self::ActivationAnswer { state, reason } => out.extend([state, reason]),
            Self::PlatformLogin {
                serial,
                user,
                password,
                encryption,
                ..
            } => {
                out.extend(serial.to_be_bytes());
                out.extend(user);
                out.extend(password);
                out.push(encryption);
            }
            Self::Answer { rest, .. } | Self::Sealed(rest) | Self::Opaque(rest) => out.extend(rest),
        }
    }
}

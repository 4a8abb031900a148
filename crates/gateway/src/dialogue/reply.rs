//! What the host says to a frame that is durable: 9014 to data that want an answer, 9013 to a notice.

use wire::hj212::answer::{DATA, REQUEST};
use wire::hj212::{Answer, Crc, Frame, encode};

/// A site asks for its clock to be set.
const ASK_FOR_TIME: u16 = 1013;
/// A site shows that it is there (HJ 212-2025).
const HEARTBEAT: u16 = 9015;

/// The answer to a frame, with a check word of the variant that the device uses; an answer is never answered.
pub(crate) fn to(frame: &Frame<'_>, command: u16, crc: Option<Crc>) -> Option<Vec<u8>> {
    let answer = match command {
        REQUEST..=DATA => return None,
        ASK_FOR_TIME | HEARTBEAT => Answer::Notice,
        _ if frame.wants_answer() => Answer::Data,
        _ => return None,
    };
    let message = answer.reply(frame, crc.unwrap_or(Crc::Standard));
    match encode(&message) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            tracing::warn!(%error, "a frame cannot be answered");
            None
        }
    }
}

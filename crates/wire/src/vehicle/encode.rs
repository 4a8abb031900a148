//! Frames written: head, data, BCC. What is written reads back as it was.

use thiserror::Error;

use super::bcc::bcc;
use super::head::{FRAME, Head};
use super::payload::Payload;

/// Why a frame cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// The two bytes of the length cannot say it.
    #[error("{bytes} bytes of data are more than a frame can carry")]
    TooLong {
        /// How many bytes.
        bytes: usize,
    },
    /// A field cannot say the value.
    #[error(
        "field {field} cannot say the value: too large, not a whole number of steps, or of another form"
    )]
    Value {
        /// The field.
        field: &'static str,
    },
    /// A block that is not one record.
    #[error("kind {kind:#04x} is not a block of one record")]
    Kind {
        /// The kind.
        kind: u8,
    },
}

/// Writes a frame.
///
/// # Errors
/// More data than the length can say.
pub fn encode(head: &Head, payload: &Payload<'_>) -> Result<Vec<u8>, EncodeError> {
    let mut frame = vec![0; FRAME - 1];
    payload.write(&mut frame);
    let bytes = frame.len() - (FRAME - 1);
    let length = u16::try_from(bytes).map_err(|_too_long| EncodeError::TooLong { bytes })?;
    frame[..FRAME - 1].copy_from_slice(&head.write(length));
    frame.push(bcc(&frame[2..]));
    Ok(frame)
}

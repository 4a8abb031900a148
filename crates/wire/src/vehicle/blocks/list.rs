//! Blocks being written.

use super::super::layout::{self, BlockLayout, Field};
use super::super::time::Time;
use super::super::{EncodeError, Value};
use super::{Blocks, Prefix, Reading, Vendor};

/// Blocks being written.
#[derive(Clone, Debug)]
pub struct BlockList {
    prefix: Prefix,
    bytes: Vec<u8>,
}

impl BlockList {
    /// An empty list.
    pub fn new(prefix: Prefix) -> Self {
        Self {
            prefix,
            bytes: Vec::new(),
        }
    }

    /// Adds a block of one record. Of `serial` and `time` the one that the prefix has is written.
    ///
    /// # Errors
    /// No such kind, a kind of more than one record, or a value that its field cannot say.
    pub fn push<'a>(
        &mut self,
        kind: u8,
        (serial, time): (u16, Time),
        value: impl FnMut(&'static Field) -> Value<'a>,
    ) -> Result<(), EncodeError> {
        let layout = layout::block_layout(self.prefix.protocol(), kind);
        let Some(BlockLayout {
            parts: [part],
            grouped: false,
            ..
        }) = layout
        else {
            return Err(EncodeError::Kind { kind });
        };
        let mut body = Vec::with_capacity(part.record.bytes);
        part.record.write(&mut body, value)?;
        self.push_bytes(kind, (serial, time), &body);
        Ok(())
    }

    /// Adds a block of which the body is written already.
    pub fn push_bytes(&mut self, kind: u8, (serial, time): (u16, Time), body: &[u8]) {
        self.bytes.push(kind);
        match self.prefix {
            Prefix::Timed => self.bytes.extend(time.bytes()),
            Prefix::Numbered => self.bytes.extend(serial.to_be_bytes()),
            Prefix::Bare => {}
        }
        self.bytes.extend_from_slice(body);
    }

    /// The blocks as a frame carries them.
    pub fn blocks(&self) -> Blocks<'_> {
        let reading = Reading {
            prefix: self.prefix,
            habit: false,
            vendor: Vendor::Layout,
        };
        Blocks {
            reading,
            bytes: &self.bytes,
        }
    }
}

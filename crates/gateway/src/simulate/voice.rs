//! What a simulated device says and understands, whatever its protocol.

use std::ops::Range;

/// What tells one frame of a device from its others: a QN, or the time in a vehicle's frame.
pub(super) type Key = [u8; 17];

/// A frame to be sent.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// By what its acknowledgement names it.
    pub(super) key: Key,
    /// CN, or the command byte.
    pub(super) command: u16,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// Which of them the ledger shows as values.
    pub(super) content: Range<usize>,
    /// The time of the data, where the content does not say it.
    pub(super) data_time: String,
}

/// What was understood of what the host said.
#[derive(Clone, Debug)]
pub(super) enum Heard {
    /// A frame is acknowledged.
    Ack(Key),
    /// The host wants something, and this is what is said to it.
    Request(Vec<Vec<u8>>),
}

/// A simulated device without its connection.
pub(super) trait Voice: Send + 'static {
    /// MN or VIN.
    fn id(&self) -> &str;
    /// When the next frame is due, in seconds after the begin of the plan; none: never.
    fn due(&self) -> Option<f64>;
    /// The next frame.
    fn next(&mut self) -> Option<Frame>;
    /// Takes in what the host says, and gives out what was understood.
    fn hear(&mut self, bytes: &[u8]) -> Vec<Heard>;
    /// A number to decide about a fault.
    fn chance(&mut self) -> u64;
}

//! The gateway for source telemetry: it listens to devices, keeps what they send, and answers only for
//! what is on disk.
//!
//! A frame goes into the inbox (a local log, or NATS JetStream) and is acknowledged when it is durable there.
//! Raw frames are archived, chained by hashes, one chain a device and day. What a value means is not known
//! here, and nothing is dropped that was acknowledged.
#![expect(
    clippy::disallowed_methods,
    reason = "this crate is the edge to sockets and disks, and knows when a frame came"
)]

pub mod entry;
pub mod device;
pub mod inbox;
pub mod archive;
pub mod serve;
pub mod dialogue;
mod status;
pub mod simulate;

pub use archive::{Archive, ArchiveError};
pub use device::{Device, Devices, Secret};
pub use dialogue::{Control, ControlError, Outcome, Request};
pub use entry::{Channel, Entry, Standing, Stored};
pub use inbox::{Extent, Inbox, InboxError, Place};
pub use serve::{Gateway, ServeError, Settings, serve};

//! The gateway: inbox, archive, listeners.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make folders, start programs and wait with a clock"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod stand;
mod serve;
mod dialogue;
mod mqtt;
mod simulate;
mod archive;
mod inbox;
mod nats;

//! Telemetry: from the inbox into the lake and what it means there.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and take tables away"
)]

mod world;
mod values;
mod again;
mod restart;
mod apart;
mod messages;
mod vehicles;
mod secrets;
mod devices;

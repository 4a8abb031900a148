//! The lake as its users meet it: rows in, rows out, as they were known, whatever the order or the threads.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod rows;
mod append;
mod as_of;
mod functions;
mod limits;
mod statistics;
mod telemetry;

//! The real binary, run as people run it.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and run the binary"
)]
#![expect(
    clippy::print_stderr,
    reason = "a test that could not run here says so"
)]

mod run;
mod fixture;
mod help;
mod aqi;
mod mistakes;
mod formats;
mod locales;
mod statistics;
mod trace;
mod queries;
mod archives;
mod plans;
mod register;
mod gateway;
mod cluster;
mod telemetry_decode;

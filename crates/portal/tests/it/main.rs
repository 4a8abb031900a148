//! A real portal on a free port, asked as people's programs ask it.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make temporary folders and start programs"
)]
#![expect(
    clippy::print_stderr,
    reason = "a test that could not run here says so"
)]

mod house;
mod administration;
mod sensorthings;
mod downloads;
mod plans;
mod air;
mod events;
mod reports;
mod clients;
mod register;
mod sources;
mod quality;
mod rights;
mod sessions;
mod codes;
mod forged;
mod guessed;
mod answers;
mod limits;
mod open_id;
mod stores;

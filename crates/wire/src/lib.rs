//! Codecs of source telemetry: bytes of the wire to fields and back, and what was wrong with them.
//!
//! `hj212` is HJ/T 212-2005, HJ 212-2017 and HJ 212-2025, told apart by Flag; `vehicle` is GB 17691 Annex Q,
//! HJ 1239 and GB/T 32960. Everything is pure: slices in, values and named defects out. A malformed frame
//! never costs the good ones beside it, memory is bounded whatever comes, and nothing here knows a socket,
//! a clock, a file or what a value means.

pub mod hj212;
pub mod vehicle;

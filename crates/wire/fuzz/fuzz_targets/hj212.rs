//! HJ 212 over any bytes.
#![no_main]

#[path = "../invariants/hj212.rs"]
mod hj212;

libfuzzer_sys::fuzz_target!(|data: &[u8]| hj212::hold(data));

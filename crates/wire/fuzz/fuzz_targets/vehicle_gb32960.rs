//! GB/T 32960 over any bytes.
#![no_main]

#[path = "../invariants/vehicle.rs"]
mod vehicle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| vehicle::hold(data, wire::vehicle::Protocol::Gb32960));

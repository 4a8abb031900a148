//! Turns the cited tables in `standards/` into constant tables of codes, and fails the build on an unknown
//! key, a missing citation or a code given twice.

#[path = "build/hj212.rs"]
mod hj212;
#[path = "build/vehicle.rs"]
mod vehicle;

fn main() {
    hj212::generate();
    vehicle::generate();
}

//! Turns the cited tables in `standards/` into constant tables of codes, and fails the build on an unknown
//! key, a missing citation or a code given twice.

use std::path::{Path, PathBuf};

#[path = "build/hj212.rs"]
mod hj212;
#[path = "build/vehicle.rs"]
mod vehicle;

fn main() {
    hj212::generate();
    vehicle::generate();
}

/// The folder `standards/` of the checkout that is built, asked for at run time: a target folder may serve several.
#[expect(
    clippy::disallowed_methods,
    reason = "a build script is told its place by cargo"
)]
fn standards() -> PathBuf {
    let own = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|error| panic!("CARGO_MANIFEST_DIR: {error}"));
    Path::new(&own).join("../../standards")
}

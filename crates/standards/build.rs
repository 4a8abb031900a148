//! Turns the dated, cited law in `standards/` into constant tables, and fails the build on an unknown
//! key, a missing citation, an overlap or a wrong order.

use std::path::{Path, PathBuf};

#[path = "build/index.rs"]
mod index;
#[path = "build/statistics.rs"]
mod statistics;
#[path = "build/stack.rs"]
mod stack;

fn main() {
    index::generate();
    statistics::generate();
    stack::generate();
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

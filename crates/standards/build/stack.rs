//! Source monitoring: reads `standards/stack` and writes the tables of `stack`.
//!
//! The checks stand in `stack/law.rs`, which the tests include; this file only reads and writes.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the law and writes the tables"
)]

use std::{fs, path::Path};

#[path = "stack/emit.rs"]
mod emit;
#[path = "stack/law.rs"]
mod law;

const FOLDER: &str = "stack";

/// Writes `stack.rs` into the build's output folder.
pub(crate) fn generate() {
    let mut law = law::Law::default();
    for (file, text) in files() {
        law.add(&file, &text)
            .unwrap_or_else(|fault| panic!("{fault}"));
    }
    let out = std::env::var("OUT_DIR").unwrap_or_else(|error| panic!("OUT_DIR: {error}"));
    let path = Path::new(&out).join("stack.rs");
    fs::write(&path, emit::tables(&law))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// The files in order of name, each with its path below `standards/`.
fn files() -> Vec<(String, String)> {
    let path = crate::standards().join(FOLDER);
    println!("cargo::rerun-if-changed={}", path.display());
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "toml"))
        .collect();
    names.sort();
    let read = |name: String| {
        let text =
            fs::read_to_string(path.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        (format!("{FOLDER}/{name}"), text)
    };
    names.into_iter().map(read).collect()
}

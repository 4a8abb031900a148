//! Limits and indices: reads `standards/{gb3095,hj633,publication}` and writes the tables of `limits` and `aqi`.
//!
//! The checks stand in `index/tables.rs`, which the tests include; this file only reads and writes.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the law and writes the tables"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

#[path = "index/tables.rs"]
mod tables;

/// Writes `limits.rs`, `states.rs` and `aqi.rs` into the build's output folder.
pub(crate) fn generate() {
    let gb3095 = files("gb3095");
    let written = [
        ("limits.rs", tables::limits(&gb3095)),
        ("states.rs", tables::states(&gb3095)),
        (
            "aqi.rs",
            tables::indices(&files("hj633"), &files("publication")),
        ),
    ];
    let out = std::env::var("OUT_DIR").unwrap_or_else(|error| panic!("OUT_DIR: {error}"));
    for (name, text) in written {
        let text = text.unwrap_or_else(|fault| panic!("{fault}"));
        let path = Path::new(&out).join(name);
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// The TOML files of a folder of `standards/`, by name: `gb3095/so2.toml` and its text.
fn files(folder: &str) -> Vec<(String, String)> {
    let path = crate::standards().join(folder);
    println!("cargo::rerun-if-changed={}", path.display());
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
        .iter()
        .map(|path| (name(folder, path), text(path)))
        .collect()
}

fn name(folder: &str, path: &Path) -> String {
    let stem = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{folder}/{stem}")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

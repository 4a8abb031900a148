//! HJ 212: reads `standards/hj212` and writes the tables of factors, commands, codes, parameters, profiles
//! and the sentences of defects.
//!
//! An unknown key, a missing citation, an unknown degree of confidence or a code given twice stops the build.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the standards and writes the tables"
)]

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

#[path = "hj212/schema.rs"]
mod schema;
#[path = "hj212/emit.rs"]
mod emit;

use schema::{Cited, Codes, Commands, Factors, Parameters, Profiles};

/// Writes the tables into the build's output folder.
pub(crate) fn generate() {
    let root = crate::standards().join("hj212");
    println!("cargo::rerun-if-changed={}", root.display());
    write(
        "hj212_factors.rs",
        &emit::factors(&read::<Factors>(&root, "factors")),
    );
    write(
        "hj212_commands.rs",
        &emit::commands(&read::<Commands>(&root, "commands")),
    );
    write(
        "hj212_parameters.rs",
        &emit::parameters(&read::<Parameters>(&root, "parameters")),
    );
    write(
        "hj212_profiles.rs",
        &emit::profiles(&read::<Profiles>(&root, "profiles")),
    );
    write(
        "hj212_defects.rs",
        &emit::defects(&read::<Codes>(&root, "defects")),
    );
    let tables = [
        "systems",
        "marks",
        "request_results",
        "execution_results",
        "process",
        "information",
        "states",
    ];
    let codes: String = tables
        .iter()
        .map(|name| emit::codes(name, &read::<Codes>(&root, name)))
        .collect();
    write("hj212_codes.rs", &codes);
}

fn read<T: DeserializeOwned + Cited>(root: &Path, name: &str) -> T {
    let path = root.join(format!("{name}.toml"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let table: T = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
    if let Err(wrong) = table.check(name) {
        panic!("{name}.toml: {wrong}");
    }
    table
}

fn write(name: &str, text: &str) {
    let out = std::env::var("OUT_DIR").unwrap_or_else(|error| panic!("OUT_DIR: {error}"));
    let path = Path::new(&out).join(name);
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

//! Turns `standards/regions` and `standards/zones` into constant tables, and fails the build on a faulty file.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the data files and writes the tables"
)]

#[path = "../src/fold.rs"]
mod fold;
#[path = "../src/level.rs"]
#[expect(unreachable_pub, reason = "the library exports it")]
mod level;

mod read;
mod check;
mod names;
mod write;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use read::Fault;

fn main() -> ExitCode {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    match tables(&root.join("../../standards")) {
        Ok(text) => {
            fs::write(out.join("tables.rs"), text).expect("OUT_DIR can be written");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            tell(&format!("error={}", fault.to_string().replace('\n', " ")));
            ExitCode::FAILURE
        }
    }
}

fn tables(standards: &Path) -> Result<String, Fault> {
    let mut regions = Vec::new();
    for (file, text) in files(&standards.join("regions")) {
        regions.extend(read::regions(&file, &text)?);
    }
    let mut zones = Vec::new();
    for (file, text) in files(&standards.join("zones")) {
        zones.push(read::zone(&file, &text)?);
    }
    check::regions(&mut regions)?;
    let memberships = check::zones(&zones, &regions)?;
    Ok(write::tables(
        &regions,
        &names::names(&regions),
        &memberships,
    ))
}

/// Reads the TOML files of a folder in the order of their names.
fn files(folder: &Path) -> Vec<(String, String)> {
    tell(&format!("rerun-if-changed={}", folder.display()));
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder entry").path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths.iter().map(|path| (name(path), text(path))).collect()
}

fn name(path: &Path) -> String {
    path.file_name()
        .expect("a file of the folder has a name")
        .to_string_lossy()
        .into_owned()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

#[expect(
    clippy::print_stdout,
    reason = "cargo reads the instructions of a build script from standard output"
)]
fn tell(instruction: &str) {
    println!("cargo::{instruction}");
}

//! Takes the folders of `plans/` into the program, each file as text.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the plans and writes a table"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let plans = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../plans")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", plans.display());
    let mut table = String::from("pub(super) static PLANS: &[(&str, &[(&str, &str)])] = &[\n");
    for plan in sorted(&plans)? {
        let id = name(&plan);
        let _ = writeln!(table, "    ({id:?}, &[");
        let mut parts = vec![plan.clone()];
        parts.extend(sorted(&plan)?.into_iter().filter(|path| path.is_dir()));
        for part in parts {
            println!("cargo::rerun-if-changed={}", part.display());
            for file in sorted(&part)?.into_iter().filter(|path| path.is_file()) {
                println!("cargo::rerun-if-changed={}", file.display());
                let inner = file
                    .strip_prefix(&plan)
                    .map(|path| path.to_string_lossy().replace('\\', "/"))
                    .map_err(io::Error::other)?;
                let path = file.to_string_lossy();
                let _ = writeln!(table, "        ({inner:?}, include_str!({path:?})),");
            }
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("builtin.rs");
    fs::write(out, table)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    found.retain(|path| !name(path).starts_with('.'));
    found.sort();
    Ok(found)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

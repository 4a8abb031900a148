//! Statistics, evaluation and ranking rules: reads `standards/{validity,hj663,ranking}` and writes tables.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the law and writes the tables"
)]

use std::{fs, path::Path};

#[path = "statistics/emit.rs"]
mod emit;
#[path = "statistics/law.rs"]
mod law;

use law::Law;

/// Writes `statistics.rs` into the build's output folder.
pub(crate) fn generate() {
    let law = read(&crate::standards()).unwrap_or_else(|error| panic!("{error}"));
    let out = std::env::var("OUT_DIR").unwrap_or_else(|error| panic!("OUT_DIR: {error}"));
    let path = Path::new(&out).join("statistics.rs");
    fs::write(&path, emit::tables(&law))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn read(root: &Path) -> Result<Law, law::LawError> {
    let mut read = Law::default();
    for folder in ["validity", "hj663", "ranking"] {
        for (file, text) in files(root, folder) {
            match file.as_str() {
                "hj663/spearman.toml" => read.spearman = Some(law::spearman(&file, &text)?),
                "ranking/composite.toml" => read.composites.extend(law::composites(&file, &text)?),
                _ if folder == "hj663" => read.add_edition(law::edition(&file, &text)?),
                _ => read.parameters.push(law::parameter(&file, &text)?),
            }
        }
    }
    law::check(&read)?;
    Ok(read)
}

/// The data files of a folder in order of name, each with its path below `standards/`.
fn files(root: &Path, folder: &str) -> Vec<(String, String)> {
    let path = root.join(folder);
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
        (format!("{folder}/{name}"), text)
    };
    names.into_iter().map(read).collect()
}

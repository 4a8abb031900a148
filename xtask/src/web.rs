//! The page under `web/`: its packages, its build, its tests. It is built before the program, which takes it in.
//!
//! What was built is remembered by a hash of its sources, so that a second run does nothing.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::shell::Shell;

/// What the page is made from.
const SOURCES: &[&str] = &[
    "src",
    "build",
    "public",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
];
/// What its packages are made from.
const PACKAGES: &[&str] = &["package.json", "package-lock.json"];

/// Installs the packages and builds the page, where anything changed.
pub(crate) fn build(shell: &Shell) -> Result<()> {
    let folder = shell.root.join("web");
    if !folder.join("package.json").exists() {
        return Ok(());
    }
    packages(shell, &folder)?;
    let hash = hash(&folder, &[PACKAGES, SOURCES].concat())?;
    let stamp = folder.join("dist/.built");
    if fs::read_to_string(&stamp).is_ok_and(|built| built == hash) {
        println!("网页 / page ✓");
        return Ok(());
    }
    println!("构建网页 / building the page");
    shell.run(
        shell
            .program("npm")
            .args(["run", "build"])
            .current_dir(&folder),
    )?;
    fs::write(&stamp, hash).with_context(|| stamp.display().to_string())
}

/// Runs the page's own tests; the program must be built.
pub(crate) fn test(shell: &Shell) -> Result<()> {
    let folder = shell.root.join("web");
    let npm = |script: &str| {
        let mut command = shell.program("npm");
        command.args(["run", script]).current_dir(&folder);
        command
    };
    shell.run(&mut npm("test"))?;
    let binary = format!("debug/lantian{}", std::env::consts::EXE_SUFFIX);
    shell.run(npm("e2e").env("LANTIAN_BIN", shell.target.join(binary)))
}

fn packages(shell: &Shell, folder: &Path) -> Result<()> {
    let hash = hash(folder, PACKAGES)?;
    let stamp = folder.join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == hash) {
        return Ok(());
    }
    println!("安装网页的依赖 / installing the page's packages");
    let quiet = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    shell.run(shell.program("npm").args(quiet).current_dir(folder))?;
    fs::write(&stamp, hash).with_context(|| stamp.display().to_string())
}

fn hash(folder: &Path, names: &[&str]) -> Result<String> {
    let mut files = BTreeMap::new();
    for name in names {
        gather(&folder.join(name), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for (path, bytes) in &files {
        path.strip_prefix(folder).unwrap_or(path).hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn gather(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    if path.is_file() {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        files.insert(path.to_owned(), bytes);
    } else if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
            gather(&entry?.path(), files)?;
        }
    }
    Ok(())
}

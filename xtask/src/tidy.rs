//! `cargo xtask tidy`: the habits of the house that a program can check.
//!
//! Every check is a function from the tree, as text by path, to findings; none reads a file by itself.

mod floors;
mod glossary;
mod habits;
mod locales;
mod names;
mod opening;
mod pages;
mod promised;
mod size;
mod source;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::shell::Shell;

/// Every text file of the workspace that git tracks or would track, by its path from the root.
pub(crate) type Tree = BTreeMap<String, String>;

/// A place that breaks a habit, and what to do about it.
#[derive(Debug, PartialEq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
    remedy: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            what,
            remedy,
        } = self;
        write!(out, "{path}:{line}: {what}\n    → {remedy}")
    }
}

const CHECKS: &[fn(&Tree) -> Vec<Finding>] = &[
    floors::check,
    size::check,
    opening::check,
    habits::check,
    names::check,
    words::check,
    pages::check,
    glossary::check,
    locales::check,
    promised::check,
];

/// Runs every check and prints what it found.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    let tree = load(shell)?;
    let findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("tidy found {} places to put right", findings.len());
    }
    println!("tidy: {} files are in order", tree.len());
    Ok(())
}

/// Files that are not text are left out, as are those that git lists and the folder lacks.
fn load(shell: &Shell) -> Result<Tree> {
    let mut git = shell.program("git");
    git.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let mut tree = Tree::new();
    for path in shell.read(&mut git)?.split_terminator('\0') {
        if let Ok(text) = fs::read_to_string(shell.root.join(path)) {
            tree.insert(path.to_owned(), text);
        }
    }
    Ok(tree)
}

/// The Rust files of the tree.
fn rust_files(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.iter()
        .filter(|(path, _)| has_ending(path, "rs"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

/// Whether a path ends in one of our spellings, which are always lower case.
fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == ending)
}

/// The line, counted from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|&byte| byte == b'\n')
        .count()
}

/// The finding for a file that TOML cannot read, at the line the error names.
fn unreadable(path: &str, text: &str, error: &toml::de::Error) -> Finding {
    let line = error.span().map_or(1, |span| line_at(text, span.start));
    Finding::new(path, line, error.message(), "correct the entry")
}

/// A small tree for the tests of the checks.
#[cfg(test)]
fn tree(files: &[(&str, &str)]) -> Tree {
    files
        .iter()
        .map(|&(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// The places of findings, as `path:line`.
#[cfg(test)]
fn places(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{}:{}", finding.path, finding.line))
        .collect()
}

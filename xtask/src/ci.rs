//! `cargo xtask ci`: the whole of what CI checks, which is the command that a developer runs.
//!
//! The cheap steps all run, so that one round shows all that they find; the costly ones start only when
//! these pass. Everything is in the dev profile and one target directory, and every crate is compiled once:
//! clippy's driver is rustc with more lints, so the members are built by it, and their tests are what the
//! lints looked at; rustdoc reads the documentation's links in the run that collects its examples.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::shell::Shell;
use crate::{features, licences, rustdoc, table, test, tidy, tools, web};

type Step = fn(&Shell) -> Result<()>;

const CHEAP: &[(&str, Step)] = &[
    ("format", format),
    ("tidy", tidy::run),
    ("licences", licences::run),
    ("features", features::run),
];
const COSTLY: &[(&str, Step)] = &[("clippy and build", build), ("tests and docs", tests)];

enum Outcome {
    Passed(Duration),
    Failed(Duration, anyhow::Error),
    NotRun,
}

/// Runs the steps and prints a line for each as it ends, then the summary.
pub(crate) fn run(mut shell: Shell) -> Result<()> {
    let begun = Instant::now();
    let mut outcomes = Vec::new();
    for &(name, step) in CHEAP {
        outcomes.push((name, timed(name, || step(&shell))));
    }
    shell.environment = lints();
    shell.environment.extend(rustdoc::lints()?);
    for &(name, step) in COSTLY {
        let clean = outcomes
            .iter()
            .all(|(_, outcome)| matches!(outcome, Outcome::Passed(_)));
        let outcome = if clean {
            timed(name, || step(&shell))
        } else {
            Outcome::NotRun
        };
        outcomes.push((name, outcome));
    }
    let rows: Vec<Vec<String>> = outcomes.iter().map(row).collect();
    println!("\n{}", table::render(&["step", "result", "time"], &rows));
    println!("total {}", seconds(begun.elapsed()));
    let failed: Vec<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| !matches!(outcome, Outcome::Passed(_)))
        .map(|&(name, _)| name)
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("did not pass: {}", failed.join(", "))
}

fn timed(name: &str, step: impl FnOnce() -> Result<()>) -> Outcome {
    println!("\n── {name} ──");
    let begun = Instant::now();
    let result = step();
    let took = begun.elapsed();
    match result {
        Ok(()) => {
            println!("── {name}: passed in {} ──", seconds(took));
            Outcome::Passed(took)
        }
        Err(error) => {
            println!("── {name}: FAILED after {}: {error:#} ──", seconds(took));
            Outcome::Failed(took, error)
        }
    }
}

fn row((name, outcome): &(&str, Outcome)) -> Vec<String> {
    let (result, time) = match outcome {
        Outcome::Passed(took) => ("passed".to_owned(), seconds(*took)),
        Outcome::Failed(took, error) => (format!("FAILED: {}", first_line(error)), seconds(*took)),
        Outcome::NotRun => ("not run".to_owned(), "–".to_owned()),
    };
    vec![(*name).to_owned(), result, time]
}

fn first_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn format(shell: &Shell) -> Result<()> {
    shell.run(&mut shell.cargo(["fmt", "--all", "--check"]))
}

/// What `cargo clippy -- -D warnings` sets for `cargo check`: here the same driver also writes the code.
fn lints() -> Vec<(&'static str, OsString)> {
    vec![
        ("RUSTC_WORKSPACE_WRAPPER", "clippy-driver".into()),
        ("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings".into()),
        // What is compiled once needs no record for the next time, and fewer pieces repeat less.
        ("CARGO_INCREMENTAL", "0".into()),
        ("CARGO_PROFILE_DEV_CODEGEN_UNITS", "2".into()),
    ]
}

fn build(shell: &Shell) -> Result<()> {
    tools::ensure_for_tests(shell)?;
    web::build(shell)?;
    shell.run(&mut shell.cargo(["build", "--workspace", "--all-targets", "--locked"]))
}

fn tests(shell: &Shell) -> Result<()> {
    test::run(shell, &[])
}

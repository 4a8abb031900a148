//! `cargo xtask bench`: measures the promises and writes a ledger line for every bench that ran.
//!
//! Benches are built in the dev profile, in which the hot crates are optimised in full, so that the heavy
//! crates of `run` and `test` serve here too. A bench that did not run leaves no line and no verdict.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::promises::{self, Direction, Promise, Unit};
use crate::shell::Shell;
use crate::table;

const LEDGER: &str = "bench/ledger.jsonl";

/// A line of the ledger: {commit, host, bench, value, unit}.
#[derive(Serialize)]
struct Line<'a> {
    commit: &'a str,
    host: &'a str,
    bench: &'a str,
    value: f64,
    unit: &'a str,
}

/// What criterion found for one bench.
struct Measured {
    bench: String,
    median_ns: f64,
    elements: Option<f64>,
}

/// Runs the benches whose id contains `filter`, all without one.
pub(crate) fn run(shell: &Shell, filter: Option<&str>) -> Result<()> {
    let promises = promises::load(&shell.root)?;
    let begun = SystemTime::now();
    let home = shell.target.join("criterion");
    // The whole workspace is named, so that features unify as they do for the tests; only `bench` has benches.
    let mut command = shell.cargo(["bench", "--profile", "dev", "--locked", "--workspace"]);
    command.args(["--bench", "*"]).env("CRITERION_HOME", &home);
    if let Some(filter) = filter {
        command.args(["--", filter]);
    }
    shell.run(&mut command)?;
    let measured = collect(&home, begun)?;
    append(shell, &promises, &measured)?;
    println!("\n{}", compare(&promises, &measured));
    println!("{} lines added to {LEDGER}", measured.len());
    Ok(())
}

/// Reads the results that criterion wrote since `begun`, in the order of their ids.
fn collect(home: &Path, begun: SystemTime) -> Result<Vec<Measured>> {
    let mut measured = Vec::new();
    for folder in result_folders(home)? {
        let estimates = folder.join("estimates.json");
        let written = fs::metadata(&estimates).and_then(|data| data.modified());
        if written.is_ok_and(|time| time >= begun) {
            let about = fs::read_to_string(folder.join("benchmark.json"))?;
            let estimates = fs::read_to_string(&estimates)?;
            measured.push(read(&about, &estimates).with_context(|| folder.display().to_string())?);
        }
    }
    measured.sort_by(|a, b| a.bench.cmp(&b.bench));
    Ok(measured)
}

/// The folders named `new` under criterion's home.
fn result_folders(home: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![home.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name == "new") {
                found.push(path);
            } else if path.is_dir() {
                open.push(path);
            }
        }
    }
    Ok(found)
}

fn read(about: &str, estimates: &str) -> Result<Measured> {
    let about: Value = serde_json::from_str(about).context("benchmark.json")?;
    let estimates: Value = serde_json::from_str(estimates).context("estimates.json")?;
    Ok(Measured {
        bench: about["full_id"]
            .as_str()
            .context("benchmark.json has no full_id")?
            .to_owned(),
        median_ns: estimates["median"]["point_estimate"]
            .as_f64()
            .context("estimates.json has no median")?,
        elements: about["throughput"]["Elements"].as_f64(),
    })
}

/// A bench's value in the unit of its promise; without one, elements per second or seconds.
fn value(promises: &[Promise], found: &Measured) -> (f64, Unit) {
    let promised = promises.iter().find(|promise| promise.bench == found.bench);
    let units = promised.map(|promise| promise.unit).into_iter();
    units
        .chain([Unit::PerSecond, Unit::S])
        .find_map(|unit| Some((unit.value(found.median_ns, found.elements)?, unit)))
        .unwrap_or((found.median_ns * 1e-9, Unit::S))
}

fn append(shell: &Shell, promises: &[Promise], measured: &[Measured]) -> Result<()> {
    let path = shell.root.join(LEDGER);
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .context(LEDGER)?;
    let (commit, host) = (commit(shell), host());
    for found in measured {
        let (value, unit) = value(promises, found);
        let line = Line {
            commit: &commit,
            host: &host,
            bench: &found.bench,
            value: four_figures(value),
            unit: unit.name(),
        };
        writeln!(file, "{}", serde_json::to_string(&line)?).context(LEDGER)?;
    }
    Ok(())
}

fn compare(promises: &[Promise], measured: &[Measured]) -> String {
    let rows: Vec<Vec<String>> = promises
        .iter()
        .map(|promise| {
            let found = measured.iter().find(|found| found.bench == promise.bench);
            let value = found.and_then(|found| promise.unit.value(found.median_ns, found.elements));
            let kept = match value {
                None => "–",
                Some(value) if promise.is_kept(value) => "守住 kept",
                Some(_) => "未守住 BROKEN",
            };
            let bound = match promise.direction {
                Direction::AtLeast => "≥",
                Direction::AtMost => "≤",
            };
            vec![
                format!("{} / {}", promise.zh, promise.en),
                format!("{bound} {} {}", promise.figure, promise.unit.name()),
                value.map_or("–".to_owned(), |value| four_figures(value).to_string()),
                kept.to_owned(),
            ]
        })
        .collect();
    table::render(&["承诺 promise", "数值 figure", "实测 measured", ""], &rows)
}

fn four_figures(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// The short commit, marked when the tree differs from it; `none` before the first commit.
fn commit(shell: &Shell) -> String {
    let args = ["rev-parse", "--short=12", "HEAD"];
    let Ok(head) = shell.read(shell.program("git").args(args)) else {
        return "none".to_owned();
    };
    let status = shell.read(shell.program("git").args(["status", "--porcelain"]));
    let dirty = status.is_ok_and(|text| !text.trim().is_empty());
    format!("{}{}", head.trim(), if dirty { "-dirty" } else { "" })
}

/// Processor and core count: what a figure depends on, without naming the machine.
fn host() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(':'))
        .map_or(std::env::consts::ARCH, |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{model} × {cores}")
}

#[cfg(test)]
mod tests {
    use super::{Measured, compare, four_figures, read, value};
    use crate::promises::{Unit, parse};

    const ABOUT: &str =
        r#"{"full_id": "aqi/day", "throughput": {"Elements": 1000}, "value_str": null}"#;
    const ESTIMATES: &str = r#"{"median": {"point_estimate": 500000.0}}"#;
    const PROMISE: &str = r#"
        [[promise]]
        id = "aqi"
        zh = "指数"
        en = "index"
        bench = "aqi/day"
        figure = 1000000
        unit = "per_second"
        direction = "at_least"
        how = "median"
    "#;

    #[test]
    fn criterion_files_give_the_value_in_the_promised_unit() {
        let found = read(ABOUT, ESTIMATES).unwrap();
        let (value, unit) = value(&parse(PROMISE).unwrap(), &found);
        assert_eq!((four_figures(value), unit), (2e6, Unit::PerSecond));
    }

    #[test]
    fn a_bench_without_a_promise_is_still_measured() {
        let found = Measured {
            bench: "read/csv".to_owned(),
            median_ns: 2e9,
            elements: None,
        };
        assert_eq!(value(&[], &found).1, Unit::S);
    }

    #[test]
    fn the_table_says_kept_broken_or_nothing() {
        let promises = parse(PROMISE).unwrap();
        let found = |median_ns| Measured {
            bench: "aqi/day".to_owned(),
            median_ns,
            elements: Some(1000.0),
        };
        assert!(compare(&promises, &[found(5e5)]).contains("kept"));
        assert!(compare(&promises, &[found(5e6)]).contains("BROKEN"));
        let silent = compare(&promises, &[]);
        assert!(!silent.contains("kept") && !silent.contains("BROKEN"));
    }
}

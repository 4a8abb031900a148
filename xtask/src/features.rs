//! One feature set for `run`, `test` and `bench`, so that the heavy crates are compiled once.
//!
//! Cargo unifies features over the packages of one command: a test dependency that switches on a default
//! feature of a small crate rebuilds everything above it (num-bigint's did so for DataFusion and Delta
//! Lake, some minutes on two cores). What `run` builds is therefore held against what `test` builds.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::shell::Shell;

#[derive(Deserialize)]
struct Graph {
    units: Vec<Unit>,
}

/// One compilation that cargo plans.
#[derive(Deserialize)]
struct Unit {
    pkg_id: String,
    features: Vec<String>,
    mode: String,
}

/// Fails when building lantian takes features that building the tests of the workspace does not.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    let alone = third_party(&graph(shell, &["build", "--package", "lantian"])?);
    let tests = third_party(&graph(shell, &["test", "--no-run", "--workspace"])?);
    let only: Vec<&String> = alone.difference(&tests).collect();
    for package in &only {
        println!("'run' builds {package}; 'test' builds it with other features");
    }
    if !only.is_empty() {
        bail!("some crates would be built twice; align their features in the root Cargo.toml");
    }
    println!(
        "{} third-party packages are built once for run, test and bench",
        alone.len()
    );
    Ok(())
}

/// Cargo's plan. The option is unstable, and asking for a plan with it changes no build.
fn graph(shell: &Shell, command: &[&str]) -> Result<Graph> {
    let mut command = shell.cargo(command);
    command.args(["--locked", "--unit-graph", "-Zunstable-options"]);
    let text = shell.read(command.env("RUSTC_BOOTSTRAP", "1"))?;
    serde_json::from_str(&text).context("cargo's unit graph")
}

/// Packages from a registry that are compiled, with their features.
fn third_party(graph: &Graph) -> BTreeSet<String> {
    let compiled = graph.units.iter().filter(|unit| unit.mode == "build");
    compiled
        .filter_map(|unit| {
            let (source, package) = unit.pkg_id.rsplit_once('#')?;
            let is_third_party = source.starts_with("registry+");
            is_third_party.then(|| format!("{package} [{}]", unit.features.join(",")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Graph, third_party};

    #[test]
    fn our_own_packages_and_build_scripts_that_run_are_left_out() {
        let graph: Graph = serde_json::from_str(
            r#"{"units": [
                {"pkg_id": "path+file:///home/a/crates/lake#0.0.0", "features": [], "mode": "build"},
                {"pkg_id": "registry+https://example.org#ring@1.0.0", "features": [], "mode": "run-custom-build"},
                {"pkg_id": "registry+https://example.org#serde@1.0.0", "features": ["std", "derive"], "mode": "build"}
            ]}"#,
        )
        .unwrap();
        let found: Vec<String> = third_party(&graph).into_iter().collect();
        assert_eq!(found, ["serde@1.0.0 [std,derive]"]);
    }
}

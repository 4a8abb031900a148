//! The floors of `layers.toml`: a crate uses only crates on lower floors.
//!
//! Dependencies for tests alone may go anywhere, since nothing of them ships.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use super::{Finding, Tree, unreadable};

const LAYERS: &str = "layers.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Layers {
    floors: BTreeMap<String, u32>,
    beside: Beside,
}

/// Crates that stand beside the house: they may use every floor, and no floor uses them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    crates: Vec<String>,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.get(LAYERS) else {
        let remedy = "write [floors], one line a crate, and [beside]";
        return vec![Finding::new(LAYERS, 1, "the file is missing", remedy)];
    };
    let layers: Layers = match toml::from_str(text) {
        Ok(layers) => layers,
        Err(error) => return vec![unreadable(LAYERS, text, &error)],
    };
    let mut findings = Vec::new();
    let mut rooms = Vec::new();
    for (path, text) in tree {
        let Some(folder) = crate_folder(path) else {
            continue;
        };
        rooms.push(folder);
        match text.parse::<Table>() {
            Ok(manifest) => one_crate(path, folder, text, &manifest, &layers, &mut findings),
            Err(error) => findings.push(unreadable(path, text, &error)),
        }
    }
    for name in layers.floors.keys() {
        if !rooms.contains(&name.as_str()) {
            let what = format!("'{name}' has a floor and no folder under crates/");
            findings.push(Finding::new(
                LAYERS,
                line_of(text, name),
                what,
                "remove the line",
            ));
        }
    }
    findings
}

/// `crates/units/Cargo.toml` → `units`.
fn crate_folder(path: &str) -> Option<&str> {
    let folder = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!folder.contains('/')).then_some(folder)
}

fn one_crate(
    path: &str,
    folder: &str,
    text: &str,
    manifest: &Table,
    layers: &Layers,
    findings: &mut Vec<Finding>,
) {
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(Value::as_str);
    if name != Some(folder) {
        let what = "the package is not named like its folder";
        findings.push(Finding::new(
            path,
            line_of(text, "name"),
            what,
            format!("name it '{folder}'"),
        ));
    }
    if layers.beside.crates.iter().any(|other| other == folder) {
        return;
    }
    let Some(&floor) = layers.floors.get(folder) else {
        let remedy = "give it a floor in layers.toml, with a reason in the commit";
        findings.push(Finding::new(
            path,
            1,
            format!("'{folder}' is on no floor"),
            remedy,
        ));
        return;
    };
    for used in shipped_dependencies(manifest) {
        let line = line_of(text, used);
        if let Some(&other) = layers.floors.get(used)
            && other >= floor
        {
            let what = format!("'{folder}' (floor {floor}) uses '{used}' (floor {other})");
            let remedy = "move what both need to a lower floor, or turn the call round";
            findings.push(Finding::new(path, line, what, remedy));
        }
        if layers.beside.crates.iter().any(|other| other == used) {
            let what = format!("'{folder}' uses '{used}', which stands beside the house");
            findings.push(Finding::new(path, line, what, "only tests may use it"));
        }
    }
}

/// Package names under `dependencies` and `build-dependencies`, those of single targets too.
fn shipped_dependencies(manifest: &Table) -> Vec<&str> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let of_targets = targets.into_iter().flat_map(Table::values);
    let tables = of_targets.filter_map(Value::as_table).chain([manifest]);
    let mut names = Vec::new();
    for table in tables {
        for section in ["dependencies", "build-dependencies"] {
            let section = table.get(section).and_then(Value::as_table);
            for (key, value) in section.into_iter().flatten() {
                let renamed = value.get("package").and_then(Value::as_str);
                names.push(renamed.unwrap_or(key));
            }
        }
    }
    names
}

/// The line on which a TOML key stands, or 1.
fn line_of(text: &str, key: &str) -> usize {
    let at = text.lines().position(|line| {
        let rest = line.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with([' ', '=', '.']))
    });
    at.map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    const LAYERS: &str = "[floors]\nunits = 1\nlake = 3\n[beside]\ncrates = [\"bench\"]\n";
    const UNITS: &str = "[package]\nname = \"units\"\n";

    fn found(units: &str, lake: &str) -> Vec<String> {
        let tree = tree(&[
            ("layers.toml", LAYERS),
            ("crates/units/Cargo.toml", units),
            ("crates/lake/Cargo.toml", lake),
        ]);
        places(&check(&tree))
    }

    #[test]
    fn downward_and_test_dependencies_pass() {
        let lake = "[package]\nname = \"lake\"\n[dependencies]\nunits = { workspace = true }\n\
                    [dev-dependencies]\nbench = { workspace = true }\n";
        assert!(found(UNITS, lake).is_empty());
    }

    #[test]
    fn upward_and_sideways_dependencies_are_found() {
        let units = "[package]\nname = \"units\"\n[build-dependencies]\nlake.workspace = true\n";
        let lake = "[package]\nname = \"lake\"\n[target.'cfg(unix)'.dependencies]\nbench = \"0\"\n";
        let expected = ["crates/lake/Cargo.toml:4", "crates/units/Cargo.toml:4"];
        assert_eq!(found(units, lake), expected);
    }

    #[test]
    fn a_crate_without_a_floor_and_a_floor_without_a_crate_are_found() {
        let tree = tree(&[
            ("layers.toml", LAYERS),
            ("crates/units/Cargo.toml", UNITS),
            ("crates/attic/Cargo.toml", "[package]\nname = \"attic\"\n"),
        ]);
        let expected = ["crates/attic/Cargo.toml:1", "layers.toml:3"];
        assert_eq!(places(&check(&tree)), expected);
    }

    #[test]
    fn a_package_is_named_like_its_folder() {
        let lake = "[package]\nname = \"lakes\"\n";
        assert_eq!(found(UNITS, lake), ["crates/lake/Cargo.toml:2"]);
    }
}

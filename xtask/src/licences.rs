//! Licences, sources and duplicates of third-party packages, against `deny.toml`.
//!
//! `cargo deny` does this where it is installed. Elsewhere, since building it takes many minutes on two
//! cores, the same file is held against `cargo metadata` here; advisories are checked by neither offline.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::shell::Shell;

/// Set to `1` to have cargo-deny installed when it is missing.
const INSTALL: &str = "LANTIAN_INSTALL_DENY";
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The part of `deny.toml` that is checked here.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    #[serde(default)]
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Bans {
    #[serde(default)]
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Runs cargo-deny, or the stand-in; says which of the two ran.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    let mut present = shell.succeeds("cargo-deny", &["--version"]);
    if !present && std::env::var(INSTALL).is_ok_and(|value| value == "1") {
        shell.run(&mut shell.cargo(["install", "cargo-deny", "--locked"]))?;
        present = true;
    }
    if present {
        println!("checked by cargo-deny");
        let args = ["deny", "--offline", "check", "licenses", "bans", "sources"];
        return shell.run(&mut shell.cargo(args));
    }
    println!(
        "checked by xtask from cargo metadata, as cargo-deny is not installed ({INSTALL}=1 installs it)"
    );
    let text = fs::read_to_string(shell.root.join("deny.toml")).context("deny.toml")?;
    let policy: Policy = toml::from_str(&text).context("deny.toml")?;
    let metadata = metadata(shell)?;
    let faults = judge(&metadata, &policy)?;
    for fault in &faults {
        println!("{fault}");
    }
    let third_party = metadata.packages.iter().filter(|it| it.source.is_some());
    println!(
        "{} third-party packages, {} of them in more than one version (reported, not refused)",
        third_party.count(),
        duplicates(&metadata)
    );
    if !faults.is_empty() {
        bail!("{} packages do not fit deny.toml", faults.len());
    }
    Ok(())
}

/// Packages for other systems may not have been downloaded yet; only then is the network asked.
fn metadata(shell: &Shell) -> Result<Metadata> {
    let args = ["metadata", "--locked", "--format-version", "1"];
    let text = shell
        .read(shell.cargo(args).arg("--offline"))
        .or_else(|_missing| shell.read(&mut shell.cargo(args)))?;
    serde_json::from_str(&text).context("cargo metadata")
}

fn judge(metadata: &Metadata, policy: &Policy) -> Result<Vec<String>> {
    let allowed = licensees(&policy.licenses.allow)?;
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let Some(source) = &package.source else {
            continue;
        };
        let name = format!("{} {}", package.name, package.version);
        if source != CRATES_IO {
            faults.push(format!(
                "{name}: comes from {source}; use its crates.io release"
            ));
        }
        let mut banned = policy.bans.deny.iter();
        if banned.any(|ban| ban.name == package.name) {
            faults.push(format!(
                "{name}: is banned in deny.toml; deny.toml says why"
            ));
        }
        let mut own = allowed.clone();
        for exception in &policy.licenses.exceptions {
            if exception.name == package.name {
                own.extend(licensees(&exception.allow)?);
            }
        }
        if let Some(fault) = licence_fault(package.license.as_deref(), &own) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    Ok(faults)
}

fn licensees(names: &[String]) -> Result<Vec<Licensee>> {
    names
        .iter()
        .map(|name| Licensee::parse(name).with_context(|| format!("deny.toml: licence '{name}'")))
        .collect()
}

/// Old manifests write `MIT/Apache-2.0`, which the lax mode reads as OR.
fn licence_fault(licence: Option<&str>, allowed: &[Licensee]) -> Option<String> {
    let Some(licence) = licence else {
        return Some("states no licence; read its files, then add an exception".to_owned());
    };
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return Some(format!("'{licence}' is no SPDX expression"));
    };
    if expression.evaluate(|wanted| allowed.iter().any(|one| one.satisfies(wanted))) {
        return None;
    }
    Some(format!(
        "'{licence}' is not allowed; choose another crate, or argue for the licence in deny.toml"
    ))
}

fn duplicates(metadata: &Metadata) -> usize {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in &metadata.packages {
        *versions.entry(&package.name).or_default() += 1;
    }
    versions.values().filter(|&&count| count > 1).count()
}

#[cfg(test)]
mod tests {
    use super::{CRATES_IO, Metadata, Package, Policy, duplicates, judge};

    const POLICY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        exceptions = [{ crate = "odd", allow = ["MPL-2.0"] }]
        [bans]
        deny = [{ crate = "openssl", reason = "rustls" }]
    "#;

    fn package(name: &str, license: &str, source: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: (!license.is_empty()).then(|| license.to_owned()),
            source: Some(source.to_owned()),
        }
    }

    fn faults(packages: Vec<Package>) -> usize {
        let policy: Policy = toml::from_str(POLICY).unwrap();
        judge(&Metadata { packages }, &policy).unwrap().len()
    }

    #[test]
    fn a_choice_is_allowed_when_one_side_is() {
        for licence in ["MIT", "MIT/Apache-2.0", "GPL-2.0-only OR MIT"] {
            assert_eq!(
                faults(vec![package("a", licence, CRATES_IO)]),
                0,
                "{licence}"
            );
        }
    }

    #[test]
    fn what_is_not_listed_is_refused() {
        for licence in ["GPL-2.0-only", "MIT AND MPL-2.0", "", "no licence at all"] {
            assert_eq!(
                faults(vec![package("a", licence, CRATES_IO)]),
                1,
                "{licence}"
            );
        }
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        assert_eq!(faults(vec![package("odd", "MPL-2.0", CRATES_IO)]), 0);
        assert_eq!(faults(vec![package("other", "MPL-2.0", CRATES_IO)]), 1);
    }

    #[test]
    fn other_sources_and_banned_crates_are_refused() {
        let git = "git+https://example.org/a.git";
        assert_eq!(faults(vec![package("a", "MIT", git)]), 1);
        assert_eq!(faults(vec![package("openssl", "MIT", CRATES_IO)]), 1);
    }

    #[test]
    fn two_versions_are_counted_once() {
        let packages = vec![
            package("a", "MIT", CRATES_IO),
            package("a", "MIT", CRATES_IO),
            package("b", "MIT", CRATES_IO),
        ];
        assert_eq!(duplicates(&Metadata { packages }), 1);
    }
}

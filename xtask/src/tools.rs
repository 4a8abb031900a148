//! What a machine needs before it can build the workspace, and how it gets it.
//!
//! Missing packages are installed through apt-get where that may be done without asking
//! (root, or sudo without a password); elsewhere the one command that does it is printed.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::shell::Shell;

struct Tool {
    name: &'static str,
    /// Any one of these programs will do.
    programs: &'static [&'static str],
    apt: &'static [&'static str],
    why: &'static str,
}

static TOOLS: &[Tool] = &[Tool {
    name: "C",
    programs: &["cc", "gcc", "clang"],
    apt: &["gcc", "libc6-dev"],
    why: "zstd, ring and aws-lc are compiled from C",
}];

/// aws-lc compiles with the C compiler alone on the systems that it carries file lists for.
static CMAKE: Tool = Tool {
    name: "cmake",
    programs: &["cmake"],
    apt: &["cmake"],
    why: "aws-lc needs it on this processor",
};

static NODE: Tool = Tool {
    name: "Node",
    programs: &["node"],
    apt: &["nodejs", "npm"],
    why: "the page under web/ is built with it",
};

static NATS: Tool = Tool {
    name: "NATS",
    programs: &["nats-server", "/usr/sbin/nats-server"],
    apt: &["nats-server"],
    why: "the gateway's tests start a server of their own",
};

/// The fonts come with it: what the page shows is mostly Chinese.
static CHROMIUM: Tool = Tool {
    name: "Chromium",
    programs: &["chromium", "/usr/bin/chromium", "/usr/bin/chromium-browser"],
    apt: &["chromium", "fonts-noto-cjk"],
    why: "the page's tests look at it in a browser",
};

/// Checks every tool that a build needs and installs what may be installed.
pub(crate) fn ensure(shell: &Shell) -> Result<()> {
    provide(shell, &needs(shell))
}

/// Checks also what only the tests need.
pub(crate) fn ensure_for_tests(shell: &Shell) -> Result<()> {
    let mut needed = needs(shell);
    needed.push((&NATS, true));
    needed.push((&CHROMIUM, shell.root.join("web/package.json").exists()));
    provide(shell, &needed)
}

fn provide(shell: &Shell, needed: &[(&'static Tool, bool)]) -> Result<()> {
    check_rust(shell)?;
    let mut missing: Vec<&Tool> = Vec::new();
    for &(tool, is_needed) in needed {
        match (is_present(shell, tool), is_needed) {
            (true, _) => println!("{} ✓", tool.name),
            (false, true) => missing.push(tool),
            (false, false) => println!("{}: 此处不需要 / not needed here", tool.name),
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    for tool in &missing {
        println!("缺少 / missing: {} ({})", tool.name, tool.why);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.apt).copied().collect();
    install(shell, &packages)?;
    if let Some(tool) = missing.iter().find(|tool| !is_present(shell, tool)) {
        bail!("{} is still missing after the installation", tool.name);
    }
    Ok(())
}

/// Every tool, and whether this machine and this tree need it.
fn needs(shell: &Shell) -> Vec<(&'static Tool, bool)> {
    let carries_lists = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));
    let has_page = shell.root.join("web/package.json").exists();
    let others = [(&CMAKE, !carries_lists), (&NODE, has_page)];
    TOOLS
        .iter()
        .map(|tool| (tool, true))
        .chain(others)
        .collect()
}

fn is_present(shell: &Shell, tool: &Tool) -> bool {
    tool.programs
        .iter()
        .any(|program| shell.succeeds(program, &["--version"]))
}

/// rustup follows `rust-toolchain.toml` by itself; a Rust from elsewhere must be at least as new.
fn check_rust(shell: &Shell) -> Result<()> {
    let path = shell.root.join("rust-toolchain.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let table: toml::Table = text.parse().context("rust-toolchain.toml")?;
    let wanted = table["toolchain"]["channel"]
        .as_str()
        .context("rust-toolchain.toml names no channel")?;
    let said = shell.read(shell.program("rustc").arg("--version"))?;
    let found = said.split_whitespace().nth(1).unwrap_or_default();
    if version(found) < version(wanted) {
        bail!(
            "需要 Rust {wanted},现有 {found}。/ Rust {wanted} is needed, {found} was found. Run:\n  rustup toolchain install {wanted} --profile minimal --component clippy,rustfmt"
        );
    }
    println!("Rust {found} ✓");
    Ok(())
}

fn version(text: &str) -> Vec<u64> {
    text.split(['.', '-', ' '])
        .map_while(|part| part.parse().ok())
        .collect()
}

fn install(shell: &Shell, packages: &[&str]) -> Result<()> {
    let mut words = vec!["apt-get", "install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    let is_root = shell
        .read(shell.program("id").arg("-u"))
        .is_ok_and(|said| said.trim() == "0");
    let has_apt = shell.succeeds("apt-get", &["--version"]);
    if has_apt && is_root {
        return apt(shell, &words);
    }
    if has_apt && shell.succeeds("sudo", &["-n", "true"]) {
        words.splice(0..0, ["sudo", "-n"]);
        return apt(shell, &words);
    }
    let by_hand = if has_apt {
        format!("sudo {}", words.join(" "))
    } else {
        format!("(your system's installer) install {}", packages.join(" "))
    };
    bail!("请先运行 / please run this first:\n  {by_hand}")
}

/// A fresh machine has no package lists: where the first try fails they are fetched, then tried again.
fn apt(shell: &Shell, words: &[&str]) -> Result<()> {
    let start = || {
        let mut command = shell.program(words[0]);
        command
            .args(&words[1..])
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    if shell.run(&mut start()).is_ok() {
        return Ok(());
    }
    let before_install = words.iter().take_while(|&&word| word != "install");
    let update: Vec<&str> = before_install.copied().chain(["update"]).collect();
    shell.run(shell.program(update[0]).args(&update[1..]))?;
    shell.run(&mut start())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_compare_by_number() {
        assert!(version("1.95.0") < version("1.100.0"));
        assert!(version("1.96.0-nightly") > version("1.95.0"));
        assert_eq!(version("1.95.0"), [1, 95, 0]);
    }
}

//! The pages at the root: `ARCHITECTURE.md` is short, its paths exist, every crate is in it; the commands
//! that `README.md` shows are marked as such.

use super::{Finding, Tree};

const MAP: &str = "ARCHITECTURE.md";
const README: &str = "README.md";
const MAP_LINES: usize = 300;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    match tree.get(MAP) {
        Some(text) => map(tree, text, &mut findings),
        None => findings.push(missing(MAP)),
    }
    match tree.get(README) {
        Some(text) => commands(text, &mut findings),
        None => findings.push(missing(README)),
    }
    findings
}

fn missing(page: &str) -> Finding {
    Finding::new(page, 1, "the page is missing", "write it")
}

fn map(tree: &Tree, text: &str, findings: &mut Vec<Finding>) {
    let lines = text.lines().count();
    if lines >= MAP_LINES {
        let what = format!("the map has {lines} lines; it must have fewer than {MAP_LINES}");
        findings.push(Finding::new(MAP, lines, what, "move detail to docs/"));
    }
    let mut named = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for quoted in back_quoted(line) {
            named.push(quoted);
            if is_path(quoted) && !exists(tree, quoted) {
                let what = format!("'{quoted}' does not exist");
                findings.push(Finding::new(
                    MAP,
                    at + 1,
                    what,
                    "correct the path, or unquote it",
                ));
            }
        }
    }
    for name in crates(tree) {
        if !named.contains(&name) {
            let what = format!("the crate '{name}' is not on the map");
            findings.push(Finding::new(MAP, 1, what, "add it to the code map"));
        }
    }
}

/// The odd pieces between back quotes; lines of drawings have none.
fn back_quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Paths are plain letters with a slash or a known ending; commands and identifiers are not.
fn is_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    let ends = [".toml", ".md", ".rs", ".lock", ".jsonl"];
    text.bytes().all(plain)
        && !text.starts_with("../")
        && (text.contains('/') || ends.iter().any(|end| text.ends_with(end)))
}

fn exists(tree: &Tree, path: &str) -> bool {
    let folder = format!("{}/", path.trim_end_matches('/'));
    tree.contains_key(path) || tree.keys().any(|file| file.starts_with(&folder))
}

/// The names of all workspace crates, by the place of their manifests.
fn crates(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.keys().filter_map(|path| {
        let folder = path.strip_suffix("/Cargo.toml")?;
        let name = folder.strip_prefix("crates/").unwrap_or(folder);
        (!name.contains('/')).then_some(name)
    })
}

/// In a `console` block the first line is a command, behind `$ `.
fn commands(text: &str, findings: &mut Vec<Finding>) {
    let mut lines = text.lines().enumerate();
    while let Some((_, line)) = lines.next() {
        if line.trim() != "```console" {
            continue;
        }
        if let Some((at, first)) = lines.by_ref().find(|(_, line)| !line.trim().is_empty())
            && !first.trim_start().starts_with("$ ")
        {
            let what = "a console block that begins without a command";
            findings.push(Finding::new(
                README,
                at + 1,
                what,
                "write `$ ` before the command",
            ));
        }
        lines.by_ref().find(|(_, line)| line.trim() == "```");
    }
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    const GOOD: &str = "# Map\n`units` in `crates/units/`, `units::Day`, `µg/m³`, `GB/T 8170`.\n";

    fn found(map: &str, readme: &str) -> Vec<String> {
        let tree = tree(&[
            ("ARCHITECTURE.md", map),
            ("README.md", readme),
            ("crates/units/Cargo.toml", ""),
        ]);
        places(&check(&tree))
    }

    #[test]
    fn a_map_of_what_exists_passes() {
        assert!(found(GOOD, "```console\n$ cargo xtask run\nout\n```\n").is_empty());
    }

    #[test]
    fn a_path_that_does_not_exist_is_found() {
        let map = format!("{GOOD}\n`crates/attic` and `lost.toml`\n");
        assert_eq!(found(&map, ""), ["ARCHITECTURE.md:4", "ARCHITECTURE.md:4"]);
    }

    #[test]
    fn a_crate_off_the_map_and_a_long_map_are_found() {
        assert_eq!(found("# Map\n", ""), ["ARCHITECTURE.md:1"]);
        let long = format!("{GOOD}{}", "\n".repeat(298));
        assert_eq!(found(&long, ""), ["ARCHITECTURE.md:300"]);
    }

    #[test]
    fn commands_are_marked() {
        let readme = "```console\n$ a\n```\n\n```console\ncargo xtask run\n```\n";
        assert_eq!(found(GOOD, readme), ["README.md:6"]);
    }
}

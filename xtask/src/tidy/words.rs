//! No text of the tree names a machine: neither a folder of the machine it was written on, nor a package
//! registry or mirror, which are the reader's choice.

use super::{Finding, Tree};

/// Folders of a machine, and hosts or settings of a registry; in halves, so that this file has none.
const FOLDERS: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
const REGISTRIES: [&str; 7] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("rs", "proxy.cn"),
    concat!("registry.", "npmjs.org"),
    concat!("npm", "mirror.com"),
    concat!("replace", "-with"),
    concat!("arti", "factory"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.iter().filter(|(path, _)| !is_lock_file(path)) {
        for (at, line) in text.lines().enumerate() {
            if FOLDERS.iter().any(|folder| names_folder(line, folder)) {
                let what = "a folder of one machine";
                findings.push(Finding::new(
                    path,
                    at + 1,
                    what,
                    "write the path from the root",
                ));
            }
            if REGISTRIES.iter().any(|host| line.contains(host)) {
                let remedy = "leave it to the reader's own cargo or npm settings";
                findings.push(Finding::new(
                    path,
                    at + 1,
                    "a package registry by name",
                    remedy,
                ));
            }
        }
    }
    findings
}

fn is_lock_file(path: &str) -> bool {
    ["Cargo.lock", "package-lock.json", "pnpm-lock.yaml"]
        .iter()
        .any(|name| path.ends_with(name))
}

/// Whether the folder starts a path: `/x/y`, not the middle of `a/x/y`.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-/*}".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::{FOLDERS, REGISTRIES, check};

    #[test]
    fn folders_of_a_machine_are_found() {
        let [folder, _] = FOLDERS;
        let text = format!("see frame{folder}a\nsee {folder}main\n");
        assert_eq!(places(&check(&tree(&[("a.md", &text)]))), ["a.md:2"]);
    }

    #[test]
    fn registries_are_found_outside_lock_files() {
        for host in REGISTRIES {
            let tree = tree(&[("a.toml", host), ("web/package-lock.json", host)]);
            assert_eq!(places(&check(&tree)), ["a.toml:1"]);
        }
    }
}

//! Module names that say nothing about a subject are not used.

use syn::ItemMod;
use syn::visit::{self, Visit};

use super::{Finding, Tree, rust_files, source};

const EMPTY: [&str; 5] = ["prelude", "utils", "common", "helpers", "manager"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in rust_files(tree) {
        let mut parts = path.trim_end_matches(".rs").split('/');
        if let Some(name) = parts.find(|part| EMPTY.contains(part)) {
            findings.push(finding(path, 1, name));
        }
        // A file that does not parse is reported by the check of sizes.
        if let Ok(file) = source::parse(path, text) {
            let mut inline = Inline::default();
            inline.visit_file(&file);
            findings.extend(
                inline
                    .found
                    .iter()
                    .map(|(line, name)| finding(path, *line, name)),
            );
        }
    }
    findings
}

fn finding(path: &str, line: usize, name: &str) -> Finding {
    let what = format!("a module named '{name}' has no subject");
    Finding::new(path, line, what, "name it after what it is about")
}

/// Modules written inside a file; those in files of their own are seen by their path.
#[derive(Default)]
struct Inline {
    found: Vec<(usize, String)>,
}

impl<'ast> Visit<'ast> for Inline {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let name = item.ident.to_string();
        if item.content.is_some() && EMPTY.contains(&name.as_str()) {
            self.found.push((item.mod_token.span.start().line, name));
        }
        visit::visit_item_mod(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    #[test]
    fn empty_names_are_found_as_files_folders_and_inline() {
        let tree = tree(&[
            ("a/src/lib.rs", "//! A.\npub(crate) mod helpers {\n}\n"),
            ("a/src/utils.rs", "//! A.\n"),
            ("a/tests/common/mod.rs", "//! A.\n"),
            ("a/src/manager_of_boilers.rs", "//! A.\n"),
        ]);
        let expected = [
            "a/src/lib.rs:2",
            "a/src/utils.rs:1",
            "a/tests/common/mod.rs:1",
        ];
        assert_eq!(places(&check(&tree)), expected);
    }
}

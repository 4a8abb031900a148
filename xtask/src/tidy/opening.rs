//! Every Rust file opens with `//!`: what it is, what it implements, what it refuses to do.

use super::{Finding, Tree, rust_files};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    rust_files(tree)
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| {
            let remedy = "open it with `//! What it is, and which clause it implements.`";
            Finding::new(path, 1, "the file does not say what it is", remedy)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    #[test]
    fn a_file_without_an_opening_is_found() {
        let tree = tree(&[
            ("a/src/lib.rs", "//! Said.\nmod b;\n"),
            ("a/src/b.rs", "/// Not said.\nfn c() {}\n"),
            ("a/notes.md", "# Free\n"),
        ]);
        assert_eq!(places(&check(&tree)), ["a/src/b.rs:1"]);
    }
}

//! Rust files as syntax trees, shared by the checks that read code.

use syn::{Attribute, File, Item, Meta};

use super::Finding;

/// Parses a file; the finding says where it is not Rust.
pub(super) fn parse(path: &str, text: &str) -> Result<File, Finding> {
    syn::parse_file(text).map_err(|error| {
        let line = error.span().start().line;
        Finding::new(path, line, error.to_string(), "correct the syntax")
    })
}

/// Whether the file is one of tests or benches, by its place.
pub(super) fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.contains("/benches/") || path.ends_with("/tests.rs")
}

/// Whether an attribute is `#[cfg(test)]`.
pub(super) fn is_cfg_test(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.tokens.to_string() == "test"
}

/// The line on which the tests at the end of a file begin.
pub(super) fn tests_begin(file: &File) -> Option<usize> {
    let Some(Item::Mod(module)) = file.items.last() else {
        return None;
    };
    if !module.attrs.iter().any(is_cfg_test) {
        return None;
    }
    let first = module.attrs.first()?;
    Some(first.pound_token.span.start().line)
}

#[cfg(test)]
mod tests {
    use super::{is_test_file, parse, tests_begin};

    #[test]
    fn tests_are_found_at_the_end_alone() {
        let text = "fn a() {}\n\n/// Proof.\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(tests_begin(&parse("a.rs", text).unwrap()), Some(3));
        let text = "#[cfg(test)]\nmod tests {}\nfn a() {}\n";
        assert_eq!(tests_begin(&parse("a.rs", text).unwrap()), None);
    }

    #[test]
    fn a_syntax_error_has_a_line() {
        let finding = parse("a.rs", "fn a() {}\nfn 3() {}\n").err().unwrap();
        assert_eq!(finding.line, 2);
    }

    #[test]
    fn files_of_tests_are_known_by_their_place() {
        assert!(is_test_file("crates/units/tests/it/main.rs"));
        assert!(!is_test_file("crates/units/src/lib.rs"));
    }
}

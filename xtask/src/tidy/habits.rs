//! Habits of code and tests: no unfinished notes without an issue; no test that is skipped, that expects
//! a panic, or that waits for the clock.

use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprCall, ItemMod};

use super::{Finding, Tree, has_ending, rust_files, source};

/// Marks of unfinished work; written in halves, so that this file has none.
const NOTES: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = notes(tree);
    for (path, text) in rust_files(tree) {
        // A file that does not parse is reported by the check of sizes.
        if let Ok(file) = source::parse(path, text) {
            let mut habits = Habits {
                path,
                in_tests: source::is_test_file(path),
                findings: Vec::new(),
            };
            habits.visit_file(&file);
            findings.append(&mut habits.findings);
        }
    }
    findings
}

fn notes(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree {
        let endings = ["rs", "toml", "ftl", "sql"];
        let is_code = endings.iter().any(|ending| has_ending(path, ending));
        for (at, line) in text.lines().enumerate() {
            if is_code && NOTES.iter().any(|note| is_open_note(line, note)) {
                let remedy = "do it now, or name the issue: (#12)";
                findings.push(Finding::new(
                    path,
                    at + 1,
                    "unfinished, without an issue",
                    remedy,
                ));
            }
        }
    }
    findings
}

/// Whether the word stands in the line as a word with no issue number behind it.
fn is_open_note(line: &str, note: &str) -> bool {
    line.match_indices(note).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let rest = &line[at + note.len()..];
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let is_word = !before.is_some_and(is_letter) && !rest.starts_with(is_letter);
        let rest = rest.trim_start_matches([' ', '(']);
        let number = rest.strip_prefix('#').and_then(|rest| rest.chars().next());
        is_word && !number.is_some_and(|digit| digit.is_ascii_digit())
    })
}

struct Habits<'a> {
    path: &'a str,
    in_tests: bool,
    findings: Vec<Finding>,
}

impl Habits<'_> {
    fn add(&mut self, line: usize, what: &str, remedy: &str) {
        self.findings
            .push(Finding::new(self.path, line, what, remedy));
    }
}

impl<'ast> Visit<'ast> for Habits<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let outside = self.in_tests;
        self.in_tests |= item.attrs.iter().any(source::is_cfg_test);
        visit::visit_item_mod(self, item);
        self.in_tests = outside;
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let line = attribute.pound_token.span.start().line;
        if attribute.path().is_ident("ignore") {
            self.add(line, "a test that does not run", "mend it or remove it");
        }
        if attribute.path().is_ident("should_panic") {
            let remedy = "return an error, and check its text";
            self.add(line, "a test that expects a panic", remedy);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(function) = &*call.func
            && let Some(last) = function.path.segments.last()
            && last.ident == "sleep"
            && self.in_tests
        {
            let remedy = "wait for the event itself, or pass the time in";
            self.add(last.ident.span().start().line, "a test that sleeps", remedy);
        }
        visit::visit_expr_call(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::{NOTES, check, is_open_note};

    fn found(path: &str, text: &str) -> Vec<String> {
        places(&check(&tree(&[(path, text)])))
    }

    #[test]
    fn a_note_needs_an_issue() {
        for note in NOTES {
            assert!(is_open_note(&format!("// {note}: later"), note));
            assert!(!is_open_note(&format!("// {note}(#12): later"), note));
            assert!(!is_open_note(&format!("let A{note}B = 1;"), note));
        }
        let text = format!("a = 1\n# {} later\n", NOTES[0]);
        assert_eq!(found("a.toml", &text), ["a.toml:2"]);
        assert!(found("a.md", &text).is_empty());
    }

    #[test]
    fn skipped_and_panicking_tests_are_found() {
        let text = "#[cfg(test)]\nmod tests {\n#[test]\n#[ignore]\nfn a() {}\n#[should_panic]\nfn b() {}\n}\n";
        let expected = ["a/src/lib.rs:4", "a/src/lib.rs:6"];
        assert_eq!(found("a/src/lib.rs", text), expected);
        assert!(found("a/src/lib.rs", "// #[ignore] is not used\n").is_empty());
    }

    #[test]
    fn only_tests_may_not_sleep() {
        let text = "fn wait() { std::thread::sleep(PAUSE) }\n";
        assert!(found("a/src/lib.rs", text).is_empty());
        assert_eq!(found("a/tests/it/main.rs", text), ["a/tests/it/main.rs:1"]);
        let text = format!("#[cfg(test)]\nmod tests {{\n{text}}}\n");
        assert_eq!(found("a/src/lib.rs", &text), ["a/src/lib.rs:3"]);
    }
}

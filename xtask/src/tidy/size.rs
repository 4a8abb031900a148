//! Files of at most 500 lines without their tests, functions of at most 80.
//!
//! `xtask/tidy-allow.toml` lists the exceptions with the length that each has; it may only shrink.

use serde::Deserialize;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};
use toml::Spanned;

use super::{Finding, Tree, line_at, rust_files, source, unreadable};

const ALLOW: &str = "xtask/tidy-allow.toml";
const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 80;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowList {
    #[serde(default)]
    long: Vec<Allowed>,
}

/// An exception: a file, or one function of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    path: Spanned<String>,
    function: Option<String>,
    lines: usize,
    reason: String,
}

/// A file or function over its limit.
struct Long {
    path: String,
    function: Option<String>,
    line: usize,
    lines: usize,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = tree.get(ALLOW).map_or("", String::as_str);
    let allowed = toml::from_str::<AllowList>(text).unwrap_or_else(|error| {
        findings.push(unreadable(ALLOW, text, &error));
        AllowList::default()
    });
    let mut longs = Vec::new();
    for (path, text) in rust_files(tree) {
        match measure(path, text) {
            Ok(found) => longs.extend(found),
            Err(finding) => findings.push(finding),
        }
    }
    let is_for = |entry: &Allowed, long: &Long| {
        *entry.path.get_ref() == long.path && entry.function == long.function
    };
    for long in &longs {
        let entry = allowed.long.iter().find(|entry| is_for(entry, long));
        if entry.is_none_or(|entry| long.lines > entry.lines) {
            findings.push(too_long(long));
        }
    }
    for entry in &allowed.long {
        let line = line_at(text, entry.path.span().start);
        if !longs.iter().any(|long| is_for(entry, long)) {
            let what = format!("'{}' no longer needs its exception", entry.path.get_ref());
            findings.push(Finding::new(ALLOW, line, what, "remove the entry"));
        } else if entry.reason.trim().is_empty() {
            let remedy = "say why it is better long";
            findings.push(Finding::new(
                ALLOW,
                line,
                "an exception without a reason",
                remedy,
            ));
        }
    }
    findings
}

fn too_long(long: &Long) -> Finding {
    let (what, limit) = match &long.function {
        Some(name) => (format!("function '{name}'"), FUNCTION_LINES),
        None => ("the file without its tests".to_owned(), FILE_LINES),
    };
    let what = format!("{what} has {} lines, over {limit}", long.lines);
    Finding::new(
        &long.path,
        long.line,
        what,
        "divide it where its subject divides",
    )
}

fn measure(path: &str, text: &str) -> Result<Vec<Long>, Finding> {
    let file = source::parse(path, text)?;
    let lines = match source::tests_begin(&file) {
        Some(line) => line - 1,
        None => text.lines().count(),
    };
    let mut functions = Functions::default();
    functions.visit_file(&file);
    let mut longs: Vec<Long> = functions
        .found
        .into_iter()
        .filter(|&(_, _, lines)| lines > FUNCTION_LINES)
        .map(|(name, line, lines)| Long {
            path: path.to_owned(),
            function: Some(name),
            line,
            lines,
        })
        .collect();
    if lines > FILE_LINES && !source::is_test_file(path) {
        longs.push(Long {
            path: path.to_owned(),
            function: None,
            line: 1,
            lines,
        });
    }
    Ok(longs)
}

/// Name, first line and number of lines of every function.
#[derive(Default)]
struct Functions {
    found: Vec<(String, usize, usize)>,
}

impl Functions {
    fn add(&mut self, signature: &Signature, body: &Block) {
        let first = signature.fn_token.span.start().line;
        let last = body.brace_token.span.close().end().line;
        let name = signature.ident.to_string();
        self.found.push((name, first, last + 1 - first));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            self.add(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::{ALLOW, check};

    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    fn found(path: &str, text: &str, allow: &str) -> Vec<String> {
        places(&check(&tree(&[(path, text), (ALLOW, allow)])))
    }

    #[test]
    fn a_function_may_have_eighty_lines() {
        assert!(found("a/src/lib.rs", &function(80), "").is_empty());
        let method = format!("struct S;\nimpl S {{\n{}}}\n", function(81));
        assert_eq!(found("a/src/lib.rs", &method, ""), ["a/src/lib.rs:3"]);
    }

    #[test]
    fn the_tests_of_a_file_do_not_count() {
        let code = "const A: u8 = 0;\n".repeat(500);
        let tested = format!("{code}#[cfg(test)]\nmod tests {{\n{code}}}\n");
        assert!(found("a/src/lib.rs", &tested, "").is_empty());
        let longer = format!("{code}\nconst B: u8 = 0;\n");
        assert_eq!(found("a/src/lib.rs", &longer, ""), ["a/src/lib.rs:1"]);
        assert!(found("a/tests/it/main.rs", &longer, "").is_empty());
    }

    #[test]
    fn the_allow_list_only_shrinks() {
        let allow = |lines| {
            format!(
                "[[long]]\npath = \"a/src/lib.rs\"\nfunction = \"long\"\nlines = {lines}\nreason = \"a table\"\n"
            )
        };
        assert!(found("a/src/lib.rs", &function(90), &allow(90)).is_empty());
        let grown = found("a/src/lib.rs", &function(91), &allow(90));
        assert_eq!(grown, ["a/src/lib.rs:1"]);
        let needless = found("a/src/lib.rs", &function(20), &allow(90));
        assert_eq!(needless, ["xtask/tidy-allow.toml:2"]);
    }
}

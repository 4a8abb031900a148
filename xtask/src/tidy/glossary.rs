//! `glossary.toml`: every term has its identifier, two names, a meaning and a source, once.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{Finding, Tree, line_at, unreadable};

const PATH: &str = "glossary.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    term: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    id: Spanned<String>,
    zh: String,
    en: String,
    means: String,
    source: String,
    symbol: Option<String>,
    unit: Option<String>,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.get(PATH) else {
        return vec![Finding::new(PATH, 1, "the file is missing", "write it")];
    };
    let glossary: Glossary = match toml::from_str(text) {
        Ok(glossary) => glossary,
        Err(error) => return vec![unreadable(PATH, text, &error)],
    };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for term in &glossary.term {
        let id = term.id.get_ref();
        let mut add = |what: String, remedy: &str| {
            let line = line_at(text, term.id.span().start);
            findings.push(Finding::new(PATH, line, what, remedy));
        };
        if !is_snake_case(id) {
            add(
                format!("'{id}' is not snake_case"),
                "spell it as identifiers are spelt",
            );
        }
        if !seen.insert(id) {
            add(format!("'{id}' is defined twice"), "keep one of the two");
        }
        if let Some(field) = empty_field(term) {
            add(
                format!("'{id}' has an empty '{field}'"),
                "fill it, or remove the key",
            );
        }
    }
    findings
}

fn empty_field(term: &Term) -> Option<&'static str> {
    let fields = [
        ("zh", Some(&term.zh)),
        ("en", Some(&term.en)),
        ("means", Some(&term.means)),
        ("source", Some(&term.source)),
        ("symbol", term.symbol.as_ref()),
        ("unit", term.unit.as_ref()),
    ];
    let is_empty = |text: Option<&String>| text.is_some_and(|text| text.trim().is_empty());
    let found = fields.into_iter().find(|&(_, text)| is_empty(text));
    found.map(|(name, _)| name)
}

fn is_snake_case(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    id.bytes().all(plain) && id.starts_with(|letter: char| letter.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    const GOOD: &str =
        "[[term]]\nid = \"aqi\"\nzh = \"指数\"\nen = \"index\"\nmeans = \"m\"\nsource = \"s\"\n";

    fn found(text: &str) -> Vec<String> {
        places(&check(&tree(&[("glossary.toml", text)])))
    }

    #[test]
    fn a_complete_term_passes() {
        assert!(found(GOOD).is_empty());
        assert!(found(&format!("{GOOD}unit = \"1\"\nsymbol = \"I\"\n")).is_empty());
    }

    #[test]
    fn a_missing_or_unknown_key_is_found() {
        assert_eq!(found(&GOOD.replace("en =", "de =")), ["glossary.toml:4"]);
        assert_eq!(found("[[term]]\nid = \"aqi\"\n"), ["glossary.toml:1"]);
    }

    #[test]
    fn doubled_misspelt_and_empty_terms_are_found() {
        assert_eq!(found(&format!("{GOOD}{GOOD}")), ["glossary.toml:8"]);
        assert_eq!(found(&GOOD.replace("aqi", "Aqi")), ["glossary.toml:2"]);
        assert_eq!(found(&GOOD.replace("指数", "")), ["glossary.toml:2"]);
    }
}

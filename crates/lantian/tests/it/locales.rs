//! The two languages have the same sentences, and the program asks for none that they lack.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Messages and `message.attribute` of a language, with the values that each takes in.
fn sentences(language: &str) -> BTreeSet<(String, BTreeSet<String>)> {
    let mut found = BTreeSet::new();
    let mut message = String::new();
    for file in files(&root().join("locales").join(language), "ftl") {
        for line in fs::read_to_string(file)
            .expect("a locale is readable")
            .lines()
        {
            let Some((head, text)) = line.split_once(" = ") else {
                continue;
            };
            if let Some(attribute) = head.trim().strip_prefix('.') {
                found.insert((format!("{message}.{attribute}"), variables(text)));
            } else {
                head.trim().clone_into(&mut message);
                found.insert((message.clone(), variables(text)));
            }
        }
    }
    found
}

fn variables(text: &str) -> BTreeSet<String> {
    let parts = text.split("{ $").skip(1);
    parts
        .filter_map(|part| part.split_once(" }"))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_values() {
    let (zh, en) = (sentences("zh"), sentences("en"));
    assert!(zh.len() > 100, "{}", zh.len());
    let differ: Vec<_> = zh.symmetric_difference(&en).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn every_sentence_that_the_program_asks_for_is_there() {
    let known: BTreeSet<String> = sentences("zh").into_iter().map(|(key, _)| key).collect();
    let families: BTreeSet<&str> = known
        .iter()
        .filter_map(|key| Some(key.split_once('-')?.0))
        .collect();
    let sources = ["answer", "lantian"].map(|name| root().join("crates").join(name).join("src"));
    for file in sources.iter().flat_map(|folder| files(folder, "rs")) {
        let text = fs::read_to_string(&file).expect("a source is readable");
        for literal in text
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|literal| is_key(literal))
        {
            let family = literal.split('-').next().unwrap_or_default();
            assert!(
                !families.contains(family) || known.contains(literal),
                "{literal} of {}",
                file.display()
            );
        }
    }
}

fn is_key(literal: &str) -> bool {
    literal.contains('-')
        && !literal.ends_with('-')
        && literal
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
}

#[test]
fn every_failure_says_what_to_do_next() {
    let known: BTreeSet<String> = sentences("zh").into_iter().map(|(key, _)| key).collect();
    let words = ["failure-mark", "failure-cause", "failure-hint"];
    let failures = known
        .iter()
        .filter(|key| key.starts_with("failure-") && !key.contains('.'));
    for key in failures.filter(|key| !words.contains(&key.as_str())) {
        assert!(known.contains(&format!("{key}.hint")), "{key}");
    }
}

#[test]
fn the_locale_chooses_the_language_and_c_names_none() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    for (locale, is_chinese) in [
        ("zh_CN.UTF-8", true),
        ("zh_TW", true),
        ("C", true),
        ("C.UTF-8", true),
        ("POSIX", true),
        ("en_US.UTF-8", false),
        ("fr_FR", false),
    ] {
        let mut command = crate::run::command(folder.path(), &["regions", "resolve", "太原"]);
        let output = command.env("LC_ALL", locale).output().expect("it starts");
        let shown = String::from_utf8(output.stdout).expect("output is UTF-8");
        assert_eq!(shown.contains("级别"), is_chinese, "{locale}: {shown}");
    }
}

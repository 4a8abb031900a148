//! The two languages: a sentence that `locales/zh` has, `locales/en` has, and the other way round.

use std::collections::BTreeMap;

use super::{Finding, Tree, has_ending};

const LANGUAGES: [&str; 2] = ["zh", "en"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let [zh, en] = LANGUAGES;
    let mut findings = missing(tree, zh, en);
    findings.extend(missing(tree, en, zh));
    findings
}

/// The sentences of one language that the other lacks in the file of the same name.
fn missing(tree: &Tree, one: &str, other: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let folder = format!("locales/{one}/");
    for (path, text) in tree {
        let Some(name) = path
            .strip_prefix(&folder)
            .filter(|name| has_ending(name, "ftl"))
        else {
            continue;
        };
        let twin = format!("locales/{other}/{name}");
        let theirs = keys(tree.get(&twin).map_or("", String::as_str));
        for (key, line) in keys(text) {
            if !theirs.contains_key(&key) {
                let what = format!("'{key}' is not in {twin}");
                findings.push(Finding::new(path, line, what, "write it in both languages"));
            }
        }
    }
    findings
}

/// Messages, terms and `message.attribute`, with the line of each.
fn keys(text: &str) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    let mut message = String::new();
    for (at, line) in text.lines().enumerate() {
        let Some((head, _)) = line.split_once('=') else {
            continue;
        };
        let head = head.trim_end();
        if is_identifier(head) {
            head.clone_into(&mut message);
            keys.insert(message.clone(), at + 1);
        } else if let Some(attribute) = head.trim_start().strip_prefix('.')
            && is_identifier(attribute)
        {
            keys.insert(format!("{message}.{attribute}"), at + 1);
        }
    }
    keys
}

fn is_identifier(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    text.starts_with(|letter: char| letter.is_ascii_alphabetic()) && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    fn found(zh: &str, en: &str) -> Vec<String> {
        let tree = tree(&[("locales/zh/cli.ftl", zh), ("locales/en/cli.ftl", en)]);
        places(&check(&tree))
    }

    #[test]
    fn the_same_sentences_pass() {
        let zh = "# 说明 = x\nrank = 排名\n    .title = 题 { $a }\n-brand = 蓝天\n";
        let en = "-brand = lantian\nrank = rank { $n ->\n    [one] a = b\n   *[other] c\n }\n    .title = t\n";
        assert!(found(zh, en).is_empty());
    }

    #[test]
    fn a_sentence_in_one_language_is_found() {
        assert_eq!(
            found("a = 甲\nb = 乙\n", "a = A\n"),
            ["locales/zh/cli.ftl:2"]
        );
        let attribute = found("a = 甲\n", "a = A\n  .hint = h\n");
        assert_eq!(attribute, ["locales/en/cli.ftl:2"]);
    }
}

//! `bench/promises.toml`: every promise is whole, and a bench measures it.

use std::collections::BTreeSet;

use super::{Finding, Tree, has_ending, line_at, unreadable};
use crate::promises::{self, PATH, Promise};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.get(PATH) else {
        return Vec::new();
    };
    let promises = match promises::parse(text) {
        Ok(promises) => promises,
        Err(error) => return vec![unreadable(PATH, text, &error)],
    };
    let benches: String = tree
        .iter()
        .filter(|(path, _)| path.starts_with("bench/benches/") && has_ending(path, "rs"))
        .map(|(_, text)| text.as_str())
        .collect();
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for promise in &promises {
        let id = promise.id.get_ref();
        let mut add = |what: String, remedy: &str| {
            let line = line_at(text, promise.id.span().start);
            findings.push(Finding::new(PATH, line, what, remedy));
        };
        if !seen.insert(id) {
            add(format!("'{id}' is promised twice"), "keep one of the two");
        }
        if !is_whole(promise) {
            let what = format!("'{id}' has an empty text, or a figure that is not positive");
            add(
                what,
                "say what is promised in zh and en, how it is measured, and the figure",
            );
        }
        if !is_measured(&promise.bench, &benches) {
            let what = format!("no bench is named '{}'", promise.bench);
            add(
                what,
                "name criterion's id, group/function, of a bench in bench/benches",
            );
        }
    }
    findings
}

fn is_whole(promise: &Promise) -> bool {
    let texts = [&promise.zh, &promise.en, &promise.bench, &promise.how];
    texts.iter().all(|text| !text.trim().is_empty()) && promise.figure > 0.0
}

/// The id stands in the benches whole, or each of its parts as a string of its own.
fn is_measured(id: &str, benches: &str) -> bool {
    let is_quoted = |part: &str| benches.contains(&format!("\"{part}\""));
    is_quoted(id) || id.split('/').all(is_quoted)
}

#[cfg(test)]
mod tests {
    use super::super::{places, tree};
    use super::check;

    const GOOD: &str = "[[promise]]\nid = \"aqi\"\nzh = \"指数\"\nen = \"index\"\nbench = \"aqi/day\"\n\
                        figure = 5\nunit = \"ms\"\ndirection = \"at_most\"\nhow = \"median\"\n";

    fn found(promises: &str) -> Vec<String> {
        let tree = tree(&[
            ("bench/promises.toml", promises),
            ("bench/benches/aqi.rs", "group(\"aqi\"); function(\"day\");"),
        ]);
        places(&check(&tree))
    }

    #[test]
    fn a_measured_promise_passes() {
        assert!(found(GOOD).is_empty());
    }

    #[test]
    fn an_unmeasured_promise_is_found() {
        let text = GOOD.replace("aqi/day", "aqi/year");
        assert_eq!(found(&text), ["bench/promises.toml:2"]);
    }

    #[test]
    fn a_broken_entry_is_found() {
        let text = GOOD.replace("at_most", "below");
        assert_eq!(found(&text), ["bench/promises.toml:8"]);
        let text = GOOD.replace("指数", " ");
        assert_eq!(found(&text), ["bench/promises.toml:2"]);
    }
}

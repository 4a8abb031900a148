//! The plan's text in runs: the headings above each clause, and which articles quote which words of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use plan::model::Clause;
use plan::text::{Text, inside};
use serde::Serialize;
use utoipa::ToSchema;

/// A run of a clause's text, and the articles that quote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct TextPiece {
    text: String,
    articles: Vec<String>,
}

/// What stands before the first clause.
const PREAMBLE: &str = "0";

/// The nearest heading above each clause, by its number.
pub(super) fn sections(text: &Text) -> BTreeMap<String, String> {
    let words = |range: Range<usize>| text.whole.get(range).unwrap_or_default();
    let mut found = BTreeMap::new();
    let mut heading = String::new();
    let mut from = 0;
    for clause in &text.clauses {
        for part in &clause.parts {
            // Between paragraphs stand headings, and the number that begins this one's line.
            let between = words(from..part.start);
            let lines = between.rsplit_once('\n').map_or("", |(lines, _)| lines);
            if let Some(line) = lines.lines().map(str::trim).rfind(|line| !line.is_empty()) {
                line.clone_into(&mut heading);
            }
            from = part.end;
            if clause.number != PREAMBLE && !found.contains_key(&clause.number) {
                found.insert(clause.number.clone(), heading.clone());
            }
        }
        // The headings above the first clause count among the words before it.
        let last = clause
            .parts
            .last()
            .map_or("", |part| words(part.clone()).trim());
        if clause.number == PREAMBLE && last.starts_with(['(', '\u{ff08}']) {
            last.clone_into(&mut heading);
        }
    }
    found
}

/// The words of a clause in runs, each with the targets, rules and duties that quote it.
pub(super) fn pieces(text: &Text, clause: &Clause) -> Vec<TextPiece> {
    let Some(words) = text.clause(clause.clause.get_ref()) else {
        return Vec::new();
    };
    let quoted: Vec<(Range<usize>, &str)> = quotes(clause)
        .flat_map(|(id, quote)| {
            let places = text.places(words, quote).into_iter();
            places.map(move |place| (place, id))
        })
        .collect();
    let mut pieces = Vec::new();
    for (number, part) in words.parts.iter().enumerate() {
        if number > 0 {
            pieces.push(TextPiece {
                text: "\n".to_owned(),
                articles: Vec::new(),
            });
        }
        cut(text, part, &quoted, &mut pieces);
    }
    pieces
}

/// Cuts one paragraph wherever a quote begins or ends.
fn cut(
    text: &Text,
    part: &Range<usize>,
    quoted: &[(Range<usize>, &str)],
    pieces: &mut Vec<TextPiece>,
) {
    let own = quoted.iter().filter(|(place, _)| inside(place, part));
    let mut ends: BTreeSet<usize> = [part.start, part.end].into();
    ends.extend(own.flat_map(|(place, _)| [place.start, place.end]));
    let ends: Vec<usize> = ends.into_iter().collect();
    for pair in ends.windows(2) {
        let run = pair[0]..pair[1];
        let mut articles: Vec<String> = Vec::new();
        for (_, id) in quoted.iter().filter(|(place, _)| inside(&run, place)) {
            if !articles.iter().any(|known| known == id) {
                articles.push((*id).to_owned());
            }
        }
        let words = text.whole.get(run).unwrap_or_default().to_owned();
        pieces.push(TextPiece {
            text: words,
            articles,
        });
    }
}

/// The articles of a clause with the words that each quotes.
fn quotes(clause: &Clause) -> impl Iterator<Item = (&str, &str)> {
    let targets = clause
        .targets
        .iter()
        .map(|one| (one.id.get_ref(), one.quote.get_ref()));
    let rules = clause
        .rules
        .iter()
        .map(|one| (one.id.get_ref(), one.quote.get_ref()));
    let duties = clause
        .duties
        .iter()
        .map(|one| (one.id.get_ref(), one.quote.get_ref()));
    let all = targets.chain(rules).chain(duties);
    all.map(|(id, quote)| (id.as_str(), quote.as_str()))
}

/// The line of the text that a clause begins on.
pub(super) fn line(text: &Text, clause: &Clause) -> usize {
    let words = text.clause(clause.clause.get_ref());
    let start = words
        .and_then(|words| words.parts.first())
        .map_or(0, |part| part.start);
    plan::text::line_and_column(&text.whole, start).0
}

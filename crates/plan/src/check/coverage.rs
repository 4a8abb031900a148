//! Quotes are exact, and together they cover the text: every sentence and every number of every clause.
//! The title of a clause, its first sentence, is the `zh` of its file.

use std::ops::Range;

use toml::Spanned;

use crate::model::{Clause, Plan};
use crate::problem::{Code, Problem};
use crate::text::{ClauseText, inside, overlaps};

/// How much of a quote a message shows.
const SHOWN: usize = 40;

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    let asides = asides(plan, problems);
    for words in &plan.text.clauses {
        let clause = plan.clause(&words.number);
        let mut covered = asides.clone();
        if let Some(clause) = clause {
            covered.extend(
                plan.text
                    .places(words, &format!("{}。", clause.zh))
                    .into_iter()
                    .take(1),
            );
            covered.extend(quotes(plan, clause, words, problems));
        }
        uncovered(plan, clause, words, &covered, problems);
    }
    clause_count(plan, problems);
    anywhere(plan, problems);
}

/// The places of the quotes of a clause; a quote that does not stand there is a problem.
fn quotes(
    plan: &Plan,
    clause: &Clause,
    words: &ClauseText,
    problems: &mut Vec<Problem>,
) -> Vec<Range<usize>> {
    let mut covered = Vec::new();
    for (id, quote) in every_quote(clause) {
        let places = plan.text.places(words, quote.get_ref());
        if places.is_empty() {
            let source = plan.file(&clause.file);
            let article = super::references::article(clause, id);
            let problem = Problem::new(
                Code::QuoteNotFound,
                &clause.file,
                source,
                quote.span(),
                &article,
            );
            problems.push(problem.with("quote", shortened(quote.get_ref())));
        }
        covered.extend(places);
    }
    covered
}

fn every_quote(clause: &Clause) -> Vec<(&str, &Spanned<String>)> {
    let mut found: Vec<(&str, &Spanned<String>)> = Vec::new();
    found.extend(
        clause
            .responsible
            .iter()
            .map(|bracket| ("", &bracket.quote)),
    );
    found.extend(
        clause
            .targets
            .iter()
            .map(|target| (target.id.get_ref().as_str(), &target.quote)),
    );
    found.extend(
        clause
            .rules
            .iter()
            .map(|rule| (rule.id.get_ref().as_str(), &rule.quote)),
    );
    found.extend(
        clause
            .duties
            .iter()
            .map(|duty| (duty.id.get_ref().as_str(), &duty.quote)),
    );
    found
}

/// What no quote covers. What stands before clause 1 is a preamble: its numbers count, its sentences need not.
fn uncovered(
    plan: &Plan,
    clause: Option<&Clause>,
    words: &ClauseText,
    covered: &[Range<usize>],
    problems: &mut Vec<Problem>,
) {
    let file = clause.map_or("source.txt", |clause| clause.file.as_str());
    let mut tell = |code, place: &Range<usize>, name: &'static str| {
        let text = &plan.text.whole[place.clone()];
        let problem = Problem::new(
            code,
            "source.txt",
            &plan.text.whole,
            place.clone(),
            &words.number,
        );
        problems.push(
            problem
                .with(name, shortened(text))
                .with("clause_file", file),
        );
    };
    if clause.is_some() && words.number != "0" {
        for sentence in plan.text.sentences(words) {
            if !covered.iter().any(|quote| overlaps(quote, &sentence)) {
                tell(Code::SentenceNotQuoted, &sentence, "sentence");
            }
        }
    }
    if clause.is_none() && words.number != "0" {
        // The clause has no file, which is told for itself.
        return;
    }
    for number in plan.text.numbers(words, &plan.header.names_with_digits) {
        if !covered.iter().any(|quote| inside(&number, quote)) {
            tell(Code::NumberNotQuoted, &number, "number");
        }
    }
}

fn asides(plan: &Plan, problems: &mut Vec<Problem>) -> Vec<Range<usize>> {
    let mut covered = Vec::new();
    for aside in &plan.header.asides {
        let quote = aside.quote.get_ref();
        let places: Vec<Range<usize>> = plan
            .text
            .whole
            .match_indices(quote.as_str())
            .map(|(at, found)| at..at + found.len())
            .collect();
        if places.is_empty() {
            problems.push(not_found(plan, "plan.toml", &aside.quote, "plan"));
        }
        covered.extend(places);
    }
    covered
}

/// Quotes of zones and terms may stand anywhere in the text.
fn anywhere(plan: &Plan, problems: &mut Vec<Problem>) {
    let zones = plan
        .zones
        .iter()
        .map(|zone| ("zones.toml", &zone.id, &zone.quote));
    let terms = plan
        .terms
        .iter()
        .map(|term| ("terms.toml", &term.id, &term.quote));
    for (file, id, quote) in zones.chain(terms) {
        if !plan.text.whole.contains(quote.get_ref().as_str()) {
            problems.push(not_found(plan, file, quote, id.get_ref()));
        }
    }
}

fn not_found(plan: &Plan, file: &str, quote: &Spanned<String>, article: &str) -> Problem {
    Problem::new(
        Code::QuoteNotFound,
        file,
        plan.file(file),
        quote.span(),
        article,
    )
    .with("quote", shortened(quote.get_ref()))
}

fn clause_count(plan: &Plan, problems: &mut Vec<Problem>) {
    let numbered = plan.text.clauses.iter().filter(|c| c.number != "0").count();
    let expected = usize::try_from(plan.header.clauses).unwrap_or(usize::MAX);
    if numbered != expected {
        let problem = Problem::new(Code::ClauseCount, "source.txt", &plan.text.whole, 0..0, "");
        problems.push(problem.with("found", numbered).with("expected", expected));
    }
    for words in plan.text.clauses.iter().filter(|c| c.number != "0") {
        if plan.clause(&words.number).is_none() {
            let place = words.parts.first().cloned().unwrap_or(0..0);
            problems.push(Problem::new(
                Code::ClauseMissing,
                "source.txt",
                &plan.text.whole,
                place,
                &words.number,
            ));
        }
    }
    for clause in &plan.clauses {
        if plan.text.clause(clause.clause.get_ref()).is_none() {
            let source = plan.file(&clause.file);
            let number = clause.clause.get_ref();
            problems.push(Problem::new(
                Code::ClauseUnknown,
                &clause.file,
                source,
                clause.clause.span(),
                number,
            ));
        }
    }
}

fn shortened(text: &str) -> String {
    let trimmed = text.trim();
    let short: String = trimmed.chars().take(SHOWN).collect();
    if short.len() < trimmed.len() {
        short + "…"
    } else {
        short
    }
}

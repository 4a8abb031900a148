//! Two rules about one thing that some row fits and that disagree: an error that shows both articles, unless
//! one yields to the other.

use lake::datafusion::sql::sqlparser::ast::Expr;

use crate::engine;
use crate::judge::applies;
use crate::model::{Clause, Plan, Rule, Then};
use crate::predicate;
use crate::problem::{Code, Problem};

use super::predicates::listed_values;
use super::references::article;
use super::solver::{World, witness};

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    let zones = engine::members(plan);
    let rules: Vec<(&Clause, &Rule)> = plan.clause_rules().collect();
    for (clause, rule) in &rules {
        precedence_holds(plan, clause, rule, problems);
    }
    for (place, (clause, rule)) in rules.iter().enumerate() {
        for (other_clause, other) in &rules[place + 1..] {
            let same = rule.entity.get_ref() == other.entity.get_ref() && rule.about == other.about;
            if !same || precedence(rule, other) {
                continue;
            }
            let Some(entity) = plan.entity(rule.entity.get_ref()) else {
                continue;
            };
            let words = listed_values(entity);
            let world = World {
                words: &words,
                zones: &zones,
            };
            if let Some(row) = disagree(plan, rule, other, world) {
                let at = article(clause, rule.id.get_ref());
                let problem = Problem::new(
                    Code::Contradiction,
                    &clause.file,
                    plan.file(&clause.file),
                    rule.when.span(),
                    &at,
                );
                let (line, _) = crate::text::line_and_column(
                    plan.file(&other_clause.file),
                    other.when.span().start,
                );
                problems.push(
                    problem
                        .with("first", at)
                        .with("second", article(other_clause, other.id.get_ref()))
                        .with("second_file", format!("{}:{line}", other_clause.file))
                        .with("row", row),
                );
            }
        }
    }
}

/// A rule yields to rules of its own entity, and never to itself, be it by way of others.
fn precedence_holds(plan: &Plan, clause: &Clause, rule: &Rule, problems: &mut Vec<Problem>) {
    for other in &rule.yields_to {
        let Some((_, found)) = plan.rule(other.get_ref()) else {
            continue;
        };
        let elsewhere = found.entity.get_ref() != rule.entity.get_ref();
        if elsewhere || reaches(plan, found, rule, &mut Vec::new()) {
            let problem = Problem::new(
                Code::Precedence,
                &clause.file,
                plan.file(&clause.file),
                other.span(),
                &article(clause, rule.id.get_ref()),
            );
            problems.push(problem.with("name", other.get_ref()));
        }
    }
}

/// Whether a rule is another, or yields to it by way of others.
fn reaches<'a>(plan: &'a Plan, from: &'a Rule, to: &Rule, seen: &mut Vec<&'a str>) -> bool {
    let id = from.id.get_ref();
    if id == to.id.get_ref() {
        return true;
    }
    if seen.contains(&id.as_str()) {
        return false;
    }
    seen.push(id);
    from.yields_to
        .iter()
        .filter_map(|other| plan.rule(other.get_ref()))
        .any(|(_, other)| reaches(plan, other, to, seen))
}

fn precedence(a: &Rule, b: &Rule) -> bool {
    let names = |one: &Rule, two: &Rule| {
        one.yields_to
            .iter()
            .any(|id| id.get_ref() == two.id.get_ref())
    };
    names(a, b) || names(b, a)
}

/// A row on which the two say opposite things.
fn disagree(plan: &Plan, a: &Rule, b: &Rule, world: World<'_>) -> Option<String> {
    let (of_a, of_b) = (expressions(plan, a)?, expressions(plan, b)?);
    let opposed =
        (a.then == Then::Exempt && obliges(b.then)) || (b.then == Then::Exempt && obliges(a.then));
    if opposed {
        return witness(&[of_a.0, of_b.0], world);
    }
    let (Some(must_a), Some(must_b)) = (of_a.1, of_b.1) else {
        return None;
    };
    let row = witness(&[of_a.0, of_b.0], world)?;
    witness(&[must_a, must_b], world).is_none().then_some(row)
}

fn obliges(then: Then) -> bool {
    matches!(then, Then::Prohibit | Then::Require | Then::Retire)
}

/// Which rows a rule applies to, and what it requires there, with its parameters put in.
fn expressions(plan: &Plan, rule: &Rule) -> Option<(Expr, Option<Expr>)> {
    let mut literals = predicate::literals(plan, Some(rule), plan.header.issued.0);
    // The day of evaluation is any day, and a derived column is this rule's own.
    literals.insert("as_of".to_owned(), "day_of_evaluation".to_owned());
    let read = |text: &str| {
        let text = predicate::substitute(text, &literals).ok()?;
        let own = rule.derive.keys().fold(text, |text, name| {
            renamed(&text, name, &format!("{}_{name}", rule.id.get_ref()))
        });
        predicate::parse(&own).ok()
    };
    let when = read(&applies(rule))?;
    let must = match &rule.must {
        Some(must) => Some(read(must.get_ref())?),
        None => None,
    };
    Some((when, must))
}

/// A text with one identifier named otherwise.
fn renamed(text: &str, name: &str, other: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let whole = !before.ends_with(part) && !after.starts_with(part);
        done.push_str(before);
        done.push_str(if whole { other } else { name });
        rest = after;
    }
    done + rest
}

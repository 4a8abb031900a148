//! Scenarios run: the rules applied to a case's own small tables, and what came out against what it says.

use std::collections::BTreeMap;

use lake::arrow::compute::concat_batches;
use lake::datafusion::execution::context::SessionContext;
use units::Day;

use crate::judge::{self, NotJudged, Outcome, Register, Registers};
use crate::model::{Entity, Plan, Rule};
use crate::problem::{Code, Problem};
use crate::scenario::{Scenario, Sheet};
use crate::{engine, statement, table};

/// What a case expects of each row; `None` where the word is no outcome.
pub fn expectations(case: &Scenario) -> Vec<Option<Outcome>> {
    let expected = |row: usize| {
        let word = case.rows.cell(row, "expect")?;
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.id() == word)
    };
    (0..case.rows.rows.len()).map(expected).collect()
}

/// Runs every case of a plan; every row that comes out otherwise is a problem.
pub async fn run(plan: &Plan) -> Vec<Problem> {
    let context = engine::session(plan, 1);
    let mut problems = Vec::new();
    for group in groups(plan) {
        together(plan, &context, &group, &mut problems).await;
    }
    problems
}

/// Cases of one rule and day that look at nothing but their own rows, so that they can be judged at once.
struct Group<'a> {
    rule: &'a Rule,
    article: String,
    as_of: Day,
    cases: Vec<&'a Scenario>,
}

fn groups(plan: &Plan) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for case in &plan.scenarios {
        let Some((clause, rule)) = plan.rule(&case.rule) else {
            continue;
        };
        let as_of = case.as_of.unwrap_or_else(|| default_day(plan));
        let alone = rule.derive.is_empty()
            && case.others.is_empty()
            && rule.yields_to.iter().all(|other| {
                let other = plan.rule(other.get_ref());
                other.is_none_or(|(_, other)| other.derive.is_empty())
            });
        let same = groups.iter_mut().find(|group| {
            alone
                && group.as_of == as_of
                && group.rule.id.get_ref() == rule.id.get_ref()
                && group.cases.iter().all(|case| case.others.is_empty())
        });
        match same {
            Some(group) => group.cases.push(case),
            None => groups.push(Group {
                rule,
                article: format!("{} {}", clause.clause.get_ref(), case.rule),
                as_of,
                cases: vec![case],
            }),
        }
    }
    groups
}

async fn together(
    plan: &Plan,
    context: &SessionContext,
    group: &Group<'_>,
    problems: &mut Vec<Problem>,
) {
    let (rule, article) = (group.rule, group.article.as_str());
    let mut registers = Registers::new();
    for case in &group.cases {
        let own = tables(plan, context, case, rule, article, problems);
        for (name, register) in own {
            match registers.get_mut(&name) {
                Some(before) => append(before, &register),
                None => {
                    registers.insert(name, register);
                }
            }
        }
    }
    let mut only: Vec<&str> = vec![rule.id.get_ref()];
    only.extend(rule.yields_to.iter().map(|id| id.get_ref().as_str()));
    let mut judged = judge::judge(plan, context, &registers, group.as_of, Some(&only)).await;
    let judgement = match judged.remove(rule.id.get_ref()) {
        Some(Ok(judgement)) => judgement,
        Some(Err(reason)) => {
            problems.extend(group.cases.iter().map(|case| {
                let source = plan.file(&case.file);
                let span = case.span.clone();
                Problem::new(Code::ScenarioForm, &case.file, source, span, article)
                    .with("reason", why_not(&reason))
            }));
            return;
        }
        None => return,
    };
    let mut rest = judgement.outcomes();
    for case in &group.cases {
        let (own, others) = rest.split_at(case.rows.rows.len().min(rest.len()));
        compare(plan, case, article, own, problems);
        rest = others;
    }
}

fn append(before: &mut Register, register: &Register) {
    let both = [&before.rows, &register.rows];
    if let Ok(rows) = concat_batches(&before.rows.schema(), both) {
        before.rows = rows;
    }
}

/// The tables that a case fills; what is wrong with them is told.
fn tables(
    plan: &Plan,
    context: &SessionContext,
    case: &Scenario,
    rule: &Rule,
    article: &str,
    problems: &mut Vec<Problem>,
) -> Registers {
    let mut sheets: BTreeMap<&str, &Sheet> = BTreeMap::new();
    sheets.insert(rule.entity.get_ref(), &case.rows);
    sheets.extend(
        case.others
            .iter()
            .map(|(name, sheet)| (name.as_str(), sheet)),
    );
    let mut registers = Registers::new();
    let mut wrong: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for (name, sheet) in sheets {
        match plan.entity(name) {
            Some(entity) => {
                registers.insert(name.to_owned(), filled(entity, sheet, &mut wrong));
            }
            None => wrong.push((case.span.clone(), format!("no entity is called {name}"))),
        }
    }
    // Tables of entities that no sheet fills stay those of the case before; rules name what they read.
    if !rule.derive.is_empty() {
        for (name, register) in &registers {
            if let Err(e) = statement::register(context, name, register.rows.clone()) {
                wrong.push((case.span.clone(), e.strip_backtrace()));
            }
        }
    }
    let source = plan.file(&case.file);
    problems.extend(wrong.into_iter().map(|(span, reason)| {
        Problem::new(Code::ScenarioForm, &case.file, source, span, article).with("reason", reason)
    }));
    registers
}

fn compare(
    plan: &Plan,
    case: &Scenario,
    article: &str,
    outcomes: &[Outcome],
    problems: &mut Vec<Problem>,
) {
    for (row, expected) in expectations(case).into_iter().enumerate() {
        let span = case.rows.rows[row].1.clone();
        let problem = |code| Problem::new(code, &case.file, plan.file(&case.file), span, article);
        let Some(expected) = expected else {
            problems.push(
                problem(Code::ScenarioForm).with("reason", "the column expect names no outcome"),
            );
            continue;
        };
        let found = outcomes.get(row).copied();
        if found != Some(expected) {
            problems.push(
                problem(Code::ScenarioFailed)
                    .with("key", case.rows.cell(row, "key").unwrap_or("—"))
                    .with("expected", expected.id())
                    .with("found", found.map_or("—", Outcome::id)),
            );
        }
    }
}

/// Cases without a day are judged on the last day of the plan's first full year.
fn default_day(plan: &Plan) -> Day {
    let year = plan.header.issued.0.date().year() + 1;
    Day::from_ymd(year, 12, 31).unwrap_or(plan.header.issued.0)
}

fn why_not(reason: &NotJudged) -> String {
    match reason {
        NotJudged::Missing(names) => format!("no rows of {}", names.join(", ")),
        NotJudged::Predicate(e) => e.to_string(),
    }
}

fn filled(
    entity: &Entity,
    sheet: &Sheet,
    wrong: &mut Vec<(std::ops::Range<usize>, String)>,
) -> Register {
    let known = table::columns(entity);
    for name in &sheet.columns {
        if name != "expect" && !known.iter().any(|(column, _)| column == name) {
            let span = sheet.rows.first().map_or(0..0, |(_, span)| span.clone());
            let entity = entity.id.get_ref();
            wrong.push((span, format!("{entity} has no column {name}")));
        }
    }
    let (rows, bad) = table::batch(
        entity,
        sheet.rows.len(),
        |row, column| sheet.cell(row, column),
        |row| i64::try_from(row).unwrap_or(i64::MAX),
    );
    for cell in bad {
        let span = sheet.rows[cell.row].1.clone();
        let reason = format!("{}: {:?} is not {}", cell.column, cell.text, cell.expected);
        wrong.push((span, reason));
    }
    Register {
        source: "scenario".to_owned(),
        simulated: true,
        rows,
    }
}

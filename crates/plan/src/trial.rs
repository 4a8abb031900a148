//! Scenarios run: the rules applied to a case's own small tables, and what came out against what it says.

use std::collections::BTreeMap;

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
    for case in &plan.scenarios {
        if let Some((clause, rule)) = plan.rule(&case.rule) {
            let article = format!("{} {}", clause.clause.get_ref(), case.rule);
            one(plan, &context, case, rule, &article, &mut problems).await;
        }
    }
    problems
}

async fn one(
    plan: &Plan,
    context: &SessionContext,
    case: &Scenario,
    rule: &Rule,
    article: &str,
    problems: &mut Vec<Problem>,
) {
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
    let as_of = case.as_of.unwrap_or_else(|| default_day(plan));
    let mut only: Vec<&str> = vec![rule.id.get_ref()];
    only.extend(rule.yields_to.iter().map(|id| id.get_ref().as_str()));
    let mut judged = judge::judge(plan, context, &registers, as_of, Some(&only)).await;
    let hits = match judged.remove(rule.id.get_ref()) {
        Some(Ok(hits)) => hits,
        Some(Err(reason)) => {
            problems.push(
                Problem::new(
                    Code::ScenarioForm,
                    &case.file,
                    plan.file(&case.file),
                    case.span.clone(),
                    article,
                )
                .with("reason", why_not(&reason)),
            );
            return;
        }
        None => return,
    };
    compare(plan, case, article, &hits, problems);
}

fn compare(
    plan: &Plan,
    case: &Scenario,
    article: &str,
    hits: &[judge::Hit],
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
        let found = hits.get(row).map(|hit| hit.outcome);
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

//! The gate of a project: every rule of the plan about it as one line, with the article, the cells that decide
//! and what is missing, and what follows from all of them.
//!
//! It shows what the register says and the plan asks. It approves nothing: that stays with the authority.

mod line;
mod verdict;
mod json;
mod page;
mod words;

use lake::LakeError;
use units::Day;

pub use line::{Line, Part, Thing};
pub use page::{Language, page};
pub use verdict::Verdict;

use crate::judge::{Judged, Judgement, NotJudged, Registers, judge, text_at, texts};
use crate::lists::{Cell, ListColumn, Name, article, cell, columns, places, session};
use crate::model::{BodyKind, Clause, Entity, Plan, Rule, RuleKind};

/// The entity that gates are about.
const PROJECT: &str = "project";
/// The column by which things of other entities belong to a project.
const PROJECT_KEY: &str = "project_key";

/// A report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// The plan knows no projects.
    #[error("the vocabulary of the plan has no entity {PROJECT}")]
    NoEntity,
    /// There is no register of projects.
    #[error("no rows of {PROJECT}")]
    NoRegister,
    /// No such project.
    #[error("no project has the key {key}")]
    UnknownProject {
        /// The key asked for.
        key: String,
    },
    /// The registers cannot be read.
    #[error("the registers cannot be read")]
    Registers(#[from] LakeError),
}

/// What the plan asks of a project and what the register says.
#[derive(Clone, Debug)]
pub struct GateReport {
    /// The plan.
    pub plan: Name,
    /// A name for exactly the plan's files.
    pub version: String,
    /// The day of evaluation.
    pub as_of: Day,
    /// The project.
    pub project: Project,
    /// What follows from all lines.
    pub verdict: Verdict,
    /// The rules, in the order of their clauses.
    pub lines: Vec<Line>,
    /// What counts and what does not, one line for each thing that is counted for the project.
    pub accounts: Vec<Line>,
    /// The governments that answer beside the departments of each line.
    pub governments: Vec<Name>,
    /// Where the rows come from.
    pub sources: Vec<Source>,
    /// Registers of things that may belong to a project and that were not at hand.
    pub unread: Vec<Name>,
}

/// The project as the register has it.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Option<String>,
    /// The code of its region.
    pub region: Option<String>,
    /// Its city.
    pub city: Option<Name>,
    /// Its county.
    pub county: Option<Name>,
    /// What is known of it.
    pub cells: Vec<(ListColumn, Cell)>,
}

/// Rows that a report rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The register.
    pub register: Name,
    /// Where its rows come from.
    pub source: String,
    /// The rows of its file.
    pub rows: Vec<i64>,
    /// Whether they are simulated.
    pub simulated: bool,
}

/// Makes the report of a project; `registers` hold it and the things that belong to it.
pub async fn gate(
    plan: &Plan,
    registers: &Registers,
    project: &str,
    as_of: Day,
) -> Result<GateReport, GateError> {
    let entity = plan.entity(PROJECT).ok_or(GateError::NoEntity)?;
    let register = registers.get(PROJECT).ok_or(GateError::NoRegister)?;
    let keys = texts(&register.rows, "key");
    let place = keys.iter().position(|key| key == Some(project));
    let place = place.ok_or_else(|| GateError::UnknownProject {
        key: project.to_owned(),
    })?;
    let rules = rules(plan);
    let only: Vec<&str> = rules.iter().map(|(_, rule)| id(rule)).collect();
    let context = session(plan, registers)?;
    let judged = judge(plan, &context, registers, as_of, Some(&only)).await;
    let asked = line::Asked {
        plan,
        context: &context,
        registers,
        as_of,
    };
    let mut report = GateReport {
        plan: Name::of(&plan.header.id, &plan.header.zh, &plan.header.en),
        version: plan.version.clone(),
        as_of,
        project: described(entity, &register.rows, place),
        verdict: Verdict::Pass,
        lines: Vec::new(),
        accounts: Vec::new(),
        governments: Vec::new(),
        sources: Vec::new(),
        unread: Vec::new(),
    };
    for (clause, rule) in rules {
        add(&mut report, &asked, &judged, clause, rule);
    }
    report.governments = governments(plan, &report.project);
    report.verdict = verdict::of_all(&report.lines);
    Ok(report)
}

fn id(rule: &Rule) -> &str {
    rule.id.get_ref()
}

/// The rules about projects, and the gates and accounts of things that belong to one.
fn rules(plan: &Plan) -> Vec<(&Clause, &Rule)> {
    let belongs = |rule: &Rule| {
        let entity = plan.entity(rule.entity.get_ref());
        entity.is_some_and(|entity| {
            let mut columns = entity.columns.iter();
            columns.any(|column| column.id.get_ref() == PROJECT_KEY)
        })
    };
    let counts = |rule: &Rule| matches!(rule.kind, RuleKind::Gate | RuleKind::Accounting);
    plan.clause_rules()
        .filter(|(_, rule)| rule.entity.get_ref() == PROJECT || counts(rule) && belongs(rule))
        .collect()
}

/// Adds what a rule makes of the project, or of each thing that belongs to it.
fn add(
    report: &mut GateReport,
    asked: &line::Asked<'_>,
    judged: &Judged,
    clause: &Clause,
    rule: &Rule,
) {
    let Some(entity) = asked.plan.entity(rule.entity.get_ref()) else {
        return;
    };
    let own = rule.entity.get_ref() == PROJECT;
    let judgement = match judged.get(id(rule)) {
        Some(Ok(judgement)) => judgement,
        Some(Err(reason)) if own => {
            let article = article(asked.plan, clause, rule);
            report.lines.push(asked.not_judged(article, reason));
            return;
        }
        _ => {
            let register = Name::of(
                entity.id.get_ref(),
                &entity.register_zh,
                &entity.register_en,
            );
            if !report.unread.contains(&register) {
                report.unread.push(register);
            }
            return;
        }
    };
    let by = if own { "key" } else { PROJECT_KEY };
    let keys = texts(judgement.rows(), by);
    let of_project = keys
        .iter()
        .zip(0..)
        .filter(|(key, _)| *key == Some(&report.project.key));
    let found: Vec<usize> = of_project.map(|(_, place)| place).collect();
    for place in found {
        let mut line = asked.line(article(asked.plan, clause, rule), rule, judgement, place);
        source(report, asked, entity, judgement, place);
        if !own {
            line.thing = Some(Thing {
                entity: Name::of(entity.id.get_ref(), &entity.zh, &entity.en),
                key: judgement.key(place).to_owned(),
                name: name_at(judgement, place),
            });
        }
        if rule.kind == RuleKind::Accounting {
            report.accounts.push(line);
        } else {
            report.lines.push(line);
        }
    }
}

fn name_at(judgement: &Judgement, place: usize) -> Option<String> {
    text_at(&texts(judgement.rows(), "name"), place).map(str::to_owned)
}

/// Notes the row that a line rests on.
fn source(
    report: &mut GateReport,
    asked: &line::Asked<'_>,
    entity: &Entity,
    judgement: &Judgement,
    place: usize,
) {
    let Some(register) = asked.registers.get(entity.id.get_ref()) else {
        return;
    };
    let row = judgement.number(place);
    let name = Name::of(
        entity.id.get_ref(),
        &entity.register_zh,
        &entity.register_en,
    );
    match report.sources.iter_mut().find(|own| own.register == name) {
        Some(known) if known.rows.contains(&row) => {}
        Some(known) => known.rows.push(row),
        None => report.sources.push(Source {
            register: name,
            source: register.source.clone(),
            rows: vec![row],
            simulated: register.simulated,
        }),
    }
}

fn described(
    entity: &Entity,
    rows: &lake::arrow::record_batch::RecordBatch,
    place: usize,
) -> Project {
    let text = |name: &str| text_at(&texts(rows, name), place).map(str::to_owned);
    let region = text("region");
    let (city, county) = places(region.as_deref());
    let known = columns(entity)
        .into_iter()
        .filter_map(|column| {
            let cell = cell(rows, &column, place)?;
            Some((column, cell))
        })
        .collect();
    Project {
        key: text("key").unwrap_or_default(),
        name: text("name"),
        region,
        city,
        county,
        cells: known,
    }
}

/// The governments of the project's place, where the plan makes every government answer.
fn governments(plan: &Plan, project: &Project) -> Vec<Name> {
    let of_place = |region: &str| {
        let own = [&project.city, &project.county].into_iter().flatten();
        own.into_iter().any(|place| place.id == region)
    };
    plan.bodies
        .iter()
        .filter(|body| plan.header.governments && body.kind == BodyKind::Government)
        .filter(|body| of_place(&body.region))
        .map(|body| Name::of(body.id.get_ref(), &body.zh, &body.en))
        .collect()
}

/// Registers that a rule could not be applied without, or why its predicate cannot be used.
fn lacking(plan: &Plan, reason: &NotJudged) -> Vec<Name> {
    let one = |id: &String| {
        plan.entity(id).map_or_else(
            || Name::of(id, id, id),
            |entity| Name::of(id, &entity.register_zh, &entity.register_en),
        )
    };
    match reason {
        NotJudged::Missing(entities) => entities.iter().map(one).collect(),
        NotJudged::Predicate(e) => vec![Name::of("predicate", &e.to_string(), &e.to_string())],
    }
}

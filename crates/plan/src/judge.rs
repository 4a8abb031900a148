//! Rules over the rows of registers: what each rule makes of each thing.
//!
//! The logic is SQL's: an unknown cell leaves the answer `undetermined` unless the rest decides it. Rules are
//! applied to whole columns; nothing is written per row but one byte.

mod outcome;
mod judgement;
mod derived;
pub(crate) mod hit_table;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lake::arrow::array::{Array as _, BooleanArray};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::config::Dialect;
use lake::datafusion::execution::context::SessionContext;
use rayon::prelude::*;
use units::Day;

pub use judgement::{Hit, Judgement};
pub(crate) use judgement::{text_at, texts};
pub use outcome::Outcome;

use crate::model::{Plan, Rule, Then};
use crate::predicate::{self, Compiled, PredicateError};

/// Rows that a predicate is applied to at once: few enough to stay in the processor's cache.
const CHUNK: usize = 1 << 14;

/// Rows of entities, by the entity's id.
pub type Registers = BTreeMap<String, Register>;

/// The rows of one entity.
#[derive(Clone, Debug)]
pub struct Register {
    /// Where they come from: a file, or the lake.
    pub source: String,
    /// Whether they were made by a simulation.
    pub simulated: bool,
    /// The rows, under the schema of [`crate::table::schema`].
    pub rows: RecordBatch,
}

/// Why a rule could not be applied to anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotJudged {
    /// Registers that are not there.
    Missing(Vec<String>),
    /// The predicate cannot be used.
    Predicate(PredicateError),
}

/// What rules made of their registers, by rule.
pub type Judged = BTreeMap<String, Result<Judgement, NotJudged>>;

/// Applies rules to registers; `context` holds the registers as tables for derived columns.
pub async fn judge(
    plan: &Plan,
    context: &SessionContext,
    registers: &Registers,
    as_of: Day,
    only: Option<&[&str]>,
) -> Judged {
    let mut judged = apart(plan, context, registers, as_of, only).await;
    give_way(plan, &mut judged);
    judged
}

/// Applies rules as if none gave way to another.
pub(crate) async fn apart(
    plan: &Plan,
    context: &SessionContext,
    registers: &Registers,
    as_of: Day,
    only: Option<&[&str]>,
) -> Judged {
    let mut ready = Vec::new();
    for rule in plan.rules() {
        let id = rule.id.get_ref();
        if only.is_none_or(|only| only.contains(&id.as_str())) {
            let prepared = prepare(plan, context, registers, as_of, rule).await;
            ready.push((id.clone(), prepared));
        }
    }
    let apply = |(id, prepared): (String, Result<Prepared, NotJudged>)| {
        let judgement =
            prepared.and_then(|prepared| prepared.apply().map_err(NotJudged::Predicate));
        (id, judgement)
    };
    ready.into_par_iter().map(apply).collect()
}

/// A rule with its predicates read and its columns derived.
struct Prepared {
    then: Then,
    rows: RecordBatch,
    applies: Compiled,
    must: Option<Compiled>,
    columns: Vec<String>,
}

async fn prepare(
    plan: &Plan,
    context: &SessionContext,
    registers: &Registers,
    as_of: Day,
    rule: &Rule,
) -> Result<Prepared, NotJudged> {
    let missing = missing_registers(context, registers, rule);
    let register = registers.get(rule.entity.get_ref());
    let Some(register) = register.filter(|_| missing.is_empty()) else {
        return Err(NotJudged::Missing(missing));
    };
    let literals = predicate::literals(plan, Some(rule), as_of);
    let rows = derived::beside(context, rule, &register.rows, &literals).await;
    let rows = rows.map_err(NotJudged::Predicate)?;
    let compiled = |text: &str| {
        let text = predicate::substitute(text, &literals)?;
        predicate::compile(context, &text, &rows.schema())
    };
    let must = rule.must.as_ref().map(|must| compiled(must.get_ref()));
    Ok(Prepared {
        then: rule.then,
        applies: compiled(&applies(rule)).map_err(NotJudged::Predicate)?,
        must: must.transpose().map_err(NotJudged::Predicate)?,
        columns: columns_of(rule),
        rows,
    })
}

fn missing_registers(context: &SessionContext, registers: &Registers, rule: &Rule) -> Vec<String> {
    let mut missing = Vec::new();
    let mut want = |name: &str| {
        if !registers.contains_key(name) && !missing.contains(&name.to_owned()) {
            missing.push(name.to_owned());
        }
    };
    want(rule.entity.get_ref());
    for derived in rule.derive.values() {
        for table in tables(context, derived.sql.get_ref()) {
            want(&table);
        }
    }
    missing
}

/// The tables that a statement reads; none when it cannot be read.
pub fn tables(context: &SessionContext, sql: &str) -> Vec<String> {
    let plain = sql.replace('$', "");
    let state = context.state();
    let named = state
        .sql_to_statement(&plain, &Dialect::Generic)
        .and_then(|statement| state.resolve_table_references(&statement));
    let named = named.unwrap_or_default();
    named.iter().map(|table| table.table().to_owned()).collect()
}

impl Prepared {
    fn apply(self) -> Result<Judgement, PredicateError> {
        let starts: Vec<usize> = (0..self.rows.num_rows()).step_by(CHUNK).collect();
        let chunks = starts
            .par_iter()
            .map(|start| {
                let length = CHUNK.min(self.rows.num_rows() - start);
                self.outcomes(&self.rows.slice(*start, length))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Judgement::new(self.rows, self.columns, chunks.concat()))
    }

    fn outcomes(&self, rows: &RecordBatch) -> Result<Vec<Outcome>, PredicateError> {
        let applies = self.applies.apply(rows)?;
        let must = self.must.as_ref().map(|must| must.apply(rows));
        let must = must.transpose()?;
        let state =
            |array: &BooleanArray, row: usize| array.is_valid(row).then(|| array.value(row));
        let one = |row| {
            let requirement = match must.as_ref().map(|must| state(must, row)) {
                None => Requirement::None,
                Some(Some(true)) => Requirement::Holds,
                Some(Some(false)) => Requirement::Broken,
                Some(None) => Requirement::Unknown,
            };
            outcome(self.then, state(&applies, row), requirement)
        };
        Ok((0..rows.num_rows()).map(one).collect())
    }
}

/// The rows a rule is about, its exceptions taken out.
pub fn applies(rule: &Rule) -> String {
    let mut text = format!("({})", rule.when.get_ref());
    for exception in &rule.exceptions {
        let _ = write!(text, " AND NOT ({})", exception.when.get_ref());
    }
    text
}

fn columns_of(rule: &Rule) -> Vec<String> {
    let mut texts = vec![applies(rule)];
    texts.extend(rule.must.iter().map(|must| must.get_ref().clone()));
    let named = texts
        .iter()
        .filter_map(|text| predicate::parse(text).ok())
        .flat_map(|expression| predicate::columns(&expression));
    let mut columns: Vec<String> = Vec::new();
    for name in named {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

/// What is required, on one row.
#[derive(Clone, Copy)]
enum Requirement {
    None,
    Holds,
    Broken,
    Unknown,
}

fn outcome(then: Then, applies: Option<bool>, requirement: Requirement) -> Outcome {
    match (applies, requirement) {
        (Some(false), _) => Outcome::NotApplicable,
        (None, _) | (Some(true), Requirement::Unknown) => Outcome::Undetermined,
        (Some(true), Requirement::Holds) => Outcome::Satisfied,
        (Some(true), Requirement::Broken) => Outcome::Lacking,
        (Some(true), Requirement::None) => match then {
            Then::Prohibit => Outcome::Prohibited,
            Then::Require => Outcome::Lacking,
            Then::Retire => Outcome::Retire,
            Then::Exempt => Outcome::Exempt,
            Then::List => Outcome::Listed,
            Then::Trigger => Outcome::Triggered,
            Then::Notify => Outcome::Notified,
        },
    }
}

/// Where a rule that prevails applies to a row, the other gives way; where that is unknown, so is the other.
pub(crate) fn give_way(plan: &Plan, judged: &mut Judged) {
    let before = judged.clone();
    for rule in plan.rules() {
        let Some(Ok(judgement)) = judged.get_mut(rule.id.get_ref()) else {
            continue;
        };
        for other in &rule.yields_to {
            let same_entity = plan
                .rule(other.get_ref())
                .is_some_and(|(_, other)| other.entity.get_ref() == rule.entity.get_ref());
            if let Some(prevailing) = before.get(other.get_ref()).filter(|_| same_entity) {
                judgement.give_way(prevailing.as_ref().ok());
            }
        }
    }
}

/// A column of texts, whichever layout it has.
pub(crate) fn text_column(rows: &RecordBatch, name: &str) -> Vec<Option<String>> {
    let found = texts(rows, name);
    found.iter().map(|text| text.map(str::to_owned)).collect()
}

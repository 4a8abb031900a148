//! One rule of a gate applied to one project, and each requirement of a rule that has several.

use lake::arrow::array::Array as _;
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::execution::context::SessionContext;
use lake::datafusion::sql::sqlparser::ast::{BinaryOperator, Expr};
use units::Day;

use super::{Verdict, lacking, verdict};
use crate::judge::{Judgement, NotJudged, Outcome, Registers, applies};
use crate::lists::{Article, Cell, ListColumn, Name, cell, column_name, columns_of};
use crate::model::{Entity, Plan, Rule};
use crate::predicate::{self, Literals, PredicateError};

/// A rule and what follows from it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The article.
    pub article: Article,
    /// The thing it was applied to, when that is not the project itself.
    pub thing: Option<Thing>,
    /// What follows.
    pub verdict: Verdict,
    /// What came out; `None` when the rule could not be applied.
    pub outcome: Option<Outcome>,
    /// Its requirements, when it has several.
    pub parts: Vec<Part>,
    /// The columns that it reads, with their cells; `None` when unknown.
    pub evidence: Vec<(ListColumn, Option<Cell>)>,
    /// The columns or registers whose absence leaves it open.
    pub missing: Vec<Name>,
    /// Whether each exception of the article holds; `None` where that is unknown.
    pub exceptions: Vec<Option<bool>>,
}

/// A thing that belongs to a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub entity: Name,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Option<String>,
}

/// One of several requirements of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The columns it asks about; the id is the predicate.
    pub name: Name,
    /// What follows.
    pub verdict: Verdict,
    /// The columns whose unknown cells leave it open.
    pub missing: Vec<Name>,
}

/// What a report was asked for.
pub(super) struct Asked<'a> {
    pub(super) plan: &'a Plan,
    pub(super) context: &'a SessionContext,
    pub(super) registers: &'a Registers,
    pub(super) as_of: Day,
}

impl Asked<'_> {
    /// The line of a rule that could not be applied.
    pub(super) fn not_judged(&self, article: Article, reason: &NotJudged) -> Line {
        Line {
            exceptions: vec![None; article.exceptions.len()],
            article,
            thing: None,
            verdict: Verdict::Undetermined,
            outcome: None,
            parts: Vec::new(),
            evidence: Vec::new(),
            missing: lacking(self.plan, reason),
        }
    }

    /// The line of a rule for the thing at a place of its register.
    pub(super) fn line(
        &self,
        article: Article,
        rule: &Rule,
        judgement: &Judgement,
        place: usize,
    ) -> Line {
        let row = judgement.rows().slice(place, 1);
        let entity = self.plan.entity(rule.entity.get_ref());
        let read = entity.map(|entity| columns_of(rule, entity, judgement.columns()));
        let outcome = judgement.outcomes()[place];
        let verdict = verdict::of_outcome(rule, outcome);
        let ask = Ask {
            context: self.context,
            literals: predicate::literals(self.plan, Some(rule), self.as_of),
            row: &row,
        };
        let named = |id: &String| {
            entity.map_or_else(
                || Name::of(id, id, id),
                |entity| column_name(rule, entity, id),
            )
        };
        let exceptions = rule.exceptions.iter();
        Line {
            exceptions: exceptions
                .map(|exception| ask.state(exception.when.get_ref()).ok().flatten())
                .collect(),
            parts: entity.map_or_else(Vec::new, |entity| ask.parts(rule, entity, verdict)),
            article,
            thing: None,
            verdict,
            outcome: Some(outcome),
            evidence: read
                .into_iter()
                .flatten()
                .map(|column| {
                    let cell = cell(&row, &column, 0);
                    (column, cell)
                })
                .collect(),
            missing: judgement.missing(place).iter().map(named).collect(),
        }
    }
}

/// Questions to one row.
struct Ask<'a> {
    context: &'a SessionContext,
    literals: Literals,
    row: &'a RecordBatch,
}

impl Ask<'_> {
    fn state(&self, text: &str) -> Result<Option<bool>, PredicateError> {
        let text = predicate::substitute(text, &self.literals)?;
        let compiled = predicate::compile(self.context, &text, &self.row.schema())?;
        let answer = compiled.apply(self.row)?;
        Ok(answer.is_valid(0).then(|| answer.value(0)))
    }

    /// The parts of what a rule requires that must all hold, when there are several.
    fn parts(&self, rule: &Rule, entity: &Entity, whole: Verdict) -> Vec<Part> {
        let required = rule.must.as_ref();
        let Some(Ok(must)) = required.map(|must| predicate::parse(must.get_ref())) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        conjuncts(&must, &mut all);
        if all.len() < 2 {
            return Vec::new();
        }
        let asked = self.state(&applies(rule)).ok().flatten();
        let part = |part: &&Expr| {
            let text = part.to_string();
            let holds = self.state(&text).ok().flatten();
            let verdict = match (asked, holds) {
                (Some(false), _) => whole,
                (_, Some(true)) => Verdict::Pass,
                (Some(true), Some(false)) => verdict::broken(rule.force),
                _ => Verdict::Undetermined,
            };
            let columns = predicate::columns(part);
            let named = |ids: &mut dyn Iterator<Item = &String>| -> Vec<Name> {
                ids.map(|id| column_name(rule, entity, id)).collect()
            };
            let unknown = |id: &&String| {
                let column = self.row.column_by_name(id);
                verdict == Verdict::Undetermined && column.is_some_and(|column| column.is_null(0))
            };
            let names = named(&mut columns.iter());
            let joined = |get: fn(&Name) -> &String, between: &str| {
                let words: Vec<&str> = names.iter().map(|name| get(name).as_str()).collect();
                words.join(between)
            };
            Part {
                name: Name::of(
                    &text,
                    &joined(|name| &name.zh, "；"),
                    &joined(|name| &name.en, "; "),
                ),
                verdict,
                missing: named(&mut columns.iter().filter(unknown)),
            }
        };
        all.iter().map(part).collect()
    }
}

/// The parts of an expression that must all hold.
fn conjuncts<'a>(expression: &'a Expr, found: &mut Vec<&'a Expr>) {
    match expression {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            conjuncts(left, found);
            conjuncts(right, found);
        }
        Expr::Nested(inner) => conjuncts(inner, found),
        other => found.push(other),
    }
}

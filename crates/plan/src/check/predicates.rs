//! Predicates of rules: SQL over the entity's columns, with parameters of the columns' units and words of
//! the columns' lists.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use lake::arrow::datatypes::{Field, Schema, SchemaRef};
use lake::datafusion::execution::context::SessionContext;
use lake::datafusion::sql::sqlparser::ast;
use toml::Spanned;

use crate::model::{Clause, Entity, Plan, Rule, Then};
use crate::predicate::{self, Literals, PredicateError};
use crate::problem::{Code, Problem};
use crate::{engine, table};

use super::references::article;

pub(super) fn check(plan: &Plan, problems: &mut Vec<Problem>) {
    let context = engine::session(plan, 1);
    for (clause, rule) in plan.clause_rules() {
        if let Some(entity) = plan.entity(rule.entity.get_ref()) {
            Checker {
                plan,
                context: &context,
                clause,
                rule,
                entity,
                problems,
            }
            .rule();
        }
    }
}

/// The schema that a rule's predicates see: the entity's columns, then the derived ones.
fn schema(entity: &Entity, rule: &Rule) -> SchemaRef {
    let mut fields: Vec<Field> = table::schema(entity)
        .fields()
        .iter()
        .map(|field| field.as_ref().clone())
        .collect();
    for (name, derived) in &rule.derive {
        let kind = table::derived_type(derived.unit.as_deref());
        fields.push(Field::new(name, kind, true));
    }
    Arc::new(Schema::new(fields))
}

struct Checker<'a> {
    plan: &'a Plan,
    context: &'a SessionContext,
    clause: &'a Clause,
    rule: &'a Rule,
    entity: &'a Entity,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&self, code: Code, span: Range<usize>) -> Problem {
        let file = &self.clause.file;
        let at = article(self.clause, self.rule.id.get_ref());
        Problem::new(code, file, self.plan.file(file), span, &at)
    }

    fn rule(&mut self) {
        let requires = self.rule.then == Then::Require;
        if requires != self.rule.must.is_some() {
            let problem = self.problem(Code::Must, self.rule.when.span());
            self.problems.push(problem);
        }
        let literals = predicate::literals(self.plan, Some(self.rule), self.plan.header.issued.0);
        let schema = schema(self.entity, self.rule);
        let mut used = Vec::new();
        let texts: Vec<&Spanned<String>> = [&self.rule.when]
            .into_iter()
            .chain(&self.rule.must)
            .chain(self.rule.exceptions.iter().map(|exception| &exception.when))
            .collect();
        for text in texts {
            self.predicate(text, &literals, &schema, &mut used);
        }
        for derived in self.rule.derive.values() {
            let named = self
                .rule
                .parameters
                .keys()
                .filter(|name| derived.sql.get_ref().contains(&format!("${name}")));
            used.extend(named.cloned());
        }
        self.parameters(&used);
    }

    fn predicate(
        &mut self,
        text: &Spanned<String>,
        literals: &Literals,
        schema: &SchemaRef,
        used: &mut Vec<String>,
    ) {
        let expression = match predicate::parse(text.get_ref()) {
            Ok(expression) => expression,
            Err(e) => {
                let problem = self.problem(Code::Predicate, text.span());
                self.problems.push(problem.with("reason", e));
                return;
            }
        };
        used.extend(predicate::parameters(&expression));
        let compiled = predicate::substitute(text.get_ref(), literals)
            .and_then(|sql| predicate::compile(self.context, &sql, schema));
        if let Err(e) = compiled {
            let code = match e {
                PredicateError::Parameter { .. } => Code::UnknownParameter,
                _ => Code::Predicate,
            };
            let problem = self.problem(code, text.span());
            self.problems.push(problem.with("reason", e));
        }
        let mut found: Vec<Problem> = Vec::new();
        predicate::walk(&expression, &mut |part| {
            self.units(part, text.span(), &mut found);
            self.words(part, text.span(), &mut found);
            self.zones(part, text.span(), &mut found);
        });
        self.problems.append(&mut found);
    }

    /// A column compared with a parameter: both have one unit.
    fn units(&self, part: &ast::Expr, span: Range<usize>, found: &mut Vec<Problem>) {
        let pairs: Vec<(&ast::Expr, &ast::Expr)> = match part {
            ast::Expr::BinaryOp { left, op, right } if is_comparison(op) => vec![(left, right)],
            ast::Expr::Between {
                expr, low, high, ..
            } => vec![(expr, low), (expr, high)],
            _ => Vec::new(),
        };
        for (a, b) in pairs {
            let (Some(column), Some(name)) = (
                column_name(a).or_else(|| column_name(b)),
                predicate::placeholder(b).or_else(|| predicate::placeholder(a)),
            ) else {
                continue;
            };
            let (Some(of_column), Some(of_parameter)) =
                (self.unit_of_column(column), self.unit_of_parameter(&name))
            else {
                continue;
            };
            if of_column != of_parameter {
                let problem = self.problem(Code::UnitMismatch, span.clone());
                found.push(
                    problem
                        .with("name", format!("{column}, ${name}"))
                        .with("expected", of_column)
                        .with("found", of_parameter),
                );
            }
        }
    }

    fn unit_of_column(&self, name: &str) -> Option<String> {
        if let Some(derived) = self.rule.derive.get(name) {
            return derived.unit.clone();
        }
        let column = self.entity.columns.iter().find(|c| c.id.get_ref() == name);
        column.and_then(|column| column.unit.clone())
    }

    fn unit_of_parameter(&self, name: &str) -> Option<String> {
        match self.rule.parameters.get(name).map(Spanned::get_ref) {
            Some(parameter) => parameter.unit.clone().or_else(|| {
                let term = parameter.term.as_ref()?;
                self.plan.term(term.get_ref())?.unit.clone()
            }),
            None => self.plan.term(name)?.unit.clone(),
        }
    }

    /// A column with a list compared with a word: the list has the word.
    fn words(&self, part: &ast::Expr, span: Range<usize>, found: &mut Vec<Problem>) {
        let (column, words) = match part {
            ast::Expr::BinaryOp { left, op, right } if is_comparison(op) => {
                (column_name(left), vec![right.as_ref()])
            }
            ast::Expr::InList { expr, list, .. } => (column_name(expr), list.iter().collect()),
            _ => return,
        };
        let listed = column.and_then(|name| {
            let columns = &self.entity.columns;
            columns.iter().find(|column| column.id.get_ref() == name)
        });
        let Some(column) = listed.filter(|column| !column.values.is_empty()) else {
            return;
        };
        for word in words.into_iter().filter_map(text_literal) {
            if !column.values.contains_key(word) {
                let known: Vec<&str> = column.values.keys().map(String::as_str).collect();
                let problem = self.problem(Code::UnknownValue, span.clone());
                found.push(
                    problem
                        .with("name", column.id.get_ref())
                        .with("value", word)
                        .with("known", known.join(", ")),
                );
            }
        }
    }

    fn zones(&self, part: &ast::Expr, span: Range<usize>, found: &mut Vec<Problem>) {
        let ast::Expr::Function(function) = part else {
            return;
        };
        if function.name.to_string() != "within" {
            return;
        }
        let zone = predicate::arguments(function)
            .get(1)
            .and_then(|zone| text_literal(zone));
        if let Some(zone) = zone.filter(|zone| self.plan.zone(zone).is_none()) {
            found.push(self.problem(Code::UnknownZone, span).with("name", zone));
        }
    }

    fn parameters(&mut self, used: &[String]) {
        for (name, parameter) in &self.rule.parameters {
            let span = parameter.span();
            let parameter = parameter.get_ref();
            if !used.contains(name) {
                let problem = self.problem(Code::UnusedParameter, span.clone());
                self.problems.push(problem.with("name", name));
            }
            if let Some(term) = &parameter.term {
                let valued = self
                    .plan
                    .term(term.get_ref())
                    .is_some_and(|t| t.value.is_some());
                if !valued {
                    let problem = self.problem(Code::UnknownTerm, term.span());
                    self.problems.push(problem.with("name", term.get_ref()));
                }
            }
            let is_number = parameter
                .value
                .as_ref()
                .is_some_and(|value| value.get_ref().is_integer() || value.get_ref().is_float());
            if is_number && parameter.unit.is_none() {
                let problem = self.problem(Code::NoUnit, span);
                self.problems.push(problem.with("name", name));
            }
        }
    }
}

/// The words of lists that a derived or entity column may hold, for other checks.
pub(super) fn listed_values(entity: &Entity) -> BTreeMap<String, Vec<String>> {
    let listed = entity.columns.iter().filter(|c| !c.values.is_empty());
    listed
        .map(|column| {
            (
                column.id.get_ref().clone(),
                column.values.keys().cloned().collect(),
            )
        })
        .collect()
}

pub(super) fn is_comparison(op: &ast::BinaryOperator) -> bool {
    use ast::BinaryOperator as Op;
    matches!(
        op,
        Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq
    )
}

pub(super) fn column_name(expression: &ast::Expr) -> Option<&str> {
    match expression {
        ast::Expr::Identifier(name) => Some(&name.value),
        ast::Expr::Nested(inner) => column_name(inner),
        _ => None,
    }
}

pub(super) fn text_literal(expression: &ast::Expr) -> Option<&str> {
    let ast::Expr::Value(value) = expression else {
        return None;
    };
    match &value.value {
        ast::Value::SingleQuotedString(text) => Some(text),
        _ => None,
    }
}

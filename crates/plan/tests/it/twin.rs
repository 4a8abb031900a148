//! The rules applied to whole columns give what a slow reading of their words gives row by row.
//!
//! The twin reads each predicate as a tree and follows SQL's logic of yes, no and unknown by hand, without the
//! engine. Rules with derived columns are left to the scenarios.

use std::collections::BTreeMap;

use lake::datafusion::sql::sqlparser::ast::{BinaryOperator, DataType, Expr, UnaryOperator, Value};
use plan::judge::{Hit, Judged, Outcome, Register, Registers, applies, judge};
use plan::model::{ColumnType, Entity, Plan, Rule, Then};
use plan::{engine, folder, number, predicate, statement, table};
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_pcg::Pcg64;
use units::{Day, Exact};

use crate::tiny::loaded;

/// A row as texts; what is not there is unknown.
type Row = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Cell {
    Text(String),
    Number(Exact),
    Date(Day),
    Truth(bool),
}

struct Twin<'a> {
    entity: &'a Entity,
    members: engine::Members,
    row: &'a Row,
}

impl Twin<'_> {
    fn truth(&self, expression: &Expr) -> Option<bool> {
        match self.value(expression) {
            Some(Cell::Truth(truth)) => Some(truth),
            None => None,
            other => panic!("{expression} is {other:?}"),
        }
    }

    fn value(&self, expression: &Expr) -> Option<Cell> {
        let truth = |answer: Option<bool>| answer.map(Cell::Truth);
        match expression {
            Expr::Nested(inner) => self.value(inner),
            Expr::Identifier(name) => self.cell(&name.value),
            Expr::Value(value) => match &value.value {
                Value::Number(text, _) => number::decimal(text).map(Cell::Number),
                Value::SingleQuotedString(text) => Some(Cell::Text(text.clone())),
                Value::Boolean(truth) => Some(Cell::Truth(*truth)),
                other => panic!("{other}"),
            },
            Expr::TypedString(typed) if typed.data_type == DataType::Date => {
                let Value::SingleQuotedString(text) = &typed.value.value else {
                    panic!("{expression}")
                };
                text.parse().ok().map(Cell::Date)
            }
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr,
            } => truth(self.truth(expr).map(|truth| !truth)),
            Expr::IsNull(inner) => truth(Some(self.value(inner).is_none())),
            Expr::IsNotNull(inner) => truth(Some(self.value(inner).is_some())),
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let found = self.value(expr).map(|found| {
                    let mut words = list.iter().filter_map(|word| self.value(word));
                    words.any(|word| word == found)
                });
                truth(found.map(|found| found != *negated))
            }
            Expr::Between {
                expr,
                low,
                high,
                negated,
            } => {
                let (cell, low, high) = (self.value(expr), self.value(low), self.value(high));
                let inside = cell.zip(low.zip(high));
                truth(inside.map(|(cell, (low, high))| (low <= cell && cell <= high) != *negated))
            }
            Expr::Function(function) => {
                assert_eq!(function.name.to_string(), "within");
                let arguments = predicate::arguments(function);
                let (Some(Cell::Text(code)), Some(Cell::Text(zone))) =
                    (self.value(arguments[0]), self.value(arguments[1]))
                else {
                    return None;
                };
                let code = code.parse().unwrap();
                let mut members = self.members[&zone].iter();
                truth(Some(members.any(|member| regions::contains(*member, code))))
            }
            Expr::BinaryOp { left, op, right } => self.pair(left, op, right),
            other => panic!("{other}"),
        }
    }

    fn pair(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<Cell> {
        let decided = match op {
            BinaryOperator::And => match (self.truth(left), self.truth(right)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            BinaryOperator::Or => match (self.truth(left), self.truth(right)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            BinaryOperator::Minus => {
                assert_eq!(right.to_string(), "INTERVAL '1 year'");
                let Some(Cell::Date(day)) = self.value(left) else {
                    return None;
                };
                let date = day.date();
                let before = Day::from_ymd(date.year() - 1, date.month(), date.day());
                return before.map(Cell::Date);
            }
            _ => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Some(match op {
                    BinaryOperator::Eq => left == right,
                    BinaryOperator::NotEq => left != right,
                    BinaryOperator::Lt => left < right,
                    BinaryOperator::LtEq => left <= right,
                    BinaryOperator::Gt => left > right,
                    BinaryOperator::GtEq => left >= right,
                    other => panic!("{other}"),
                })
            }
        };
        decided.map(Cell::Truth)
    }

    fn cell(&self, name: &str) -> Option<Cell> {
        let text = self.row.get(name)?;
        let columns = table::columns(self.entity);
        let (_, kind) = columns.iter().find(|(column, _)| *column == name).unwrap();
        match kind {
            ColumnType::Text | ColumnType::Region => Some(Cell::Text(text.clone())),
            ColumnType::Number => number::decimal(text).map(Cell::Number),
            ColumnType::Boolean => Some(Cell::Truth(text == "true")),
            ColumnType::Date => text.parse().ok().map(Cell::Date),
        }
    }
}

/// What a rule makes of a row before others prevail, and the unknown cells among those it reads.
fn slow(plan: &Plan, rule: &Rule, row: &Row, as_of: Day) -> (Outcome, Vec<String>) {
    let literals = predicate::literals(plan, Some(rule), as_of);
    let read = |text: &str| {
        let text = predicate::substitute(text, &literals).unwrap();
        predicate::parse(&text).unwrap()
    };
    let twin = Twin {
        entity: plan.entity(rule.entity.get_ref()).unwrap(),
        members: engine::members(plan),
        row,
    };
    let when = read(&applies(rule));
    let must = rule.must.as_ref().map(|must| read(must.get_ref()));
    let outcome = match (twin.truth(&when), rule.then, &must) {
        (Some(false), _, _) => Outcome::NotApplicable,
        (None, _, _) => Outcome::Undetermined,
        (Some(true), _, Some(must)) => match twin.truth(must) {
            Some(true) => Outcome::Satisfied,
            Some(false) => Outcome::Lacking,
            None => Outcome::Undetermined,
        },
        (Some(true), Then::Prohibit, None) => Outcome::Prohibited,
        (Some(true), Then::Require, None) => Outcome::Lacking,
        (Some(true), Then::Retire, None) => Outcome::Retire,
        (Some(true), Then::Exempt, None) => Outcome::Exempt,
        (Some(true), Then::List, None) => Outcome::Listed,
        (Some(true), Then::Trigger, None) => Outcome::Triggered,
        (Some(true), Then::Notify, None) => Outcome::Notified,
    };
    let mut columns = predicate::columns(&when);
    for column in must.iter().flat_map(predicate::columns) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.retain(|column| !row.contains_key(column));
    let open = outcome == Outcome::Undetermined;
    (outcome, if open { columns } else { Vec::new() })
}

fn slow_hit(plan: &Plan, rule: &Rule, row: &Row, place: usize, as_of: Day) -> Hit {
    let (mut outcome, mut missing) = slow(plan, rule, row, as_of);
    for other in &rule.yields_to {
        let (_, other) = plan.rule(other.get_ref()).unwrap();
        if other.entity.get_ref() != rule.entity.get_ref() || !outcome.fires() {
            continue;
        }
        let (prevailing, theirs) = slow(plan, other, row, as_of);
        if prevailing == Outcome::Undetermined {
            (outcome, missing) = (prevailing, theirs);
        } else if prevailing.fires() || prevailing == Outcome::Satisfied {
            outcome = Outcome::Yields;
        }
    }
    Hit {
        key: row["key"].clone(),
        region: row.get("region").cloned(),
        outcome,
        missing,
        row: i64::try_from(place).unwrap(),
    }
}

/// Numbers at and beside the bounds of rules.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "2",
    "4",
    "5",
    "10",
    "34.999999",
    "35",
    "50",
    "65",
    "99.9",
    "100",
    "300",
    "1200",
    "5000",
    "1500000",
];
const DATES: [&str; 5] = [
    "2023-12-31",
    "2024-10-31",
    "2024-12-31",
    "2025-06-30",
    "2025-12-31",
];
const REGIONS: [&str; 6] = ["140121", "140105", "140212", "140802", "140100", "140581"];

fn row(entity: &Entity, place: usize, random: &mut Pcg64) -> Row {
    let mut row = Row::from([("key".to_owned(), format!("k{place}"))]);
    for (name, kind) in table::columns(entity) {
        if name == "key" || random.random_bool(0.15) {
            continue;
        }
        let listed = entity.columns.iter().find(|c| c.id.get_ref() == name);
        let words: Vec<&str> = match kind {
            ColumnType::Boolean => vec!["true", "false"],
            ColumnType::Number => NUMBERS.to_vec(),
            ColumnType::Date => DATES.to_vec(),
            ColumnType::Region => REGIONS.to_vec(),
            ColumnType::Text => {
                let words = listed.into_iter().flat_map(|column| column.values.keys());
                words.map(String::as_str).collect()
            }
        };
        if !words.is_empty() {
            let word = words[random.random_range(0..words.len())];
            row.insert(name.to_owned(), word.to_owned());
        }
    }
    row
}

type Sheets = BTreeMap<String, Vec<Row>>;

/// Random rows of every entity, as registers and as texts.
fn everything(plan: &Plan, seed: u64, rows_of_each: usize) -> (Registers, Sheets) {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut registers = Registers::new();
    let mut sheets = Sheets::new();
    for entity in &plan.entities {
        let rows: Vec<Row> = (0..rows_of_each)
            .map(|place| row(entity, place, &mut random))
            .collect();
        let cell = |place: usize, column: &str| rows[place].get(column).map(String::as_str);
        let number_of = |place| i64::try_from(place).unwrap();
        let (batch, bad) = table::batch(entity, rows.len(), cell, number_of);
        assert_eq!(bad, []);
        let register = Register {
            source: "random".to_owned(),
            simulated: true,
            rows: batch,
        };
        registers.insert(entity.id.get_ref().clone(), register);
        sheets.insert(entity.id.get_ref().clone(), rows);
    }
    (registers, sheets)
}

fn judged(plan: &Plan, registers: &Registers, only: Option<&[&str]>) -> Judged {
    let context = engine::session(plan, 2);
    for (name, register) in registers {
        statement::register(&context, name, register.rows.clone()).unwrap();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(judge(plan, &context, registers, as_of(), only))
}

fn as_of() -> Day {
    "2025-12-31".parse().unwrap()
}

#[test]
fn every_rule_is_applied_where_every_register_is_there() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let (registers, _) = everything(&plan, 4, 40);
    let judged = judged(&plan, &registers, None);
    assert_eq!(judged.len(), plan.rules().count());
    for (rule, judgement) in judged {
        assert_eq!(judgement.unwrap().len(), 40, "{rule}");
    }
}

fn compare(plan: &Plan, seed: u64, rows_of_each: usize) {
    let as_of = as_of();
    let (registers, sheets) = everything(plan, seed, rows_of_each);
    let plain = |rule: &&Rule| {
        rule.derive.is_empty()
            && rule.yields_to.iter().all(|id| {
                let (_, other) = plan.rule(id.get_ref()).unwrap();
                other.derive.is_empty()
            })
    };
    let rules: Vec<&Rule> = plan.rules().filter(plain).collect();
    assert!(rules.len() > 110, "{}", rules.len());
    let only: Vec<&str> = rules
        .iter()
        .map(|rule| rule.id.get_ref().as_str())
        .collect();
    let judged = judged(plan, &registers, Some(&only));
    for rule in rules {
        let judgement = judged[rule.id.get_ref()].as_ref().unwrap();
        let rows = &sheets[rule.entity.get_ref()];
        assert_eq!(judgement.len(), rows.len());
        for (place, row) in rows.iter().enumerate() {
            let expected = slow_hit(plan, rule, row, place, as_of);
            assert_eq!(
                judgement.hit(place),
                expected,
                "{}: {row:?}",
                rule.id.get_ref()
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn whole_columns_and_single_rows_come_out_alike(seed in any::<u64>()) {
        let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
        compare(&plan, seed, 60);
    }
}

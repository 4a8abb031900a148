//! Whether some row can fit several predicates at once, and which.
//!
//! Predicates are brought into a disjunction of conjunctions; a conjunction is looked at column by column:
//! bounds and sets of numbers, words and days, yes and no, known and unknown, zones. What is none of these
//! (a function, two columns compared) counts as possible, unless its very opposite is asked too. So the
//! answer "cannot be" is certain, and the answer "can be" comes with the row that shows it.

use std::collections::{BTreeMap, BTreeSet};

use lake::datafusion::sql::sqlparser::ast::{self, BinaryOperator as Op, Expr, UnaryOperator};
use units::{Day, Exact};

use super::predicates::{column_name, text_literal};
use crate::engine::Members;
use crate::number;
use crate::predicate;

/// More conjunctions than this are not looked at; the answer is then "can be".
const MOST: usize = 512;

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(Exact),
    Text(String),
}

/// One condition on a row.
#[derive(Clone, Debug)]
enum Atom {
    Compare(String, Op, Value),
    OneOf(String, BTreeSet<Value>, bool),
    Known(String, bool),
    Yes(String, bool),
    Within(String, String, bool),
    Other(String, bool),
}

/// What columns may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct World<'a> {
    /// The only words of columns with lists.
    pub(super) words: &'a BTreeMap<String, Vec<String>>,
    /// The zones and their members.
    pub(super) zones: &'a Members,
}

/// A row that fits all predicates, as text; `None` when there cannot be one.
pub(super) fn witness(predicates: &[Expr], world: World<'_>) -> Option<String> {
    let mut all: Vec<Vec<Atom>> = vec![Vec::new()];
    for predicate in predicates {
        all = both(&all, &normal(predicate, true))?;
        if all.len() > MOST {
            return Some("…".to_owned());
        }
    }
    all.iter().find_map(|atoms| row(atoms, world))
}

/// Every pairing of two disjunctions; `None` when one of them is empty.
fn both(a: &[Vec<Atom>], b: &[Vec<Atom>]) -> Option<Vec<Vec<Atom>>> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut pairs = Vec::new();
    for left in a {
        for right in b {
            if pairs.len() > MOST {
                return Some(pairs);
            }
            pairs.push(left.iter().chain(right).cloned().collect());
        }
    }
    Some(pairs)
}

/// The disjunction of conjunctions of an expression, or of its opposite.
fn normal(expression: &Expr, positive: bool) -> Vec<Vec<Atom>> {
    match expression {
        Expr::Nested(inner) => normal(inner, positive),
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => normal(expr, !positive),
        Expr::BinaryOp {
            left,
            op: op @ (Op::And | Op::Or),
            right,
        } => {
            let (a, b) = (normal(left, positive), normal(right, positive));
            if (*op == Op::And) == positive {
                both(&a, &b).unwrap_or_default()
            } else {
                a.into_iter().chain(b).collect()
            }
        }
        Expr::Between {
            expr,
            negated,
            low,
            high,
        } => between(expr, low, high, *negated != positive)
            .unwrap_or_else(|| vec![vec![other(expression, positive)]]),
        Expr::Value(value) => match &value.value {
            ast::Value::Boolean(yes) if *yes == positive => vec![Vec::new()],
            ast::Value::Boolean(_) => Vec::new(),
            _ => vec![vec![other(expression, positive)]],
        },
        _ => vec![vec![
            atom(expression, positive).unwrap_or_else(|| other(expression, positive)),
        ]],
    }
}

/// A condition taken as it stands; a comparison of two columns has one form, so that its opposite is known.
fn other(expression: &Expr, positive: bool) -> Atom {
    let Expr::BinaryOp { left, op, right } = expression else {
        return Atom::Other(expression.to_string(), positive);
    };
    let (form, same) = match op {
        Op::Lt => (format!("{left} < {right}"), true),
        Op::GtEq => (format!("{left} < {right}"), false),
        Op::Gt => (format!("{right} < {left}"), true),
        Op::LtEq => (format!("{right} < {left}"), false),
        Op::NotEq => (format!("{left} = {right}"), false),
        _ => (expression.to_string(), true),
    };
    Atom::Other(form, same == positive)
}

fn between(expr: &Expr, low: &Expr, high: &Expr, inside: bool) -> Option<Vec<Vec<Atom>>> {
    let name = column_name(expr)?.to_owned();
    let (low, high) = (constant(low)?, constant(high)?);
    let bound = |op: Op, value: &Value| Atom::Compare(name.clone(), op, value.clone());
    Some(if inside {
        vec![vec![bound(Op::GtEq, &low), bound(Op::LtEq, &high)]]
    } else {
        vec![vec![bound(Op::Lt, &low)], vec![bound(Op::Gt, &high)]]
    })
}

fn atom(expression: &Expr, positive: bool) -> Option<Atom> {
    match expression {
        Expr::Identifier(name) => Some(Atom::Yes(name.value.clone(), positive)),
        Expr::IsNull(inner) => Some(Atom::Known(column_name(inner)?.to_owned(), !positive)),
        Expr::IsNotNull(inner) => Some(Atom::Known(column_name(inner)?.to_owned(), positive)),
        Expr::IsTrue(inner) if positive => Some(Atom::Yes(column_name(inner)?.to_owned(), true)),
        Expr::IsFalse(inner) if positive => Some(Atom::Yes(column_name(inner)?.to_owned(), false)),
        Expr::InList {
            expr,
            list,
            negated,
        } => {
            let name = column_name(expr)?.to_owned();
            let values: Option<BTreeSet<Value>> = list.iter().map(constant).collect();
            Some(Atom::OneOf(name, values?, *negated != positive))
        }
        Expr::BinaryOp { left, op, right } => comparison(left, op, right, positive),
        Expr::Function(function) if function.name.to_string() == "within" => {
            let arguments = predicate::arguments(function);
            let column = arguments.first()?.to_string();
            let zone = text_literal(arguments.get(1)?)?;
            Some(Atom::Within(column, zone.to_owned(), positive))
        }
        _ => None,
    }
}

fn comparison(left: &Expr, op: &Op, right: &Expr, positive: bool) -> Option<Atom> {
    let (name, op, value) = match (column_name(left), column_name(right)) {
        (Some(name), None) => (name, op.clone(), right),
        (None, Some(name)) => (name, mirrored(op)?, left),
        _ => return None,
    };
    if let Expr::Value(value) = value
        && let ast::Value::Boolean(yes) = value.value
    {
        let same = matches!(op, Op::Eq) == positive;
        return Some(Atom::Yes(name.to_owned(), yes == same));
    }
    let op = if positive { op } else { opposite(&op)? };
    Some(Atom::Compare(name.to_owned(), op, constant(value)?))
}

fn mirrored(op: &Op) -> Option<Op> {
    Some(match op {
        Op::Lt => Op::Gt,
        Op::LtEq => Op::GtEq,
        Op::Gt => Op::Lt,
        Op::GtEq => Op::LtEq,
        Op::Eq | Op::NotEq => op.clone(),
        _ => return None,
    })
}

fn opposite(op: &Op) -> Option<Op> {
    Some(match op {
        Op::Lt => Op::GtEq,
        Op::LtEq => Op::Gt,
        Op::Gt => Op::LtEq,
        Op::GtEq => Op::Lt,
        Op::Eq => Op::NotEq,
        Op::NotEq => Op::Eq,
        _ => return None,
    })
}

fn constant(expression: &Expr) -> Option<Value> {
    match expression {
        Expr::Nested(inner) => constant(inner),
        Expr::Value(value) => match &value.value {
            ast::Value::Number(text, _) => number::decimal(text).map(Value::Number),
            ast::Value::SingleQuotedString(text) => Some(Value::Text(text.clone())),
            _ => None,
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => match constant(expr)? {
            Value::Number(number) => Some(Value::Number(-number)),
            Value::Text(_) => None,
        },
        Expr::TypedString(typed) => {
            let text = typed.value.to_string();
            let day: Day = text.trim_matches('\'').parse().ok()?;
            Some(Value::Number(Exact::from_integer(i128::from(day.number()))))
        }
        _ => None,
    }
}

/// What is asked of one column.
#[derive(Default)]
struct Asked {
    low: Option<(Exact, bool)>,
    high: Option<(Exact, bool)>,
    allowed: Option<BTreeSet<Value>>,
    refused: BTreeSet<Value>,
    yes: Option<bool>,
    known: Option<bool>,
}

/// A row that fits a conjunction.
fn row(atoms: &[Atom], world: World<'_>) -> Option<String> {
    let mut columns: BTreeMap<&str, Asked> = BTreeMap::new();
    let mut others: BTreeMap<&str, bool> = BTreeMap::new();
    let mut zones: BTreeMap<&str, BTreeMap<&str, bool>> = BTreeMap::new();
    for atom in atoms {
        match atom {
            Atom::Other(text, positive) => agree(&mut others, text, *positive)?,
            Atom::Within(column, zone, positive) => {
                agree(zones.entry(column).or_default(), zone, *positive)?;
            }
            Atom::Compare(name, ..)
            | Atom::OneOf(name, ..)
            | Atom::Known(name, _)
            | Atom::Yes(name, _) => columns.entry(name).or_default().ask(atom)?,
        }
    }
    let mut shown = Vec::new();
    for (name, asked) in &columns {
        shown.push(format!("{name} = {}", asked.value(world.words.get(*name))?));
    }
    for (column, zones) in &zones {
        shown.push(format!("{column} = {}", place(zones, world.zones)?));
    }
    shown.extend(
        others
            .iter()
            .map(|(text, positive)| format!("{text} = {positive}")),
    );
    Some(shown.join(", "))
}

fn agree<'a>(all: &mut BTreeMap<&'a str, bool>, key: &'a str, positive: bool) -> Option<()> {
    let before = all.insert(key, positive);
    before.is_none_or(|before| before == positive).then_some(())
}

/// A region inside every zone asked for and outside every zone refused.
fn place(zones: &BTreeMap<&str, bool>, members: &Members) -> Option<String> {
    let inside = |code, zone: &str| {
        let zone = members.get(zone)?;
        Some(zone.iter().any(|member| regions::contains(*member, code)))
    };
    let fits = |code: regions::RegionCode| {
        zones
            .iter()
            .all(|(zone, wanted)| inside(code, zone).is_none_or(|is| is == *wanted))
    };
    let found = regions::all().iter().find(|region| fits(region.code));
    found.map(|region| region.code.to_string())
}

impl Asked {
    /// Takes in a condition; `None` when it contradicts an earlier one.
    fn ask(&mut self, atom: &Atom) -> Option<()> {
        match atom {
            Atom::Known(_, known) => return self.is_known(*known),
            Atom::Yes(_, yes) => {
                self.is_known(true)?;
                return (self.yes.replace(*yes).is_none_or(|before| before == *yes)).then_some(());
            }
            Atom::OneOf(_, values, true) => {
                self.allowed = Some(match self.allowed.take() {
                    Some(before) => before.intersection(values).cloned().collect(),
                    None => values.clone(),
                });
            }
            Atom::OneOf(_, values, false) => self.refused.extend(values.iter().cloned()),
            Atom::Compare(_, op, value) => self.compare(op, value),
            Atom::Within(..) | Atom::Other(..) => {}
        }
        self.is_known(true)
    }

    fn is_known(&mut self, known: bool) -> Option<()> {
        let before = self.known.replace(known);
        before.is_none_or(|before| before == known).then_some(())
    }

    fn compare(&mut self, op: &Op, value: &Value) {
        match (op, value) {
            (Op::Eq, _) => {
                let one = BTreeSet::from([value.clone()]);
                self.allowed = Some(match self.allowed.take() {
                    Some(before) => before.intersection(&one).cloned().collect(),
                    None => one,
                });
            }
            (Op::NotEq, _) => {
                self.refused.insert(value.clone());
            }
            (Op::Lt | Op::LtEq, Value::Number(bound)) => {
                let bound = (*bound, *op == Op::LtEq);
                let tighter = |old: (Exact, bool)| {
                    if bound.0 < old.0 || (bound.0 == old.0 && !bound.1) {
                        bound
                    } else {
                        old
                    }
                };
                self.high = Some(self.high.map_or(bound, tighter));
            }
            (Op::Gt | Op::GtEq, Value::Number(bound)) => {
                let bound = (*bound, *op == Op::GtEq);
                let tighter = |old: (Exact, bool)| {
                    if bound.0 > old.0 || (bound.0 == old.0 && !bound.1) {
                        bound
                    } else {
                        old
                    }
                };
                self.low = Some(self.low.map_or(bound, tighter));
            }
            _ => {}
        }
    }

    /// A value that fits, as text.
    fn value(&self, words: Option<&Vec<String>>) -> Option<String> {
        if self.known == Some(false) {
            return Some("NULL".to_owned());
        }
        if let Some(yes) = self.yes {
            return Some(yes.to_string());
        }
        let listed: Option<Vec<Value>> = match (&self.allowed, words) {
            (Some(allowed), _) => Some(allowed.iter().cloned().collect()),
            (None, Some(words)) => Some(words.iter().cloned().map(Value::Text).collect()),
            (None, None) => None,
        };
        if let Some(listed) = listed {
            let fits = |value: &&Value| !self.refused.contains(*value) && self.in_bounds(value);
            return listed.iter().find(fits).map(shown);
        }
        if self.low.is_none() && self.high.is_none() {
            return Some("…".to_owned());
        }
        self.candidates()
            .into_iter()
            .map(Value::Number)
            .find(|value| !self.refused.contains(value) && self.in_bounds(value))
            .map(|value| shown(&value))
    }

    /// Numbers worth trying: more than can be refused, from bound to bound or from the one bound on.
    fn candidates(&self) -> Vec<Exact> {
        let steps = i128::try_from(self.refused.len() + 3).unwrap_or(i128::MAX);
        let step = |n: i128| Exact::from_integer(n);
        match (self.low, self.high) {
            (Some((low, _)), Some((high, _))) => {
                let span = high - low;
                (0..=steps)
                    .map(|n| low + span * Exact::new(n, steps))
                    .collect()
            }
            (Some((low, _)), None) => (0..=steps).map(|n| low + step(n)).collect(),
            (None, Some((high, _))) => (0..=steps).map(|n| high - step(n)).collect(),
            (None, None) => Vec::new(),
        }
    }

    fn in_bounds(&self, value: &Value) -> bool {
        let Value::Number(number) = value else {
            return self.low.is_none() && self.high.is_none();
        };
        let above =
            |(bound, or_equal): (Exact, bool)| *number > bound || (or_equal && *number == bound);
        let below =
            |(bound, or_equal): (Exact, bool)| *number < bound || (or_equal && *number == bound);
        self.low.is_none_or(above) && self.high.is_none_or(below)
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Number(value) => number::written(*value, 6),
        Value::Text(text) => format!("'{text}'"),
    }
}

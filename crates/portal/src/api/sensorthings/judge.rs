//! Whether an entity fits a filter, and in which order two stand.

use std::cmp::Ordering;

use serde_json::Value;

use super::expression::{Comparison, Expression, Function, Literal};
use super::words;

/// Whether a condition holds. `values` gives what a path leads to; where it leads to several, one that fits suffices.
pub(super) fn holds(expression: &Expression, values: &dyn Fn(&[String]) -> Vec<Value>) -> bool {
    match expression {
        Expression::And(left, right) => holds(left, values) && holds(right, values),
        Expression::Or(left, right) => holds(left, values) || holds(right, values),
        Expression::Not(inner) => !holds(inner, values),
        Expression::Compare(path, comparison, literal) => values(path)
            .iter()
            .any(|value| compares(value, *comparison, literal)),
        Expression::Call(function, path, literal) => values(path)
            .iter()
            .any(|value| fits(value, *function, literal)),
    }
}

fn compares(value: &Value, comparison: Comparison, literal: &Literal) -> bool {
    match literal {
        Literal::Null => comparison.holds(if value.is_null() {
            Ordering::Equal
        } else {
            Ordering::Greater
        }),
        Literal::Truth(truth) => value
            .as_bool()
            .is_some_and(|own| comparison.holds(own.cmp(truth))),
        Literal::Number(number) => {
            let order = value.as_f64().and_then(|own| own.partial_cmp(number));
            order.is_some_and(|order| comparison.holds(order))
        }
        Literal::Text(text) => value
            .as_str()
            .is_some_and(|own| comparison.holds(own.cmp(text))),
        Literal::Moment(moment) => {
            let moment = moment.as_microsecond();
            span(value).is_some_and(|own| {
                if own.0 == own.1 {
                    comparison.holds(own.0.cmp(&moment))
                } else {
                    comparison.holds_for_span(own, moment)
                }
            })
        }
        Literal::Span(start, end) => {
            let given = (start.as_microsecond(), end.as_microsecond());
            span(value).is_some_and(|own| comparison.holds_for_spans(own, given))
        }
    }
}

fn fits(value: &Value, function: Function, literal: &Literal) -> bool {
    match (function, literal) {
        (Function::Contains, Literal::Text(text)) => value
            .as_str()
            .is_some_and(|own| own.contains(text.as_str())),
        (Function::StartsWith, Literal::Text(text)) => value
            .as_str()
            .is_some_and(|own| own.starts_with(text.as_str())),
        (Function::EndsWith, Literal::Text(text)) => value
            .as_str()
            .is_some_and(|own| own.ends_with(text.as_str())),
        (Function::Before, Literal::Moment(_)) => compares(value, Comparison::Less, literal),
        (Function::After, Literal::Moment(_)) => compares(value, Comparison::Greater, literal),
        (Function::During, Literal::Span(start, end)) => span(value)
            .is_some_and(|own| own.0 >= start.as_microsecond() && own.1 <= end.as_microsecond()),
        _ => false,
    }
}

/// A moment or span in microseconds.
fn span(value: &Value) -> Option<(i64, i64)> {
    match words::time(value.as_str()?)? {
        Literal::Moment(moment) => Some((moment.as_microsecond(), moment.as_microsecond())),
        Literal::Span(start, end) => Some((start.as_microsecond(), end.as_microsecond())),
        _ => None,
    }
}

/// In which order two values stand: nothing first, then numbers, then texts.
pub(super) fn order(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let rank = |value: Option<&Value>| match value {
        None | Some(Value::Null) => 0,
        Some(Value::Number(_)) => 1,
        Some(_) => 2,
    };
    rank(left)
        .cmp(&rank(right))
        .then_with(|| match (left, right) {
            (Some(Value::Number(left)), Some(Value::Number(right))) => {
                let order = left
                    .as_f64()
                    .zip(right.as_f64())
                    .and_then(|(l, r)| l.partial_cmp(&r));
                order.unwrap_or(Ordering::Equal)
            }
            (Some(Value::String(left)), Some(Value::String(right))) => left.cmp(right),
            _ => Ordering::Equal,
        })
}

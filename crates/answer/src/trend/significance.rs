//! The tests of a series for a trend, on its valid periods only.

use standards::trend;
use units::Exact;

use super::{Followed, Point};
use crate::context::Context;
use crate::figures;
use crate::output::{Cell, Column, Report};

/// A trend needs at least this many valid periods to be spoken of.
const FEWEST: usize = 4;

/// The tests; with too few valid periods nothing is determined.
pub(super) fn report(context: &Context, followed: Followed, points: &[Point]) -> Report {
    let columns = Column::all(&["test", "value", "unit", "meaning"]);
    let mut report = Report::new(context.say("trend-tests-title", &[]), columns);
    let timed = valid(followed, points);
    let values: Vec<f64> = timed.iter().map(|(_, value)| *value).collect();
    let enough = values.len() >= FEWEST;
    if !enough {
        let counts: [(&str, &dyn std::fmt::Display); 2] =
            [("count", &values.len()), ("fewest", &FEWEST)];
        report.notes.push(context.say("note-trend-few", &counts));
    }
    let spearman = trend::spearman(&values).filter(|_| enough);
    let kendall = trend::mann_kendall(&values).filter(|_| enough);
    let slope = trend::theil_sen(&timed).filter(|_| enough);
    let significant = figures::yes_no(context, spearman.and_then(|s| s.significant));
    let one = "1".to_owned();
    let per = context.say("unit-per-period", &[("unit", &followed.unit())]);
    let row = |test: &str, value, unit: &String, meaning| {
        vec![
            Cell::text(context.say(test, &[])),
            number(value),
            Cell::text(unit),
            meaning,
        ]
    };
    report.rows = vec![
        row("test-spearman", spearman.map(|s| s.rs), &one, significant),
        row(
            "test-mann-kendall-z",
            kendall.as_ref().map(|k| k.z),
            &one,
            Cell::Missing,
        ),
        row(
            "test-mann-kendall-p",
            kendall.as_ref().map(|k| k.p),
            &one,
            Cell::Missing,
        ),
        row("test-theil-sen", slope, &per, Cell::Missing),
    ];
    let source = figures::cited(context, trend::spearman_source());
    report
        .notes
        .push(context.say("note-spearman", &[("source", &source)]));
    report
}

/// The place in time and the value, in the item's own unit, of each valid period.
fn valid(followed: Followed, points: &[Point]) -> Vec<(f64, f64)> {
    let scale = followed.micrograms_per_unit();
    let timed = points.iter().enumerate();
    timed
        .filter_map(|(i, point)| Some((i as f64, to_f64(point.value? / scale))))
        .collect()
}

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Undetermined { indicative: None }, |v| {
        Cell::Decimal(format!("{v:.4}"))
    })
}

/// The nearest float: the tests of a trend count in floats.
fn to_f64(value: Exact) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

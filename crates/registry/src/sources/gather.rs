//! Rows that together are one thing: the units of a plant. One row stands for them, with the sum of what counts.

use std::collections::BTreeMap;

use units::Exact;

use super::{
    file::{Line, Table},
    mapping::{Gather, Test},
    number,
};

/// The rows that stand for their groups, in the order of the file, and how many groups have no member.
pub(super) fn gather(rule: &Gather, table: &Table, lines: &[Line]) -> (Vec<Line>, u64) {
    let mut groups: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let id = table.get(line, &rule.by).unwrap_or_default();
        groups.entry(id).or_default().push(line);
    }
    let all = groups.len();
    let mut made: Vec<Line> = groups
        .values()
        .filter_map(|group| one(rule, table, group))
        .collect();
    made.sort_by_key(|line| line.number);
    let without = all - made.len();
    (made, without as u64)
}

/// The largest member that counts, the first of equals; else the first member; with the sum over all that count.
fn one(rule: &Gather, table: &Table, group: &[&Line]) -> Option<Line> {
    let is_member = |line: &Line| holds(&rule.member, table, line);
    let counts = |line: &Line| holds(&rule.counted, table, line);
    let size = |line: &Line| table.get(line, &rule.sum).and_then(number::parse);
    let mut members = group.iter().filter(|line| is_member(line));
    let first = members.next()?;
    let largest = group
        .iter()
        .filter(|line| is_member(line) && counts(line))
        .min_by_key(|line| std::cmp::Reverse(size(line)));
    let counted = group.iter().filter(|line| counts(line));
    let sum: Option<Exact> = counted.map(|line| size(line)).sum();
    let mut made: Line = (*largest.unwrap_or(first)).clone();
    if let Some(cell) = table.place(&rule.sum).and_then(|p| made.fields.get_mut(p)) {
        *cell = sum.map_or_else(String::new, |sum| number::canonical(sum, number::DECIMALS));
    }
    Some(made)
}

/// Whether a test holds for a line.
pub(super) fn holds(test: &Test, table: &Table, line: &Line) -> bool {
    let text = table.get(line, &test.column).unwrap_or_default();
    let below = |bound: i64| {
        number::parse(text).is_some_and(|value| value < Exact::from_integer(bound.into()))
    };
    test.values.iter().any(|value| value == text) || test.below.is_some_and(below)
}

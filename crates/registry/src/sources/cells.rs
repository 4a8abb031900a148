//! One cell of the register from one line of a source, as its rule says. A cell that cannot be read says nothing.

use regions::{Level, resolve_exact};
use units::Exact;

use super::{
    SourceDefect,
    file::{Line, Table},
    mapping::{AreaRule, CellRule, LevelRule, NumberRule, Source, WordsRule, reason},
    number,
};
use crate::{Column, Given, sheet::area};

/// A line being read, and what was found wrong with it.
pub(super) struct Row<'a> {
    pub source: &'static Source,
    pub table: &'a Table,
    pub line: &'a Line,
    pub defects: Vec<SourceDefect>,
}

impl<'a> Row<'a> {
    /// What stands in a column; `None` for a blank, and for texts that mean one.
    pub(super) fn value(&self, column: &str) -> Option<&'a str> {
        let text = self.table.get(self.line, column)?;
        let missing = text.is_empty() || self.source.missing.iter().any(|known| known == text);
        (!missing).then_some(text)
    }

    pub(super) fn tell(&mut self, column: &str, text: &str, why: &str) {
        self.defects.push(SourceDefect {
            line: self.line.number,
            column: column.to_owned(),
            text: text.to_owned(),
            reason: reason(why),
        });
    }
}

/// Fills the columns in braces; `None` when one of them has no value.
pub(super) fn template(row: &Row<'_>, text: &str) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (names, tail) = after.split_once('}')?;
        filled.push_str(before);
        filled.push_str(names.split('|').find_map(|name| row.value(name))?);
        rest = tail;
    }
    filled.push_str(rest);
    Some(filled)
}

/// The columns of a template, for people.
pub(super) fn columns_of(text: &str) -> String {
    let parts = text.split('{').skip(1);
    let names = parts.filter_map(|part| part.split_once('}'));
    let names: Vec<&str> = names.map(|(name, _)| name).collect();
    names.join(", ")
}

/// What a line says of a column.
pub(super) fn cell(row: &mut Row<'_>, column: &Column, rule: &CellRule) -> Given {
    match rule {
        CellRule::Text(rule) => template(row, &rule.text).map_or(Given::Left, Given::Value),
        CellRule::Number(rule) => number_cell(row, column, rule),
        CellRule::Words(rule) => words_cell(row, rule),
        CellRule::Constant(rule) => Given::Value(rule.constant.clone()),
        CellRule::Level(rule) => level_cell(row, rule),
        CellRule::Area(rule) => area_cell(row, rule),
    }
}

fn number_cell(row: &mut Row<'_>, column: &Column, rule: &NumberRule) -> Given {
    let Some(text) = row.value(&rule.number) else {
        return Given::Left;
    };
    let Some(printed) = number::parse(text) else {
        row.tell(&rule.number, text, "number");
        return Given::Left;
    };
    let value = printed * Exact::from_integer(rule.times.unwrap_or(1).into());
    let bound = |bound: i64| Exact::from_integer(bound.into());
    let low = column.min.is_some_and(|min| value < bound(min));
    if low || column.max.is_some_and(|max| value > bound(max)) {
        row.tell(&rule.number, text, "bounds");
        return Given::Left;
    }
    let decimals = rule.decimals.unwrap_or(number::DECIMALS);
    Given::Value(number::canonical(value, decimals))
}

fn words_cell(row: &mut Row<'_>, rule: &WordsRule) -> Given {
    let Some(text) = row.value(&rule.from) else {
        return Given::Left;
    };
    let ending = || {
        let mut endings = rule.endings.iter();
        endings.find_map(|(end, target)| text.ends_with(end.as_str()).then_some(target))
    };
    let target = rule.values.get(text).or_else(ending);
    match target.or(rule.otherwise.as_ref()) {
        Some(target) if target.is_empty() => Given::Cleared,
        Some(target) => Given::Value(target.clone()),
        None => {
            row.tell(&rule.from, text, "value");
            Given::Left
        }
    }
}

fn level_cell(row: &mut Row<'_>, rule: &LevelRule) -> Given {
    let code = template(row, &rule.level_of).and_then(|text| resolve_exact(&text));
    match code.map(regions::RegionCode::level) {
        Some(Level::Province) => Given::Value("province".to_owned()),
        Some(Level::City) => Given::Value("city".to_owned()),
        Some(Level::County) => Given::Value("county".to_owned()),
        Some(Level::Nation) | None => Given::Left,
    }
}

fn area_cell(row: &mut Row<'_>, rule: &AreaRule) -> Given {
    let Some(text) = row.value(&rule.area) else {
        return Given::Left;
    };
    if let Ok(area) = area::canonical(text) {
        return Given::Value(area);
    }
    let start: String = text.chars().take(40).collect();
    row.tell(&rule.area, &start, "area");
    Given::Left
}

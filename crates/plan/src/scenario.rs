//! Scenarios: Markdown with tables that show a rule at work (`bad`) and at rest (`good`).
//!
//! `## B037 good: …` begins a case; its first table is the rule's entity with the column `expect`; a table
//! under `### entity` fills another entity. A line `as_of: 2025-06-30` names the day.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use units::Day;

use crate::problem::{Code, Problem};

/// A case of a rule.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The rule.
    pub rule: String,
    /// Whether it shows the law kept.
    pub good: bool,
    /// What it shows.
    pub title: String,
    /// The day of evaluation, when named.
    pub as_of: Option<Day>,
    /// The rows of the rule's entity.
    pub rows: Sheet,
    /// Rows of other entities.
    pub others: BTreeMap<String, Sheet>,
    /// Its file.
    pub file: String,
    /// Its heading there.
    pub span: Range<usize>,
}

/// A table of texts.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows and where each stands.
    pub rows: Vec<(Vec<String>, Range<usize>)>,
}

impl Sheet {
    /// The cell of a row in a column; `None` when there is no such column or nothing stands in it.
    pub fn cell(&self, row: usize, column: &str) -> Option<&str> {
        let place = self.columns.iter().position(|name| name == column)?;
        let text = self.rows.get(row)?.0.get(place)?.as_str();
        (!text.is_empty()).then_some(text)
    }
}

/// Reads the cases of a file.
pub fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Scenario> {
    let mut reading = Reading {
        file,
        text,
        cases: Vec::new(),
        entity: None,
        problems,
    };
    let mut heading: Option<(HeadingLevel, usize)> = None;
    let mut words = String::new();
    let mut sheet: Option<Sheet> = None;
    for (event, span) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some((level, span.start));
                words.clear();
            }
            Event::End(TagEnd::Heading(level)) => {
                reading.heading(level, words.trim(), span);
                heading = None;
            }
            Event::Start(Tag::Paragraph | Tag::TableCell) => words.clear(),
            Event::End(TagEnd::Paragraph) => reading.paragraph(&words, span),
            Event::Start(Tag::Table(_)) => sheet = Some(Sheet::default()),
            Event::Start(Tag::TableRow) => {
                if let Some(sheet) = &mut sheet {
                    sheet.rows.push((Vec::new(), span));
                }
            }
            Event::End(TagEnd::TableCell) => {
                if let Some(sheet) = &mut sheet {
                    let cell = words.trim().to_owned();
                    match sheet.rows.last_mut() {
                        Some((row, _)) => row.push(cell),
                        None => sheet.columns.push(cell),
                    }
                }
            }
            Event::End(TagEnd::Table) => reading.sheet(sheet.take().unwrap_or_default(), span),
            Event::Text(piece) | Event::Code(piece) => words.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => words.push('\n'),
            _ => {}
        }
    }
    debug_assert!(heading.is_none(), "headings do not nest");
    reading.cases
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    cases: Vec<Scenario>,
    entity: Option<String>,
    problems: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    fn wrong(&mut self, span: Range<usize>, reason: &str) {
        let article = self.cases.last().map_or("", |case| case.rule.as_str());
        let problem = Problem::new(Code::ScenarioForm, self.file, self.text, span, article);
        self.problems.push(problem.with("reason", reason));
    }

    fn heading(&mut self, level: HeadingLevel, words: &str, span: Range<usize>) {
        self.entity = None;
        match level {
            HeadingLevel::H2 => match case_heading(words) {
                Some((rule, good, title)) => self.cases.push(Scenario {
                    rule: rule.to_owned(),
                    good,
                    title: title.to_owned(),
                    as_of: None,
                    rows: Sheet::default(),
                    others: BTreeMap::new(),
                    file: self.file.to_owned(),
                    span,
                }),
                None => self.wrong(span, "expected \"## RULE good: …\" or \"## RULE bad: …\""),
            },
            HeadingLevel::H3 => self.entity = Some(words.to_owned()),
            _ => {}
        }
    }

    fn paragraph(&mut self, words: &str, span: Range<usize>) {
        let named = words
            .lines()
            .find_map(|line| line.trim().strip_prefix("as_of:"));
        let Some(named) = named else { return };
        match (named.trim().parse(), self.cases.last_mut()) {
            (Ok(day), Some(case)) => case.as_of = Some(day),
            _ => self.wrong(span, "as_of is no date"),
        }
    }

    fn sheet(&mut self, sheet: Sheet, span: Range<usize>) {
        let entity = self.entity.take();
        let Some(case) = self.cases.last_mut() else {
            return;
        };
        match entity {
            Some(entity) => {
                case.others.insert(entity, sheet);
            }
            None if case.rows.columns.is_empty() => case.rows = sheet,
            None => self.wrong(span, "a second table needs a heading \"### entity\""),
        }
    }
}

fn case_heading(words: &str) -> Option<(&str, bool, &str)> {
    let (rule, rest) = words.split_once(' ')?;
    let (kind, title) = rest.split_once([':', '\u{ff1a}'])?;
    match kind.trim() {
        "good" => Some((rule, true, title.trim())),
        "bad" => Some((rule, false, title.trim())),
        _ => None,
    }
}

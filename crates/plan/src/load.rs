//! Reads a folder's files into a plan, and collects every mistake of form on the way.
//!
//! A file with a mistake leaves its part of the plan empty; the others are read all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::folder::Folder;
use crate::model::{
    Body, Clause, Entity, Granularity, Header, Indicator, IndicatorKind, Plan, Term, Zone,
};
use crate::problem::{Code, Problem};
use crate::text::Text;
use crate::{predicate, scenario, whatif};

/// Reads a folder. Without a `plan.toml` that can be read there is no plan.
pub fn load(folder: &Folder) -> (Option<Plan>, Vec<Problem>) {
    let mut reader = Reader {
        files: &folder.files,
        problems: Vec::new(),
    };
    let header: Option<Header> = reader.whole("plan.toml");
    let text = reader.text("source.txt");
    let bodies = reader.whole::<Bodies>("bodies.toml").unwrap_or_default();
    let zones = reader.whole::<Zones>("zones.toml").unwrap_or_default();
    let terms = reader.whole::<Terms>("terms.toml").unwrap_or_default();
    let vocabulary = reader
        .whole::<Vocabulary>("vocabulary.toml")
        .unwrap_or_default();
    let clauses = reader.clauses();
    let indicators = reader.indicators();
    let (scenarios, whatifs) = (reader.scenarios(), reader.whatifs());
    let problems = reader.problems;
    let mut plan = header.map(|header| Plan {
        location: folder.location.clone(),
        files: folder.files.clone(),
        version: folder.version(),
        header,
        text: Text::new(text),
        bodies: bodies.bodies,
        zones: zones.zones,
        terms: terms.terms,
        literals: BTreeMap::new(),
        entities: vocabulary.entities,
        clauses,
        indicators,
        scenarios,
        whatifs,
    });
    if let Some(plan) = &mut plan {
        plan.literals = predicate::term_literals(plan);
    }
    (plan, problems)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bodies {
    #[serde(default, rename = "body")]
    bodies: Vec<Body>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zones {
    #[serde(default, rename = "zone")]
    zones: Vec<Zone>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    #[serde(default, rename = "term")]
    terms: Vec<Term>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    #[serde(default, rename = "entity")]
    entities: Vec<Entity>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    #[serde(default, rename = "indicator")]
    indicators: Vec<toml::Spanned<Figure>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    id: toml::Spanned<String>,
    zh: String,
    en: String,
    unit: String,
    granularity: Granularity,
    owner: String,
    #[serde(default)]
    assigned: bool,
    evidence_zh: Option<String>,
    evidence_en: Option<String>,
}

struct Reader<'a> {
    files: &'a BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn text(&mut self, file: &str) -> String {
        let found = self.files.get(file).cloned();
        if found.is_none() {
            self.problems
                .push(Problem::new(Code::MissingFile, file, "", 0..0, ""));
        }
        found.unwrap_or_default()
    }

    fn whole<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file);
        self.files.contains_key(file).then_some(())?;
        self.parse(file, &text)
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &str, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(read) => Some(read),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let problem = Problem::new(Code::Syntax, file, text, span, "");
                self.problems.push(problem.with("reason", error.message()));
                None
            }
        }
    }

    fn inside(&self, part: &str, ending: &str) -> Vec<(&'a String, &'a String)> {
        let found = self.files.iter().filter(|(path, _)| {
            path.strip_prefix(part)
                .is_some_and(|name| name.ends_with(ending))
        });
        found.collect()
    }

    fn clauses(&mut self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for (file, text) in self.inside("clauses/", ".toml") {
            if let Some(mut clause) = self.parse::<Clause>(file, text) {
                clause.file.clone_from(file);
                clauses.push(clause);
            }
        }
        clauses
    }

    fn indicators(&mut self) -> Vec<Indicator> {
        let mut indicators = Vec::new();
        for (file, text) in self.inside("indicators/", ".sql") {
            match statement(file, text) {
                Ok(indicator) => indicators.push(indicator),
                Err((reason, span)) => self
                    .problems
                    .push(Problem::new(Code::Syntax, file, text, span, "").with("reason", reason)),
            }
        }
        for (file, text) in self.inside("indicators/", ".toml") {
            let figures = self.parse::<Figures>(file, text).unwrap_or_default();
            indicators.extend(
                figures
                    .indicators
                    .into_iter()
                    .map(|figure| reported(file, figure)),
            );
        }
        indicators.sort_by(|a, b| a.id.cmp(&b.id));
        indicators
    }

    fn scenarios(&mut self) -> Vec<scenario::Scenario> {
        let mut scenarios = Vec::new();
        for (file, text) in self.inside("scenarios/", ".md") {
            scenarios.extend(scenario::read(file, text, &mut self.problems));
        }
        scenarios
    }

    fn whatifs(&mut self) -> Vec<whatif::WhatIf> {
        let mut whatifs = Vec::new();
        for (file, text) in self.inside("whatif/", ".toml") {
            if let Some(mut read) = self.parse::<whatif::WhatIf>(file, text) {
                stem(file).clone_into(&mut read.id);
                read.file.clone_from(file);
                whatifs.push(read);
            }
        }
        whatifs
    }
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Reads a statement and the four lines of comment that describe it.
fn statement(file: &str, text: &str) -> Result<Indicator, (&'static str, Range<usize>)> {
    let mut described: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines().take_while(|line| line.starts_with("--")) {
        if let Some((key, value)) = line.trim_start_matches('-').split_once(':') {
            described.insert(key.trim(), value.trim());
        }
    }
    let wanted = |key: &'static str, missing: &'static str| {
        let found = described.get(key).filter(|value| !value.is_empty());
        found
            .map(|value| (*value).to_owned())
            .ok_or((missing, 0..text.len().min(1)))
    };
    let kind = match wanted("kind", "the line \"-- kind:\" is missing")?.as_str() {
        "measured" => IndicatorKind::Measured,
        "registered" => IndicatorKind::Registered,
        _ => return Err(("kind is neither measured nor registered", 0..text.len())),
    };
    let start: usize = text
        .split_inclusive('\n')
        .take_while(|line| line.starts_with("--"))
        .map(str::len)
        .sum();
    let sql = text[start..].trim().trim_end_matches(';').to_owned();
    if sql.is_empty() {
        return Err(("there is no statement", start..text.len()));
    }
    Ok(Indicator {
        id: stem(file).to_owned(),
        zh: wanted("zh", "the line \"-- zh:\" is missing")?,
        en: wanted("en", "the line \"-- en:\" is missing")?,
        unit: wanted("unit", "the line \"-- unit:\" is missing")?,
        kind,
        sql: Some(sql),
        granularity: None,
        owner: None,
        evidence_zh: None,
        evidence_en: None,
        file: file.to_owned(),
        span: start..text.len(),
    })
}

fn reported(file: &str, figure: toml::Spanned<Figure>) -> Indicator {
    let span = figure.get_ref().id.span();
    let figure = figure.into_inner();
    Indicator {
        id: figure.id.into_inner(),
        zh: figure.zh,
        en: figure.en,
        unit: figure.unit,
        kind: if figure.assigned {
            IndicatorKind::Assigned
        } else {
            IndicatorKind::Reported
        },
        sql: None,
        granularity: Some(figure.granularity),
        owner: Some(figure.owner),
        evidence_zh: figure.evidence_zh,
        evidence_en: figure.evidence_en,
        file: file.to_owned(),
        span,
    }
}

//! A report of a gate as one page to print: HTML by itself, A4, without scripts, fonts or pictures from outside.
//!
//! Every verdict is a sign and a word; no meaning rests on colour. The words of the plan stay in Chinese.

use std::fmt::Write as _;

use super::words::{self, Words};
use super::{GateReport, Line, Part, Verdict};
use crate::lists::{Cell, CellValue, ListColumn, Name};

/// The look of the page.
const STYLE: &str = include_str!("page.css");

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Writes the page.
pub fn page(report: &GateReport, language: Language) -> String {
    let writer = Page { report, language };
    let title = writer.say(words::TITLE);
    let code = match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    };
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} {key}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        key = escaped(&report.project.key),
    );
    for part in [
        writer.head(),
        writer.project(),
        writer.requirements(),
        writer.accounts(),
        writer.register(),
        writer.foot(),
    ] {
        html.push_str(&part);
    }
    html.push_str("</body>\n</html>\n");
    html
}

struct Page<'a> {
    report: &'a GateReport,
    language: Language,
}

impl Page<'_> {
    fn say(&self, words: Words) -> &'static str {
        match self.language {
            Language::Zh => words.0,
            Language::En => words.1,
        }
    }

    fn name(&self, name: &Name) -> String {
        escaped(match self.language {
            Language::Zh => &name.zh,
            Language::En => &name.en,
        })
    }

    fn names(&self, names: &[Name]) -> String {
        let said: Vec<String> = names.iter().map(|name| self.name(name)).collect();
        said.join(self.say(("、", ", ")))
    }

    fn verdict(&self, verdict: Verdict) -> String {
        format!(
            "<span class=\"sign\">{}</span>{}",
            words::sign(verdict),
            self.say(words::verdict(verdict))
        )
    }

    fn head(&self) -> String {
        let report = self.report;
        let simulated = report.sources.iter().any(|source| source.simulated);
        let mark = if simulated {
            format!(" ({})", self.say(words::SIMULATED))
        } else {
            String::new()
        };
        format!(
            "<p>{plan_word}: {plan}<br>{as_of}: {day}<br><span class=\"small\">{version_word}: {version}</span></p>\n<p class=\"whole\">{verdict_word}: {verdict}{mark}</p>\n",
            plan_word = self.say(words::PLAN),
            plan = self.name(&report.plan),
            as_of = self.say(words::AS_OF),
            day = report.as_of,
            version_word = self.say(words::VERSION),
            version = escaped(&report.version),
            verdict_word = self.say(words::VERDICT),
            verdict = self.verdict(report.verdict),
        )
    }

    fn project(&self) -> String {
        let project = &self.report.project;
        let places = [&project.city, &project.county];
        let places: Vec<String> = places
            .into_iter()
            .flatten()
            .map(|place| self.name(place))
            .collect();
        let place = match (&project.region, places.is_empty()) {
            (Some(region), false) => format!("{} ({})", places.join(" "), escaped(region)),
            (Some(region), true) => escaped(region),
            (None, _) => self.say(words::UNKNOWN).to_owned(),
        };
        let name = project.name.as_deref();
        let rows = vec![
            (self.say(words::KEY).to_owned(), escaped(&project.key)),
            (
                self.say(words::NAME).to_owned(),
                name.map_or_else(|| self.say(words::UNKNOWN).to_owned(), escaped),
            ),
            (self.say(words::PLACE).to_owned(), place),
        ];
        self.pairs(words::PROJECT, rows)
    }

    /// All that the register says of the project, after what was asked of it.
    fn register(&self) -> String {
        let cells = self.report.project.cells.iter();
        let rows = cells
            .map(|(column, cell)| (self.name(&column.name), self.value(column, Some(cell))))
            .collect();
        self.pairs(words::REGISTER, rows)
    }

    fn pairs(&self, title: Words, rows: Vec<(String, String)>) -> String {
        let mut html = format!("<h2>{}</h2>\n<table>\n", self.say(title));
        for (name, value) in rows {
            let _ = writeln!(html, "<tr><th>{name}</th><td>{value}</td></tr>");
        }
        html.push_str("</table>\n");
        html
    }

    fn requirements(&self) -> String {
        let mut html = self.opened(words::REQUIREMENTS);
        for line in &self.report.lines {
            html.push_str(&self.line(line));
            for part in &line.parts {
                html.push_str(&self.part(line, part));
            }
        }
        html.push_str("</tbody>\n</table>\n");
        html
    }

    fn accounts(&self) -> String {
        if self.report.accounts.is_empty() {
            return String::new();
        }
        let mut html = self.opened(words::ACCOUNTS);
        for line in &self.report.accounts {
            html.push_str(&self.line(line));
        }
        html.push_str("</tbody>\n</table>\n");
        html
    }

    /// The heading of a table of lines.
    fn opened(&self, title: Words) -> String {
        format!(
            "<h2>{}</h2>\n<table>\n<thead><tr><th class=\"article\">{}</th><th>{}</th><th>{}</th><th class=\"verdict\">{}</th></tr></thead>\n<tbody>\n",
            self.say(title),
            self.say(words::ARTICLE),
            self.say(words::ASKED),
            self.say(words::SEEN),
            self.say(words::VERDICT),
        )
    }

    fn line(&self, line: &Line) -> String {
        let article = &line.article;
        let thing = line.thing.as_ref().map_or_else(String::new, |thing| {
            let name = thing.name.as_deref().unwrap_or_default();
            format!(
                "{} {} {}<br>",
                self.name(&thing.entity),
                escaped(&thing.key),
                escaped(name)
            )
        });
        let answers = if article.bodies.is_empty() {
            String::new()
        } else {
            format!(
                "<br><span class=\"small\">{}: {}</span>",
                self.say(words::RESPONSIBLE),
                self.names(&article.bodies)
            )
        };
        format!(
            "<tr id=\"{id}\"><td class=\"article\">{clause}<br>{id}</td><td>{thing}{said} ({force})<br><q>“{quote}”</q>{answers}</td><td class=\"small\">{seen}</td><td class=\"verdict\">{verdict}</td></tr>\n",
            id = escaped(&article.rule.id),
            clause = self.clause(line),
            said = self.name(&article.rule),
            force = self.say(words::force(article.force)),
            quote = escaped(&article.quote),
            seen = self.seen(line),
            verdict = self.verdict(line.verdict),
        )
    }

    fn part(&self, line: &Line, part: &Part) -> String {
        format!(
            "<tr class=\"part\"><td class=\"article\">{clause}<br>{id}</td><td>{name}</td><td class=\"small\">{missing}</td><td class=\"verdict\">{verdict}</td></tr>\n",
            clause = self.clause(line),
            id = escaped(&line.article.rule.id),
            name = self.name(&part.name),
            missing = self.missing(&part.missing),
            verdict = self.verdict(part.verdict),
        )
    }

    fn clause(&self, line: &Line) -> String {
        let number = escaped(&line.article.clause.id);
        self.say(words::CLAUSE).replace("{}", &number)
    }

    /// The cells of a line; those of its parts stand with them.
    fn seen(&self, line: &Line) -> String {
        let mut said: Vec<String> = Vec::new();
        for (column, cell) in &line.evidence {
            let value = self.value(column, cell.as_ref());
            said.push(format!("{}: {value}", self.name(&column.name)));
        }
        let exceptions = line.article.exceptions.iter().zip(&line.exceptions);
        for (exception, _) in exceptions.filter(|(_, holds)| **holds == Some(true)) {
            said.push(format!(
                "<b>{}: {}</b>",
                self.say(words::EXCEPTION),
                self.name(exception)
            ));
        }
        if !line.missing.is_empty() {
            said.push(self.missing(&line.missing));
        }
        said.join("<br>")
    }

    fn missing(&self, missing: &[Name]) -> String {
        if missing.is_empty() {
            return String::new();
        }
        format!(
            "<b>{}: {}</b>",
            self.say(words::MISSING),
            self.names(missing)
        )
    }

    fn value(&self, column: &ListColumn, cell: Option<&Cell>) -> String {
        let Some(cell) = cell else {
            return self.say(words::UNKNOWN).to_owned();
        };
        match (&cell.value, &cell.zh, self.language) {
            (CellValue::YesNo(yes), _, _) => self
                .say(if *yes { words::YES } else { words::NO })
                .to_owned(),
            (CellValue::Text(_), Some(zh), Language::Zh) => escaped(zh),
            (CellValue::Text(id), Some(_), Language::En) => escaped(&id.replace('_', " ")),
            (value, _, _) => {
                let unit = column.unit.as_deref().filter(|unit| *unit != "1");
                let unit = unit.map_or_else(String::new, |unit| format!(" {}", escaped(unit)));
                format!("{}{unit}", escaped(&value.plain()))
            }
        }
    }

    fn foot(&self) -> String {
        let report = self.report;
        let mut html = format!(
            "<h2>{}</h2>\n<ul class=\"small\">\n",
            self.say(words::SOURCES)
        );
        for source in &report.sources {
            let rows: Vec<String> = source.rows.iter().map(i64::to_string).collect();
            let mark = if source.simulated {
                format!(" ({})", self.say(words::SIMULATED))
            } else {
                String::new()
            };
            let _ = writeln!(
                html,
                "<li>{}: {}, {} {}{mark}</li>",
                self.name(&source.register),
                escaped(&source.source),
                self.say(words::ROWS),
                rows.join(", "),
            );
        }
        html.push_str("</ul>\n");
        if !report.unread.is_empty() {
            let _ = writeln!(
                html,
                "<p class=\"small\">{}: {}</p>",
                self.say(words::UNREAD),
                self.names(&report.unread)
            );
        }
        if !report.governments.is_empty() {
            let _ = writeln!(
                html,
                "<p class=\"small\">{}: {}</p>",
                self.say(words::RESPONSIBLE),
                self.names(&report.governments)
            );
        }
        html.push_str(&self.terms());
        let _ = writeln!(html, "<p class=\"small\">{}</p>", self.say(words::NOTICE));
        html
    }

    /// The readings that lines depend on and that nobody has confirmed, each once.
    fn terms(&self) -> String {
        let all = self.report.lines.iter().chain(&self.report.accounts);
        let mut said: Vec<String> = Vec::new();
        for term in all
            .flat_map(|line| &line.article.terms)
            .filter(|term| term.assumed)
        {
            let one = format!(
                "<li>{}: {}</li>\n",
                self.name(&term.name),
                self.name(&term.reading)
            );
            if !said.contains(&one) {
                said.push(one);
            }
        }
        if said.is_empty() {
            return String::new();
        }
        format!(
            "<h2>{}</h2>\n<ul class=\"small\">\n{}</ul>\n",
            self.say(words::TERMS),
            said.concat()
        )
    }
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => done.push_str("&amp;"),
            '<' => done.push_str("&lt;"),
            '>' => done.push_str("&gt;"),
            '"' => done.push_str("&quot;"),
            '\'' => done.push_str("&#39;"),
            _ => done.push(c),
        }
    }
    done
}

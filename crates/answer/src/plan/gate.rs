//! `plan gate`: whether a project may be admitted, requirement by requirement, as a table, JSON or a printable page.

use std::path::PathBuf;

use clap::Args;
use plan::gate::{self, GateReport, Language, Line, Part, Verdict};
use plan::lists::Name;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{self, Cell, Column, Format, Report};
use crate::words;

use super::question::{FactOptions, Question, holding};

/// Options of `plan gate`.
#[derive(Debug, Args)]
pub struct GateArgs {
    /// 项目代码，前面可写方案 / the code of a project, after its plan if need be
    #[arg(required = true, num_args = 1..=2, value_names = ["PLAN", "PROJECT"])]
    pub named: Vec<String>,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
    /// 另存为可打印的网页 / write a printable page too
    #[arg(long, value_name = "FILE.html")]
    pub page: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(context: &Context, args: &GateArgs) -> Result<Option<Report>, Failure> {
    let (project, named) = args
        .named
        .split_last()
        .ok_or_else(|| Failure::new(Kind::User, "failure-plan-no-projects"))?;
    let gates = |plan: &plan::Plan| plan.rules().any(|rule| rule.entity.get_ref() == "project");
    let id = holding(named.first(), gates)
        .ok_or_else(|| Failure::new(Kind::User, "failure-plan-gates"))?;
    let question = Question::new(context, &id, &args.facts, false).await?;
    let registers = plan::facts::registers(&question.plan, &question.facts, &question.request)?;
    let as_of = question.request.as_of;
    let found = gate::gate(&question.plan, &registers, project, as_of).await?;
    if let Some(path) = &args.page {
        let language = match context.words.language() {
            words::Language::Zh => Language::Zh,
            words::Language::En => Language::En,
        };
        let page = gate::page(&found, language);
        std::fs::write(path, page).map_err(|e| Failure::file(path, &e))?;
    }
    if context.format == Format::Json {
        let text = serde_json::to_string_pretty(&found.to_json());
        output::write(context, &(text.map_err(|e| Failure::internal(&e))? + "\n"))?;
        return Ok(None);
    }
    let mut report = table(context, &found);
    report.notes.splice(0..0, question.notes.clone());
    if let Some(path) = &args.page {
        let note = context.say("note-gate-page", &[("file", &path.display())]);
        report.notes.push(note);
    }
    Ok(Some(report))
}

fn verdict(context: &Context, verdict: Verdict) -> String {
    match context.format {
        Format::Table => context.say(&format!("gate-{}", verdict.id()), &[]),
        _ => verdict.id().to_owned(),
    }
}

fn table(context: &Context, found: &GateReport) -> Report {
    let name = |name: &Name| context.pick(&name.zh, &name.en).to_owned();
    let title = context.say(
        "gate-title",
        &[
            ("key", &found.project.key),
            ("name", &found.project.name.clone().unwrap_or_default()),
            ("day", &found.as_of),
        ],
    );
    let columns = [
        "clause",
        "article",
        "requirement",
        "verdict",
        "evidence",
        "missing",
    ];
    let mut report = Report::new(title, Column::all(&columns));
    for line in found.lines.iter().chain(&found.accounts) {
        let mut requirement = name(&line.article.rule);
        if let Some(thing) = &line.thing {
            let own = thing.name.clone().unwrap_or_else(|| thing.key.clone());
            requirement = format!("{requirement}：{own}");
        }
        report.rows.push(row(context, line, requirement));
        for part in &line.parts {
            report.rows.push(part_row(context, part));
        }
    }
    report.notes.push(context.say(
        "note-gate-verdict",
        &[(
            "verdict",
            &context.say(&format!("gate-{}", found.verdict.id()), &[]),
        )],
    ));
    if !found.unread.is_empty() {
        let unread: Vec<String> = found.unread.iter().map(name).collect();
        let unread = unread.join(context.pick("、", ", "));
        report
            .notes
            .push(context.say("note-gate-unread", &[("registers", &unread)]));
    }
    for source in &found.sources {
        let rows: Vec<String> = source.rows.iter().map(ToString::to_string).collect();
        let mut text = context.say(
            "note-gate-source",
            &[
                ("register", &name(&source.register)),
                ("source", &source.source),
                ("rows", &rows.join(", ")),
            ],
        );
        if source.simulated {
            text = format!("{text} [{}]", context.say("register-origin-simulated", &[]));
        }
        report.notes.push(text);
    }
    report.notes.push(context.say(
        "note-gate-version",
        &[("plan", &name(&found.plan)), ("version", &found.version)],
    ));
    report
}

fn row(context: &Context, line: &Line, requirement: String) -> Vec<Cell> {
    let name = |name: &Name| context.pick(&name.zh, &name.en).to_owned();
    // A rule with parts shows its cells beside each part.
    let evidence = line.evidence.iter().filter(|_| line.parts.is_empty());
    let evidence: Vec<String> = evidence
        .map(|(column, cell)| {
            let value = super::list_entities::value(context, column, cell.as_ref());
            format!("{}={}", name(&column.name), shown(context, &value))
        })
        .collect();
    vec![
        Cell::text(&line.article.clause.id),
        Cell::text(&line.article.rule.id),
        Cell::text(requirement),
        Cell::text(verdict(context, line.verdict)),
        Cell::text(evidence.join(context.pick("，", ", "))),
        missing(context, &line.missing),
    ]
}

fn part_row(context: &Context, part: &Part) -> Vec<Cell> {
    vec![
        Cell::Missing,
        Cell::Missing,
        Cell::text(format!("· {}", context.pick(&part.name.zh, &part.name.en))),
        Cell::text(verdict(context, part.verdict)),
        Cell::Missing,
        missing(context, &part.missing),
    ]
}

fn missing(context: &Context, names: &[Name]) -> Cell {
    let names: Vec<&str> = names
        .iter()
        .map(|name| context.pick(&name.zh, &name.en))
        .collect();
    let text = names.join(context.pick("、", ", "));
    Cell::maybe(Some(text).filter(|text| !text.is_empty()))
}

fn shown(context: &Context, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Decimal(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Missing | Cell::Undetermined { .. } => context.say("register-blank", &[]),
    }
}

//! `plan check`: proves a plan folder complete, or points at every mistake.

use clap::Args;
use plan::problem::Problem;
use plan::{Counts, Folder};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Format, Report, print};

use super::list::count;
use super::question::{folder, pointing, sentence};

/// Options of `plan check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 列出待确认的用语和区域 / list the readings that someone has to confirm
    #[arg(long)]
    pub assumed: bool,
}

/// Runs the command.
pub async fn run(context: &Context, args: &CheckArgs) -> Result<Option<Report>, Failure> {
    let folder = folder(&args.plan)?;
    let (plan, checked) = plan::check(&folder).await;
    let mut report = problems(context, &checked.problems);
    report.title = context.say("plan-check-title", &[("location", &folder.location)]);
    report.notes.push(summary(context, &checked.counts));
    if context.format != Format::Table {
        report.sections.push(counts(context, &checked.counts));
    }
    if let (Some(plan), true) = (&plan, args.assumed) {
        report.sections.push(assumed(context, plan));
    }
    if checked.problems.is_empty() {
        report.notes.push(context.say("plan-check-passed", &[]));
        return Ok(Some(report));
    }
    report.verdict = Some(Kind::Data);
    if context.format == Format::Table && context.out.is_none() {
        excerpts(context, &folder, &checked.problems)?;
        report.columns.clear();
        report.rows.clear();
    }
    let count = checked.problems.len();
    report
        .notes
        .push(context.say("plan-check-failed", &[("count", &count)]));
    Ok(Some(report))
}

/// "38/38 clauses, 150 targets, 132 rules, N assumed terms to confirm".
fn summary(context: &Context, counts: &Counts) -> String {
    context.say(
        "plan-check-summary",
        &[
            ("clauses", &counts.clauses),
            ("of", &counts.text_clauses),
            ("targets", &counts.targets),
            ("rules", &counts.rules),
            ("duties", &counts.duties),
            ("bodies", &counts.bodies),
            ("entities", &counts.entities),
            ("measured", &counts.measured),
            ("registered", &counts.registered),
            ("reported", &counts.reported),
            ("scenarios", &counts.scenarios),
            ("terms", &counts.assumed_terms),
            ("zones", &counts.assumed_zones),
        ],
    )
}

/// The same counts for programs.
fn counts(context: &Context, counts: &Counts) -> Report {
    let fields = [
        ("clauses", counts.clauses),
        ("clauses_of_the_text", counts.text_clauses),
        ("targets", counts.targets),
        ("rules", counts.rules),
        ("duties", counts.duties),
        ("bodies", counts.bodies),
        ("entities", counts.entities),
        ("measured_indicators", counts.measured),
        ("registered_indicators", counts.registered),
        ("reported_indicators", counts.reported),
        ("scenarios", counts.scenarios),
        ("assumed_terms", counts.assumed_terms),
        ("assumed_zones", counts.assumed_zones),
    ];
    let mut report = Report::new(
        context.say("plan-check-counts", &[]),
        Column::all(&fields.map(|(id, _)| id)),
    );
    report
        .rows
        .push(fields.map(|(_, number)| count(number)).to_vec());
    report
}

fn problems(context: &Context, problems: &[Problem]) -> Report {
    let columns = ["file", "line", "column", "article", "code", "problem"];
    let mut report = Report::new(String::new(), Column::all(&columns));
    let whole = |number: usize| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    for problem in problems {
        report.rows.push(vec![
            Cell::text(&problem.file),
            whole(problem.line),
            whole(problem.column),
            Cell::text(&problem.article),
            Cell::text(problem.code.id()),
            Cell::text(sentence(context, problem)),
        ]);
    }
    if problems.is_empty() {
        report.columns.clear();
    }
    report
}

/// Mistakes with the lines they stand in.
fn excerpts(context: &Context, folder: &Folder, problems: &[Problem]) -> Result<(), Failure> {
    for problem in problems {
        let article = if problem.article.is_empty() {
            String::new()
        } else {
            context.say("plan-article", &[("article", &problem.article)])
        };
        let shown = pointing(context, folder, problem, "plan-check-problem").show(&context.words);
        let place = format!("{}:{}:{}", problem.file, problem.line, problem.column);
        print(&format!("{place} {article}\n{shown}\n"))?;
    }
    Ok(())
}

fn assumed(context: &Context, plan: &plan::Plan) -> Report {
    let mut report = Report::new(
        context.say("plan-assumed-title", &[]),
        Column::all(&["id", "word", "reading", "owner", "source"]),
    );
    let owner = |id: &str| {
        let body = plan.body(id);
        Cell::maybe(body.map(|body| context.pick(&body.zh, &body.en)))
    };
    for term in &plan.terms {
        if term.state == plan::model::State::Assumed {
            report.rows.push(vec![
                Cell::text(term.id.get_ref()),
                Cell::text(context.pick(&term.zh, &term.en)),
                Cell::text(context.pick(&term.reading_zh, &term.reading_en)),
                owner(term.owner.get_ref()),
                Cell::text(&term.source),
            ]);
        }
    }
    for zone in &plan.zones {
        if zone.state == plan::model::State::Assumed {
            report.rows.push(vec![
                Cell::text(zone.id.get_ref()),
                Cell::text(context.pick(&zone.zh, &zone.en)),
                Cell::text(zone.members.join(" ")),
                owner(zone.owner.get_ref()),
                Cell::text(&zone.source),
            ]);
        }
    }
    report
}

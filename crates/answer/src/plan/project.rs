//! `plan project`: what the rest of the period may bring, and how likely each measured target is met.

mod backtest;

use clap::Args;
use plan::finding::{Finding, SourceKind};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};

use super::question::{
    FactOptions, Question, limit, place, reasons, region, source, status, value,
};

/// Options of `plan project`.
#[derive(Debug, Args)]
pub struct ProjectArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 只显示该地区 / only this region
    #[arg(long)]
    pub region: Option<String>,
    /// 用往年回测推算方法：2015,2016 / test the method on past years
    #[arg(long, value_name = "YEARS", value_delimiter = ',')]
    pub backtest: Vec<i16>,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
}

/// Runs the command.
pub async fn run(context: &Context, args: ProjectArgs) -> Result<Report, Failure> {
    if !args.backtest.is_empty() {
        return backtest::run(context, &args).await;
    }
    let question = Question::new(context, &args.plan, &args.facts, true).await?;
    let (_, evaluation) = question.evaluate().await?;
    let plan = &question.plan;
    let code = args.region.as_deref().map(region).transpose()?;
    let columns = [
        "article",
        "name",
        "status",
        "value",
        "limit",
        "unit",
        "remaining_days",
        "allowed_mean",
        "budget",
        "probability",
        "low",
        "median",
        "high",
        "past_years",
        "source_kind",
        "reasons",
    ];
    let mut report = Report::new(
        context.say(
            "plan-project-title",
            &[
                ("plan", &context.pick(&plan.header.zh, &plan.header.en)),
                ("day", &question.request.as_of),
            ],
        ),
        Column::all(&columns),
    );
    let running =
        |finding: &&Finding| finding.source == SourceKind::Measured && finding.outlook.is_some();
    for finding in evaluation.findings.iter().filter(running) {
        if code.as_ref().is_some_and(|code| *code != finding.region) {
            continue;
        }
        let outlook = finding.outlook.as_ref();
        let decimal = |number: Option<f64>, decimals: usize| {
            number.map_or(Cell::Missing, |n| Cell::Decimal(format!("{n:.decimals$}")))
        };
        let range = outlook.and_then(|outlook| outlook.range);
        let years = outlook.map(|outlook| {
            let years: Vec<String> = outlook.past_years.iter().map(ToString::to_string).collect();
            years.join(" ")
        });
        report.rows.push(vec![
            Cell::text(&finding.article),
            Cell::text(place(context, &finding.region)),
            Cell::text(status(context, finding.status)),
            value(context, finding),
            Cell::text(limit(context, plan, finding)),
            Cell::text(&finding.unit),
            Cell::integer(outlook.map(|outlook| outlook.remaining_days)),
            decimal(outlook.and_then(|outlook| outlook.allowed), 1),
            Cell::integer(outlook.and_then(|outlook| outlook.budget)),
            decimal(outlook.and_then(|outlook| outlook.probability), 2),
            decimal(range.map(|range| range.0), 1),
            decimal(range.map(|range| range.1), 1),
            decimal(range.map(|range| range.2), 1),
            Cell::maybe(years),
            Cell::text(source(context, finding)),
            Cell::text(reasons(context, plan, &finding.reasons)),
        ]);
    }
    report.notes.clone_from(&question.notes);
    report.notes.push(context.say("note-plan-project", &[]));
    Ok(report)
}

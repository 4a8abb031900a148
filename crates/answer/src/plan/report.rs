//! `plan report`: takes in the figures that bodies report, row by row, or lists those there are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use lake::Appended;
use plan::Plan;
use plan::figures::{self, Defect, Expected, ExpectedIndicator};
use plan::model::{Granularity, IndicatorKind};

use crate::context::{Context, moment};
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

use super::question::{DECIMALS, day, open, place};
use super::template::body;

/// Options of `plan report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 填好的模板（XLSX 或 CSV）；不写则列出已报数据 / a filled template; without one, what was reported
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// 填报主体 / the body that reports
    #[arg(long)]
    pub body: Option<String>,
    /// 只校验，不导入 / check only
    #[arg(long)]
    pub dry_run: bool,
    /// 只列当时已知的数据 / only what was known then
    #[arg(long, value_name = "TIME")]
    pub known_at: Option<String>,
}

/// Runs the command.
pub async fn run(context: &Context, args: &ReportArgs) -> Result<Report, Failure> {
    let plan = open(context, &args.plan).await?;
    let body = args
        .body
        .as_deref()
        .map(|name| body(&plan, name))
        .transpose()?;
    let Some(path) = &args.file else {
        return list(context, args, &plan, body.as_deref()).await;
    };
    let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let name = path.display().to_string();
    let reading = figures::read(&name, &bytes, &expected(&plan, body.as_deref(), context)?)?;
    let mut report = defects(context, &reading.defects);
    report.title = context.say("plan-report-title", &[("file", &name)]);
    report.notes.push(context.say(
        "note-plan-figures",
        &[
            ("good", &reading.figures.len()),
            ("bad", &reading.defects.len()),
            ("blank", &reading.blank),
        ],
    ));
    if !reading.defects.is_empty() {
        report.verdict = Some(Kind::Data);
    }
    if args.dry_run {
        report.notes.push(context.say("note-plan-dry-run", &[]));
    } else if !reading.figures.is_empty() {
        let lake = context.new_lake()?;
        let saved = plan::store::figures(
            &lake,
            &plan,
            body.as_deref(),
            &reading.figures,
            (&name, &bytes),
            context.now.as_microsecond(),
        )
        .await?;
        let key = match saved {
            Appended::Now => "note-plan-figures-saved",
            Appended::Before => "note-plan-figures-before",
        };
        report.notes.push(context.say(key, &[]));
    }
    Ok(report)
}

/// What a plan lets a body report on the day of the question.
pub fn expected(plan: &Plan, body: Option<&str>, context: &Context) -> Result<Expected, Failure> {
    let mut indicators = BTreeMap::new();
    for indicator in &plan.indicators {
        if !matches!(
            indicator.kind,
            IndicatorKind::Reported | IndicatorKind::Assigned
        ) {
            continue;
        }
        indicators.insert(
            indicator.id.clone(),
            ExpectedIndicator {
                zh: indicator.zh.clone(),
                unit: indicator.unit.clone(),
                granularity: indicator.granularity.unwrap_or(Granularity::Year),
                yes_no: indicator.unit == plan::table::YES_NO,
                owner: indicator.owner.clone(),
            },
        );
    }
    let region = plan.header.region.parse().map_err(|_e| {
        Failure::new(Kind::Data, "failure-plan-unknown").with("name", &plan.header.region)
    })?;
    Ok(Expected {
        indicators,
        body: body.map(str::to_owned),
        region,
        as_of: day(context),
    })
}

fn defects(context: &Context, defects: &[Defect]) -> Report {
    let mut report = Report::new(
        String::new(),
        Column::all(&["row", "column", "text", "problem"]),
    );
    for defect in defects {
        let key = format!("figure-{}", defect.reason.id());
        let sentence = context.say(
            &key,
            &[
                ("row", &defect.row),
                ("column", &defect.column),
                ("text", &defect.text),
                ("expected", &defect.expected),
            ],
        );
        report.rows.push(vec![
            Cell::Integer(i64::from(defect.row)),
            Cell::text(defect.column),
            Cell::text(&defect.text),
            Cell::text(sentence),
        ]);
    }
    if defects.is_empty() {
        report.columns.clear();
    }
    report
}

async fn list(
    context: &Context,
    args: &ReportArgs,
    plan: &Plan,
    body: Option<&str>,
) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let known_at = args.known_at.as_deref().map(moment).transpose()?;
    let figures = plan::reported::read(&lake, &plan.header.id, known_at, context.limits).await?;
    let columns = [
        "indicator",
        "name",
        "period",
        "value",
        "unit",
        "body",
        "status",
        "evidence",
        "file",
        "row",
    ];
    let mut report = Report::new(
        context.say("plan-reported-title", &[]),
        Column::all(&columns),
    );
    for figure in figures.values().flatten() {
        if body.is_some_and(|body| body != figure.body) {
            continue;
        }
        report.rows.push(vec![
            Cell::text(&figure.indicator),
            Cell::text(place(context, &figure.region)),
            Cell::text(figure.period.to_string()),
            Cell::Decimal(plan::number::written(figure.value, DECIMALS)),
            Cell::text(&figure.unit),
            Cell::text(&figure.body),
            Cell::text(context.say(&format!("figure-status-{}", figure.status), &[])),
            Cell::text(&figure.evidence),
            Cell::text(&figure.file),
            Cell::Integer(figure.row),
        ]);
    }
    Ok(report)
}

//! `plan template`: a spreadsheet of the figures that a body owes.

use std::path::{Path, PathBuf};

use clap::Args;
use plan::Plan;
use plan::facts::scope;
use plan::figures::{Form, Known, Owed, template_csv, template_xlsx};
use plan::model::{Granularity, Indicator, IndicatorKind, Target};
use units::{Day, Month, Period};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

use super::list::count;
use super::question::{day, open};

/// Options of `plan template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 责任主体（编号或名称）；不写则每个主体一个文件 / the body; every body when left out
    #[arg(long)]
    pub body: Option<String>,
    /// 模板存放的目录 / the folder to write to
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// 写成 CSV 而不是 XLSX / CSV in place of XLSX
    #[arg(long)]
    pub csv: bool,
}

/// Runs the command.
pub async fn run(context: &Context, args: &TemplateArgs) -> Result<Report, Failure> {
    let plan = open(context, &args.plan).await?;
    let as_of = day(context);
    let owing = owing(&plan);
    let wanted = args
        .body
        .as_deref()
        .map(|name| body(&plan, name))
        .transpose()?;
    let mut report = Report::new(
        context.say("plan-template-title", &[]),
        Column::all(&["body", "figures", "file"]),
    );
    std::fs::create_dir_all(&args.folder).map_err(|e| Failure::file(&args.folder, &e))?;
    for id in owing
        .iter()
        .filter(|id| wanted.as_ref().is_none_or(|wanted| wanted == *id))
    {
        let form = form(&plan, id, as_of);
        let ending = if args.csv { "csv" } else { "xlsx" };
        let path = args
            .folder
            .join(format!("{}-{id}.{ending}", plan.header.id));
        write(&path, &form, args.csv)?;
        report.rows.push(vec![
            Cell::text(&form.body_zh),
            count(form.owed.len()),
            Cell::text(path.display().to_string()),
        ]);
    }
    if report.rows.is_empty() {
        report.columns.clear();
        report
            .notes
            .push(context.say("note-plan-owes-nothing", &[]));
    }
    Ok(report)
}

fn write(path: &Path, form: &Form, csv: bool) -> Result<(), Failure> {
    let bytes = if csv {
        template_csv(form).into_bytes()
    } else {
        template_xlsx(form)?
    };
    std::fs::write(path, bytes).map_err(|e| Failure::file(path, &e))
}

/// A body by id or name.
pub fn body(plan: &Plan, name: &str) -> Result<String, Failure> {
    let found = plan
        .bodies
        .iter()
        .find(|body| body.id.get_ref() == name || body.zh == name || body.en == name);
    found.map(|body| body.id.get_ref().clone()).ok_or_else(|| {
        let known: Vec<&str> = plan.bodies.iter().map(|body| body.zh.as_str()).collect();
        Failure::new(Kind::User, "failure-plan-body")
            .with("body", name)
            .with("known", known.join("、"))
    })
}

fn is_reported(indicator: &Indicator) -> bool {
    matches!(
        indicator.kind,
        IndicatorKind::Reported | IndicatorKind::Assigned
    )
}

/// The bodies that owe figures.
pub fn owing(plan: &Plan) -> Vec<String> {
    let mut ids: Vec<String> = plan
        .indicators
        .iter()
        .filter(|indicator| is_reported(indicator))
        .filter_map(|indicator| indicator.owner.clone())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Everything a body owes on a day.
pub fn form(plan: &Plan, id: &str, as_of: Day) -> Form {
    let owned: Vec<&Indicator> = plan
        .indicators
        .iter()
        .filter(|indicator| is_reported(indicator))
        .filter(|indicator| indicator.owner.as_deref() == Some(id))
        .collect();
    let mut owed = Vec::new();
    for indicator in &owned {
        owed.extend(figures(plan, indicator, as_of));
    }
    let mut codes: Vec<String> = owed.iter().map(|figure| figure.region.clone()).collect();
    codes.sort();
    codes.dedup();
    let regions = codes.into_iter().map(|code| Known {
        zh: region_zh(&code),
        id: code,
        unit: String::new(),
    });
    Form {
        plan_id: plan.header.id.clone(),
        plan_zh: plan.header.zh.clone(),
        body_id: id.to_owned(),
        body_zh: plan
            .body(id)
            .map_or_else(String::new, |body| body.zh.clone()),
        as_of,
        indicators: owned
            .iter()
            .map(|indicator| Known {
                id: indicator.id.clone(),
                zh: indicator.zh.clone(),
                unit: indicator.unit.clone(),
            })
            .collect(),
        regions: regions.collect(),
        owed,
    }
}

fn region_zh(code: &str) -> String {
    let region = code.parse().ok().and_then(regions::by_code);
    region.map_or_else(|| code.to_owned(), |region| region.zh.to_owned())
}

/// One figure for each region and period that a target asks for.
fn figures(plan: &Plan, indicator: &Indicator, as_of: Day) -> Vec<Owed> {
    let mut owed: Vec<Owed> = Vec::new();
    for (clause, target) in plan.clause_targets() {
        if !uses(plan, &clause.file, target, &indicator.id) {
            continue;
        }
        let granularity = indicator.granularity.unwrap_or(Granularity::Year);
        for region in scope(plan, target) {
            for period in periods(target, &indicator.id, granularity, as_of) {
                let same = owed
                    .iter_mut()
                    .find(|figure| figure.region == region && figure.period == period);
                let id = target.id.get_ref();
                match same {
                    Some(figure) if figure.targets.contains(id.as_str()) => {}
                    Some(figure) => figure.targets = format!("{} {id}", figure.targets),
                    None => owed.push(Owed {
                        indicator: indicator.id.clone(),
                        zh: indicator.zh.clone(),
                        en: indicator.en.clone(),
                        unit: indicator.unit.clone(),
                        granularity,
                        region_zh: region_zh(&region),
                        region: region.clone(),
                        period,
                        clause: clause.clause.get_ref().clone(),
                        targets: id.clone(),
                        quote: target.quote.get_ref().clone(),
                        evidence_zh: indicator.evidence_zh.clone().unwrap_or_default(),
                    }),
                }
            }
        }
    }
    owed
}

/// Whether a target is measured by an indicator, or takes its limit from it.
fn uses(plan: &Plan, file: &str, target: &Target, id: &str) -> bool {
    let limit = target
        .value
        .as_ref()
        .and_then(|value| plan::value::limit(plan, file, value).ok());
    target.indicator.get_ref() == id
        || matches!(limit, Some(plan::value::Limit::Reported(named)) if named == id)
}

/// The periods a target needs: its own, and the years from its base on.
fn periods(target: &Target, indicator: &str, granularity: Granularity, as_of: Day) -> Vec<String> {
    let own = plan::facts::period(target, as_of);
    let base = plan::facts::base(target)
        .filter(|_| target.indicator.get_ref() == indicator)
        .map(|base| base.start().date().year());
    let year = as_of.date().year();
    match granularity {
        Granularity::Year => {
            let last = own.map_or(year, |period| period.start().date().year());
            let first = base.unwrap_or(last).min(last);
            let direction = matches!(
                target.operator.get_ref(),
                plan::model::Operator::Up | plan::model::Operator::Down
            );
            let last = if direction { last.max(year) } else { last };
            if direction {
                (first..=last).map(|year| year.to_string()).collect()
            } else {
                let mut years = vec![first.to_string(), last.to_string()];
                years.dedup();
                years
            }
        }
        Granularity::Month => match own {
            Some(Period::Month(month)) => vec![month.to_string()],
            _ => (1..=12)
                .map(|month| Month { year, month }.to_string())
                .collect(),
        },
        Granularity::State => {
            let day = match *target.deadline.get_ref() {
                plan::model::Deadline::On(day) => day.max(as_of.min(day)),
                _ => as_of,
            };
            vec![day.to_string()]
        }
        Granularity::Event => vec![own.unwrap_or(Period::Year(year)).to_string()],
    }
}

//! `plan compare`: which findings a what-if changes, and why.

use clap::Args;
use plan::compare::{Base, Changed, ChangedRule, compare};
use plan::finding::Finding;
use plan::whatif::{FactChange, PlanChange, WhatIf};
use toml::Spanned;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

use super::evaluate::outcomes;
use super::question::{FactOptions, Question, limit, place, region, source, status, value};

/// Options of `plan compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 方案文件夹 whatif/ 中的情景 / a what-if of the plan's folder
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// 改目标值、规则参数或用语：A122=40、B037.limit=65、around=10 / other numbers of the plan
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    /// Other figures.
    #[arg(
        help = "改指标值：pm25_annual_mean@临汾*0.9、@临汾=40，不写地区即全部 / other figures",
        long,
        value_name = "INDICATOR[@REGION](*|+|=)NUMBER"
    )]
    pub fact: Vec<String>,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
}

/// Runs the command.
pub async fn run(context: &Context, args: CompareArgs) -> Result<Report, Failure> {
    let question = Question::new(context, &args.plan, &args.facts, true).await?;
    let whatif = whatif(&question.plan, &args)?;
    let progress = context.progress("progress-plan");
    let (derived, evaluation) = question.evaluate().await?;
    let base = Base {
        facts: &question.facts,
        derived: &derived,
        evaluation: &evaluation,
    };
    let compared = compare(&question.plan, &base, &question.request, &whatif).await?;
    drop(progress);
    let columns = [
        "article",
        "target",
        "name",
        "before",
        "value_before",
        "limit_before",
        "after",
        "value_after",
        "limit_after",
        "source_kind",
        "unit",
    ];
    let title = if whatif.zh.is_empty() {
        context.say("plan-compare-title", &[])
    } else {
        context.pick(&whatif.zh, &whatif.en).to_owned()
    };
    let mut report = Report::new(title, Column::all(&columns));
    for changed in &compared.findings {
        report.rows.push(row(context, &question, changed));
    }
    if !compared.rules.is_empty() {
        report.sections.push(rules(context, &compared.rules));
    }
    report.notes.clone_from(&question.notes);
    report.notes.push(context.say(
        "note-plan-compared",
        &[
            ("changed", &compared.findings.len()),
            ("rules", &compared.rules.len()),
            ("same", &compared.same),
        ],
    ));
    Ok(report)
}

fn row(context: &Context, question: &Question, changed: &Changed) -> Vec<Cell> {
    let plan = &question.plan;
    let either = changed.before.as_ref().or(changed.after.as_ref());
    let target = either.and_then(|finding| plan.target(&finding.article));
    let side = |finding: Option<&Finding>| match finding {
        Some(finding) => [
            Cell::text(status(context, finding.status)),
            value(context, finding),
            Cell::text(limit(context, plan, finding)),
        ],
        None => [Cell::Missing, Cell::Missing, Cell::Missing],
    };
    let mut cells = vec![
        Cell::maybe(either.map(|finding| finding.article.clone())),
        Cell::maybe(target.map(|(_, target)| context.pick(&target.zh, &target.en))),
        Cell::maybe(either.map(|finding| place(context, &finding.region))),
    ];
    cells.extend(side(changed.before.as_ref()));
    cells.extend(side(changed.after.as_ref()));
    let shown = changed.after.as_ref().or(changed.before.as_ref());
    cells.push(Cell::maybe(shown.map(|finding| source(context, finding))));
    cells.push(Cell::maybe(either.map(|finding| finding.unit.clone())));
    cells
}

fn rules(context: &Context, changed: &[ChangedRule]) -> Report {
    let mut report = Report::new(
        context.say("plan-rules-title", &[]),
        Column::all(&["article", "before", "after"]),
    );
    for rule in changed {
        report.rows.push(vec![
            Cell::text(&rule.before.article),
            Cell::text(outcomes(context, &rule.before)),
            Cell::text(outcomes(context, &rule.after)),
        ]);
    }
    report
}

/// The what-if asked for: one of the folder, or one made of the options.
fn whatif(plan: &plan::Plan, args: &CompareArgs) -> Result<WhatIf, Failure> {
    let mut whatif = match &args.scenario {
        Some(id) => {
            let found = plan.whatifs.iter().find(|whatif| whatif.id == *id);
            let known: Vec<&str> = plan.whatifs.iter().map(|w| w.id.as_str()).collect();
            found.cloned().ok_or_else(|| {
                Failure::new(Kind::User, "failure-plan-whatif")
                    .with("id", id)
                    .with("known", known.join(", "))
            })?
        }
        None => WhatIf::default(),
    };
    for text in &args.set {
        whatif.plan.push(plan_change(plan, text)?);
    }
    for text in &args.fact {
        whatif.facts.push(fact_change(plan, text)?);
    }
    if whatif.plan.is_empty() && whatif.facts.is_empty() {
        return Err(Failure::new(Kind::User, "failure-plan-nothing"));
    }
    Ok(whatif)
}

fn number(text: &str) -> Option<toml::Value> {
    let text = text.trim();
    plan::number::decimal(text)?;
    text.parse::<i64>()
        .map(toml::Value::Integer)
        .ok()
        .or_else(|| text.parse().map(toml::Value::Float).ok())
}

fn plan_change(plan: &plan::Plan, text: &str) -> Result<PlanChange, Failure> {
    let bad = || Failure::new(Kind::User, "failure-plan-set").with("text", text);
    let (name, value) = text.split_once('=').ok_or_else(bad)?;
    let value = number(value).ok_or_else(bad)?;
    let spanned = |id: &str| Some(Spanned::new(0..0, id.to_owned()));
    let mut change = PlanChange {
        target: None,
        rule: None,
        parameter: None,
        term: None,
        value,
    };
    match name.split_once('.') {
        Some((rule, parameter)) => {
            let (_, found) = plan.rule(rule).ok_or_else(bad)?;
            if !found.parameters.contains_key(parameter) {
                return Err(bad());
            }
            change.rule = spanned(rule);
            change.parameter = Some(parameter.to_owned());
        }
        None if plan.target(name).is_some() => change.target = spanned(name),
        None if plan.term(name).is_some() => change.term = spanned(name),
        None => return Err(bad()),
    }
    Ok(change)
}

fn fact_change(plan: &plan::Plan, text: &str) -> Result<FactChange, Failure> {
    let bad = || Failure::new(Kind::User, "failure-plan-fact").with("text", text);
    let place = text.find(['*', '+', '=']).ok_or_else(bad)?;
    let (name, rest) = text.split_at(place);
    let value = number(&rest[1..]).ok_or_else(bad)?;
    let (indicator, where_) = name
        .split_once('@')
        .map_or((name, None), |(id, region)| (id, Some(region)));
    if !plan::compare::supports(plan, indicator) {
        return Err(Failure::new(Kind::User, "failure-plan-supposed").with("indicator", indicator));
    }
    let given = |mark: char| rest.starts_with(mark).then(|| value.clone());
    Ok(FactChange {
        indicator: Some(Spanned::new(0..0, indicator.to_owned())),
        region: where_.map(region).transpose()?,
        factor: given('*'),
        add: given('+'),
        value: given('='),
        entity: None,
        when: None,
        set: std::collections::BTreeMap::new(),
    })
}

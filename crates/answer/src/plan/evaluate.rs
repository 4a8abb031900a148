//! `plan evaluate`: every target over each region in its scope, and every rule over its register.

use std::collections::BTreeMap;

use clap::Args;
use lake::Appended;
use plan::Plan;
use plan::finding::{Evaluation, Finding, RuleFinding, Status};
use plan::judge::Judgement;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

use super::question::{
    FactOptions, Question, limit, number, place, reasons, region, source, status, value,
};

/// Options of `plan evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
    /// 只显示这些条款 / only these clauses
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Vec<String>,
    /// 只显示这些目标或规则 / only these targets or rules
    #[arg(long, value_name = "ID")]
    pub article: Vec<String>,
    /// 只显示该地区 / only this region
    #[arg(long)]
    pub region: Option<String>,
    /// 只显示这些状态：met、missed、undetermined… / only these states
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    /// 不写入数据湖 / do not keep the findings in the lake
    #[arg(long)]
    pub no_save: bool,
}

/// Runs the command.
pub async fn run(context: &Context, args: EvaluateArgs) -> Result<Report, Failure> {
    let question = Question::new(context, &args.plan, &args.facts, true).await?;
    let plan = &question.plan;
    known(plan, &args)?;
    let (_, evaluation) = question.evaluate().await?;
    let code = args.region.as_deref().map(region).transpose()?;
    let shown = |clause: &str, article: &str, status: Option<Status>| {
        (args.clause.is_empty() || args.clause.iter().any(|c| c == clause))
            && (args.article.is_empty() || args.article.iter().any(|a| a == article))
            && (args.status.is_empty()
                || status.is_some_and(|s| args.status.iter().any(|wanted| wanted == s.id())))
    };
    let findings: Vec<&Finding> = evaluation
        .findings
        .iter()
        .filter(|f| shown(&f.clause, &f.article, Some(f.status)))
        .filter(|f| code.as_ref().is_none_or(|code| *code == f.region))
        .collect();
    let mut report = table(context, plan, &findings);
    report.title = context.say(
        "plan-evaluate-title",
        &[
            ("plan", &context.pick(&plan.header.zh, &plan.header.en)),
            ("day", &question.request.as_of),
        ],
    );
    report.notes.clone_from(&question.notes);
    report.notes.push(counts(context, &evaluation));
    report.notes.push(context.say(
        "note-plan-editions",
        &[
            ("issue", &plan::facts::editions(plan.header.issued.0)),
            ("today", &plan::facts::editions(question.request.as_of)),
        ],
    ));
    report.notes.push(context.say("note-plan-indicative", &[]));
    let rules: Vec<&RuleFinding> = evaluation
        .rules
        .iter()
        .filter(|rule| shown(&rule.clause, &rule.article, rule.status))
        .collect();
    if !rules.is_empty() && code.is_none() {
        report.sections.push(rule_table(context, plan, &rules));
    }
    if !args.no_save {
        report
            .notes
            .push(save(context, &question, &evaluation).await?);
    }
    Ok(report)
}

/// What the filters name has to be there.
fn known(plan: &Plan, args: &EvaluateArgs) -> Result<(), Failure> {
    let states = Status::ALL.map(Status::id);
    if let Some(status) = args.status.iter().find(|s| !states.contains(&s.as_str())) {
        return Err(Failure::new(Kind::User, "failure-plan-status")
            .with("status", status)
            .with("known", states.join(", ")));
    }
    let no_article = |id: &&String| plan.target(id).is_none() && plan.rule(id).is_none();
    let no_clause = |id: &&String| plan.clause(id).is_none();
    let unknown = args
        .article
        .iter()
        .find(no_article)
        .or_else(|| args.clause.iter().find(no_clause));
    unknown.map_or(Ok(()), |article| {
        Err(Failure::new(Kind::User, "failure-plan-article")
            .with("article", article)
            .with("plan", &plan.header.id))
    })
}

async fn save(
    context: &Context,
    question: &Question,
    evaluation: &Evaluation,
) -> Result<String, Failure> {
    let known_at = context.now.as_microsecond();
    let saved = plan::store::findings(&question.lake, &question.plan, evaluation, known_at).await?;
    let key = match saved {
        Appended::Now => "note-plan-saved",
        Appended::Before => "note-plan-saved-before",
    };
    Ok(context.say(key, &[("count", &evaluation.findings.len())]))
}

/// Findings as a table.
pub(super) fn table(context: &Context, plan: &Plan, findings: &[&Finding]) -> Report {
    let columns = [
        "clause",
        "article",
        "target",
        "region",
        "name",
        "status",
        "value",
        "indicative",
        "limit",
        "margin",
        "unit",
        "period",
        "valid",
        "expected",
        "probability",
        "source_kind",
        "reasons",
        "owed_by",
        "today",
    ];
    let mut report = Report::new(String::new(), Column::all(&columns));
    for finding in findings {
        let target = plan.target(&finding.article).map(|(_, target)| target);
        let whole = |number: u64| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let probability = finding.outlook.as_ref().and_then(|o| o.probability);
        let today = finding.today.as_ref().map(|today| {
            format!(
                "{}: {}{}",
                today.edition,
                status(context, today.status),
                today
                    .limit
                    .map(|limit| format!(" ({})", plan::number::written(limit, 3)))
                    .unwrap_or_default()
            )
        });
        report.rows.push(vec![
            Cell::text(&finding.clause),
            Cell::text(&finding.article),
            Cell::maybe(target.map(|target| context.pick(&target.zh, &target.en))),
            Cell::text(&finding.region),
            Cell::text(place(context, &finding.region)),
            Cell::text(match context.format {
                crate::output::Format::Table => status(context, finding.status),
                _ => finding.status.id().to_owned(),
            }),
            value(context, finding),
            number(finding.value.filter(|_| finding.indicative)),
            Cell::text(limit(context, plan, finding)),
            number(finding.margin).judged(!finding.indicative),
            Cell::text(&finding.unit),
            Cell::text(&finding.period),
            finding.coverage.map_or(Cell::Missing, |c| whole(c.0)),
            finding.coverage.map_or(Cell::Missing, |c| whole(c.1)),
            probability.map_or(Cell::Missing, |p| Cell::Decimal(format!("{p:.2}"))),
            Cell::text(source(context, finding)),
            Cell::text(reasons(context, plan, &finding.reasons)),
            Cell::maybe(finding.owed_by.as_deref()),
            Cell::maybe(today),
        ]);
    }
    if context.format == crate::output::Format::Table {
        narrow(&mut report);
    }
    report
}

/// On a screen, columns that say little are left out.
fn narrow(report: &mut Report) {
    const LEFT_OUT: [&str; 6] = [
        "region",
        "indicative",
        "valid",
        "expected",
        "period",
        "clause",
    ];
    let mut kept: Vec<bool> = report
        .columns
        .iter()
        .map(|column| !LEFT_OUT.contains(&column.id.as_ref()))
        .collect();
    for (place, column) in report.columns.iter().enumerate() {
        let optional = matches!(column.id.as_ref(), "probability" | "today");
        let empty = report.rows.iter().all(|row| row[place] == Cell::Missing);
        kept[place] &= !(optional && empty);
    }
    let mut place = 0;
    report.columns.retain(|_| {
        place += 1;
        kept[place - 1]
    });
    for row in &mut report.rows {
        let mut place = 0;
        row.retain(|_| {
            place += 1;
            kept[place - 1]
        });
    }
}

fn counts(context: &Context, evaluation: &Evaluation) -> String {
    let mut by_status: BTreeMap<Status, usize> = BTreeMap::new();
    for finding in &evaluation.findings {
        *by_status.entry(finding.status).or_default() += 1;
    }
    let parts: Vec<String> = Status::ALL
        .into_iter()
        .filter_map(|found| {
            let count = by_status.get(&found)?;
            Some(format!("{} {count}", status(context, found)))
        })
        .collect();
    context.say(
        "note-plan-counts",
        &[
            ("count", &evaluation.findings.len()),
            ("parts", &parts.join(context.pick("，", ", "))),
        ],
    )
}

fn rule_table(context: &Context, plan: &Plan, rules: &[&RuleFinding]) -> Report {
    let mut report = Report::new(
        context.say("plan-rules-title", &[]),
        Column::all(&[
            "article", "rule", "entity", "status", "outcomes", "source", "reasons", "owed_by",
        ]),
    );
    for rule in rules {
        let named = plan.rule(&rule.article).map(|(_, rule)| rule);
        report.rows.push(vec![
            Cell::text(&rule.article),
            Cell::maybe(named.map(|rule| context.pick(&rule.zh, &rule.en))),
            Cell::text(&rule.entity),
            Cell::maybe(rule.status.map(|found| status(context, found))),
            Cell::text(outcomes(context, rule)),
            Cell::text(register(context, rule)),
            Cell::text(reasons(context, plan, &rule.reasons)),
            Cell::maybe(owing(context, plan, rule)),
        ]);
    }
    report
}

/// The register a rule read, marked when it is simulated.
pub(super) fn register(context: &Context, rule: &RuleFinding) -> String {
    if rule.simulated {
        let mark = context.say("source-simulated", &[]);
        return format!("{} ({mark})", rule.register);
    }
    rule.register.clone()
}

/// The first body of the clause of a rule that cannot be judged.
fn owing<'a>(context: &Context, plan: &'a Plan, rule: &RuleFinding) -> Option<&'a str> {
    let open = rule.status == Some(Status::Undetermined) || !rule.reasons.is_empty();
    let clause = plan.clause(&rule.clause).filter(|_| open)?;
    let body = plan.bodies_of(clause).into_iter().next()?;
    Some(context.pick(&body.zh, &body.en))
}

/// How many rows came out how.
pub(super) fn outcomes(context: &Context, rule: &RuleFinding) -> String {
    let judgement = rule.judgement.as_ref();
    let parts: Vec<String> = judgement
        .map(Judgement::counts)
        .into_iter()
        .flatten()
        .map(|(outcome, count)| {
            let word = context.say(&format!("outcome-{}", outcome.id()), &[]);
            format!("{word} {count}")
        })
        .collect();
    parts.join(context.pick("，", ", "))
}

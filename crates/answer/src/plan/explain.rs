//! `plan explain`: a finding opened into clause, target, indicator, statement, tables and raw rows.

mod rows;
mod mermaid;

use clap::Args;
use plan::Plan;
use plan::facts::Derived;
use plan::finding::{Evaluation, Finding, RuleFinding, Trace};
use plan::judge::Outcome;
use plan::model::{Clause, Target};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Node, Report, print};

use super::evaluate::{outcomes, register};
use super::question::{
    FactOptions, Question, limit, number, place, reasons, region, source, status, value,
};
use super::show::{bodies, deadline};

/// Options of `plan explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 目标或规则编号 / a target or rule
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// 地区（目标有多个地区时）/ the region, when the target has several
    #[arg(long)]
    pub region: Option<String>,
    /// 显示多少条原始记录 / how many raw rows to show
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub rows: usize,
    /// 输出 Mermaid 图 / a Mermaid graph in place of a tree
    #[arg(long)]
    pub mermaid: bool,
    /// Which facts answer.
    #[command(flatten)]
    pub facts: FactOptions,
}

/// Runs the command.
pub async fn run(context: &Context, args: &ExplainArgs) -> Result<Option<Report>, Failure> {
    let question = Question::new(context, &args.plan, &args.facts, true).await?;
    let (derived, evaluation) = question.evaluate().await?;
    let code = args.region.as_deref().map(region).transpose()?;
    let asked = Asked {
        article: &args.article,
        region: code.as_deref(),
        rows: args.rows,
    };
    let report = opened(context, &question, (&derived, &evaluation), asked).await?;
    if args.mermaid {
        print(&mermaid::graph(&report.tree))?;
        return Ok(None);
    }
    Ok(Some(report))
}

/// What to open.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// A target or rule.
    pub article: &'a str,
    /// The region, when one alone is meant.
    pub region: Option<&'a str>,
    /// How many raw rows to show.
    pub rows: usize,
}

/// Opens the findings of an article into what they rest on.
pub async fn opened(
    context: &Context,
    question: &Question,
    (derived, evaluation): (&Derived, &Evaluation),
    asked: Asked<'_>,
) -> Result<Report, Failure> {
    let findings = evaluation
        .findings
        .iter()
        .filter(|finding| finding.article == asked.article)
        .filter(|finding| asked.region.is_none_or(|code| *code == finding.region));
    let mut report = Report::new(
        context.say("plan-explain-title", &[("article", &asked.article)]),
        Vec::new(),
    );
    report.notes.clone_from(&question.notes);
    for finding in findings {
        let raw = rows::of(context, question, derived, finding, asked.rows).await?;
        report.tree.push(tree(context, question, finding, raw));
    }
    let mut rules = evaluation.rules.iter();
    if let Some(rule) = rules.find(|rule| rule.article == asked.article) {
        let opened = rule_tree(context, &question.plan, rule, asked.rows);
        report.tree.push(opened);
    }
    if report.tree.is_empty() {
        return Err(Failure::new(Kind::User, "failure-plan-article")
            .with("article", asked.article)
            .with("plan", &question.plan.header.id));
    }
    Ok(report)
}

fn tree(context: &Context, question: &Question, finding: &Finding, raw: Vec<Node>) -> Node {
    let plan = &question.plan;
    let said = |key: &str| context.say(key, &[]);
    let mut children = Vec::new();
    if let Some((clause, target)) = plan.target(&finding.article) {
        children.push(clause_node(context, plan, clause, target));
        children.push(target_node(context, plan, clause, target, finding));
    }
    children.push(indicator_node(context, plan, &finding.trace, raw));
    children.push(Node::new(
        said("plan-source-kind"),
        Cell::text(source(context, finding)),
    ));
    children.push(Node::new(
        said("plan-editions"),
        Cell::text(format!(
            "{} → {}",
            finding.edition_at_issue, finding.edition_today
        )),
    ));
    if let Some((valid, expected)) = finding.coverage {
        children.push(Node::new(
            said("plan-coverage"),
            Cell::text(format!("{valid}/{expected}")),
        ));
    }
    if !finding.reasons.is_empty() {
        children.push(Node::new(
            said("plan-reasons"),
            Cell::text(reasons(context, plan, &finding.reasons)),
        ));
    }
    children.extend(
        finding
            .owed_by
            .iter()
            .map(|body| Node::new(said("plan-owed-by"), Cell::text(body))),
    );
    let label = format!(
        "{} {} {} ({})",
        finding.article,
        place(context, &finding.region),
        status(context, finding.status),
        finding.unit
    );
    Node::new(label, value(context, finding)).over(children)
}

fn clause_node(context: &Context, plan: &Plan, clause: &Clause, target: &Target) -> Node {
    let number = clause.clause.get_ref();
    let quote = target.quote.get_ref();
    let words = plan.text.clause(number);
    let line = words
        .and_then(|words| plan.text.places(words, quote).into_iter().next())
        .map(|place| plan::text::line_and_column(&plan.text.whole, place.start).0);
    let source = line.map_or_else(
        || "source.txt".to_owned(),
        |line| format!("source.txt:{line}"),
    );
    let label = context.say(
        "plan-clause-title",
        &[
            ("clause", number),
            ("title", &context.pick(&clause.zh, &clause.en)),
        ],
    );
    let quoted = Node::new(context.say("plan-quote", &[]), Cell::text(quote)).source(source);
    let owed = Node::new(
        context.say("plan-bodies", &[]),
        Cell::text(bodies(context, plan, clause)),
    );
    Node::new(label, Cell::Missing).over(vec![quoted, owed])
}

fn target_node(
    context: &Context,
    plan: &Plan,
    clause: &Clause,
    target: &Target,
    finding: &Finding,
) -> Node {
    let line = plan::text::line_and_column(plan.file(&clause.file), target.id.span().start).0;
    let mut children = vec![
        Node::new(
            context.say("plan-limit", &[]),
            Cell::text(format!(
                "{} {}",
                limit(context, plan, finding),
                finding.unit
            )),
        ),
        Node::new(
            context.say("plan-deadline", &[]),
            Cell::text(deadline(context, *target.deadline.get_ref())),
        ),
        Node::new(context.say("plan-margin", &[]), number(finding.margin)),
    ];
    children.extend(finding.trace.used.iter().map(|used| {
        let state = if used.assumed {
            "plan-assumed"
        } else {
            "plan-confirmed"
        };
        Node::new(&used.name, Cell::text(&used.value)).source(format!(
            "{} · {}",
            context.say(state, &[]),
            used.source
        ))
    }));
    let label = format!(
        "{} {}",
        target.id.get_ref(),
        context.pick(&target.zh, &target.en)
    );
    Node::new(label, Cell::Missing)
        .source(format!("{}:{line}", clause.file))
        .over(children)
}

fn indicator_node(context: &Context, plan: &Plan, trace: &Trace, raw: Vec<Node>) -> Node {
    let mut children = Vec::new();
    if !trace.statement.is_empty() {
        children.push(Node::new(
            context.say("plan-statement", &[]),
            Cell::text(trace.statement.replace('\n', " ")),
        ));
    }
    children.extend(raw);
    let indicator = plan.indicator(&trace.indicator);
    let label = indicator.map_or_else(
        || trace.indicator.clone(),
        |indicator| {
            let name = context.pick(&indicator.zh, &indicator.en);
            context.say("plan-indicator-is", &[("name", &name)])
        },
    );
    let node = Node::new(label, Cell::Missing).over(children);
    match indicator {
        Some(indicator) => node.source(&indicator.file),
        None => node,
    }
}

fn rule_tree(context: &Context, plan: &Plan, rule: &RuleFinding, rows: usize) -> Node {
    let mut children = Vec::new();
    if let Some((clause, found)) = plan.rule(&rule.article) {
        let quote = found.quote.get_ref();
        children.push(Node::new(context.say("plan-quote", &[]), Cell::text(quote)));
        children.push(Node::new(
            context.say("plan-when", &[]),
            Cell::text(found.when.get_ref()),
        ));
        children.extend(
            found
                .must
                .iter()
                .map(|must| Node::new(context.say("plan-must", &[]), Cell::text(must.get_ref()))),
        );
        children.push(Node::new(
            context.say("plan-bodies", &[]),
            Cell::text(bodies(context, plan, clause)),
        ));
    }
    if !rule.reasons.is_empty() {
        children.push(Node::new(
            context.say("plan-reasons", &[]),
            Cell::text(reasons(context, plan, &rule.reasons)),
        ));
    }
    let shown = rule.judgement.iter().flat_map(|judgement| {
        let fires = judgement.places(Outcome::fires);
        let open = judgement.places(|outcome| outcome == Outcome::Undetermined);
        fires.chain(open).map(|place| judgement.hit(place))
    });
    children.extend(shown.take(rows).map(|hit| {
        let outcome = context.say(&format!("outcome-{}", hit.outcome.id()), &[]);
        let missing = if hit.missing.is_empty() {
            String::new()
        } else {
            format!(" ({})", hit.missing.join(", "))
        };
        Node::new(hit.key, Cell::text(format!("{outcome}{missing}"))).source(format!(
            "{}:{}",
            register(context, rule),
            hit.row
        ))
    }));
    let label = rule.status.map_or_else(
        || rule.article.clone(),
        |found| format!("{} {}", rule.article, status(context, found)),
    );
    Node::new(label, Cell::text(outcomes(context, rule))).over(children)
}

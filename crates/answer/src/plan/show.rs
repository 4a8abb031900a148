//! `plan show`: the clauses, or one clause, target or rule with its words and who answers for it.

use clap::Args;
use plan::Plan;
use plan::model::{Clause, Deadline, Rule, Target};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Node, Report};

use super::list::count;
use super::question::{open, operator_id};

/// Options of `plan show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 方案编号或文件夹 / id of a plan, or its folder
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// 条款号、目标或规则编号 / a clause, target or rule
    #[arg(value_name = "ARTICLE")]
    pub article: Option<String>,
}

/// Runs the command.
pub async fn run(context: &Context, args: &ShowArgs) -> Result<Report, Failure> {
    let plan = open(context, &args.plan).await?;
    let Some(article) = &args.article else {
        return Ok(overview(context, &plan));
    };
    let unknown = || {
        Failure::new(Kind::User, "failure-plan-article")
            .with("article", article)
            .with("plan", &plan.header.id)
    };
    let number = article.trim_start_matches('第').trim_end_matches('条');
    if let Some(clause) = plan.clause(number) {
        return Ok(one(context, &plan, clause, None));
    }
    let found = plan
        .target(article)
        .map(|(clause, _)| clause)
        .or_else(|| plan.rule(article).map(|(clause, _)| clause))
        .or_else(|| {
            let has = |clause: &&Clause| {
                clause
                    .duties
                    .iter()
                    .any(|duty| duty.id.get_ref() == article)
            };
            plan.clauses.iter().find(has)
        });
    let clause = found.ok_or_else(unknown)?;
    Ok(one(context, &plan, clause, Some(article)))
}

fn overview(context: &Context, plan: &Plan) -> Report {
    let mut report = Report::new(
        context.pick(&plan.header.zh, &plan.header.en).to_owned(),
        Column::all(&["clause", "title", "targets", "rules", "duties", "bodies"]),
    );
    for clause in &plan.clauses {
        report.rows.push(vec![
            Cell::text(clause.clause.get_ref()),
            Cell::text(context.pick(&clause.zh, &clause.en)),
            count(clause.targets.len()),
            count(clause.rules.len()),
            count(clause.duties.len()),
            Cell::text(bodies(context, plan, clause)),
        ]);
    }
    if plan.header.governments {
        report.notes.push(context.say("note-plan-governments", &[]));
    }
    report
}

pub(super) fn bodies(context: &Context, plan: &Plan, clause: &Clause) -> String {
    let names: Vec<&str> = plan
        .bodies_of(clause)
        .into_iter()
        .map(|body| context.pick(&body.zh, &body.en))
        .collect();
    names.join(context.pick("、", ", "))
}

fn one(context: &Context, plan: &Plan, clause: &Clause, only: Option<&String>) -> Report {
    let number = clause.clause.get_ref();
    let title = context.say(
        "plan-clause-title",
        &[
            ("clause", number),
            ("title", &context.pick(&clause.zh, &clause.en)),
        ],
    );
    let mut report = Report::new(title, Vec::new());
    let wanted = |id: &str| only.is_none_or(|only| only == id);
    if only.is_none() {
        let words = plan.text.clause(number).map(|words| plan.text.words(words));
        report
            .tree
            .push(Node::new(context.say("plan-text", &[]), Cell::maybe(words)));
    }
    report.tree.push(Node::new(
        context.say("plan-bodies", &[]),
        Cell::text(bodies(context, plan, clause)),
    ));
    for target in clause
        .targets
        .iter()
        .filter(|target| wanted(target.id.get_ref()))
    {
        report.tree.push(target_node(context, plan, target));
    }
    for rule in clause.rules.iter().filter(|rule| wanted(rule.id.get_ref())) {
        report.tree.push(rule_node(context, plan, rule));
    }
    for duty in clause
        .duties
        .iter()
        .filter(|duty| wanted(duty.id.get_ref()))
    {
        let label = format!("{} {}", duty.id.get_ref(), context.pick(&duty.zh, &duty.en));
        let quote = quoted(context, duty.quote.get_ref());
        report
            .tree
            .push(Node::new(label, Cell::Missing).over(vec![quote]));
    }
    report
}

fn quoted(context: &Context, quote: &str) -> Node {
    Node::new(context.say("plan-quote", &[]), Cell::text(quote))
}

/// A target's fields as a tree.
fn target_node(context: &Context, plan: &Plan, target: &Target) -> Node {
    let field = |key: &str, value: String| Node::new(context.say(key, &[]), Cell::text(value));
    let value = target
        .value
        .as_ref()
        .map(|value| value.get_ref().to_string());
    let indicator = plan.indicator(target.indicator.get_ref());
    let mut children = vec![
        quoted(context, target.quote.get_ref()),
        field(
            "plan-operator",
            format!(
                "{} {} {}",
                context.say(
                    &format!("operator-{}", operator_id(*target.operator.get_ref())),
                    &[]
                ),
                value.unwrap_or_default(),
                target.unit.get_ref()
            ),
        ),
        field(
            "plan-deadline",
            deadline(context, *target.deadline.get_ref()),
        ),
        field(
            "plan-scope",
            target
                .scope
                .iter()
                .map(|part| part.get_ref().as_str())
                .collect::<Vec<_>>()
                .join(" "),
        ),
    ];
    if let Some(indicator) = indicator {
        let node = field(
            "plan-indicator",
            format!(
                "{} {}",
                indicator.id,
                context.pick(&indicator.zh, &indicator.en)
            ),
        );
        children.push(node.source(indicator.file.clone()));
    }
    children.extend(terms(context, plan, &target.terms));
    children.extend(
        target
            .note
            .iter()
            .map(|note| field("plan-note", note.clone())),
    );
    let label = format!(
        "{} {}",
        target.id.get_ref(),
        context.pick(&target.zh, &target.en)
    );
    Node::new(label, Cell::Missing).over(children)
}

fn rule_node(context: &Context, plan: &Plan, rule: &Rule) -> Node {
    let field = |key: &str, value: String| Node::new(context.say(key, &[]), Cell::text(value));
    let entity = plan.entity(rule.entity.get_ref());
    let entity = entity.map_or("", |entity| context.pick(&entity.zh, &entity.en));
    let mut children = vec![
        quoted(context, rule.quote.get_ref()),
        field("plan-entity", format!("{} {entity}", rule.entity.get_ref())),
        field("plan-when", rule.when.get_ref().clone()),
    ];
    children.extend(
        rule.must
            .iter()
            .map(|must| field("plan-must", must.get_ref().clone())),
    );
    for (name, parameter) in &rule.parameters {
        let parameter = parameter.get_ref();
        let value = parameter
            .value
            .as_ref()
            .map(|value| value.get_ref().to_string());
        let term = parameter.term.as_ref().map(|term| term.get_ref().clone());
        let unit = parameter.unit.clone().unwrap_or_default();
        let text = format!("${name} = {} {unit}", value.or(term).unwrap_or_default());
        children.push(field("plan-parameter", text));
    }
    for exception in &rule.exceptions {
        let text = context.pick(&exception.zh, &exception.en);
        children.push(field(
            "plan-exception",
            format!("{} ({text})", exception.when.get_ref()),
        ));
    }
    children.extend(terms(context, plan, &rule.terms));
    let label = format!("{} {}", rule.id.get_ref(), context.pick(&rule.zh, &rule.en));
    Node::new(label, Cell::Missing).over(children)
}

fn terms(context: &Context, plan: &Plan, ids: &[toml::Spanned<String>]) -> Vec<Node> {
    let named = ids.iter().filter_map(|id| plan.term(id.get_ref()));
    named
        .map(|term| {
            let reading = context.pick(&term.reading_zh, &term.reading_en);
            let label = context.say("plan-term", &[("word", &context.pick(&term.zh, &term.en))]);
            let state = match term.state {
                plan::model::State::Assumed => context.say("plan-assumed", &[]),
                plan::model::State::Confirmed => context.say("plan-confirmed", &[]),
            };
            Node::new(label, Cell::text(reading)).source(format!("{state}，{}", term.source))
        })
        .collect()
}

/// A deadline in words.
pub(super) fn deadline(context: &Context, deadline: Deadline) -> String {
    match deadline {
        Deadline::On(day) => day.to_string(),
        Deadline::Continuous => context.say("plan-continuous", &[]),
        Deadline::Unstated => context.say("plan-unstated", &[]),
    }
}

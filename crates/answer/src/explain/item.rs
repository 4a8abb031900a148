//! The evaluation of one item: its statistics, the rule of validity, its days.

use standards::evaluation::Evaluation;
use standards::validity::{self, Rules};
use units::{Month, Period, Pollutant};

use super::{Trace, day};
use crate::failure::Failure;
use crate::figures;
use crate::output::{Cell, Node};
use crate::period::{law_day, official};
use crate::rows::plain;
use crate::stats;

/// Mean and percentile, what makes them valid, and the days they rest on.
pub(super) async fn evaluation(trace: &Trace<'_>, pollutant: Pollutant) -> Result<Node, Failure> {
    let rules = validity::rules_on(law_day(trace.request))?;
    let place = pollutant.index().unwrap_or_default();
    let evaluation = &official(trace.record).0[place];
    let value = |value| figures::reported(rules, pollutant, value).judged(evaluation.valid);
    let percentile = &rules.items[place].percentile;
    let rank = evaluation.percentile_rank;
    let mut children = vec![
        Node::new(trace.say("column-mean"), value(evaluation.mean)).unit(pollutant.unit()),
        Node::new(
            trace.context.say("percentile-of", &[("rank", &rank)]),
            value(evaluation.percentile),
        )
        .unit(pollutant.unit())
        .source(figures::cited(trace.context, &percentile.source)),
        rule(trace, rules, evaluation),
    ];
    children.push(days(trace, pollutant).await?);
    let label = format!("{pollutant} · {}", trace.say("evaluation"));
    Ok(Node::new(label, Cell::Missing).over(children))
}

/// The days that are there, the days that are asked for, and where that is written.
fn rule(trace: &Trace<'_>, rules: &Rules, evaluation: &Evaluation) -> Node {
    let coverage = evaluation.coverage;
    let text = trace.context.say(
        "days-of",
        &[("valid", &coverage.valid), ("expected", &coverage.expected)],
    );
    let cited = match trace.request.period {
        Period::Year(_) => &rules.year_days,
        Period::Month(Month { month: 2, .. }) => &rules.february_days,
        _ => &rules.month_days,
    };
    let judged = plain(&stats::validity(trace.context, evaluation.valid));
    let required = trace
        .context
        .say("rule-days", &[("edition", &rules.edition)]);
    let cited_node = Node::new(required, Cell::integer(Some(cited.value)));
    let mut children = vec![cited_node.source(figures::cited(trace.context, &cited.source))];
    if evaluation.deducted > 0 {
        let deducted = Cell::Integer(i64::from(evaluation.deducted));
        children.push(Node::new(trace.say("days-deducted"), deducted));
    }
    let lacking = stats::reasons(trace.context, &evaluation.reasons);
    if lacking != Cell::Missing {
        children.push(Node::new(trace.say("column-reason"), lacking));
    }
    Node::new(
        trace.say("column-validity"),
        Cell::text(format!("{text}, {judged}")),
    )
    .over(children)
}

async fn days(trace: &Trace<'_>, pollutant: Pollutant) -> Result<Node, Failure> {
    let mut children = Vec::new();
    for day in &trace.record.days {
        children.push(day::value(trace, day, pollutant).await?);
    }
    let basis = trace.say(&format!("basis-{}", trace.record.basis));
    Ok(Node::new(format!("{} · {basis}", trace.say("days")), Cell::Missing).over(children))
}

//! The composite index: its single indices, each a value over a limit.

use standards::composite::{Statistic, Term};
use standards::limits::{Class, limit};
use standards::validity;
use units::Pollutant;

use super::{Trace, item};
use crate::failure::Failure;
use crate::figures;
use crate::output::{Cell, Node};
use crate::period::{law_day, official};

/// The index, over the items asked for.
pub(super) async fn composite(trace: &Trace<'_>, items: &[Pollutant]) -> Result<Node, Failure> {
    let (evaluations, composite) = official(trace.record);
    let valid = evaluations.iter().all(|evaluation| evaluation.valid);
    let method = trace.request.composite;
    let mut children = Vec::new();
    for (place, term) in method.terms.iter().enumerate() {
        if items.contains(&term.pollutant) {
            children.push(single(trace, term, place).await?);
        }
    }
    let value = Cell::rounded(composite.rounded).judged(valid && composite.rounded.is_some());
    let name = trace.context.pick(method.zh, method.en);
    let label = format!("{} · {name}", trace.say("composite-index"));
    Ok(Node::new(label, value)
        .source(figures::cited(trace.context, &method.source))
        .over(children))
}

/// A single index: value over limit.
async fn single(trace: &Trace<'_>, term: &Term, place: usize) -> Result<Node, Failure> {
    let (_, composite) = official(trace.record);
    let on = law_day(trace.request);
    let rules = validity::rules_on(on)?;
    let found = limit(term.pollutant, term.limit, Class::Two, on)?;
    let shown = rules
        .report(term.pollutant, found.value.ug_m3())
        .to_string();
    let averaging = trace.say(&format!("averaging-{}", term.limit.id()));
    let limit_node = Node::new(
        format!("{} {averaging}", trace.say("column-limit")),
        Cell::Decimal(shown),
    )
    .unit(term.pollutant.unit())
    .source(format!(
        "{} {}",
        found.edition,
        figures::cited(trace.context, &found.source)
    ));
    let label = match term.statistic {
        Statistic::Mean => trace.say("single-of-mean"),
        Statistic::Percentile => trace.say("single-of-percentile"),
    };
    let value = Cell::exact(composite.single[place], 4);
    let below = vec![limit_node, item::evaluation(trace, term.pollutant).await?];
    Ok(Node::new(format!("{} {label}", term.pollutant), value).over(below))
}

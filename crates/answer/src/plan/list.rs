//! `plan list`: the plans there are, and how complete they are.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};

use super::question::folder;
use crate::register;

/// Runs the command.
pub async fn run(context: &Context) -> Result<Report, Failure> {
    let mut report = Report::new(
        context.say("plan-list-title", &[]),
        Column::all(&[
            "plan", "title", "issuer", "issued", "clauses", "targets", "rules", "problems",
        ]),
    );
    for id in register::plan_ids() {
        let (plan, checked) = plan::check(&folder(&id)?).await;
        let Some(plan) = plan else { continue };
        let issuer = plan.body(plan.header.issuer.get_ref());
        report.rows.push(vec![
            Cell::text(&id),
            Cell::text(context.pick(&plan.header.zh, &plan.header.en)),
            Cell::maybe(issuer.map(|body| context.pick(&body.zh, &body.en))),
            Cell::text(plan.header.issued.0.to_string()),
            count(checked.counts.clauses),
            count(checked.counts.targets),
            count(checked.counts.rules),
            count(checked.problems.len()),
        ]);
    }
    report.notes.push(context.say("note-plan-list", &[]));
    Ok(report)
}

pub(super) fn count(count: usize) -> Cell {
    Cell::count(count)
}

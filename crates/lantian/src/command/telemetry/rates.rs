//! `telemetry rates`: a quarter of an outlet: effective transmission, and valid hours by factor.

use clap::Args;
use telemetry::outlet::{self, Reviewed};
use units::{Exact, Period};

use super::hours::{facts, name};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::telemetry::mark_simulated;

/// Options of `telemetry rates`.
#[derive(Debug, Args)]
pub(crate) struct RatesArgs {
    /// 排放口编号，或设备 MN / key of an outlet, or MN of a device
    #[arg(value_name = "OUTLET|MN")]
    outlet: String,
    /// 季度，如 2026Q3 / quarter, such as 2026Q3
    #[arg(long, value_name = "QUARTER")]
    period: Period,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &RatesArgs) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let facts = facts(context, &args.outlet, args.period.start()).await?;
    let reviewed = Reviewed::default();
    let span = (args.period, context.today());
    let rates = outlet::quarter(
        &lake,
        &facts,
        &reviewed,
        span,
        context.as_of,
        context.limits,
    )
    .await?;
    let mut report = Report::new(
        context.say(
            "rates-title",
            &[("outlet", &args.outlet), ("period", &args.period)],
        ),
        vec![
            Column::new("factor"),
            Column::new("factor_name"),
            Column::new("hours"),
            Column::new("stopped_hours"),
            Column::new("invalid_hours"),
            Column::of("capture_rate", "%"),
            Column::new("suffices"),
        ],
    );
    let rules = standards::stack::rules_on(args.period.start())?;
    for (factor, capture) in &rates.capture {
        let suffices = capture.suffices(rules);
        report.rows.push(vec![
            Cell::text(factor),
            Cell::text(name(context, factor)),
            Cell::count(capture.hours),
            Cell::count(capture.stopped),
            Cell::count(capture.invalid),
            percent(capture.percent()),
            suffices.map_or(Cell::Undetermined { indicative: None }, |yes| {
                Cell::text(context.say(if yes { "yes" } else { "no" }, &[]))
            }),
        ]);
    }
    let sent = rates.transmission;
    let mut transmission = Report::new(
        context.say("rates-transmission", &[]),
        vec![
            Column::new("expected"),
            Column::new("received"),
            Column::new("valid"),
            Column::of("transmission_rate", "%"),
            Column::of("valid_rate", "%"),
            Column::of("effective_transmission_rate", "%"),
        ],
    );
    transmission.rows.push(vec![
        Cell::count(sent.expected),
        Cell::count(sent.received),
        Cell::count(sent.valid),
        percent(sent.transmission_percent()),
        percent(sent.valid_percent()),
        percent(sent.effective_percent()),
    ]);
    report.sections.push(transmission);
    report.notes.push(context.say("note-rates", &[]));
    let devices = facts.devices.iter().map(String::as_str);
    mark_simulated(context, devices, &mut report).await?;
    Ok(report)
}

fn percent(value: Option<Exact>) -> Cell {
    Cell::exact(value, 2)
}

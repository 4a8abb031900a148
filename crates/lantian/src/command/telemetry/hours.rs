//! `telemetry hours`: a day of an outlet by the rules, hour by hour and factor by factor.

use clap::Args;
use standards::stack::{
    Amount, DayOutcome, FactorDay, FactorHour, Finding, Origin, Quantity, Reason,
};
use telemetry::outlet::{self, Facts, Reviewed};
use units::{Day, Exact};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::register;
use crate::telemetry::mark_simulated;

/// Decimals that concentrations and amounts are shown with.
const DECIMALS: u32 = 3;

/// Options of `telemetry hours`.
#[derive(Debug, Args)]
pub(crate) struct HoursArgs {
    /// 排放口编号，或设备 MN / key of an outlet, or MN of a device
    #[arg(value_name = "OUTLET|MN")]
    outlet: String,
    /// 哪一天 / which day
    #[arg(long, value_name = "DAY")]
    day: Day,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &HoursArgs) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let facts = facts(context, &args.outlet, args.day).await?;
    let reviewed = Reviewed::default();
    let day = args.day;
    let outcome = outlet::day(&lake, &facts, &reviewed, day, context.as_of, context.limits).await?;
    if !outcome.hours.iter().any(|hour| hour.received) {
        return Err(Failure::new(Kind::Data, "failure-hours-none")
            .with("outlet", &args.outlet)
            .with("day", day));
    }
    let mut report = report(context, args, &facts, &outcome);
    let devices = facts.devices.iter().map(String::as_str);
    mark_simulated(context, devices, &mut report).await?;
    Ok(report)
}

/// What the register says of an outlet; a device without an outlet stands for itself.
pub(super) async fn facts(context: &Context, key: &str, day: Day) -> Result<Facts, Failure> {
    let mut facts = Facts::default();
    if let Some(registry) = register::registry_if_there(context).await? {
        facts = outlet::facts(&registry, key, day).await?;
        let own = outlet_of(&registry, key).await?;
        if let (true, Some(own)) = (facts.devices.is_empty(), own) {
            facts = outlet::facts(&registry, &own, day).await?;
        }
    }
    if facts.devices.is_empty() {
        facts.devices.push(key.to_owned());
    }
    Ok(facts)
}

/// The outlet that a device is entered with.
async fn outlet_of(
    registry: &registry::store::Registry,
    device: &str,
) -> Result<Option<String>, Failure> {
    let column = registry
        .catalogue()
        .entity("monitoring_device")
        .and_then(|entity| entity.column("outlet_key"));
    let stored = registry.get("monitoring_device", device).await?;
    let cell = column
        .zip(stored)
        .and_then(|((place, _), stored)| stored.record.cells.get(place).cloned().flatten());
    Ok(cell)
}

fn report(context: &Context, args: &HoursArgs, facts: &Facts, outcome: &DayOutcome) -> Report {
    let mut report = Report::new(
        context.say(
            "hours-title",
            &[("outlet", &args.outlet), ("day", &args.day)],
        ),
        vec![
            Column::new("hour"),
            Column::new("factor"),
            Column::new("factor_name"),
            Column::new("mark"),
            Column::of("dry_concentration", "mg/m³"),
            Column::of("folded", "mg/m³"),
            Column::of("device_folded", "mg/m³"),
            Column::of("flow", "m³/h"),
            Column::of("amount", "kg"),
            Column::new("standing"),
            Column::new("finding"),
            Column::new("reason"),
        ],
    );
    for hour in &outcome.hours {
        for factor in &hour.factors {
            let mut row = vec![Cell::text(hour.hour.to_string())];
            row.extend(factor_cells(context, factor, hour.flow.ok()));
            report.rows.push(row);
        }
    }
    report.sections.push(days(context, outcome));
    report.notes.push(match facts.reference_oxygen {
        Some(percent) => context.say(
            "note-hours-oxygen",
            &[("percent", &units::rounding::gb8170(percent, 1))],
        ),
        None => context.say("note-hours-no-oxygen", &[]),
    });
    if facts.limits.is_empty() {
        report.notes.push(context.say("note-hours-no-limits", &[]));
    }
    report.notes.push(context.say("note-hours-method", &[]));
    report
}

fn factor_cells(context: &Context, factor: &FactorHour, flow: Option<Exact>) -> Vec<Cell> {
    let (amount, standing, why) = amount(&factor.amount);
    let own = |quantity| {
        let found = factor.comparisons.iter().find(|c| c.quantity == quantity);
        Cell::exact(found.map(|c| c.device), DECIMALS)
    };
    let folded_by = match factor.folded_by {
        Origin::Ours => "",
        Origin::Device => "*",
    };
    let folded = match Cell::exact(factor.folded.ok(), DECIMALS) {
        Cell::Decimal(number) if !folded_by.is_empty() => {
            Cell::text(format!("{number}{folded_by}"))
        }
        cell => cell,
    };
    let mut reasons: Vec<String> = [factor.concentration.err(), why]
        .into_iter()
        .flatten()
        .map(|reason| reason_name(context, reason))
        .collect();
    reasons.dedup();
    vec![
        Cell::text(&factor.factor),
        Cell::text(name(context, &factor.factor)),
        Cell::maybe(factor.mark.map(String::from)),
        Cell::exact(factor.concentration.ok(), DECIMALS),
        folded,
        own(Quantity::Folded),
        Cell::exact(flow, 0),
        Cell::exact(amount, DECIMALS),
        Cell::text(context.say(standing, &[])),
        Cell::text(finding(context, factor)),
        Cell::maybe((!reasons.is_empty()).then(|| reasons.join("; "))),
    ]
}

fn amount(amount: &Amount) -> (Option<Exact>, &'static str, Option<Reason>) {
    match amount {
        Amount::Measured(kg) => (Some(*kg), "hours-measured", None),
        Amount::Stopped => (None, "hours-stopped", None),
        Amount::Substituted(filled) => (Some(filled.amount), "hours-substituted", None),
        Amount::Undetermined {
            reason, not_filled, ..
        } => (None, "hours-undetermined", not_filled.or(Some(*reason))),
    }
}

/// The worst of what is found against the limits.
fn finding(context: &Context, factor: &FactorHour) -> String {
    let findings = factor.findings.iter().map(|found| found.finding);
    let rank = |finding: &Finding| match finding {
        Finding::Exceeds { .. } => 3,
        Finding::Undetermined { .. } => 2,
        Finding::NoBasis { .. } => 1,
        Finding::Within => 0,
    };
    match findings.max_by_key(rank) {
        None => context.say("hours-no-limit", &[]),
        Some(Finding::Within) => context.say("hours-within", &[]),
        Some(Finding::Exceeds { ratio }) => {
            let ratio = units::rounding::gb8170(ratio, 3);
            context.say("hours-exceeds", &[("ratio", &ratio)])
        }
        Some(Finding::NoBasis { reason }) => context.say(
            "hours-no-basis",
            &[("reason", &reason_name(context, reason))],
        ),
        Some(Finding::Undetermined { reason }) => context.say(
            "hours-unknown",
            &[("reason", &reason_name(context, reason))],
        ),
    }
}

fn days(context: &Context, outcome: &DayOutcome) -> Report {
    let mut report = Report::new(
        context.say("hours-day", &[("day", &outcome.day)]),
        vec![
            Column::new("factor"),
            Column::new("factor_name"),
            Column::of("dry_concentration", "mg/m³"),
            Column::of("folded", "mg/m³"),
            Column::new("valid_hours"),
            Column::of("measured_amount", "kg"),
            Column::new("measured_hours"),
            Column::of("substituted_amount", "kg"),
            Column::new("substituted_hours"),
            Column::new("stopped_hours"),
            Column::new("undetermined_hours"),
            Column::of("amount", "kg"),
        ],
    );
    report
        .rows
        .extend(outcome.factors.iter().map(|day| day_cells(context, day)));
    report
}

fn day_cells(context: &Context, day: &FactorDay) -> Vec<Cell> {
    let valued = |value: &Result<Exact, Reason>| Cell::exact(value.ok(), DECIMALS);
    vec![
        Cell::text(&day.factor),
        Cell::text(name(context, &day.factor)),
        valued(&day.concentration.value),
        valued(&day.folded.value),
        Cell::count(day.concentration.coverage.valid),
        valued(&day.measured),
        Cell::count(day.measured_hours),
        valued(&day.substituted),
        Cell::count(day.substituted_hours),
        Cell::count(day.stopped_hours),
        Cell::count(day.undetermined_hours),
        match day.amount {
            Ok(kg) => Cell::exact(Some(kg), DECIMALS),
            Err(_) => Cell::Undetermined { indicative: None },
        },
    ]
}

/// The name of a factor in the reader's language.
pub(super) fn name<'a>(context: &Context, code: &'a str) -> &'a str {
    wire::hj212::factors::find(code).map_or(code, |factor| context.pick(factor.zh, factor.en))
}

fn reason_name(context: &Context, reason: Reason) -> String {
    let name = reason.name();
    name.map_or(reason.id(), |name| context.pick(name.zh, name.en))
        .to_owned()
}

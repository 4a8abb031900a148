//! `regions`: what a name resolves to, and who is in a zone.

use clap::Subcommand;
use regions::{Region, RegionCode, State, by_code, resolve, zone, zones};
use units::Day;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};

/// What to show.
#[derive(Debug, Subcommand)]
pub(crate) enum RegionsCommand {
    /// 名称或代码对应的行政区 / the region that a name or code stands for
    Resolve {
        /// 名称或代码 / name or code
        text: String,
    },
    /// 列出区域与排名城市名单 / list the zones and ranking sets
    Zones,
    /// 列出某区域的成员 / list the members of a zone
    Zone {
        /// 区域 / zone
        id: String,
        /// 日期（默认今天）/ day, today unless given
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
    },
}

/// Runs the command.
pub(crate) fn run(context: &Context, command: &RegionsCommand) -> Result<Report, Failure> {
    match command {
        RegionsCommand::Resolve { text } => {
            let mut report = Report::new(
                context.say("region-title", &[("text", text)]),
                region_columns(),
            );
            report.rows.push(row(context, resolve(text)?));
            Ok(report)
        }
        RegionsCommand::Zones => Ok(list(context)),
        RegionsCommand::Zone { id, on } => members(context, id, on.as_deref()),
    }
}

fn region_columns() -> Vec<Column> {
    Column::all(&[
        "code",
        "name_zh",
        "name_en",
        "level",
        "inside",
        "until",
        "successor",
        "source",
    ])
}

fn row(context: &Context, region: &'static Region) -> Vec<Cell> {
    let level = format!("{:?}", region.level).to_lowercase();
    vec![
        Cell::text(region.code.to_string()),
        Cell::text(region.zh),
        Cell::text(region.en),
        Cell::text(context.say(&format!("region-level-{level}"), &[])),
        Cell::maybe(
            region
                .parent()
                .map(|above| context.pick(above.zh, above.en)),
        ),
        Cell::maybe(region.until.map(|day| day.to_string())),
        Cell::maybe(region.successor.map(|code| code.to_string())),
        Cell::text(source(context, region.source, region.state)),
    ]
}

/// A citation, marked where a person must still confirm it.
fn source(context: &Context, source: &regions::Source, state: State) -> String {
    let sure = match state {
        State::Confirmed => String::new(),
        State::Assumed => context.say("confidence-assumed", &[]),
    };
    format!("{} {}{sure}", source.document, source.clause)
}

fn list(context: &Context) -> Report {
    let columns = Column::all(&["zone", "name", "members", "since", "until", "source"]);
    let mut report = Report::new(context.say("zones-title", &[]), columns);
    for zone in zones() {
        let today = context.today().date();
        // A zone that has ended is counted as it began.
        let count = zone
            .members(today)
            .or_else(|_| zone.members(zone.since))
            .ok()
            .map(Iterator::count);
        report.rows.push(vec![
            Cell::text(zone.id),
            Cell::text(context.pick(zone.zh, zone.en)),
            Cell::integer(count.and_then(|n| i64::try_from(n).ok())),
            Cell::text(zone.since.to_string()),
            Cell::maybe(zone.until.map(|day| day.to_string())),
            Cell::text(source(context, zone.source, zone.state)),
        ]);
    }
    report
}

fn members(context: &Context, id: &str, on: Option<&str>) -> Result<Report, Failure> {
    let day = on
        .map(str::parse::<Day>)
        .transpose()?
        .unwrap_or_else(|| context.today());
    let zone = zone(id)?;
    let title = context.say(
        "zone-title",
        &[("name", &context.pick(zone.zh, zone.en)), ("day", &day)],
    );
    let mut report = Report::new(title, region_columns());
    let found = zone
        .members(day.date())?
        .filter_map(|code: RegionCode| by_code(code));
    report.rows = found.map(|region| row(context, region)).collect();
    report.notes.push(source(context, zone.source, zone.state));
    report.notes.extend(zone.note.map(str::to_owned));
    Ok(report)
}

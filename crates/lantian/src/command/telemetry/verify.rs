//! `telemetry verify`: proves that the archive of raw frames is what was received.

use clap::Args;
use gateway::archive::{Break, Head, Report as Verified};
use lake::{Lake, QueryLimits};
use units::Day;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report, from_batches};
use crate::rows::{plain, quoted};
use crate::surroundings::Surroundings;
use crate::telemetry as places;

/// Options of `telemetry verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// 哪一天（默认全部）/ which day [default: all]
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    /// 哪台设备（默认全部）/ which device [default: all]
    #[arg(long, value_name = "MN|VIN")]
    device: Option<String>,
}

/// Runs the command.
pub(super) async fn run(context: &Surroundings, args: &VerifyArgs) -> Result<Report, Failure> {
    let archive = places::archive(context)?;
    let lake = context.has_lake().then(|| context.lake()).transpose()?;
    let days = match args.day {
        Some(day) => vec![day],
        None => archive.days()?,
    };
    let mut report = Report::new(
        context.say("verify-chain-title", &[]),
        Column::all(&[
            "day", "device", "records", "first", "last", "head", "verdict",
        ]),
    );
    let mut breaks = Report::new(
        context.say("verify-chain-breaks", &[]),
        Column::all(&["day", "device", "sequence", "what"]),
    );
    let mut recorded = 0;
    for day in days {
        let heads = heads(context, lake.as_ref(), day).await?;
        recorded += heads.len();
        let device = args.device.as_deref();
        let verified = archive.verify(day, device, &heads)?;
        rows(context, &verified, &mut report, &mut breaks);
    }
    report
        .notes
        .push(context.say("note-verify-heads", &[("count", &recorded)]));
    if breaks.rows.is_empty() {
        report.notes.push(context.say("note-verify-holds", &[]));
    } else {
        report.verdict = Some(Kind::Data);
        report.sections.push(breaks);
    }
    Ok(report)
}

fn rows(context: &Context, verified: &Verified, report: &mut Report, breaks: &mut Report) {
    let day = verified.day.to_string();
    for chain in &verified.chains {
        let is_broken = |found: &&Break| found.device.as_deref() == Some(&chain.device);
        let verdict = match verified.breaks.iter().find(is_broken) {
            Some(_) => context.say("verify-broken", &[]),
            None => context.say("verify-holds", &[]),
        };
        report.rows.push(vec![
            Cell::text(&day),
            Cell::text(&chain.device),
            Cell::count(chain.records),
            Cell::count(chain.first),
            Cell::count(chain.last),
            Cell::text(&chain.head),
            Cell::text(verdict),
        ]);
    }
    for found in &verified.breaks {
        let key = format!("verify-{}", found.what.id());
        breaks.rows.push(vec![
            Cell::text(&day),
            Cell::maybe(found.device.as_deref()),
            found.sequence.map_or(Cell::Missing, Cell::count),
            Cell::text(context.say(&key, &[])),
        ]);
    }
    if verified.unfinished_bytes > 0 {
        let bytes = verified.unfinished_bytes;
        report
            .notes
            .push(context.say("note-verify-unfinished", &[("bytes", &bytes)]));
    }
}

/// The heads that the lake recorded of a day: the newest of each device.
async fn heads(context: &Context, lake: Option<&Lake>, day: Day) -> Result<Vec<Head>, Failure> {
    let Some(lake) = lake else {
        return Ok(Vec::new());
    };
    let statement = format!(
        "SELECT device, count, head FROM archive_head WHERE day = DATE '{}' \
         QUALIFY row_number() OVER (PARTITION BY device ORDER BY sequence DESC) = 1 ORDER BY device",
        quoted(&day.to_string())
    );
    let limits: QueryLimits = context.limits;
    let found = from_batches(lake.query(&statement, limits).await?)?;
    let head = |row: Vec<Cell>| {
        let [device, count, head] = <[Cell; 3]>::try_from(row).ok()?;
        Some(Head {
            device: plain(&device),
            count: plain(&count).parse().ok()?,
            head: plain(&head),
        })
    };
    Ok(found.rows.into_iter().filter_map(head).collect())
}

//! `telemetry track`: a day of a vehicle by minute, its silences and alarms, and minutes inside zones.

use clap::Args;
use telemetry::track::{self, Mean, Minute};
use units::Day;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::telemetry::mark_simulated;

/// Records that are due in a minute: one a second (GB 17691-2018 Annex Q).
const DUE: u32 = 60;

/// Options of `telemetry track`.
#[derive(Debug, Args)]
pub(crate) struct TrackArgs {
    /// 车辆识别代号 / VIN of the vehicle
    #[arg(value_name = "VIN")]
    vin: String,
    /// 哪一天 / which day
    #[arg(long, value_name = "DAY")]
    day: Day,
    /// 多少秒没有记录算离线 / seconds without a record that count as silence
    #[arg(long, value_name = "S", default_value_t = 600)]
    gap: i64,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &TrackArgs) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let days = (args.day, args.day.plus(1));
    let (as_of, limits) = (context.as_of, context.limits);
    let records = track::records(&lake, &args.vin, days, as_of, limits).await?;
    let events = track::events(&lake, &args.vin, days, as_of, limits).await?;
    if records.is_empty() && events.is_empty() {
        return Err(Failure::new(Kind::Data, "failure-track-none")
            .with("vin", &args.vin)
            .with("day", args.day));
    }
    let mut report = Report::new(
        context.say("track-title", &[("vin", &args.vin), ("day", &args.day)]),
        vec![
            Column::new("minute"),
            Column::of("speed", "km/h"),
            Column::of("nox_up", "ppm"),
            Column::of("nox_down", "ppm"),
            Column::of("reagent", "%"),
            Column::new("lon"),
            Column::new("lat"),
            Column::of("odometer", "km"),
            Column::new("records"),
        ],
    );
    let minutes = track::minutes(&records, DUE);
    report.rows.extend(minutes.iter().map(cells));
    let mut silences = Report::new(
        context.say("track-silences", &[]),
        Column::all(&["from", "to", "standing"]),
    );
    for silence in track::silences(&records, &events, args.gap) {
        let key = if silence.logged_out {
            "track-logged-out"
        } else {
            "track-silent"
        };
        silences.rows.push(vec![
            Cell::text(civil(silence.from)),
            Cell::text(civil(silence.to)),
            Cell::text(context.say(key, &[])),
        ]);
    }
    let mut happened = Report::new(
        context.say("track-events", &[]),
        Column::all(&["time", "what", "content"]),
    );
    happened.rows.extend(events.iter().map(|event| {
        vec![
            Cell::text(civil(event.time)),
            Cell::text(&event.kind),
            Cell::maybe(event.content.as_deref()),
        ]
    }));
    report.sections.extend(
        [silences, happened]
            .into_iter()
            .filter(|section| !section.rows.is_empty()),
    );
    report.notes.push(context.say("note-track", &[]));
    mark_simulated(context, std::iter::once(args.vin.as_str()), &mut report).await?;
    Ok(report)
}

fn cells(minute: &Minute) -> Vec<Cell> {
    let mean = |mean: &Mean| Cell::exact(mean.value, 1);
    let degrees = |at: Option<i128>| Cell::exact(at.map(stored), 6);
    vec![
        Cell::text(civil(minute.start)),
        mean(&minute.speed),
        mean(&minute.nox_up),
        mean(&minute.nox_down),
        mean(&minute.reagent),
        degrees(minute.position.map(|(lon, _)| lon)),
        degrees(minute.position.map(|(_, lat)| lat)),
        Cell::exact(minute.odometer.map(stored), 1),
        Cell::count(minute.speed.coverage.valid),
    ]
}

/// A number as the lake stores it.
fn stored(units: i128) -> units::Exact {
    let scale = u32::from(lake::telemetry::AMOUNT_SCALE.unsigned_abs());
    units::Exact::new(units, 10_i128.pow(scale))
}

/// A moment of civil time.
fn civil(microseconds: i64) -> String {
    let moment = jiff::Timestamp::from_microsecond(microseconds);
    let civil = moment.map(|moment| jiff::tz::TimeZone::UTC.to_datetime(moment));
    civil.map_or_else(
        |_| microseconds.to_string(),
        |civil| civil.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}

//! `telemetry devices`: who may speak, who does, and who was kept apart.

use std::net::SocketAddr;

use clap::Args;
use serde::Deserialize;

use super::request::desk;
use crate::command::gateway::status_address;
use crate::context::show_moment;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report, from_batches};
use crate::surroundings::Surroundings;
use crate::{register, telemetry as places};

/// Options of `telemetry devices`.
#[derive(Debug, Args)]
pub(crate) struct DevicesArgs {
    /// 网关的状态地址 / status address of the running gateway [default: lantian.toml, or 127.0.0.1:9213]
    #[arg(long, value_name = "ADDR")]
    status: Option<SocketAddr>,
}

/// What a running gateway says of a device.
#[derive(Deserialize)]
struct Line {
    device: String,
    peer: String,
    connected: bool,
    last_frame: i64,
    frames: u64,
}

const APART: &str = "SELECT device, reason, count(*) AS frames, max(known_at) AS last_frame \
    FROM quarantine GROUP BY device, reason ORDER BY device, reason";

/// Runs the command.
pub(super) async fn run(context: &Surroundings, args: &DevicesArgs) -> Result<Report, Failure> {
    let registry = register::registry(context).await?;
    let read = telemetry::devices(&registry, &places::secrets(context)?).await?;
    let live = live(context, args).await;
    let mut report = Report::new(
        context.say("devices-title", &[]),
        Column::all(&[
            "device",
            "origin",
            "profile",
            "clock_offset_s",
            "password",
            "connected",
            "peer",
            "frames",
            "last_frame",
        ]),
    );
    let ids = read.devices.iter().map(|device| device.id.as_str());
    let simulated = places::simulated(&registry, ids).await?;
    for device in read.devices.iter() {
        let origin = if simulated.contains(device.id.as_str()) {
            "register-origin-simulated"
        } else {
            "register-origin-real"
        };
        let seen = live.iter().flatten().find(|line| line.device == device.id);
        let yes_no = |yes: bool| Cell::text(context.say(if yes { "yes" } else { "no" }, &[]));
        report.rows.push(vec![
            Cell::text(&device.id),
            Cell::text(context.say(origin, &[])),
            Cell::text(&device.profile),
            Cell::Integer(device.clock_offset_s),
            yes_no(device.password.is_some()),
            live.as_ref().map_or(Cell::Missing, |_| {
                yes_no(seen.is_some_and(|line| line.connected))
            }),
            Cell::maybe(seen.map(|line| line.peer.as_str())),
            seen.map_or(Cell::Missing, |line| Cell::count(line.frames)),
            Cell::maybe(seen.map(|line| show_moment(line.last_frame))),
        ]);
    }
    if live.is_none() {
        report
            .notes
            .push(context.say("note-devices-no-gateway", &[]));
    }
    for doubt in &read.doubts {
        report.notes.push(context.say(
            "note-devices-doubt",
            &[
                ("device", &doubt.device),
                ("column", &doubt.column),
                ("text", &doubt.text),
            ],
        ));
    }
    if context.has_lake() {
        let mut apart = from_batches(context.lake()?.query(APART, context.limits).await?)?;
        if !apart.rows.is_empty() {
            apart.title = context.say("devices-apart", &[]);
            report.sections.push(apart);
            report.notes.push(context.say("note-devices-apart", &[]));
        }
    }
    Ok(report)
}

/// What the running gateway says; none where none answers.
async fn live(context: &Surroundings, args: &DevicesArgs) -> Option<Vec<Line>> {
    let address = status_address(context, args.status);
    let asked = desk()?.get(format!("http://{address}/devices")).send();
    let text = asked.await.ok()?.text().await.ok()?;
    serde_json::from_str(&text).ok()
}

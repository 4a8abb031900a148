//! `telemetry replay`: sends the frames of a file, or of a day of the archive, to a gateway.

use std::path::PathBuf;

use clap::Args;
use gateway::Channel;
use gateway::entry::Standing;
use units::Day;

use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Layout, Report};
use crate::surroundings::Surroundings;
use crate::telemetry as places;

/// Options of `telemetry replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// 报文文件（HJ 212 原文）/ files of HJ 212 frames as they are on the wire
    #[arg(value_name = "FILE", required_unless_present = "day")]
    files: Vec<PathBuf>,
    /// 回放存档中的一天 / a day of the archive instead
    #[arg(long, value_name = "DAY", conflicts_with = "files")]
    day: Option<Day>,
    /// 只回放一台设备 / only this device
    #[arg(long, value_name = "MN", requires = "day")]
    device: Option<String>,
    /// 网关地址 / address of the gateway
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9212")]
    to: String,
    /// 每秒帧数，0 为尽快 / frames a second; 0 is as fast as they are taken
    #[arg(long, value_name = "N", default_value_t = 0.0)]
    rate: f64,
}

/// Runs the command.
pub(super) async fn run(context: &Surroundings, args: &ReplayArgs) -> Result<Report, Failure> {
    let bytes = match args.day {
        Some(day) => archived(context, day, args.device.as_deref())?,
        None => files(&args.files)?,
    };
    let progress = context.progress("progress-replay");
    let replayed = gateway::simulate::replay(&bytes, &args.to, args.rate).await?;
    drop(progress);
    if replayed.frames == 0 {
        return Err(Failure::new(Kind::Data, "failure-replay-nothing"));
    }
    let mut report = Report::new(
        context.say("replay-title", &[("address", &args.to)]),
        Column::all(&["frames", "acked", "bytes", "skipped_bytes", "seconds"]),
    );
    report.layout = Layout::Fields;
    report.rows.push(vec![
        Cell::count(replayed.frames),
        Cell::count(replayed.acked),
        Cell::count(replayed.bytes),
        Cell::count(replayed.skipped),
        Cell::Decimal(format!("{:.3}", replayed.seconds)),
    ]);
    report.notes.push(context.say("note-replay", &[]));
    Ok(report)
}

fn files(paths: &[PathBuf]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for path in paths {
        bytes.extend(std::fs::read(path).map_err(|e| Failure::file(path, &e))?);
    }
    Ok(bytes)
}

/// What devices sent on a day, as the archive has it; what the gateway sent is left out.
fn archived(context: &Surroundings, day: Day, device: Option<&str>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for record in places::archive(context)?.read(day, device)? {
        let entry = record?.entry;
        let is_spoken = matches!(entry.channel, Channel::Hj212 | Channel::Mqtt);
        if is_spoken && !matches!(entry.standing, Standing::Sent { .. }) {
            bytes.extend(entry.raw);
        }
    }
    Ok(bytes)
}

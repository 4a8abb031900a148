//! `gateway`: listens to devices until it is stopped, and empties its inbox into the lake.

mod settings;
mod watch;

use std::sync::Arc;

use clap::Args;
use gateway::{Device, Devices, Secret};
use registry::store::Registry;
use telemetry::{Drained, Ends, Secrets};
use tokio::sync::watch::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{self, Cell, Column, Format, Report};
use crate::surroundings::Surroundings;
use crate::{register, telemetry as places};

pub(crate) use settings::status_address;
pub(crate) use watch::stop_signal;

/// Options of `gateway`.
#[derive(Debug, Args)]
pub(crate) struct GatewayArgs {
    #[arg(
        help = "监听地址（HJ 212 与车辆自动识别，可重复）/ address to listen on, HJ 212 and vehicles told apart; may be repeated [default: lantian.toml, or 127.0.0.1:9212]",
        long,
        value_name = "ADDR"
    )]
    listen: Vec<std::net::SocketAddr>,
    #[arg(
        help = "状态、指标与反控地址 / address of health, metrics and control [default: lantian.toml, or 127.0.0.1:9213]",
        long,
        value_name = "ADDR"
    )]
    status: Option<std::net::SocketAddr>,
    #[arg(
        help = "收件箱：目录或 nats:// 地址 / inbox: a folder or a nats:// address [default: lantian.toml, or telemetry/inbox beside the lake]",
        long,
        value_name = "DIR|URL"
    )]
    inbox: Option<String>,
}

/// Runs the command until it is told to stop.
pub(crate) async fn run(context: &Surroundings, args: &GatewayArgs) -> Result<Report, Failure> {
    let _raised = rlimit::increase_nofile_limit(u64::MAX);
    let lake = context.new_lake()?;
    let registry = register::new_registry(context).await?;
    let inbox = places::inbox(context, args.inbox.as_deref()).await?;
    telemetry::align(&inbox, &lake).await?;
    let devices = devices(context, &registry).await?;
    let (devices_in, devices_out) = channel(Arc::new(devices.clone()));
    let settings = settings::of(context, args);
    let gateway = gateway::serve(settings, devices, inbox.clone(), keep_password(context)).await?;
    let ends = Ends {
        inbox,
        archive: places::archive(context)?,
        lake,
        devices: devices_out,
    };
    let draining = Draining::start(context, ends);
    announce(context, &gateway, devices_in.borrow().len())?;
    let broken = watch::until_stopped(context, &registry, &gateway, &devices_in, &draining).await;
    tracing::info!("stopping: no new connections, the inbox is emptied");
    gateway.stop().await;
    let drained = draining.end().await?;
    broken?;
    Ok(summary(context, &drained))
}

/// The devices that may speak; doubts go to the log.
async fn devices(context: &Surroundings, registry: &Registry) -> Result<Devices, Failure> {
    let read = telemetry::devices(registry, &places::secrets(context)?).await?;
    for doubt in &read.doubts {
        tracing::warn!(device = %doubt.device, column = doubt.column, text = %doubt.text, "a cell of the register cannot be used");
    }
    Ok(read.devices)
}

/// Rewrites the file of secrets when a device has taken another password.
fn keep_password(context: &Surroundings) -> gateway::serve::KeepPassword {
    let file = places::secrets_file(context);
    Box::new(move |device: &Device| {
        let mut secrets = Secrets::read(&file).map_err(std::io::Error::other)?;
        let password = device.password.as_ref();
        secrets.set_password(&device.id, password.map(|word| Secret::new(word.reveal())));
        secrets.write(&file).map_err(std::io::Error::other)
    })
}

/// The emptying of the inbox beside the listening.
struct Draining {
    task: JoinHandle<Result<Drained, telemetry::TelemetryError>>,
    closing: Sender<bool>,
    progress: Receiver<Drained>,
}

impl Draining {
    fn start(context: &Surroundings, ends: Ends) -> Self {
        let (closing, closed) = channel(false);
        let (sender, progress) = channel(Drained::default());
        let settings = settings::drain(context);
        let task = tokio::spawn(telemetry::drain(ends, settings, closed, sender));
        Self {
            task,
            closing,
            progress,
        }
    }

    async fn end(self) -> Result<Drained, Failure> {
        self.closing.send_replace(true);
        let ended = self.task.await.map_err(|e| Failure::internal(&e))?;
        Ok(ended?)
    }
}

/// Says where it listens, before anything else is said.
fn announce(context: &Context, gateway: &gateway::Gateway, devices: usize) -> Result<(), Failure> {
    let status = gateway.status().map(|address| address.to_string());
    let listening: Vec<String> = gateway
        .addresses()
        .iter()
        .map(ToString::to_string)
        .collect();
    if context.format == Format::Json {
        let line = serde_json::json!({
            "listening": listening,
            "status": status,
            "devices": devices,
        });
        return output::print(&format!("{line}\n"));
    }
    let mut lines = vec![context.say(
        "gateway-listening",
        &[("addresses", &listening.join(", ")), ("devices", &devices)],
    )];
    lines.extend(status.map(|at| context.say("gateway-status", &[("address", &at)])));
    if devices == 0 {
        lines.push(context.say("gateway-no-devices", &[]));
    }
    lines.push(context.say("gateway-stop", &[]));
    output::print(&(lines.join("\n") + "\n"))
}

fn summary(context: &Context, drained: &Drained) -> Report {
    let mut report = Report::new(
        context.say("gateway-stopped", &[]),
        Column::all(&[
            "entries",
            "rows",
            "repeated",
            "revisions",
            "quarantined",
            "defects",
        ]),
    );
    report.rows.push(vec![
        Cell::count(drained.entries),
        Cell::count(drained.rows),
        Cell::count(drained.repeated),
        Cell::count(drained.revisions),
        Cell::count(drained.quarantined),
        Cell::count(drained.defects),
    ]);
    report
}

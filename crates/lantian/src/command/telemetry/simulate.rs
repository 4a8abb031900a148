//! `telemetry simulate`: plays devices and vehicles against a gateway, and keeps its own ledger.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use gateway::simulate::{Faults, Kind, Pace, Plan, Report as Ran};
use gateway::{Device, Secret};
use jiff::tz::offset;
use registry::{Given, Origin};
use tokio::sync::watch;

use crate::command::register::Author;
use crate::context::Context;
use crate::failure::{Failure, Kind as Fault};
use crate::output::{Cell, Column, Layout, Report};
use crate::surroundings::Surroundings;
use crate::{register, telemetry as places};

/// Options of `telemetry simulate`.
#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// 网关地址 / address of the gateway
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9212")]
    to: String,
    /// 车辆监听地址（默认同上）/ address for vehicles [default: the same]
    #[arg(long, value_name = "HOST:PORT")]
    vehicles_to: Option<String>,
    /// 监控设备数 / how many monitors
    #[arg(long, value_name = "N", default_value_t = 10)]
    devices: u32,
    /// 车辆数 / how many vehicles
    #[arg(long, value_name = "N", default_value_t = 0)]
    vehicles: u32,
    /// 随机种子 / the number that everything random follows from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// 数据类型 / kinds of frames
    #[arg(
        long,
        value_name = "KIND",
        value_enum,
        value_delimiter = ',',
        default_value = "minute"
    )]
    kinds: Vec<Sent>,
    /// 节奏：按真实时间，或尽快 / pace: by the clock, or as fast as acknowledged
    #[arg(long, value_enum, default_value_t = Speed::Real)]
    pace: Speed,
    /// 每台设备的帧数 / frames of each device [default: until stopped]
    #[arg(long, value_name = "N")]
    frames: Option<u64>,
    /// 持续秒数 / how many seconds [default: until stopped]
    #[arg(long, value_name = "S")]
    seconds: Option<u64>,
    /// 实时数据间隔（秒）/ seconds between real-time frames
    #[arg(long, value_name = "S", default_value_t = 30)]
    real_time_interval: u32,
    /// 分钟数据周期（分钟）/ minutes of a minute frame
    #[arg(long, value_name = "MIN", default_value_t = 10)]
    minute_interval: u32,
    /// 未确认帧的窗口 / frames of one device that may be unacknowledged
    #[arg(long, value_name = "N", default_value_t = 16)]
    window: usize,
    /// 未确认多少毫秒后重发 / sent again after so many milliseconds without acknowledgement
    #[arg(long, value_name = "MS", default_value_t = 10_000)]
    timeout_ms: u64,
    #[arg(
        help = "出错比例，如 garbage=0.01（garbage, duplicate, out_of_order, drift, half_open, slow, cut）/ share of faults",
        long = "fault",
        value_name = "KIND=SHARE"
    )]
    faults: Vec<String>,
    /// 模拟起始时间 / civil time at which the devices begin [default: now, or what the frames need until now]
    #[arg(long, value_name = "TIME")]
    start: Option<String>,
    /// 账本文件（每帧一行 JSON，含确认时间）/ ledger: one JSON line a frame with its acknowledgement
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// 先把这些设备登记到台账（标为模拟），然后退出 / enter these devices into the register, marked as simulated, and end
    #[arg(long)]
    register: bool,
    #[command(flatten)]
    author: Author,
}

/// A kind of frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sent {
    /// 实时 / real-time (2011)
    Realtime,
    /// 分钟 / minute (2051)
    Minute,
    /// 小时 / hour (2061)
    Hour,
    /// 日 / day (2031)
    Day,
}

/// A pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Speed {
    /// 真实时间 / by the clock
    Real,
    /// 尽快 / as fast as acknowledged
    Fast,
}

/// Runs the command.
pub(super) async fn run(context: &Surroundings, args: &SimulateArgs) -> Result<Report, Failure> {
    let plan = plan(context, args)?;
    if args.register {
        return enter(context, args, &plan).await;
    }
    let _raised = rlimit::increase_nofile_limit(u64::MAX);
    let _progress = context.progress("progress-simulate");
    let (stop, stopped) = watch::channel(false);
    let interrupted = tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        stop.send_replace(true);
    });
    let ran = gateway::simulate::simulate(plan, stopped).await;
    interrupted.abort();
    Ok(report(context, &ran?))
}

fn plan(context: &Context, args: &SimulateArgs) -> Result<Plan, Failure> {
    let mut plan = Plan::new(args.to.clone());
    plan.vehicle_address = Some(args.vehicles_to.clone().unwrap_or_else(|| args.to.clone()));
    plan.devices = args.devices;
    plan.vehicles = args.vehicles;
    plan.seed = args.seed;
    plan.kinds = args.kinds.iter().map(|kind| kind.kind()).collect();
    plan.pace = match args.pace {
        Speed::Real => Pace::Real,
        Speed::Fast => Pace::Fast,
    };
    plan.real_time_interval_s = args.real_time_interval;
    plan.minute_interval_min = args.minute_interval;
    plan.frames = args.frames;
    plan.duration = args.seconds.map(Duration::from_secs);
    plan.window = args.window;
    plan.timeout = Duration::from_millis(args.timeout_ms);
    plan.ledger.clone_from(&args.ledger);
    for fault in &args.faults {
        set_fault(&mut plan.faults, fault)?;
    }
    let now = offset(8).to_datetime(context.now);
    plan.start = match (&args.start, plan.pace) {
        (Some(text), _) => text
            .parse()
            .map_err(|_error| Failure::new(Fault::User, "failure-moment").with("text", text))?,
        (None, Pace::Real) => now,
        (None, Pace::Fast) => plan.start,
    };
    Ok(plan)
}

impl Sent {
    fn kind(self) -> Kind {
        match self {
            Self::Realtime => Kind::RealTime,
            Self::Minute => Kind::Minute,
            Self::Hour => Kind::Hour,
            Self::Day => Kind::Day,
        }
    }
}

fn set_fault(faults: &mut Faults, text: &str) -> Result<(), Failure> {
    let bad = || Failure::new(Fault::User, "failure-simulate-fault").with("text", text);
    let (name, share) = text.split_once('=').ok_or_else(bad)?;
    let share: f64 = share.parse().map_err(|_error| bad())?;
    if !(0.0..=1.0).contains(&share) {
        return Err(bad());
    }
    let place = match name {
        "garbage" => &mut faults.garbage,
        "duplicate" => &mut faults.duplicate,
        "out_of_order" => &mut faults.out_of_order,
        "drift" => &mut faults.drift,
        "half_open" => &mut faults.half_open,
        "slow" => &mut faults.slow,
        "cut" => &mut faults.cut,
        _ => return Err(bad()),
    };
    *place = share;
    Ok(())
}

/// Enters the plan's devices into the register and the file of secrets; those that are there stay as they are.
async fn enter(
    context: &Surroundings,
    args: &SimulateArgs,
    plan: &Plan,
) -> Result<Report, Failure> {
    let registry = register::new_registry(context).await?;
    let by = args.author.by(context, Origin::Simulated)?;
    let mut secrets = places::secrets(context)?;
    let mut report = Report::new(
        context.say("simulate-registered", &[]),
        Column::all(&["device", "entity", "standing"]),
    );
    for device in plan.register() {
        let entity = entity(&device);
        let cells = [("gateway_active".to_owned(), Given::Value("true".to_owned()))];
        let there = registry.at(entity, &device.id, i64::MAX).await?.is_some();
        if !there {
            let by = by.clone();
            registry.edit(entity, &device.id, None, &cells, by).await?;
        }
        let password = device
            .password
            .as_ref()
            .map(|word| Secret::new(word.reveal()));
        if password.is_some() {
            secrets.set_password(&device.id, password);
        }
        report.rows.push(vec![
            Cell::text(&device.id),
            Cell::text(entity),
            Cell::text(context.say(
                if there {
                    "simulate-there"
                } else {
                    "simulate-new"
                },
                &[],
            )),
        ]);
    }
    let file = places::secrets_file(context);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Failure::file(folder, &e))?;
    }
    secrets.write(&file)?;
    report
        .notes
        .push(context.say("note-register-simulated", &[]));
    Ok(report)
}

/// A VIN has 17 characters; the MN of HJ 212-2017 has 24.
fn entity(device: &Device) -> &'static str {
    if device.password.is_some() {
        "monitoring_device"
    } else {
        "vehicle"
    }
}

fn report(context: &Context, ran: &Ran) -> Report {
    let mut report = Report::new(
        context.say("simulate-title", &[]),
        Column::all(&[
            "frames",
            "acked",
            "resent",
            "connections",
            "faults",
            "requests",
            "bytes",
            "seconds",
            "acked_per_s",
            "p50_us",
            "p90_us",
            "p99_us",
            "max_us",
        ]),
    );
    report.layout = Layout::Fields;
    report.rows.push(vec![
        Cell::count(ran.frames),
        Cell::count(ran.acked),
        Cell::count(ran.resent),
        Cell::count(ran.connections),
        Cell::count(ran.faults),
        Cell::count(ran.requests),
        Cell::count(ran.bytes),
        Cell::Decimal(format!("{:.3}", ran.seconds)),
        Cell::Decimal(format!("{:.0}", ran.acked_per_s)),
        Cell::count(ran.latency_us.p50),
        Cell::count(ran.latency_us.p90),
        Cell::count(ran.latency_us.p99),
        Cell::count(ran.latency_us.max),
    ]);
    report.notes.push(context.say("note-simulate", &[]));
    report
}

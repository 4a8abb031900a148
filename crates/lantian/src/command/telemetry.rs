//! `telemetry`: what devices at sources and vehicles send: decode, replay, simulate, verify, devices, request.

mod decode;
mod simulate;
mod replay;
mod verify;
mod devices;
mod request;
mod hours;
mod rates;
mod track;

use clap::Subcommand;

use crate::failure::Failure;
use crate::output::Report;
use crate::surroundings::Surroundings;

/// What to do with telemetry.
#[derive(Debug, Subcommand)]
pub(crate) enum TelemetryCommand {
    /// 解码报文文件：逐帧判定、缺陷、字段与数值 / take frames apart: verdict, defects, header, values
    Decode(decode::DecodeArgs),
    /// 把文件或存档中的报文发给网关 / send the frames of a file or of the archive to a gateway
    Replay(replay::ReplayArgs),
    /// 模拟设备和车辆，可按比例出错，并记账 / simulate devices and vehicles, with faults, keeping a ledger
    Simulate(simulate::SimulateArgs),
    /// 验证原始报文存档的哈希链 / prove the hash chains of the archive of raw frames
    Verify(verify::VerifyArgs),
    /// 设备：台账、在线、未登记而被隔离的 / devices: registered, connected, and unknown ones kept apart
    Devices(devices::DevicesArgs),
    /// 反控：向在线设备下达请求（留审计记录）/ ask a connected device; who and why is recorded
    Request(request::RequestArgs),
    /// 排放口一天的逐小时核算 / a day of an outlet by the rules, hour by hour
    Hours(hours::HoursArgs),
    /// 排放口一季度的传输有效率与数据捕集率 / effective transmission and capture rates of a quarter
    Rates(rates::RatesArgs),
    /// 车辆一天的轨迹、离线与报警 / a vehicle's day: track, silences, alarms
    Track(track::TrackArgs),
}

/// Runs the command; `None` when it has shown everything itself.
pub(crate) async fn run(
    context: &Surroundings,
    command: TelemetryCommand,
) -> Result<Option<Report>, Failure> {
    match command {
        TelemetryCommand::Decode(args) => decode::run(context, &args),
        TelemetryCommand::Replay(args) => replay::run(context, &args).await.map(Some),
        TelemetryCommand::Simulate(args) => simulate::run(context, &args).await.map(Some),
        TelemetryCommand::Verify(args) => verify::run(context, &args).await.map(Some),
        TelemetryCommand::Devices(args) => devices::run(context, &args).await.map(Some),
        TelemetryCommand::Request(args) => request::run(context, &args).await.map(Some),
        TelemetryCommand::Hours(args) => hours::run(context, &args).await.map(Some),
        TelemetryCommand::Rates(args) => rates::run(context, &args).await.map(Some),
        TelemetryCommand::Track(args) => track::run(context, &args).await.map(Some),
    }
}

//! What the command line accepts. Help lines are Chinese first, English beside.

use std::path::PathBuf;

use answer::aqi::AqiArgs;
use answer::explain::ExplainArgs;
use answer::plan::PlanCommand;
use answer::rank::RankArgs;
use answer::stats::StatsArgs;
use answer::trend::TrendArgs;
use clap::{Args, Parser, Subcommand};

use crate::command::cluster::ClusterCommand;
use crate::command::doctor::DoctorArgs;
use crate::command::gateway::GatewayArgs;
use crate::command::import::ImportArgs;
use crate::command::lake::LakeCommand;
use crate::command::regions::RegionsCommand;
use crate::command::register::RegisterCommand;
use crate::command::serve::ServeArgs;
use crate::command::sql::SqlArgs;
use crate::command::standards::StandardsCommand;
use crate::command::telemetry::TelemetryCommand;
use crate::command::verify::VerifyArgs;
use crate::output::Format;
use crate::words::Language;

/// 蓝天：环境空气质量的统计、评价、排名与溯源 / Lantian: ambient air quality, computed and traced
#[derive(Debug, Parser)]
#[command(name = "lantian", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Stands above the options of every command in the help.
const GLOBAL: &str = "全局选项 / Global options";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(help = "数据湖：目录或 s3:// 地址 / the lake: a folder or an s3:// address [default: LANTIAN_LAKE, lantian.toml, or ./data/lake]", long, global = true, help_heading = GLOBAL, value_name = "DIR|URL")]
    pub(crate) lake: Option<String>,
    #[arg(help = "在 Ballista 集群上查询 / run queries on a Ballista cluster [default: LANTIAN_CLUSTER, lantian.toml, or in this process]", long, global = true, help_heading = GLOBAL, value_name = "df://HOST:PORT")]
    pub(crate) cluster: Option<String>,
    #[arg(help = "台账：SQLite 文件或 postgres:// 地址 / register: a SQLite file or a postgres:// address [default: LANTIAN_REGISTRY, lantian.toml, or register.sqlite beside the lake]", long, global = true, help_heading = GLOBAL, value_name = "FILE|URL")]
    pub(crate) registry: Option<String>,
    /// 输出格式 / output format
    #[arg(long, global = true, help_heading = GLOBAL, value_enum)]
    pub(crate) format: Option<Format>,
    /// 输出文件 / output file, in place of standard output
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[arg(help = "语言 / language [default: by LC_ALL or LANG, Chinese if unset or C]", long, global = true, help_heading = GLOBAL, value_enum)]
    pub(crate) lang: Option<Language>,
    /// 按当时所知计算（日期或 RFC 3339 时刻）/ as known then: a date or an RFC 3339 time
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// 线程数（结果与之无关）/ threads; the result does not depend on them
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// 不显示进度与附注 / no progress, and no notes on standard error
    #[arg(long, short, global = true, help_heading = GLOBAL)]
    pub(crate) quiet: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 导入数据文件 / take in data files
    Import(ImportArgs),
    /// 计算 AQI：给定浓度，或数据湖中的逐日结果 / the AQI of given values, or day by day from the lake
    Aqi(AqiArgs),
    /// 时段统计与达标评价 / statistics of a period, and whether limits are met
    Stats(StatsArgs),
    /// 综合指数排名 / rank by the composite index
    Rank(RankArgs),
    /// 变化趋势检验 / test a series for a trend
    Trend(TrendArgs),
    /// 用 SQL 查询（只读）/ query with SQL, read-only
    Sql(SqlArgs),
    /// 追溯一个数的来历 / trace one number back to its rows and rules
    Explain(ExplainArgs),
    /// 与官方发布值逐行核对 / compare with published indices, row by row
    Verify(VerifyArgs),
    /// 自检 / check that everything is in order
    Doctor(DoctorArgs),
    /// 数据湖维护 / look after the lake
    #[command(subcommand)]
    Lake(LakeCommand),
    /// 集群角色：调度、执行 / roles of a cluster: scheduler, executor
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// 查看标准与限值 / show standards and limits
    #[command(subcommand)]
    Standards(StandardsCommand),
    /// 查看行政区与区域 / show regions and zones
    #[command(subcommand)]
    Regions(RegionsCommand),
    /// 台账：模板、导入、导出、查看、历史、检查 / the register: template, import, export, show, history, check
    #[command(subcommand)]
    Register(RegisterCommand),
    /// 行动方案：检查、评价、追溯、推算、填报 / action plans: check, evaluate, explain, project, report
    #[command(subcommand)]
    Plan(PlanCommand),
    /// 网关：接收污染源与车辆的遥测，入库前先落盘 / the gateway: takes in telemetry of sources and vehicles
    Gateway(GatewayArgs),
    /// 门户：网页与接口，直到停止 / the portal: page and API, until it is stopped
    Serve(ServeArgs),
    /// 遥测：解码、回放、模拟、验链、设备、反控、核算 / telemetry: decode, replay, simulate, verify, devices, request, hours
    #[command(subcommand)]
    Telemetry(TelemetryCommand),
}

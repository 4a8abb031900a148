//! `cluster`: the roles of an Apache Ballista cluster, with the lake's functions and buckets.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use lake::cluster::{Cluster, ExecutorSettings, SchedulerSettings};

use crate::command::gateway::stop_signal;
use crate::context::Context;
use crate::failure::Failure;

/// Which role.
#[derive(Debug, Subcommand)]
pub(crate) enum ClusterCommand {
    /// 调度：接收语句，分配给执行者 / takes statements and hands their tasks to executors
    Scheduler(SchedulerArgs),
    /// 执行：读文件，算任务 / reads files and computes tasks
    Executor(ExecutorArgs),
}

/// Options of `cluster scheduler`.
#[derive(Debug, Args)]
pub(crate) struct SchedulerArgs {
    /// 监听地址 / address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:50050")]
    listen: SocketAddr,
    #[arg(
        help = "执行者与客户端用的主机名 / host by which others reach it [default: that of --listen]",
        long,
        value_name = "HOST"
    )]
    host: Option<String>,
}

/// Options of `cluster executor`.
#[derive(Debug, Args)]
pub(crate) struct ExecutorArgs {
    /// 调度者 / the scheduler
    #[arg(
        long,
        value_name = "df://HOST:PORT",
        default_value = "df://127.0.0.1:50050"
    )]
    scheduler: Cluster,
    /// 数据监听地址；任务端口为下一个 / address for rows; tasks come on the next port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:50051")]
    listen: SocketAddr,
    #[arg(
        help = "别人用的主机名 / host by which others reach it [default: that of --listen]",
        long,
        value_name = "HOST"
    )]
    host: Option<String>,
    #[arg(
        help = "同时执行的任务数 / tasks at a time [default: the cores of the machine]",
        long,
        value_name = "N"
    )]
    cores: Option<usize>,
    /// 内存上限（MiB），超出写入磁盘 / memory in MiB, beyond which it spills to disk
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    memory: u64,
    #[arg(
        help = "工作目录：阶段之间的数据 / folder for rows between stages [default: data/executor]",
        long,
        value_name = "DIR"
    )]
    work: Option<PathBuf>,
}

/// Runs a role until it is told to stop.
pub(crate) async fn run(context: &Context, command: ClusterCommand) -> Result<(), Failure> {
    let _raised = rlimit::increase_nofile_limit(u64::MAX);
    let role = async {
        match command {
            ClusterCommand::Scheduler(args) => {
                let settings = SchedulerSettings {
                    host: args.host.unwrap_or_else(|| args.listen.ip().to_string()),
                    listen: args.listen,
                };
                lake::cluster::scheduler(&settings).await
            }
            ClusterCommand::Executor(args) => {
                lake::cluster::executor(&executor(context, args)?).await
            }
        }
        .map_err(Failure::from)
    };
    tokio::select! {
        ended = role => ended,
        () = stop_signal() => Ok(()),
    }
}

fn executor(context: &Context, args: ExecutorArgs) -> Result<ExecutorSettings, Failure> {
    let work = args
        .work
        .unwrap_or_else(|| context.lake_place.beside("executor"));
    std::fs::create_dir_all(&work).map_err(|error| Failure::file(&work, &error))?;
    let mut tasks = args.listen;
    tasks.set_port(args.listen.port().saturating_add(1));
    Ok(ExecutorSettings {
        cluster: args.scheduler,
        host: args.host.unwrap_or_else(|| args.listen.ip().to_string()),
        listen: args.listen,
        tasks,
        cores: args.cores.unwrap_or(context.limits.threads).max(1),
        memory_bytes: args.memory << 20,
        work,
    })
}

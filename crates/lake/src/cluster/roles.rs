//! Scheduler and executor, each a role of the same program.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::RuntimeProducer;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::default_session_builder;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::common::Result as EngineResult;
use datafusion::execution::SessionState;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::SessionConfig;

use super::{Cluster, codec};
use crate::bucket::Stores;
use crate::error::LakeError;
use crate::functions;

/// How often an executor says that it lives, in seconds.
const HEARTBEAT_S: u64 = 5;
/// After how long without a word an executor's work is given to others, in seconds.
const SILENCE_S: u64 = 15;
/// How long the scheduler waits for executors to come back when all were lost, in seconds.
const GRACE_S: u64 = 60;
/// The largest message between the roles: plans name their files one by one.
const MESSAGE_BYTES: u32 = 256 << 20;

/// What a scheduler is set to.
#[derive(Clone, Debug)]
pub struct SchedulerSettings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The host by which executors and clients reach it.
    pub host: String,
}

/// What an executor is set to.
#[derive(Clone, Debug)]
pub struct ExecutorSettings {
    /// The cluster it works for.
    pub cluster: Cluster,
    /// Where it listens for rows.
    pub listen: SocketAddr,
    /// Where it listens for tasks.
    pub tasks: SocketAddr,
    /// The host by which others reach it.
    pub host: String,
    /// Tasks at a time.
    pub cores: usize,
    /// Bytes of working memory; beyond it operators spill to the work folder.
    pub memory_bytes: u64,
    /// Where rows between stages, and what was spilled, are kept.
    pub work: PathBuf,
}

/// Runs a scheduler until the process is stopped.
pub async fn scheduler(settings: &SchedulerSettings) -> Result<(), LakeError> {
    let config = SchedulerConfig {
        external_host: settings.host.clone(),
        bind_host: settings.listen.ip().to_string(),
        bind_port: settings.listen.port(),
        executor_timeout_seconds: SILENCE_S,
        expire_dead_executor_interval_seconds: HEARTBEAT_S,
        no_executors_grace_period_seconds: GRACE_S,
        grpc_server_max_decoding_message_size: MESSAGE_BYTES,
        grpc_server_max_encoding_message_size: MESSAGE_BYTES,
        grpc_client_max_message_size: MESSAGE_BYTES,
        override_session_builder: Some(Arc::new(session)),
        override_config_producer: Some(Arc::new(session_config)),
        override_logical_codec: Some(codec::logical()),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, settings.listen, Arc::new(config)).await?;
    Ok(())
}

/// Runs an executor until the process is stopped.
pub async fn executor(settings: &ExecutorSettings) -> Result<(), LakeError> {
    let work = settings.work.clone();
    let runtime: RuntimeProducer = Arc::new(move |_config: &SessionConfig| {
        RuntimeEnvBuilder::new()
            .with_temp_file_path(&work)
            .with_object_store_registry(Arc::new(Stores::default()))
            .build_arc()
    });
    let config = ExecutorProcessConfig {
        bind_host: settings.listen.ip().to_string(),
        external_host: Some(settings.host.clone()),
        port: settings.listen.port(),
        grpc_port: settings.tasks.port(),
        scheduler_host: settings.cluster.host.clone(),
        scheduler_port: settings.cluster.port,
        scheduler_connect_timeout_seconds: 60,
        vcores: settings.cores,
        work_dir: Some(settings.work.to_string_lossy().into_owned()),
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        executor_heartbeat_interval_seconds: HEARTBEAT_S,
        grpc_max_decoding_message_size: MESSAGE_BYTES,
        grpc_max_encoding_message_size: MESSAGE_BYTES,
        memory_pool_size: Some(settings.memory_bytes),
        override_function_registry: Some(Arc::new(functions_of_executors())),
        override_runtime_producer: Some(runtime),
        override_config_producer: Some(Arc::new(session_config)),
        override_logical_codec: Some(codec::logical()),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await?;
    Ok(())
}

fn session_config() -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_ballista_logical_extension_codec(codec::logical())
        .with_ballista_grpc_client_max_message_size(MESSAGE_BYTES as usize)
}

/// The session in which a scheduler reads a client's plan.
fn session(config: SessionConfig) -> EngineResult<SessionState> {
    let runtime = RuntimeEnvBuilder::new()
        .with_object_store_registry(Arc::new(Stores::default()))
        .build_arc()?;
    let state = default_session_builder(config)?;
    let mut scalar: Vec<_> = state.scalar_functions().values().cloned().collect();
    scalar.extend(functions::scalar_functions().into_iter().map(Arc::new));
    let mut aggregate: Vec<_> = state.aggregate_functions().values().cloned().collect();
    aggregate.extend(functions::aggregate_functions().into_iter().map(Arc::new));
    Ok(SessionStateBuilder::new_from_existing(state)
        .with_runtime_env(runtime)
        .with_scalar_functions(scalar)
        .with_aggregate_functions(aggregate)
        .build())
}

fn functions_of_executors() -> BallistaFunctionRegistry {
    let mut registry = BallistaFunctionRegistry::default();
    for function in functions::scalar_functions() {
        let name = function.name().to_owned();
        registry.scalar_functions.insert(name, Arc::new(function));
    }
    for function in functions::aggregate_functions() {
        let name = function.name().to_owned();
        registry
            .aggregate_functions
            .insert(name, Arc::new(function));
    }
    registry
}

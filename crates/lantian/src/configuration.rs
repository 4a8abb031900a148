//! The configuration file `lantian.toml` of the working folder; the command line overrides it.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;

use crate::failure::{Failure, Kind};

/// The name of the file.
const FILE: &str = "lantian.toml";

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The folder of the lake.
    pub(crate) lake: Option<PathBuf>,
    /// Threads to use.
    pub(crate) threads: Option<usize>,
    /// The register.
    #[serde(default)]
    pub(crate) registry: RegistrySettings,
    /// The gateway for telemetry.
    #[serde(default)]
    pub(crate) gateway: GatewaySettings,
}

/// `[registry]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistrySettings {
    /// A SQLite file, or the address of a PostgreSQL database.
    pub(crate) url: Option<String>,
}

/// `[gateway]`: where things are kept, and all that the gateway itself can be set to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GatewaySettings {
    /// The folder of the inbox, or the address of a NATS server (`nats://…`).
    pub(crate) inbox: Option<String>,
    /// The stream on a NATS server.
    pub(crate) stream: Option<String>,
    /// How many bytes the inbox may hold.
    pub(crate) inbox_max_bytes: Option<u64>,
    /// The folder of the archive of raw frames.
    pub(crate) archive: Option<PathBuf>,
    /// The file of passwords and keys.
    pub(crate) secrets: Option<PathBuf>,
    /// Addresses to listen on.
    pub(crate) listeners: Vec<gateway::serve::Listener>,
    /// Certificate of the listeners that use TLS.
    pub(crate) tls: Option<gateway::serve::Certificate>,
    /// A broker whose messages are read.
    pub(crate) subscription: Option<gateway::serve::Subscription>,
    /// The address of metrics, health and control.
    pub(crate) status: Option<gateway::serve::Status>,
    /// What is borne from devices.
    pub(crate) limits: gateway::serve::Limits,
    /// Times of requests to devices.
    pub(crate) dialogue: gateway::dialogue::Timing,
    /// How the inbox is emptied into the lake.
    pub(crate) drain: DrainSettings,
}

/// `[gateway.drain]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DrainSettings {
    /// A batch is closed when its first entry has waited so long, in milliseconds.
    pub(crate) batch_wait_ms: Option<u64>,
    /// A batch is closed when its frames reach so many bytes.
    pub(crate) batch_bytes: Option<usize>,
    /// Data whose time is so many minutes ahead of their receipt are kept apart.
    pub(crate) ahead_min: Option<u64>,
}

/// Reads the file if there is one.
pub(crate) fn load() -> Result<Settings, Failure> {
    if !Path::new(FILE).exists() {
        return Ok(Settings::default());
    }
    let read = Figment::from(Toml::file_exact(FILE)).extract();
    read.map_err(|e: figment::Error| explain(&e))
}

/// Shows the offending line where the parser knows it.
fn explain(error: &figment::Error) -> Failure {
    let failure = Failure::new(Kind::Configuration, "failure-configuration").with("file", FILE);
    let Ok(text) = std::fs::read_to_string(FILE) else {
        return failure.because(error);
    };
    match toml::from_str::<Settings>(&text) {
        Err(toml_error) => match toml_error.span() {
            Some(span) => failure.pointing(FILE, text, span, toml_error.message()),
            None => failure.because(error),
        },
        Ok(_) => failure.because(error),
    }
}

//! The configuration file `lantian.toml` of the working folder; the command line overrides it.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::failure::{Failure, Kind};

/// The name of the file.
const FILE: &str = "lantian.toml";

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The lake.
    #[serde(default)]
    pub(crate) lake: LakeSettings,
    /// Threads to use.
    pub(crate) threads: Option<usize>,
    /// The register.
    #[serde(default)]
    pub(crate) registry: RegistrySettings,
    /// The gateway for telemetry.
    #[serde(default)]
    pub(crate) gateway: GatewaySettings,
    /// The portal.
    #[serde(default)]
    pub(crate) portal: PortalSettings,
}

/// `lake = "…"`, or `[lake]`.
#[derive(Debug, Default)]
pub(crate) struct LakeSettings {
    /// A folder, or the address of a bucket: `s3://bucket/prefix`.
    pub(crate) place: Option<String>,
    /// The cluster that statements run on: `df://scheduler:50050`.
    pub(crate) cluster: Option<String>,
}

impl<'de> Deserialize<'de> for LakeSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            place: Option<String>,
            cluster: Option<String>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = LakeSettings;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the place of the lake, or a table with `place` and `cluster`")
            }

            fn visit_str<E: serde::de::Error>(self, place: &str) -> Result<LakeSettings, E> {
                Ok(LakeSettings {
                    place: Some(place.to_owned()),
                    cluster: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LakeSettings, A::Error> {
                let whole = Whole::deserialize(MapAccessDeserializer::new(map))?;
                Ok(LakeSettings {
                    place: whole.place,
                    cluster: whole.cluster,
                })
            }
        }
        deserializer.deserialize_any(Either)
    }
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

/// `[portal]`: docs/book/portal.md says what each is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PortalSettings {
    /// The name of this installation, as authenticators list it.
    pub(crate) name: Option<String>,
    /// The address of the page and the API.
    pub(crate) listen: Option<SocketAddr>,
    /// The address of the SQL endpoint.
    pub(crate) sql: Option<SocketAddr>,
    /// The address that people reach it by.
    pub(crate) public_address: Option<String>,
    /// Whether that address is HTTPS.
    pub(crate) secure: bool,
    /// The region that the first page shows.
    pub(crate) home_region: Option<String>,
    /// The folder of attachments.
    pub(crate) attachments: Option<PathBuf>,
    /// A folder of policy files in place of the program's.
    pub(crate) policy: Option<PathBuf>,
    /// The official list of sand-dust days.
    pub(crate) dust: Option<PathBuf>,
    /// The day of evaluation of an example.
    pub(crate) example: Option<String>,
    /// The replay of an example, `2016=2025`.
    pub(crate) replay: Option<String>,
    /// Minutes without a request after which a session ends.
    pub(crate) session_idle_min: Option<u64>,
    /// Hours after which a session ends.
    pub(crate) session_hours: Option<u64>,
    /// The least length of a password.
    pub(crate) password_length: Option<usize>,
    /// MiB of an uploaded file.
    pub(crate) upload_mib: Option<usize>,
    /// MiB of answers kept.
    pub(crate) cache_mib: Option<u64>,
    /// Connections.
    pub(crate) connections: Option<usize>,
    /// Seconds of one request.
    pub(crate) request_s: Option<u64>,
    /// Providers that people may sign in with.
    pub(crate) open_id: Vec<OpenIdSettings>,
}

/// `[[portal.open_id]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenIdSettings {
    /// Its id in addresses.
    pub(crate) id: String,
    /// Its name for people.
    pub(crate) name: Option<String>,
    /// Its issuer.
    pub(crate) issuer: String,
    /// Our id there.
    pub(crate) client_id: String,
    /// Our secret there, or `file:PATH`.
    pub(crate) client_secret: String,
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

//! What a gateway listens on and how much it bears; durations in seconds, as a person writes them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::dialogue::Timing;

/// Everything that is set for a gateway.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Addresses to listen on.
    pub listeners: Vec<Listener>,
    /// Certificate of the listeners that use TLS.
    pub tls: Option<Certificate>,
    /// A broker whose messages are read.
    pub subscription: Option<Subscription>,
    /// The address of metrics, health and control.
    pub status: Option<Status>,
    /// What is borne from devices.
    pub limits: Limits,
    /// Times of requests to devices.
    pub dialogue: Timing,
}

/// One address to listen on; port 0 takes any free one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listener {
    /// Address and port.
    pub address: SocketAddr,
    /// What is spoken there.
    pub speech: Speech,
    /// Whether it is wrapped in TLS.
    #[serde(default)]
    pub tls: bool,
}

/// What is spoken on an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speech {
    /// HJ 212.
    Hj212,
    /// GB 17691 Annex Q and HJ 1239.
    Gb17691,
    /// GB/T 32960.
    Gb32960,
    /// HJ 212 or GB 17691, told apart by the first bytes of a connection.
    Either,
}

/// Certificate chain and key, in PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The chain, own certificate first.
    pub chain: PathBuf,
    /// The private key.
    pub key: PathBuf,
    /// Authorities of devices' certificates; where given, a device must show one.
    #[serde(default)]
    pub devices: Option<PathBuf>,
}

/// A subscription to an MQTT broker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// Host of the broker.
    pub host: String,
    /// Port of the broker.
    pub port: u16,
    /// Topic filter.
    pub topic: String,
    /// Name of this client; the broker keeps messages for it while it is away.
    pub client: String,
    /// User, where the broker wants one.
    #[serde(default)]
    pub user: Option<String>,
    /// File that holds the user's password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Authorities of the broker's certificate, in PEM; where given, TLS is used.
    #[serde(default)]
    pub authorities: Option<PathBuf>,
}

/// Where metrics, health and control are served.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// Address and port; loopback unless a person decides otherwise.
    pub address: SocketAddr,
    /// File that the token of control is written to, readable by its owner alone; none: no control.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
}

/// What is borne from devices.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Open connections.
    pub connections: usize,
    /// Open connections of one address.
    pub connections_per_peer: usize,
    /// Frames a second of one connection; more are read later.
    pub frames_per_s: u32,
    /// Frames of one connection that may come at once.
    pub frames_burst: u32,
    /// Bytes a second that are kept of frames that are not accepted, over all connections.
    pub quarantine_bytes_per_s: u32,
    /// Bytes that may be kept of them at once.
    pub quarantine_burst: u32,
    /// A connection that brings no frame that is accepted for so long is closed.
    pub idle_s: u32,
    /// A device that does not take its answers for so long is cut off.
    pub write_s: u32,
    /// So long an inbox that fails is left alone at first; then twice as long, up to the next figure.
    pub backoff_ms: u32,
    /// The longest such pause.
    pub backoff_max_ms: u32,
    /// So long open connections may take to finish when the gateway stops.
    pub drain_s: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 25_000,
            connections_per_peer: 2_000,
            frames_per_s: 2_000,
            frames_burst: 4_000,
            quarantine_bytes_per_s: 64 * 1024,
            quarantine_burst: 16 * 1024 * 1024,
            idle_s: 900,
            write_s: 10,
            backoff_ms: 100,
            backoff_max_ms: 5_000,
            drain_s: 10,
        }
    }
}

impl Limits {
    /// How long a connection may bring no frame that is accepted.
    pub(crate) fn idle(&self) -> Duration {
        Duration::from_secs(self.idle_s.into())
    }

    /// How long a device may take to take its answers.
    pub(crate) fn write(&self) -> Duration {
        Duration::from_secs(self.write_s.into())
    }

    /// The pause after so many failures of the inbox in a row.
    pub(crate) fn backoff(&self, failures: u32) -> Duration {
        let factor = 2_u64.saturating_pow(failures.min(16));
        let wanted = u64::from(self.backoff_ms).saturating_mul(factor);
        Duration::from_millis(wanted.min(self.backoff_max_ms.into()))
    }

    /// How long open connections may take to finish.
    pub(crate) fn drain(&self) -> Duration {
        Duration::from_secs(self.drain_s.into())
    }
}

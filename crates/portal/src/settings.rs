//! What a portal is started with. The command line and the configuration file fill it in.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use access::Secret;
use gateway::Place;
use lake::QueryLimits;
use plan::air::Replay;
use units::Day;

use crate::page::PageFile;

/// What a portal is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where the lake is.
    pub lake: lake::Place,
    /// The cluster that statements run on; this process when `None`.
    pub cluster: Option<lake::cluster::Cluster>,
    /// The register: a file or an address.
    pub registry: String,
    /// Accounts and the audit log: a file or an address. A SQLite file must be another than the register's, or an
    /// import would hold up whoever signs in.
    pub accounts: String,
    /// The folder that attachments are kept in.
    pub attachments: PathBuf,
    /// Where telemetry stands, for raw frames and the state of devices.
    pub telemetry: TelemetryPlaces,
    /// A folder of policy files in place of those of the program.
    pub policy: Option<PathBuf>,
    /// The page's files, in the order of their paths; without them the API alone is served.
    pub page: &'static [PageFile],
    /// The region whose state the first page shows.
    pub home_region: String,
    /// What is shown unless asked otherwise, where the data are not of today.
    pub example: Option<Example>,
    /// The official list of sand-dust days, a CSV file of `site,day`.
    pub dust: Option<PathBuf>,
    /// Whether people reach it by HTTPS, so that cookies are for HTTPS alone.
    pub secure: bool,
    /// The address that people reach it by, for sign-in elsewhere.
    pub public_address: Option<String>,
    /// Providers that people may sign in with.
    pub open_id: Vec<OpenId>,
    /// Where the SQL endpoint listens, if anywhere.
    pub sql: Option<SocketAddr>,
    /// What one statement may use.
    pub query: QueryLimits,
    /// What requests may use.
    pub limits: Limits,
}

/// Facts of another time, shown as an example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The day of evaluation.
    pub as_of: Day,
    /// A year that stands for another.
    pub replay: Option<Replay>,
}

/// Where telemetry stands.
#[derive(Clone, Debug)]
pub struct TelemetryPlaces {
    /// The archive of raw frames.
    pub archive: PathBuf,
    /// The inbox.
    pub inbox: Place,
    /// The gateway's own HTTP address, which knows who is connected.
    pub gateway: Option<SocketAddr>,
}

/// A provider that people may sign in with.
#[derive(Clone, Debug)]
pub struct OpenId {
    /// Its id in addresses.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// Our id there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: Secret,
}

/// What requests may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a request's body, uploads apart.
    pub body_bytes: usize,
    /// Bytes of an uploaded file.
    pub upload_bytes: usize,
    /// How long one request may take.
    pub time: Duration,
    /// How long a connection's request head may take to arrive.
    pub head_time: Duration,
    /// Requests that are worked on at the same time.
    pub concurrent: usize,
    /// Connections.
    pub connections: usize,
    /// Bytes of answers kept for the next reader.
    pub cache_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            upload_bytes: 64 << 20,
            time: Duration::from_mins(1),
            head_time: Duration::from_secs(10),
            concurrent: 512,
            connections: 16_384,
            cache_bytes: 128 << 20,
        }
    }
}

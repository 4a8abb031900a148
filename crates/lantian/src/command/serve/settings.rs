//! The portal's settings: the command line over the configuration over the defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use access::{Policy, Secret};
use portal::{Example, Limits, OpenId, PageFile, Settings, TelemetryPlaces};

use super::ServeArgs;
use crate::command::gateway::status_address;
use crate::configuration::PortalSettings;
use crate::failure::Failure;
use crate::surroundings::Surroundings;
use crate::telemetry;

/// Where it listens unless set.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9200);
/// The region of the first plan, unless set.
const HOME: &str = "140000";
/// The file of accounts beside the lake.
const ACCOUNTS: &str = "access.sqlite";
/// The folder of attachments beside the lake.
const ATTACHMENTS: &str = "attachments";

// `FILES`, the page as `build.rs` took it in.
include!(concat!(env!("OUT_DIR"), "/page_files.rs"));

/// All that is set for the portal.
pub(crate) fn of(context: &Surroundings, args: &ServeArgs) -> Result<Settings, Failure> {
    let set = &context.portal;
    let example = args.example.as_deref().or(set.example.as_deref());
    let replay = args.replay.as_deref().or(set.replay.as_deref());
    let example = match example {
        Some(day) => Some(Example {
            as_of: day.parse()?,
            replay: replay.map(answer::plan::question::replay).transpose()?,
        }),
        None => None,
    };
    Ok(Settings {
        listen: args.listen.or(set.listen).unwrap_or(LISTEN),
        sql: args.sql.or(set.sql),
        lake: context.lake_place.clone(),
        cluster: context.cluster.clone(),
        registry: context.registry.clone(),
        accounts: accounts(context),
        attachments: attachments(context, set),
        telemetry: TelemetryPlaces {
            archive: telemetry::archive_folder(context),
            inbox: telemetry::inbox_place(context, None),
            gateway: Some(status_address(context, None)),
        },
        policy: set.policy.clone(),
        page: FILES,
        home_region: home(set)?,
        example,
        dust: set.dust.clone(),
        secure: set.secure,
        public_address: set.public_address.clone(),
        open_id: set.open_id.iter().map(provider).collect(),
        query: context.limits,
        limits: limits(set),
    })
}

/// What is set for accounts and sessions.
pub(super) fn access(context: &Surroundings) -> access::Settings {
    let set = &context.portal;
    let mut settings = access::Settings::default();
    if let Some(minutes) = set.session_idle_min {
        settings.idle = Duration::from_mins(minutes);
    }
    if let Some(hours) = set.session_hours {
        settings.absolute = Duration::from_hours(hours);
    }
    if let Some(length) = set.password_length {
        settings.password_length = length;
    }
    if let Some(name) = &set.name {
        settings.issuer.clone_from(name);
    }
    settings
}

/// What `doctor` looks at: the address, the policy and the list of dust days can be used.
pub(crate) fn checked(context: &Surroundings) -> Result<SocketAddr, Failure> {
    let set = &context.portal;
    if let Some(folder) = &set.policy {
        Policy::read(folder)?;
    }
    if let Some(file) = &set.dust {
        answer::dust::read(Some(file))?;
    }
    home(set)?;
    Ok(set.listen.unwrap_or(LISTEN))
}

/// In the register's database on a server; in a file of their own beside the lake otherwise.
fn accounts(context: &Surroundings) -> String {
    if context.registry.starts_with("postgres") {
        return context.registry.clone();
    }
    let file = context.lake_place.beside(ACCOUNTS);
    file.display().to_string()
}

fn home(set: &PortalSettings) -> Result<String, Failure> {
    let Some(text) = &set.home_region else {
        return Ok(HOME.to_owned());
    };
    Ok(regions::resolve(text)?.code.to_string())
}

fn attachments(context: &Surroundings, set: &PortalSettings) -> PathBuf {
    let beside = || context.lake_place.beside(ATTACHMENTS);
    set.attachments.clone().unwrap_or_else(beside)
}

fn provider(set: &crate::configuration::OpenIdSettings) -> OpenId {
    OpenId {
        id: set.id.clone(),
        name: set.name.clone().unwrap_or_else(|| set.id.clone()),
        issuer: set.issuer.clone(),
        client_id: set.client_id.clone(),
        client_secret: Secret::new(secret(&set.client_secret)),
    }
}

/// A secret of the configuration, or `file:PATH` for the first line of a file.
fn secret(text: &str) -> String {
    let Some(path) = text.strip_prefix("file:") else {
        return text.to_owned();
    };
    let read = std::fs::read_to_string(Path::new(path)).unwrap_or_default();
    read.lines().next().unwrap_or_default().to_owned()
}

fn limits(set: &PortalSettings) -> Limits {
    let mut limits = Limits::default();
    if let Some(mebibytes) = set.upload_mib {
        limits.upload_bytes = mebibytes << 20;
    }
    if let Some(mebibytes) = set.cache_mib {
        limits.cache_bytes = mebibytes << 20;
    }
    if let Some(connections) = set.connections {
        limits.connections = connections;
    }
    if let Some(seconds) = set.request_s {
        limits.time = Duration::from_secs(seconds);
    }
    limits
}

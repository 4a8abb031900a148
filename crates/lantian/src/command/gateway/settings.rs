//! The gateway's settings: the command line over the configuration over the defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use gateway::serve::{Listener, Settings, Speech, Status};

use super::GatewayArgs;
use crate::surroundings::Surroundings;
use crate::telemetry::token_file;

/// Where devices are heard unless set.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9212);
/// Where health and metrics are unless set.
const STATUS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9213);

/// All that is set for the listeners.
pub(super) fn of(context: &Surroundings, args: &GatewayArgs) -> Settings {
    let set = &context.gateway;
    let either = |address| Listener {
        address,
        speech: Speech::Either,
        tls: false,
    };
    let mut listeners: Vec<Listener> = args.listen.iter().copied().map(either).collect();
    if listeners.is_empty() {
        listeners.clone_from(&set.listeners);
    }
    if listeners.is_empty() {
        listeners.push(either(LISTEN));
    }
    let configured = set.status.as_ref().map(|status| status.address);
    Settings {
        listeners,
        tls: set.tls.clone(),
        subscription: set.subscription.clone(),
        status: Some(Status {
            address: args.status.or(configured).unwrap_or(STATUS),
            token_file: Some(token_file(context)),
        }),
        limits: set.limits,
        dialogue: set.dialogue.clone(),
    }
}

/// Where health and metrics of a running gateway are.
pub(crate) fn status_address(context: &Surroundings, named: Option<SocketAddr>) -> SocketAddr {
    let configured = context.gateway.status.as_ref();
    named
        .or(configured.map(|status| status.address))
        .unwrap_or(STATUS)
}

/// How the inbox is emptied.
pub(super) fn drain(context: &Surroundings) -> telemetry::Settings {
    let set = &context.gateway.drain;
    let mut settings = telemetry::Settings {
        limits: context.limits,
        ..telemetry::Settings::default()
    };
    if let Some(wait) = set.batch_wait_ms {
        settings.batch_wait = Duration::from_millis(wait);
    }
    if let Some(bytes) = set.batch_bytes {
        settings.batch_bytes = bytes;
    }
    if let Some(minutes) = set.ahead_min {
        settings.ahead = Duration::from_mins(minutes);
    }
    settings
}

//! What a running gateway looks at: the signal to stop, the register and the secrets, and the drain.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gateway::{Devices, Gateway};
use registry::store::Registry;
use tokio::sync::watch::Sender;
use tokio::time::{MissedTickBehavior, interval};

use super::{Draining, devices};
use crate::failure::{Failure, Kind};
use crate::surroundings::Surroundings;
use crate::telemetry::{SPEAKERS, secrets_file};

/// How often the register and the secrets are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// What the devices were read from, so that a change is noticed.
#[derive(PartialEq)]
struct Read {
    revisions: Vec<Option<i64>>,
    secrets: Option<SystemTime>,
}

/// Returns when the process is told to stop, or the drain has ended by itself, which is a failure.
pub(super) async fn until_stopped(
    context: &Surroundings,
    registry: &Registry,
    gateway: &Gateway,
    devices_in: &Sender<Arc<Devices>>,
    draining: &Draining,
) -> Result<(), Failure> {
    let mut looking = interval(LOOK);
    looking.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut read = look(context, registry).await?;
    let stop = stop_signal();
    tokio::pin!(stop);
    let mut progress = draining.progress.clone();
    loop {
        tokio::select! {
            () = &mut stop => return Ok(()),
            _ = looking.tick() => {
                let now = look(context, registry).await?;
                if now != read {
                    admit(context, registry, gateway, devices_in).await;
                    read = now;
                }
            }
            changed = progress.changed() => if changed.is_err() {
                return Err(Failure::new(Kind::Internal, "failure-gateway-drain"));
            }
        }
    }
}

/// Lets the devices of the changed register speak; a register that cannot be read leaves those of before.
async fn admit(
    context: &Surroundings,
    registry: &Registry,
    gateway: &Gateway,
    devices_in: &Sender<Arc<Devices>>,
) {
    match devices(context, registry).await {
        Ok(read) => {
            tracing::info!(
                devices = read.len(),
                "the register of devices was read again"
            );
            if let Err(error) = gateway.admit(read.clone()) {
                tracing::error!(%error, "the devices of before may speak on");
            } else {
                devices_in.send_replace(Arc::new(read));
            }
        }
        Err(failure) => tracing::error!(?failure, "the devices of before may speak on"),
    }
}

async fn look(context: &Surroundings, registry: &Registry) -> Result<Read, Failure> {
    let mut revisions = Vec::new();
    for entity in SPEAKERS {
        revisions.push(registry.entity_revision(entity).await?);
    }
    let secrets = std::fs::metadata(secrets_file(context));
    Ok(Read {
        revisions,
        secrets: secrets.and_then(|file| file.modified()).ok(),
    })
}

/// Ctrl-C, or the signal with which service managers stop a process.
pub(crate) async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

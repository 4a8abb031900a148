//! What all connections share: the register, the inbox, the counters, who is here and who is waited for.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::admission::Admission;
use super::bucket::Bucket;
use super::presence::Presence;
use super::settings::Settings;
use crate::device::{Device, Devices, Secret};
use crate::dialogue::Exchanges;
use crate::entry::Entry;
use crate::inbox::Inbox;
use crate::status::Metrics;

/// Returns when the gateway stops.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error says that the gateway is gone, which is the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Devices that may wait to be greeted.
const ARRIVALS: usize = 1024;

/// What all connections share.
pub(crate) struct Reception {
    settings: Settings,
    devices: RwLock<Arc<Devices>>,
    inbox: Inbox,
    metrics: Metrics,
    presence: Presence,
    exchanges: Exchanges,
    admission: Arc<Admission>,
    quarantine: Mutex<Bucket>,
    failures: AtomicU32,
    connections: AtomicU64,
    arrivals: mpsc::Sender<String>,
}

impl Reception {
    /// With it come the devices that appear, one after the other.
    pub(crate) fn new(
        settings: Settings,
        devices: Devices,
        inbox: Inbox,
    ) -> (Self, mpsc::Receiver<String>) {
        let (arrivals, arrived) = mpsc::channel(ARRIVALS);
        let limits = settings.limits;
        let quarantine = Bucket::new(
            limits.quarantine_bytes_per_s,
            limits.quarantine_burst,
            Instant::now(),
        );
        let reception = Self {
            settings,
            devices: RwLock::new(Arc::new(devices)),
            inbox,
            metrics: Metrics::new(),
            presence: Presence::default(),
            exchanges: Exchanges::default(),
            admission: Arc::default(),
            quarantine: Mutex::new(quarantine),
            failures: AtomicU32::new(0),
            connections: AtomicU64::new(0),
            arrivals,
        };
        (reception, arrived)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn presence(&self) -> &Presence {
        &self.presence
    }

    pub(crate) fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    pub(crate) fn admission(&self) -> &Arc<Admission> {
        &self.admission
    }

    /// The register as it is now.
    pub(crate) fn devices(&self) -> Arc<Devices> {
        Arc::clone(&self.devices.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another register in place of the one that is there.
    pub(crate) fn admit(&self, devices: Devices) {
        *self.devices.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(devices);
    }

    /// Lets a device speak with another password from now on; returns it as it is now.
    pub(crate) fn set_password(&self, id: &str, password: Secret) -> Option<Device> {
        let mut devices = self.devices.write().unwrap_or_else(PoisonError::into_inner);
        let changed = Device {
            password: Some(password),
            ..devices.find(id)?.clone()
        };
        *devices = Arc::new(devices.with(changed.clone()));
        Some(changed)
    }

    /// Tells that a device appeared; where many appear at once, some are not greeted.
    pub(crate) fn arrived(&self, device: &str) {
        if self.settings.dialogue.start_up.is_some() {
            let _ = self.arrivals.try_send(device.to_owned());
        }
    }

    /// A number for a connection.
    pub(crate) fn number(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed)
    }

    /// How often in a row the inbox has failed.
    pub(crate) fn troubles(&self) -> u32 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Whether so many bytes more may be kept apart.
    pub(crate) fn may_quarantine(&self, bytes: usize) -> bool {
        self.quarantine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take(bytes, Instant::now())
    }

    /// Keeps entries, trying until they are durable; false: the gateway stops and they are not kept.
    ///
    /// While this waits the connection is not read, so that the device's own window holds back the rest.
    pub(crate) async fn keep(&self, entries: &[Entry], stop: &mut watch::Receiver<bool>) -> bool {
        let mut failures = 0;
        loop {
            let begun = Instant::now();
            match self.inbox.put(entries).await {
                Ok(_) => {
                    self.metrics.put(begun.elapsed());
                    self.failures.store(0, Ordering::Relaxed);
                    return true;
                }
                Err(error) => {
                    self.failures.fetch_add(1, Ordering::Relaxed);
                    self.metrics.put_failed("refused");
                    if failures == 0 {
                        tracing::warn!(%error, "frames are not acknowledged: the inbox refuses them");
                    }
                }
            }
            let pause = self.settings.limits.backoff(failures);
            failures += 1;
            tokio::select! {
                () = sleep(pause) => {}
                () = stopped(stop) => return false,
            }
        }
    }
}

//! The device's side, for tests of a gateway: monitors and vehicles that send what a plan says, make the
//! faults that it names, send again what was not acknowledged, answer the host, and keep a ledger.
//!
//! Everything follows from the plan's seed. Nothing simulated is ever written into a lake by this module:
//! it speaks to a gateway over the network like any device.

mod plan;
mod calendar;
mod content;
mod ledger;
mod report;
mod voice;
mod monitor;
mod vehicle;
mod logger;
mod device;
mod replay;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use device::Simulated;
use ledger::Ledger;
use monitor::Monitor;
use report::Tally;
use vehicle::Vehicle;

pub use plan::{Faults, Kind, Pace, Plan, monitor_id, vehicle_id};
pub use replay::{Replay, replay};
pub use report::{Latency, Report};

/// How often the ledger is handed to the operating system.
const FLUSH: Duration = Duration::from_millis(200);

/// Why nothing could be simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// The ledger cannot be written.
    #[error("the ledger cannot be written to {}", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        #[source]
        source: io::Error,
    },
    /// The gateway cannot be reached.
    #[error("no connection to {address}")]
    Connect {
        /// Host and port.
        address: String,
        /// What was wrong.
        #[source]
        source: io::Error,
    },
    /// Vehicles are planned and no address for them.
    #[error("{vehicles} vehicles are planned, but no address for them is given")]
    NoVehicleAddress {
        /// How many.
        vehicles: u32,
    },
}

/// Runs a plan until all frames are acknowledged, its time is over, or it is stopped.
///
/// After its time, or when stopped, no new frames are made, and those on their way are waited for as long
/// as an acknowledgement may take.
pub async fn simulate(plan: Plan, stop: watch::Receiver<bool>) -> Result<Report, SimulateError> {
    if plan.vehicles > 0 && plan.vehicle_address.is_none() {
        let vehicles = plan.vehicles;
        return Err(SimulateError::NoVehicleAddress { vehicles });
    }
    let ledger = open_ledger(&plan)?;
    let (over, ending) = watch::channel(false);
    let clock = tokio::spawn(end(plan.duration, stop, over));
    let plan = Arc::new(plan);
    let begun = Instant::now();
    let mut running = start(&plan, ledger.as_ref(), &ending);
    let mut tally = Tally::default();
    let mut flushing = interval(FLUSH);
    loop {
        tokio::select! {
            ended = running.join_next() => match ended {
                Some(Ok(one)) => tally.add(one),
                Some(Err(error)) => tracing::error!(%error, "a simulated device ended in a panic"),
                None => break,
            },
            _ = flushing.tick() => flush(&plan, ledger.as_deref())?,
        }
    }
    let took = begun.elapsed();
    clock.abort();
    flush(&plan, ledger.as_deref())?;
    Ok(tally.report(took))
}

fn open_ledger(plan: &Plan) -> Result<Option<Arc<Ledger>>, SimulateError> {
    let Some(path) = &plan.ledger else {
        return Ok(None);
    };
    let opened = Ledger::create(path).map_err(|source| SimulateError::Ledger {
        path: path.clone(),
        source,
    })?;
    Ok(Some(Arc::new(opened)))
}

fn start(
    plan: &Arc<Plan>,
    ledger: Option<&Arc<Ledger>>,
    ending: &watch::Receiver<bool>,
) -> JoinSet<Tally> {
    let mut running = JoinSet::new();
    for number in 0..plan.devices {
        let voice = Monitor::new(plan, number);
        let device = Simulated::new(Arc::clone(plan), voice, ledger.cloned());
        running.spawn(device.run(plan.address.clone(), ending.clone()));
    }
    for number in 0..plan.vehicles {
        let voice = Vehicle::new(plan, number);
        let device = Simulated::new(Arc::clone(plan), voice, ledger.cloned());
        let address = plan.vehicle_address.clone().unwrap_or_default();
        running.spawn(device.run(address, ending.clone()));
    }
    running
}

/// Says that it is over, after the plan's time or when stopped.
async fn end(
    duration: Option<Duration>,
    mut stop: watch::Receiver<bool>,
    over: watch::Sender<bool>,
) {
    let time = async {
        match duration {
            Some(duration) => sleep(duration).await,
            None => std::future::pending().await,
        }
    };
    let stopped = async {
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = time => {}
        () = stopped => {}
    }
    over.send_replace(true);
    over.closed().await;
}

fn flush(plan: &Plan, ledger: Option<&Ledger>) -> Result<(), SimulateError> {
    let Some(ledger) = ledger else {
        return Ok(());
    };
    ledger.flush().map_err(|source| SimulateError::Ledger {
        path: plan.ledger.clone().unwrap_or_default(),
        source,
    })
}

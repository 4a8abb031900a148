//! What a device is told when it appears, in the order of HJ 212-2017 §6.7; only where the settings say so.

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::serve::stopped;

use super::{Control, End, Request, Timing};

/// Greets devices as they appear, until the gateway stops.
pub(crate) async fn greet(
    control: Control,
    mut arrivals: mpsc::Receiver<String>,
    mut stop: watch::Receiver<bool>,
) {
    let mut greetings = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            Some(_) = greetings.join_next() => {}
            Some(device) = arrivals.recv() => {
                let control = control.clone();
                greetings.spawn(async move { greeting(&control, &device).await });
            }
        }
    }
    greetings.shutdown().await;
}

/// Asks one thing after the other, and stops at the first that is not answered.
async fn greeting(control: &Control, device: &str) {
    for request in requests(&control.reception().settings().dialogue, control.now()) {
        let asked = control
            .request(device, &request, "gateway", "HJ 212-2017 6.7")
            .await;
        match asked {
            Ok(outcome) => {
                tracing::info!(
                    device,
                    command = outcome.command,
                    end = outcome.end.id(),
                    "start-up"
                );
                if outcome.end == End::Unanswered {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(device, %error, "start-up");
                return;
            }
        }
    }
}

fn requests(timing: &Timing, now: String) -> Vec<Request> {
    let Some(start_up) = &timing.start_up else {
        return Vec::new();
    };
    let set_time = start_up.set_time.then_some(Request::SetTime {
        factor: None,
        time: now,
    });
    let seconds = start_up.real_time_interval_s;
    let minutes = start_up.minute_interval_min;
    let real_time = start_up.real_time.map(|on| {
        if on {
            Request::StartRealTime
        } else {
            Request::StopRealTime
        }
    });
    let states = start_up.states.map(|on| {
        if on {
            Request::StartEquipment
        } else {
            Request::StopEquipment
        }
    });
    [
        set_time,
        Some(Request::SetTimeout {
            seconds: timing.timeout(),
            retries: timing.retries(),
        }),
        seconds.map(Request::SetRealTimeInterval),
        minutes.map(Request::SetMinuteInterval),
        real_time,
        states,
    ]
    .into_iter()
    .flatten()
    .collect()
}

//! The generator against the gateway: its ledger says what the inbox must hold.

use std::collections::BTreeMap;
use std::time::Duration;

use gateway::dialogue::{End, Span};
use gateway::serve::Speech;
use gateway::simulate::{Faults, Kind, Plan, monitor_id, replay, simulate};
use gateway::{Devices, Request};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::stand::{MN, PATIENCE, Stand, devices, minute, stand, stand_with, standing};

fn plan(stand: &Stand) -> Plan {
    let addresses = stand.gateway.addresses();
    Plan {
        vehicle_address: addresses.get(1).map(ToString::to_string),
        ..Plan::new(addresses[0].to_string())
    }
}

async fn stand_for(plan: &Plan) -> Stand {
    let speeches = [Speech::Hj212, Speech::Gb17691];
    stand_with(&speeches, Devices::new(plan.register()), |settings| {
        settings.limits.quarantine_burst = u32::MAX;
    })
    .await
}

/// The lines of a ledger.
fn ledger(stand: &Stand) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(stand.folder.path().join("ledger")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// How often each frame of the ledger is in the inbox, by device, command and DataTime.
async fn in_inbox(stand: &Stand) -> BTreeMap<(String, String, String), usize> {
    let extent = stand.inbox.extent().await.unwrap();
    let entries = stand
        .entries(usize::try_from(extent.next - extent.first).unwrap())
        .await;
    let mut counts = BTreeMap::new();
    for entry in entries.iter().filter(|entry| standing(entry) == "accepted") {
        let text = String::from_utf8_lossy(&entry.entry.raw).into_owned();
        let after = |name: &str, length: usize| {
            let (_, rest) = text.split_once(name)?;
            rest.get(..length).map(str::to_owned)
        };
        if let (Some(command), Some(time)) = (after("CN=", 4), after("DataTime=", 14)) {
            *counts
                .entry((entry.entry.device.clone(), command, time))
                .or_insert(0) += 1;
        }
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_that_the_ledger_calls_acknowledged_is_in_the_inbox() {
    let wanted = Plan {
        devices: 8,
        vehicles: 2,
        seed: 5,
        kinds: Kind::ALL.to_vec(),
        frames: Some(120),
        timeout: Duration::from_millis(500),
        faults: Faults {
            garbage: 0.05,
            duplicate: 0.05,
            out_of_order: 0.05,
            drift: 0.2,
            half_open: 0.01,
            slow: 0.01,
            cut: 0.05,
        },
        ..Plan::new("")
    };
    let stand = stand_for(&wanted).await;
    let running = Plan {
        address: stand.gateway.addresses()[0].to_string(),
        vehicle_address: Some(stand.gateway.addresses()[1].to_string()),
        ledger: Some(stand.folder.path().join("ledger")),
        ..wanted
    };
    let (_stop, stopping) = watch::channel(false);
    let report = timeout(3 * PATIENCE, simulate(running, stopping))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((report.frames, report.acked), (1_200, 1_200), "{report:?}");
    assert!(report.faults > 0 && report.resent > 0, "{report:?}");
    let lines = ledger(&stand);
    assert_eq!(lines.len(), 1_200);
    let counts = in_inbox(&stand).await;
    for line in lines.iter().filter(|line| line["command"] != 2) {
        assert!(line["acked_at"].is_i64());
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        let key = (
            text("device"),
            line["command"].to_string(),
            text("data_time"),
        );
        assert!(
            counts.contains_key(&key),
            "{key:?} is acknowledged and lost"
        );
    }
    stand.gateway.stop().await;
}

#[tokio::test]
async fn the_same_seed_sends_the_same_values() {
    let wanted = Plan {
        devices: 2,
        seed: 11,
        frames: Some(20),
        ..Plan::new("")
    };
    let mut seen = Vec::new();
    for _ in 0..2 {
        let stand = stand_for(&wanted).await;
        let running = Plan {
            address: stand.gateway.addresses()[0].to_string(),
            ledger: Some(stand.folder.path().join("ledger")),
            ..wanted.clone()
        };
        let (_stop, stopping) = watch::channel(false);
        timeout(PATIENCE, simulate(running, stopping))
            .await
            .unwrap()
            .unwrap();
        let values: BTreeMap<_, _> = ledger(&stand)
            .iter()
            .map(|line| {
                let key = format!("{} {}", line["device"], line["data_time"]);
                (key, line["values"].to_string())
            })
            .collect();
        seen.push(values);
        stand.gateway.stop().await;
    }
    assert_eq!(seen[0].len(), 40);
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_simulated_logger_answers_the_host() {
    let wanted = Plan {
        seed: 3,
        frames: Some(u64::MAX),
        window: 1,
        pace: gateway::simulate::Pace::Real,
        kinds: vec![Kind::RealTime],
        real_time_interval_s: 1,
        ..Plan::new("")
    };
    let stand = stand_for(&wanted).await;
    let running = Plan {
        address: stand.gateway.addresses()[0].to_string(),
        timeout: Duration::from_millis(200),
        ..wanted.clone()
    };
    let (stop, stopping) = watch::channel(false);
    let simulating = tokio::spawn(simulate(running, stopping));
    let device = monitor_id(3, 0);
    let connected = async {
        let here = |list: &str| list.contains(&device);
        while !here(&stand.http("GET", "/devices", "", "").await.1) {}
    };
    timeout(PATIENCE, connected).await.unwrap();
    let control = stand.gateway.control();
    let ask = async |request: Request| {
        let asked = control.request(&device, &request, "tester", "test");
        timeout(PATIENCE, asked).await.unwrap().unwrap()
    };
    let time = ask(Request::ReadTime { factor: None }).await;
    assert_eq!((time.end, time.uploaded), (End::Executed, 1));
    let password = Request::SetPassword("777777".to_owned());
    assert_eq!(ask(password).await.end, End::Executed);
    let day = Span::new("20260101000000", "20260101230000");
    let hours = ask(Request::ReadHours(day)).await;
    assert_eq!((hours.end, hours.uploaded), (End::Executed, 24));
    assert!(
        hours.uploads[0].contains("PW=777777"),
        "{}",
        hours.uploads[0]
    );
    assert!(hours.uploads[23].contains("DataTime=20260101230000"));
    assert_eq!(ask(Request::StopRealTime).await.end, End::Noticed);
    stop.send_replace(true);
    let report = timeout(PATIENCE, simulating)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert!(report.requests >= 4, "{report:?}");
    stand.gateway.stop().await;
}

#[tokio::test]
async fn what_is_replayed_arrives_as_it_stands() {
    let stand = stand_with(&[Speech::Hj212], devices(), |_| {}).await;
    let mut bytes = minute("20160801085857223", MN, "123456", "1.0");
    bytes.extend(b"noise between frames");
    bytes.extend(minute("20160801085857224", MN, "123456", "2.0"));
    let address = plan(&stand).address;
    let replayed = timeout(PATIENCE, replay(&bytes, &address, 0.0))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (replayed.frames, replayed.skipped, replayed.acked),
        (2, 20, 2)
    );
    let entries = stand.entries(3).await;
    let raw: Vec<u8> = entries
        .iter()
        .flat_map(|entry| entry.entry.raw.clone())
        .collect();
    assert_eq!(raw, bytes);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn vehicles_need_an_address() {
    let (_stop, stopping) = watch::channel(false);
    let stand = stand(Speech::Hj212).await;
    let lost = Plan {
        vehicles: 1,
        ..Plan::new(stand.gateway.addresses()[0].to_string())
    };
    let error = simulate(lost, stopping).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 vehicles are planned, but no address for them is given"
    );
    stand.gateway.stop().await;
}

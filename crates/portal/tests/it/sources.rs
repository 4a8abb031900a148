//! Sources, their devices, values and raw frames at the API.

use std::sync::Arc;

use access::Role;
use gateway::entry::Standing;
use gateway::{Archive, Channel, Device, Devices, Entry, Inbox};
use lake::Lake;
use reqwest::StatusCode;
use serde_json::Value;
use telemetry::{Drained, Ends, Settings, drain};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::house::{DEVICE, House, OTHER, OWN};

/// 2024-06-01 09:10:00 UTC+8.
const RECEIVED: i64 = 1_717_204_200_000_000;

/// A frame of HJ 212 with two hours' worth of nitrogen oxides behind it.
fn hour(beginning: &str, nox: &str) -> Vec<u8> {
    let segment = format!(
        "QN=20240601090000001;ST=31;CN=2061;PW=123456;MN={DEVICE};Flag=5;CP=&&DataTime=20240601{beginning}0000;\
         a21002-Avg={nox},a21002-ZsAvg={nox},a21002-Flag=N&&"
    );
    format!("##{:04}{segment}{:04X}\r\n", segment.len(), crc(&segment)).into_bytes()
}

/// The check word of Annex A of HJ 212-2017.
fn crc(segment: &str) -> u16 {
    let mut word = 0xFFFF_u16;
    for byte in segment.bytes() {
        word = (word >> 8) ^ u16::from(byte);
        for _ in 0..8 {
            let low = word & 1;
            word >>= 1;
            if low == 1 {
                word ^= 0xA001;
            }
        }
    }
    word
}

/// Takes frames in as the gateway and the drain do.
async fn take(house: &House, frames: Vec<Vec<u8>>) {
    let settings = house.portal.settings();
    let inbox = Inbox::open(&settings.telemetry.inbox)
        .await
        .expect("an inbox opens");
    let entry = |raw: Vec<u8>| Entry {
        received_at: RECEIVED,
        channel: Channel::Hj212,
        device: DEVICE.to_owned(),
        peer: "192.0.2.7:4001".to_owned(),
        standing: Standing::Accepted,
        raw,
    };
    let entries: Vec<_> = frames.into_iter().map(entry).collect();
    inbox.put(entries).await.expect("the inbox takes them");
    let device = Device {
        id: DEVICE.to_owned(),
        password: None,
        key: None,
        profile: "standard".to_owned(),
        clock_offset_s: 0,
    };
    let ends = Ends {
        inbox,
        archive: Archive::open(&settings.telemetry.archive).expect("an archive opens"),
        lake: Lake::at(&settings.lake).expect("the lake opens"),
        devices: watch::channel(Arc::new(Devices::new([device]))).1,
    };
    let (_closing, closing) = watch::channel(true);
    let (progress, _progress) = watch::channel(Drained::default());
    let drained = drain(ends, Settings::default(), closing, progress).await;
    drained.expect("the inbox is drained");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_opens_into_its_cells_outlets_and_devices() {
    let house = House::new().await;
    let county = house.as_role(Role::County).await;
    let list = county.get("/api/v1/facilities").await.ok();
    assert_eq!(list["total"], 1);
    let row = &list["items"][0];
    assert_eq!(
        (row["outlets"].as_i64(), row["devices"].as_i64()),
        (Some(1), Some(1))
    );
    assert_eq!(row["simulated"], true);
    let none = county.get("/api/v1/facilities?kind=cement").await.ok();
    assert_eq!(none["total"], 0);
    let points = county.get("/api/v1/facilities.geojson").await.ok();
    assert_eq!(points["features"][0]["geometry"]["coordinates"][0], 112.56);
    let view = county
        .get(&format!("/api/v1/facilities/facility/{OWN}?lang=en"))
        .await
        .ok();
    let fields = view["fields"].as_array().cloned().unwrap_or_default();
    let industry = fields
        .iter()
        .find(|field| field["id"] == "industry")
        .cloned();
    let industry = industry.unwrap_or_default();
    assert_eq!(industry["value"], "steel");
    assert!(
        industry["source"]
            .as_str()
            .is_some_and(|source| source.starts_with("test")),
        "{industry}"
    );
    let device = &view["outlets"][0]["devices"][0];
    assert_eq!(device["mn"], DEVICE);
    assert_eq!(device["connected"], Value::Null);
    let related: Vec<&Value> = view["related"].as_array().into_iter().flatten().collect();
    assert!(
        related
            .iter()
            .any(|one| one["entity"]["id"] == "outlet_limit"),
        "{view}"
    );
    let other = county
        .get(&format!("/api/v1/facilities/facility/{OTHER}"))
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.get("/api/v1/facilities").await.status,
        StatusCode::UNAUTHORIZED
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_is_held_against_its_limit_and_leads_to_its_frame() {
    let house = House::new().await;
    // The permit allows 50 mg/m³; the frame of 02 is damaged on its way.
    let mut damaged = hour("02", "30");
    let place = damaged.len() - 12;
    damaged[place] ^= 1;
    take(&house, vec![hour("00", "40"), hour("01", "80"), damaged]).await;
    let own = house.as_role(Role::Enterprise).await;
    let path = format!("/api/v1/devices/{DEVICE}");
    let series = own
        .get(&format!("{path}/values?from=2024-06-01&to=2024-06-01"))
        .await
        .ok();
    let nox = &series["factors"][0];
    assert_eq!(nox["factor"], "a21002");
    assert_eq!(
        (&nox["limit"], &nox["limit_source"]),
        (&"50".into(), &"排污许可证(模拟)".into())
    );
    assert_eq!(nox["values"], serde_json::json!(["40", "80"]));
    assert_eq!(nox["exceeds"], serde_json::json!([false, true]), "{series}");
    let latest = own.get(&format!("{path}/latest")).await.ok();
    assert_eq!(latest[0]["value"], "80");
    let frames = own
        .get(&format!("{path}/frames?day=2024-06-01&lang=en"))
        .await
        .ok();
    assert_eq!(frames["total"], 3);
    let verdicts = [0, 1, 2].map(|place| frames["items"][place]["verdict"].clone());
    assert_eq!(verdicts, ["good", "good", "bad"].map(Value::from));
    assert_eq!(frames["items"][1]["sequence"], nox["sequences"][1]);
    assert_eq!(frames["items"][1]["previous"], frames["items"][0]["hash"]);
    assert!(
        frames["items"]
            .as_array()
            .is_some_and(|rows| rows.iter().all(|row| row["intact"] == true))
    );
    assert!(!frames.to_string().contains("123456"), "{frames}");
    let other = house.sign_in("other").await;
    for part in ["values", "latest", "frames"] {
        let answer = other.get(&format!("{path}/{part}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_connected_is_the_gateways_word() {
    let gateway = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = gateway.local_addr().expect("it has an address");
    let serving = tokio::spawn(async move {
        let (mut stream, _) = gateway.accept().await.expect("the portal asks");
        let mut asked = [0; 1024];
        let read = stream.read(&mut asked).await.expect("a request comes");
        assert!(asked[..read].starts_with(b"GET /devices "));
        let lines = serde_json::json!([{ "device": DEVICE, "channel": "hj212", "peer": "192.0.2.7:4001",
            "connected": true, "last_frame": RECEIVED, "frames": 3 }]);
        let answer = format!("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{lines}");
        let sent = stream.write_all(answer.as_bytes()).await;
        sent.expect("the portal reads");
    });
    let house = House::with(|settings| settings.telemetry.gateway = Some(address)).await;
    let county = house.as_role(Role::County).await;
    let view = county
        .get(&format!("/api/v1/facilities/facility/{OWN}"))
        .await
        .ok();
    let device = &view["outlets"][0]["devices"][0];
    assert_eq!(device["connected"], true);
    assert_eq!(device["last"], "2024-06-01T09:10:00+08:00");
    serving.await.expect("the gateway was asked");
    house.stop().await;
}

//! Frames and runs for the benches of telemetry; all of it simulated.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gateway::serve::{Listener, Settings, Speech};
use gateway::simulate::{Plan, Report, simulate};
use gateway::{Archive, Devices, Inbox, Place};
use lake::Lake;
use telemetry::Ends;
use tokio::sync::watch;
use wire::hj212::{Edition, Message, encode};

/// A minute frame of ten factors, 772 bytes from `##` to the line feed.
///
/// # Panics
/// Never: the message can be written.
pub fn minute_frame() -> Vec<u8> {
    let factors = [
        "a21026", "a21002", "a34013", "a19001", "a01012", "a01014", "a01011", "a01013", "a00000",
        "a21005",
    ];
    let of_factor = |(place, factor): (usize, &&str)| {
        let base = 12 + place;
        format!(
            "{factor}-Min={base}.04,{factor}-Avg={base}.35,{factor}-Max={base}.97,{factor}-Flag=N"
        )
    };
    let groups: Vec<String> = factors.iter().enumerate().map(of_factor).collect();
    let mut message = Message::new(
        Edition::V2017,
        2051,
        "31",
        "010000A8900016F000169DC0",
        "123456",
    );
    message.qn = Some("20240601090000001".to_owned());
    message.content = format!("DataTime=20240601085000;{}", groups.join(";"));
    message.flag.answer = true;
    encode(&message).expect("it can be written")
}

/// Runs a gateway over a folder and simulated devices against it, as fast as they are acknowledged.
///
/// # Panics
/// When the folder or the loopback cannot be used.
pub async fn ingest(folder: &Path, devices: u32, frames: u64, window: usize) -> Report {
    let mut plan = Plan::new("127.0.0.1:0");
    plan.devices = devices;
    plan.frames = Some(frames);
    plan.window = window;
    plan.minute_interval_min = 1;
    let inbox = inbox(folder).await;
    let mut settings = Settings {
        listeners: vec![Listener {
            address: "127.0.0.1:0".parse().expect("an address"),
            speech: Speech::Hj212,
            tls: false,
        }],
        ..Settings::default()
    };
    settings.limits.frames_per_s = u32::MAX;
    settings.limits.frames_burst = u32::MAX;
    let devices = Devices::new(plan.register());
    let running = gateway::serve(settings, devices, inbox, Box::new(|_| Ok(())))
        .await
        .expect("it starts");
    plan.address = running.addresses()[0].to_string();
    let (_stop, stopped) = watch::channel(false);
    let report = simulate(plan, stopped).await.expect("it runs");
    running.stop().await;
    report
}

/// Empties the inbox of a folder into an archive and a lake beside it; the rows that it wrote.
///
/// # Panics
/// When the folder cannot be used.
pub async fn drained(folder: &Path, devices: u32) -> u64 {
    let plan = Plan {
        devices,
        ..Plan::new("")
    };
    let (_devices, known) = watch::channel(Arc::new(Devices::new(plan.register())));
    let ends = Ends {
        inbox: inbox(folder).await,
        archive: Archive::open(&folder.join("archive")).expect("an archive"),
        lake: Lake::open(&folder.join("lake")).expect("a lake"),
        devices: known,
    };
    let (_closing, closed) = watch::channel(true);
    let (progress, _seen) = watch::channel(telemetry::Drained::default());
    let settings = telemetry::Settings {
        batch_wait: Duration::from_millis(200),
        ..telemetry::Settings::default()
    };
    let drained = telemetry::drain(ends, settings, closed, progress).await;
    drained.expect("it is emptied").rows
}

async fn inbox(folder: &Path) -> Inbox {
    let place = Place::Folder {
        folder: folder.join("inbox"),
        max_bytes: 64 << 30,
    };
    Inbox::open(&place).await.expect("an inbox")
}

/// A real-time frame of a truck: one block of engine data with DPF and SCR (GB 17691 Annex Q).
///
/// # Panics
/// Never: the frame can be written.
pub fn vehicle_frame() -> Vec<u8> {
    let mut body = vec![0x23, 0x23, 0x02, 0xFE];
    body.extend_from_slice(b"LSIM0000000000001");
    body.push(0x01);
    let mut data = vec![26, 6, 1, 9, 0, 0, 0, 7, 0x02, 26, 6, 1, 9, 0, 0];
    data.extend_from_slice(&[
        0x33, 0x00, 184, 165, 140, 0x2E, 0xE0, 0x01, 0xF4, 0x36, 0xB0, 0x11, 0x94, 200, 0x1B, 0x58,
        0x48, 0xA8, 0x4B, 0x00, 0x00, 0x28, 120, 150, 0, 0x06, 0xB7, 0x28, 0x15, 0x02, 0x40, 0x3C,
        0x5D, 0x00, 0x01, 0x86, 0xA0,
    ]);
    body.extend_from_slice(&u16::try_from(data.len()).unwrap_or_default().to_be_bytes());
    body.extend_from_slice(&data);
    body.push(wire::vehicle::bcc(&body[2..]));
    body
}

//! Connections: what is kept, what is answered, what is refused, and how it ends.

use std::sync::Arc;

use gateway::serve::{Certificate, Listener, Speech};
use gateway::{Channel, Devices};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::stand::{
    MN, PATIENCE, Wire, device, devices, frame, minute, stand, stand_with, standing,
};

/// The answer 9014 of the reference's test vectors (16.1, frame 8), for QN 20160801085857223.
const ANSWER: &str = "##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;\
MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n";
/// The answer 9013 (16.1, frame 7).
const NOTICE: &str = "##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;\
MN=010000A8900016F000169DC0;Flag=4;CP=&&&&2A80\r\n";
const QN: &str = "20160801085857223";

#[tokio::test]
async fn a_frame_is_in_the_inbox_before_it_is_acknowledged() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    let sent = minute(QN, MN, "123456", "12.5");
    wire.send(&sent).await;
    assert_eq!(wire.line().await, ANSWER);
    let entries = stand.entries(1).await;
    assert_eq!(standing(&entries[0]), "accepted");
    assert_eq!(entries[0].entry.raw, sent);
    assert_eq!(entries[0].entry.device, MN);
    assert_eq!(entries[0].entry.channel, Channel::Hj212);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_notice_is_answered_by_9013_and_a_frame_that_wants_no_answer_by_none() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    let silent = format!(
        "QN=20160801085857000;ST=31;CN=2011;PW=123456;MN={MN};Flag=4;CP=&&DataTime=20160801085857;a21026-Rtd=1.5,a21026-Flag=N&&"
    );
    wire.send(&frame(&silent)).await;
    let notice = format!("QN={QN};ST=31;CN=1013;PW=123456;MN={MN};Flag=5;CP=&&PolId=a21026&&");
    wire.send(&frame(&notice)).await;
    assert_eq!(wire.line().await, NOTICE);
    stand.gateway.stop().await;
    assert_eq!(wire.rest().await, "");
}

#[tokio::test]
async fn what_is_not_accepted_is_kept_apart_and_costs_no_neighbour() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    let mut bad = minute(QN, MN, "123456", "9.9");
    let end = bad.len() - 3;
    bad[end] = if bad[end] == b'0' { b'1' } else { b'0' };
    let mut all = minute(QN, "999999999999999999999999", "123456", "1.0");
    all.extend(minute(QN, MN, "654321", "2.0"));
    all.extend(bad);
    all.extend(b"##XX garbage");
    all.extend(minute(QN, MN, "123456", "3.0"));
    wire.send(&all).await;
    assert_eq!(wire.line().await, ANSWER);
    let entries = stand.entries(5).await;
    let found: Vec<_> = entries.iter().map(standing).collect();
    assert_eq!(
        found,
        [
            "unknown_device",
            "wrong_password",
            "bad_frame",
            "garbage",
            "accepted"
        ]
    );
    stand.gateway.stop().await;
    assert_eq!(wire.rest().await, "");
}

#[tokio::test]
async fn frames_may_come_glued_or_torn_and_without_a_line_end() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    let one = minute(QN, MN, "123456", "12.5");
    let mut glued = one.repeat(3);
    glued.extend(&one[..20]);
    wire.send(&glued).await;
    for _ in 0..3 {
        assert_eq!(wire.line().await, ANSWER);
    }
    wire.send(&one[20..one.len() - 2]).await;
    assert_eq!(wire.line().await, ANSWER);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn each_device_has_its_own_variant_of_the_check_word() {
    let others = [
        device("MODBUS1", Some("123456"), "modbus"),
        device(MN, Some("123456"), "standard"),
    ];
    let stand = stand_with(&[Speech::Hj212], Devices::new(others), |_| {}).await;
    let mut wire = stand.connect().await;
    // Annex A gives 2F80 for 123456789, MODBUS 4B37: the reference's figures, in 16.1.
    let segment = "QN=20160801085857223;ST=31;CN=2011;PW=123456;MN=MODBUS1;Flag=5;CP=&&&&";
    let modbus = format!("##{:04}{segment}{:04X}\r\n", segment.len(), modbus(segment));
    wire.send(modbus.as_bytes()).await;
    let answer = wire.line().await;
    let body = &answer[6..answer.len() - 6];
    assert_eq!(
        answer[answer.len() - 6..].trim_end(),
        format!("{:04X}", modbus_of(body))
    );
    wire.send(&minute(QN, MN, "123456", "12.5")).await;
    assert_eq!(wire.line().await, ANSWER);
    stand.gateway.stop().await;
}

fn modbus(segment: &str) -> u16 {
    modbus_of(segment)
}

fn modbus_of(segment: &str) -> u16 {
    segment.bytes().fold(0xFFFF, |register, byte| {
        (0..8).fold(register ^ u16::from(byte), |register: u16, _| {
            let shifted = register >> 1;
            if register & 1 == 1 {
                shifted ^ 0xA001
            } else {
                shifted
            }
        })
    })
}

#[tokio::test]
async fn one_address_may_serve_monitors_and_vehicles() {
    let vin = "LTESTVIN000000001";
    let all = [
        device(MN, Some("123456"), "standard"),
        device(vin, None, "standard"),
    ];
    let stand = stand_with(&[Speech::Either], Devices::new(all), |_| {}).await;
    // The time synchronisation of the reference, 16.5.
    let time = "7E7E054C5445535456494E303030303030303031010100003F";
    let bytes: Vec<u8> = (0..time.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&time[at..at + 2], 16).unwrap())
        .collect();
    stand.connect().await.send(&bytes).await;
    let entries = stand.entries(1).await;
    assert_eq!(standing(&entries[0]), "accepted");
    assert_eq!(entries[0].entry.device, vin);
    assert_eq!(entries[0].entry.channel, Channel::Gb17691);
    let mut wire = stand.connect().await;
    wire.send(&minute(QN, MN, "123456", "12.5")).await;
    assert_eq!(wire.line().await, ANSWER);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_at_once() {
    let stand = stand_with(&[Speech::Hj212], devices(), |settings| {
        settings.limits.connections = 1;
    })
    .await;
    let mut first = stand.connect().await;
    first.send(&minute(QN, MN, "123456", "12.5")).await;
    assert_eq!(first.line().await, ANSWER);
    let mut second = stand.connect().await;
    assert_eq!(second.rest().await, "");
    first.send(&minute(QN, MN, "123456", "12.5")).await;
    assert_eq!(first.line().await, ANSWER);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_connection_without_frames_is_closed_even_if_bytes_drip() {
    let stand = stand_with(&[Speech::Hj212], devices(), |settings| {
        settings.limits.idle_s = 1;
    })
    .await;
    let mut wire = stand.connect().await;
    wire.send(b"##01").await;
    assert_eq!(wire.rest().await, "");
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_full_inbox_acknowledges_nothing_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = crate::stand::inbox(&folder, 64 * 1024).await;
    let mut settings = crate::stand::settings(&[Speech::Hj212], &folder);
    settings.limits.backoff_ms = 10;
    settings.limits.backoff_max_ms = 50;
    let keep = Box::new(|_: &gateway::Device| Ok(()));
    let gateway = gateway::serve::serve(settings, devices(), inbox.clone(), keep)
        .await
        .unwrap();
    let stand = crate::stand::Stand {
        gateway,
        inbox,
        folder,
    };
    let mut wire = stand.connect().await;
    let long = "1".repeat(800);
    let mut acked = 0;
    let full = loop {
        wire.send(&minute(QN, MN, "123456", &long)).await;
        if stand.http("GET", "/readyz", "", "").await.0 == 503 {
            break true;
        }
        acked += 1;
        if acked > 1_000 {
            break false;
        }
    };
    assert!(full, "a small inbox becomes full");
    let last = stand.inbox.extent().await.unwrap().next - 1;
    stand.inbox.release(last).await.unwrap();
    for _ in 0..=acked {
        assert_eq!(wire.line().await, ANSWER);
    }
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_listener_with_tls_speaks_to_those_who_trust_its_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let chain = folder.path().join("chain.pem");
    let key = folder.path().join("key.pem");
    std::fs::write(&chain, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let stand = stand_with(&[], devices(), |settings| {
        settings.listeners.push(Listener {
            address: "127.0.0.1:0".parse().unwrap(),
            speech: Speech::Hj212,
            tls: true,
        });
        settings.tls = Some(Certificate {
            chain,
            key,
            devices: None,
        });
    })
    .await;
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(made.cert.der().to_vec()))
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(stand.gateway.addresses()[0])
        .await
        .unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let stream = timeout(PATIENCE, connecting).await.unwrap().unwrap();
    let mut wire = Wire::new(stream);
    wire.send(&minute(QN, MN, "123456", "12.5")).await;
    assert_eq!(wire.line().await, ANSWER);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn health_metrics_and_devices_are_served() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    wire.send(&minute(QN, MN, "123456", "12.5")).await;
    wire.line().await;
    assert_eq!(
        stand.http("GET", "/healthz", "", "").await,
        (200, "ok\n".to_owned())
    );
    assert_eq!(stand.http("GET", "/readyz", "", "").await.0, 200);
    let metrics = stand.http("GET", "/metrics", "", "").await.1;
    assert!(
        metrics.contains("lantian_gateway_accepted_total{channel=\"hj212\"} 1"),
        "{metrics}"
    );
    let devices: serde_json::Value =
        serde_json::from_str(&stand.http("GET", "/devices", "", "").await.1).unwrap();
    assert_eq!(devices[0]["device"], MN);
    assert_eq!(devices[0]["connected"], true);
    assert_eq!(devices[0]["frames"], 1);
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_time_far_ahead_is_kept_and_counted() {
    let stand = stand(Speech::Hj212).await;
    let mut wire = stand.connect().await;
    let ahead = format!(
        "QN={QN};ST=31;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime=29990101000000;a21026-Rtd=1.0&&"
    );
    wire.send(&frame(&ahead)).await;
    assert_eq!(wire.line().await, ANSWER);
    let metrics = stand.http("GET", "/metrics", "", "").await.1;
    let counted = "lantian_gateway_defects_total{defect=\"time_ahead\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
    stand.gateway.stop().await;
}

#[tokio::test]
async fn a_register_that_changes_holds_for_open_connections() {
    let stand = stand_with(&[Speech::Hj212], Devices::default(), |_| {}).await;
    let mut wire = stand.connect().await;
    wire.send(&minute(QN, MN, "123456", "1.0")).await;
    assert_eq!(standing(&stand.entries(1).await[0]), "unknown_device");
    stand.gateway.admit(devices()).unwrap();
    wire.send(&minute(QN, MN, "123456", "1.0")).await;
    assert_eq!(wire.line().await, ANSWER);
    stand.gateway.stop().await;
}

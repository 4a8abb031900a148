//! What is kept apart, with the reason, and never lost.

use gateway::entry::Standing;

use crate::world::{MN, NOW, World, device, minute, segment, text};

#[tokio::test]
async fn frames_that_the_gateway_kept_apart_are_readable_without_their_password() {
    let world = World::new().await;
    let mut stranger = minute(NOW, "01085900", "12.4");
    stranger.standing = Standing::Quarantined {
        reason: "unknown_device".to_owned(),
    };
    let mut garbage = minute(NOW, "01085900", "12.4");
    garbage.standing = Standing::Quarantined {
        reason: "bad_frame".to_owned(),
    };
    garbage.raw = vec![0x23, 0x23, 0x00, 0xFF];
    let drained = world.take(vec![stranger, garbage]).await;
    assert_eq!((drained.quarantined, drained.rows), (2, 2));
    let kept = world
        .ask("SELECT device, reason, peer, form, raw, day FROM quarantine ORDER BY sequence")
        .await;
    let lines: Vec<&str> = kept.lines().collect();
    assert!(
        lines[0].starts_with(&format!(
            "{MN} | unknown_device | 192.0.2.7:4001 | text | ##"
        )),
        "{kept}"
    );
    assert!(lines[0].contains("PW=***;MN="), "{kept}");
    assert!(!lines[0].contains("123456"), "{kept}");
    assert_eq!(
        lines[1],
        format!("{MN} | bad_frame | 192.0.2.7:4001 | hex | 232300ff | 2024-06-01")
    );
    assert_eq!(world.ask("SELECT count(*) FROM source_minute").await, "0");
}

#[tokio::test]
async fn data_from_the_future_are_kept_apart_unless_the_clock_is_known_to_be_ahead() {
    let mut world = World::new().await;
    // Received at 09:10; 15 minutes are allowed.
    let frames = || {
        vec![
            minute(NOW, "01092500", "1.0"),
            minute(NOW, "01092501", "2.0"),
        ]
    };
    world.take(frames()).await;
    assert_eq!(
        world.ask("SELECT value FROM source_minute").await,
        "1.00000000"
    );
    assert_eq!(
        world.ask("SELECT reason FROM quarantine").await,
        "from_the_future"
    );
    world.devices = vec![gateway::Device {
        clock_offset_s: 1,
        ..device(MN)
    }];
    world.take(frames()).await;
    assert_eq!(world.ask("SELECT count(*) FROM source_minute").await, "2");
    assert_eq!(world.ask("SELECT count(*) FROM quarantine").await, "1");
}

#[tokio::test]
async fn an_encrypted_frame_without_a_key_waits_in_quarantine() {
    let world = World::new().await;
    let sealed = format!(
        "QN=20260601090000001;ST=31;CN=2051;PW=123456;MN={MN};Flag=9;CP=&&681EDF34D206965E86B3E94F536E4246681EDF34D206965E86B3E94F536E4246&&"
    );
    world.take(vec![text(NOW, &sealed)]).await;
    assert_eq!(
        world.ask("SELECT reason FROM quarantine").await,
        "encrypted"
    );
}

#[tokio::test]
async fn data_without_a_time_are_kept_apart() {
    let world = World::new().await;
    let timeless = segment(31, 2051, "a21026-Avg=12.4,a21026-Flag=N");
    world.take(vec![text(NOW, &timeless)]).await;
    assert_eq!(
        world.ask("SELECT reason FROM quarantine").await,
        "no_data_time"
    );
}

#[test]
fn what_the_drain_says_is_said_in_both_languages() {
    let reasons = [
        "bad_frame",
        "encrypted",
        "from_the_future",
        "no_data_time",
        "no_profile",
    ];
    assert!(
        reasons
            .iter()
            .all(|id| telemetry::words::reason(id).is_some())
    );
    let defects = [
        "value_does_not_fit",
        "folded_not_computable",
        "field_not_stored",
        "block_not_stored",
    ];
    assert!(
        defects
            .iter()
            .all(|id| telemetry::words::defect(id).is_some())
    );
}

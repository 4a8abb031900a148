//! Stopped anywhere between the commits of its tables, a drain that starts again doubles nothing and loses nothing.

use gateway::Entry;

use crate::world::{NOW, World, minute, segment, text};

/// Values, answers, states and a defect, in one stream.
fn stream() -> Vec<Entry> {
    let mut entries = Vec::new();
    for n in 0..20 {
        entries.push(minute(NOW + n, &format!("0108{:02}00", n + 10), "12.4"));
        let state = format!("DataTime=202406010859{:02};SB001-RS=1", n + 10);
        entries.push(text(NOW + n, &segment(31, 2021, &state)));
        entries.push(text(NOW + n, &segment(91, 9012, "ExeRtn=1")));
        entries.push(minute(NOW + n, "01085900", &format!("{n}x")));
    }
    entries
}

const TABLES: [&str; 4] = [
    "source_minute",
    "equipment_state",
    "device_message",
    "device_defect",
];

async fn everything(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    for table in &TABLES[..3] {
        let asked = format!("SELECT * FROM {table} ORDER BY sequence, known_at");
        all.push(world.ask(&asked).await);
    }
    let asked =
        "SELECT device, day, defect, sum(count) FROM device_defect GROUP BY 1, 2, 3 ORDER BY 3";
    all.push(world.ask(asked).await);
    all
}

#[tokio::test]
async fn tables_that_lag_behind_catch_up_and_the_others_stay() {
    let mut calm = World::new().await;
    calm.settings.batch_bytes = usize::MAX;
    calm.take(stream()).await;
    let expected = everything(&calm).await;
    assert_eq!(expected[2].lines().count(), 20);
    for (n, lost) in TABLES.into_iter().enumerate() {
        let mut world = World::new().await;
        // The crash: some batches are in every table, and one table has nothing at all.
        world.settings.batch_bytes = 900;
        world.put(stream()).await;
        world.drain().await.unwrap();
        world.take_away(lost);
        world.forget_the_inbox("again").await;
        world.settings.batch_bytes = 700 + 333 * n;
        world.take(stream()).await;
        assert_eq!(everything(&world).await, expected, "{lost}");
    }
}

#[tokio::test]
async fn an_inbox_made_anew_goes_on_above_the_numbers_of_the_lake() {
    let mut world = World::new().await;
    world.take(stream()).await;
    world.forget_the_inbox("anew").await;
    telemetry::align(&world.inbox, &world.lake).await.unwrap();
    let drained = world.take(vec![minute(NOW, "01090900", "7.0")]).await;
    assert_eq!(drained.rows, 1);
    assert_eq!(drained.sequence, 81);
}

#[tokio::test]
async fn an_inbox_of_another_lake_is_refused() {
    let mut world = World::new().await;
    world.take(stream()).await;
    world.forget_the_inbox("other").await;
    world.put(vec![minute(NOW, "01090900", "7.0")]).await;
    let refused = world.drain().await.unwrap_err();
    assert!(
        matches!(
            refused,
            telemetry::TelemetryError::Behind {
                next: 2,
                newest: 80
            }
        ),
        "{refused}"
    );
}

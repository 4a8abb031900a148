//! What comes again: the same is dropped, another value is a revision, late data land at their time.

use crate::world::{NOW, World, minute};

const MINUTE: i64 = 60_000_000;

async fn rows(world: &World) -> String {
    world
        .ask("SELECT data_time, value, revision, sequence FROM source_minute ORDER BY data_time, revision")
        .await
}

#[tokio::test]
async fn the_same_value_is_dropped_and_another_is_kept_beside_it() {
    let world = World::new().await;
    let drained = world
        .take(vec![
            minute(NOW, "01085900", "12.4"),
            minute(NOW + 1, "01085900", "12.4"),
            minute(NOW + 2, "01085900", "12.9"),
            // Written in another way, it is the same number.
            minute(NOW + 3, "01085900", "12.40"),
        ])
        .await;
    assert_eq!((drained.repeated, drained.revisions), (2, 1));
    assert_eq!(
        rows(&world).await,
        "2024-06-01T08:59:00 | 12.40000000 | 0 | 1\n2024-06-01T08:59:00 | 12.90000000 | 1 | 3"
    );
}

#[tokio::test]
async fn a_restart_forgets_nothing_that_the_lake_knows() {
    let world = World::new().await;
    world
        .take(vec![
            minute(NOW, "01085900", "12.4"),
            minute(NOW, "01090000", "12.5"),
        ])
        .await;
    // Below the newest time, at it, and above it; each drain starts anew.
    let again = vec![
        minute(NOW, "01085900", "12.4"),
        minute(NOW, "01090000", "12.5"),
        minute(NOW, "01085900", "11.1"),
        minute(NOW, "01085800", "12.3"),
        minute(NOW, "01090100", "12.6"),
    ];
    let drained = world.take(again.clone()).await;
    assert_eq!(
        (drained.repeated, drained.revisions, drained.rows),
        (2, 1, 3)
    );
    let drained = world.take(again).await;
    assert_eq!(
        (drained.repeated, drained.rows),
        (5, 0),
        "a replay brings nothing"
    );
    assert_eq!(
        rows(&world).await,
        "2024-06-01T08:58:00 | 12.30000000 | 0 | 6\n\
         2024-06-01T08:59:00 | 12.40000000 | 0 | 1\n\
         2024-06-01T08:59:00 | 11.10000000 | 1 | 5\n\
         2024-06-01T09:00:00 | 12.50000000 | 0 | 2\n\
         2024-06-01T09:01:00 | 12.60000000 | 0 | 7"
    );
}

#[tokio::test]
async fn data_of_long_ago_are_compared_with_the_lake_too() {
    let mut world = World::new().await;
    world.settings.recent_times = 1;
    // One entry a batch, so that old times are forgotten and recalled.
    world.settings.batch_bytes = 1;
    world.take(vec![minute(NOW, "01085900", "1.0")]).await;
    let drained = world
        .take(vec![
            minute(NOW + MINUTE, "01086000", "9.9"),
            minute(NOW + MINUTE, "01090000", "2.0"),
            minute(NOW + MINUTE, "01085900", "1.0"),
            minute(NOW + MINUTE, "01085900", "1.1"),
            minute(NOW + MINUTE, "01090000", "2.0"),
            minute(NOW + MINUTE, "01085900", "1.1"),
        ])
        .await;
    assert_eq!(
        (drained.repeated, drained.revisions, drained.quarantined),
        (3, 1, 1),
        "a time that no clock shows is kept apart"
    );
    assert_eq!(
        rows(&world).await,
        "2024-06-01T08:59:00 | 1.00000000 | 0 | 1\n\
         2024-06-01T08:59:00 | 1.10000000 | 1 | 5\n\
         2024-06-01T09:00:00 | 2.00000000 | 0 | 3"
    );
}

#[tokio::test]
async fn what_was_known_at_a_moment_can_be_asked() {
    let world = World::new().await;
    let early = minute(NOW, "01085900", "12.4");
    let late = minute(NOW + 10 * MINUTE, "01085900", "12.9");
    world.take(vec![early, late]).await;
    let known = |moment: &str| {
        format!(
            "SELECT value FROM source_minute WHERE known_at <= TIMESTAMP '{moment}' ORDER BY revision DESC LIMIT 1"
        )
    };
    assert_eq!(
        world.ask(&known("2024-06-01T01:15:00Z")).await,
        "12.40000000"
    );
    assert_eq!(
        world.ask(&known("2024-06-01T01:25:00Z")).await,
        "12.90000000"
    );
}

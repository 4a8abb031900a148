//! Imports are whole or not there.

use registry::GivenRow;
use registry::store::{Effect, Registry, RegistryError};

use super::backend::{Backend, by, cells, import, row};

async fn everything(registry: &Registry) -> Vec<String> {
    let mut all = Vec::new();
    let scanned = registry.scan("boiler", |chunk| {
        let line = |stored: &registry::store::Stored| {
            format!("{} {}", stored.record.key, cells(&stored.record).join("|"))
        };
        all.extend(chunk.iter().map(line));
        Ok::<_, RegistryError>(())
    });
    scanned.await.unwrap();
    all
}

fn boilers(count: usize) -> Vec<GivenRow> {
    let boiler = |n: usize| {
        row(
            &format!("b{n:06}"),
            &["锅炉", "140105", "coal", &n.to_string()],
        )
    };
    (0..count).map(boiler).collect()
}

pub(crate) async fn an_error_in_the_middle_leaves_nothing(backend: &Backend) {
    let registry = backend.open().await;
    import(
        &registry,
        by("李", 1, ""),
        &[row("b000001", &["一号", "", "", ""])],
    )
    .await;
    let before = everything(&registry).await;
    let mut failing = registry.import("boiler", by("王", 2, "")).await.unwrap();
    failing.put(&boilers(3000)).await.unwrap();
    let mut rows = boilers(5000);
    rows[4500] = row("bad", &["a\0b", "", "", ""]);
    failing.put(&rows).await.unwrap_err();
    assert!(matches!(
        failing.put(&boilers(1)).await,
        Err(RegistryError::Abandoned)
    ));
    assert!(matches!(
        failing.finish().await,
        Err(RegistryError::Abandoned)
    ));
    assert_eq!(everything(&registry).await, before);
    assert_eq!(registry.revisions(9).await.unwrap().len(), 1);
    assert_eq!(
        registry.history("boiler", "b000001").await.unwrap().len(),
        1
    );
    // The way is free for the next one.
    assert_eq!(
        import(&registry, by("王", 3, ""), &boilers(3))
            .await
            .revision,
        Some(2)
    );
}

pub(crate) async fn an_import_that_is_dropped_leaves_nothing(backend: &Backend) {
    let registry = backend.open().await;
    let mut dropped = registry.import("boiler", by("王", 2, "")).await.unwrap();
    dropped.put(&boilers(3000)).await.unwrap();
    drop(dropped);
    assert_eq!(
        import(&registry, by("王", 3, ""), &boilers(2))
            .await
            .created,
        2
    );
    assert_eq!(everything(&registry).await.len(), 2);
    assert_eq!(registry.entity_revision("boiler").await.unwrap(), Some(1));
}

pub(crate) async fn a_second_import_is_told_who_imports(backend: &Backend) {
    let registry = backend.open_impatient().await;
    let mut first = registry
        .import("boiler", by("李", 60_000_000, "年报"))
        .await
        .unwrap();
    first.put(&boilers(10)).await.unwrap();
    let other = backend.open_impatient().await;
    let told = other
        .import("boiler", by("王", 61_000_000, ""))
        .await
        .unwrap_err();
    let expected = "somebody else is writing into the register \
        (李 imports boiler since 1970-01-01T00:01:00Z): try again when that is finished";
    assert_eq!(told.to_string(), expected);
    let told = other
        .edit("boiler", "b1", None, &[], by("赵", 1, ""))
        .await
        .unwrap_err();
    assert_eq!(told.to_string(), expected);
    first.finish().await.unwrap();
    assert_eq!(
        import(&other, by("王", 62_000_000, ""), &boilers(20))
            .await
            .created,
        10
    );
}

pub(crate) async fn many_wait_for_an_import_and_all_come_through(backend: &Backend) {
    let registry = backend.open().await;
    let mut open = registry.import("boiler", by("李", 1, "")).await.unwrap();
    open.put(&boilers(3)).await.unwrap();
    let editors = (0..12).map(|editor| {
        let registry = registry.clone();
        tokio::spawn(async move {
            let key = format!("b{editor:06}");
            let edited = registry
                .edit("boiler", &key, None, &[], by("王", 2, ""))
                .await;
            matches!(edited, Err(RegistryError::ChangedMeanwhile { .. })) || edited.is_ok()
        })
    });
    let editors: Vec<_> = editors.collect();
    // However many wait, a reader does not wait behind them.
    for _ in 0..20 {
        assert_eq!(registry.count("boiler").await.unwrap(), 0);
    }
    open.finish().await.unwrap();
    for editor in editors {
        assert!(editor.await.unwrap());
    }
    assert_eq!(registry.count("boiler").await.unwrap(), 12);
}

pub(crate) async fn readers_see_the_state_before_until_the_end(backend: &Backend) {
    let registry = backend.open().await;
    import(&registry, by("李", 1, ""), &boilers(5)).await;
    let mut open = registry.import("boiler", by("王", 2, "")).await.unwrap();
    open.put(&boilers(4000)).await.unwrap();
    assert_eq!(registry.count("boiler").await.unwrap(), 5);
    assert_eq!(everything(&registry).await.len(), 5);
    // A scan that began before the end of the import does not see it either.
    let mut seen = 0;
    let mut open = Some(open);
    let scanned = registry.scan("boiler", |chunk| {
        seen += chunk.len();
        Ok::<_, RegistryError>(())
    });
    scanned.await.unwrap();
    open.take().unwrap().finish().await.unwrap();
    assert_eq!(seen, 5);
    assert_eq!(registry.count("boiler").await.unwrap(), 4000);
}

pub(crate) async fn a_dry_run_says_what_the_import_does(backend: &Backend) {
    let registry = backend.open().await;
    import(&registry, by("李", 1, ""), &boilers(2500)).await;
    let mut rows = boilers(2600);
    rows[7] = row("b000007", &["-", "", "gas", ""]);
    rows.push(row("b000007", &["", "", "coal", ""]));
    rows.push(row("b002599", &["", "", "", "1"]));
    let foreseen = registry.compare("boiler", &rows).await.unwrap();
    assert_eq!(
        registry.revisions(9).await.unwrap().len(),
        1,
        "nothing was written"
    );
    let mut real = registry.import("boiler", by("王", 2, "")).await.unwrap();
    assert_eq!(real.put(&rows).await.unwrap(), foreseen);
    let done = real.finish().await.unwrap();
    assert_eq!((done.created, done.changed, done.same), (100, 1, 2499));
    let created = foreseen.iter().filter(|effect| **effect == Effect::Created);
    assert_eq!(created.count(), 100);
}

pub(crate) async fn ten_thousand_rows_come_back_in_order(backend: &Backend) {
    let registry = backend.open().await;
    let mut rows = boilers(10_000);
    rows.reverse();
    assert_eq!(
        import(&registry, by("李", 1, ""), &rows).await.created,
        10_000
    );
    let before = everything(&registry).await;
    let expected: Vec<String> = (0..10_000)
        .map(|n| format!("b{n:06} 锅炉|140105|coal|{n}"))
        .collect();
    assert_eq!(before, expected);
    let again = import(&registry, by("李", 2, ""), &rows).await;
    assert_eq!((again.revision, again.same), (None, 10_000));
    let gas: Vec<_> = (0..10_000)
        .step_by(2)
        .map(|n| row(&format!("b{n:06}"), &["", "", "gas", ""]))
        .collect();
    assert_eq!(import(&registry, by("李", 3, ""), &gas).await.changed, 5000);
    let mut then = Vec::new();
    let scanned = registry.scan_at("boiler", 2, |chunk| {
        let line = |stored: &registry::store::Stored| {
            format!("{} {}", stored.record.key, cells(&stored.record).join("|"))
        };
        then.extend(chunk.iter().map(line));
        Ok::<_, RegistryError>(())
    });
    scanned.await.unwrap();
    assert_eq!(then, expected);
    assert!(everything(&registry).await[4].contains("gas"));
}

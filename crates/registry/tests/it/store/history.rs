//! Versions, removals, and the register as of a moment.

use registry::By;
use registry::store::{Change, Registry, RegistryError};

use super::backend::{Backend, by, cells, given, import, row};

async fn versions(registry: &Registry, key: &str) -> Vec<String> {
    let history = registry.history("boiler", key).await.unwrap();
    let line = |version: &registry::store::Version| {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let cells = version.cells.iter().map(|change| {
            format!(
                " {}:{}→{}",
                change.column,
                cell(&change.before),
                cell(&change.after)
            )
        });
        let cells = cells.collect::<Vec<_>>().concat();
        let by = &version.by;
        format!(
            "{} {} {} {} {:?}{cells}",
            version.revision, by.at, by.who, by.why, version.change
        )
    };
    history.iter().map(line).collect()
}

pub(crate) async fn every_version_says_who_when_why_before_and_after(backend: &Backend) {
    let registry = backend.open().await;
    let file = By {
        source: Some("锅炉.xlsx".to_owned()),
        sha256: Some("ab12".to_owned()),
        ..by("李", 10, "年报")
    };
    import(
        &registry,
        file.clone(),
        &[row("b1", &["一号", "140105", "coal", ""])],
    )
    .await;
    import(
        &registry,
        by("王", 20, "核查"),
        &[row("b2", &["二号", "", "", ""])],
    )
    .await;
    let edit = [
        ("fuel".to_owned(), given("gas")),
        ("capacity".to_owned(), given("35")),
        ("region".to_owned(), given("-")),
    ];
    registry
        .edit("boiler", "b1", Some(1), &edit, by("赵", 30, "煤改气"))
        .await
        .unwrap();
    let expected = [
        "1 10 李 年报 Created name:→一号 region:→140105 fuel:→coal",
        "3 30 赵 煤改气 Changed region:140105→ fuel:coal→gas capacity:→35",
    ];
    assert_eq!(versions(&registry, "b1").await, expected);
    assert_eq!(registry.history("boiler", "b1").await.unwrap()[0].by, file);
    assert_eq!(
        versions(&registry, "b2").await,
        ["2 20 王 核查 Created name:→二号"]
    );
    assert!(versions(&registry, "b3").await.is_empty());
}

pub(crate) async fn a_removed_thing_keeps_its_history_and_may_come_back(backend: &Backend) {
    let registry = backend.open().await;
    import(
        &registry,
        by("李", 10, "年报"),
        &[row("b1", &["一号", "", "", ""])],
    )
    .await;
    let removed = registry
        .remove("boiler", "b1", 1, by("王", 20, "拆除"))
        .await
        .unwrap();
    assert_eq!(removed, 2);
    assert_eq!(registry.get("boiler", "b1").await.unwrap(), None);
    assert_eq!(registry.count("boiler").await.unwrap(), 0);
    let twice = registry
        .remove("boiler", "b1", 1, by("赵", 25, "拆除"))
        .await
        .unwrap_err();
    assert!(matches!(
        twice,
        RegistryError::ChangedMeanwhile {
            removed: true,
            revision: 2,
            ..
        }
    ));
    import(
        &registry,
        by("李", 30, "新建"),
        &[row("b1", &["新一号", "", "", ""])],
    )
    .await;
    let expected = [
        "1 10 李 年报 Created name:→一号",
        "2 20 王 拆除 Removed name:一号→",
        "3 30 李 新建 Created name:→新一号",
    ];
    assert_eq!(versions(&registry, "b1").await, expected);
}

pub(crate) async fn what_was_said_at_a_moment_can_be_read(backend: &Backend) {
    let registry = backend.open().await;
    let rows = [
        row("b1", &["一", "", "", ""]),
        row("b2", &["二", "", "", ""]),
    ];
    import(&registry, by("李", 10, ""), &rows).await;
    let rows = [
        row("b1", &["壹", "", "", ""]),
        row("b3", &["三", "", "", ""]),
    ];
    import(&registry, by("李", 20, ""), &rows).await;
    registry
        .remove("boiler", "b2", 1, by("王", 30, ""))
        .await
        .unwrap();
    let expected: [(i64, &[&str]); 5] = [
        (9, &[]),
        (10, &["一", "二"]),
        (19, &["一", "二"]),
        (20, &["壹", "二", "三"]),
        (31, &["壹", "三"]),
    ];
    for (moment, names) in expected {
        let mut found = Vec::new();
        let all = registry.scan_at("boiler", moment, |chunk| {
            found.extend(
                chunk
                    .iter()
                    .map(|stored| cells(&stored.record)[0].to_owned()),
            );
            Ok::<_, RegistryError>(())
        });
        all.await.unwrap();
        assert_eq!(found, names, "at {moment}");
        for (key, place) in [("b1", 0), ("b2", 1)] {
            let single = registry.at("boiler", key, moment).await.unwrap();
            let name = single.map(|record| record.cells[0].clone().unwrap());
            let listed = match (key, moment) {
                ("b2", 31) => None,
                _ => names.get(place).map(|name| (*name).to_owned()),
            };
            assert_eq!(name, listed, "{key} at {moment}");
        }
    }
}

pub(crate) async fn revisions_are_listed_with_what_they_did(backend: &Backend) {
    let registry = backend.open().await;
    let rows = [
        row("b1", &["一", "", "", ""]),
        row("b2", &["二", "", "", ""]),
    ];
    import(&registry, by("李", 10, "a"), &rows).await;
    let rows = [
        row("b1", &["壹", "", "", ""]),
        row("b3", &["三", "", "", ""]),
    ];
    import(&registry, by("王", 20, "b"), &rows).await;
    registry
        .remove("boiler", "b2", 1, by("赵", 30, "c"))
        .await
        .unwrap();
    let listed = registry.revisions(2).await.unwrap();
    let line = |made: &registry::store::Revision| {
        (
            made.id,
            made.by.who.clone(),
            made.created,
            made.changed,
            made.removed,
        )
    };
    let lines: Vec<_> = listed.iter().map(line).collect();
    assert_eq!(
        lines,
        [(3, "赵".to_owned(), 0, 0, 1), (2, "王".to_owned(), 1, 1, 0)]
    );
    let first = registry.revision(1).await.unwrap().unwrap();
    assert_eq!((first.entity.as_str(), first.created), ("boiler", 2));
    assert_eq!(registry.revision(4).await.unwrap(), None);
    assert_eq!(registry.entity_revision("boiler").await.unwrap(), Some(3));
    let history = registry.history("boiler", "b2").await.unwrap();
    assert_eq!(history.last().unwrap().change, Change::Removed);
}

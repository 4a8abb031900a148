//! Several people and one thing.

use std::sync::Arc;

use registry::store::{Effect, Registry, RegistryError};

use super::backend::{Backend, by, given, import, row};

pub(crate) async fn the_second_of_two_editors_is_told(backend: &Backend) {
    let registry = backend.open().await;
    let made = 1_767_225_600_000_000;
    import(
        &registry,
        by("李", made, "年报"),
        &[row("b1", &["一号", "140105", "coal", "35"])],
    )
    .await;
    let seen = registry
        .get("boiler", "b1")
        .await
        .unwrap()
        .unwrap()
        .revision;
    let first = [
        ("fuel".to_owned(), given("gas")),
        ("capacity".to_owned(), given("-")),
    ];
    registry
        .edit(
            "boiler",
            "b1",
            Some(seen),
            &first,
            by("王", made + 1, "煤改气"),
        )
        .await
        .unwrap();
    let second = [("name".to_owned(), given("1号"))];
    let told = registry
        .edit(
            "boiler",
            "b1",
            Some(seen),
            &second,
            by("赵", made + 2, "改名"),
        )
        .await;
    let told = told.unwrap_err();
    let expected = "boiler 'b1' was changed meanwhile by 王 on 2026-01-01T00:00:00.000001Z (煤改气)\
        ; fuel then coal, now gas; capacity then 35, now unknown: look at it again";
    assert_eq!(told.to_string(), expected);
    let RegistryError::ChangedMeanwhile { revision, .. } = told else {
        panic!("{told}");
    };
    // Having looked again, the second one may go on.
    let done = registry
        .edit(
            "boiler",
            "b1",
            Some(revision),
            &second,
            by("赵", made + 3, "改名"),
        )
        .await;
    assert!(matches!(done.unwrap().effect, Effect::Changed(_)));
    assert_eq!(registry.history("boiler", "b1").await.unwrap().len(), 3);
    let told = registry
        .edit("boiler", "b1", None, &second, by("钱", made + 4, "新建"))
        .await;
    assert!(matches!(told, Err(RegistryError::ChangedMeanwhile { by, .. }) if by.who == "赵"));
}

pub(crate) async fn an_editor_of_a_removed_thing_is_told(backend: &Backend) {
    let registry = backend.open().await;
    import(
        &registry,
        by("李", 0, "年报"),
        &[row("b1", &["一号", "", "", ""])],
    )
    .await;
    registry
        .remove("boiler", "b1", 1, by("王", 0, "拆除"))
        .await
        .unwrap();
    let cells = [("name".to_owned(), given("1号"))];
    let told = registry
        .edit("boiler", "b1", Some(1), &cells, by("赵", 0, "改名"))
        .await;
    let expected = "boiler 'b1' was removed meanwhile by 王 on 1970-01-01T00:00:00Z (拆除)\
        ; name then 一号, now unknown: look at it again";
    assert_eq!(told.unwrap_err().to_string(), expected);
    assert_eq!(registry.get("boiler", "b1").await.unwrap(), None);
    let again = registry
        .edit("boiler", "b1", None, &cells, by("赵", 0, "新建"))
        .await
        .unwrap();
    assert_eq!((again.effect, again.now.revision), (Effect::Created, 3));
}

/// Adds one to the capacity, as often as somebody else comes first.
async fn add_one(registry: &Registry, who: &str) -> u32 {
    let mut told = 0;
    loop {
        let seen = registry.get("boiler", "b1").await.unwrap().unwrap();
        let capacity: u32 = seen.record.cells[3].as_deref().unwrap().parse().unwrap();
        let cells = [("capacity".to_owned(), given(&(capacity + 1).to_string()))];
        let revision = Some(seen.revision);
        match registry
            .edit("boiler", "b1", revision, &cells, by(who, 1, "one more"))
            .await
        {
            Ok(_) => return told,
            Err(RegistryError::ChangedMeanwhile { .. }) => told += 1,
            Err(other) => panic!("{other}"),
        }
    }
}

pub(crate) async fn of_many_editors_one_wins_each_time(backend: &Backend) {
    let registry = Arc::new(backend.open().await);
    import(
        &registry,
        by("李", 0, ""),
        &[row("b1", &["一号", "", "", "0"])],
    )
    .await;
    let editors = (0..8).map(|editor| {
        // Half of them through a door of their own, as from another program.
        let (shared, url) = (Arc::clone(&registry), backend.url.clone());
        tokio::spawn(async move {
            let own = Registry::open(&url, super::backend::catalogue())
                .await
                .unwrap();
            let registry = if editor % 2 == 0 { &*shared } else { &own };
            for _ in 0..6 {
                add_one(registry, &format!("editor {editor}")).await;
            }
        })
    });
    for editor in editors.collect::<Vec<_>>() {
        editor.await.unwrap();
    }
    let now = registry.get("boiler", "b1").await.unwrap().unwrap();
    assert_eq!(now.record.cells[3].as_deref(), Some("48"));
    let history = registry.history("boiler", "b1").await.unwrap();
    let steps = history
        .iter()
        .map(|version| version.cells.last().unwrap().after.clone().unwrap());
    let counted: Vec<String> = (0..=48).map(|n| n.to_string()).collect();
    assert_eq!(steps.collect::<Vec<_>>(), counted);
    let numbers = history.iter().map(|version| version.revision);
    assert_eq!(numbers.collect::<Vec<_>>(), (1..=49).collect::<Vec<_>>());
}

pub(crate) async fn of_many_makers_of_one_thing_one_makes_it(backend: &Backend) {
    let registry = Arc::new(backend.open().await);
    let makers = (0..8).map(|maker| {
        let registry = Arc::clone(&registry);
        tokio::spawn(async move {
            let cells = [("name".to_owned(), given(&maker.to_string()))];
            registry
                .edit("boiler", "b1", None, &cells, by(&maker.to_string(), 1, ""))
                .await
        })
    });
    let mut made = 0;
    for maker in makers.collect::<Vec<_>>() {
        match maker.await.unwrap() {
            Ok(_) => made += 1,
            Err(RegistryError::ChangedMeanwhile { revision: 1, .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(made, 1);
}

//! What rows and edits do to what is stored.

use registry::store::{CellChange, Effect, Imported, RegistryError};
use registry::{By, Origin};

use super::backend::{Backend, by, cells, given, import, row};

fn change(column: &str, before: Option<&str>, after: Option<&str>) -> CellChange {
    CellChange {
        column: column.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    }
}

pub(crate) async fn things_are_created_changed_and_cleared(backend: &Backend) {
    let registry = backend.open().await;
    let mut first = registry
        .import("boiler", by("李", 10, "年报"))
        .await
        .unwrap();
    let rows = [
        row("b1", &["一号", "140105", "coal", "35"]),
        row("b2", &["二号", "140105", "", "10"]),
    ];
    let effects = first.put(&rows).await.unwrap();
    assert_eq!(effects, [Effect::Created, Effect::Created]);
    let done = first.finish().await.unwrap();
    let expected = Imported {
        revision: Some(1),
        created: 2,
        changed: 0,
        same: 0,
    };
    assert_eq!(done, expected);

    let mut second = registry
        .import("boiler", by("王", 20, "核查"))
        .await
        .unwrap();
    let rows = [
        row("b1", &["", "", "gas", "-"]),
        row("b2", &["二号", "", "", ""]),
        row("b3", &["三号", "140106", "", ""]),
    ];
    let effects = second.put(&rows).await.unwrap();
    let changed = vec![
        change("fuel", Some("coal"), Some("gas")),
        change("capacity", Some("35"), None),
    ];
    assert_eq!(
        effects,
        [Effect::Changed(changed), Effect::Same, Effect::Created]
    );
    let done = second.finish().await.unwrap();
    assert_eq!(
        (done.revision, done.created, done.changed, done.same),
        (Some(2), 1, 1, 1)
    );

    let b1 = registry.get("boiler", "b1").await.unwrap().unwrap();
    assert_eq!(cells(&b1.record), ["一号", "140105", "gas", ""]);
    assert_eq!(b1.revision, 2);
    let b2 = registry.get("boiler", "b2").await.unwrap().unwrap();
    assert_eq!(
        (cells(&b2.record), b2.revision),
        (vec!["二号", "140105", "", "10"], 1)
    );
    assert_eq!(registry.get("boiler", "b4").await.unwrap(), None);
    assert_eq!(registry.count("boiler").await.unwrap(), 3);
}

pub(crate) async fn a_row_that_says_nothing_new_changes_nothing(backend: &Backend) {
    let registry = backend.open().await;
    assert_eq!(registry.entity_revision("boiler").await.unwrap(), None);
    let rows = [row("b1", &["一号", "140105", "coal", "35"])];
    assert_eq!(
        import(&registry, by("李", 10, "年报"), &rows)
            .await
            .revision,
        Some(1)
    );
    let again = import(&registry, by("李", 20, "again"), &rows).await;
    assert_eq!((again.revision, again.same), (None, 1));
    let cells = [("fuel".to_owned(), given("coal"))];
    let edited = registry
        .edit("boiler", "b1", Some(1), &cells, by("王", 30, "none"))
        .await;
    let edited = edited.unwrap();
    assert_eq!((edited.effect, edited.now.revision), (Effect::Same, 1));
    assert_eq!(registry.entity_revision("boiler").await.unwrap(), Some(1));
    assert_eq!(registry.revisions(9).await.unwrap().len(), 1);
    assert_eq!(registry.history("boiler", "b1").await.unwrap().len(), 1);
}

pub(crate) async fn the_last_row_of_a_key_prevails(backend: &Backend) {
    let registry = backend.open().await;
    let mut import = registry
        .import("boiler", by("李", 10, "twice"))
        .await
        .unwrap();
    let effects = import
        .put(&[
            row("b1", &["一", "", "", "1"]),
            row("b1", &["", "", "", "2"]),
        ])
        .await
        .unwrap();
    let grown = Effect::Changed(vec![change("capacity", Some("1"), Some("2"))]);
    assert_eq!(effects, [Effect::Created, grown]);
    // And in a further call, which meets the row in the database.
    import.put(&[row("b1", &["", "", "", "3"])]).await.unwrap();
    let done = import.finish().await.unwrap();
    assert_eq!((done.created, done.changed, done.same), (1, 0, 0));
    let stored = registry.get("boiler", "b1").await.unwrap().unwrap();
    assert_eq!(cells(&stored.record), ["一", "", "", "3"]);
    let history = registry.history("boiler", "b1").await.unwrap();
    assert_eq!(history.len(), 1, "one revision makes one version");
}

pub(crate) async fn what_the_catalogue_does_not_know_is_refused(backend: &Backend) {
    let registry = backend.open().await;
    let refused = registry.count("furnace").await.unwrap_err();
    assert_eq!(refused.to_string(), "the catalogue has no entity 'furnace'");
    let cells = [("colour".to_owned(), given("red"))];
    let refused = registry
        .edit("boiler", "b1", None, &cells, by("李", 1, ""))
        .await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "boiler has no column 'colour'"
    );
    let mut import = registry.import("boiler", by("李", 1, "")).await.unwrap();
    let refused = import.put(&[row("b1", &["only one"])]).await.unwrap_err();
    assert!(matches!(
        refused,
        RegistryError::Cells {
            expected: 4,
            found: 1,
            ..
        }
    ));
    drop(import);
    let refused = registry
        .edit("boiler", "b9", Some(3), &[], by("李", 1, ""))
        .await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the register has no boiler 'b9'"
    );
}

pub(crate) async fn references_are_checked(backend: &Backend) {
    let registry = backend.open().await;
    let rows: Vec<_> = (0..1500)
        .map(|n| row(&format!("b{n}"), &["", "", "", ""]))
        .collect();
    import(&registry, by("李", 1, ""), &rows).await;
    let mut asked: Vec<String> = (0..1500).map(|n| format!("b{n}")).collect();
    assert!(
        registry
            .missing_keys("boiler", &asked)
            .await
            .unwrap()
            .is_empty()
    );
    asked.extend([
        "none".to_owned(),
        "B1".to_owned(),
        "b1\0".to_owned(),
        "none".to_owned(),
    ]);
    let missing = registry.missing_keys("boiler", &asked).await.unwrap();
    assert_eq!(
        missing.into_iter().collect::<Vec<_>>(),
        ["B1", "b1\0", "none"]
    );
}

pub(crate) async fn simulated_facts_are_known_as_such(backend: &Backend) {
    let registry = backend.open().await;
    import(
        &registry,
        by("李", 1, ""),
        &[row("b1", &["真", "", "", ""])],
    )
    .await;
    assert!(!registry.simulated("boiler").await.unwrap());
    let simulation = By {
        origin: Origin::Simulated,
        ..by("generator", 2, "a trial")
    };
    import(&registry, simulation, &[row("b2", &["假", "", "", ""])]).await;
    assert!(registry.simulated("boiler").await.unwrap());
    registry
        .remove("boiler", "b2", 2, by("李", 3, "not real"))
        .await
        .unwrap();
    assert!(!registry.simulated("boiler").await.unwrap());
    let origin = registry.revision(2).await.unwrap().unwrap().by.origin;
    assert_eq!(origin, Origin::Simulated);
}

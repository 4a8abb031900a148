//! Catalogues that grow, programs that are older than a register.

use registry::Catalogue;
use registry::store::{Registry, RegistryError};
use sea_orm::ConnectionTrait;

use super::backend::{Backend, by, catalogue, cells, entity, import, row};

pub(crate) async fn a_catalogue_may_grow_and_shrink(backend: &Backend) {
    let registry = backend.open().await;
    import(
        &registry,
        by("李", 1, ""),
        &[row("b1", &["一号", "140105", "coal", "35"])],
    )
    .await;
    registry.close().await.unwrap();
    let grown = Catalogue {
        entities: vec![
            entity(
                "boiler",
                &["name", "year", "region", "fuel", "capacity", "use"],
            ),
            entity("kiln", &["name"]),
        ],
    };
    let registry = Registry::open(&backend.url, grown.clone()).await.unwrap();
    let b1 = registry.get("boiler", "b1").await.unwrap().unwrap();
    assert_eq!(cells(&b1.record), ["一号", "", "140105", "coal", "35", ""]);
    let rows = [row("b1", &["", "2019", "", "gas", "", ""])];
    import(&registry, by("王", 2, ""), &rows).await;
    let then = registry.at("boiler", "b1", 1).await.unwrap().unwrap();
    assert_eq!(cells(&then), ["一号", "", "140105", "coal", "35", ""]);
    assert_eq!(registry.count("kiln").await.unwrap(), 0);
    registry.close().await.unwrap();
    // A program with a smaller catalogue changes what it knows and leaves the rest.
    let small = Catalogue {
        entities: vec![entity("boiler", &["fuel"])],
    };
    let registry = Registry::open(&backend.url, small).await.unwrap();
    import(&registry, by("赵", 3, ""), &[row("b1", &["oil"])]).await;
    registry.close().await.unwrap();
    let registry = Registry::open(&backend.url, grown).await.unwrap();
    let b1 = registry.get("boiler", "b1").await.unwrap().unwrap();
    assert_eq!(
        cells(&b1.record),
        ["一号", "2019", "140105", "oil", "35", ""]
    );
}

pub(crate) async fn a_register_of_a_newer_program_is_refused(backend: &Backend) {
    backend.open().await.close().await.unwrap();
    let past = backend.connect().await;
    let newer =
        "INSERT INTO lantian_migration (version, applied_at) VALUES ('2031_01_01_later', 0)";
    past.execute_unprepared(newer).await.unwrap();
    let refused = Registry::open(&backend.url, catalogue()).await.unwrap_err();
    assert!(
        matches!(&refused, RegistryError::Newer { version, .. } if version == "2031_01_01_later")
    );
    assert!(refused.to_string().contains("use the newer program"));
}

pub(crate) async fn a_register_opens_while_an_import_runs(backend: &Backend) {
    let registry = backend.open().await;
    let mut open = registry.import("boiler", by("李", 1, "")).await.unwrap();
    open.put(&[row("b1", &["一号", "", "", ""])]).await.unwrap();
    let other = backend.open_impatient().await;
    assert_eq!(other.count("boiler").await.unwrap(), 0);
    open.finish().await.unwrap();
    assert_eq!(other.count("boiler").await.unwrap(), 1);
}

pub(crate) async fn words_of_sql_are_names_like_others(backend: &Backend) {
    let words = ["select", "group", "from", "null", "values", "user", "order"];
    let catalogue = Catalogue {
        entities: vec![entity("table", &words), entity("order", &["where"])],
    };
    let registry = Registry::open(&backend.url, catalogue).await.unwrap();
    let mut import = registry.import("table", by("李", 1, "")).await.unwrap();
    import.put(&[row("k", &words)]).await.unwrap();
    import.finish().await.unwrap();
    let edit = [("group".to_owned(), super::backend::given("by"))];
    registry
        .edit("table", "k", Some(1), &edit, by("李", 2, ""))
        .await
        .unwrap();
    let stored = registry.get("table", "k").await.unwrap().unwrap();
    assert_eq!(
        cells(&stored.record),
        ["select", "by", "from", "null", "values", "user", "order"]
    );
    registry
        .remove("table", "k", 2, by("李", 3, ""))
        .await
        .unwrap();
    assert_eq!(registry.count("table").await.unwrap(), 0);
    assert_eq!(registry.entity_revision("order").await.unwrap(), None);
}

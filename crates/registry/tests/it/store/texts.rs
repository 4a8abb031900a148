//! Texts come back to the byte.

use registry::store::RegistryError;

use super::backend::{Backend, by, given, import, row};

pub(crate) async fn texts_come_back_to_the_byte(backend: &Backend) {
    let registry = backend.open().await;
    let long = "山".repeat(400_000);
    let texts = [
        "'); DROP TABLE boiler; --",
        "\"quoted\" 'single' `back` $1 ? :a %s \\",
        "𠮷𩸽 👨‍👩‍👧 e\u{301} \u{feff}",
        " blank ends\t\r\n",
        "007.50",
        "1e400",
        "null",
        "\u{1}\u{7f}",
        &long,
    ];
    let rows: Vec<_> = texts
        .iter()
        .map(|text| row(text, &[text, "", "", ""]))
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|row| row.key.len() < 1000)
        .collect();
    import(&registry, by("李'\"", 1, "因为'\"𠮷"), &rows).await;
    for text in texts.iter().filter(|text| text.len() < 1000) {
        let stored = registry.get("boiler", text).await.unwrap().unwrap();
        assert_eq!(stored.record.key, *text);
        assert_eq!(stored.record.cells[0].as_deref(), Some(*text));
    }
    import(
        &registry,
        by("王", 2, ""),
        &[row("long", &[&long, "", "", ""])],
    )
    .await;
    import(
        &registry,
        by("王", 3, ""),
        &[row("long", &["short", "", "", ""])],
    )
    .await;
    let then = registry.at("boiler", "long", 2).await.unwrap().unwrap();
    assert_eq!(then.cells[0].as_deref(), Some(long.as_str()));
    let made = registry.revision(1).await.unwrap().unwrap();
    assert_eq!(
        (made.by.who.as_str(), made.by.why.as_str()),
        ("李'\"", "因为'\"𠮷")
    );
    // An empty text is a text and not unknown.
    let mut empty = row("empty", &["", "", "", ""]);
    empty.cells[0] = registry::Given::Value(String::new());
    import(&registry, by("王", 4, ""), &[empty]).await;
    let stored = registry.get("boiler", "empty").await.unwrap().unwrap();
    assert_eq!(stored.record.cells, [Some(String::new()), None, None, None]);
}

pub(crate) async fn nul_is_refused_and_said_where(backend: &Backend) {
    let registry = backend.open().await;
    let mut import = registry.import("boiler", by("李", 1, "")).await.unwrap();
    let refused = import
        .put(&[row("b1", &["", "", "co\0al", ""])])
        .await
        .unwrap_err();
    let expected = "boiler 'b1': the text of fuel holds the character NUL (U+0000), \
        which no register stores: remove it";
    assert_eq!(refused.to_string(), expected);
    drop(import);
    let cells = [("fuel".to_owned(), given("\0"))];
    let refused = registry
        .edit("boiler", "b1", None, &cells, by("李", 1, ""))
        .await;
    assert_eq!(refused.unwrap_err().to_string(), expected);
    let refused = registry
        .edit("boiler", "b\0", None, &[], by("李", 1, ""))
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("boiler 'b␀': the text of key")
    );
    let refused = registry.import("boiler", by("李\0", 1, "")).await;
    assert!(matches!(refused, Err(RegistryError::Nul { column, .. }) if column == "who"));
    assert_eq!(registry.get("boiler", "b\0").await.unwrap(), None);
    assert!(registry.history("boiler", "b\0").await.unwrap().is_empty());
}

//! Lists for people.

use registry::store::{Filter, Registry};

use super::backend::{Backend, by, import, row};

async fn page(registry: &Registry, region: &str, text: &str, after: &str) -> Vec<String> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let filter = Filter {
        region: given(region),
        text: given(text),
        after: given(after),
    };
    let page = registry.page("boiler", &filter, 3).await.unwrap();
    let counted = registry.count_of("boiler", &filter).await.unwrap();
    assert!(counted >= page.len() as u64 && (counted > 3 || counted == page.len() as u64));
    page.into_iter().map(|stored| stored.record.key).collect()
}

pub(crate) async fn a_page_is_filtered_by_region_text_and_key(backend: &Backend) {
    let registry = backend.open().await;
    let rows = [
        row("a_1", &["太原一厂", "140105", "", ""]),
        row("a%2", &["太原 Boiler 二厂", "140106", "", ""]),
        row("b3", &["大同一厂", "140213", "", ""]),
        row("B4", &["北京一厂", "110101", "", ""]),
        row("b5", &["", "", "", ""]),
    ];
    import(&registry, by("李", 1, ""), &rows).await;
    assert_eq!(page(&registry, "", "", "").await, ["B4", "a%2", "a_1"]);
    assert_eq!(page(&registry, "", "", "a%2").await, ["a_1", "b3", "b5"]);
    assert_eq!(page(&registry, "14", "", "").await, ["a%2", "a_1", "b3"]);
    assert_eq!(page(&registry, "1401", "", "").await, ["a%2", "a_1"]);
    assert_eq!(page(&registry, "140213", "", "").await, ["b3"]);
    assert_eq!(page(&registry, "", "一厂", "").await, ["B4", "a_1", "b3"]);
    assert_eq!(page(&registry, "14", "一厂", "a_1").await, ["b3"]);
    assert_eq!(page(&registry, "", "boiler", "").await, ["a%2"]);
    assert_eq!(page(&registry, "", "b", "").await, ["B4", "a%2", "b3"]);
    assert_eq!(page(&registry, "", "%", "").await, ["a%2"]);
    assert_eq!(page(&registry, "", "_", "").await, ["a_1"]);
    assert_eq!(page(&registry, "%", "", "").await, [""; 0]);
}

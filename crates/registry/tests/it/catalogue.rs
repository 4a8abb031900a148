//! The catalogue joins the house's own part with the words of plans.

use registry::catalogue::{ColumnDraft, Draft};
use registry::{Catalogue, CatalogueError, Kind};

fn column(id: &str, kind: Kind, unit: Option<&str>) -> ColumnDraft {
    ColumnDraft {
        id: id.to_owned(),
        zh: Some(format!("列{id}")),
        en: Some(format!("column {id}")),
        kind: Some(kind),
        unit: unit.map(str::to_owned),
        ..ColumnDraft::default()
    }
}

fn draft(id: &str, columns: Vec<ColumnDraft>) -> Draft {
    Draft {
        id: id.to_owned(),
        zh: format!("对象{id}"),
        en: format!("entity {id}"),
        columns,
        ..Draft::default()
    }
}

#[test]
fn the_house_alone_makes_a_catalogue_whose_links_lead_somewhere() {
    let catalogue = Catalogue::new(Vec::new()).expect("the house's own part is sound");
    assert!(catalogue.entity("facility").is_some());
    let mut links = 0;
    for entity in &catalogue.entities {
        assert_eq!(entity.columns[0].id, "name", "{}", entity.id);
        assert_eq!(entity.columns[1].id, "region", "{}", entity.id);
        assert_eq!(entity.columns.last().expect("a column").id, "valid_until");
        for column in &entity.columns {
            if let Some(refers) = &column.refers {
                assert!(catalogue.entity(refers).is_some(), "{refers}");
                links += 1;
            }
        }
    }
    assert!(links > 10, "{links}");
}

#[test]
fn a_plan_adds_its_columns_and_the_house_refines_them() {
    let boiler = draft(
        "boiler",
        vec![column("capacity_t_h", Kind::Number, Some("t/h"))],
    );
    let catalogue = Catalogue::new(vec![boiler]).expect("they fit together");
    let boiler = catalogue.entity("锅炉").expect("it is found by its name");
    let (_, capacity) = boiler.column("capacity_t_h").expect("the plan's column");
    assert_eq!(capacity.example.as_deref(), Some("35蒸吨"));
    assert_eq!(capacity.min, Some(0));
    assert!(boiler.located);
    assert!(boiler.column("lon").is_some());
}

#[test]
fn a_refinement_of_a_column_that_no_plan_defines_is_left_out() {
    let catalogue = Catalogue::new(Vec::new()).expect("it is sound");
    let boiler = catalogue.entity("boiler").expect("it is there");
    assert!(boiler.column("capacity_t_h").is_none());
}

#[test]
fn an_entity_of_a_plan_alone_gets_key_name_region_and_days() {
    let catalogue = Catalogue::new(vec![draft("dust_cannon", Vec::new())]).expect("it is sound");
    let entity = catalogue.entity("dust_cannon").expect("it is there");
    let ids: Vec<&str> = entity
        .columns
        .iter()
        .map(|column| column.id.as_str())
        .collect();
    assert_eq!(ids, ["name", "region", "valid_from", "valid_until"]);
}

#[test]
fn one_column_cannot_mean_two_things() {
    let one = draft("thing", vec![column("size", Kind::Number, Some("t"))]);
    let other = draft("thing", vec![column("size", Kind::Number, Some("kg"))]);
    let refused = Catalogue::new(vec![one, other]);
    assert!(matches!(refused, Err(CatalogueError::Differs { .. })));
}

#[test]
fn ids_that_tables_cannot_bear_and_links_to_nowhere_are_refused() {
    for id in ["Boiler", "1a", "a-b", "键", "", "drop table x"] {
        let refused = Catalogue::new(vec![draft(id, Vec::new())]);
        assert!(matches!(refused, Err(CatalogueError::Id { .. })), "{id}");
    }
    let mut lost = column("owner_key", Kind::Text, None);
    lost.refers = Some("nobody".to_owned());
    let refused = Catalogue::new(vec![draft("thing", vec![lost])]);
    assert!(matches!(refused, Err(CatalogueError::Refers { .. })));
}

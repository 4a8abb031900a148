//! The table of rights, `rights.txt`: each cell is asked.

use std::str::FromStr;
use std::sync::LazyLock;

use proptest::prelude::{Strategy, proptest};
use proptest::sample::select;

use access::{Action, Policy, Resource, Role, Standing, Who};
use regions::RegionCode;

use crate::backend::standing;

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::built_in);

const TABLE: &str = include_str!("rights.txt");

fn region(code: &str) -> RegionCode {
    RegionCode::from_str(code).unwrap()
}

fn who(standing: Standing) -> Who {
    Who {
        account: None,
        standing,
    }
}

/// Own region, one below, the one above and another one, as the head of the table says.
fn regions_of(role: Role) -> [&'static str; 4] {
    match role {
        Role::Administrator | Role::Province | Role::Public => {
            ["140000", "140100", "100000", "370000"]
        }
        Role::City | Role::Inspector => ["140100", "140105", "140000", "140200"],
        Role::County | Role::Enterprise => ["140105", "", "140100", "140106"],
    }
}

fn holder(role: Role) -> Who {
    let own = match role {
        Role::Administrator | Role::Public => None,
        role => Some(regions_of(role)[0]),
    };
    who(standing(role, own))
}

fn thing(role: Role, column: &str) -> Resource {
    let [own, below, above, other] = regions_of(role);
    let facility = |key: &str, code: &str| Resource::of_entity(key, Some(region(code)));
    match column {
        "own" => Resource::in_region(region(own)),
        "below" => Resource::in_region(region(below)),
        "above" => Resource::in_region(region(above)),
        "other" => Resource::in_region(region(other)),
        "own_entity" => facility("E1", "140105"),
        "other_entity" => facility("E2", "140105"),
        "far_entity" => facility("E3", other),
        "none" => Resource::default(),
        _ => panic!("the table has a column {column}"),
    }
}

fn action(id: &str) -> Action {
    let found = Action::ALL.into_iter().find(|action| action.id() == id);
    found.unwrap()
}

#[test]
fn every_cell_of_the_table_of_rights_holds_twice() {
    let policy = &*POLICY;
    let mut role = None;
    let mut columns = Vec::new();
    let mut rows = 0;
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    for line in lines.filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap();
        if let Ok(found) = first.parse::<Role>() {
            role = Some(found);
            columns = words.collect();
            continue;
        }
        let role = role.unwrap();
        let cells: Vec<&str> = words.collect();
        assert_eq!(cells.len(), columns.len(), "{line}");
        rows += 1;
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| *cell != ".") {
            for _ in 0..2 {
                let allowed = policy.allowed(&holder(role), action(first), &thing(role, column));
                assert_eq!(allowed, cell == "y", "{role} {first} {column}");
            }
        }
    }
    assert_eq!(rows, Role::ALL.len() * Action::ALL.len());
}

#[test]
fn who_reports_for_one_body_does_not_fill_in_what_another_one_owes() {
    let policy = &*POLICY;
    let mut traffic = standing(Role::City, Some("140100"));
    traffic.body = Some("traffic".to_owned());
    let owed = |body: &str| Resource {
        body: Some(body.to_owned()),
        ..Resource::in_region(region("140100"))
    };
    let traffic = who(traffic);
    assert!(policy.allowed(&traffic, Action::FillReport, &owed("traffic")));
    assert!(!policy.allowed(&traffic, Action::FillReport, &owed("housing")));
    assert!(policy.allowed(&traffic, Action::ViewReport, &owed("housing")));
    let officer = who(standing(Role::City, Some("140100")));
    assert!(policy.allowed(&officer, Action::FillReport, &owed("housing")));
}

#[test]
fn a_menu_shows_what_is_permitted_somewhere() {
    let policy = &*POLICY;
    let ids = |who: &Who| -> Vec<&str> {
        let actions = policy.actions(who);
        actions.into_iter().map(Action::id).collect()
    };
    let open = [
        "view_air",
        "view_ranking",
        "view_plan_text",
        "view_disclosure",
    ];
    assert_eq!(ids(&Who::public()), open);
    assert_eq!(ids(&holder(Role::Administrator)).len(), Action::ALL.len());
    let province = ids(&holder(Role::Province));
    assert_eq!(province.len(), Action::ALL.len() - 2);
    assert!(!province.contains(&"view_audit"));
    assert!(ids(&holder(Role::City)).contains(&"review_report"));
    assert!(!ids(&holder(Role::County)).contains(&"review_report"));
    let own = [
        "view_source",
        "view_telemetry",
        "view_frame",
        "view_register",
        "fill_report",
    ];
    let enterprise: Vec<&str> = open.into_iter().chain(own).chain(["download"]).collect();
    assert_eq!(ids(&holder(Role::Enterprise)), enterprise);
}

#[test]
fn a_county_under_a_province_lies_in_the_province_alone() {
    let policy = &*POLICY;
    let province = who(standing(Role::Province, Some("410000")));
    let on = Resource::in_region(region("419001"));
    assert!(policy.allowed(&province, Action::ViewFinding, &on));
    // A zone that bears a code of the city's but is no county of the table.
    let city = who(standing(Role::City, Some("140100")));
    let zone = Resource::in_region(region("140171"));
    assert!(policy.allowed(&city, Action::ViewFinding, &zone));
    let other = who(standing(Role::City, Some("140200")));
    assert!(!policy.allowed(&other, Action::ViewFinding, &zone));
}

/// Regions on all floors, inside and outside of each other.
fn any_region() -> impl Strategy<Value = Option<RegionCode>> {
    let codes = vec![
        "100000", "140000", "140100", "140105", "140106", "140200", "370000",
    ];
    proptest::option::of(select(codes).prop_map(region))
}

fn any_entity() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(vec!["E1", "E2", ""]).prop_map(str::to_owned))
}

proptest! {
    #[test]
    fn an_enterprise_reaches_no_other_one_whatever_is_asked(
        action in select(&Action::ALL[4..]),
        own in any_region(),
        region in any_region(),
        entity in any_entity(),
    ) {
        let mut firm = standing(Role::Enterprise, None);
        firm.region = own;
        let on = Resource { region, entity, body: None };
        if POLICY.allowed(&who(firm), action, &on) {
            assert_eq!(on.entity.as_deref(), Some("E1"));
        }
    }

    #[test]
    fn an_officer_reaches_nothing_outside_of_the_region_whatever_is_asked(
        action in select(&Action::ALL[4..]),
        role in select(vec![Role::Province, Role::City, Role::County, Role::Inspector]),
        own in any_region(),
        region in any_region(),
        entity in any_entity(),
    ) {
        let mut officer = standing(role, None);
        officer.region = own;
        let on = Resource { region, entity, body: None };
        if POLICY.allowed(&who(officer), action, &on) {
            assert!(own.zip(region).is_some_and(|(own, region)| regions::contains(own, region)));
        }
    }
}

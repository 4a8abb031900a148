//! Lists of things under a rule: what is on them, why, in which order, and what is missing.

use std::collections::BTreeMap;

use plan::judge::{Outcome, Registers};
use plan::lists::{EntityList, ListError, Listed, Wanted, list_entities};
use plan::{Plan, folder};

use crate::judge::register;
use crate::tiny::loaded;

fn plan() -> Plan {
    loaded(&folder::open("shanxi-2024", None).unwrap())
}

fn listed(
    plan: &Plan,
    sheets: &[(&str, &str)],
    rule: &str,
    wanted: Wanted,
) -> Result<EntityList, ListError> {
    let registers: Registers = sheets
        .iter()
        .map(|(entity, sheet)| ((*entity).to_owned(), register(plan, entity, sheet)))
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let day = "2025-12-31".parse().unwrap();
    runtime.block_on(list_entities(plan, &registers, rule, day, wanted))
}

fn keys(list: &EntityList) -> Vec<&str> {
    list.rows.iter().map(|row| row.key.as_str()).collect()
}

/// What is known of a row, as column and value.
fn seen<'a>(list: &'a EntityList, row: &'a Listed) -> BTreeMap<&'a str, String> {
    let cells = list.columns.iter().zip(&row.cells);
    cells
        .filter_map(|(column, cell)| Some((column.name.id.as_str(), cell.as_ref()?.value.plain())))
        .collect()
}

const FURNACES: &str = "key,name,region,kind,retired,volume_m3,iron_use
    f1,大同高炉,140212,blast_furnace,false,1080,steelmaking
    f2,太原高炉,140121,blast_furnace,false,1199.999,steelmaking
    f3,运城高炉,140802,blast_furnace,false,,steelmaking
    f4,晋中高炉,140728,blast_furnace,false,1200,steelmaking
    f5,铸造高炉,140121,blast_furnace,false,450,foundry
    f6,长治高炉,140400,blast_furnace,false,600,steelmaking
    f7,无址高炉,,blast_furnace,false,600,steelmaking
    f8,已退高炉,140121,blast_furnace,true,600,steelmaking
    f0,太原高炉二,140121,blast_furnace,false,1000,steelmaking";

#[test]
fn furnaces_of_the_key_region_come_first_and_unknown_volumes_are_named() {
    let plan = plan();
    let sheets = [("production_equipment", FURNACES)];
    let list = listed(&plan, &sheets, "B014", Wanted::AtWork).unwrap();
    // 太原, 长治 and 运城 are in the key region, 大同 is not; a place that is unknown comes last.
    assert_eq!(keys(&list), ["f0", "f2", "f6", "f3", "f1", "f7"]);
    let priority = list.priority.as_ref().unwrap();
    assert_eq!(priority.zone.id, "key_region");
    assert_eq!(priority.rule.id, "B017");
    assert!(priority.binding);
    assert!(priority.quote.contains("重点区域率先淘汰退出"));
    let open = &list.rows[3];
    assert_eq!(open.outcome, Outcome::Undetermined);
    assert_eq!(open.missing[0].zh, "高炉有效容积");
    assert_eq!(open.city.as_ref().unwrap().zh, "运城市");
    assert_eq!(open.county.as_ref().unwrap().zh, "盐湖区");
    assert_eq!(open.exceptions, [Some(false)]);
    let known = seen(&list, &list.rows[1]);
    assert_eq!(known["volume_m3"], "1199.999");
    assert_eq!(known["kind"], "blast_furnace");
    let volume = list.columns.iter().find(|c| c.name.id == "volume_m3");
    assert_eq!(volume.unwrap().unit.as_deref(), Some("m³"));
    assert_eq!(list.rows[5].first, None);
    assert_eq!(list.rows[2].city.as_ref().unwrap().zh, "长治市");
    assert_eq!(list.rows[2].county, None);
}

#[test]
fn counts_are_of_the_whole_register_by_outcome_and_city() {
    let plan = plan();
    let sheets = [("production_equipment", FURNACES)];
    let list = listed(&plan, &sheets, "B014", Wanted::AtWork).unwrap();
    assert_eq!(
        list.counts,
        BTreeMap::from([
            (Outcome::NotApplicable, 3),
            (Outcome::Retire, 5),
            (Outcome::Undetermined, 1)
        ])
    );
    let taiyuan = &list.by_city[&Some("140100".to_owned())];
    assert_eq!(taiyuan[&Outcome::Retire], 2);
    assert_eq!(list.by_city[&None][&Outcome::Retire], 1);
    let every = listed(&plan, &sheets, "B014", Wanted::Every).unwrap();
    assert_eq!(every.rows.len(), 9);
    let foundry = every.rows.iter().find(|row| row.key == "f5").unwrap();
    assert_eq!(foundry.outcome, Outcome::NotApplicable);
    assert_eq!(foundry.exceptions, [Some(true)]);
}

#[test]
fn the_article_gives_the_words_and_who_answers() {
    let plan = plan();
    let list = listed(
        &plan,
        &[("production_equipment", FURNACES)],
        "B014",
        Wanted::AtWork,
    );
    let article = list.unwrap().article;
    assert_eq!(article.clause.id, "3");
    assert!(plan.text.whole.contains(&article.quote));
    assert!(!article.bodies.is_empty());
    assert!(
        article
            .terms
            .iter()
            .any(|term| term.name.id == "special_blast_furnace")
    );
}

#[test]
fn a_boiler_in_a_heating_radius_names_its_nearest_source() {
    let plan = plan();
    let boilers = "key,name,region,fuel,in_use,purpose,lon,lat,serves_heat_source,integrated
        b1,近锅炉,140121,coal,true,heating,112.50,37.80,false,false
        b2,远锅炉,140121,coal,true,heating,113.50,39.00,false,false
        b3,无坐标,140121,coal,true,heating,,,false,false
        b4,燃气,140121,gas,true,heating,112.50,37.80,false,false";
    let sources = "key,name,region,kind,power_mw,lon,lat
        h1,小电厂,140121,chp_plant,299,112.50,37.80
        h2,甲电厂,140121,chp_plant,300,112.60,37.80
        h3,,140121,chp_plant,600,112.55,37.80";
    let sheets = [("boiler", boilers), ("heat_source", sources)];
    let list = listed(&plan, &sheets, "B040", Wanted::AtWork).unwrap();
    assert_eq!(keys(&list), ["b1", "b3"]);
    let near = seen(&list, &list.rows[0]);
    assert_eq!(near["nearest_heat_source"], "h3");
    // 0.05 degrees of longitude at 37.8 N are 4.4 km.
    let metres: f64 = near["heat_distance_m"].parse().unwrap();
    assert!((4390.0..4415.0).contains(&metres), "{metres}");
    let missing: Vec<&str> = list.rows[1].missing.iter().map(|m| m.id.as_str()).collect();
    assert!(missing.contains(&"heat_distance_m"), "{missing:?}");
    assert!(!list.priority.unwrap().binding);
    let named = "key,name,region,kind,power_mw,lon,lat
        h2,甲电厂,140121,chp_plant,300,112.60,37.80";
    let sheets = [("boiler", boilers), ("heat_source", named)];
    let list = listed(&plan, &sheets, "B040", Wanted::AtWork).unwrap();
    assert_eq!(
        seen(&list, &list.rows[0])["nearest_heat_source"],
        "甲电厂 (h2)"
    );
}

#[test]
fn vehicles_are_listed_by_what_the_air_of_their_city_sets_off() {
    let plan = plan();
    let air = "key,region,level,pm25_mean,province_rank_from_worst
        140100,140100,city,40,
        140200,140200,city,25,
        140121,140121,county,39,30
        140212,140212,county,20,90";
    let vehicles = "key,region,in_use,in_built_up_area,public_use,served_industry
        v1,140121,true,true,bus,other
        v2,140212,true,true,bus,other
        v3,140105,true,true,taxi,other
        v4,,true,true,taxi,other
        v5,140213,true,true,taxi,other
        v6,140121,false,true,taxi,other";
    let sheets = [("vehicle", vehicles), ("air_region", air)];
    let list = listed(&plan, &sheets, "B056", Wanted::AtWork).unwrap();
    let found: Vec<(&str, Outcome)> = list
        .rows
        .iter()
        .map(|row| (row.key.as_str(), row.outcome))
        .collect();
    assert_eq!(
        found,
        [
            ("v3", Outcome::Listed),
            ("v1", Outcome::Listed),
            ("v5", Outcome::Undetermined),
            ("v4", Outcome::Undetermined),
        ]
    );
    assert_eq!(seen(&list, &list.rows[0])["triggered_regions"], "1");
    assert_eq!(list.priority, None);
}

#[test]
fn a_list_is_the_same_however_the_rows_are_ordered() {
    let plan = plan();
    let mut lines: Vec<&str> = FURNACES.lines().collect();
    lines[1..].reverse();
    let turned = lines.join("\n");
    let order = |sheet: &str| {
        let sheets = [("production_equipment", sheet)];
        let list = listed(&plan, &sheets, "B014", Wanted::Every).unwrap();
        list.rows.into_iter().map(|row| row.key).collect::<Vec<_>>()
    };
    assert_eq!(order(FURNACES), order(&turned));
}

#[test]
fn what_cannot_be_listed_says_why() {
    let plan = plan();
    let refused = listed(&plan, &[], "B999", Wanted::AtWork).unwrap_err();
    assert_eq!(refused.to_string(), "the plan has no rule B999");
    let refused = listed(&plan, &[], "B040", Wanted::AtWork).unwrap_err();
    assert_eq!(refused.to_string(), "no rows of boiler, heat_source");
}

#[test]
fn a_list_is_json_with_unknown_cells_as_null() {
    let plan = plan();
    let list = listed(
        &plan,
        &[("production_equipment", FURNACES)],
        "B014",
        Wanted::AtWork,
    );
    let json = list.unwrap().to_json();
    let open = &json["rows"][3];
    assert_eq!(open["key"], "f3");
    assert_eq!(open["outcome"], "undetermined");
    let evidence = open["evidence"].as_array().unwrap();
    let volume = evidence
        .iter()
        .find(|cell| cell["id"] == "volume_m3")
        .unwrap();
    assert!(volume["value"].is_null());
    assert_eq!(volume["unit"], "m³");
    let kind = evidence.iter().find(|cell| cell["id"] == "kind").unwrap();
    assert_eq!(kind["value_zh"], "高炉");
    assert_eq!(json["counts"]["retire"], 5);
    assert_eq!(json["by_city"]["140100"]["retire"], 2);
    assert_eq!(json["article"]["rule"]["id"], "B014");
}

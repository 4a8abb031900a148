//! Counting over registers: rows that stand for many, hits of rules, and what is unknown.

use std::collections::BTreeSet;

use plan::air::Air;
use plan::facts::{self, Derived, Facts, Request};
use plan::judge::Registers;
use plan::reported::Figures;
use plan::{Plan, folder};
use units::Exact;

use crate::judge::register;
use crate::tiny::loaded;

fn derived(plan: &Plan, sheets: &[(&str, &str)]) -> Derived {
    let registers: Registers = sheets
        .iter()
        .map(|(entity, sheet)| ((*entity).to_owned(), register(plan, entity, sheet)))
        .collect();
    let facts = Facts {
        air: Air::default(),
        air_today: None,
        figures: Figures::new(),
        registers,
        simulated: BTreeSet::new(),
    };
    let request = Request {
        as_of: "2025-12-31".parse().unwrap(),
        replay: None,
        stage: "live".to_owned(),
        known_at: None,
        limits: lake::QueryLimits::default(),
        outlook: false,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime
        .block_on(facts::derive(plan, &facts, &request))
        .unwrap()
}

/// The sums of an indicator over the province: parts, wholes, things, things with something unknown.
fn tally(derived: &Derived, indicator: &str) -> (Exact, Exact, usize, usize) {
    let counts = derived.counted[indicator].as_ref().unwrap();
    let tally = counts.tally(|_| true);
    (tally.parts(), tally.wholes(), tally.rows, tally.unknown)
}

fn whole(number: i128) -> Exact {
    Exact::from_integer(number)
}

const VEHICLES: &str = "key,region,quantity,in_use,vehicle_class,energy,emission_stage,lean_burn,public_use,heavy_diesel,remote_monitored,scenic_5a
    v1,140121,,true,heavy_truck,diesel,4,false,none,true,true,false
    v2,140121,250,true,heavy_truck,diesel,3,false,none,true,true,false
    v3,140212,40,true,heavy_truck,diesel,5,false,none,true,false,false
    v4,140212,10,true,heavy_truck,diesel,,false,none,true,false,false
    v5,140121,30,true,passenger,electric,,,bus,false,false,false
    v6,140121,,true,passenger,diesel,,,bus,false,false,false";

#[test]
fn a_row_that_stands_for_many_counts_as_many_and_an_empty_one_as_one() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let machines =
        "key,region,quantity,category,in_use,emission_stage,remote_monitored,work_site,new_energy
        m1,140121,5,machine,true,1,true,other,false
        m2,140121,,machine,false,1,false,other,false
        m3,140121,7,machine,false,0,false,other,false
        m4,140121,3,internal_vehicle,true,3,false,airport,true
        m5,140121,2,machine,true,3,false,factory_mine,false";
    let derived = derived(
        &plan,
        &[("vehicle", VEHICLES), ("nonroad_machine", machines)],
    );
    // v1 and v2 by B058; v4 is open for its stage.
    assert_eq!(
        tally(&derived, "old_trucks_in_use"),
        (whole(251), whole(0), 3, 1)
    );
    assert_eq!(
        tally(&derived, "clean_public_vehicle_share"),
        (whole(30), whole(31), 2, 0)
    );
    // v1, v2 and m1 are connected: 1 + 250 + 5.
    let connected = tally(&derived, "remote_monitored_machines");
    assert_eq!((connected.0, connected.3), (whole(256), 0));
    // Of 13 machines of stage I and below 8 are out of use.
    assert_eq!(
        tally(&derived, "old_machine_retired_share"),
        (whole(8), whole(13), 3, 0)
    );
    assert_eq!(
        tally(&derived, "internal_new_energy_share"),
        (whole(3), whole(5), 2, 0)
    );
}

#[test]
fn a_statement_may_count_the_rows_a_rule_says_nothing_of() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let checks = "key,region,source,ringelmann,observed_on
        e1,140121,machine,0,2025-06-01
        e2,140121,machine,3,2025-06-01
        e3,140121,locomotive,0,2025-06-01
        e4,140121,machine,,2025-06-01";
    let derived = derived(&plan, &[("black_smoke_event", checks)]);
    // One without smoke, one with, one unknown.
    assert_eq!(
        tally(&derived, "machine_smoke_free_share"),
        (whole(1), whole(3), 3, 1)
    );
    let rows = derived.counted["machine_smoke_free_share"]
        .as_ref()
        .unwrap()
        .rows();
    let keys: Vec<String> = rows.map(|row| row.key).collect();
    assert_eq!(keys.len(), 3);
}

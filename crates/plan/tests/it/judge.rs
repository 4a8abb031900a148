//! Rules over rows: yes, no and unknown. An unknown cell leaves a row undetermined and is named, unless the
//! rest of the row decides.

use std::collections::BTreeMap;

use plan::judge::Outcome::{
    Exempt, Lacking, Listed, NotApplicable, Notified, Prohibited, Retire, Satisfied, Triggered,
    Undetermined, Yields,
};
use plan::judge::{Hit, Judged, NotJudged, Outcome, Register, Registers, judge};
use plan::{Plan, engine, statement, table};
use units::Day;

use crate::tiny::{loaded, rule, with_rules};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Rows from words: the names of columns, then the rows by their lines; an empty cell is unknown.
pub(crate) fn register(plan: &Plan, entity: &str, sheet: &str) -> Register {
    let mut lines = sheet.lines().map(str::trim).filter(|line| !line.is_empty());
    let split = |line: &str| -> Vec<String> {
        line.split(',').map(|cell| cell.trim().to_owned()).collect()
    };
    let names = split(lines.next().unwrap());
    let rows: Vec<Vec<String>> = lines.map(split).collect();
    let cell = |row: usize, column: &str| -> Option<&str> {
        let place = names.iter().position(|name| name == column)?;
        let text = rows[row].get(place)?.as_str();
        (!text.is_empty()).then_some(text)
    };
    let (batch, bad) = table::batch(plan.entity(entity).unwrap(), rows.len(), cell, |row| {
        i64::try_from(row).unwrap()
    });
    assert_eq!(bad, [], "{sheet}");
    Register {
        source: "test".to_owned(),
        simulated: true,
        rows: batch,
    }
}

/// What rules make of sheets, as of a day.
fn judged(rules: &str, sheets: &[(&str, &str)], as_of: &str) -> Judged {
    let plan = loaded(&with_rules(rules));
    let registers: Registers = sheets
        .iter()
        .map(|(entity, sheet)| ((*entity).to_owned(), register(&plan, entity, sheet)))
        .collect();
    let context = engine::session(&plan, 1);
    for (name, register) in &registers {
        statement::register(&context, name, register.rows.clone()).unwrap();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(judge(&plan, &context, &registers, day(as_of), None))
}

fn hits(rules: &str, sheets: &[(&str, &str)], id: &str) -> Vec<Hit> {
    let judgement = judged(rules, sheets, "2025-12-31").remove(id).unwrap();
    judgement.unwrap().hits().collect()
}

/// A rule over boilers against rows: the cells, the outcome, and the unknown columns named.
fn check(rule_text: &str, columns: &str, rows: &[(&str, Outcome, &[&str])]) {
    let mut sheet = format!("key,region,{columns}\n");
    for (place, (cells, _, _)) in rows.iter().enumerate() {
        sheet = format!("{sheet}b{place},140100,{cells}\n");
    }
    let hits = hits(rule_text, &[("boiler", &sheet)], "R2");
    assert_eq!(hits.len(), rows.len());
    for (hit, (cells, outcome, missing)) in hits.iter().zip(rows) {
        assert_eq!(hit.outcome, *outcome, "{columns} = {cells}");
        assert_eq!(hit.missing, *missing, "{columns} = {cells}");
    }
}

fn retire(when: &str, more: &str) -> String {
    rule("R2", "boiler", "thing", "retire", when, more)
}

fn require(when: &str, must: &str) -> String {
    rule(
        "R2",
        "boiler",
        "thing",
        "require",
        when,
        &format!("must = \"{must}\""),
    )
}

#[test]
fn an_unknown_cell_decides_only_where_the_rest_does_not() {
    check(
        &retire("fuel = 'coal' AND in_use", ""),
        "fuel,in_use",
        &[
            ("coal,true", Retire, &[]),
            ("coal,false", NotApplicable, &[]),
            ("gas,true", NotApplicable, &[]),
            ("coal,", Undetermined, &["in_use"]),
            (",true", Undetermined, &["fuel"]),
            (",", Undetermined, &["fuel", "in_use"]),
            ("gas,", NotApplicable, &[]),
            (",false", NotApplicable, &[]),
        ],
    );
    check(
        &retire("in_use OR reserve", ""),
        "in_use,reserve",
        &[
            ("true,", Retire, &[]),
            (",true", Retire, &[]),
            ("false,", Undetermined, &["reserve"]),
            (",false", Undetermined, &["in_use"]),
            (",", Undetermined, &["in_use", "reserve"]),
            ("false,false", NotApplicable, &[]),
        ],
    );
}

#[test]
fn the_opposite_of_unknown_is_unknown() {
    check(
        &retire("NOT in_use", ""),
        "in_use",
        &[
            ("true", NotApplicable, &[]),
            ("false", Retire, &[]),
            ("", Undetermined, &["in_use"]),
        ],
    );
    check(
        &retire("capacity_t_h NOT BETWEEN 1 AND 35", ""),
        "capacity_t_h",
        &[
            ("35", NotApplicable, &[]),
            ("35.000001", Retire, &[]),
            ("", Undetermined, &["capacity_t_h"]),
        ],
    );
    check(
        &retire("fuel NOT IN ('gas', 'oil')", ""),
        "fuel",
        &[
            ("gas", NotApplicable, &[]),
            ("coal", Retire, &[]),
            ("", Undetermined, &["fuel"]),
        ],
    );
}

#[test]
fn to_ask_whether_a_cell_is_known_is_no_doubt() {
    check(
        &retire("age IS NULL OR age > 20", ""),
        "age",
        &[
            ("", Retire, &[]),
            ("21", Retire, &[]),
            ("20", NotApplicable, &[]),
        ],
    );
    check(
        &retire("in_use IS NOT FALSE", ""),
        "in_use",
        &[
            ("", Retire, &[]),
            ("true", Retire, &[]),
            ("false", NotApplicable, &[]),
        ],
    );
}

#[test]
fn a_place_that_is_unknown_is_in_no_zone_for_certain() {
    let rules = retire("within(region, 'taiyuan')", "");
    let sheet = "key,region\na,140100\nb,140121\nc,140200\nd,";
    let hits = hits(&rules, &[("boiler", sheet)], "R2");
    let outcomes: Vec<Outcome> = hits.iter().map(|hit| hit.outcome).collect();
    assert_eq!(outcomes, [Retire, Retire, NotApplicable, Undetermined]);
    assert_eq!(hits[3].missing, ["region"]);
    assert_eq!(hits[1].region.as_deref(), Some("140121"));
    assert_eq!(hits[3].region, None);
}

#[test]
fn an_exception_that_holds_lets_off_and_one_that_is_unknown_leaves_open() {
    check(
        &retire(
            "in_use",
            "exceptions = [ { when = \"reserve\", zh = \"备用\", en = \"reserve\" }, { when = \"age < 5\", zh = \"新\", en = \"new\" } ]",
        ),
        "in_use,reserve,age",
        &[
            ("true,false,9", Retire, &[]),
            ("true,true,9", NotApplicable, &[]),
            ("true,false,4", NotApplicable, &[]),
            ("true,,9", Undetermined, &["reserve"]),
            ("true,,4", NotApplicable, &[]),
            ("true,,", Undetermined, &["reserve", "age"]),
            ("false,,", NotApplicable, &[]),
            (",true,", NotApplicable, &[]),
            (",false,9", Undetermined, &["in_use"]),
        ],
    );
}

#[test]
fn what_must_hold_is_asked_only_where_the_rule_applies() {
    check(
        &require("in_use", "age < 20 AND fuel = 'gas'"),
        "in_use,age,fuel",
        &[
            ("true,19,gas", Satisfied, &[]),
            ("true,20,gas", Lacking, &[]),
            ("true,,gas", Undetermined, &["age"]),
            ("true,19,", Undetermined, &["fuel"]),
            // One part that fails decides.
            ("true,20,", Lacking, &[]),
            ("true,,coal", Lacking, &[]),
            ("false,,", NotApplicable, &[]),
            (",19,gas", Undetermined, &["in_use"]),
        ],
    );
}

#[test]
fn each_word_of_then_has_its_outcome() {
    let words = [
        ("prohibit", Prohibited),
        ("retire", Retire),
        ("exempt", Exempt),
        ("list", Listed),
        ("trigger", Triggered),
        ("notify", Notified),
    ];
    for (then, outcome) in words {
        let rules = rule("R2", "boiler", "thing", then, "in_use", "");
        check(
            &rules,
            "in_use",
            &[
                ("true", outcome, &[]),
                ("false", NotApplicable, &[]),
                ("", Undetermined, &["in_use"]),
            ],
        );
        assert!(outcome.fires());
    }
    for outcome in [NotApplicable, Satisfied, Yields, Undetermined] {
        assert!(!outcome.fires());
    }
}

#[test]
fn numbers_are_compared_exactly_and_with_the_parameter() {
    check(
        &retire(
            "capacity_t_h <= $limit",
            "[rule.parameters]\nlimit = { value = 0.3, unit = \"t/h\" }",
        ),
        "capacity_t_h",
        &[
            ("0.3", Retire, &[]),
            ("0.300000", Retire, &[]),
            ("0.300001", NotApplicable, &[]),
            ("0.299999", Retire, &[]),
        ],
    );
    // A term with a number is a parameter of every rule.
    check(
        &retire("capacity_t_h < $around", ""),
        "capacity_t_h",
        &[("5", NotApplicable, &[]), ("4.999999", Retire, &[])],
    );
}

#[test]
fn the_day_asked_for_decides() {
    let rules = retire("built < $as_of", "");
    let sheet = "key,region,built\na,140100,2025-06-29\nb,140100,2025-06-30\nc,140100,";
    let on = |as_of: &str| -> Vec<Outcome> {
        let mut judged = judged(&rules, &[("boiler", sheet)], as_of);
        judged.remove("R2").unwrap().unwrap().outcomes().to_vec()
    };
    assert_eq!(on("2025-06-30"), [Retire, NotApplicable, Undetermined]);
    assert_eq!(on("2025-07-01"), [Retire, Retire, Undetermined]);
    assert_eq!(
        on("2025-06-29"),
        [NotApplicable, NotApplicable, Undetermined]
    );
}

#[test]
fn a_rule_gives_way_where_the_prevailing_one_is_at_work_and_is_open_where_that_is_open() {
    let rules = rule("R3", "boiler", "thing", "exempt", "reserve", "")
        + &rule(
            "R2",
            "boiler",
            "thing",
            "retire",
            "in_use",
            "yields_to = [\"R3\"]",
        );
    let sheet = "key,region,in_use,reserve
        a,140100,true,true
        b,140100,true,
        c,140100,true,false
        d,140100,false,true
        e,140100,false,
        f,140100,,true
        g,140100,,false";
    let outcome: BTreeMap<String, Outcome> = hits(&rules, &[("boiler", sheet)], "R2")
        .into_iter()
        .map(|hit| (hit.key, hit.outcome))
        .collect();
    assert_eq!(outcome["a"], Yields);
    assert_eq!(outcome["b"], Undetermined);
    assert_eq!(outcome["c"], Retire);
    assert_eq!(outcome["d"], NotApplicable);
    assert_eq!(outcome["e"], NotApplicable);
    assert!(!outcome["f"].fires());
    assert_eq!(outcome["g"], Undetermined);
    // The rule that prevails is not touched.
    let exempt = hits(&rules, &[("boiler", sheet)], "R3");
    assert_eq!(exempt[0].outcome, Exempt);
}

#[test]
fn the_order_of_rules_and_rows_does_not_matter_for_precedence() {
    let prevailing = rule("R3", "boiler", "thing", "exempt", "reserve", "");
    let yielding = rule(
        "R2",
        "boiler",
        "thing",
        "retire",
        "in_use",
        "yields_to = [\"R3\"]",
    );
    let one = "key,region,in_use,reserve\na,140100,true,true\nb,140100,true,false";
    let other = "key,region,in_use,reserve\nb,140100,true,false\na,140100,true,true";
    for rules in [prevailing.clone() + &yielding, yielding + &prevailing] {
        for sheet in [one, other] {
            for hit in hits(&rules, &[("boiler", sheet)], "R2") {
                assert_eq!(hit.outcome, if hit.key == "a" { Yields } else { Retire });
            }
        }
    }
}

/// The nearest running heat source within 30 km lets a boiler go.
fn near() -> String {
    retire(
        "in_use AND nearest <= $radius",
        "[rule.parameters]
radius = { value = 30000, unit = \"m\" }
[rule.derive.nearest]
unit = \"m\"
zh = \"最近热源\"
en = \"nearest source of heat\"
sql = \"SELECT boiler_key AS key, min(distance) AS value FROM heat_source WHERE distance < $radius * 10 GROUP BY boiler_key\"",
    )
}

#[test]
fn a_derived_column_without_a_row_for_a_thing_is_unknown() {
    let boilers = "key,region,in_use\na,140100,true\nb,140100,true\nc,140100,true\nd,140100,false";
    let sources = "key,region,boiler_key,distance
        s1,140100,a,30000
        s2,140100,a,45000
        s3,140100,b,30000.5
        s4,140100,x,1
        s5,140100,,1";
    let hits = hits(
        &near(),
        &[("boiler", boilers), ("heat_source", sources)],
        "R2",
    );
    let found: Vec<(&str, Outcome)> = hits
        .iter()
        .map(|hit| (hit.key.as_str(), hit.outcome))
        .collect();
    assert_eq!(
        found,
        [
            ("a", Retire),
            ("b", NotApplicable),
            ("c", Undetermined),
            ("d", NotApplicable)
        ]
    );
    assert_eq!(hits[2].missing, ["nearest"]);
}

#[test]
fn without_the_register_a_derived_column_reads_the_rule_is_not_judged() {
    let boilers = "key,region,in_use\na,140100,true";
    let mut judged = judged(&near(), &[("boiler", boilers)], "2025-12-31");
    let missing = NotJudged::Missing(vec!["heat_source".to_owned()]);
    assert_eq!(judged.remove("R2").unwrap(), Err(missing));
}

#[test]
fn without_its_own_register_a_rule_is_not_judged() {
    let sources = "key,region,boiler_key\ns,140100,a";
    let mut judged = judged(&near(), &[("heat_source", sources)], "2025-12-31");
    assert_eq!(
        judged.remove("R2").unwrap(),
        Err(NotJudged::Missing(vec!["boiler".to_owned()]))
    );
}

#[test]
fn a_register_without_rows_is_judged_and_has_no_hit() {
    assert_eq!(
        hits(
            &near(),
            &[("boiler", "key,region"), ("heat_source", "key,region")],
            "R2"
        ),
        []
    );
}

#[test]
fn a_hit_keeps_its_thing_its_place_and_its_row() {
    let hits = hits(
        &retire("in_use", ""),
        &[("boiler", "key,region,in_use\na,140100,true\nb,140200,true")],
        "R2",
    );
    let found: Vec<(&str, Option<&str>, i64)> = hits
        .iter()
        .map(|hit| (hit.key.as_str(), hit.region.as_deref(), hit.row))
        .collect();
    assert_eq!(found, [("a", Some("140100"), 0), ("b", Some("140200"), 1)]);
}

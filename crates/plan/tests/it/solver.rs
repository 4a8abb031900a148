//! Whether two rules can meet on one row: an exemption and an obligation that can is a contradiction, and the
//! check must find it, and must find none where no row can be.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use plan::Code;
use proptest::prelude::*;

use crate::tiny::{CLAUSE, checked, rule, shown, with_rules};

/// The pairs, by their places, that the check calls contradictions.
fn contradictions(pairs: &[(String, String)]) -> BTreeSet<usize> {
    let mut rules = String::new();
    for (place, (exempt, prohibit)) in pairs.iter().enumerate() {
        let about = format!("thing{place}");
        rules += &rule(&format!("E{place}"), "boiler", &about, "exempt", exempt, "");
        rules += &rule(
            &format!("P{place}"),
            "boiler",
            &about,
            "prohibit",
            prohibit,
            "",
        );
    }
    let (_, checked) = checked(&with_rules(&rules));
    let mut found = BTreeSet::new();
    for problem in &checked.problems {
        match problem.code {
            Code::NoScenario => {}
            Code::Contradiction => {
                assert_eq!(problem.file, CLAUSE);
                let place = problem
                    .article
                    .strip_prefix("2 E")
                    .unwrap()
                    .parse()
                    .unwrap();
                assert_eq!(
                    problem.argument("second"),
                    Some(format!("2 P{place}").as_str())
                );
                found.insert(place);
            }
            _ => panic!("{problem}"),
        }
    }
    found
}

/// Whether one row can fit both predicates, for each pair of a table.
fn check(table: &[(&str, &str, bool)]) {
    let pairs: Vec<(String, String)> = table
        .iter()
        .map(|(a, b, _)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    let found = contradictions(&pairs);
    for (place, (a, b, expected)) in table.iter().enumerate() {
        assert_eq!(found.contains(&place), *expected, "{a} | {b}");
    }
    // The order of the two does not matter.
    let turned: Vec<(String, String)> = pairs.into_iter().map(|(a, b)| (b, a)).collect();
    assert_eq!(
        contradictions(&turned),
        found,
        "with the rules turned round"
    );
}

#[test]
fn bounds_of_numbers_meet_or_do_not() {
    check(&[
        ("age < 20", "age >= 20", false),
        ("age <= 20", "age >= 20", true),
        ("age < 20", "age > 20", false),
        ("age <= 20", "age > 20", false),
        ("age < 20", "age > 19", true),
        ("age < 20", "age > 19.999", true),
        ("age < 20", "age = 20", false),
        ("age <= 20", "age = 20", true),
        ("age <= 20", "age = 20.0", true),
        ("age = 20", "age = 21", false),
        ("age = 20", "age <> 20", false),
        ("age = 20", "age <> 21", true),
        ("age <> 20", "age <> 21", true),
        ("20 > age", "20 <= age", false),
        ("20 > age", "19 <= age", true),
        ("age > -5 AND age < -3", "age = -4", true),
        ("age < -5", "age > -5", false),
        ("age < 20 AND age > 20", "in_use", false),
        ("age < 20", "capacity_t_h > 20", true),
        (
            "age < 20 AND capacity_t_h > 35",
            "age > 10 AND capacity_t_h <= 35",
            false,
        ),
        (
            "age < 20 OR capacity_t_h > 35",
            "age >= 20 AND capacity_t_h <= 35",
            false,
        ),
        (
            "age < 20 OR capacity_t_h > 35",
            "age >= 20 AND capacity_t_h <= 36",
            true,
        ),
    ]);
}

#[test]
fn ranges_and_sets_meet_or_do_not() {
    check(&[
        ("age BETWEEN 1 AND 5", "age BETWEEN 5 AND 9", true),
        ("age BETWEEN 1 AND 5", "age BETWEEN 6 AND 9", false),
        ("age BETWEEN 1 AND 5", "age > 5", false),
        ("age BETWEEN 1 AND 5", "age NOT BETWEEN 1 AND 5", false),
        ("age BETWEEN 1 AND 5", "age NOT BETWEEN 2 AND 5", true),
        ("age BETWEEN 1 AND 5", "NOT (age BETWEEN 0 AND 6)", false),
        ("age BETWEEN 5 AND 1", "in_use", false),
        ("age IN (1, 2)", "age IN (2, 3)", true),
        ("age IN (1, 2)", "age IN (3, 4)", false),
        ("age IN (1, 2)", "age > 2", false),
        ("age IN (1, 2)", "age >= 2", true),
        ("age IN (1, 2)", "age NOT IN (1, 2, 3)", false),
        ("age IN (1, 2)", "age NOT IN (2)", true),
        ("NOT (age IN (1, 2))", "age = 1", false),
        ("note = 'a'", "note = 'b'", false),
        ("note IN ('a', 'b')", "note <> 'a'", true),
        ("note IN ('a', 'b')", "note NOT IN ('b', 'a')", false),
        ("note <> 'a'", "note <> 'b'", true),
    ]);
}

#[test]
fn a_column_with_a_list_holds_nothing_else() {
    check(&[
        ("fuel = 'coal'", "fuel = 'gas'", false),
        ("fuel IN ('coal', 'gas')", "fuel IN ('gas', 'oil')", true),
        ("fuel <> 'coal' AND fuel <> 'gas'", "fuel = 'oil'", true),
        ("fuel <> 'coal' AND fuel <> 'gas'", "fuel <> 'oil'", false),
        ("fuel NOT IN ('coal', 'gas', 'oil')", "in_use", false),
        ("NOT (fuel = 'coal')", "fuel IN ('coal')", false),
        ("fuel NOT IN ('coal')", "fuel NOT IN ('gas')", true),
    ]);
}

#[test]
fn not_turns_a_predicate_into_its_opposite() {
    check(&[
        (
            "NOT (age > 5 OR fuel = 'coal')",
            "age <= 5 AND fuel = 'gas'",
            true,
        ),
        ("NOT (age > 5 OR fuel = 'coal')", "fuel = 'coal'", false),
        (
            "NOT (age > 5 AND fuel = 'coal')",
            "age > 5 AND fuel = 'coal'",
            false,
        ),
        ("NOT (age > 5 AND fuel = 'coal')", "age > 5", true),
        ("NOT (NOT (age > 5))", "age <= 5", false),
        ("NOT (age > 5)", "age = 5", true),
        ("NOT (age >= 5)", "age = 5", false),
        ("note LIKE 'a%'", "NOT (note LIKE 'a%')", false),
        ("lower(note) = 'a'", "NOT (lower(note) = 'a')", false),
        ("age > capacity_t_h", "NOT (age > capacity_t_h)", false),
        ("age > capacity_t_h", "age < capacity_t_h OR in_use", true),
    ]);
}

#[test]
fn an_unknown_cell_fits_no_comparison() {
    check(&[
        ("age IS NULL", "age > 5", false),
        ("age IS NULL", "NOT (age > 5)", false),
        ("age IS NULL", "age <> 5", false),
        ("age IS NULL", "age NOT IN (1, 2)", false),
        ("age IS NULL", "age IS NOT NULL", false),
        ("age IS NULL", "NOT (age IS NOT NULL)", true),
        ("age IS NULL", "age IS NULL OR age > 5", true),
        ("age IS NULL", "capacity_t_h > 5", true),
        ("age IS NOT NULL", "age > 5", true),
        ("fuel IS NULL", "fuel NOT IN ('coal')", false),
        ("in_use IS NULL", "in_use", false),
        ("in_use IS NULL", "NOT in_use", false),
        ("built IS NULL", "built < DATE '2024-01-01'", false),
    ]);
}

#[test]
fn a_yes_is_no_no() {
    check(&[
        ("in_use", "NOT in_use", false),
        ("in_use", "reserve", true),
        ("in_use = true", "in_use = false", false),
        ("in_use = true", "in_use <> true", false),
        ("in_use = false", "NOT in_use", true),
        ("in_use IS TRUE", "in_use IS FALSE", false),
        ("in_use IS TRUE", "in_use", true),
        ("NOT (in_use OR reserve)", "reserve", false),
        ("in_use AND NOT reserve", "in_use AND reserve", false),
        ("true", "in_use", true),
        ("false", "in_use", false),
    ]);
}

#[test]
fn zones_inside_one_another_meet_and_zones_apart_do_not() {
    let within = |zone: &str| format!("within(region, '{zone}')");
    let not = |zone: &str| format!("NOT within(region, '{zone}')");
    let table = [
        (within("taiyuan"), within("datong"), false),
        (within("taiyuan"), within("cities"), true),
        (within("taiyuan"), within("province"), true),
        (within("taiyuan"), not("cities"), false),
        (within("taiyuan"), not("province"), false),
        (within("cities"), not("taiyuan"), true),
        (within("province"), not("cities"), true),
        (not("taiyuan"), not("datong"), true),
        (
            format!("{} AND {}", within("cities"), not("taiyuan")),
            not("datong"),
            false,
        ),
        (
            format!("{} OR in_use", within("taiyuan")),
            format!("{} AND NOT in_use", within("datong")),
            false,
        ),
    ];
    let table: Vec<(&str, &str, bool)> = table
        .iter()
        .map(|(a, b, can)| (a.as_str(), b.as_str(), *can))
        .collect();
    check(&table);
}

#[test]
fn days_meet_or_do_not() {
    check(&[
        (
            "built < DATE '2024-05-01'",
            "built >= DATE '2024-05-01'",
            false,
        ),
        (
            "built <= DATE '2024-05-01'",
            "built >= DATE '2024-05-01'",
            true,
        ),
        (
            "built = DATE '2024-05-01'",
            "built = DATE '2024-05-02'",
            false,
        ),
        (
            "built = DATE '2024-05-01'",
            "built < DATE '2024-05-02'",
            true,
        ),
        (
            "built BETWEEN DATE '2024-01-01' AND DATE '2024-06-30'",
            "built > DATE '2024-06-30'",
            false,
        ),
        (
            "built > DATE '2023-12-31'",
            "built < DATE '2024-01-02'",
            true,
        ),
        ("built < $as_of", "built >= $as_of", false),
    ]);
}

#[test]
fn exceptions_and_parameters_are_part_of_the_predicate() {
    let more = "exceptions = [ { when = \"age >= 20\", zh = \"老\", en = \"old\" } ]\n\
                [rule.parameters]\nlimit = { value = 35, unit = \"t/h\" }";
    let retire = rule(
        "P",
        "boiler",
        "thing",
        "retire",
        "capacity_t_h <= $limit",
        more,
    );
    let found = |exempt: &str| {
        let exempt = rule("E", "boiler", "thing", "exempt", exempt, "");
        let (_, checked) = checked(&with_rules(&(retire.clone() + &exempt)));
        checked
            .problems
            .iter()
            .any(|problem| problem.code == Code::Contradiction)
    };
    assert!(found("capacity_t_h = 35"));
    assert!(found("capacity_t_h = 35 AND age < 20"));
    assert!(!found("capacity_t_h = 35 AND age >= 20"));
    assert!(!found("capacity_t_h > 35"));
}

#[test]
fn rules_of_other_things_or_with_a_precedence_do_not_contradict() {
    let exempt = rule("E", "boiler", "thing", "exempt", "in_use", "");
    let pairs = [
        rule("P", "boiler", "thing", "prohibit", "in_use", ""),
        rule("P", "boiler", "thing", "retire", "in_use", ""),
        rule(
            "P",
            "boiler",
            "thing",
            "require",
            "in_use",
            "must = \"reserve\"",
        ),
        rule("P", "boiler", "other", "prohibit", "in_use", ""),
        rule("P", "heat_source", "thing", "prohibit", "running", ""),
        rule("P", "boiler", "thing", "list", "in_use", ""),
        rule("P", "boiler", "thing", "trigger", "in_use", ""),
        rule("P", "boiler", "thing", "notify", "in_use", ""),
        rule("P", "boiler", "thing", "exempt", "in_use", ""),
        rule(
            "P",
            "boiler",
            "thing",
            "prohibit",
            "in_use",
            "yields_to = [\"E\"]",
        ),
    ];
    let contradicts = pairs.map(|other| {
        let (_, checked) = checked(&with_rules(&(exempt.clone() + &other)));
        checked
            .problems
            .iter()
            .any(|problem| problem.code == Code::Contradiction)
    });
    let expected = [
        true, true, true, false, false, false, false, false, false, false,
    ];
    assert_eq!(contradicts, expected);
}

#[test]
fn two_requirements_contradict_when_they_cannot_both_be_kept() {
    let found = |one: (&str, &str), two: (&str, &str)| {
        let require = |id, (when, must): (&str, &str)| {
            rule(
                id,
                "boiler",
                "thing",
                "require",
                when,
                &format!("must = \"{must}\""),
            )
        };
        let (_, checked) = checked(&with_rules(&(require("Q1", one) + &require("Q2", two))));
        checked
            .problems
            .iter()
            .any(|problem| problem.code == Code::Contradiction)
    };
    assert!(found(("in_use", "age < 10"), ("fuel = 'coal'", "age > 20")));
    assert!(!found(("in_use", "age < 10"), ("fuel = 'coal'", "age > 5")));
    assert!(!found(("in_use", "age < 10"), ("NOT in_use", "age > 20")));
    assert!(!found(
        ("in_use", "age < 10"),
        ("fuel = 'coal'", "capacity_t_h > 20")
    ));
}

/// A comparison of the property below: over `age` or `capacity_t_h` with a whole number, or over `fuel`.
#[derive(Clone, Debug)]
enum Condition {
    Number(&'static str, &'static str, i32),
    Word(&'static str, Vec<&'static str>),
}

const NUMBERS: [&str; 2] = ["age", "capacity_t_h"];
const FUELS: [&str; 3] = ["coal", "gas", "oil"];
const OPERATORS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];

impl Condition {
    fn sql(&self) -> String {
        match self {
            Self::Number(column, operator, value) => format!("{column} {operator} {value}"),
            Self::Word(operator, words) => format!("fuel {operator} ('{}')", words.join("', '")),
        }
    }

    /// Whether a row fits, its numbers in halves.
    fn fits(&self, halves: [i32; 2], fuel: &str) -> bool {
        match self {
            Self::Number(column, operator, value) => {
                let held = halves[NUMBERS.iter().position(|name| name == column).unwrap()];
                let asked = value * 2;
                match *operator {
                    "=" => held == asked,
                    "<>" => held != asked,
                    "<" => held < asked,
                    "<=" => held <= asked,
                    ">" => held > asked,
                    _ => held >= asked,
                }
            }
            Self::Word(operator, words) => words.contains(&fuel) == (*operator == "IN"),
        }
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let number = (
        prop::sample::select(&NUMBERS[..]),
        prop::sample::select(&OPERATORS[..]),
        0..4,
    )
        .prop_map(|(column, operator, value)| Condition::Number(column, operator, value));
    let word = (
        prop::sample::select(vec!["IN", "NOT IN"]),
        prop::sample::subsequence(&FUELS[..], 1..=3),
    )
        .prop_map(|(operator, words)| Condition::Word(operator, words));
    prop_oneof![4 => number, 1 => word]
}

fn conjunction() -> impl Strategy<Value = Vec<Condition>> {
    prop::collection::vec(condition(), 1..4)
}

/// Whether some row of a grid in half steps, a step beyond every bound, fits all conditions. The bounds are
/// whole numbers, so the grid has a row wherever there is one at all.
fn some_row_fits(conditions: &[Condition]) -> bool {
    let steps = || -2..=8;
    steps().any(|age| {
        steps().any(|capacity| {
            FUELS
                .iter()
                .any(|fuel| conditions.iter().all(|c| c.fits([age, capacity], fuel)))
        })
    })
}

/// No column is asked to differ from more than one number: the search for a number tries only a few.
fn few_differences(conditions: &[Condition]) -> bool {
    NUMBERS.iter().all(|name| {
        let differs = |c: &&Condition| matches!(c, Condition::Number(n, "<>", _) if n == name);
        conditions.iter().filter(differs).count() <= 1
    })
}

fn sql(conditions: &[Condition]) -> String {
    let mut text = String::new();
    for (place, condition) in conditions.iter().enumerate() {
        let and = if place == 0 { "" } else { " AND " };
        write!(text, "{and}{}", condition.sql()).unwrap();
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Many pairs are checked in one plan, each about another thing.
    #[test]
    fn the_check_finds_a_row_exactly_where_the_grid_has_one(
        pairs in prop::collection::vec((conjunction(), conjunction()), 16)
    ) {
        let kept: Vec<_> = pairs
            .into_iter()
            .filter(|(a, b)| few_differences(&[a.clone(), b.clone()].concat()))
            .collect();
        let texts: Vec<(String, String)> = kept.iter().map(|(a, b)| (sql(a), sql(b))).collect();
        let found = contradictions(&texts);
        for (place, (a, b)) in kept.iter().enumerate() {
            let expected = some_row_fits(&[a.clone(), b.clone()].concat());
            prop_assert_eq!(found.contains(&place), expected, "{} | {}", sql(a), sql(b));
        }
    }

    /// The same through NOT and OR: an exemption of all that does not fit `a`, or of all that fits `b`.
    #[test]
    fn the_opposite_of_a_conjunction_is_searched_just_as_well(
        pairs in prop::collection::vec((conjunction(), conjunction(), conjunction()), 8)
    ) {
        let texts: Vec<(String, String)> = pairs
            .iter()
            .map(|(a, b, c)| (format!("NOT ({}) OR ({})", sql(a), sql(b)), sql(c)))
            .collect();
        let found = contradictions(&texts);
        let steps = || -2..=8;
        for (place, (a, b, c)) in pairs.iter().enumerate() {
            let all = [a.clone(), b.clone(), c.clone()].concat();
            if !differences_turned(&all) {
                continue;
            }
            let fits = |part: &[Condition], halves, fuel: &str| part.iter().all(|x| x.fits(halves, fuel));
            let expected = steps().any(|age| steps().any(|capacity| FUELS.iter().any(|fuel| {
                let halves = [age, capacity];
                (!fits(a, halves, fuel) || fits(b, halves, fuel)) && fits(c, halves, fuel)
            })));
            prop_assert_eq!(found.contains(&place), expected, "{:?}", &texts[place]);
        }
    }
}

/// Turned by NOT, an equality is a difference too.
fn differences_turned(conditions: &[Condition]) -> bool {
    NUMBERS.iter().all(|name| {
        let differs =
            |c: &&Condition| matches!(c, Condition::Number(n, "<>" | "=", _) if n == name);
        conditions.iter().filter(differs).count() <= 1
    })
}

#[test]
fn the_row_that_shows_a_contradiction_fits_both() {
    let rules = rule(
        "E",
        "boiler",
        "thing",
        "exempt",
        "age >= 20 AND fuel <> 'gas'",
        "",
    ) + &rule(
        "P",
        "boiler",
        "thing",
        "prohibit",
        "age <= 20 AND fuel <> 'coal' AND NOT in_use",
        "",
    );
    let (_, checked) = checked(&with_rules(&rules));
    let problem = checked
        .problems
        .iter()
        .find(|p| p.code == Code::Contradiction);
    let problem = problem.unwrap_or_else(|| panic!("{:?}", shown(&checked.problems)));
    assert_eq!(
        problem.argument("row"),
        Some("age = 20, fuel = 'oil', in_use = false")
    );
}

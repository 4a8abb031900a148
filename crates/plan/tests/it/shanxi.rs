//! The plans that come with the program: complete, and true to the material that they were made from.
//!
//! `shared/plan` and `shared/reference` lie beside the repository; without them these tests fail and say so.

use std::collections::BTreeMap;
use std::path::Path;

use plan::folder;

use crate::tiny::{checked, loaded, shown};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

fn shared(file: &str) -> String {
    let path = Path::new(SHARED).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|e| {
        panic!(
            "{} cannot be read ({e}); this test compares the plan with it",
            path.display()
        )
    })
}

/// The first two columns of a table of the material: the id and its clause.
fn ids_and_clauses(file: &str) -> Vec<(String, String)> {
    let clause = |text: &str| match text {
        // Chapter two stands before clause 1; rule B001 is of the bracket of clause 1.
        "1—38" => "1".to_owned(),
        text if text.starts_with('二') => "0".to_owned(),
        text => text.to_owned(),
    };
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let id = cells.next().unwrap().to_owned();
        (
            id,
            clause(
                cells
                    .next()
                    .unwrap_or_else(|| panic!("{file}: a row without a clause")),
            ),
        )
    };
    shared(file).lines().skip(1).map(row).collect()
}

/// The ids from 001, with the letter before.
fn numbered(letter: char, count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| format!("{letter}{number:03}"))
        .collect()
}

#[test]
fn the_plan_of_shanxi_is_complete_and_without_a_mistake() {
    let (_, checked) = checked(&folder::open("shanxi-2024", None).unwrap());
    assert_eq!(shown(&checked.problems), Vec::<String>::new());
    let counts = &checked.counts;
    assert_eq!((counts.clauses, counts.text_clauses), (38, 38));
    assert_eq!((counts.targets, counts.rules), (150, 132));
    // Every rule has a good and a bad case.
    assert!(counts.scenarios >= 2 * counts.rules, "{}", counts.scenarios);
}

#[test]
fn the_winter_targets_are_a_plan_without_a_mistake() {
    let (_, checked) = checked(&folder::open("winter-2021", None).unwrap());
    assert_eq!(shown(&checked.problems), Vec::<String>::new());
    assert_eq!(
        (checked.counts.clauses, checked.counts.text_clauses),
        (2, 2)
    );
    assert!(checked.counts.targets > 0);
}

#[test]
fn the_text_is_the_one_issued_byte_for_byte() {
    let own = folder::open("shanxi-2024", None).unwrap();
    let issued = shared("plan/source.txt");
    assert!(
        own.files["source.txt"] == issued,
        "source.txt differs from shared/plan/source.txt"
    );
}

#[test]
fn every_target_of_the_material_stands_once_in_its_clause() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let mut own: Vec<(String, String)> = plan
        .clause_targets()
        .map(|(clause, target)| (target.id.get_ref().clone(), clause.clause.get_ref().clone()))
        .collect();
    own.sort();
    let ids: Vec<String> = own.iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(ids, numbered('A', 150));
    let mut given = ids_and_clauses("plan/targets.tsv");
    given.sort();
    assert_eq!(own, given);
}

#[test]
fn every_rule_of_the_material_stands_once_in_its_clause() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let mut own: Vec<(String, String)> = plan
        .clause_rules()
        .map(|(clause, rule)| (rule.id.get_ref().clone(), clause.clause.get_ref().clone()))
        .collect();
    own.sort();
    let ids: Vec<String> = own.iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(ids, numbered('B', 132));
    let mut given = ids_and_clauses("plan/rules.tsv");
    given.sort();
    assert_eq!(own, given);
}

/// Who answers for a paragraph of a clause, as Part C of the reference has it.
#[derive(Debug, PartialEq, Eq)]
struct Bracket {
    title: String,
    lead: Vec<String>,
    joint: Vec<String>,
}

/// Part C of the reference: clause and paragraph → bracket.
fn part_c() -> BTreeMap<(String, usize), Bracket> {
    let reference = shared("reference/standards.md");
    let start = reference
        .find("## Part C")
        .expect("the reference has a Part C");
    let end = start + reference[start..].find("\n---").expect("Part C ends");
    let mut rows = BTreeMap::new();
    for line in reference[start..end].lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [clause, paragraph, title, bodies] = cells.as_slice()
            && let Ok(paragraph) = paragraph.parse()
        {
            rows.insert(((*clause).to_owned(), paragraph), bracket(title, bodies));
        }
    }
    rows
}

/// 某厅牵头,某厅、某局等按职责分工负责
fn bracket(title: &str, words: &str) -> Bracket {
    let names = |words: &str| -> Vec<String> {
        let ends = [
            "等部门按职责分工负责",
            "等按职责分工负责",
            "按职责分工负责",
            "负责",
        ];
        let words = ends
            .iter()
            .find_map(|end| words.strip_suffix(end))
            .unwrap_or(words);
        words.split('、').map(str::to_owned).collect()
    };
    // What the governments of cities owe is said once, for all clauses.
    let words = words
        .split_once(",各市人民政府")
        .map_or(words, |(before, _)| before);
    let (lead, joint) = match words.split_once("牵头,") {
        Some((lead, joint)) => (names(lead), names(joint)),
        None => (Vec::new(), names(words)),
    };
    Bracket {
        title: title.to_owned(),
        lead,
        joint,
    }
}

#[test]
fn each_clause_names_the_bodies_of_the_reference_in_order() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    let name = |id: &toml::Spanned<String>| plan.body(id.get_ref()).unwrap().zh.clone();
    let mut own = BTreeMap::new();
    for clause in plan
        .clauses
        .iter()
        .filter(|clause| clause.clause.get_ref() != "0")
    {
        for (place, bracket) in clause.responsible.iter().enumerate() {
            let bracket = Bracket {
                title: clause.zh.clone(),
                lead: bracket.lead.iter().map(name).collect(),
                joint: bracket.joint.iter().map(name).collect(),
            };
            own.insert((clause.clause.get_ref().clone(), place + 1), bracket);
        }
    }
    let given = part_c();
    assert!(given.len() >= 38, "Part C has {} rows", given.len());
    for (place, bracket) in &given {
        assert_eq!(
            own.get(place),
            Some(bracket),
            "clause and paragraph {place:?}"
        );
    }
    assert_eq!(own.len(), given.len());
}

#[test]
fn the_governments_of_all_eleven_cities_answer_for_every_clause() {
    let plan = loaded(&folder::open("shanxi-2024", None).unwrap());
    assert!(plan.header.governments);
    assert_eq!(plan.header.cities.get_ref(), "shanxi11");
    let members = plan::engine::members(&plan);
    assert_eq!(members["shanxi11"].len(), 11);
}

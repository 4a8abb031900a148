//! Every sort of mistake there is, made once in the small plan, and the file and line that the check points at.

use std::collections::BTreeSet;

use plan::Code;

use crate::tiny::{CLAUSE, checked, folder, line, rule, shown, swap};

const FIRST: &str = "clauses/01-close.toml";
const CASES: &str = "scenarios/01-close.md";
const SMALL: &str = "indicators/small_boilers.sql";

/// One edit that makes a mistake. `at` is the text whose line is expected, in its file; the edit's own line
/// when there is none.
struct Mistake {
    code: Code,
    file: &'static str,
    anchor: &'static str,
    old: &'static str,
    new: &'static str,
    at: Option<(&'static str, &'static str)>,
}

const fn mistake(
    code: Code,
    file: &'static str,
    anchor: &'static str,
    old: &'static str,
    new: &'static str,
) -> Mistake {
    Mistake {
        code,
        file,
        anchor,
        old,
        new,
        at: None,
    }
}

impl Mistake {
    const fn at(mut self, file: &'static str, text: &'static str) -> Self {
        self.at = Some((file, text));
        self
    }
}

const TEXT: &[Mistake] = &[
    mistake(Code::QuoteNotFound, FIRST, "\"T1\"", "关停35", "关停36"),
    mistake(Code::QuoteNotFound, "terms.toml", "", "30%左右", "31%左右"),
    mistake(
        Code::NumberNotQuoted,
        FIRST,
        "\"T2\"",
        "quote = \"2025年占比",
        "quote = \"年占比",
    )
    .at("source.txt", "2025年"),
    mistake(
        Code::SentenceNotQuoted,
        "source.txt",
        "",
        "统一管理锅炉。",
        "统一管理锅炉。另有要求。",
    ),
    mistake(
        Code::ClauseCount,
        "plan.toml",
        "",
        "clauses = 2",
        "clauses = 3",
    )
    .at("source.txt", "锅炉小方案"),
    mistake(
        Code::ClauseMissing,
        CLAUSE,
        "",
        "clause = \"2\"",
        "clause = \"1\"",
    )
    .at("source.txt", "2.管理锅炉"),
    mistake(
        Code::ClauseUnknown,
        CLAUSE,
        "",
        "clause = \"2\"",
        "clause = \"7\"",
    ),
];

const REFERENCE: &[Mistake] = &[
    mistake(Code::Syntax, FIRST, "\"T1\"", "operator = ", "operator "),
    mistake(
        Code::Syntax,
        "indicators/all_boilers.sql",
        "",
        "-- kind: registered",
        "-- kind: counted",
    )
    .at("indicators/all_boilers.sql", "-- zh"),
    mistake(Code::DuplicateId, FIRST, "", "id = \"T2\"", "id = \"T1\""),
    mistake(
        Code::DuplicateId,
        "bodies.toml",
        "",
        "id = \"bureau\"",
        "id = \"dept\"",
    ),
    mistake(
        Code::DuplicateId,
        "zones.toml",
        "",
        "id = \"datong\"",
        "id = \"taiyuan\"",
    ),
    mistake(
        Code::NoBody,
        CLAUSE,
        "",
        "joint = [\"dept\", \"bureau\"]",
        "joint = []",
    )
    .at(CLAUSE, "clause = \"2\""),
    mistake(Code::UnknownBody, CLAUSE, "", "\"bureau\"", "\"office\""),
    mistake(
        Code::UnknownBody,
        "plan.toml",
        "",
        "issuer = \"dept\"",
        "issuer = \"nobody\"",
    ),
    mistake(
        Code::UnknownBody,
        "indicators/reported.toml",
        "",
        "owner = \"dept\"",
        "owner = \"nobody\"",
    )
    .at("indicators/reported.toml", "id = \"share\""),
    mistake(
        Code::BodyNotQuoted,
        FIRST,
        "",
        "joint = [\"dept\"]",
        "joint = [\"dept\", \"bureau\"]",
    ),
    mistake(
        Code::BodyNotListed,
        CLAUSE,
        "",
        "joint = [\"dept\", \"bureau\"]",
        "joint = [\"dept\"]",
    )
    .at(CLAUSE, "quote = \"(某厅"),
    mistake(Code::UnknownRegion, FIRST, "\"T2\"", "140000", "990000"),
    mistake(
        Code::UnknownRegion,
        "zones.toml",
        "datong",
        "140200",
        "149999",
    )
    .at("zones.toml", "id = \"datong\""),
    mistake(
        Code::UnknownZone,
        FIRST,
        "\"T1\"",
        "zone:cities",
        "zone:towns",
    ),
    mistake(Code::UnknownZone, FIRST, "\"R1\"", "'cities'", "'towns'").at(FIRST, "when = "),
    mistake(
        Code::UnknownZone,
        "plan.toml",
        "",
        "cities = \"cities\"",
        "cities = \"towns\"",
    ),
    mistake(Code::EmptyZone, "zones.toml", "datong", "\"140200\"", "")
        .at("zones.toml", "id = \"datong\""),
    mistake(
        Code::UnknownTerm,
        FIRST,
        "\"T2\"",
        "\"around\"]",
        "\"about\"]",
    ),
    mistake(
        Code::UnknownIndicator,
        FIRST,
        "\"T2\"",
        "\"share\"",
        "\"shares\"",
    ),
    mistake(
        Code::UnknownEntity,
        FIRST,
        "\"R1\"",
        "\"boiler\"",
        "\"kettle\"",
    ),
    mistake(Code::UnknownRule, CASES, "", "## R1 good", "## R9 good"),
    mistake(
        Code::UnknownRule,
        FIRST,
        "\"R1\"",
        "force =",
        "yields_to = [\"R9\"]\nforce =",
    ),
    mistake(
        Code::WhatIf,
        "whatif/limit65.toml",
        "",
        "rule = \"R1\"",
        "rule = \"R9\"",
    ),
    mistake(
        Code::WhatIf,
        "whatif/limit65.toml",
        "",
        "parameter = \"limit\"",
        "parameter = \"most\"",
    )
    .at("whatif/limit65.toml", "rule = \"R1\""),
];

const STATEMENTS: &[Mistake] = &[
    mistake(
        Code::CircularIndicator,
        SMALL,
        "",
        "FROM hit WHERE rule = 'R1' AND outcome = 'retire'",
        "FROM small_boilers",
    ),
    mistake(Code::Statement, SMALL, "", "FROM hit", "FROM nothing"),
    mistake(Code::Statement, SMALL, "", "1 AS part", "1 AS share"),
    mistake(
        Code::Statement,
        SMALL,
        "",
        "outcome = 'retire'",
        "outcome = $word",
    ),
    mistake(Code::Statement, SMALL, "", "SELECT region", "SELEKT region"),
    mistake(
        Code::UnitMismatch,
        FIRST,
        "\"T1\"",
        "unit = \"台\"",
        "unit = \"座\"",
    ),
    mistake(
        Code::UnitMismatch,
        FIRST,
        "\"R1\"",
        "unit = \"t/h\"",
        "unit = \"MW\"",
    )
    .at(FIRST, "when = "),
    mistake(Code::NoUnit, FIRST, "\"R1\"", ", unit = \"t/h\"", ""),
    mistake(Code::NoUnit, "terms.toml", "", "\nunit = \"%\"", "").at("terms.toml", "value = 5"),
    mistake(
        Code::NoUnit,
        "vocabulary.toml",
        "\"age\"",
        "unit = \"年\"",
        "",
    )
    .at("vocabulary.toml", "id = \"age\""),
    mistake(Code::Value, FIRST, "\"T1\"", "value = 0\n", "").at(FIRST, "operator = \"=\""),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "value = 0",
        "value = \"none\"",
    ),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "value = 0",
        "value = { reported = \"share\" }",
    ),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "value = 0",
        "value = { standard = \"pm25\", averaging = \"year\", class = 3 }",
    ),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "operator = \"=\"",
        "operator = \"between\"",
    ),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "operator = \"=\"",
        "operator = \"down\"",
    )
    .at(FIRST, "value = 0"),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "operator = \"=\"\nvalue = 0",
        "operator = \"done\"",
    )
    .at(FIRST, "unit = \"台\""),
    mistake(
        Code::Value,
        FIRST,
        "\"T1\"",
        "operator = \"=\"\nvalue = 0",
        "operator = \"forward\"",
    ),
    mistake(
        Code::BadPeriod,
        FIRST,
        "\"T1\"",
        "period = \"state\"",
        "period = \"sometimes\"",
    ),
    mistake(
        Code::BadPeriod,
        FIRST,
        "\"T2\"",
        "period = \"2025\"",
        "base = \"base\"\nperiod = \"2025\"",
    ),
    mistake(
        Code::DeadlineBeforeIssue,
        FIRST,
        "\"T2\"",
        "2025-12-31",
        "2024-03-21",
    ),
];

const RULES: &[Mistake] = &[
    mistake(
        Code::Predicate,
        FIRST,
        "\"R1\"",
        "AND in_use",
        "AND AND in_use",
    ),
    mistake(Code::Predicate, FIRST, "\"R1\"", "AND in_use", "AND colour"),
    mistake(
        Code::Predicate,
        FIRST,
        "\"R1\"",
        "when = \"fuel",
        "when = \"capacity_t_h + age\"\nnote = \"fuel",
    ),
    mistake(Code::UnknownValue, FIRST, "\"R1\"", "'coal'", "'cole'"),
    mistake(Code::UnknownParameter, FIRST, "\"R1\"", "$limit", "$most"),
    mistake(
        Code::UnusedParameter,
        FIRST,
        "\"R1\"",
        "limit = {",
        "most = { value = 5, unit = \"t/h\" }\nlimit = {",
    ),
    mistake(
        Code::Must,
        FIRST,
        "\"R1\"",
        "then = \"retire\"",
        "then = \"require\"",
    )
    .at(FIRST, "when = "),
    mistake(
        Code::Must,
        FIRST,
        "\"R1\"",
        "then =",
        "must = \"in_use\"\nthen =",
    )
    .at(FIRST, "when = "),
    mistake(Code::NoScenario, CASES, "", "## R1 good", "## R1 bad").at(FIRST, "id = \"R1\""),
    mistake(
        Code::OneSidedScenario,
        CASES,
        "## R1 bad",
        "35 | retire",
        "36 | not_applicable",
    )
    .at(FIRST, "id = \"R1\""),
    mistake(Code::ScenarioForm, CASES, "", "## R1 good:", "## R1 fine:"),
    mistake(
        Code::ScenarioForm,
        CASES,
        "",
        "| coal | true | 35.1",
        "| coal | often | 35.1",
    ),
    mistake(
        Code::ScenarioForm,
        CASES,
        "",
        "| b1 | 140100 | coal",
        "| b1 | 140100 | cole",
    ),
    mistake(
        Code::ScenarioForm,
        CASES,
        "",
        "| b1 | 140100",
        "| b1 | 999999",
    ),
    mistake(Code::ScenarioForm, CASES, "", "not_applicable", "fine"),
    mistake(
        Code::ScenarioForm,
        CASES,
        "## R1 bad",
        "\n\n|",
        "\n\nas_of: someday\n\n|",
    )
    .at(CASES, "as_of"),
    mistake(Code::ScenarioFailed, CASES, "", "not_applicable", "retire"),
];

/// The edit is caught: a problem of its code, in the file and at the line expected.
fn check_mistake(mistake: &Mistake) {
    let mut folder = folder();
    let Mistake {
        code,
        file,
        anchor,
        old,
        new,
        at,
    } = *mistake;
    let own = swap(&mut folder, file, anchor, old, new);
    let (file, line) = match at {
        Some((other, text)) => {
            // What stands before the edit, or in another file, is looked for from the start.
            let words = &folder.files[other];
            let from = words.find(anchor).filter(|_| other == file);
            let after = from.is_some_and(|from| words[from..].contains(text));
            let anchor = if after { anchor } else { "" };
            (other, line(&folder, other, anchor, text))
        }
        None => (file, own),
    };
    let (_, checked) = checked(&folder);
    let found = checked
        .problems
        .iter()
        .any(|problem| problem.code == code && problem.file == file && problem.line == line);
    assert!(
        found,
        "{} expected at {file}:{line} after {old:?} became {new:?}; found {:#?}",
        code.id(),
        shown(&checked.problems)
    );
}

#[test]
fn mistakes_of_the_text_are_shown_where_they_stand() {
    TEXT.iter().for_each(check_mistake);
}

#[test]
fn mistakes_of_reference_are_shown_where_they_stand() {
    REFERENCE.iter().for_each(check_mistake);
}

#[test]
fn mistakes_of_statements_and_values_are_shown_where_they_stand() {
    STATEMENTS.iter().for_each(check_mistake);
}

#[test]
fn mistakes_of_rules_and_cases_are_shown_where_they_stand() {
    RULES.iter().for_each(check_mistake);
}

#[test]
fn a_clause_without_target_rule_and_duty_is_empty() {
    let mut folder = folder();
    let text = folder.files.get_mut(CLAUSE).unwrap();
    text.truncate(text.find("[[duty]]").unwrap());
    let (_, checked) = checked(&folder);
    let empty = checked
        .problems
        .iter()
        .find(|p| p.code == Code::ClauseEmpty)
        .unwrap();
    assert_eq!(
        (empty.file.as_str(), empty.line, empty.article.as_str()),
        (CLAUSE, 1, "2")
    );
}

#[test]
fn two_rules_that_disagree_are_a_contradiction_of_both_articles() {
    let mut folder = folder();
    folder.files.get_mut(CLAUSE).unwrap().push_str(&rule(
        "R2",
        "boiler",
        "existence",
        "exempt",
        "capacity_t_h = 35",
        "",
    ));
    let (_, checked) = checked(&folder);
    let found = checked
        .problems
        .iter()
        .find(|p| p.code == Code::Contradiction)
        .unwrap();
    let second = line(&folder, CLAUSE, "\"R2\"", "when = ");
    assert_eq!(found.file, FIRST);
    assert_eq!(found.line, line(&folder, FIRST, "\"R1\"", "when = "));
    assert_eq!(found.article, "1 R1");
    assert_eq!(found.argument("second"), Some("2 R2"));
    assert_eq!(
        found.argument("second_file"),
        Some(format!("{CLAUSE}:{second}").as_str())
    );
}

#[test]
fn a_case_whose_heading_has_a_wide_colon_is_a_case() {
    let mut folder = folder();
    swap(&mut folder, CASES, "", "## R1 good:", "## R1 good\u{ff1a}");
    let (_, checked) = checked(&folder);
    assert_eq!(shown(&checked.problems), Vec::<String>::new());
}

#[test]
fn a_rule_that_yields_to_itself_by_way_of_another_is_caught() {
    let mut folder = folder();
    let text = folder.files.get_mut(CLAUSE).unwrap();
    for (id, yields) in [("R2", "R3"), ("R3", "R2")] {
        let more = format!("yields_to = [\"{yields}\"]");
        let when = "capacity_t_h = 35";
        text.push_str(&rule(id, "boiler", "other", "retire", when, &more));
    }
    let (_, checked) = checked(&folder);
    let found: Vec<&str> = checked
        .problems
        .iter()
        .filter(|p| p.code == Code::Precedence)
        .map(|p| p.article.as_str())
        .collect();
    assert_eq!(found, ["2 R2", "2 R3"]);
}

#[test]
fn every_sort_of_mistake_is_among_those_made_here() {
    let made: BTreeSet<Code> = [TEXT, REFERENCE, STATEMENTS, RULES]
        .into_iter()
        .flatten()
        .map(|mistake| mistake.code)
        // These have a test of their own; a missing file is in `mutations`.
        .chain([
            Code::MissingFile,
            Code::ClauseEmpty,
            Code::Contradiction,
            Code::Precedence,
        ])
        .collect();
    let left: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !made.contains(code))
        .map(|code| code.id())
        .collect();
    assert_eq!(left, Vec::<&str>::new());
}

//! The plan of Shanxi with one thing changed at a time: each change is caught in its file, at its line and under
//! its article, and nothing else is told but what follows from it, which each test names.

use plan::{Code, Folder, folder};

use crate::tiny::{checked, line, shown, swap};

const INDUSTRY: &str = "clauses/02-key-industries.toml";
const COAL: &str = "clauses/08-coal-control.toml";
const BOILERS: &str = "clauses/09-coal-boilers.toml";
const KILNS: &str = "clauses/10-industrial-kilns.toml";
const COAL_CASES: &str = "scenarios/08-coal-control.md";
const BOILER_CASES: &str = "scenarios/09-coal-boilers.md";
const BRACKET: &str = "joint = [\"sx-energy\", \"sx-ecology\", \"sx-housing\", \"sx-market\"]\n";

/// A problem as the tests compare it.
type Found = (Code, String, usize, String);

/// Without its what-ifs, which may name whatever a test changes; `codes` has mistakes of what-ifs.
fn shanxi() -> Folder {
    let mut folder = folder::open("shanxi-2024", None).unwrap();
    folder.files.retain(|file, _| !file.starts_with("whatif/"));
    folder
}

fn at(code: Code, file: &str, line: usize, article: &str) -> Found {
    (code, file.to_owned(), line, article.to_owned())
}

/// The mistake and what follows from it are found, and nothing else.
fn caught(folder: &Folder, mistake: &Found, follow: &[Found]) {
    let (_, checked) = checked(folder);
    let mut found: Vec<Found> = checked
        .problems
        .iter()
        .map(|problem| at(problem.code, &problem.file, problem.line, &problem.article))
        .collect();
    let mut expected: Vec<Found> = follow.to_vec();
    expected.push(mistake.clone());
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{:#?}", shown(&checked.problems));
}

/// The line of a clause in the text.
fn clause_line(folder: &Folder, number: &str) -> usize {
    line(folder, "source.txt", "", &format!("\n{number}.")) + 1
}

#[test]
fn a_changed_quote_is_caught() {
    let mut folder = shanxi();
    let line = swap(
        &mut folder,
        BOILERS,
        "\"A039\"",
        "quote = \"对35",
        "quote = \"对36",
    );
    caught(
        &folder,
        &at(Code::QuoteNotFound, BOILERS, line, "9 A039"),
        &[],
    );
}

#[test]
fn a_quote_of_another_clause_is_no_quote_of_this_one() {
    let mut folder = shanxi();
    let line = swap(
        &mut folder,
        BOILERS,
        "\"D9-1\"",
        "quote = \"加快热力管网建设\"",
        "quote = \"有序推进以电代煤\"",
    );
    caught(
        &folder,
        &at(Code::QuoteNotFound, BOILERS, line, "9 D9-1"),
        &[],
    );
}

#[test]
fn a_number_that_no_quote_holds_any_more_is_caught_in_the_text() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        "clauses/12-rail-freight.toml",
        "\"A054\"",
        "增长10%左右\"",
        "增长\"",
    );
    let line = line(&folder, "source.txt", "", "增长10%左右");
    assert_eq!(line, clause_line(&folder, "12"));
    caught(
        &folder,
        &at(Code::NumberNotQuoted, "source.txt", line, "12"),
        &[],
    );
}

#[test]
fn both_ends_of_a_range_that_no_quote_holds_are_caught() {
    let mut folder = shanxi();
    let clause = "clauses/31-science.toml";
    swap(
        &mut folder,
        clause,
        "\"A137\"",
        "quote = \"提高未来7—10天",
        "quote = \"天",
    );
    let number = at(
        Code::NumberNotQuoted,
        "source.txt",
        clause_line(&folder, "31"),
        "31",
    );
    caught(&folder, &number, std::slice::from_ref(&number));
    let (_, checked) = checked(&folder);
    let numbers: Vec<_> = checked
        .problems
        .iter()
        .map(|p| p.argument("number"))
        .collect();
    assert_eq!(numbers, [Some("7"), Some("10")]);
    assert_eq!(checked.problems[0].argument("clause_file"), Some(clause));
}

#[test]
fn an_unknown_zone_of_a_scope_is_caught() {
    let mut folder = shanxi();
    let line = swap(
        &mut folder,
        COAL,
        "\"A034\"",
        "zone:key_region",
        "zone:key_regions",
    );
    caught(&folder, &at(Code::UnknownZone, COAL, line, "8 A034"), &[]);
}

#[test]
fn an_unknown_zone_of_a_predicate_is_caught() {
    let mut folder = shanxi();
    let own = swap(
        &mut folder,
        COAL,
        "\"B030\"",
        "'key_region'",
        "'key_regions'",
    );
    // Its cases cannot be run any more.
    let follow = ["## B030 good", "## B030 bad"].map(|heading| {
        let line = line(&folder, COAL_CASES, "", heading);
        at(Code::ScenarioForm, COAL_CASES, line, "8 B030")
    });
    caught(
        &folder,
        &at(Code::UnknownZone, COAL, own, "8 B030"),
        &follow,
    );
}

#[test]
fn a_unit_that_is_not_the_indicators_is_caught() {
    let mut folder = shanxi();
    let line = swap(
        &mut folder,
        BOILERS,
        "\"A039\"",
        "unit = \"台\"",
        "unit = \"座\"",
    );
    caught(
        &folder,
        &at(Code::UnitMismatch, BOILERS, line, "9 A039"),
        &[],
    );
}

#[test]
fn a_unit_of_a_parameter_that_is_not_the_columns_is_caught_where_they_are_compared() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        BOILERS,
        "\"B037\"",
        "unit = \"t/h\"",
        "unit = \"MW\"",
    );
    let when = line(&folder, BOILERS, "\"B037\"", "when = ");
    caught(
        &folder,
        &at(Code::UnitMismatch, BOILERS, when, "9 B037"),
        &[],
    );
    let (_, checked) = checked(&folder);
    let problem = &checked.problems[0];
    assert_eq!(problem.argument("expected"), Some("t/h"));
    assert_eq!(problem.argument("found"), Some("MW"));
}

#[test]
fn a_retirement_without_its_precedence_contradicts_the_exemption() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        INDUSTRY,
        "\"B008\"",
        "yields_to = [\"B035\"]\n",
        "",
    );
    let when = line(&folder, INDUSTRY, "\"B008\"", "when = ");
    // The case of a unit that is safeguarded expects the precedence.
    let cases = "scenarios/02-key-industries.md";
    let case = line(&folder, cases, "## B008 good", "| u4 |");
    caught(
        &folder,
        &at(Code::Contradiction, INDUSTRY, when, "2 B008"),
        &[at(Code::ScenarioFailed, cases, case, "2 B008")],
    );
    let (_, checked) = checked(&folder);
    let problem = &checked.problems[0];
    let second = line(&folder, COAL, "\"B035\"", "when = ");
    assert_eq!(problem.argument("first"), Some("2 B008"));
    assert_eq!(problem.argument("second"), Some("8 B035"));
    assert_eq!(
        problem.argument("second_file"),
        Some(format!("{COAL}:{second}").as_str())
    );
}

#[test]
fn a_retirement_turned_into_an_exemption_contradicts_a_requirement() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        BOILERS,
        "\"B037\"",
        "then = \"retire\"",
        "then = \"exempt\"",
    );
    let when = line(&folder, BOILERS, "\"B037\"", "when = ");
    // Its own cases expect the retirement.
    let follow = ["| b5 |", "| b6 |"].map(|row| {
        let line = line(&folder, BOILER_CASES, "## B037 bad", row);
        at(Code::ScenarioFailed, BOILER_CASES, line, "9 B037")
    });
    caught(
        &folder,
        &at(Code::Contradiction, BOILERS, when, "9 B037"),
        &follow,
    );
    let (_, checked) = checked(&folder);
    let problem = checked
        .problems
        .iter()
        .find(|p| p.code == Code::Contradiction)
        .unwrap();
    assert_eq!(problem.argument("second"), Some("9 B040"));
}

#[test]
fn an_undefined_term_is_caught() {
    let mut folder = shanxi();
    let line = swap(
        &mut folder,
        BOILERS,
        "\"A039\"",
        "\"dynamic_zero\"",
        "\"dynamic_zeros\"",
    );
    caught(
        &folder,
        &at(Code::UnknownTerm, BOILERS, line, "9 A039"),
        &[],
    );
}

#[test]
fn a_bracket_without_bodies_is_caught() {
    let mut folder = shanxi();
    swap(&mut folder, BOILERS, "", BRACKET, "joint = []\n");
    // Its quote still names four.
    let quote = line(&folder, BOILERS, "", "quote = \"(");
    let follow = vec![at(Code::BodyNotListed, BOILERS, quote, "9"); 4];
    caught(&folder, &at(Code::NoBody, BOILERS, 1, "9"), &follow);
}

#[test]
fn a_clause_without_a_bracket_is_caught() {
    let mut folder = shanxi();
    let text = folder.files.get_mut(BOILERS).unwrap();
    let (start, end) = (
        text.find("[[responsible]]").unwrap(),
        text.find("[[target]]").unwrap(),
    );
    text.replace_range(start..end, "");
    // The bracket of the text is a sentence that nothing quotes.
    let sentence = at(
        Code::SentenceNotQuoted,
        "source.txt",
        clause_line(&folder, "9"),
        "9",
    );
    caught(&folder, &at(Code::NoBody, BOILERS, 1, "9"), &[sentence]);
}

#[test]
fn a_body_that_there_is_not_is_caught() {
    let mut folder = shanxi();
    let own = swap(
        &mut folder,
        BOILERS,
        "[[responsible]]",
        "\"sx-energy\"",
        "\"sx-power\"",
    );
    // The bracket names 省能源局, which is not listed any more.
    let quote = line(&folder, BOILERS, "", "quote = \"(");
    caught(
        &folder,
        &at(Code::UnknownBody, BOILERS, own, "9"),
        &[at(Code::BodyNotListed, BOILERS, quote, "9")],
    );
}

/// Takes a case out of a file.
fn without_case(folder: &mut Folder, heading: &str) {
    let text = folder.files.get_mut(BOILER_CASES).unwrap();
    let start = text.find(heading).unwrap();
    let next = text[start + 3..].find("\n## ").unwrap();
    text.replace_range(start..=(start + 3 + next), "");
}

#[test]
fn a_rule_without_a_bad_case_is_caught() {
    let mut folder = shanxi();
    without_case(&mut folder, "## B037 bad");
    let id = line(&folder, BOILERS, "", "id = \"B037\"");
    // What is left never shows it at work.
    caught(
        &folder,
        &at(Code::NoScenario, BOILERS, id, "9 B037"),
        &[at(Code::OneSidedScenario, BOILERS, id, "9 B037")],
    );
    let (_, checked) = checked(&folder);
    assert_eq!(checked.problems[0].argument("kind"), Some("bad"));
}

#[test]
fn a_rule_without_a_good_case_is_caught() {
    let mut folder = shanxi();
    without_case(&mut folder, "## B037 good");
    let id = line(&folder, BOILERS, "", "id = \"B037\"");
    // Its bad case has things that go and an unknown one, none that stays.
    let follow = [at(Code::OneSidedScenario, BOILERS, id, "9 B037")];
    caught(
        &folder,
        &at(Code::NoScenario, BOILERS, id, "9 B037"),
        &follow,
    );
}

#[test]
fn indicators_that_read_each_other_are_caught_once() {
    let mut folder = shanxi();
    let (first, second) = (
        "indicators/small_coal_boilers.sql",
        "indicators/small_coal_facilities.sql",
    );
    for (file, other) in [
        (first, "small_coal_facilities"),
        (second, "small_coal_boilers"),
    ] {
        let text = folder.files.get_mut(file).unwrap();
        let start = text.find("SELECT").unwrap();
        text.replace_range(start.., &format!("SELECT region, key, part FROM {other}\n"));
    }
    let own = line(&folder, first, "", "SELECT");
    caught(
        &folder,
        &at(Code::CircularIndicator, first, own, "9 A039"),
        &[],
    );
    let (_, checked) = checked(&folder);
    assert_eq!(
        checked.problems[0].argument("circle"),
        Some("small_coal_boilers → small_coal_facilities → small_coal_boilers")
    );
}

#[test]
fn a_deadline_before_the_issue_is_caught_for_targets_and_rules() {
    let mut folder = shanxi();
    let target = swap(
        &mut folder,
        COAL,
        "\"A034\"",
        "deadline = 2025-12-31",
        "deadline = 2023-12-31",
    );
    let rule = swap(
        &mut folder,
        COAL,
        "\"B030\"",
        "deadline = 2025-12-31",
        "deadline = 2024-03-21",
    );
    caught(
        &folder,
        &at(Code::DeadlineBeforeIssue, COAL, target, "8 A034"),
        &[at(Code::DeadlineBeforeIssue, COAL, rule, "8 B030")],
    );
}

#[test]
fn a_deadline_on_the_day_of_issue_is_none_before_it() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        COAL,
        "\"B030\"",
        "deadline = 2025-12-31",
        "deadline = 2024-03-22",
    );
    let (_, checked) = checked(&folder);
    assert_eq!(shown(&checked.problems), Vec::<String>::new());
}

#[test]
fn an_id_given_twice_is_caught_at_the_second() {
    let mut folder = shanxi();
    let own = swap(&mut folder, BOILERS, "", "id = \"A040\"", "id = \"A039\"");
    let (_, checked) = checked(&folder);
    let [problem] = checked.problems.as_slice() else {
        panic!("{:#?}", shown(&checked.problems));
    };
    assert_eq!(
        (problem.code, problem.file.as_str(), problem.line),
        (Code::DuplicateId, BOILERS, own)
    );
    assert!(problem.article.ends_with("A039"), "{}", problem.article);
}

#[test]
fn an_id_given_twice_in_two_files_is_caught_in_the_later() {
    let mut folder = shanxi();
    let own = swap(&mut folder, KILNS, "", "id = \"D10-1\"", "id = \"A039\"");
    let (_, checked) = checked(&folder);
    let [problem] = checked.problems.as_slice() else {
        panic!("{:#?}", shown(&checked.problems));
    };
    assert_eq!(
        (problem.code, problem.file.as_str(), problem.line),
        (Code::DuplicateId, KILNS, own)
    );
}

#[test]
fn a_syntax_error_in_one_file_leaves_the_others_checked() {
    let mut folder = shanxi();
    let own = swap(&mut folder, BOILERS, "\"A039\"", "operator = ", "operator ");
    let other = swap(
        &mut folder,
        KILNS,
        "\"A045\"",
        "quote = \"全省不再",
        "quote = \"全省不得",
    );
    // What the file holds is not missed elsewhere: the mistake is told once.
    let follow = [at(Code::QuoteNotFound, KILNS, other, "10 A045")];
    caught(&folder, &at(Code::Syntax, BOILERS, own, ""), &follow);
}

#[test]
fn an_unknown_key_is_caught_at_its_line() {
    for (anchor, key) in [
        ("\"A039\"", "unit ="),
        ("\"B037\"", "entity ="),
        ("[[responsible]]", "joint ="),
    ] {
        let mut folder = shanxi();
        let own = swap(
            &mut folder,
            BOILERS,
            anchor,
            key,
            &format!("colour = 1\n{key}"),
        );
        caught(&folder, &at(Code::Syntax, BOILERS, own, ""), &[]);
        let (_, checked) = checked(&folder);
        let syntax = checked
            .problems
            .iter()
            .find(|p| p.code == Code::Syntax)
            .unwrap();
        assert!(syntax.argument("reason").unwrap().contains("colour"));
    }
}

#[test]
fn a_missing_file_is_named_and_the_others_are_still_read() {
    for file in [
        "source.txt",
        "bodies.toml",
        "zones.toml",
        "terms.toml",
        "vocabulary.toml",
    ] {
        let mut folder = shanxi();
        folder.files.remove(file);
        let (plan, checked) = checked(&folder);
        let missing: Vec<&str> = checked
            .problems
            .iter()
            .filter(|problem| problem.code == Code::MissingFile)
            .map(|problem| problem.file.as_str())
            .collect();
        assert_eq!(missing, [file]);
        assert_eq!(plan.unwrap().targets().count(), 150);
    }
}

#[test]
fn a_folder_without_its_first_file_holds_no_plan() {
    let mut folder = shanxi();
    folder.files.remove("plan.toml");
    let (plan, checked) = checked(&folder);
    assert!(plan.is_none());
    let codes: Vec<_> = checked
        .problems
        .iter()
        .map(|p| (p.code, p.file.as_str()))
        .collect();
    assert_eq!(codes, [(Code::MissingFile, "plan.toml")]);
}

#[test]
fn a_clause_without_its_file_is_caught_in_the_text() {
    let mut folder = shanxi();
    folder.files.remove(BOILERS);
    let missing = at(
        Code::ClauseMissing,
        "source.txt",
        clause_line(&folder, "9"),
        "9",
    );
    // Its cases are left without their rules.
    let cases = folder.files[BOILER_CASES].lines().zip(1..);
    let follow: Vec<Found> = cases
        .filter(|(heading, _)| heading.starts_with("## B"))
        .map(|(heading, line)| at(Code::UnknownRule, BOILER_CASES, line, &heading[3..7]))
        .collect();
    caught(&folder, &missing, &follow);
}

#[test]
fn a_column_that_the_entity_has_not_is_caught_in_its_case() {
    let mut folder = shanxi();
    swap(
        &mut folder,
        BOILER_CASES,
        "## B037 bad",
        "capacity_t_h",
        "capacity_mw",
    );
    let rows = ["| b5 |", "| b6 |"].map(|row| line(&folder, BOILER_CASES, "## B037 bad", row));
    // Without the column the two rows are open.
    let follow = rows.map(|line| at(Code::ScenarioFailed, BOILER_CASES, line, "9 B037"));
    caught(
        &folder,
        &at(Code::ScenarioForm, BOILER_CASES, rows[0], "9 B037"),
        &follow,
    );
}

#[test]
fn a_case_that_comes_out_otherwise_than_it_says_is_caught_at_its_row() {
    let mut folder = shanxi();
    let own = swap(
        &mut folder,
        BOILER_CASES,
        "## B037 bad",
        "35 | retire",
        "35 | not_applicable",
    );
    caught(
        &folder,
        &at(Code::ScenarioFailed, BOILER_CASES, own, "9 B037"),
        &[],
    );
    let (_, checked) = checked(&folder);
    let problem = &checked.problems[0];
    assert_eq!(problem.argument("key"), Some("b5"));
    assert_eq!(problem.argument("expected"), Some("not_applicable"));
    assert_eq!(problem.argument("found"), Some("retire"));
}

#[test]
fn an_outcome_that_there_is_not_is_caught_at_its_row() {
    let mut folder = shanxi();
    let own = swap(
        &mut folder,
        BOILER_CASES,
        "## B037 bad",
        "35 | retire",
        "35 | retired",
    );
    caught(
        &folder,
        &at(Code::ScenarioForm, BOILER_CASES, own, "9 B037"),
        &[],
    );
}

#[test]
fn a_word_that_the_list_of_its_column_has_not_is_caught_in_a_predicate() {
    let mut folder = shanxi();
    let own = swap(&mut folder, BOILERS, "\"B037\"", "'coal'", "'cole'");
    // Then nothing is ever at work, against three rows of the cases.
    let follow = ["| b5 |", "| b6 |", "| b7 |"].map(|row| {
        let line = line(&folder, BOILER_CASES, "## B037 bad", row);
        at(Code::ScenarioFailed, BOILER_CASES, line, "9 B037")
    });
    caught(
        &folder,
        &at(Code::UnknownValue, BOILERS, own, "9 B037"),
        &follow,
    );
}

#[test]
fn a_word_that_the_list_of_its_column_has_not_is_caught_in_a_case() {
    let mut folder = shanxi();
    let own = swap(
        &mut folder,
        BOILER_CASES,
        "## B037 bad",
        "| coal |",
        "| cole |",
    );
    caught(
        &folder,
        &at(Code::ScenarioForm, BOILER_CASES, own, "9 B037"),
        &[at(Code::ScenarioFailed, BOILER_CASES, own, "9 B037")],
    );
}

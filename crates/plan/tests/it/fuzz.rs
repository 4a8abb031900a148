//! Broken folders: whatever stands in a file, the check answers with problems and never panics.

use plan::{Folder, folder};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::tiny::{self, checked};

/// A problem's place lies in its file, so that it can be shown.
fn check(folder: &Folder) -> Result<(), TestCaseError> {
    let (_, checked) = checked(folder);
    for problem in &checked.problems {
        let text = folder.files.get(&problem.file).map_or("", String::as_str);
        prop_assert!(problem.span.start <= problem.span.end, "{}", problem);
        prop_assert!(problem.span.end <= text.len(), "{}", problem);
        prop_assert!(problem.line >= 1 && problem.column >= 1, "{}", problem);
        prop_assert!(
            problem.line <= text.matches('\n').count() + 1,
            "{}",
            problem
        );
    }
    Ok(())
}

fn pick<'a>(folder: &'a mut Folder, file: Index, part: &str) -> &'a mut String {
    let names: Vec<String> = folder
        .files
        .keys()
        .filter(|name| name.starts_with(part))
        .cloned()
        .collect();
    folder.files.get_mut(file.get(&names)).unwrap()
}

/// Two places in a text, between characters and in order.
fn span(text: &str, from: Index, to: Index) -> std::ops::Range<usize> {
    let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    places.push(text.len());
    let (a, b) = (*from.get(&places), *to.get(&places));
    a.min(b)..a.max(b)
}

/// Takes a stretch out, or puts it there twice; short ones leave more of the file readable.
fn edit(text: &mut String, from: Index, to: Index, twice: bool) {
    let mut span = span(text, from, to);
    let whole = text[span.clone()].char_indices().nth(40).map(|(at, _)| at);
    span.end = whole.map_or(span.end, |at| span.start + at);
    if twice {
        let again = text[span.clone()].to_owned();
        text.insert_str(span.end, &again);
    } else {
        text.replace_range(span, "");
    }
}

fn plan_of(place: u8) -> Folder {
    match place {
        0 => folder::open("winter-2021", None).unwrap(),
        _ => tiny::folder(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn random_bytes_in_place_of_any_file_never_panic(
        plan in 0_u8..4,
        file in any::<Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut folder = plan_of(plan);
        *pick(&mut folder, file, "") = String::from_utf8_lossy(&bytes).into_owned();
        check(&folder)?;
    }

    #[test]
    fn random_words_in_place_of_any_file_never_panic(
        plan in 0_u8..4,
        file in any::<Index>(),
        words in "([\\PC\n]{0,8}(\\[\\[rule\\]\\]\n|id = \"|## R1 bad: |\\| key \\| \n|--|-- kind: registered\n|1\\.|。|\\$|'|\")){0,12}",
    ) {
        let mut folder = plan_of(plan);
        *pick(&mut folder, file, "") = words;
        check(&folder)?;
    }

    #[test]
    fn random_edits_of_any_file_of_the_small_plan_never_panic(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>()), 1..4),
    ) {
        let mut folder = tiny::folder();
        for (file, from, to, twice) in &edits {
            edit(pick(&mut folder, *file, ""), *from, *to, *twice);
        }
        check(&folder)?;
    }

    #[test]
    fn a_predicate_cut_or_doubled_anywhere_never_panics(
        from in any::<Index>(),
        to in any::<Index>(),
        twice in any::<bool>(),
    ) {
        let mut when = "NOT (fuel IN ('coal', 'gas') OR age BETWEEN 1 AND $around) AND within(region, 'cities') \
                        AND (built < $as_of OR in_use IS NOT TRUE) AND coalesce(capacity_t_h, 0) * 2 >= 35.5"
            .to_owned();
        edit(&mut when, from, to, twice);
        let rules = tiny::rule("R2", "boiler", "existence", "exempt", &when, "");
        check(&tiny::with_rules(&rules))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn random_edits_of_the_clauses_of_shanxi_never_panic(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>()), 1..4),
    ) {
        let mut folder = folder::open("shanxi-2024", None).unwrap();
        for (file, from, to, twice) in &edits {
            edit(pick(&mut folder, *file, "clauses/"), *from, *to, *twice);
        }
        check(&folder)?;
    }

    #[test]
    fn random_edits_of_the_cases_and_statements_of_shanxi_never_panic(
        part in prop::sample::select(vec!["scenarios/", "indicators/", "vocabulary", "zones", "terms", "source"]),
        file in any::<Index>(),
        from in any::<Index>(),
        to in any::<Index>(),
        twice in any::<bool>(),
    ) {
        let mut folder = folder::open("shanxi-2024", None).unwrap();
        edit(pick(&mut folder, file, part), from, to, twice);
        check(&folder)?;
    }

    #[test]
    fn random_bytes_in_place_of_any_file_of_shanxi_never_panic(
        file in any::<Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut folder = folder::open("shanxi-2024", None).unwrap();
        *pick(&mut folder, file, "") = String::from_utf8_lossy(&bytes).into_owned();
        check(&folder)?;
    }
}

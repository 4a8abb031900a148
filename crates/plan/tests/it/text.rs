//! The text of a plan: its clauses, sentences and numbers, and the places of Chinese words.

use plan::text::{Text, inside, line_and_column, overlaps};
use proptest::prelude::*;

const PREAMBLE: &str = "为贯彻落实《行动计划》(国发〔2023〕24号),制定本方案。";

fn text(words: &str) -> Text {
    Text::new(words.to_owned())
}

fn numbers<'a>(text: &'a Text, clause: &str, names: &[&str]) -> Vec<&'a str> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let found = text.numbers(text.clause(clause).unwrap(), &names);
    found.into_iter().map(|place| &text.whole[place]).collect()
}

fn sentences<'a>(text: &'a Text, clause: &str) -> Vec<&'a str> {
    let found = text.sentences(text.clause(clause).unwrap());
    found.into_iter().map(|place| &text.whole[place]).collect()
}

#[test]
fn a_clause_begins_with_its_number_and_ends_before_the_next() {
    let text = text(&format!(
        "{PREAMBLE}\n\n一、总体要求\n\n(一)优化结构\n\n1.严格准入。坚决遏制。\n\n继续执行。\n\n(二)交通\n\n2.提高比例。2025年达到90%。\n"
    ));
    let clauses: Vec<&str> = text
        .clauses
        .iter()
        .map(|clause| clause.number.as_str())
        .collect();
    assert_eq!(clauses, ["0", "1", "2"]);
    let words = |number: &str| text.words(text.clause(number).unwrap());
    assert_eq!(
        words("0"),
        format!("{PREAMBLE}\n一、总体要求\n(一)优化结构")
    );
    assert_eq!(words("1"), "严格准入。坚决遏制。\n继续执行。");
    assert_eq!(words("2"), "提高比例。2025年达到90%。");
    assert!(text.clause("3").is_none());
}

#[test]
fn a_line_that_begins_with_a_decimal_number_is_no_clause() {
    let text = text("1.标题。正文。\n2.5倍的增长。\n2025.\n12.另一条。\n");
    let clauses: Vec<&str> = text
        .clauses
        .iter()
        .map(|clause| clause.number.as_str())
        .collect();
    assert_eq!(clauses, ["0", "1", "12"]);
}

#[test]
fn a_wide_full_stop_after_the_number_begins_a_clause_too() {
    let text = text("1\u{ff0e}标题。正文。\n");
    assert_eq!(text.words(text.clause("1").unwrap()), "标题。正文。");
}

#[test]
fn a_sentence_that_begins_like_a_heading_is_kept() {
    let text = text("1.标题。正文。\n(一)约束性指标。坚决完成。\n");
    assert_eq!(
        text.words(text.clause("1").unwrap()),
        "标题。正文。\n(一)约束性指标。坚决完成。"
    );
}

#[test]
fn lines_that_end_as_on_windows_are_the_same_clauses() {
    let unix = text("1.标题。正文一。\n\n2.标题。正文二。\n");
    let windows = text("1.标题。正文一。\r\n\r\n2.标题。正文二。\r\n");
    let words = |text: &Text| -> Vec<String> {
        text.clauses
            .iter()
            .map(|clause| text.words(clause))
            .collect()
    };
    assert_eq!(words(&unix), words(&windows));
}

#[test]
fn sentences_end_at_full_stops_and_semicolons() {
    let text = text("1.标题一二。淘汰落后产能;严禁新增产能。(某厅负责)\n继续执行\n好。\n");
    assert_eq!(
        sentences(&text, "1"),
        [
            "标题一二。",
            "淘汰落后产能;",
            "严禁新增产能。",
            "(某厅负责)",
            "继续执行"
        ]
    );
}

#[test]
fn a_piece_of_fewer_than_four_characters_is_no_sentence() {
    assert_eq!(
        sentences(&text("1.一二三。一二三四。\n"), "1"),
        ["一二三四。"]
    );
}

#[test]
fn numbers_stand_with_their_points_and_without_their_units() {
    let text = text(
        "1.标题。1200立方米以下高炉,未来7—10天,培育1-2个,35蒸吨/小时,比重达12.5%,国发〔2023〕24号,第3.条,共20332次。\n",
    );
    assert_eq!(
        numbers(&text, "1", &[]),
        [
            "1200", "7", "10", "1", "2", "35", "12.5", "2023", "24", "3", "20332"
        ]
    );
}

#[test]
fn the_number_of_the_clause_is_no_number_of_its_text() {
    assert_eq!(
        numbers(&text("38.开展行动。\n"), "38", &[]),
        Vec::<&str>::new()
    );
}

#[test]
fn digits_of_names_are_no_numbers_but_the_same_digits_elsewhere_are() {
    let text = text("1.标题。PM2.5浓度控制在2.5以下,PM2.5达标,O3除外。\n");
    assert_eq!(numbers(&text, "1", &["PM2.5", "O3"]), ["2.5"]);
    assert_eq!(numbers(&text, "1", &[]), ["2.5", "2.5", "2.5", "3"]);
}

#[test]
fn wide_digits_are_digits() {
    // U+FF11 U+FF12 is 12 and U+FF17 is 7, as wide as Chinese characters.
    let text = text("1.标题。淘汰\u{ff11}\u{ff12}台,提前\u{ff17}—10天。\n");
    assert_eq!(
        numbers(&text, "1", &[]),
        ["\u{ff11}\u{ff12}", "\u{ff17}", "10"]
    );
}

#[test]
fn wide_semicolons_end_sentences_and_wide_brackets_make_headings() {
    let text = text(
        "1.标题一二。淘汰落后产能\u{ff1b}严禁新增产能。\n\u{ff08}二\u{ff09}推进交通结构调整\n2.另一条。\n",
    );
    assert_eq!(
        sentences(&text, "1"),
        ["标题一二。", "淘汰落后产能\u{ff1b}", "严禁新增产能。"]
    );
}

#[test]
fn chinese_numerals_are_words() {
    assert_eq!(
        numbers(&text("1.标题。推进三项任务和十个项目。\n"), "1", &[]),
        Vec::<&str>::new()
    );
}

#[test]
fn a_quote_is_found_wherever_it_stands_in_its_clause_and_nowhere_else() {
    let text = text("1.标题。煤炭。重点区域煤炭。\n煤炭。\n2.煤炭。另有要求。\n");
    let places = text.places(text.clause("1").unwrap(), "煤炭");
    assert_eq!(places.len(), 3);
    assert!(
        places
            .iter()
            .all(|place| &text.whole[place.clone()] == "煤炭")
    );
    assert_eq!(text.places(text.clause("2").unwrap(), "煤炭").len(), 1);
    // A quote does not reach over the end of a line, and nothing is no quote.
    assert!(
        text.places(text.clause("1").unwrap(), "煤炭。\n煤炭")
            .is_empty()
    );
    assert!(text.places(text.clause("1").unwrap(), "").is_empty());
}

#[test]
fn a_place_is_counted_in_lines_and_characters() {
    let words = "太原市\n重点区域,PM2.5\n\n末行";
    let at = |needle: &str| line_and_column(words, words.find(needle).unwrap());
    assert_eq!(at("太原"), (1, 1));
    assert_eq!(at("市"), (1, 3));
    assert_eq!(at("重点"), (2, 1));
    assert_eq!(at("PM2.5"), (2, 6));
    assert_eq!(at("末"), (4, 1));
    assert_eq!(at("行"), (4, 2));
    assert_eq!(line_and_column(words, words.len()), (4, 3));
    // The end of a line belongs to it, the middle of a character to the character, what is beyond to the end.
    assert_eq!(line_and_column(words, "太原市".len()), (1, 4));
    assert_eq!(line_and_column(words, 1), (1, 1));
    assert_eq!(line_and_column(words, 4), (1, 2));
    assert_eq!(line_and_column(words, usize::MAX), (4, 3));
    assert_eq!(line_and_column("", 0), (1, 1));
}

#[test]
fn ranges_that_only_touch_share_no_byte() {
    assert!(overlaps(&(0..3), &(2..5)));
    assert!(!overlaps(&(0..3), &(3..5)));
    assert!(inside(&(1..3), &(1..3)));
    assert!(inside(&(2..3), &(1..4)));
    assert!(!inside(&(0..3), &(1..4)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Whatever the text, its parts are places in it, in order and apart.
    #[test]
    fn the_parts_of_any_text_lie_in_order_and_apart(words in "([0-9]{0,2}[.、。;一(]?[\\PC\n\r]{0,12}\n?){0,8}") {
        let text = Text::new(words.clone());
        let mut end = 0;
        for clause in &text.clauses {
            for part in &clause.parts {
                prop_assert!(part.start >= end && part.end >= part.start);
                prop_assert!(words.get(part.clone()).is_some());
                end = part.end;
            }
            for place in text.sentences(clause).into_iter().chain(text.numbers(clause, &[])) {
                prop_assert!(clause.parts.iter().any(|part| inside(&place, part)));
                prop_assert!(!words[place].is_empty());
            }
        }
    }

    /// Every digit of a clause lies in a number of it.
    #[test]
    fn no_digit_of_a_clause_is_left_out(words in "[0-9.,年月%—〔〕]{0,20}") {
        let text = Text::new(format!("1.标题。{words}"));
        let clause = text.clause("1").unwrap();
        let numbers = text.numbers(clause, &[]);
        for (at, _) in text.whole.char_indices().filter(|(at, c)| *at > 1 && c.is_ascii_digit()) {
            prop_assert!(numbers.iter().any(|number| inside(&(at..at + 1), number)));
        }
    }
}

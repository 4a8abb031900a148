//! Damage: beside a bad frame no good one is lost, whatever the damage is and however the bytes are cut.

use wire::hj212::{Defect, Profile, Skip, Verdict, decode};

use super::stream::{GOOD, Kept, pieces};

/// What is damaged in front of the good frames, and what the splitter must make of it.
fn check(damage: &str, expected: &[Kept]) {
    let follow = 1000;
    let stream = format!("{damage}{}", GOOD.repeat(follow));
    for lengths in [&[usize::MAX][..], &[1], &[7], &[1, 113, 2, 5, 1000]] {
        let found = pieces(stream.as_bytes(), lengths);
        let (front, rest) = found.split_at(found.len() - follow);
        assert_eq!(front, expected, "{damage}");
        assert!(
            rest.iter()
                .all(|piece| *piece == Kept::Frame(GOOD.to_owned())),
            "{damage}"
        );
    }
}

fn skipped(text: &str, reason: Skip) -> Kept {
    Kept::Skipped(text.to_owned(), reason)
}

fn frame(text: &str) -> Kept {
    Kept::Frame(text.to_owned())
}

fn defects(raw: &str) -> (Verdict, Vec<&'static str>) {
    let decoded = decode(raw.as_bytes(), &Profile::named("standard").unwrap());
    (
        decoded.verdict,
        decoded.defects.iter().map(Defect::id).collect(),
    )
}

#[test]
fn garbage_that_looks_like_a_start() {
    check("##XX", &[skipped("##XX", Skip::Garbage)]);
    check("##0101", &[skipped("##0101", Skip::Garbage)]);
    check("##01##", &[skipped("##01##", Skip::Garbage)]);
    check(
        "\u{0}#\u{1}###",
        &[skipped("\u{0}#\u{1}###", Skip::Garbage)],
    );
    check("&&1C80\r\n", &[skipped("&&1C80\r\n", Skip::Garbage)]);
}

#[test]
fn a_good_frame_whose_length_field_is_wrong() {
    for length in [
        "0009", "0095", "0100", "0102", "0107", "0108", "0113", "0435", "1024", "9999", "101",
        "107",
    ] {
        let raw = GOOD.replace("##0101", &format!("##{length}"));
        check(&raw, &[frame(&raw)]);
        assert_eq!(defects(&raw).0, Verdict::Good, "{raw}");
    }
    assert_eq!(
        defects(&GOOD.replace("##0101", "##0107")).1,
        ["length_plus_6"]
    );
    assert_eq!(
        defects(&GOOD.replace("##0101", "##0435")).1,
        ["length_mismatch"]
    );
    assert_eq!(
        defects(&GOOD.replace("##0101", "##101")).1,
        ["length_three_digits"]
    );
}

#[test]
fn a_frame_whose_check_word_is_wrong() {
    for length in ["0009", "0095", "0101", "0107", "0435", "9999", "101"] {
        let raw = GOOD
            .replace("##0101", &format!("##{length}"))
            .replace("1C80", "1C81");
        check(&raw, &[frame(&raw)]);
        assert_eq!(defects(&raw).0, Verdict::Bad, "{raw}");
        let bare = raw.trim_end();
        check(bare, &[frame(bare)]);
    }
}

#[test]
fn a_frame_whose_check_word_is_missing_or_cut() {
    let cut = |text: &str| check(text, &[skipped(text, Skip::Cut)]);
    cut(&GOOD.replace("1C80\r\n", ""));
    cut(&GOOD.replace("1C80", ""));
    cut(&GOOD.replace("1C80\r\n", "1C"));
    cut(&GOOD.replace("1C80", "WXYZ"));
    cut(&GOOD.replace("&&1C80\r\n", ""));
    for end in 10..GOOD.len() - 6 {
        cut(&GOOD[..end]);
    }
}

#[test]
fn a_frame_that_begins_twice() {
    let twice = format!("{}{GOOD}", &GOOD[..50]);
    check(&twice, &[skipped(&GOOD[..50], Skip::Cut), frame(GOOD)]);
    let glued = format!("{0}{0}{0}{0}", GOOD.trim_end());
    check(&glued, &[GOOD.trim_end(); 4].map(frame));
}

#[test]
fn line_ends_of_every_kind() {
    let bare = GOOD.trim_end();
    check(&format!("{bare}\n"), &[frame(bare)]);
    check(&format!("{bare}\r"), &[frame(bare)]);
    check(&format!("\r\n\r\n{bare}\r\r\n"), &[frame(bare)]);
    check(&format!("{GOOD}\r\n"), &[frame(GOOD)]);
}

#[test]
fn a_start_within_a_text_is_no_start_unless_a_field_follows() {
    let content = "i11001-Info=//##1234 && ##12//";
    let raw = with_content(content);
    check(&raw, &[frame(&raw)]);
    assert_eq!(defects(&raw), (Verdict::Good, vec![]));
}

/// A good frame of 2017 around a content.
pub(crate) fn with_content(content: &str) -> String {
    let segment = format!(
        "QN=20240601085857223;ST=31;CN=3020;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&{content}&&"
    );
    let word = wire::hj212::crc::standard(segment.as_bytes());
    format!("##{:04}{segment}{word:04X}\r\n", segment.len())
}

//! The tables: complete, without repeats, with words in both languages.

use wire::hj212::request::parameters;
use wire::hj212::{Defect, Edition, Profile, codes, commands, factors};

#[test]
fn all_121_factors_are_there() {
    assert_eq!(factors::all().len(), 121);
    assert!(factors::all().is_sorted_by(|one, other| one.code < other.code));
    let nmhc = factors::find("a24088").unwrap();
    assert_eq!(
        (nmhc.zh, nmhc.unit, nmhc.form),
        ("非甲烷总烃", "mg/m3", Some("N7.3"))
    );
    assert_eq!(factors::find("B02").unwrap().code, "a00000");
    assert_eq!(factors::find("S01").unwrap().zh, "氧气含量");
    assert_eq!(factors::find("w01018"), None);
    let of_2005 = factors::all()
        .iter()
        .filter(|factor| factor.code_2005.is_some());
    assert_eq!(of_2005.count(), 45);
}

#[test]
fn every_defect_has_its_sentence_in_both_languages() {
    for defect in Defect::ALL {
        assert!(
            !defect.zh().is_empty() && !defect.en().is_empty(),
            "{}",
            defect.id()
        );
    }
    assert!(Defect::ALL.len() <= 64);
}

#[test]
fn what_2025_adds_is_marked_as_assumed() {
    let only_2025 = commands::all()
        .iter()
        .filter(|command| command.editions == [Edition::V2025]);
    assert!(only_2025.clone().count() >= 10);
    assert!(only_2025.clone().all(|command| command.assumed));
    assert!(codes::system("44").unwrap().assumed && codes::system("45").unwrap().assumed);
    assert!(!codes::system("31").unwrap().assumed);
}

#[test]
fn codes_are_found() {
    assert_eq!(commands::find(2061).unwrap().en, "hour data");
    assert_eq!(commands::find(9015).unwrap().en, "heartbeat");
    assert_eq!(codes::mark("B").unwrap().zh, "与数采仪通讯异常");
    assert_eq!(codes::marks().len(), 8);
    assert_eq!(codes::request_result("9").unwrap().en, "wrong CRC");
    assert_eq!(codes::execution_result("100").unwrap().zh, "没有数据");
    assert_eq!(codes::process("g11601").unwrap().zh, "旁路挡板门开度");
    assert_eq!(codes::process("é"), None);
    assert_eq!(codes::information("i13008").unwrap().zh, "斜率");
    assert_eq!(
        codes::state("i12001", "10").unwrap().en,
        "operation and maintenance"
    );
    assert_eq!(codes::state("RS", "5").unwrap().zh, "反吹");
    assert!(
        parameters()
            .iter()
            .any(|bounds| bounds.code == "MinInterval" && bounds.among.contains(&30))
    );
    assert!(Profile::named("any").is_some() && Profile::named("vendor").is_none());
}

//! Contents: blanks, texts between `//`, GBK, empty and malformed items.

use proptest::prelude::*;
use wire::hj212::{Content, Defect, Field, Number};

fn defects(content: &str) -> Vec<&'static str> {
    Content::new(content.as_bytes())
        .inspect()
        .iter()
        .map(Defect::id)
        .collect()
}

#[test]
fn blanks_are_trimmed_and_named() {
    let content = Content::new(b" DataTime=20240601080000; a21026-Rtd = 1.5 ,a21026-Flag=N");
    assert_eq!(content.data_time(), Some("20240601080000"));
    let values: Vec<_> = content.values().collect();
    assert_eq!(
        values,
        [("a21026", Field::Rtd, "1.5"), ("a21026", Field::Flag, "N")]
    );
    assert!(content.inspect().contains(Defect::BlankTrimmed));
}

#[test]
fn separators_within_a_text_are_text() {
    let content = Content::new("i11001-Info=//一;二,三=四//;i12001-Info=1".as_bytes());
    let values: Vec<_> = content.values().map(|(of, _, value)| (of, value)).collect();
    assert_eq!(values, [("i11001", "//一;二,三=四//"), ("i12001", "1")]);
    let open = Content::new(b"i11001-Info=//no end;i12001-Info=1");
    assert_eq!(open.values().count(), 2);
}

#[test]
fn an_item_of_another_encoding_is_left_out_and_its_neighbours_kept() {
    // "正常" in GBK.
    let mut bytes = b"DataTime=20240601080000;a1-Info=".to_vec();
    bytes.extend_from_slice(&[0xD5, 0xFD, 0xB3, 0xA3]);
    bytes.extend_from_slice(b",a1-Rtd=1;a2-Rtd=2");
    let content = Content::new(&bytes);
    assert_eq!(content.text(), None);
    let values: Vec<_> = content.values().collect();
    assert_eq!(values, [("a1", Field::Rtd, "1"), ("a2", Field::Rtd, "2")]);
    assert!(content.inspect().contains(Defect::ContentNotUtf8));
    assert_eq!(content.groups().count(), 3);
}

#[test]
fn what_is_no_number_is_named() {
    assert_eq!(defects("a1-Rtd=1E-05"), ["number_malformed"]);
    assert_eq!(defects("a1-Rtd="), ["number_missing"]);
    assert_eq!(defects("a1-Rtd=--,a1-Flag=D"), ["number_malformed"]);
    assert_eq!(defects("a1-Flag=,a1-Rtd=9999.99"), [""; 0]);
}

#[test]
fn times_that_no_calendar_has_are_named() {
    assert_eq!(defects("DataTime=20240601085857"), [""; 0]);
    assert_eq!(defects("DataTime=20240229000000"), [""; 0]);
    assert_eq!(defects("DataTime=20230229000000"), ["time_impossible"]);
    assert_eq!(defects("DataTime=20240601240000"), ["time_impossible"]);
    assert_eq!(defects("DataTime=202406010858"), ["time_impossible"]);
    assert_eq!(
        defects("DataTime=20240601085857123"),
        ["data_time_17_digits"]
    );
    assert_eq!(defects("a1-SampleTime=20240631000000"), ["time_impossible"]);
}

#[test]
fn a_field_given_twice_is_named_wherever_it_stands() {
    assert_eq!(defects("a1-Rtd=1;a1-Rtd=1"), ["duplicate_field"]);
    assert_eq!(defects("a1-Rtd=1;a2-Rtd=1;a1-Rtd=2"), ["duplicate_field"]);
    assert_eq!(defects("a1-Rtd=1;a2-Rtd=1;a1-Flag=N"), [""; 0]);
    assert_eq!(defects("a210260001-Rtd=1;a210260002-Rtd=1"), [""; 0]);
    assert_eq!(defects("PolId=101,CTime=04,CTime=10"), [""; 0]);
}

#[test]
fn an_item_without_a_value_sign_is_named_and_passed_over() {
    assert_eq!(defects("a1;a2-Rtd=1"), ["item_malformed"]);
    let content = Content::new(b"a1;a2-Rtd=1");
    let values: Vec<_> = content.values().collect();
    assert_eq!(values, [("a2", Field::Rtd, "1")]);
}

#[test]
fn a_parameter_is_no_factor() {
    let content = Content::new(b"QnRtn=1");
    assert_eq!(content.values().count(), 0);
    assert_eq!(content.items().next().unwrap().field, Field::Other);
    assert_eq!(content.get("QnRtn"), Some("1"));
    assert_eq!(content.get("ExeRtn"), None);
}

#[test]
fn names_that_no_edition_knows_are_kept() {
    let item = Content::new(b"a1-Whatever=x").items().next().unwrap();
    assert_eq!(
        (item.name, item.factor, item.field),
        ("a1-Whatever", Some("a1"), Field::Other)
    );
    for field in Field::KNOWN {
        assert_eq!(Field::of(field.id()), *field);
        let text = format!("a1-{}=1", field.id());
        let found = Content::new(text.as_bytes()).items().next().unwrap().field;
        assert_eq!(found, *field);
    }
}

#[test]
fn what_is_encrypted_is_told_from_what_is_plain() {
    let opaque = |content: &str| Content::new(content.as_bytes()).is_opaque();
    assert!(opaque("681edf34d206965e86b3e94f536e4246"));
    assert!(opaque("aB7fNNIGll6Gs+lPU25CRg=="));
    assert!(!opaque("DataTime=20240601085857;a1-Rtd=1"));
    assert!(!opaque("QnRtn=1"));
    assert!(!opaque(""));
}

/// A group's number, a name and a value.
type Plain = (usize, String, String);

/// The items as the grammar states them, letter by letter: the slow twin of `Content::items`.
fn plain_items(content: &str) -> Vec<Plain> {
    let mut items = Vec::new();
    let mut group = 0;
    let mut rest = content;
    loop {
        let separators = rest.len() - rest.trim_start_matches([';', ',', ' ']).len();
        group += rest[..separators].matches(';').count();
        rest = &rest[separators..];
        if rest.is_empty() {
            return items;
        }
        let end = rest.find(['=', ',', ';']).unwrap_or(rest.len());
        if !rest[end..].starts_with('=') {
            rest = &rest[end..];
            continue;
        }
        let (name, value) = (&rest[..end], &rest[end + 1..]);
        let text = value
            .strip_prefix("//")
            .map_or(0, |text| 2 + text.find("//").map_or(0, |closed| closed + 2));
        let length = text + value[text..].find([',', ';']).unwrap_or(value.len() - text);
        items.push((
            group,
            name.trim().to_owned(),
            value[..length].trim().to_owned(),
        ));
        rest = &value[length..];
    }
}

/// Items, separators and disturbances, as makers and mischief send them.
fn soup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[;,](a21026|a34013|01|B02|a210260001|LA|)-(Rtd|Avg|ZsAvg|ZsMin|Cou|Flag|EFlag|SampleTime|X)=-?[0-9]{0,6}(\\.[0-9]{1,5})?",
        2 => "[;,]a21026-Flag=[NFD ]{0,2}",
        1 => "[;,= /-]{1,4}",
        1 => "[;,]i11001-Info=//[a-c;,=]{0,9}(//)?",
        1 => "[a-zA-Z0-9=,;. /-]{0,12}",
        1 => Just(";DataTime=20240601085857".to_owned()),
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn items_are_those_of_the_slow_twin(content in soup()) {
        let expected = plain_items(&content);
        let found: Vec<Plain> = Content::new(content.as_bytes())
            .items()
            .map(|item| (item.group, item.name.to_owned(), item.value.to_owned()))
            .collect();
        prop_assert_eq!(&found, &expected);
        for item in Content::new(content.as_bytes()).items() {
            let parts = item.name.split_once('-').filter(|(factor, _)| !factor.is_empty());
            prop_assert_eq!(item.factor, parts.map(|(factor, _)| factor));
            prop_assert_eq!(item.field, parts.map_or(Field::Other, |(_, field)| Field::of(field)));
        }
    }

    #[test]
    fn what_is_shown_in_one_pass_is_what_the_items_are(content in soup()) {
        let content = Content::new(content.as_bytes());
        let mut shown = Vec::new();
        let defects = content.read(|reading| shown.push(reading));
        prop_assert_eq!(defects, content.inspect());
        let items: Vec<_> = content.items().collect();
        prop_assert_eq!(shown.iter().map(|reading| reading.item).collect::<Vec<_>>(), items);
        for reading in shown {
            let quantity = reading.item.factor.is_some() && reading.item.field.kind() == wire::hj212::Kind::Number;
            let number = Number::parse(reading.item.value).filter(|_| quantity);
            prop_assert_eq!(reading.number, number);
        }
    }
}

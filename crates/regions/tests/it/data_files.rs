//! The faults for which the build refuses a data file: the build script's own reading and checks, run on small texts.

#[path = "../../build/check.rs"]
#[expect(
    dead_code,
    reason = "the build script writes what is only checked here"
)]
mod check;
#[path = "../../src/level.rs"]
#[expect(unreachable_pub, reason = "the library exports it")]
mod level;
#[path = "../../build/read.rs"]
#[expect(dead_code, reason = "the build script writes what is only read here")]
mod read;

const CITED: &str = "source = { document = \"GB/T 2260\", clause = \"地级\" }\n";
const PROVINCE: &str = r#"{ code = "140000", zh = "山西省", short = "山西", en = "Shanxi" }"#;
const CITY: &str = r#"{ code = "140100", zh = "太原市", short = "太原", en = "Taiyuan" }"#;
const ZONE: &str = "zh = \"甲\"\nen = \"A\"\nstate = \"assumed\"\nsince = 2020-01-01\n";

fn regions(text: &str) -> Result<Vec<read::Region>, read::Fault> {
    let mut rows = read::regions("a.toml", text)?;
    check::regions(&mut rows)?;
    Ok(rows)
}

fn file(rows: &[&str]) -> String {
    format!("{CITED}regions = [ {} ]", rows.join(", "))
}

fn zone(text: &str) -> Result<(), read::Fault> {
    let rows = regions(&file(&[PROVINCE, CITY])).expect("a good file");
    let zone = read::zone("a.toml", text)?;
    check::zones(&[zone], &rows).map(|_| ())
}

#[test]
fn a_good_file_is_taken() {
    assert_eq!(
        regions(&file(&[PROVINCE, CITY]))
            .map(|rows| rows.len())
            .ok(),
        Some(2)
    );
    assert!(
        zone(&format!(
            "{ZONE}{CITED}members = [{{ code = \"140100\", zh = \"太原\" }}]"
        ))
        .is_ok()
    );
}

#[test]
fn a_faulty_file_of_regions_is_refused_by_file_and_entry() {
    let check = |input: &str, expect: &str| {
        assert_eq!(
            regions(input).expect_err(expect).to_string(),
            format!("standards/regions/a.toml: {expect}")
        );
    };
    check("regions = []", "line 1: missing field `source`");
    let uncited = file(&[CITY]).replace("GB/T 2260", " ");
    check(
        &uncited,
        "source: the citation is missing: `source` needs document and clause",
    );
    let twice = file(&[PROVINCE, CITY, CITY]);
    check(
        &twice,
        "140100 太原市: the code stands already in regions/a.toml",
    );
    check(
        &file(&[CITY]),
        "140100 太原市: neither the city nor the province of this code is a region",
    );
    check(
        &file(&[PROVINCE]).replace("140000", "14"),
        "14 山西省: \"14\" is not a six-digit code",
    );
    check(
        &file(&[PROVINCE]).replace("Shanxi", ""),
        "140000 山西省: `en` is empty",
    );
    let dated = |days: &str| file(&[&PROVINCE.replace(" }", &format!(", {days} }}"))]);
    check(
        &dated("since = 2020-01-01, until = 2020-01-01"),
        "140000 山西省: `until` 2020-01-01 is not after `since` 2020-01-01",
    );
    check(
        &dated("until = 2020-01-01T00:00:00"),
        "140000 山西省: `until` is not a plain date, such as 2019-01-01",
    );
    check(
        &dated("successor = \"150000\""),
        "140000 山西省: the successor 150000 is no region",
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let text = file(&[&PROVINCE.replace(" }", ", pinyin = \"x\" }")]);
    let error = regions(&text).expect_err("an unknown key").to_string();
    assert!(
        error.starts_with("standards/regions/a.toml: line 2: unknown field `pinyin`"),
        "{error}"
    );
}

#[test]
fn a_faulty_zone_is_refused_by_file_and_entry() {
    let check = |tail: &str, expect: &str| {
        let error = zone(&format!("{ZONE}{tail}"))
            .expect_err(expect)
            .to_string();
        assert_eq!(error, format!("standards/zones/a.toml: {expect}"));
    };
    let members = |rows: &str| format!("{CITED}members = [ {rows} ]");
    let taiyuan = r#"{ code = "140100", zh = "太原" }"#;
    check(
        &members(r#"{ code = "140200", zh = "大同" }"#),
        "140200 大同: no region has this code",
    );
    check(
        &members(r#"{ code = "140100", zh = "大同" }"#),
        "140100 大同: the region of this code is 太原市",
    );
    let overlap = "140100 太原: its days overlap an earlier entry of the same code";
    check(&members(&format!("{taiyuan}, {taiyuan}")), overlap);
    let early = r#"{ code = "140100", zh = "太原", until = 2021-01-01 }"#;
    let late = r#"{ code = "140100", zh = "太原", since = 2020-12-31 }"#;
    check(&members(&format!("{early}, {late}")), overlap);
    check(&members(""), "header: `members` is empty");
    let unknown = format!("{CITED}includes = [\"b\"]");
    check(
        &unknown,
        "header: includes the zone b, which does not exist or itself includes zones",
    );
}

#[test]
fn a_member_may_leave_a_zone_and_return() {
    let early = r#"{ code = "140100", zh = "太原", until = 2021-01-01 }"#;
    let late = r#"{ code = "140100", zh = "太原", since = 2022-01-01 }"#;
    assert!(zone(&format!("{ZONE}{CITED}members = [ {early}, {late} ]")).is_ok());
}

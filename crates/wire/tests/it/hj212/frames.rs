//! The frames of the reference (1 the standard's own, 2 to 4 of public gateways, 5 to 12 made for this
//! project by an independent program), with the values in them, and frames that must be refused.

use wire::hj212::{
    Answer, Crc, Defect, Edition, Number, Profile, Request, Verdict, codes, decode, factors,
};

const REAL_TIME: &str = "##0433QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601085857;a21026-Rtd=12.5,a21026-ZsRtd=15.6,a21026-Flag=N;a21002-Rtd=35.1,a21002-ZsRtd=43.9,a21002-Flag=N;a34013-Rtd=3.2,a34013-ZsRtd=4.0,a34013-Flag=N;a19001-Rtd=9.0,a19001-Flag=N;a01012-Rtd=98.4,a01012-Flag=N;a01014-Rtd=11.2,a01014-Flag=N;a01011-Rtd=10.5,a01011-Flag=N;a01013-Rtd=-0.120,a01013-Flag=N;a00000-Rtd=52.3,a00000-Flag=N&&DF81\r\n";
const HOUR: &str = "##0324QN=20240601090000001;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601080000;a21026-Cou=2.35,a21026-Min=10.1,a21026-Avg=12.5,a21026-Max=15.0,a21026-ZsMin=12.6,a21026-ZsAvg=15.6,a21026-ZsMax=18.8,a21026-Flag=N;a00000-Cou=188280.0,a00000-Min=50.1,a00000-Avg=52.3,a00000-Max=54.9,a00000-Flag=N&&BC81\r\n";

fn standard() -> Profile {
    Profile::named("standard").unwrap()
}

#[test]
fn the_example_of_the_standard_is_read_whole() {
    let raw = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
    let decoded = decode(raw, &standard());
    assert_eq!(decoded.verdict, Verdict::Good);
    assert_eq!(decoded.crc, Some(Crc::Standard));
    assert!(decoded.defects.is_empty(), "{:?}", decoded.defects);
    assert_eq!((decoded.declared, decoded.length), (Some(101), 101));
    let frame = decoded.frame.unwrap();
    assert_eq!(frame.qn, Some("20160801085857223"));
    assert_eq!(frame.system, Some("32"));
    assert_eq!(frame.command, Some(1062));
    assert_eq!(frame.password, Some("100000"));
    assert_eq!(frame.device, Some("010000A8900016F000169DC0"));
    assert_eq!(frame.edition(), Edition::V2017);
    assert!(frame.wants_answer());
    assert_eq!(frame.content.get("RtdInterval"), Some("30"));
    assert_eq!(Request::of(&frame), Some(Request::SetRealTimeInterval(30)));
}

#[test]
fn values_of_a_real_time_frame_are_exact() {
    let frame = decode(REAL_TIME.as_bytes(), &standard()).frame.unwrap();
    assert_eq!(frame.data_time(), Some("20240601085857"));
    assert_eq!(frame.groups().count(), 10);
    let number = |factor: &str, field: &str| {
        let value = frame
            .values()
            .find(|(of, what, _)| *of == factor && what.id() == field);
        let number = Number::parse(value.unwrap().2).unwrap();
        (number.mantissa, number.scale)
    };
    assert_eq!(number("a21026", "Rtd"), (125, 1));
    assert_eq!(number("a21002", "ZsRtd"), (439, 1));
    assert_eq!(number("a34013", "ZsRtd"), (40, 1));
    assert_eq!(number("a01013", "Rtd"), (-120, 3));
    assert_eq!(factors::find("a21026").unwrap().zh, "二氧化硫");
    assert_eq!(factors::find("02").unwrap().code, "a21026");
}

#[test]
fn values_of_an_hour_frame_are_grouped_by_factor() {
    let decoded = decode(HOUR.as_bytes(), &standard());
    assert!(decoded.defects.is_empty(), "{:?}", decoded.defects);
    let frame = decoded.frame.unwrap();
    let groups: Vec<_> = frame
        .groups()
        .map(|group| (group.factor(), group.items().count()))
        .collect();
    assert_eq!(
        groups,
        [(None, 1), (Some("a21026"), 8), (Some("a00000"), 5)]
    );
    let amount = frame
        .values()
        .find(|(factor, field, _)| *factor == "a00000" && field.id() == "Cou");
    assert_eq!(
        Number::parse(amount.unwrap().2).unwrap().to_string(),
        "188280.0"
    );
}

#[test]
fn answers_are_read() {
    let check = |raw: &str, answer: Answer| {
        let decoded = decode(raw.as_bytes(), &standard());
        assert_eq!(decoded.verdict, Verdict::Good, "{raw}");
        let frame = decoded.frame.unwrap();
        assert_eq!(Answer::of(&frame), Some(answer), "{raw}");
        assert_eq!(Answer::answered(&frame), Some("20160801085857223"), "{raw}");
        let system = codes::system(frame.system.unwrap()).unwrap();
        assert_eq!(system.zh, "系统交互");
    };
    check(
        "##0094QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&1B00\r\n",
        Answer::Request(1),
    );
    check(
        "##0095QN=20160801085857223;ST=91;CN=9012;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&ExeRtn=1&&6240\r\n",
        Answer::Execution(1),
    );
    check(
        "##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&2A80\r\n",
        Answer::Notice,
    );
    check(
        "##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n",
        Answer::Data,
    );
}

#[test]
fn an_answer_of_2005_names_the_exchange_in_its_content() {
    let raw = b"##0076ST=91;CN=9013;PW=123456;MN=ABCDEFG1234567;Flag=0;CP=&&QN=20170516010101001&&1CBA\r\n";
    let frame = decode(raw, &Profile::named("modbus").unwrap())
        .frame
        .unwrap();
    assert_eq!(Answer::answered(&frame), Some("20170516010101001"));
    assert_eq!(frame.edition(), Edition::V2005);
}

#[test]
fn a_frame_with_a_wrong_length_and_a_wrong_check_word_is_refused_and_still_shown() {
    let raw = HOUR.replace("##0324", "##0321").replace("BC81", "0b40");
    let decoded = decode(raw.as_bytes(), &standard());
    assert_eq!(decoded.verdict, Verdict::Bad);
    assert_eq!(
        (decoded.crc_sent, decoded.crc_expected),
        (Some(0x0B40), 0xBC81)
    );
    let ids: Vec<&str> = decoded.defects.iter().map(Defect::id).collect();
    assert_eq!(ids, ["length_mismatch", "crc_lower_case", "crc_mismatch"]);
    assert_eq!(decoded.frame.unwrap().data_time(), Some("20240601080000"));
}

#[test]
fn no_cut_of_a_frame_is_good_and_none_stops_the_reader() {
    let bytes = REAL_TIME.as_bytes();
    for end in 0..bytes.len() - 2 {
        assert_eq!(
            decode(&bytes[..end], &standard()).verdict,
            Verdict::Bad,
            "{end}"
        );
    }
}

#[test]
fn the_flag_of_2025_is_told_from_the_others() {
    let raw = b"##0012CP=&&&&Flag=90000\r\n";
    let decoded = decode(raw, &standard());
    assert_eq!(decoded.verdict, Verdict::Bad);
    let edition = |flag: &str| {
        let raw = format!("##0000Flag={flag};CP=&&&&0000");
        decode(raw.as_bytes(), &standard()).frame.unwrap().edition()
    };
    assert_eq!(edition("0"), Edition::V2005);
    assert_eq!(edition("3"), Edition::V2005);
    assert_eq!(edition("4"), Edition::V2017);
    assert_eq!(edition("7"), Edition::V2017);
    assert_eq!(edition("8"), Edition::V2025);
    assert_eq!(edition("11"), Edition::V2025);
    assert_eq!(edition("12"), Edition::Unknown(3));
}

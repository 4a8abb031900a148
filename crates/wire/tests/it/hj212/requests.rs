//! Requests and answers written against frames that others wrote, and every request written and read again.

use wire::hj212::answer::{DONE, READY};
use wire::hj212::request::Span;
use wire::hj212::{
    Answer, Crc, Edition, EncodeError, Flag, Message, Profile, Request, RequestError, commands,
    decode, encode, split,
};

/// A message of the host in public frames of 2017.
fn message(request: &Request) -> Message {
    Message {
        qn: Some("20160801085857223".to_owned()),
        flag: Flag {
            version: Edition::V2017,
            answer: true,
            split: false,
        },
        content: request.content().unwrap(),
        ..Message::new(
            Edition::V2017,
            request.command(),
            "32",
            "010000A8900016F000169DC0",
            "100000",
        )
    }
}

#[test]
fn the_example_of_the_standard_is_written() {
    let raw = encode(&message(&Request::SetRealTimeInterval(30))).unwrap();
    let expected = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
    assert_eq!(String::from_utf8(raw).unwrap(), expected);
}

/// Frames of linqiu126/hcu (`hcusrc/l2codec/zhbhjt212msg.h`), which wrote them by the MODBUS word.
#[test]
fn requests_are_written_as_a_public_gateway_writes_them() {
    let check = |request: Request, expected: &str| {
        let message = Message {
            qn: Some("20170516010101001".to_owned()),
            flag: Flag::of(3),
            content: request.content().unwrap(),
            crc: Crc::Modbus,
            ..Message::new(
                Edition::V2005,
                request.command(),
                "22",
                "ABCDEFG1234567",
                "123456",
            )
        };
        // The other gateway sets the bit of packets without having any.
        let raw = String::from_utf8(encode(&message).unwrap()).unwrap();
        let content = |text: &str| {
            text.split_once("CP=")
                .unwrap()
                .1
                .split_once("&&")
                .unwrap()
                .1
                .len()
        };
        assert_eq!(content(&raw), content(expected) + 2, "{raw}");
        let theirs = decode(expected.as_bytes(), &Profile::named("modbus").unwrap());
        let theirs = theirs.frame.unwrap();
        let ours = decode(raw.as_bytes(), &Profile::named("modbus").unwrap())
            .frame
            .unwrap();
        assert_eq!(ours.content, theirs.content);
        assert_eq!(
            (ours.qn, ours.device, ours.command),
            (theirs.qn, theirs.device, theirs.command)
        );
        assert_eq!(Request::of(&theirs), Some(request));
    };
    let span = || Span::new("20170506000000", "20170510000000");
    check(
        Request::SetTime {
            factor: None,
            time: "20170516010101".to_owned(),
        },
        "##0102QN=20170516010101001;ST=22;CN=1012;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&SystemTime=20170516010101&&E1C4",
    );
    check(
        Request::ReadDays(span()),
        "##0124QN=20170516010101001;ST=22;CN=2031;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&BeginTime=20170506000000,EndTime=20170510000000&&2BE2",
    );
    check(
        Request::ReadRunTimes(span()),
        "##0124QN=20170516010101001;ST=22;CN=2041;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&BeginTime=20170506000000,EndTime=20170510000000&&FEA0",
    );
    check(
        Request::SetTimeout {
            seconds: 5,
            retries: 3,
        },
        "##0097QN=20170516010101001;ST=22;CN=1000;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&OverTime=5;ReCount=3&&2D61",
    );
    check(
        Request::Sample("101".to_owned()),
        "##0086QN=20170516010101001;ST=22;CN=3012;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&PolId=101&&2253",
    );
}

/// Frames 5 to 8 of the reference, and a frame of 2005 from a public gateway.
#[test]
fn answers_are_written() {
    let raw = "##0101QN=20160801085857223;ST=32;CN=1062;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&0000";
    let asked = decode(raw.as_bytes(), &Profile::named("standard").unwrap())
        .frame
        .unwrap();
    let check = |answer: Answer, expected: &str| {
        let raw = encode(&answer.reply(&asked, Crc::Standard)).unwrap();
        assert_eq!(String::from_utf8(raw).unwrap(), expected);
    };
    check(
        Answer::Request(READY),
        "##0094QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&1B00\r\n",
    );
    check(
        Answer::Execution(DONE),
        "##0095QN=20160801085857223;ST=91;CN=9012;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&ExeRtn=1&&6240\r\n",
    );
    check(
        Answer::Notice,
        "##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&2A80\r\n",
    );
    check(
        Answer::Data,
        "##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n",
    );
    let old = "##0070QN=20170516010101001;ST=22;CN=2012;PW=123456;MN=ABCDEFG1234567;CP=&&&&B388";
    let old = decode(old.as_bytes(), &Profile::named("modbus").unwrap())
        .frame
        .unwrap();
    let raw = encode(&Answer::Notice.reply(&old, Crc::Modbus)).unwrap();
    let expected = "##0076ST=91;CN=9013;PW=123456;MN=ABCDEFG1234567;Flag=0;CP=&&QN=20170516010101001&&1CBA\r\n";
    assert_eq!(String::from_utf8(raw).unwrap(), expected);
}

/// Every request that a host can make.
fn every_request() -> Vec<Request> {
    let factor = || "a21026".to_owned();
    let span = || Span::new("20240601000000", "20240602000000");
    vec![
        Request::SetTimeout {
            seconds: 10,
            retries: 3,
        },
        Request::SetDevice {
            logger: "L1".to_owned(),
        },
        Request::ReadTime { factor: None },
        Request::ReadTime {
            factor: Some(factor()),
        },
        Request::SetTime {
            factor: Some(factor()),
            time: "20240601085857".to_owned(),
        },
        Request::SetKey {
            created: "20240601085857223".to_owned(),
            key: "0123456789ABCDEF".to_owned(),
        },
        Request::ReadRealTimeInterval,
        Request::SetRealTimeInterval(3600),
        Request::ReadMinuteInterval,
        Request::SetMinuteInterval(10),
        Request::SetPassword("654321".to_owned()),
        Request::StartRealTime,
        Request::StopRealTime,
        Request::ReadRaw(span()),
        Request::StartEquipment,
        Request::StopEquipment,
        Request::ReadDays(span()),
        Request::ReadRunTimes(span()),
        Request::ReadMinutes(span()),
        Request::ReadHours(span()),
        Request::ReadChecks(span()),
        Request::Calibrate {
            factor: factor(),
            kind: None,
        },
        Request::Calibrate {
            factor: factor(),
            kind: Some("1".to_owned()),
        },
        Request::Sample(factor()),
        Request::Clean(factor()),
        Request::Compare(factor()),
        Request::KeepOverLimit,
        Request::SetCycle {
            factor: factor(),
            start: "000000".to_owned(),
            hours: 2,
        },
        Request::ReadCycle(factor()),
        Request::ReadSampleTime(factor()),
        Request::ReadInstrument(factor()),
        Request::ReadInformation {
            factor: Some(factor()),
            information: "i12001".to_owned(),
            span: None,
        },
        Request::ReadInformation {
            factor: None,
            information: "i11001".to_owned(),
            span: Some(span()),
        },
        Request::SetInformation {
            factor: factor(),
            information: "i13004".to_owned(),
            value: "168.0".to_owned(),
        },
        Request::KeepNow(factor()),
        Request::StartCheck(factor()),
    ]
}

#[test]
fn every_request_is_read_as_it_was_written() {
    let standard = Profile::named("standard").unwrap();
    for request in every_request() {
        let raw = encode(&message(&request)).unwrap();
        let decoded = decode(&raw, &standard);
        assert!(
            decoded.defects.is_empty(),
            "{request:?} {:?}",
            decoded.defects
        );
        assert_eq!(Request::of(&decoded.frame.unwrap()), Some(request.clone()));
        let command = commands::find(request.command()).unwrap();
        assert!(command.host.is_some(), "{request:?}");
    }
}

#[test]
fn every_command_that_a_host_sends_can_be_asked() {
    let asked: Vec<u16> = commands::all()
        .iter()
        .filter(|command| {
            command.host.is_some() && command.editions.iter().any(|e| *e > Edition::V2005)
        })
        .map(|command| command.code)
        .filter(|code| *code < 9000)
        .collect();
    let content = "PolId=a,InfoId=i1,i1-Info=1,i23005-Info=1,BeginTime=20240601000000,EndTime=20240602000000,\
                   SystemTime=20240601000000,OverTime=5,ReCount=3,RtdInterval=30,MinInterval=10,NewPW=123456,\
                   CstartTime=000000,Ctime=2,SKCreateTime=1,NewSK=2";
    for code in asked {
        let raw = format!("##0000CN={code};CP=&&{content}&&0000");
        let decoded = decode(raw.as_bytes(), &Profile::named("standard").unwrap());
        let request = Request::of(&decoded.frame.unwrap()).unwrap();
        assert_eq!(request.command(), code);
    }
}

#[test]
fn values_outside_the_bounds_are_refused() {
    let refused = |request: Request| request.content().unwrap_err();
    let outside = |error: RequestError| matches!(error, RequestError::Outside { .. });
    assert!(outside(refused(Request::SetRealTimeInterval(29))));
    assert!(outside(refused(Request::SetRealTimeInterval(3601))));
    assert!(outside(refused(Request::SetMinuteInterval(7))));
    assert!(outside(refused(Request::SetTimeout {
        seconds: 0,
        retries: 3
    })));
    assert!(outside(refused(Request::SetTimeout {
        seconds: 5,
        retries: 100
    })));
    let error = refused(Request::ReadHours(Span::new(
        "20240631000000",
        "20240701000000",
    )));
    assert_eq!(
        error.to_string(),
        "BeginTime is \"20240631000000\": expected a time as YYYYMMDDhhmmss"
    );
    let error = refused(Request::SetPassword("hunter22".to_owned()));
    assert!(!error.to_string().contains("hunter"), "{error}");
    assert!(matches!(
        refused(Request::Sample("a;b".to_owned())),
        RequestError::Word { .. }
    ));
}

#[test]
fn what_a_receiver_could_not_read_is_not_written() {
    let plain = Message::new(Edition::V2017, 2011, "31", "MN1", "123456");
    let wrong = Message {
        device: "MN;1".to_owned(),
        ..plain.clone()
    };
    assert!(matches!(
        encode(&wrong),
        Err(EncodeError::Forbidden { field: "MN", .. })
    ));
    let wrong = Message {
        content: "a=1&&2".to_owned(),
        ..plain.clone()
    };
    assert_eq!(encode(&wrong), Err(EncodeError::Closes { at: 3 }));
    let wrong = Message {
        content: "x".repeat(10_000),
        ..plain
    };
    assert!(matches!(encode(&wrong), Err(EncodeError::TooLong { .. })));
    assert!(matches!(
        split(&wrong),
        Err(EncodeError::Group { bytes: 10_000, .. })
    ));
}

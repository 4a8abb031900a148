//! Seeds of HJ 212: uploads and requests of every edition, answers, packets, and streams of several frames.

use wire::hj212::{Crc, Edition, Flag, Message, Request, encode, request::Span, split};

/// Contents of uploads, and the command each belongs to.
const CONTENTS: [(u16, &str); 9] = [
    (
        2011,
        "DataTime=20240601085857;a21026-Rtd=1.5,a21026-ZsRtd=2.10,a21026-Flag=N;a34013-Rtd=-0.3,a34013-Flag=D",
    ),
    (
        2051,
        "DataTime=20240601080000;a00000-Cou=1200.5,a00000-Min=0,a00000-Avg=12,a00000-Max=24.75,a00000-Flag=N",
    ),
    (
        2061,
        "DataTime=20240601080000;a21026-Avg=7.25,a21026-ZsAvg=9.9,a21026-Cou=0.01,a21026-Flag=M,a21026-EFlag=A1",
    ),
    (
        2031,
        "DataTime=20240601000000;w01018-Avg=30.1,w01018-Flag=N",
    ),
    (2021, "DataTime=20240601085857000;SB1-RS=1;SB2-RS=0"),
    (
        3020,
        "DataTime=20240601085857;PolId=a21026;i12001-Info=1;i13007-Info=//",
    ),
    (
        2011,
        "DataTime=20180306120000;001-Rtd=6.951,001-Flag=N;B01-Rtd=382.222,B01-Flag=N",
    ),
    (9014, ""),
    (9011, "QnRtn=1"),
];

/// The seeds.
pub fn all() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (number, edition) in (0..).zip([Edition::V2005, Edition::V2017, Edition::V2025]) {
        for (command, content) in CONTENTS {
            let crc = if (command + number) % 2 == 0 {
                Crc::Standard
            } else {
                Crc::Modbus
            };
            let message = Message {
                content: content.to_owned(),
                crc,
                ..message(edition, command)
            };
            seeds.push(encode(&message).expect("a lawful message"));
        }
    }
    seeds.extend(requests());
    seeds.extend(packets());
    let glued: Vec<Vec<u8>> = seeds
        .chunks(3)
        .map(|three| three.join(&b"##XX&&\r"[..]))
        .collect();
    let bare = seeds
        .iter()
        .take(4)
        .map(|seed| seed[..seed.len() - 2].to_ascii_lowercase());
    let bare: Vec<Vec<u8>> = bare.collect();
    [seeds, glued, bare].concat()
}

fn message(edition: Edition, command: u16) -> Message {
    let plain = Message::new(edition, command, "31", "010000A8900016F000169DC0", "123456");
    let flag = Flag {
        answer: true,
        ..plain.flag
    };
    Message {
        qn: Some("20240601085857223".to_owned()),
        flag,
        ..plain
    }
}

fn requests() -> impl Iterator<Item = Vec<u8>> {
    let span = || Span::new("20240601000000", "20240602000000");
    let requests = [
        Request::SetTimeout {
            seconds: 5,
            retries: 3,
        },
        Request::SetTime {
            factor: None,
            time: "20240601085857".to_owned(),
        },
        Request::SetRealTimeInterval(30),
        Request::SetPassword("654321".to_owned()),
        Request::ReadDays(span()),
        Request::ReadMinutes(span()),
        Request::ReadHours(span()),
        Request::Calibrate {
            factor: "a21026".to_owned(),
            kind: None,
        },
        Request::Sample("w01018".to_owned()),
    ];
    requests.into_iter().map(|request| {
        let content = request.content().expect("a lawful request");
        let asked = message(Edition::V2017, request.command());
        encode(&Message { content, ..asked }).expect("a lawful message")
    })
}

fn packets() -> Vec<Vec<u8>> {
    let group = |number: u32| format!("a{number:05}-Rtd={number}.5,a{number:05}-Flag=N");
    let groups: Vec<String> = (0..40).map(group).collect();
    let content = format!("DataTime=20240601085857;{}", groups.join(";"));
    split(&Message {
        content,
        ..message(Edition::V2017, 2011)
    })
    .expect("each group fits")
}

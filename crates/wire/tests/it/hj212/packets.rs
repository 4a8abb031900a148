//! Packets joined again: in any order, twice, never complete, more than there is room for.

use wire::hj212::{
    Content, Edition, Flag, Frame, Limits, Message, Profile, Put, Reassembly, Refusal, decode,
    split,
};

/// Frames 11 and 12 of the reference.
const FIRST: &str = "##0153QN=20240601085900001;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20240601085000;a21026-Avg=12.4,a21026-Flag=N&&F881\r\n";
const SECOND: &str = "##0153QN=20240601085900002;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=2;CP=&&DataTime=20240601085000;a21002-Avg=35.0,a21002-Flag=N&&BA41\r\n";

const LIMITS: Limits = Limits {
    timeout_ms: 60_000,
    sets: 8,
    bytes: 10_000,
};

fn frame(raw: &str) -> Frame<'_> {
    decode(raw.as_bytes(), &Profile::named("any").unwrap())
        .frame
        .unwrap()
}

fn values(content: &[u8]) -> Vec<String> {
    Content::new(content)
        .values()
        .map(|(factor, field, value)| format!("{factor}-{}={value}", field.id()))
        .collect()
}

#[test]
fn packets_are_joined_in_the_order_of_their_numbers() {
    for order in [[FIRST, SECOND], [SECOND, FIRST]] {
        let mut packets = Reassembly::new(LIMITS);
        assert_eq!(
            packets.put(&frame(order[0]), 0),
            Put::Waiting { have: 1, of: 2 }
        );
        let Put::Complete(joined) = packets.put(&frame(order[1]), 1000) else {
            panic!("two of two packets are all");
        };
        assert_eq!(joined.device, "010000A8900016F000169DC0");
        assert_eq!(joined.command, 2051);
        assert_eq!(
            Content::new(&joined.content).data_time(),
            Some("20240601085000")
        );
        assert!(Content::new(&joined.content).inspect().is_empty());
        let expected = [
            "a21026-Avg=12.4",
            "a21026-Flag=N",
            "a21002-Avg=35.0",
            "a21002-Flag=N",
        ];
        assert_eq!(values(&joined.content), expected);
        assert_eq!(packets.waiting(), 0);
    }
}

#[test]
fn the_same_packet_again_changes_nothing_and_another_one_is_refused() {
    let mut packets = Reassembly::new(LIMITS);
    packets.put(&frame(FIRST), 0);
    assert_eq!(packets.put(&frame(FIRST), 0), Put::Again);
    let other = FIRST.replace("12.4", "12.5");
    assert_eq!(
        packets.put(&frame(&other), 0),
        Put::Refused(Refusal::Differs)
    );
    let count = SECOND.replace("PNUM=2", "PNUM=3");
    assert_eq!(
        packets.put(&frame(&count), 0),
        Put::Refused(Refusal::CountChanged)
    );
    assert!(matches!(packets.put(&frame(SECOND), 0), Put::Complete(_)));
}

#[test]
fn what_stays_incomplete_is_given_back_with_what_is_missing() {
    let mut packets = Reassembly::new(LIMITS);
    packets.put(&frame(SECOND), 0);
    assert_eq!(packets.expire(59_999), []);
    let expired = packets.expire(60_000);
    assert_eq!(expired.len(), 1);
    assert_eq!(expired[0].missing, [1]);
    assert_eq!(
        values(&expired[0].joined.content),
        ["a21002-Avg=35.0", "a21002-Flag=N"]
    );
    assert_eq!(packets.waiting(), 0);
    assert_eq!(
        packets.put(&frame(FIRST), 61_000),
        Put::Waiting { have: 1, of: 2 }
    );
}

#[test]
fn numbers_outside_the_range_are_refused() {
    let mut packets = Reassembly::new(LIMITS);
    let refused = Put::Refused(Refusal::OutOfRange);
    assert_eq!(
        packets.put(&frame(&FIRST.replace("PNO=1", "PNO=0")), 0),
        refused
    );
    assert_eq!(
        packets.put(&frame(&FIRST.replace("PNO=1", "PNO=3")), 0),
        refused
    );
    assert_eq!(
        packets.put(&frame(&FIRST.replace("PNO=1;", "")), 0),
        refused
    );
    assert_eq!(
        packets.put(&frame(&FIRST.replace("PNUM=2;PNO=1", "PNUM=1;PNO=1")), 0),
        Put::Whole
    );
    // Devices of 2005 set the bit of Flag and send no packets.
    assert_eq!(
        packets.put(&frame(&FIRST.replace("PNUM=2;PNO=1;", "")), 0),
        Put::Whole
    );
    assert_eq!(packets.waiting(), 0);
}

#[test]
fn what_is_kept_is_bounded() {
    let limits = Limits {
        sets: 2,
        bytes: 150,
        ..LIMITS
    };
    let mut packets = Reassembly::new(limits);
    let full = Put::Refused(Refusal::Full);
    let of_device = |device: &str| FIRST.replace("010000A8900016F000169DC0", device);
    packets.put(&frame(&of_device("A")), 0);
    packets.put(&frame(&of_device("B")), 0);
    assert_eq!(packets.put(&frame(&of_device("C")), 0), full);
    assert_eq!(
        packets.put(&frame(&of_device("B").replace("PNO=1", "PNO=2")), 0),
        full
    );
    packets.expire(60_000);
    assert_eq!(
        packets.put(&frame(&of_device("C")), 60_000),
        Put::Waiting { have: 1, of: 2 }
    );
}

#[test]
fn a_long_message_comes_back_from_its_packets() {
    let groups: Vec<String> = (0..90)
        .map(|n| format!("a{n:05}-Avg=1.5,a{n:05}-Flag=N"))
        .collect();
    let message = Message {
        qn: Some("20240601085857223".to_owned()),
        flag: Flag {
            version: Edition::V2017,
            answer: true,
            split: false,
        },
        content: format!("DataTime=20240601080000;{}", groups.join(";")),
        ..Message::new(
            Edition::V2017,
            2051,
            "31",
            "010000A8900016F000169DC0",
            "123456",
        )
    };
    let frames = split(&message).unwrap();
    assert_eq!(frames.len(), 3);
    let mut packets = Reassembly::new(LIMITS);
    let profile = Profile::named("standard").unwrap();
    let put: Vec<Put> = frames
        .iter()
        .map(|raw| {
            let decoded = decode(raw, &profile);
            assert!(decoded.defects.is_empty(), "{:?}", decoded.defects);
            packets.put(&decoded.frame.unwrap(), 0)
        })
        .collect();
    let Some(Put::Complete(joined)) = put.last() else {
        panic!("the last packet completes the set");
    };
    assert_eq!(values(&joined.content).join(","), groups.join(","));
}

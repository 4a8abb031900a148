//! What holds for any bytes: nothing panics, memory is bounded, cuts do not matter, what is written is read.

use proptest::prelude::*;
use wire::hj212::{
    Content, Crc, Edition, Flag, Message, Piece, Profile, Scanner, Verdict, decode, encode, split,
};

use super::damage::with_content;
use super::stream::{GOOD, Kept, pieces};

/// Parts of streams: good frames, damaged ones, and what looks like the grammar.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "##",
        "#",
        "&&",
        "&",
        "CP=&&",
        "##0101QN=",
        "##299ST=31;",
        "1C80",
        "&&1C80",
        "\r\n",
        "\r",
        "\n",
        ";",
        ",",
        "=",
        "a21026-Rtd=1.5",
        "##9999ST=",
        "##0009QN=1;CP=&&&&",
        "//",
    ]);
    let cut = (0..GOOD.len(), 0..GOOD.len())
        .prop_map(|(one, other)| GOOD.as_bytes()[one.min(other)..one.max(other)].to_vec());
    let flipped = (0..GOOD.len(), any::<u8>()).prop_map(|(at, byte)| {
        let mut bytes = GOOD.as_bytes().to_vec();
        bytes[at] = byte;
        bytes
    });
    prop_oneof![
        4 => words.prop_map(|word| word.as_bytes().to_vec()),
        2 => Just(GOOD.as_bytes().to_vec()),
        1 => Just(GOOD.trim_end().as_bytes().to_vec()),
        1 => cut,
        1 => flipped,
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(part(), 0..24).prop_map(|parts| parts.concat())
}

fn content() -> impl Strategy<Value = String> {
    let value = "-?[0-9]{1,5}(\\.[0-9]{1,4})?";
    let group = ("[a-z][0-9]{5}", value, "[NFMSDCTB]")
        .prop_map(|(factor, value, mark)| format!("{factor}-Rtd={value},{factor}-Flag={mark}"));
    prop::collection::vec(group, 0..12).prop_map(|groups| {
        [vec!["DataTime=20240601085857".to_owned()], groups]
            .concat()
            .join(";")
    })
}

proptest! {
    #[test]
    fn cuts_do_not_matter(stream in stream(), lengths in prop::collection::vec(1_usize..200, 1..20)) {
        let whole = pieces(&stream, &[usize::MAX]);
        prop_assert_eq!(&pieces(&stream, &[1]), &whole);
        prop_assert_eq!(&pieces(&stream, &lengths), &whole);
    }

    #[test]
    fn no_byte_is_lost_but_line_ends_between_pieces(stream in stream()) {
        let mut scanner = Scanner::new();
        scanner.push(&stream);
        let mut kept = Vec::new();
        let mut take = |piece: Piece<'_>| match piece {
            Piece::Frame(bytes) | Piece::Skipped { bytes, .. } => kept.extend_from_slice(bytes),
        };
        while let Some(piece) = scanner.next() {
            take(piece);
        }
        while let Some(piece) = scanner.finish() {
            take(piece);
        }
        let bare = |bytes: &[u8]| -> Vec<u8> {
            bytes.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
        };
        prop_assert_eq!(bare(&kept), bare(&stream));
    }

    #[test]
    fn a_good_frame_behind_any_garbage_is_found(garbage in stream(), contents in prop::collection::vec(content(), 1..4)) {
        let frames: Vec<String> = contents.iter().map(|content| with_content(content)).collect();
        let stream = [&garbage[..], frames.concat().as_bytes()].concat();
        let found = pieces(&stream, &[usize::MAX]);
        let expected: Vec<Kept> = frames.into_iter().map(Kept::Frame).collect();
        prop_assert!(found.ends_with(&expected), "{found:?}");
    }

    #[test]
    fn memory_is_bounded(stream in stream(), turns in 1_usize..40) {
        let mut scanner = Scanner::new();
        for _ in 0..turns {
            for part in stream.chunks(64) {
                scanner.push(part);
                while scanner.next().is_some() {}
                prop_assert!(scanner.waiting() < 10_100);
            }
        }
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop_oneof![stream(), prop::collection::vec(any::<u8>(), 0..200)]) {
        let profile = Profile::named("any").unwrap();
        let decoded = decode(&bytes, &profile);
        if let Some(frame) = decoded.frame {
            let items = frame.items().count();
            let grouped: usize = frame.groups().map(|group| group.items().count()).sum();
            prop_assert_eq!(items, grouped);
            frame.content.inspect();
            frame.data_time();
        }
        let content = Content::new(&bytes);
        prop_assert!(content.items().count() <= bytes.len());
        content.is_opaque();
    }

    #[test]
    fn what_is_written_is_read(
        content in content(),
        command in 1000_u16..9999,
        device in "[0-9A-F]{24}",
        password in "[0-9A-Za-z]{6}",
        answer in any::<bool>(),
        modbus in any::<bool>(),
    ) {
        let message = Message {
            qn: Some("20240601085857223".to_owned()),
            flag: Flag { version: Edition::V2017, answer, split: false },
            content,
            crc: if modbus { Crc::Modbus } else { Crc::Standard },
            ..Message::new(Edition::V2017, command, "31", &device, &password)
        };
        let raw = encode(&message).unwrap();
        prop_assert_eq!(pieces(&raw, &[1]), [Kept::Frame(String::from_utf8(raw.clone()).unwrap())]);
        let decoded = decode(&raw, &Profile::named("any").unwrap());
        prop_assert_eq!(decoded.verdict, Verdict::Good);
        prop_assert_eq!(decoded.crc, Some(message.crc));
        let frame = decoded.frame.unwrap();
        prop_assert_eq!(frame.qn, message.qn.as_deref());
        prop_assert_eq!(frame.command, Some(command));
        prop_assert_eq!(frame.device, Some(&device[..]));
        prop_assert_eq!(frame.password, Some(&password[..]));
        prop_assert_eq!(frame.flag, Some(message.flag));
        prop_assert_eq!(frame.content.text(), Some(&message.content[..]));
    }

    #[test]
    fn every_packet_of_a_long_message_is_lawful(groups in prop::collection::vec("[a-z][0-9]{5}-Avg=[0-9]{1,4}\\.[0-9]{2}", 1..200)) {
        let message = Message {
            content: format!("DataTime=20240601080000;{}", groups.join(";")),
            ..Message::new(Edition::V2017, 2051, "31", "010000A8900016F000169DC0", "123456")
        };
        let standard = Profile::named("standard").unwrap();
        let mut joined = Vec::new();
        for raw in split(&message).unwrap() {
            let decoded = decode(&raw, &standard);
            prop_assert!(decoded.length <= 1024);
            prop_assert_eq!(decoded.verdict, Verdict::Good);
            let frame = decoded.frame.unwrap();
            prop_assert_eq!(frame.data_time(), Some("20240601080000"));
            joined.extend(frame.values().map(|(factor, _, value)| format!("{factor}-Avg={value}")));
        }
        prop_assert_eq!(joined, groups);
    }
}

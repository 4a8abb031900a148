//! What holds for any bytes: nothing panics, nothing is lost, the cuts of a stream do not matter.

use proptest::collection::vec;
use proptest::prelude::*;
use wire::vehicle::{
    Form, Head, Payload, Prefix, Protocol, Start, Value, Verdict, Vin, bcc, decode, encode,
};

use super::engine_frame;
use super::scanning::{Owned, good, pieces, whole};

const PROTOCOLS: [Protocol; 2] = [Protocol::Gb17691, Protocol::Gb32960];

/// Bytes that are nearly frames: starts, heads and data mixed.
fn near_frames() -> impl Strategy<Value = Vec<u8>> {
    let bit = prop_oneof![
        3 => vec(any::<u8>(), 0..40),
        3 => Just(b"##".to_vec()),
        1 => Just(b"~~".to_vec()),
        2 => (1..4_u8).prop_map(|records| engine_frame(records, Prefix::Timed)),
        2 => (1..4_u8, any::<prop::sample::Index>(), any::<u8>()).prop_map(|(records, at, byte)| {
            let mut frame = engine_frame(records, Prefix::Numbered);
            let at = at.index(frame.len());
            frame[at] = byte;
            frame
        }),
        2 => (1..4_u8, any::<prop::sample::Index>()).prop_map(|(records, end)| {
            let mut frame = engine_frame(records, Prefix::Timed);
            frame.truncate(end.index(frame.len()));
            frame
        }),
    ];
    vec(bit, 0..12).prop_map(|bits| bits.concat())
}

/// A head of any form.
fn heads() -> impl Strategy<Value = Head> {
    let form = prop_oneof![
        any::<u8>().prop_map(|version| Form::Terminal { version }),
        prop_oneof![1..=0x1F_u8, Just(0xFE)].prop_map(|answer| Form::Platform { answer }),
    ];
    let start = prop_oneof![Just(Start::Hash), Just(Start::Tilde)];
    (start, any::<u8>(), form, "[A-HJ-NPR-Z0-9]{17}", any::<u8>()).prop_map(
        |(start, command, form, vin, encryption)| Head {
            start,
            command,
            form,
            vin: Vin::new(&vin).unwrap(),
            encryption,
        },
    )
}

proptest! {
    #[test]
    fn any_bytes_decode_without_a_panic_and_every_value_can_be_asked(raw in vec(any::<u8>(), 0..300)) {
        for protocol in PROTOCOLS {
            let _ = decode(&raw, protocol);
        }
    }

    #[test]
    fn what_is_written_reads_back_and_writes_again(head in heads(), data in vec(any::<u8>(), 0..200)) {
        let raw = encode(&head, &Payload::Opaque(&data)).unwrap();
        for protocol in PROTOCOLS {
            let decoded = decode(&raw, protocol);
            let frame = decoded.frame.unwrap();
            prop_assert_eq!(decoded.verdict, Verdict::Good);
            prop_assert_eq!(frame.head, head);
            prop_assert_eq!(encode(&frame.head, &frame.payload).unwrap(), raw.clone());
        }
    }

    #[test]
    fn records_of_any_bytes_write_back(data in vec(any::<u8>(), 0..400)) {
        let head = Head { form: Form::Platform { answer: 0xFE }, ..super::head(2) };
        let raw = encode(&head, &Payload::Opaque(&data)).unwrap();
        for protocol in PROTOCOLS {
            let Payload::RealTime(real_time) = decode(&raw, protocol).frame.unwrap().payload else { continue };
            for record in real_time.blocks.into_iter().flat_map(|block| block.body.records()) {
                let mut written = Vec::new();
                record.layout.write(&mut written, |field| field.value(record.bytes)).unwrap();
                prop_assert_eq!(&written, record.bytes);
                let numbers = record.values().filter(|(_, value)| matches!(value, Value::Number(_)));
                prop_assert!(numbers.count() <= record.layout.fields.len());
            }
        }
    }

    #[test]
    fn cuts_of_the_stream_do_not_matter(stream in near_frames(), sizes in vec(1..60_usize, 1..8)) {
        let at_once = pieces(&stream, &[usize::MAX]);
        prop_assert_eq!(whole(&at_once), stream.clone());
        prop_assert_eq!(&pieces(&stream, &sizes), &at_once);
        prop_assert_eq!(&pieces(&stream, &[1]), &at_once);
    }

    #[test]
    fn garbage_around_frames_loses_none(
        garbage in vec(vec(any::<u8>(), 0..80), 6),
        sizes in vec(1..200_usize, 1..4),
    ) {
        let frames: Vec<Vec<u8>> = (1..6).map(|records| engine_frame(records, Prefix::Timed)).collect();
        let mut stream = garbage[5].clone();
        for (frame, garbage) in frames.iter().zip(&garbage) {
            stream.extend(frame);
            stream.extend(garbage);
        }
        let pieces = pieces(&stream, &sizes);
        let good = good(&pieces);
        for frame in &frames {
            prop_assert!(good.contains(&frame.as_slice()));
        }
        let skipped = pieces.iter().all(|piece| matches!(piece, Owned::Frame(raw) | Owned::Skipped(raw) if !raw.is_empty()));
        prop_assert!(skipped);
    }

    #[test]
    fn the_bcc_is_the_xor_of_all_bytes(bytes in vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(bcc(&bytes), bytes.iter().fold(0, |sum, byte| sum ^ byte));
    }
}

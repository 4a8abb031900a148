//! Frames made by hand from the standards' tables (reference standards.md §16.5), and each command both ways.

use wire::vehicle::{
    Decoded, Defect, Form, Head, Payload, Position, Protocol, Start, Verdict, decode, encode, text,
};

use super::{bytes, head, noon};

// The page's own digits have a `30` too many in the VIN; its BCCs are right for the VIN that it names, as here.
const TIME: &str = "7E7E054C5445535456494E303030303030303031010100003F";
const LOGOUT: &str = "2323044C5445535456494E303030303030303031010100081806010900000001 21";

fn good(decoded: &Decoded<'_>) -> bool {
    decoded.verdict == Verdict::Good && decoded.defects.is_empty()
}

#[test]
fn time_synchronisation_of_hj_1239_is_read_and_written() {
    let raw = bytes(TIME);
    let decoded = decode(&raw, Protocol::Gb17691);
    let frame = decoded.frame.unwrap();
    assert!(good(&decoded));
    assert_eq!(
        frame.head,
        Head {
            start: Start::Tilde,
            ..head(5)
        }
    );
    assert!(matches!(frame.payload, Payload::Time(None)));
    assert_eq!(encode(&frame.head, &frame.payload).unwrap(), raw);
}

#[test]
fn logout_of_gb_17691_is_read_and_written() {
    let raw = bytes(LOGOUT);
    let decoded = decode(&raw, Protocol::Gb17691);
    let frame = decoded.frame.unwrap();
    assert!(good(&decoded));
    assert_eq!(frame.head, head(4));
    let Payload::Logout { time, serial } = frame.payload else {
        panic!("{:?}", frame.payload)
    };
    assert_eq!(
        (time.to_string().as_str(), serial),
        ("2024-06-01 09:00:00", 1)
    );
    assert_eq!(encode(&frame.head, &frame.payload).unwrap(), raw);
}

/// Writes and reads a payload; the debug texts must agree.
fn there_and_back(head: Head, protocol: Protocol, payload: &Payload<'_>) {
    let raw = encode(&head, payload).unwrap();
    let decoded = decode(&raw, protocol);
    let frame = decoded.frame.unwrap();
    assert!(good(&decoded), "{:?}", decoded.defects);
    assert_eq!(frame.head, head);
    assert_eq!(format!("{:?}", frame.payload), format!("{payload:?}"));
}

#[test]
fn every_command_of_a_terminal_reads_as_it_was_written() {
    let (time, serial, vin) = (noon(5), 513, head(7).vin);
    let check = |command, payload: &Payload<'_>| {
        there_and_back(head(command), Protocol::Gb17691, payload);
    };
    let iccid = *b"89860000000000000001";
    check(
        1,
        &Payload::Login {
            time,
            serial,
            iccid,
            rest: &[],
        },
    );
    let position = Position {
        state: 0b110,
        longitude: 112_550_000,
        latitude: 37_870_000,
    };
    check(
        6,
        &Payload::Tamper {
            time,
            serial,
            position,
        },
    );
    let (chip, key, signature) = (*b"CHIP000000000001", &[7; 64], &[32][..]);
    check(
        7,
        &Payload::Activation {
            time,
            chip,
            key,
            vin,
            signature,
        },
    );
    check(
        8,
        &Payload::ActivationAnswer {
            state: 2,
            reason: 1,
        },
    );
}

#[test]
fn every_command_of_a_platform_reads_as_it_was_written() {
    let (time, serial) = (noon(5), 513);
    let check = |answer, command, protocol, payload: &Payload<'_>| {
        let form = Form::Platform { answer };
        there_and_back(
            Head {
                form,
                ..head(command)
            },
            protocol,
            payload,
        );
    };
    let iccid = *b"89860000000000000001";
    let storage = Payload::Login {
        time,
        serial,
        iccid,
        rest: b"\x01\x04ABCD",
    };
    check(0xFE, 1, Protocol::Gb32960, &storage);
    let (user, password) = (*b"platform\0\0\0\0", [b'x'; 20]);
    let login = Payload::PlatformLogin {
        time,
        serial,
        user,
        password,
        encryption: 1,
    };
    check(0xFE, 7, Protocol::Gb17691, &login);
    check(0xFE, 5, Protocol::Gb32960, &login);
    check(
        0xFE,
        8,
        Protocol::Gb17691,
        &Payload::Logout { time, serial },
    );
    let answer = Payload::Answer {
        time: Some(time),
        rest: &[],
    };
    check(1, 1, Protocol::Gb32960, &answer);
    check(0xFE, 7, Protocol::Gb32960, &Payload::Time(None));
}

#[test]
fn positions_know_their_hemisphere() {
    let at = |state| Position {
        state,
        longitude: 112_550_000,
        latitude: 37_870_000,
    };
    let said = |position: Position| {
        (
            position.east().unwrap().to_string(),
            position.north().unwrap().to_string(),
        )
    };
    assert_eq!(said(at(0)), ("112.550000".into(), "37.870000".into()));
    assert_eq!(said(at(0b110)), ("-112.550000".into(), "-37.870000".into()));
    assert!(at(0b110).is_fixed() && !at(1).is_fixed());
    let nowhere = Position {
        latitude: u32::MAX,
        ..at(0)
    };
    assert!(nowhere.north().is_none() && !nowhere.is_fixed());
}

#[test]
fn a_wrong_bcc_a_wrong_length_and_a_cut_are_named() {
    let check = |raw: &[u8], defect| {
        let decoded = decode(raw, Protocol::Gb17691);
        assert_eq!(decoded.verdict, Verdict::Bad);
        assert!(decoded.defects.contains(defect), "{:?}", decoded.defects);
    };
    let raw = bytes(LOGOUT);
    let changed = |at: usize, byte: u8| {
        let mut raw = raw.clone();
        raw[at] = byte;
        raw
    };
    check(&changed(32, 0x22), Defect::BccMismatch);
    check(&changed(23, 9), Defect::LengthMismatch);
    check(&raw[..30], Defect::LengthMismatch);
    check(&raw[..24], Defect::FrameShort);
    check(&raw[1..], Defect::NoStart);
    check(&[], Defect::NoStart);
}

#[test]
fn what_a_sender_puts_in_wrong_is_named_and_stays_good() {
    let check = |head: Head, payload: &Payload<'_>, defect| {
        let raw = encode(&head, payload).unwrap();
        let decoded = decode(&raw, Protocol::Gb17691);
        assert_eq!(decoded.verdict, Verdict::Good);
        assert!(decoded.defects.contains(defect), "{:?}", decoded.defects);
    };
    let nobody = wire::vehicle::Vin::of_bytes([b'?'; 17]);
    check(
        Head {
            vin: nobody,
            ..head(5)
        },
        &Payload::Time(None),
        Defect::VinUnreadable,
    );
    check(
        Head {
            encryption: 9,
            ..head(5)
        },
        &Payload::Time(None),
        Defect::EncryptionUnknown,
    );
    check(head(0x55), &Payload::Opaque(b"abc"), Defect::UnknownCommand);
    let never = wire::vehicle::Time::of_bytes([24, 2, 30, 0, 0, 0]);
    check(
        head(4),
        &Payload::Logout {
            time: never,
            serial: 0,
        },
        Defect::TimeImpossible,
    );
    check(head(4), &Payload::Opaque(&[24, 2]), Defect::DataShort);
    check(
        head(4),
        &Payload::Opaque(&[24, 2, 3, 0, 0, 0, 0, 1, 9]),
        Defect::DataTrailing,
    );
    let sealed = Head {
        encryption: 3,
        ..head(4)
    };
    let plain = Payload::Logout {
        time: noon(0),
        serial: 1,
    };
    check(sealed, &plain, Defect::EncryptedPlain);
}

#[test]
fn encrypted_data_stay_sealed() {
    let head = Head {
        encryption: 3,
        ..head(2)
    };
    let cipher = [0x91; 64];
    let raw = encode(&head, &Payload::Sealed(&cipher)).unwrap();
    let decoded = decode(&raw, Protocol::Gb17691);
    assert!(good(&decoded), "{:?}", decoded.defects);
    assert!(matches!(decoded.frame.unwrap().payload, Payload::Sealed(data) if data == cipher));
}

#[test]
fn more_data_than_a_frame_carries_is_refused() {
    let much = vec![0; 65_536];
    let refused = encode(&head(0xC0), &Payload::Opaque(&much)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "65536 bytes of data are more than a frame can carry"
    );
}

#[test]
fn filling_is_no_text() {
    assert_eq!(text(b"V1.00  \0\0"), Some("V1.00"));
    assert_eq!(text(&[0; 4]), Some(""));
    assert_eq!(text(&[0xFF; 4]), None);
}

#[test]
fn every_defect_has_a_name_in_both_languages() {
    for defect in Defect::ALL {
        assert!(
            !defect.zh().is_empty() && !defect.en().is_empty(),
            "{}",
            defect.id()
        );
    }
}

//! SM4: the vector of GB/T 32907, every padding and carriage, and inputs of wrong length.

use proptest::prelude::*;
use wire::hj212::sm4::{Carriage, Key, Padding, Settings, Sm4Error, open, seal};
use wire::hj212::{Content, Defect, Profile, decode};

/// Key, and first block, of GB/T 32907 Annex A.
const BLOCK: &str = "0123456789abcdeffedcba9876543210";
const SEALED: &str = "681EDF34D206965E86B3E94F536E4246";

fn key() -> Key {
    Key::parse(BLOCK).unwrap()
}

fn settings(padding: Padding, carriage: Carriage) -> Settings {
    Settings { padding, carriage }
}

fn block() -> Vec<u8> {
    (0..16)
        .map(|at| u8::from_str_radix(&BLOCK[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

#[test]
fn the_vector_of_the_standard_is_met() {
    let plain = settings(Padding::None, Carriage::Hex);
    assert_eq!(seal(&block(), &key(), plain).unwrap(), SEALED.as_bytes());
    assert_eq!(open(SEALED.as_bytes(), &key(), plain).unwrap(), block());
    assert_eq!(
        open(SEALED.to_lowercase().as_bytes(), &key(), plain).unwrap(),
        block()
    );
    let base64 = settings(Padding::None, Carriage::Base64);
    // The same bytes, written as base64 by coreutils.
    assert_eq!(
        seal(&block(), &key(), base64).unwrap(),
        b"aB7fNNIGll6Gs+lPU25CRg=="
    );
}

#[test]
fn wrong_lengths_and_letters_are_errors() {
    let hex = settings(Padding::None, Carriage::Hex);
    assert_eq!(open(b"00", &key(), hex), Err(Sm4Error::Blocks { bytes: 1 }));
    assert!(matches!(
        open(b"0", &key(), hex),
        Err(Sm4Error::Written { at: 1, .. })
    ));
    assert!(matches!(
        open(b"0g", &key(), hex),
        Err(Sm4Error::Written { at: 1, .. })
    ));
    assert_eq!(
        seal(b"DataTime=1", &key(), hex),
        Err(Sm4Error::Blocks { bytes: 10 })
    );
    assert_eq!(open(b"", &key(), hex), Ok(Vec::new()));
    let base64 = settings(Padding::None, Carriage::Base64);
    assert!(open(b"a", &key(), base64).is_err());
    assert!(open(b"====", &key(), base64).is_err());
    let pkcs7 = settings(Padding::Pkcs7, Carriage::Hex);
    assert_eq!(
        open(SEALED.as_bytes(), &key(), pkcs7),
        Err(Sm4Error::Padded)
    );
    assert!(Key::parse("00").is_none() && Key::parse("zz").is_none());
    assert_eq!(format!("{:?}", key()), "***");
}

#[test]
fn a_frame_of_2025_is_opaque_without_its_key_and_read_with_it() {
    let plain = "DataTime=20260101000000;a21026-Rtd=12.5,a21026-Flag=N";
    let profile = Profile::named("standard").unwrap();
    let sealed = seal(plain.as_bytes(), &key(), profile.encryption).unwrap();
    let sealed = String::from_utf8(sealed).unwrap();
    let raw = format!(
        "##0000QN=20260101000000000;ST=31;CN=2011;PW=123456;MN=1;Flag=9;CP=&&{sealed}&&0000"
    );
    let decoded = decode(raw.as_bytes(), &profile);
    assert!(decoded.defects.contains(Defect::OpaqueContent));
    let frame = decoded.frame.unwrap();
    assert_eq!(frame.values().count(), 0);
    let opened = open(frame.content.bytes(), &key(), profile.encryption).unwrap();
    assert_eq!(opened, plain.as_bytes());
    assert_eq!(Content::new(&opened).values().count(), 2);
}

proptest! {
    #[test]
    fn what_is_sealed_is_opened(text in "[ -~]{0,80}", base64 in any::<bool>(), pkcs7 in any::<bool>()) {
        let carriage = if base64 { Carriage::Base64 } else { Carriage::Hex };
        let padding = if pkcs7 { Padding::Pkcs7 } else { Padding::Zero };
        let settings = settings(padding, carriage);
        let sealed = seal(text.as_bytes(), &key(), settings).unwrap();
        prop_assert_eq!(open(&sealed, &key(), settings).unwrap(), text.as_bytes());
    }

    #[test]
    fn any_bytes_can_be_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100), text in "[0-9A-Za-z+/=]{0,64}") {
        for padding in [Padding::None, Padding::Zero, Padding::Pkcs7] {
            for carriage in [Carriage::Hex, Carriage::Base64] {
                let settings = settings(padding, carriage);
                let _ = open(&bytes, &key(), settings);
                let _ = open(text.as_bytes(), &key(), settings);
                let _ = seal(&bytes, &key(), settings);
            }
        }
    }
}

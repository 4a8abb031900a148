//! The check words against values from outside (`docs/method/hj212.md` §CRC) and against the slow twin.

use proptest::prelude::*;
use wire::hj212::crc::{modbus, standard, standard_by_bytes};

/// CRC-16/MODBUS, bit by bit, as its own specification states it.
fn modbus_by_bits(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |register, byte| {
        (0..8).fold(register ^ u16::from(*byte), |register, _| {
            let shifted = register >> 1;
            if register & 1 == 1 {
                shifted ^ 0xA001
            } else {
                shifted
            }
        })
    })
}

/// Annex A of HJ 212-2017, bit by bit.
fn annex_a_by_bits(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |register: u16, byte| {
        (0..8).fold((register >> 8) ^ u16::from(*byte), |register, _| {
            let shifted = register >> 1;
            if register & 1 == 1 {
                shifted ^ 0xA001
            } else {
                shifted
            }
        })
    })
}

#[test]
fn the_check_values_are_those_of_the_references() {
    assert_eq!(standard(b""), 0xFFFF);
    assert_eq!(standard(b"123456789"), 0x2F80);
    assert_eq!(modbus(b"123456789"), 0x4B37);
    let example = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
    assert_eq!(standard(example), 0x1C80);
    assert_eq!(modbus(example), 0x0759);
}

proptest! {
    #[test]
    fn the_folded_word_is_the_word_of_the_annex(bytes in proptest::collection::vec(any::<u8>(), 0..1200)) {
        prop_assert_eq!(standard(&bytes), annex_a_by_bits(&bytes));
        prop_assert_eq!(standard_by_bytes(&bytes), annex_a_by_bits(&bytes));
    }

    #[test]
    fn the_sliced_modbus_word_is_that_of_the_specification(bytes in proptest::collection::vec(any::<u8>(), 0..1200)) {
        prop_assert_eq!(modbus(&bytes), modbus_by_bits(&bytes));
    }
}

//! Exact decimals of fields, in the type that both codecs share.

pub use crate::hj212::Number;

/// The same number without zeros at the end of its fraction: how people write it.
pub(super) fn trimmed(mut number: Number) -> Number {
    while number.scale > 0 && number.mantissa % 10 == 0 {
        number.mantissa /= 10;
        number.scale -= 1;
    }
    number
}

/// The mantissa that a number has with so many decimals, if it is whole and fits.
pub(super) fn mantissa_at(number: Number, scale: u8) -> Option<i64> {
    let own = trimmed(number);
    let more = u32::from(scale.checked_sub(own.scale)?);
    own.mantissa.checked_mul(10_i64.checked_pow(more)?)
}

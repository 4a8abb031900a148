//! Records: bytes and the layout that says what they mean, read and written field by field.
//!
//! Values are exact. A value that the sender marks as missing is missing; it is never zero.

use super::encode::EncodeError;
use super::layout::{Field, FieldForm, RecordLayout};
use super::number::{Number, mantissa_at};
use super::position::Position;

/// A record of a block.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// What its bytes mean.
    pub layout: &'static RecordLayout,
    /// Its bytes, as many as the layout says.
    pub bytes: &'a [u8],
    /// Which group of the block it belongs to, from 1; 0 in a block without groups.
    pub group: u16,
    /// Which of the repeated records it is, from 1; 0 where it stands once.
    pub ordinal: u16,
}

/// What a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number.
    Number(Number),
    /// Bits or a code.
    Bits(u32),
    /// Characters or bytes.
    Bytes(&'a [u8]),
    /// The sender has no value.
    Invalid,
    /// The sender's sensor is at fault.
    Abnormal,
}

impl<'a> Record<'a> {
    /// All fields with what they say.
    #[inline]
    pub fn values(self) -> impl Iterator<Item = (&'static Field, Value<'a>)> {
        let bytes = self.bytes;
        self.layout
            .fields
            .iter()
            .map(move |field| (field, field.value(bytes)))
    }

    /// The number of a field, if the record has the field and the field has a number.
    pub fn number(self, id: &str) -> Option<Number> {
        match self.layout.field(id)?.value(self.bytes) {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Where the vehicle was, if the record says so; whether the receiver had a fix is the position's to say.
    pub fn position(self) -> Option<Position> {
        let state = &self.layout.fields[self.layout.position?];
        Position::at_start(self.bytes.get(state.at..)?)
    }
}

impl Field {
    /// What the field says in the bytes of its record.
    #[inline]
    pub fn value<'a>(&self, record: &'a [u8]) -> Value<'a> {
        let Some(bytes) = record.get(self.at..self.at + usize::from(self.bytes)) else {
            return Value::Invalid;
        };
        if matches!(self.form, FieldForm::Text | FieldForm::Bytes) {
            return Value::Bytes(bytes);
        }
        let raw = big_endian(bytes);
        if self.form == FieldForm::Bits {
            return Value::Bits(raw);
        }
        if self.invalid == Some(raw) {
            return Value::Invalid;
        }
        if self.abnormal == Some(raw) {
            return Value::Abnormal;
        }
        Value::Number(Number {
            mantissa: i64::from(raw) * self.scale + self.shift,
            scale: self.decimals,
        })
    }

    /// Writes what the field is to say at the end of `out`.
    pub(super) fn write(
        &'static self,
        value: Value<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        let width = usize::from(self.bytes);
        let none = u32::MAX >> (32 - 8 * width.clamp(1, 4));
        let fault = EncodeError::Value { field: self.id };
        let raw = match value {
            Value::Bytes(bytes) if bytes.len() == width => {
                out.extend_from_slice(bytes);
                return Ok(());
            }
            Value::Number(number) => self.raw(number).ok_or(fault)?,
            Value::Bits(bits) => bits,
            Value::Invalid => self.invalid.unwrap_or(none),
            Value::Abnormal => self.abnormal.ok_or(fault)?,
            Value::Bytes(_) => return Err(fault),
        };
        let numeric = matches!(self.form, FieldForm::Number | FieldForm::Bits);
        if raw > none || !numeric {
            return Err(EncodeError::Value { field: self.id });
        }
        out.extend_from_slice(&raw.to_be_bytes()[4 - width..]);
        Ok(())
    }

    /// The raw value of a number, if the field can say it exactly.
    fn raw(&self, number: Number) -> Option<u32> {
        let scaled = mantissa_at(number, self.decimals)?.checked_sub(self.shift)?;
        let raw = u32::try_from(scaled / self.scale).ok()?;
        let marks = self.invalid == Some(raw) || self.abnormal == Some(raw);
        (scaled % self.scale == 0 && !marks).then_some(raw)
    }
}

impl RecordLayout {
    /// Writes a record at the end of `out`; `value` says what each field is to say.
    ///
    /// # Errors
    /// A value that its field cannot say: too large, not a whole number of steps, of another form.
    pub fn write<'a>(
        &'static self,
        out: &mut Vec<u8>,
        mut value: impl FnMut(&'static Field) -> Value<'a>,
    ) -> Result<(), EncodeError> {
        self.fields
            .iter()
            .try_for_each(|field| field.write(value(field), out))
    }

    /// The number that a record ends with: how often the next part follows. Missing means never.
    pub(super) fn count(&self, bytes: &[u8]) -> usize {
        let last = self.fields.last().map(|field| field.value(bytes));
        match last {
            Some(Value::Number(number)) => usize::try_from(number.mantissa).unwrap_or(0),
            _ => 0,
        }
    }
}

/// One, two or four bytes as a number.
#[inline]
fn big_endian(bytes: &[u8]) -> u32 {
    match *bytes {
        [one] => u32::from(one),
        [high, low] => u32::from(u16::from_be_bytes([high, low])),
        [a, b, c, d] => u32::from_be_bytes([a, b, c, d]),
        _ => 0,
    }
}

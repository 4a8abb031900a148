//! A record of text fields, from CSV or from another source.

/// One record of text fields.
pub(crate) trait Record {
    /// How many fields it has.
    fn width(&self) -> usize;
    /// A field; empty if absent.
    fn field(&self, place: usize) -> &[u8];
}

impl Record for csv::ByteRecord {
    fn width(&self) -> usize {
        self.len()
    }

    fn field(&self, place: usize) -> &[u8] {
        self.get(place).unwrap_or_default()
    }
}

impl Record for Vec<Option<String>> {
    fn width(&self) -> usize {
        self.len()
    }

    fn field(&self, place: usize) -> &[u8] {
        self.get(place)
            .and_then(Option::as_deref)
            .unwrap_or_default()
            .as_bytes()
    }
}

/// The fields of a record as one text, for a defect.
pub(crate) fn record_text(record: &impl Record) -> Vec<u8> {
    let fields: Vec<&[u8]> = (0..record.width().min(80))
        .map(|place| record.field(place))
        .collect();
    fields.join(&b',')
}

//! Contents to be sent, item by item. Values are written as given; nothing is rounded or converted.

use std::fmt::{Display, Write as _};

use super::field::Field;

/// A content in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    text: String,
    /// The factor of the group that is being written.
    factor: String,
}

impl Body {
    /// An empty content.
    pub fn new() -> Self {
        Self::default()
    }

    /// The content of data of a time, `YYYYMMDDhhmmss`.
    pub fn at(data_time: &str) -> Self {
        Self::new().parameter("DataTime", data_time)
    }

    /// Adds a group of one name and its value.
    pub fn parameter(mut self, name: &str, value: impl Display) -> Self {
        self.factor.clear();
        self.add(if self.text.is_empty() { "" } else { ";" }, name, value);
        self
    }

    /// Adds a name and its value to the group that is being written.
    pub fn and(mut self, name: &str, value: impl Display) -> Self {
        self.add(if self.text.is_empty() { "" } else { "," }, name, value);
        self
    }

    /// Adds a value of a factor; values of one factor in a row make one group.
    pub fn value(mut self, factor: &str, field: Field, value: impl Display) -> Self {
        let separator = match (self.text.is_empty(), self.factor == factor) {
            (true, _) => "",
            (false, true) => ",",
            (false, false) => ";",
        };
        factor.clone_into(&mut self.factor);
        self.add(separator, &format!("{factor}-{}", field.id()), value);
        self
    }

    /// The content.
    pub fn finish(self) -> String {
        self.text
    }

    fn add(&mut self, separator: &str, name: &str, value: impl Display) {
        write!(self.text, "{separator}{name}={value}").expect("writing into memory does not fail");
    }
}

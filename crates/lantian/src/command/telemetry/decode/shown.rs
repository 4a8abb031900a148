//! A piece of a stream as it is shown: the same facts for JSON and for people.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value as Json;
use wire::hj212::Number;

use super::input::Stream;

/// A frame, or bytes that were skipped.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    pub(super) offset: usize,
    pub(super) bytes: usize,
    pub(super) protocol: &'static str,
    /// `good`, `bad` or `skipped`.
    pub(super) verdict: &'static str,
    #[serde(flatten)]
    pub(super) what: What,
}

/// What a piece is.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum What {
    /// A frame.
    Frame(Box<Frame>),
    /// Bytes that belong to no frame.
    Skipped {
        /// Why.
        reason: &'static str,
        /// The first of them.
        hex: String,
    },
}

/// A frame taken apart.
#[derive(Serialize)]
pub(super) struct Frame {
    /// Which rule the CRC follows; null if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crc: Option<Json>,
    /// Whether the BCC agrees: `ok` or `bad`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bcc: Option<&'static str>,
    pub(super) defects: Vec<&'static str>,
    pub(super) length: Length,
    #[serde(serialize_with = "map")]
    pub(super) header: Facts,
    #[serde(serialize_with = "map")]
    pub(super) data: Facts,
    pub(super) values: Vec<Entry>,
    /// The defects as sentences in both languages, for people.
    #[serde(skip)]
    pub(super) sentences: Vec<(&'static str, &'static str)>,
    /// What the command is called in both languages, for people.
    #[serde(skip)]
    pub(super) command: Option<(&'static str, &'static str)>,
}

/// Names and values in order.
pub(super) type Facts = Vec<(&'static str, Json)>;

/// The length of a frame's data.
#[derive(Serialize)]
pub(super) struct Length {
    pub(super) declared: Option<usize>,
    pub(super) actual: Option<usize>,
}

/// A value.
#[derive(Default, Serialize)]
pub(super) struct Entry {
    /// The code of a factor, or the id of a field of a vehicle.
    pub(super) factor: String,
    pub(super) name_zh: Option<&'static str>,
    pub(super) name_en: Option<&'static str>,
    /// What is said of the factor: `Rtd`, `Avg`, `Flag`; the block for a vehicle.
    pub(super) field: String,
    /// The number or the text; null where it is missing.
    pub(super) value: Json,
    /// The value as it was sent, or exactly.
    pub(super) text: Option<String>,
    pub(super) unit: Option<String>,
    /// Why it is missing, where the sender says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<&'static str>,
    /// The time of a vehicle's block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time: Option<String>,
    /// Which group of the content or of the block, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<usize>,
    /// Which of the repeated values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ordinal: Option<usize>,
}

impl Shown {
    /// A frame of a stream.
    pub(super) fn frame(
        stream: &Stream,
        (offset, bytes): (usize, usize),
        (protocol, verdict): (&'static str, &'static str),
        frame: Frame,
    ) -> Self {
        Self {
            file: stream.file.clone(),
            line: stream.line,
            offset,
            bytes,
            protocol,
            verdict,
            what: What::Frame(Box::new(frame)),
        }
    }

    /// Skipped bytes of a stream.
    pub(super) fn skipped(
        stream: &Stream,
        offset: usize,
        bytes: &[u8],
        protocol: &'static str,
        reason: &'static str,
    ) -> Self {
        Self {
            file: stream.file.clone(),
            line: stream.line,
            offset,
            bytes: bytes.len(),
            protocol,
            verdict: "skipped",
            what: What::Skipped {
                reason,
                hex: hex(&bytes[..bytes.len().min(SAMPLE)]),
            },
        }
    }
}

/// How many skipped bytes are shown.
const SAMPLE: usize = 64;

/// Writes facts as an object, in their order.
fn map<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(facts.len()))?;
    for (name, value) in facts {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// A number of JSON: whole where it is whole, else the nearest.
pub(super) fn number(number: Number) -> Json {
    if number.scale == 0 {
        Json::from(number.mantissa)
    } else {
        Json::from(number.to_f64())
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(digits, "{byte:02X}");
    }
    digits
}

//! The layouts of blocks, commands and ways of encryption, from `standards/vehicle`.
//!
//! The build writes the tables; every one of them carries its source, and whether a person saw the document.

use super::Protocol;

include!(concat!(env!("OUT_DIR"), "/vehicle.rs"));

/// A kind of block: an id, names, and the records it is made of.
#[derive(Debug)]
pub struct BlockLayout {
    /// The byte that announces it.
    pub kind: u8,
    /// Its id.
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Whether one byte before the parts says how often they follow.
    pub grouped: bool,
    /// The parts in order.
    pub parts: &'static [Part],
    /// The parts that some terminals send in their place; mostly none.
    pub habit: &'static [Part],
}

/// A record in its place in a block.
#[derive(Debug)]
pub struct Part {
    /// The record.
    pub record: &'static RecordLayout,
    /// Whether it stands as often as the last number of the part before says.
    pub repeated: bool,
}

/// Fields one behind the other.
#[derive(Debug)]
pub struct RecordLayout {
    /// Its id.
    pub id: &'static str,
    /// Its width.
    pub bytes: usize,
    /// Which field is the state of positioning, with longitude and latitude behind it.
    pub position: Option<usize>,
    /// Where the layout is from.
    pub source: Source,
    /// The fields in order.
    pub fields: &'static [Field],
}

/// A citation.
#[derive(Debug)]
pub struct Source {
    /// The document.
    pub document: &'static str,
    /// The clause, and how it came here.
    pub clause: &'static str,
    /// Whether the document itself was seen; where not, a person must confirm the layout.
    pub seen: bool,
}

/// A field: where it stands, and what its bytes mean. Value = raw × `scale` + `shift`, over 10^`decimals`.
#[derive(Debug)]
pub struct Field {
    /// Its id.
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Its unit, where it has one.
    pub unit: Option<&'static str>,
    /// What its bytes are.
    pub form: FieldForm,
    /// The first of its bytes in the record.
    pub(super) at: usize,
    /// Its width.
    pub bytes: u8,
    /// The factor's digits.
    pub(super) scale: i64,
    /// How many of them stand behind the point.
    pub(super) decimals: u8,
    /// The offset with as many decimals.
    pub(super) shift: i64,
    /// The raw value that means "no value".
    pub(super) invalid: Option<u32>,
    /// The raw value that means "the sensor is at fault".
    pub(super) abnormal: Option<u32>,
}

/// What the bytes of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldForm {
    /// A number, scaled.
    Number,
    /// Bits or a code, not scaled.
    Bits,
    /// Characters.
    Text,
    /// Bytes of which the standard says no more.
    Bytes,
}

use FieldForm as Form;

/// Whose list of commands holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A vehicle's terminal speaks (GB 17691, HJ 1239).
    Terminal,
    /// A platform speaks (HJ 1239), or a vehicle in a platform's form.
    Platform,
    /// GB/T 32960.
    Gb32960,
}

/// How the data of a command are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Time, serial number, ICCID.
    Login,
    /// Time and serial number.
    Logout,
    /// Time and blocks.
    RealTime,
    /// Nothing, or a time.
    Time,
    /// Time, serial number, position.
    Tamper,
    /// Time, chip, public key, VIN, signature.
    Activation,
    /// State and reason.
    ActivationAnswer,
    /// Time, serial number, user, password, way of encryption.
    PlatformLogin,
    /// Kept as bytes.
    Opaque,
}

/// A command, or a range of them.
#[derive(Debug)]
pub struct Command {
    channel: Channel,
    first: u8,
    last: u8,
    /// Its id.
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// How its data are read.
    pub content: Content,
    /// Where this is from.
    pub source: Source,
}

/// A way of encryption.
#[derive(Debug)]
pub struct Encryption {
    protocol: Protocol,
    code: u8,
    /// Its id.
    pub id: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Where this is from.
    pub source: Source,
}

/// The sentence of a defect.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) id: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

impl Command {
    /// The command of a channel that a byte means.
    pub fn of(channel: Channel, code: u8) -> Option<&'static Self> {
        COMMANDS
            .iter()
            .find(|one| one.channel == channel && (one.first..=one.last).contains(&code))
    }
}

impl RecordLayout {
    /// A field by its id.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// The blocks of a protocol, by kind.
pub fn block_layouts(protocol: Protocol) -> &'static [BlockLayout] {
    match protocol {
        Protocol::Gb17691 => &GB17691,
        Protocol::Gb32960 => &GB32960,
    }
}

/// The block of a kind.
pub fn block_layout(protocol: Protocol, kind: u8) -> Option<&'static BlockLayout> {
    block_layouts(protocol)
        .iter()
        .find(|block| block.kind == kind)
}

/// The way of encryption that a byte means.
pub(super) fn encryption(protocol: Protocol, code: u8) -> Option<&'static Encryption> {
    ENCRYPTIONS
        .iter()
        .find(|one| one.protocol == protocol && one.code == code)
}

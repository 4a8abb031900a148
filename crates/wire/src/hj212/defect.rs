//! What can be wrong with a frame, by name. A defect says what was found; whether the frame is good is the
//! verdict's matter, and whether a habit is tolerated the profile's.

use std::fmt;

/// The sentence of a defect in both languages.
struct Words {
    id: &'static str,
    zh: &'static str,
    en: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/hj212_defects.rs"));

macro_rules! defects {
    ($($(#[$about:meta])* $name:ident = $id:literal,)+) => {
        /// One thing wrong with a frame, or one habit of its maker.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Defect {
            $($(#[$about])* $name,)+
        }

        impl Defect {
            /// Every defect, in the order of a frame.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in tables, files and metrics.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

defects! {
    /// The text does not begin with `##` and a length: a data segment alone.
    NoStart = "no_start",
    /// The length field has three digits instead of four.
    LengthThreeDigits = "length_three_digits",
    /// The length field counts the check word and CR LF too.
    LengthPlus6 = "length_plus_6",
    /// The length field is not the length of the data segment.
    LengthMismatch = "length_mismatch",
    /// The data segment is longer than 1024 bytes.
    Over1024 = "over_1024",
    /// No CR LF at the end.
    MissingCrlf = "missing_crlf",
    /// No check word of four hexadecimal digits.
    CrcMissing = "crc_missing",
    /// The check word is in lower case.
    CrcLowerCase = "crc_lower_case",
    /// The check word is CRC-16/MODBUS.
    CrcModbus = "crc_modbus",
    /// The check word fits neither rule.
    CrcMismatch = "crc_mismatch",
    /// A field of the header cannot be read.
    HeaderMalformed = "header_malformed",
    /// The header has a field that no edition knows.
    HeaderUnknown = "header_unknown",
    /// A comma stands where a semicolon belongs between fields of the header.
    CommaForSemicolon = "comma_for_semicolon",
    /// Blanks around a name or a value.
    BlankTrimmed = "blank_trimmed",
    /// No QN.
    MissingQn = "missing_qn",
    /// No ST.
    MissingSt = "missing_st",
    /// No CN.
    MissingCn = "missing_cn",
    /// No MN.
    MissingMn = "missing_mn",
    /// No Flag.
    MissingFlag = "missing_flag",
    /// `FLAG` in the place of `Flag`.
    FlagUpperCase = "flag_upper_case",
    /// The version bits of Flag are those of no edition.
    EditionUnknown = "edition_unknown",
    /// MN is not 24 hexadecimal digits, as it has been since 2017.
    MnNot24 = "mn_not_24",
    /// QN is not the time of an exchange, of 17 digits.
    QnImpossible = "qn_impossible",
    /// Flag announces packets, but PNUM or PNO is missing.
    PacketMissing = "packet_missing",
    /// PNO is zero or more than PNUM.
    PacketOutOfRange = "packet_out_of_range",
    /// No content `CP=&&…&&`.
    ContentMissing = "content_missing",
    /// The content does not end with `&&`.
    ContentNotClosed = "content_not_closed",
    /// The content is not UTF-8; items of other text are left out.
    ContentNotUtf8 = "content_not_utf8",
    /// The content is encrypted.
    OpaqueContent = "opaque_content",
    /// An item without `=`.
    ItemMalformed = "item_malformed",
    /// A value of a quantity is no decimal number.
    NumberMalformed = "number_malformed",
    /// A value of a quantity is empty.
    NumberMissing = "number_missing",
    /// A field of a factor is given twice.
    DuplicateField = "duplicate_field",
    /// A time is not one of the calendar.
    TimeImpossible = "time_impossible",
    /// DataTime has milliseconds.
    DataTime17Digits = "data_time_17_digits",
}

impl Defect {
    /// What it says, in Chinese.
    pub fn zh(self) -> &'static str {
        self.words().map_or("", |words| words.zh)
    }

    /// What it says, in English.
    pub fn en(self) -> &'static str {
        self.words().map_or("", |words| words.en)
    }

    fn words(self) -> Option<&'static Words> {
        WORDS.iter().find(|words| words.id == self.id())
    }
}

/// The defects of one frame; each is there once or not at all.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Defects(u64);

impl Defects {
    /// None.
    pub const NONE: Self = Self(0);

    /// The defects, in the order of a frame.
    pub fn iter(self) -> impl Iterator<Item = Defect> {
        Defect::ALL
            .iter()
            .copied()
            .filter(move |defect| self.contains(*defect))
    }

    /// Whether a defect is among them.
    pub fn contains(self, defect: Defect) -> bool {
        self.0 & bit(defect) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These and others.
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) fn add(&mut self, defect: Defect) {
        self.0 |= bit(defect);
    }

    pub(super) fn add_if(&mut self, found: bool, defect: Defect) {
        if found {
            self.add(defect);
        }
    }
}

impl fmt::Debug for Defects {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set()
            .entries(self.iter().map(Defect::id))
            .finish()
    }
}

fn bit(defect: Defect) -> u64 {
    1 << (defect as u64)
}

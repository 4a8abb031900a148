//! What was wrong with a frame, by name. Which of them cost a frame its trust is the verdict's matter.

use super::layout::{DEFECTS, Words};

/// A named defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Defect {
    /// The bytes do not begin with `##` or `~~`.
    NoStart,
    /// Fewer bytes than a head and a BCC.
    FrameShort,
    /// The declared length is not that of the data.
    LengthMismatch,
    /// The BCC is not the XOR of the bytes.
    BccMismatch,
    /// The VIN has characters that no VIN has, or none at all.
    VinUnreadable,
    /// The way of encryption is none of the standard's.
    EncryptionUnknown,
    /// The head says encrypted, and the data are plain.
    EncryptedPlain,
    /// The command is none of the channel's.
    UnknownCommand,
    /// A time that no calendar has.
    TimeImpossible,
    /// Less data than the command needs.
    DataShort,
    /// More data than the command needs.
    DataTrailing,
    /// A block that ends before its layout does.
    BlockShort,
    /// A block of a kind that nobody defined; the rest of the data could not be divided.
    UnknownBlock,
    /// A block that follows a vendor's layout in place of the standard's.
    BlockHabit,
}

/// The defects of one frame, each at most once.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Defects(u16);

const ALL: [Defect; 14] = [
    Defect::NoStart,
    Defect::FrameShort,
    Defect::LengthMismatch,
    Defect::BccMismatch,
    Defect::VinUnreadable,
    Defect::EncryptionUnknown,
    Defect::EncryptedPlain,
    Defect::UnknownCommand,
    Defect::TimeImpossible,
    Defect::DataShort,
    Defect::DataTrailing,
    Defect::BlockShort,
    Defect::UnknownBlock,
    Defect::BlockHabit,
];

impl Defect {
    /// Every defect there is.
    pub const ALL: &'static [Self] = &ALL;

    /// Its name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoStart => "no_start",
            Self::FrameShort => "frame_short",
            Self::LengthMismatch => "length_mismatch",
            Self::BccMismatch => "bcc_mismatch",
            Self::VinUnreadable => "vin_unreadable",
            Self::EncryptionUnknown => "encryption_unknown",
            Self::EncryptedPlain => "encrypted_plain",
            Self::UnknownCommand => "unknown_command",
            Self::TimeImpossible => "time_impossible",
            Self::DataShort => "data_short",
            Self::DataTrailing => "data_trailing",
            Self::BlockShort => "block_short",
            Self::UnknownBlock => "unknown_block",
            Self::BlockHabit => "block_habit",
        }
    }
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
        DEFECTS.iter().find(|words| words.id == self.id())
    }
}

impl Defects {
    /// Adds a defect.
    pub(super) fn add(&mut self, defect: Defect) {
        self.0 |= 1 << (defect as u8);
    }

    /// Adds a defect where it holds.
    pub(super) fn add_if(&mut self, holds: bool, defect: Defect) {
        if holds {
            self.add(defect);
        }
    }

    /// Adds all of the others.
    pub(super) fn join(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// Whether a defect is among them.
    pub fn contains(self, defect: Defect) -> bool {
        self.0 & (1 << (defect as u8)) != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Defect> {
        ALL.into_iter().filter(move |defect| self.contains(*defect))
    }
}

impl std::fmt::Debug for Defects {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}

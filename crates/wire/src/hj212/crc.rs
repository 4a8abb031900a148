//! The check words of HJ 212: the one of Annex A, and the MODBUS word that some makers send in its place.
//!
//! Annex A shifts the register right by eight *before* the byte is taken in. Only the high byte therefore
//! passes from one byte to the next, by a linear map `L` of eight bits, and `L` applied eight times is the
//! identity. Bytes a multiple of eight apart thus weigh the same: the segment may be folded into one word of
//! eight bytes by exclusive or, and the rule of the annex is run over that word alone. By the same fact the
//! word has eight bits of strength, not sixteen, and cannot see two equal errors eight bytes apart.

/// Which rule a check word follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crc {
    /// HJ 212 Annex A.
    Standard,
    /// CRC-16/MODBUS, which some makers send instead.
    Modbus,
}

impl Crc {
    /// Its name in tables and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Modbus => "modbus",
        }
    }

    /// The check word of a data segment by this rule.
    pub fn of(self, segment: &[u8]) -> u16 {
        match self {
            Self::Standard => standard(segment),
            Self::Modbus => modbus(segment),
        }
    }
}

/// The check word of HJ 212 Annex A over a data segment, by folding it.
pub fn standard(segment: &[u8]) -> u16 {
    if segment.is_empty() {
        return START;
    }
    let (head, words) = segment.split_at(segment.len() % 8);
    // Words end where the segment ends, so what stands before the first word is the end of one.
    let mut folded = [0; 8];
    folded[8 - head.len()..].copy_from_slice(head);
    let sum = fold(words) ^ u64::from_le_bytes(folded);
    let mut register = turned_start(head.len());
    for byte in sum.to_le_bytes() {
        register = step(register, byte);
    }
    register
}

/// The word of Annex A byte by byte, as the annex states it: the slow twin of `standard`.
pub fn standard_by_bytes(segment: &[u8]) -> u16 {
    segment.iter().copied().fold(START, step)
}

/// The check word of CRC-16/MODBUS, eight bytes at a time.
pub fn modbus(segment: &[u8]) -> u16 {
    let mut register = START;
    let (words, tail) = segment.as_chunks::<8>();
    for word in words {
        let [low, high] = register.to_le_bytes();
        register = SLICES[7][usize::from(word[0] ^ low)]
            ^ SLICES[6][usize::from(word[1] ^ high)]
            ^ SLICES[5][usize::from(word[2])]
            ^ SLICES[4][usize::from(word[3])]
            ^ SLICES[3][usize::from(word[4])]
            ^ SLICES[2][usize::from(word[5])]
            ^ SLICES[1][usize::from(word[6])]
            ^ SLICES[0][usize::from(word[7])];
    }
    for byte in tail {
        let [low, high] = register.to_le_bytes();
        register = u16::from(high) ^ SLICES[0][usize::from(byte ^ low)];
    }
    register
}

/// What the register holds before the first byte (Annex A).
const START: u16 = 0xFFFF;
/// The polynomial of Annex A, low bit first.
const POLYNOMIAL: u16 = 0xA001;

/// `SLICES[k][b]`: what a byte leaves in the register after itself and `k` bytes of zero, by the MODBUS rule.
const SLICES: [[u16; 256]; 8] = slices();

/// One byte by the rule of Annex A.
fn step(register: u16, byte: u8) -> u16 {
    let [_, high] = register.to_le_bytes();
    SLICES[0][usize::from(high ^ byte)]
}

/// The exclusive or of all words of eight bytes.
fn fold(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks::<8>();
    words
        .iter()
        .fold(0, |sum, word| sum ^ u64::from_le_bytes(*word))
}

/// The start of the register after as many bytes of zero; eight of them are none.
fn turned_start(bytes: usize) -> u16 {
    (0..bytes).fold(START, |register, _| step(register, 0))
}

const fn slices() -> [[u16; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "a byte")]
        let mut register = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            let low = register & 1;
            register >>= 1;
            if low == 1 {
                register ^= POLYNOMIAL;
            }
            bit += 1;
        }
        tables[0][byte] = register;
        byte += 1;
    }
    let mut slice = 1;
    while slice < 8 {
        byte = 0;
        while byte < 256 {
            let before: u16 = tables[slice - 1][byte];
            tables[slice][byte] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        slice += 1;
    }
    tables
}

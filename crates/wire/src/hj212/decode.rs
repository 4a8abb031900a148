//! One frame, from `##` to its end, read under a profile. Reading never fails: what cannot be read is
//! missing, and each departure from the standard is a named defect. Good means that the check word fits.

use super::content::Reading;
use super::crc::{self, Crc};
use super::defect::{Defect, Defects};
use super::header::{self, Edition, Frame};
use super::profile::Profile;

/// What a frame says, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Header and content; none where there is no data segment.
    pub frame: Option<Frame<'a>>,
    /// Whether it may be believed.
    pub verdict: Verdict,
    /// The rule that the check word follows, where it follows one.
    pub crc: Option<Crc>,
    /// What is wrong with it.
    pub defects: Defects,
    /// What the length field says.
    pub declared: Option<u16>,
    /// How long the data segment is, in bytes.
    pub length: usize,
    /// The check word that was sent.
    pub crc_sent: Option<u16>,
    /// The check word that Annex A asks for.
    pub crc_expected: u16,
}

/// Whether a frame may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The check word fits by a rule that the profile admits.
    Good,
    /// It does not.
    Bad,
}

impl Verdict {
    /// Its name in tables and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// Reads one frame, from `##` to its end.
///
/// A text that does not begin with `##` is taken for a data segment alone, with its check word.
pub fn decode<'a>(raw: &'a [u8], profile: &Profile) -> Decoded<'a> {
    decode_with(raw, profile, |_| {})
}

/// Reads one frame and, where it is good, shows each item with its number in the same pass.
#[inline]
pub fn decode_with<'a>(
    raw: &'a [u8],
    profile: &Profile,
    show: impl FnMut(Reading<'a>),
) -> Decoded<'a> {
    let mut decoded = decode_header(raw, profile);
    let Some(frame) = &decoded.frame else {
        return decoded;
    };
    if frame.edition() == Edition::V2025 && frame.content.is_opaque() {
        decoded.defects.add(Defect::OpaqueContent);
        return decoded;
    }
    let found = match decoded.verdict {
        Verdict::Good => frame.content.read(show),
        Verdict::Bad => frame.content.inspect(),
    };
    decoded.defects = decoded.defects.and(found);
    decoded
}

/// All but the items.
fn decode_header<'a>(raw: &'a [u8], profile: &Profile) -> Decoded<'a> {
    let mut found = Defects::NONE;
    let envelope = Envelope::of(raw, &mut found);
    let segment = envelope.segment;
    envelope.inspect(&mut found);
    let crc_expected = crc::standard(segment);
    let crc = match envelope.crc {
        Some(sent) if sent == crc_expected => Some(Crc::Standard),
        Some(sent) if sent == crc::modbus(segment) => Some(Crc::Modbus),
        _ => None,
    };
    found.add_if(crc == Some(Crc::Modbus), Defect::CrcModbus);
    found.add_if(crc.is_none() && envelope.crc.is_some(), Defect::CrcMismatch);
    let frame = header::read(segment, &mut found);
    let good = crc.is_some_and(|crc| profile.admitted.admits(crc));
    Decoded {
        frame,
        verdict: if good { Verdict::Good } else { Verdict::Bad },
        crc,
        defects: found,
        declared: envelope.declared,
        length: segment.len(),
        crc_sent: envelope.crc,
        crc_expected,
    }
}

/// The longest data segment that HJ 212-2017 allows (§6.3.2).
const LONGEST: usize = 1024;

/// What stands around a data segment.
struct Envelope<'a> {
    declared: Option<u16>,
    segment: &'a [u8],
    crc: Option<u16>,
}

impl<'a> Envelope<'a> {
    fn of(raw: &'a [u8], found: &mut Defects) -> Self {
        let inner = if let Some(inner) = raw.strip_suffix(b"\r\n") {
            inner
        } else {
            found.add(Defect::MissingCrlf);
            raw.trim_ascii_end()
        };
        let (declared, rest) = if let Some((declared, digits)) = length(inner) {
            found.add_if(digits == 3, Defect::LengthThreeDigits);
            (Some(declared), &inner[2 + digits..])
        } else {
            found.add(Defect::NoStart);
            (None, inner)
        };
        let word = rest.split_last_chunk::<4>();
        let crc = word.and_then(|(_, word)| hexadecimal(*word));
        let segment = if let (Some((segment, word)), Some(_)) = (word, crc) {
            let lower = word.iter().any(u8::is_ascii_lowercase);
            found.add_if(lower, Defect::CrcLowerCase);
            segment
        } else {
            found.add(Defect::CrcMissing);
            rest
        };
        Self {
            declared,
            segment,
            crc,
        }
    }

    fn inspect(&self, found: &mut Defects) {
        let length = self.segment.len();
        found.add_if(length > LONGEST, Defect::Over1024);
        match self.declared.map(usize::from) {
            Some(declared) if declared == length + 6 => found.add(Defect::LengthPlus6),
            Some(declared) if declared != length => found.add(Defect::LengthMismatch),
            _ => {}
        }
    }
}

/// The length that follows `##`, of three or four digits, and how many digits it has.
pub(super) fn length(raw: &[u8]) -> Option<(u16, usize)> {
    let rest = raw.strip_prefix(b"##")?;
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit());
    let (length, count) = digits.fold((0, 0), |(length, count), byte| {
        (length * 10 + u16::from(byte - b'0'), count + 1)
    });
    (count >= 3).then_some((length, count))
}

/// The number of four hexadecimal digits, of either case.
pub(super) fn hexadecimal(word: [u8; 4]) -> Option<u16> {
    word.iter().try_fold(0, |number, byte| {
        let digit = char::from(*byte).to_digit(16)?;
        Some((number << 4) | u16::try_from(digit).ok()?)
    })
}

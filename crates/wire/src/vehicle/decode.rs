//! One frame read: head, payload, verdict, and everything that was wrong with it.
//!
//! Reading never fails. A frame is good if it arrived as it was sent: its length and its BCC agree. What the sender
//! put into it is another matter, which the defects name.

use super::Protocol;
use super::bcc::bcc;
use super::blocks::Body;
use super::defect::{Defect, Defects};
use super::head::{FRAME, HEAD, Head, Start};
use super::payload::{self, Payload};
use super::time::Time;

/// Whether a frame arrived as it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It did.
    Good,
    /// It did not; what was read from it is for people who look for the cause.
    Bad,
}

impl Verdict {
    /// Its name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// What was read from the bytes of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Decoded<'a> {
    /// The frame, if there are enough bytes for one.
    pub frame: Option<Frame<'a>>,
    /// Whether it arrived as it was sent.
    pub verdict: Verdict,
    /// Whether the last byte is the BCC of the others; none where there is no frame.
    pub bcc_agrees: Option<bool>,
    /// The length of the data.
    pub length: Length,
    /// What was wrong.
    pub defects: Defects,
}

/// The length of a frame's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// As the head declares it.
    pub declared: Option<usize>,
    /// As it is.
    pub actual: Option<usize>,
}

/// A frame.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What stands before the data.
    pub head: Head,
    /// The data.
    pub data: &'a [u8],
    /// What the data say.
    pub payload: Payload<'a>,
}

/// Reads one frame from its start to its BCC.
pub fn decode(raw: &[u8], protocol: Protocol) -> Decoded<'_> {
    let mut defects = Defects::default();
    let Some((head, declared)) = Head::read(raw).filter(|_| raw.len() >= FRAME) else {
        let starts = matches!(raw, [first, second, ..] if Start::of(*first, *second).is_some());
        defects.add(if starts {
            Defect::FrameShort
        } else {
            Defect::NoStart
        });
        return Decoded {
            frame: None,
            verdict: Verdict::Bad,
            bcc_agrees: None,
            length: Length {
                declared: None,
                actual: None,
            },
            defects,
        };
    };
    let data = &raw[HEAD..raw.len() - 1];
    let (payload, found) = payload::read(&head, protocol, data);
    defects.join(found);
    // The BCC is the XOR of what is before it, so the XOR of all is zero.
    let bcc_agrees = bcc(&raw[2..]) == 0;
    let declared = usize::from(declared);
    defects.add_if(!bcc_agrees, Defect::BccMismatch);
    defects.add_if(declared != data.len(), Defect::LengthMismatch);
    defects.add_if(head.vin.as_str().is_none(), Defect::VinUnreadable);
    let good = bcc_agrees && declared == data.len();
    Decoded {
        frame: Some(Frame {
            head,
            data,
            payload,
        }),
        verdict: if good { Verdict::Good } else { Verdict::Bad },
        bcc_agrees: Some(bcc_agrees),
        length: Length {
            declared: Some(declared),
            actual: Some(data.len()),
        },
        defects,
    }
}

/// The protocol that makes more sense of a frame: nothing odd in it, or more bytes in known blocks of possible times.
pub fn guess(raw: &[u8]) -> Protocol {
    if raw.starts_with(b"~~") || sense(raw, Protocol::Gb17691) >= sense(raw, Protocol::Gb32960) {
        Protocol::Gb17691
    } else {
        Protocol::Gb32960
    }
}

/// How much sense a protocol makes of a frame.
fn sense(raw: &[u8], protocol: Protocol) -> (bool, usize) {
    let Decoded { frame, defects, .. } = decode(raw, protocol);
    let odd = [
        Defect::BlockShort,
        Defect::UnknownBlock,
        Defect::DataShort,
        Defect::DataTrailing,
        Defect::TimeImpossible,
    ];
    let clean = !odd.into_iter().any(|one| defects.contains(one));
    let Some(Payload::RealTime(data)) = frame.map(|frame| frame.payload) else {
        return (clean, 0);
    };
    let known = data.blocks.into_iter().map(|block| match block.body {
        Body::Known { bytes, .. } if block.time.is_none_or(Time::is_possible) => bytes.len(),
        _ => 0,
    });
    (clean, known.sum())
}

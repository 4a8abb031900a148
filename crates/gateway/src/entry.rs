//! What the inbox holds: a frame as it came or went, when, by which channel, of which device.

/// The protocol that a frame is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// HJ/T 212-2005, HJ 212-2017, HJ 212-2025.
    Hj212,
    /// GB 17691 Annex Q and HJ 1239.
    Gb17691,
    /// GB/T 32960.
    Gb32960,
    /// What a micro-station published over MQTT: HJ 212 text in a message.
    Mqtt,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hj212, Self::Gb17691, Self::Gb32960, Self::Mqtt];

    /// Its name in tables, files and metrics.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hj212 => "hj212",
            Self::Gb17691 => "gb17691",
            Self::Gb32960 => "gb32960",
            Self::Mqtt => "mqtt",
        }
    }

    /// The protocol of a name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.id() == id)
    }
}

/// One frame on its way into the lake, or one that the gateway sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was received or sent, in microseconds since 1970 UTC.
    pub received_at: i64,
    /// Its protocol.
    pub channel: Channel,
    /// MN or VIN as the frame names it; empty when it names none.
    pub device: String,
    /// Address of the other end.
    pub peer: String,
    /// What became of it.
    pub standing: Standing,
    /// The bytes, whole, with start and end.
    pub raw: Vec<u8>,
}

/// What the gateway made of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Taken in, to be read into the lake.
    Accepted,
    /// Kept apart: `unknown_device`, `wrong_password`, `bad_frame`, …
    Quarantined {
        /// Why, as an identifier.
        reason: String,
    },
    /// Sent by the gateway on a person's request.
    Sent {
        /// Who asked.
        by: String,
        /// Why.
        why: String,
    },
}

/// An entry with its place in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its number; numbers rise by one and are never given twice.
    pub sequence: u64,
    /// The entry.
    pub entry: Entry,
}

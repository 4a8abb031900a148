//! Packets of one message joined again (PNUM, PNO; HJ 212-2017 §6.3.3). The time is the caller's, so nothing
//! here waits; what is kept is bounded by number and bytes, and a set that stays incomplete is given back.

use std::collections::BTreeMap;

use super::header::Frame;

/// How much is kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A set is given up so many milliseconds after its last packet.
    pub timeout_ms: i64,
    /// How many sets may be incomplete at once.
    pub sets: usize,
    /// How many bytes of content all of them may hold.
    pub bytes: usize,
}

/// Sets of packets, each until it is whole.
#[derive(Clone, Debug)]
pub struct Reassembly {
    limits: Limits,
    sets: BTreeMap<Key, Set>,
    bytes: usize,
}

/// What became of a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// The frame is no packet: it is whole by itself.
    Whole,
    /// Kept; packets are missing.
    Waiting {
        /// How many have come.
        have: u16,
        /// Of how many.
        of: u16,
    },
    /// It was the last one missing.
    Complete(Joined),
    /// The same packet has come before.
    Again,
    /// Not kept.
    Refused(Refusal),
}

/// Why a packet was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// PNO is zero or more than PNUM, or one of them is missing.
    OutOfRange,
    /// Another packet of the set says another PNUM.
    CountChanged,
    /// A packet of this number has come with another content.
    Differs,
    /// There is no room for more.
    Full,
}

impl Refusal {
    /// Its name in tables, files and metrics.
    pub fn id(self) -> &'static str {
        match self {
            Self::OutOfRange => "packet_out_of_range",
            Self::CountChanged => "packet_count_changed",
            Self::Differs => "packet_differs",
            Self::Full => "packets_full",
        }
    }
}

/// A message joined from its packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// MN.
    pub device: String,
    /// CN.
    pub command: u16,
    /// The contents in the order of their numbers, with `;` between; read it with `Content::new`.
    pub content: Vec<u8>,
}

/// A set that stayed incomplete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// What there was of it.
    pub joined: Joined,
    /// The numbers of the packets that never came.
    pub missing: Vec<u16>,
}

/// Packets of one message agree in these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    device: String,
    command: u16,
    /// DataTime; where the content names none, QN.
    when: String,
}

#[derive(Clone, Debug)]
struct Set {
    of: u16,
    last_ms: i64,
    packets: BTreeMap<u16, Vec<u8>>,
}

impl Reassembly {
    /// No packets yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            sets: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Takes in a good frame at a time.
    pub fn put(&mut self, frame: &Frame<'_>, now_ms: i64) -> Put {
        let announced = frame.flag.is_some_and(|flag| flag.split);
        let (number, of) = match frame.packet() {
            Some((1, 1)) => return Put::Whole,
            Some((number, of)) if number >= 1 && number <= of => (number, of),
            // A frame that announces packets without numbers is one of 2005 that sets the bit for nothing.
            None if frame.pno.is_none() && frame.pnum.is_none() => return Put::Whole,
            None if !announced => return Put::Whole,
            _ => return Put::Refused(Refusal::OutOfRange),
        };
        let key = Key::of(frame);
        let content = frame.content.bytes();
        if let Some(refused) = self.refuses(&key, (number, of), content) {
            return refused;
        }
        let set = self.sets.entry(key.clone()).or_insert_with(|| Set {
            of,
            last_ms: now_ms,
            packets: BTreeMap::new(),
        });
        set.last_ms = now_ms;
        set.packets.insert(number, content.to_vec());
        self.bytes += content.len();
        let have = u16::try_from(set.packets.len()).unwrap_or(of);
        if have < of {
            return Put::Waiting { have, of };
        }
        match self.take(&key) {
            Some((joined, _)) => Put::Complete(joined),
            None => Put::Again,
        }
    }

    /// Gives up the sets whose last packet came too long ago.
    pub fn expire(&mut self, now_ms: i64) -> Vec<Expired> {
        let late = |set: &Set| now_ms.saturating_sub(set.last_ms) >= self.limits.timeout_ms;
        let keys: Vec<Key> = self
            .sets
            .iter()
            .filter(|(_, set)| late(set))
            .map(|(key, _)| key.clone())
            .collect();
        keys.iter()
            .filter_map(|key| self.take(key))
            .map(|(joined, missing)| Expired { joined, missing })
            .collect()
    }

    /// How many sets are incomplete.
    pub fn waiting(&self) -> usize {
        self.sets.len()
    }

    /// Why a packet is not kept, if it is not.
    fn refuses(&self, key: &Key, (number, of): (u16, u16), content: &[u8]) -> Option<Put> {
        let known = self.sets.get(key);
        let full = self.bytes + content.len() > self.limits.bytes
            || (known.is_none() && self.sets.len() >= self.limits.sets);
        match known {
            Some(set) if set.of != of => Some(Put::Refused(Refusal::CountChanged)),
            Some(set) => match set.packets.get(&number) {
                Some(kept) if kept == content => Some(Put::Again),
                Some(_) => Some(Put::Refused(Refusal::Differs)),
                None => full.then_some(Put::Refused(Refusal::Full)),
            },
            None => full.then_some(Put::Refused(Refusal::Full)),
        }
    }

    /// Takes a set out, joined, with the numbers that it lacks.
    fn take(&mut self, key: &Key) -> Option<(Joined, Vec<u16>)> {
        let set = self.sets.remove(key)?;
        let kept: usize = set.packets.values().map(Vec::len).sum();
        self.bytes -= kept;
        let missing = (1..=set.of)
            .filter(|number| !set.packets.contains_key(number))
            .collect();
        let parts: Vec<Vec<u8>> = set.packets.into_values().collect();
        let joined = Joined {
            device: key.device.clone(),
            command: key.command,
            content: parts.join(&b';'),
        };
        Some((joined, missing))
    }
}

impl Key {
    fn of(frame: &Frame<'_>) -> Self {
        let when = frame.data_time().or(frame.qn);
        Self {
            device: frame.device.unwrap_or_default().to_owned(),
            command: frame.command.unwrap_or_default(),
            when: when.unwrap_or_default().to_owned(),
        }
    }
}

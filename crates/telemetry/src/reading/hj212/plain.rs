//! Contents that came encrypted, decrypted before the rows are read.

use std::collections::BTreeMap;

use gateway::entry::Standing;
use gateway::{Channel, Devices, Stored};
use wire::hj212::{Content, Edition, Profile, decode, sm4};

/// Decrypted contents, by entry.
#[derive(Debug, Default)]
pub(crate) struct Plain(BTreeMap<u64, Vec<u8>>);

impl Plain {
    /// The content of an entry that came encrypted and could be decrypted.
    pub(super) fn content(&self, sequence: u64) -> Option<Content<'_>> {
        self.0.get(&sequence).map(|bytes| Content::new(bytes))
    }
}

/// Decrypts what entries of devices with a key hold.
pub(crate) fn opened(entries: &[Stored], devices: &Devices) -> Plain {
    let mut plain = BTreeMap::new();
    for stored in entries {
        let entry = &stored.entry;
        let text = matches!(entry.channel, Channel::Hj212 | Channel::Mqtt);
        if !text || entry.standing != Standing::Accepted {
            continue;
        }
        let Some((device, key)) = devices
            .find(&entry.device)
            .and_then(|device| Some((device, device.key.as_ref()?)))
        else {
            continue;
        };
        let Some(profile) = Profile::named(&device.profile) else {
            continue;
        };
        let Some(frame) = decode(&entry.raw, &profile).frame else {
            continue;
        };
        if frame.edition() != Edition::V2025 || !frame.content.is_opaque() {
            continue;
        }
        let Some(key) = sm4::Key::parse(key.reveal()) else {
            continue;
        };
        if let Ok(content) = sm4::open(frame.content.bytes(), &key, profile.encryption) {
            plain.insert(stored.sequence, content);
        }
    }
    Plain(plain)
}

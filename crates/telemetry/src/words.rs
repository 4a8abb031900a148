//! What the drain says of frames and values, in both languages (`words.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A word in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reason: BTreeMap<String, Words>,
    defect: BTreeMap<String, Words>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../words.toml")).expect("words.toml is read by every test")
});

/// What a reason of quarantine means, where the drain gives it.
pub fn reason(id: &str) -> Option<&'static Words> {
    FILE.reason.get(id)
}

/// What a defect means, where the drain names it.
pub fn defect(id: &str) -> Option<&'static Words> {
    FILE.defect.get(id)
}

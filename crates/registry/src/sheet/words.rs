//! The words of the spreadsheets, from `catalogue/sheet.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Everything in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    #[serde(rename = "words")]
    pub(super) marks: Marks,
    pub(super) datum: Datum,
    pub(super) credit_code: CreditCode,
    pub(super) project_code: ProjectCode,
    pub(super) guide: Guide,
    pub(super) warning: Warning,
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Sentence>,
    #[serde(rename = "kind")]
    kinds: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marks {
    /// The first is the one that is offered.
    pub(super) clear: Vec<String>,
    pub(super) example: String,
    pub(super) errors: String,
    pub(super) lists: String,
    pub(super) guide: String,
}

/// The column that says in which system a point is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Datum {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) help_zh: String,
    pub(super) help_en: String,
    pub(super) wgs84: Vec<String>,
    pub(super) gcj02: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreditCode {
    pub(super) alphabet: String,
    pub(super) length: usize,
    pub(super) weight: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectCode {
    pub(super) digits: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guide {
    pub(super) title_zh: String,
    pub(super) title_en: String,
    pub(super) required_zh: String,
    pub(super) headers: Vec<String>,
}

/// What a spreadsheet program says of a cell that looks wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Warning {
    pub(super) list: String,
    pub(super) number: String,
    pub(super) date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentence {
    pub(super) zh: String,
    pub(super) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    zh: String,
    en: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../catalogue/sheet.toml"))
        .expect("sheet.toml is read by every test")
});

/// The words.
pub(super) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    /// What a kind of column asks for, in Chinese and English.
    pub(super) fn kind(&self, id: &str) -> (&str, &str) {
        let named = self.kinds.iter().find(|kind| kind.id == id);
        named.map_or(("", ""), |kind| (&kind.zh, &kind.en))
    }

    /// Whether a text says that something is unknown from now on.
    pub(super) fn clears(&self, text: &str) -> bool {
        let mut clear = self.marks.clear.iter();
        clear.any(|word| word.eq_ignore_ascii_case(text))
    }
}

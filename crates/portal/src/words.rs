//! The sentences of both languages, read once.

use std::sync::Arc;

use answer::words::{Language, Words};

/// The sentences of both languages.
pub(crate) struct Sentences {
    zh: Arc<Words>,
    en: Arc<Words>,
}

impl Sentences {
    /// Reads them.
    pub(crate) fn new() -> Self {
        Self {
            zh: Arc::new(Words::new(Language::Zh)),
            en: Arc::new(Words::new(Language::En)),
        }
    }

    /// Those of a language.
    pub(crate) fn of(&self, language: Language) -> &Arc<Words> {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

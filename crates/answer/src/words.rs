//! Sentences for people, from `locales/zh` and `locales/en`.

use std::fmt::Display;

use clap::ValueEnum;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language that lantian speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// 中文 / Chinese
    Zh,
    /// 英文 / English
    En,
}

/// Named values that a sentence takes in.
pub type Arguments<'a> = &'a [(&'a str, &'a dyn Display)];

/// The sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

const ZH: [&str; 12] = [
    include_str!("../../../locales/zh/answer.ftl"),
    include_str!("../../../locales/zh/column.ftl"),
    include_str!("../../../locales/zh/explain.ftl"),
    include_str!("../../../locales/zh/failure.ftl"),
    include_str!("../../../locales/zh/import.ftl"),
    include_str!("../../../locales/zh/plan.ftl"),
    include_str!("../../../locales/zh/figure.ftl"),
    include_str!("../../../locales/zh/register.ftl"),
    include_str!("../../../locales/zh/sheet.ftl"),
    include_str!("../../../locales/zh/telemetry.ftl"),
    include_str!("../../../locales/zh/telemetry_decode.ftl"),
    include_str!("../../../locales/zh/portal.ftl"),
];
const EN: [&str; 12] = [
    include_str!("../../../locales/en/answer.ftl"),
    include_str!("../../../locales/en/column.ftl"),
    include_str!("../../../locales/en/explain.ftl"),
    include_str!("../../../locales/en/failure.ftl"),
    include_str!("../../../locales/en/import.ftl"),
    include_str!("../../../locales/en/plan.ftl"),
    include_str!("../../../locales/en/figure.ftl"),
    include_str!("../../../locales/en/register.ftl"),
    include_str!("../../../locales/en/sheet.ftl"),
    include_str!("../../../locales/en/telemetry.ftl"),
    include_str!("../../../locales/en/telemetry_decode.ftl"),
    include_str!("../../../locales/en/portal.ftl"),
];

impl Language {
    /// The language of a locale's name; `C` and `POSIX` name none, so the first language of our readers stays.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['.', '_', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "zh" | "c" | "posix" => Self::Zh,
            _ => Self::En,
        }
    }

    /// Its tag.
    pub fn id(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

impl Words {
    /// Reads the sentences of a language.
    pub fn new(language: Language) -> Self {
        let files = match language {
            Language::Zh => ZH,
            Language::En => EN,
        };
        let tag: LanguageIdentifier = language.id().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        for file in files {
            let resource =
                FluentResource::try_new(file.to_owned()).unwrap_or_else(|(kept, _)| kept);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence, or the key itself where there is none: a number is never lost for want of a word.
    pub fn say(&self, key: &str, arguments: Arguments<'_>) -> String {
        self.find(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// A sentence if there is one; `message.attribute` asks for an attribute.
    pub fn find(&self, key: &str, arguments: Arguments<'_>) -> Option<String> {
        let (message, attribute) = key
            .split_once('.')
            .map_or((key, None), |(m, a)| (m, Some(a)));
        let message = self.bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut named = FluentArgs::new();
        for (name, value) in arguments {
            named.set(*name, value.to_string());
        }
        Some(
            self.bundle
                .format_pattern(pattern, Some(&named), &mut Vec::new())
                .into_owned(),
        )
    }
}

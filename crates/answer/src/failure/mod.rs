//! What goes wrong, as people read it: what, where, what was expected, what to do next.
//!
//! Every error of the crates below is folded into one of five kinds here; each kind has its exit code.

pub mod law;
mod access;
mod lake;
mod place;
mod plan;
mod register;
mod telemetry;
mod user;

use std::error::Error;
use std::fmt::Display;
use std::ops::Range;

use miette::{LabeledSpan, NamedSource};

use crate::words::Words;

/// Whose matter a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ours: a defect of lantian.
    Internal,
    /// What was asked for cannot be done as asked.
    User,
    /// The data at hand.
    Data,
    /// The configuration or the place it names.
    Configuration,
    /// Another system.
    Upstream,
}

/// A failure: its kind, a sentence with its values, and what caused it.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    key: &'static str,
    arguments: Vec<(&'static str, String)>,
    cause: Option<String>,
    excerpt: Option<Box<miette::Report>>,
}

impl Kind {
    /// The exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::User => 2,
            Self::Data => 3,
            Self::Configuration => 4,
            Self::Upstream => 5,
        }
    }
}

impl Failure {
    /// A failure that the sentence `key` describes; its hint is the attribute `hint`.
    pub fn new(kind: Kind, key: &'static str) -> Self {
        Self {
            kind,
            key,
            arguments: Vec::new(),
            cause: None,
            excerpt: None,
        }
    }

    /// A failure of ours.
    pub fn internal(error: &dyn Error) -> Self {
        Self::new(Kind::Internal, "failure-internal").because(error)
    }

    /// A file that cannot be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(Kind::User, "failure-file")
            .with("file", path.display())
            .because(error)
    }

    /// Adds a value that the sentence takes in.
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Adds the cause: the error and what lies under it.
    pub fn because(mut self, error: &dyn Error) -> Self {
        let mut texts = vec![error.to_string()];
        let mut under = error.source();
        while let Some(source) = under {
            let text = source.to_string();
            if !texts.iter().any(|said| said.contains(&text)) {
                texts.push(text);
            }
            under = source.source();
        }
        self.cause = Some(texts.join(": "));
        self
    }

    /// Shows the offending part of a user's file.
    pub fn pointing(mut self, file: &str, text: String, span: Range<usize>, label: &str) -> Self {
        let label = LabeledSpan::at(span, label);
        let report = miette::miette!(labels = vec![label], "{file}")
            .with_source_code(NamedSource::new(file, text));
        self.excerpt = Some(Box::new(report));
        self
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        self.kind.exit_code()
    }

    /// Whose matter it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it is, for programs: the key of its sentence.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What caused it, for the log.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// What went wrong, as a sentence.
    pub fn sentence(&self, words: &Words) -> String {
        words.say(self.key, &self.values())
    }

    /// What to do next.
    pub fn hint(&self, words: &Words) -> Option<String> {
        words.find(&format!("{}.hint", self.key), &self.values())
    }

    fn values(&self) -> Vec<(&str, &dyn Display)> {
        let arguments = self.arguments.iter();
        arguments
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect()
    }

    /// The failure as lines of text.
    pub fn show(&self, words: &Words) -> String {
        let mut lines = vec![format!(
            "{}{}",
            words.say("failure-mark", &[]),
            self.sentence(words)
        )];
        lines.extend(self.excerpt.as_ref().map(|excerpt| format!("{excerpt:?}")));
        let cause = self.cause.as_ref();
        lines.extend(cause.map(|cause| format!("{}{cause}", words.say("failure-cause", &[]))));
        lines.extend(
            self.hint(words)
                .map(|hint| format!("{}{hint}", words.say("failure-hint", &[]))),
        );
        lines.join("\n") + "\n"
    }
}

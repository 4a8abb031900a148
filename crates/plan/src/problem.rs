//! What is wrong with a plan folder: where it stands, in which article, and what was expected.
//!
//! Sentences for people are made at the edge from `code` and `arguments`; `Display` is for logs and tests.

use std::fmt;
use std::ops::Range;

use crate::text;

/// Something wrong at a place of a plan folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of mistake.
    pub code: Code,
    /// The file in the folder.
    pub file: String,
    /// The bytes.
    pub span: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The article: a clause, or the clause and id of a target, rule or duty.
    pub article: String,
    /// Values of the sentence.
    pub arguments: Vec<(&'static str, String)>,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)+) => {
        /// A sort of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every sort of mistake.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its id, which names its sentence.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

codes! {
    /// A file is missing.
    MissingFile = "missing-file",
    /// A file is not what the format says.
    Syntax = "syntax",
    /// Two objects have one id.
    DuplicateId = "duplicate-id",
    /// A quote is no part of the clause's text.
    QuoteNotFound = "quote-not-found",
    /// A number of the text lies in no quote.
    NumberNotQuoted = "number-not-quoted",
    /// A sentence of the text is touched by no quote.
    SentenceNotQuoted = "sentence-not-quoted",
    /// The plan has another number of clauses than it says.
    ClauseCount = "clause-count",
    /// A clause of the text has no file.
    ClauseMissing = "clause-missing",
    /// A clause that the text does not have.
    ClauseUnknown = "clause-unknown",
    /// A clause without target, rule and duty.
    ClauseEmpty = "clause-empty",
    /// A clause without a responsible body.
    NoBody = "no-body",
    /// A body that `bodies.toml` does not have.
    UnknownBody = "unknown-body",
    /// A body that the bracket does not name.
    BodyNotQuoted = "body-not-quoted",
    /// A bracket names a body that is not listed.
    BodyNotListed = "body-not-listed",
    /// A region that does not exist.
    UnknownRegion = "unknown-region",
    /// A zone that `zones.toml` does not have.
    UnknownZone = "unknown-zone",
    /// A zone without members.
    EmptyZone = "empty-zone",
    /// A term that `terms.toml` does not have.
    UnknownTerm = "unknown-term",
    /// An indicator that is not there.
    UnknownIndicator = "unknown-indicator",
    /// Indicators that need each other in a circle.
    CircularIndicator = "circular-indicator",
    /// A statement that is no SQL, or reads what is not there.
    Statement = "statement",
    /// A unit that differs from the indicator's, column's or term's.
    UnitMismatch = "unit-mismatch",
    /// A number without a unit.
    NoUnit = "no-unit",
    /// A value that the operator cannot use, or that is missing.
    Value = "value",
    /// A period that is none.
    BadPeriod = "bad-period",
    /// A deadline before the plan's issue.
    DeadlineBeforeIssue = "deadline-before-issue",
    /// An entity that the vocabulary does not have.
    UnknownEntity = "unknown-entity",
    /// A predicate that is no SQL, or reads what the entity does not have.
    Predicate = "predicate",
    /// A word that the column's list does not have.
    UnknownValue = "unknown-value",
    /// A parameter that is not defined.
    UnknownParameter = "unknown-parameter",
    /// A parameter that nothing uses.
    UnusedParameter = "unused-parameter",
    /// A rule that requires something without saying what, or the other way round.
    Must = "must",
    /// A rule that is not there.
    UnknownRule = "unknown-rule",
    /// A rule that yields to itself, in a circle, or to a rule of another entity.
    Precedence = "precedence",
    /// Two rules that disagree about one thing.
    Contradiction = "contradiction",
    /// A rule without a good or a bad case.
    NoScenario = "no-scenario",
    /// Cases of a rule that do not show it both at work and at rest.
    OneSidedScenario = "one-sided-scenario",
    /// A case that is not what the format says.
    ScenarioForm = "scenario-form",
    /// A case that comes out otherwise than expected.
    ScenarioFailed = "scenario-failed",
    /// A change of a what-if that changes nothing there is.
    WhatIf = "what-if",
}

impl Problem {
    /// A problem at a place of a file.
    pub fn new(code: Code, file: &str, source: &str, span: Range<usize>, article: &str) -> Self {
        let (line, column) = text::line_and_column(source, span.start);
        Self {
            code,
            file: file.to_owned(),
            span,
            line,
            column,
            article: article.to_owned(),
            arguments: Vec::new(),
        }
    }

    /// Adds a value of the sentence.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// A value of the sentence.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let found = self.arguments.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)?;
        if !self.article.is_empty() {
            write!(f, " [{}]", self.article)?;
        }
        write!(f, " {}", self.code.id())?;
        for (name, value) in &self.arguments {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

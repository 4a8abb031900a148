//! What plan folders, registers and reported figures refuse or fail at.

use plan::figures::FigureError;
use plan::folder::FolderError;
use plan::gate::GateError;
use plan::lists::ListError;
use plan::registers::RegisterError;

use super::{Failure, Kind};

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match &error {
            FolderError::Unknown { name, known } => Self::new(Kind::User, "failure-plan-unknown")
                .with("name", name)
                .with("known", known.join(", ")),
            FolderError::Unreadable { file, .. } => Self::new(Kind::User, "failure-file")
                .with("file", file)
                .because(&error),
            FolderError::NotUtf8 { file, byte } => Self::new(Kind::Data, "failure-plan-not-utf8")
                .with("file", file)
                .with("byte", byte),
        }
    }
}

impl From<RegisterError> for Failure {
    fn from(error: RegisterError) -> Self {
        match &error {
            RegisterError::Unreadable { file, .. } => Self::new(Kind::User, "failure-file")
                .with("file", file)
                .because(&error),
            RegisterError::Csv { file, .. } | RegisterError::Description { file, .. } => {
                Self::new(Kind::Data, "failure-plan-register")
                    .with("file", file)
                    .because(&error)
            }
        }
    }
}

impl From<FigureError> for Failure {
    fn from(error: FigureError) -> Self {
        let failure = Self::new(Kind::Data, key(&error));
        match &error {
            FigureError::MissingColumn {
                name,
                column,
                found,
            } => failure
                .with("name", name)
                .with("column", column)
                .with("found", found.join(", ")),
            FigureError::RepeatedColumn { name, column } => {
                failure.with("name", name).with("column", column)
            }
            FigureError::Unwritable { body, .. } => failure.with("body", body).because(&error),
            FigureError::Empty { name }
            | FigureError::TooLarge { name, .. }
            | FigureError::NotAWorkbook { name }
            | FigureError::OldWorkbook { name }
            | FigureError::Unreadable { name, .. }
            | FigureError::UnreadableText { name, .. } => failure.with("name", name),
        }
    }
}

/// The key of the sentence for a form that cannot be read or written.
fn key(error: &FigureError) -> &'static str {
    match error {
        FigureError::Empty { .. } => "figure-error-empty",
        FigureError::TooLarge { .. } => "figure-error-too-large",
        FigureError::NotAWorkbook { .. } => "figure-error-not-a-workbook",
        FigureError::OldWorkbook { .. } => "figure-error-old-workbook",
        FigureError::Unreadable { .. } => "figure-error-unreadable",
        FigureError::UnreadableText { .. } => "figure-error-unreadable-text",
        FigureError::MissingColumn { .. } => "figure-error-missing-column",
        FigureError::RepeatedColumn { .. } => "figure-error-repeated-column",
        FigureError::Unwritable { .. } => "figure-error-unwritable",
    }
}

impl From<ListError> for Failure {
    fn from(error: ListError) -> Self {
        match error {
            ListError::UnknownRule { rule } => Self::new(Kind::User, "failure-plan-article")
                .with("article", rule)
                .with("plan", "—"),
            ListError::NoRegister { entities } => {
                Self::new(Kind::Data, "failure-plan-list").with("entities", entities.join(", "))
            }
            ListError::Registers(error) => error.into(),
            other @ ListError::Predicate(_) => Self::internal(&other),
        }
    }
}

impl From<GateError> for Failure {
    fn from(error: GateError) -> Self {
        match error {
            GateError::NoEntity => Self::new(Kind::User, "failure-plan-gates"),
            GateError::NoRegister => Self::new(Kind::Data, "failure-plan-no-projects"),
            GateError::UnknownProject { key } => {
                Self::new(Kind::User, "failure-plan-project").with("key", key)
            }
            GateError::Registers(error) => error.into(),
        }
    }
}

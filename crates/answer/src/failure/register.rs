//! What the register refuses or fails at.

use plan::register::RegisterStateError;
use registry::CatalogueError;
use registry::intake::IntakeError;
use registry::sheet::SheetError;
use registry::sheet::grid::GridError;
use registry::store::RegistryError;

use super::{Failure, Kind};
use crate::context::show_moment;

impl From<CatalogueError> for Failure {
    fn from(error: CatalogueError) -> Self {
        Self::new(Kind::Configuration, "failure-register-catalogue").because(&error)
    }
}

impl From<RegisterStateError> for Failure {
    fn from(error: RegisterStateError) -> Self {
        match error {
            RegisterStateError::Registry(error) => error.into(),
            RegisterStateError::Lake(error) => error.into(),
        }
    }
}

impl From<RegistryError> for Failure {
    fn from(error: RegistryError) -> Self {
        use RegistryError as E;
        match &error {
            E::Address { address, .. } => {
                Self::new(Kind::Configuration, "failure-register-address")
                    .with("place", address)
                    .because(&error)
            }
            E::Open { place, .. } | E::Newer { place, .. } => {
                Self::new(Kind::Configuration, "failure-register-open")
                    .with("place", place)
                    .because(&error)
            }
            E::Denied { .. } => {
                Self::new(Kind::Configuration, "failure-register-denied").because(&error)
            }
            E::Busy { import } => busy(import.as_ref()),
            E::Entity { entity } => Self::new(Kind::User, "failure-register-entity")
                .with("text", entity)
                .with("known", "lantian register list"),
            E::Column { entity, column } => Self::new(Kind::User, "failure-register-column")
                .with("entity", entity)
                .with("column", column),
            E::Unknown { entity, key } => Self::new(Kind::User, "failure-register-unknown")
                .with("entity", entity)
                .with("key", key),
            E::Nul { key, column, .. } => Self::new(Kind::Data, "failure-register-nul")
                .with("key", key)
                .with("column", column),
            E::ChangedMeanwhile { .. } => meanwhile(&error),
            E::Full { .. } => {
                Self::new(Kind::Configuration, "failure-register-full").because(&error)
            }
            E::Damaged { .. } => Self::new(Kind::Data, "failure-register-damaged").because(&error),
            _ => Self::internal(&error),
        }
    }
}

fn busy(import: Option<&(String, String, i64)>) -> Failure {
    match import {
        Some((entity, who, at)) => Failure::new(Kind::User, "failure-register-busy-import")
            .with("entity", entity)
            .with("who", who)
            .with("at", show_moment(*at)),
        None => Failure::new(Kind::User, "failure-register-busy"),
    }
}

/// The second of two editors is told who was first, and what is different now.
fn meanwhile(error: &RegistryError) -> Failure {
    let RegistryError::ChangedMeanwhile {
        entity,
        key,
        revision,
        by,
        removed,
        columns,
    } = error
    else {
        return Failure::internal(error);
    };
    let shown = |cell: &Option<String>| cell.as_deref().unwrap_or("—").to_owned();
    let differ: Vec<String> = columns
        .iter()
        .map(|change| {
            let (before, after) = (shown(&change.before), shown(&change.after));
            format!("{}: {before} → {after}", change.column)
        })
        .collect();
    let sentence = if *removed {
        "failure-register-removed-meanwhile"
    } else {
        "failure-register-changed-meanwhile"
    };
    Failure::new(Kind::User, sentence)
        .with("entity", entity)
        .with("key", key)
        .with("revision", revision)
        .with("who", &by.who)
        .with("at", show_moment(by.at))
        .with("why", &by.why)
        .with("columns", differ.join("; "))
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Sheet(error) => error.into(),
            IntakeError::Registry(error) => error.into(),
            other @ IntakeError::BrokenOff { .. } => Self::internal(&other),
        }
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        let failure = Self::new(Kind::Data, sheet_key(&error));
        match &error {
            SheetError::Grid(
                GridError::Empty { name }
                | GridError::TooLarge { name, .. }
                | GridError::NotAWorkbook { name }
                | GridError::OldWorkbook { name }
                | GridError::Unreadable { name, .. }
                | GridError::UnreadableText { name, .. },
            )
            | SheetError::NoFeatures { name } => failure.with("file", name),
            SheetError::NotGeoJson { name, .. } | SheetError::Io { name, .. } => {
                failure.with("file", name).because(&error)
            }
            SheetError::NoKeyColumn { name, key, found } => failure
                .with("file", name)
                .with("key", key)
                .with("found", found.join(", ")),
            SheetError::RecordTooLong { name, line, .. } => {
                failure.with("file", name).with("line", line)
            }
            SheetError::Unwritable { entity, .. } => failure.with("entity", entity).because(&error),
            SheetError::Unmarkable { part, .. } => failure.with("part", part).because(&error),
        }
    }
}

fn sheet_key(error: &SheetError) -> &'static str {
    match error.id() {
        "empty" => "failure-sheet-empty",
        "too-large" => "failure-sheet-too-large",
        "not-a-workbook" => "failure-sheet-not-a-workbook",
        "old-workbook" => "failure-sheet-old-workbook",
        "unreadable" => "failure-sheet-unreadable",
        "unreadable-text" => "failure-sheet-unreadable-text",
        "no-key-column" => "failure-sheet-no-key-column",
        "not-geojson" => "failure-sheet-not-geojson",
        "no-features" => "failure-sheet-no-features",
        "record-too-long" => "failure-sheet-record-too-long",
        "io" => "failure-sheet-io",
        "unwritable" => "failure-sheet-unwritable",
        _ => "failure-sheet-unmarkable",
    }
}

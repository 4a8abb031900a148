//! Reading policies and holding them against the schema.

use std::path::Path;

use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use miette::Diagnostic;

use super::PolicyError;

/// The program's schema.
pub(super) fn schema() -> Schema {
    let text = include_str!("../../policies/lantian.cedarschema");
    let (schema, _warnings) =
        Schema::from_cedarschema_str(text).expect("the program's schema is a schema");
    schema
}

/// The text of a file.
pub(super) fn text(file: &Path) -> Result<String, PolicyError> {
    std::fs::read_to_string(file).map_err(|e| PolicyError::File {
        file: file.to_owned(),
        kind: e.kind(),
    })
}

/// The policies of a text, if they speak of what the schema knows.
pub(super) fn policies(schema: Schema, file: &Path, text: &str) -> Result<PolicySet, PolicyError> {
    let policies: Result<PolicySet, _> = text.parse();
    let policies = policies.map_err(|errors| {
        let first = errors.iter().next();
        first.map_or_else(
            || whole(file, errors.to_string()),
            |error| at(file, text, error, error.to_string()),
        )
    })?;
    let checked = Validator::new(schema).validate(&policies, ValidationMode::Strict);
    let fault = checked.validation_errors().next();
    match fault {
        Some(error) => Err(at(file, text, error, error.to_string())),
        None => Ok(policies),
    }
}

/// An error with its line, where it has a place.
fn at(file: &Path, text: &str, error: &dyn Diagnostic, message: String) -> PolicyError {
    let place = error.labels().and_then(|mut labels| labels.next());
    let Some(before) = place.and_then(|place| text.get(..place.offset())) else {
        return whole(file, message);
    };
    PolicyError::Line {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        message,
    }
}

fn whole(file: &Path, message: String) -> PolicyError {
    PolicyError::Whole {
        file: file.to_owned(),
        message,
    }
}

//! Registers from a folder of CSV files, one an entity: `boiler.csv` with the columns of the vocabulary.
//!
//! It stands in until the register itself is there. A file `register.toml` may say where the rows come from and
//! whether they are simulated.

use std::path::Path;

use serde::Deserialize;

use crate::judge::{Register, Registers};
use crate::model::Plan;
use crate::table::{self, BadCell};

/// A folder of registers cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A file cannot be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is no CSV.
    #[error("{file} is not comma-separated text")]
    Csv {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// `register.toml` is not what it should be.
    #[error("{file}: {reason}")]
    Description {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
}

/// Something of a register's file that was left unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterDefect {
    /// The file.
    pub file: String,
    /// The line, from 1; 1 is the header.
    pub line: usize,
    /// The column.
    pub column: String,
    /// The text.
    pub text: String,
    /// What was expected.
    pub expected: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    source: Option<String>,
    #[serde(default)]
    simulated: bool,
}

/// Reads every file whose name is an entity of the plan; cells that cannot be read are unknown and told.
pub fn read(plan: &Plan, folder: &Path) -> Result<(Registers, Vec<RegisterDefect>), RegisterError> {
    let description = description(folder)?;
    let mut registers = Registers::new();
    let mut defects = Vec::new();
    if !folder.is_dir() {
        return Err(RegisterError::Unreadable {
            file: folder.display().to_string(),
            source: std::io::ErrorKind::NotFound.into(),
        });
    }
    for entity in &plan.entities {
        let path = folder.join(format!("{}.csv", entity.id.get_ref()));
        if !path.is_file() {
            continue;
        }
        let file = path.display().to_string();
        let (columns, rows) = sheet(&path, &file)?;
        let known = table::columns(entity);
        for column in &columns {
            if !known.iter().any(|(name, _)| name == column) {
                defects.push(RegisterDefect {
                    file: file.clone(),
                    line: 1,
                    column: column.clone(),
                    text: String::new(),
                    expected: known
                        .iter()
                        .map(|(name, _)| *name)
                        .collect::<Vec<_>>()
                        .join(" | "),
                });
            }
        }
        let cell = |row: usize, column: &str| {
            let place = columns.iter().position(|name| name == column)?;
            let text = rows.get(row)?.get(place)?.trim();
            (!text.is_empty()).then_some(text)
        };
        let (batch, bad) = table::batch(entity, rows.len(), cell, line_of);
        defects.extend(bad.into_iter().map(|cell| defect(&file, cell)));
        registers.insert(
            entity.id.get_ref().clone(),
            Register {
                source: description
                    .source
                    .clone()
                    .map_or_else(|| file.clone(), |source| format!("{file} ({source})")),
                simulated: description.simulated,
                rows: batch,
            },
        );
    }
    Ok((registers, defects))
}

/// The line of a row: the header is line 1.
fn line_of(row: usize) -> i64 {
    i64::try_from(row + 2).unwrap_or(i64::MAX)
}

fn defect(file: &str, cell: BadCell) -> RegisterDefect {
    RegisterDefect {
        file: file.to_owned(),
        line: cell.row + 2,
        column: cell.column,
        text: cell.text,
        expected: cell.expected,
    }
}

fn description(folder: &Path) -> Result<Description, RegisterError> {
    let path = folder.join("register.toml");
    if !path.is_file() {
        return Ok(Description::default());
    }
    let file = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|source| RegisterError::Unreadable {
        file: file.clone(),
        source,
    })?;
    toml::from_str(&text).map_err(|e| RegisterError::Description {
        file,
        reason: e.to_string(),
    })
}

type Sheet = (Vec<String>, Vec<csv::StringRecord>);

fn sheet(path: &Path, file: &str) -> Result<Sheet, RegisterError> {
    let failed = |source| RegisterError::Csv {
        file: file.to_owned(),
        source,
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(failed)?;
    let columns = reader
        .headers()
        .map_err(failed)?
        .iter()
        .map(|name| name.trim().trim_start_matches('\u{feff}').to_owned())
        .collect();
    let rows = reader.records().collect::<Result<_, _>>().map_err(failed)?;
    Ok((columns, rows))
}

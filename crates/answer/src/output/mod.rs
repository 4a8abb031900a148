//! What a command answers, and its four forms: table, CSV, JSON, Parquet.

mod report;
mod table;
mod csv;
mod json;
mod parquet;
mod batches;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;

pub use batches::from_batches;
pub use report::{Cell, Column, Layout, Node, Report};
pub use table::{heading, name, pretty};

use crate::context::Context;
use crate::failure::Failure;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 表格 / a table for people
    Table,
    /// 逗号分隔，Excel 可直接打开 / comma-separated, opens in Excel
    Csv,
    /// JSON
    Json,
    /// Parquet（需 --out）/ Parquet, needs --out
    Parquet,
}

impl Format {
    /// The form that a file's name asks for; a table otherwise.
    pub fn of_file(out: Option<&Path>) -> Self {
        let ending = out
            .and_then(Path::extension)
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        Self::from_str(ending, true).unwrap_or(Self::Table)
    }
}

/// Shows a report in the form asked for, on standard output or in the file asked for.
pub fn show(context: &Context, report: &Report) -> Result<(), Failure> {
    match context.format {
        Format::Table => write(context, &table::text(&context.words, report)),
        Format::Json => write(context, &json::text(context.words.language().id(), report)?),
        Format::Csv => {
            write(context, &csv::text(report)?)?;
            remarks(context, report);
            Ok(())
        }
        Format::Parquet => {
            let Some(out) = &context.out else {
                return Ok(());
            };
            parquet::save(report, out)?;
            remarks(context, report);
            Ok(())
        }
    }
}

/// A report as CSV.
pub fn csv_text(report: &Report) -> Result<String, Failure> {
    csv::text(report)
}

/// A report as a Parquet file.
pub fn parquet_bytes(report: &Report) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    parquet::write(report, &mut bytes)?;
    Ok(bytes)
}

/// Writes a text to the file asked for, else to standard output.
pub fn write(context: &Context, text: &str) -> Result<(), Failure> {
    match &context.out {
        Some(path) => File::create(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|e| Failure::file(path, &e)),
        None => print(text),
    }
}

/// Writes to standard output; a reader that has gone (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Failure::internal(&e)),
        _ => Ok(()),
    }
}

/// CSV and Parquet have no place for notes; they go to standard error.
fn remarks(context: &Context, report: &Report) {
    if context.quiet {
        return;
    }
    let left_out =
        |section: &Report| context.say("note-section-left-out", &[("title", &section.title)]);
    let mut lines = report.notes.clone();
    lines.extend(report.sections.iter().map(left_out));
    let text = if lines.is_empty() {
        String::new()
    } else {
        lines.join("\n") + "\n"
    };
    let _ = io::stderr().write_all(text.as_bytes());
}

//! A conversation in SQL: `\d` lists the tables, `\d NAME` its columns, `\q` ends it.

use std::io::Write as _;

use lake::{Lake, QueryLimits};
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::answer;
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, rows};

/// The history's file, beside the tables.
const HISTORY: &str = ".sql_history";
const PROMPT: &str = "lantian> ";
const PROMPT_MORE: &str = "     ... ";
const TABLES: &str = "SELECT table_name, table_type FROM information_schema.tables \
                      WHERE table_schema <> 'information_schema' ORDER BY table_name";

/// Reads and answers until the end of input; a bad statement ends nothing.
pub(super) async fn run(
    context: &Context,
    lake: &Lake,
    limits: QueryLimits,
) -> Result<(), Failure> {
    let mut editor = DefaultEditor::new().map_err(|e| Failure::internal(&e))?;
    // Beside the tables of a folder; a conversation with a bucket is not kept.
    let history = lake.place().folder().map(|folder| folder.join(HISTORY));
    if let Some(history) = &history {
        let _ = editor.load_history(history);
    }
    output::print(&format!("{}\n", context.say("sql-welcome", &[])))?;
    while let Some(statement) = read(&mut editor)? {
        let _ = editor.add_history_entry(&statement);
        if let Err(failure) = reply(context, lake, &statement, limits).await {
            let _ = std::io::stderr().write_all(failure.show(&context.words).as_bytes());
        }
    }
    if let Some(history) = &history {
        let _ = editor.save_history(history);
    }
    Ok(())
}

/// A statement, ended by `;`, or a command that begins with `\`; `None` at the end.
fn read(editor: &mut DefaultEditor) -> Result<Option<String>, Failure> {
    let mut statement = String::new();
    loop {
        let prompt = if statement.is_empty() {
            PROMPT
        } else {
            PROMPT_MORE
        };
        match editor.readline(prompt) {
            Ok(line) if statement.is_empty() && line.trim().is_empty() => {}
            Ok(line) if statement.is_empty() && line.trim() == "\\q" => return Ok(None),
            Ok(line) if statement.is_empty() && line.trim().starts_with('\\') => {
                return Ok(Some(line));
            }
            Ok(line) => {
                statement.push_str(&line);
                statement.push('\n');
                if line.trim_end().ends_with(';') {
                    return Ok(Some(statement));
                }
            }
            Err(ReadlineError::Interrupted) => statement.clear(),
            Err(ReadlineError::Eof) => return Ok(None),
            Err(error) => return Err(Failure::internal(&error)),
        }
    }
}

async fn reply(
    context: &Context,
    lake: &Lake,
    text: &str,
    limits: QueryLimits,
) -> Result<(), Failure> {
    let statement = match text.trim().strip_prefix("\\d") {
        Some(name) if name.trim().is_empty() => TABLES.to_owned(),
        Some(name) => columns_of(name.trim()),
        None => text.trim().trim_end_matches(';').to_owned(),
    };
    let report = answer(context, lake, &statement, limits).await?;
    output::show(context, &report)
}

fn columns_of(table: &str) -> String {
    format!(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns \
         WHERE table_name = '{}' ORDER BY ordinal_position",
        rows::quoted(table)
    )
}

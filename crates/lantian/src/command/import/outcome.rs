//! What came of each file, as people read it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lake::Appended;
use observe::load::{LoadError, LoadOptions, Loaded};
use observe::{Defect, ObserveError, builtin_by_id};
use units::{Day, HourEnding};

use crate::context::Context;
use crate::failure::Kind;
use crate::output::{Cell, Column, Report};

const COLUMNS: [&str; 9] = [
    "file",
    "mapping",
    "rows_read",
    "rows_loaded",
    "defects",
    "flags",
    "first",
    "last",
    "outcome",
];
const DEFECT_COLUMNS: [&str; 6] = ["file", "reason", "column", "count", "first_row", "text"];

type Outcome = (PathBuf, Result<Loaded, LoadError>);

/// One row a file, then the defects by reason, then what could not be read at all.
pub(super) fn report(context: &Context, results: &[Outcome], options: &LoadOptions) -> Report {
    let title = context.say("import-title", &[("count", &results.len())]);
    let mut report = Report::new(title, Column::all(&COLUMNS));
    let mut defects = Report::new(
        context.say("import-defects-title", &[]),
        Column::all(&DEFECT_COLUMNS),
    );
    for (file, result) in results {
        match result {
            Ok(loaded) => {
                report.rows.push(row(context, loaded, options));
                report.notes.extend(doubts(context, loaded));
                by_reason(context, loaded, &mut defects);
            }
            Err(error) => {
                report.rows.push(failed_row(context, file));
                report
                    .notes
                    .push(format!("{}: {}", name(file), why(context, error)));
                report.verdict = Some(Kind::Data);
            }
        }
    }
    if !defects.rows.is_empty() {
        report.notes.push(context.say("note-defects-kept", &[]));
        report.sections.push(defects);
    }
    report
}

/// The sentence for whether a file was written.
pub(super) fn key(appended: Appended, dry_run: bool) -> &'static str {
    match (dry_run, appended) {
        (true, _) => "outcome-dry-run",
        (false, Appended::Now) => "outcome-imported",
        (false, Appended::Before) => "outcome-before",
    }
}

fn row(context: &Context, loaded: &Loaded, options: &LoadOptions) -> Vec<Cell> {
    let summary = &loaded.summary;
    let count = |n: u64| Cell::integer(i64::try_from(n).ok());
    let hourly = builtin_by_id(&summary.mapping)
        .is_none_or(|mapping| mapping.time.granularity == observe::Granularity::Hour);
    let time = |number: Option<i64>| {
        Cell::maybe(number.map(|n| {
            if hourly {
                HourEnding::from_number(n).to_string()
            } else {
                Day::from_number(n.try_into().unwrap_or(0)).to_string()
            }
        }))
    };
    vec![
        Cell::text(name(&loaded.file)),
        Cell::text(&summary.mapping),
        count(summary.rows_read),
        count(summary.rows_loaded),
        count(summary.defects),
        count(summary.flags),
        time(summary.first),
        time(summary.last),
        Cell::text(context.say(key(loaded.appended, options.dry_run), &[])),
    ]
}

fn failed_row(context: &Context, file: &Path) -> Vec<Cell> {
    let mut row = vec![Cell::Missing; COLUMNS.len()];
    row[0] = Cell::text(name(file));
    row[COLUMNS.len() - 1] = Cell::text(context.say("outcome-failed", &[]));
    row
}

/// Doubts about the file as a whole, and what is known of its kind.
fn doubts(context: &Context, loaded: &Loaded) -> Vec<String> {
    let file = name(&loaded.file);
    let warned = loaded.summary.warnings.iter().map(|warning| {
        let doubt = context.pick(&warning.name.zh, &warning.name.en);
        context.say(
            "import-warning",
            &[
                ("file", &file),
                ("doubt", &doubt),
                ("rows", &warning.rows),
                ("of", &warning.of),
            ],
        )
    });
    warned.collect()
}

/// One line for each reason and column, with the first place it was met.
fn by_reason(context: &Context, loaded: &Loaded, report: &mut Report) {
    let mut groups: BTreeMap<(&str, Option<&str>), (i64, &Defect)> = BTreeMap::new();
    for defect in &loaded.defects {
        let group = groups
            .entry((defect.reason.id(), defect.column.as_deref()))
            .or_insert((0, defect));
        group.0 += 1;
    }
    for ((reason, column), (count, first)) in groups {
        report.rows.push(vec![
            Cell::text(name(&loaded.file)),
            Cell::text(context.say(&format!("defect-{reason}"), &[])),
            Cell::maybe(column),
            Cell::Integer(count),
            Cell::integer(first.row),
            Cell::text(&first.text),
        ]);
    }
}

/// Why a file could not be taken in, and what to do.
fn why(context: &Context, error: &LoadError) -> String {
    let LoadError::Observe(error) = error else {
        return lake_failed(context, &chain(error));
    };
    match error {
        ObserveError::Open { source, .. } | ObserveError::Read { source, .. } => {
            context.say("import-unreadable", &[("cause", source)])
        }
        ObserveError::Empty { .. } => context.say("import-empty", &[]),
        ObserveError::NotText { kind, .. } => context.say("import-not-text", &[("kind", kind)]),
        ObserveError::NoMapping { found, nearest, .. } => {
            let near = nearest.as_ref().map_or_else(String::new, |(id, lacking)| {
                format!("{id} (− {})", lacking.join(", "))
            });
            context.say(
                "import-no-mapping",
                &[("found", &columns(found)), ("near", &near)],
            )
        }
        ObserveError::SeveralMappings { mappings, .. } => context.say(
            "import-several-mappings",
            &[("mappings", &mappings.join(", "))],
        ),
        ObserveError::MissingColumn {
            mapping,
            column,
            found,
            near,
            ..
        } => {
            let near = near.clone().unwrap_or_default();
            let found = columns(found);
            context.say(
                "import-missing-column",
                &[
                    ("mapping", mapping),
                    ("column", column),
                    ("found", &found),
                    ("near", &near),
                ],
            )
        }
        ObserveError::NoValueColumn { mapping, found, .. } => context.say(
            "import-no-value-column",
            &[("mapping", mapping), ("found", &columns(found))],
        ),
        ObserveError::RepeatedColumn { column, .. } => {
            context.say("import-repeated-column", &[("column", column)])
        }
        ObserveError::OverrideLength {
            mapping,
            expected,
            found,
            ..
        } => context.say(
            "import-override-length",
            &[
                ("mapping", mapping),
                ("expected", expected),
                ("found", found),
            ],
        ),
    }
}

/// A lake that cannot take a file: a full disk has its own sentence, the rest is the lake's word.
fn lake_failed(context: &Context, cause: &str) -> String {
    let key = if cause.contains(DISK_FULL) {
        "import-disk-full"
    } else {
        "import-lake-failed"
    };
    context.say(key, &[("cause", &cause)])
}

/// How the operating system says that a disk is full, under every layer that passes it on.
const DISK_FULL: &str = "os error 28";

/// Column names for a message: what cannot be printed is left out, and a long list is cut.
fn columns(found: &[String]) -> String {
    let printable = |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER;
    let text: String = found.join(", ").chars().filter(printable).collect();
    let cut: String = text.chars().take(LONGEST_LIST).collect();
    if cut.len() < text.len() {
        return format!("{cut} …");
    }
    cut
}

/// Characters of a list of columns in a message.
const LONGEST_LIST: usize = 200;

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut under = error.source();
    while let Some(source) = under {
        text = format!("{text}: {source}");
        under = source.source();
    }
    text
}

fn name(file: &Path) -> String {
    file.file_name().map_or_else(
        || file.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

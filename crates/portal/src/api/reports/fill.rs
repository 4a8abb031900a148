//! A figure handed in or reviewed here: a row more in the lake, by the rules of every other way of reporting.

use std::sync::Arc;

use answer::context::Context;
use answer::plan::report::expected;
use axum::http::StatusCode;
use lake::Appended;
use plan::Plan;
use plan::figures::{self, Defect, Figure, Status};
use serde::Deserialize;
use tokio::sync::{Mutex, MutexGuard};
use utoipa::ToSchema;

use super::attachments;
use super::stored::{self, FILE, Key, Stored};
use crate::live::Event;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Letters of a text that is typed.
const LONGEST: usize = 2000;
/// Files that one figure rests on.
const MOST_FILES: usize = 50;

/// One writer of reported figures at a time, so that nobody overwrites what they have not seen.
#[derive(Default)]
pub(crate) struct Filling(Mutex<()>);

impl Filling {
    /// Waits until nobody else writes.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.lock().await
    }
}

/// What is filled in.
#[derive(Deserialize, ToSchema)]
pub(super) struct Filled {
    /// As typed: one exact number in the indicator's unit, or 是 / 否 (yes / no).
    value: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    note: String,
    /// The SHA-256 of files that were brought before.
    #[serde(default)]
    attachments: Vec<String>,
    /// Handed in for review, else kept as a draft.
    submit: bool,
    /// The `at` of the figure that this replaces, as it was seen; a figure that changed since is not replaced.
    at: Option<String>,
}

/// What a review says.
#[derive(Deserialize, ToSchema)]
pub(super) struct Reviewed {
    pub(super) accept: bool,
    #[serde(default)]
    note: String,
    /// The `at` of the figure that was looked at; one that changed since is not reviewed.
    at: Option<String>,
}

/// Reads what was filled in, by the rules for forms; `known_at` makes the row its own.
pub(super) fn figure(
    portal: &Portal,
    context: &Context,
    (plan, key, body): (&Plan, &Key, &str),
    filled: &Filled,
    reporter: &str,
) -> Result<Figure, Refusal> {
    for (field, text) in [
        ("value", &filled.value),
        ("evidence", &filled.evidence),
        ("note", &filled.note),
    ] {
        let odd = text
            .contains(|letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
        if odd || text.chars().count() > LONGEST {
            return Err(Refusal::bad(
                field,
                text.chars().take(40).collect::<String>(),
            ));
        }
    }
    if filled.attachments.len() > MOST_FILES {
        return Err(Refusal::bad("attachments", filled.attachments.len()));
    }
    let evidence = attachments::joined(portal, &one_line(&filled.evidence), &filled.attachments)?;
    let status = if filled.submit {
        Status::Submitted
    } else {
        Status::Draft
    };
    let unit = plan
        .indicator(&key.indicator)
        .map_or("", |indicator| &indicator.unit);
    let form = form(&[
        ("指标编号", &key.indicator),
        ("地区代码", &key.region),
        ("期间", &key.period),
        ("数值", &filled.value),
        ("单位", unit),
        ("佐证材料", &evidence),
        ("填报人", reporter),
        ("审核人", ""),
        ("状态", status.id()),
        ("备注", &one_line(&filled.note)),
    ])?;
    let reading = figures::read(FILE, &form, &expected(plan, Some(body), context)?);
    let reading = reading.map_err(|_error| Refusal::bad("value", &filled.value))?;
    if !reading.defects.is_empty() {
        return Err(refused(context, &reading.defects));
    }
    let read = reading.figures.into_iter().next();
    read.ok_or_else(|| Refusal::bad("value", &filled.value))
}

/// A cell of a form holds one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form of one row.
fn form(cells: &[(&str, &str)]) -> Result<Vec<u8>, Refusal> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for row in [
        cells.iter().map(|(header, _)| *header).collect::<Vec<_>>(),
        cells.iter().map(|(_, cell)| *cell).collect(),
    ] {
        writer
            .write_record(row)
            .map_err(|e| Refusal::internal(&e))?;
    }
    writer.into_inner().map_err(|e| Refusal::internal(&e))
}

/// What a form's reader has against a figure, in its own sentences.
fn refused(context: &Context, defects: &[Defect]) -> Refusal {
    let sentence = |defect: &Defect| {
        context.say(
            &format!("figure-{}", defect.reason.id()),
            &[
                ("row", &defect.row),
                ("column", &defect.column),
                ("text", &defect.text),
                ("expected", &defect.expected),
            ],
        )
    };
    let sentences: Vec<String> = defects.iter().map(sentence).collect();
    let reason = sentences.join(context.pick("", " "));
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "failure-portal-figure").with("reason", reason)
}

/// Refuses what does not follow the newest row as whoever asks saw it.
pub(super) fn unchanged(newest: Option<&Stored>, seen: Option<&String>) -> Result<(), Refusal> {
    let Some(seen) = seen else {
        return Ok(());
    };
    let now = newest.map(|row| answer::context::show_moment(row.known_at));
    if now.as_ref() == Some(seen) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::CONFLICT,
        "failure-portal-report-changed",
    ))
}

impl Filled {
    /// What the filler saw before.
    pub(super) fn seen(&self) -> Option<&String> {
        self.at.as_ref()
    }
}

impl Reviewed {
    /// What the reviewer saw.
    pub(super) fn seen(&self) -> Option<&String> {
        self.at.as_ref()
    }

    /// The row as reviewed. The filler's remark stays where the reviewer makes none.
    pub(super) fn figure(&self, row: &Stored, reviewer: &str) -> Result<Figure, Refusal> {
        let note = one_line(&self.note);
        if note.chars().count() > LONGEST || note.contains(char::is_control) {
            return Err(Refusal::bad(
                "note",
                note.chars().take(40).collect::<String>(),
            ));
        }
        let value = plan::number::decimal(&row.value);
        let region = row.key.region.parse().ok();
        let (Some(value), Some(region)) = (value, region) else {
            return Err(Refusal::not_found(&row.key.indicator));
        };
        Ok(Figure {
            indicator: row.key.indicator.clone(),
            region,
            period: row.key.period.clone(),
            value,
            text: row.value.clone(),
            unit: row.unit.clone(),
            evidence: row.evidence.clone(),
            reporter: row.reporter.clone(),
            reviewer: reviewer.to_owned(),
            status: if self.accept {
                Status::Accepted
            } else {
                Status::Rejected
            },
            note: if note.is_empty() {
                row.note().to_owned()
            } else {
                note
            },
            row: 0,
        })
    }
}

/// Appends a figure as the newest row; the caller holds [`Filling`].
pub(super) async fn append(
    portal: &Portal,
    context: &Context,
    (plan, body): (&Arc<Plan>, &str),
    mut figure: Figure,
    newest: Option<&Stored>,
) -> Result<(), Refusal> {
    figure.row = stored::numbered(portal).await?.saturating_add(1);
    // A clock that was set back must not hide the row behind an older one.
    let before = newest.map_or(i64::MIN, |row| row.known_at);
    let known_at = context.now.as_microsecond().max(before.saturating_add(1));
    // Two rows that say the same are two rows: their number and moment are part of what they are.
    let own = format!("{} {known_at} {figure:?}", figure.row);
    let saved = plan::store::figures(
        portal.lake(),
        plan,
        Some(body),
        std::slice::from_ref(&figure),
        (FILE, own.as_bytes()),
        known_at,
    );
    if saved.await? == Appended::Now {
        portal.state().changed();
        portal.live().tell(Event::Plan(plan.header.id.clone()));
    }
    Ok(())
}

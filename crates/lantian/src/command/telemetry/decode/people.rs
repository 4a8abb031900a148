//! Frames as people read them: a page for each, or rows of values for a spreadsheet.

use serde_json::Value as Json;

use crate::context::Context;
use crate::output::{Cell, Column, Report};

use super::shown::{Entry, Frame, Shown, What};

/// A page for each frame, in order.
pub(super) fn pages(context: &Context, shown: &[Shown]) -> Report {
    let mut report = Report::new(summary(context, shown), Vec::new());
    let mut number = 0;
    for one in shown {
        number += usize::from(matches!(one.what, What::Frame(_)));
        report.sections.push(page(context, number, one));
    }
    if shown.is_empty() {
        report.notes.push(context.say("decode-nothing", &[]));
    }
    report
}

/// How many frames, good and bad, and how many bytes were skipped.
fn summary(context: &Context, shown: &[Shown]) -> String {
    let count = |verdict: &str| shown.iter().filter(|one| one.verdict == verdict).count();
    let skipped: usize = shown
        .iter()
        .filter(|one| one.verdict == "skipped")
        .map(|one| one.bytes)
        .sum();
    context.say(
        "decode-title",
        &[
            ("good", &count("good")),
            ("bad", &count("bad")),
            ("skipped", &skipped),
        ],
    )
}

fn page(context: &Context, number: usize, one: &Shown) -> Report {
    let place = place(one);
    match &one.what {
        What::Skipped { reason, hex } => {
            let why = context.say(&format!("decode-skip-{}", reason.replace('_', "-")), &[]);
            let title = context.say(
                "decode-skipped",
                &[("place", &place), ("bytes", &one.bytes), ("why", &why)],
            );
            let mut report = Report::new(title, Vec::new());
            report.notes.push(hex.clone());
            report
        }
        What::Frame(frame) => frame_page(context, number, one, frame),
    }
}

fn frame_page(context: &Context, number: usize, one: &Shown, frame: &Frame) -> Report {
    let verdict = context.say(&format!("decode-verdict-{}", one.verdict), &[]);
    let protocol = context.say(&format!("decode-protocol-{}", one.protocol), &[]);
    let command = frame.command.map_or("—", |(zh, en)| context.pick(zh, en));
    let title = context.say(
        "decode-frame",
        &[
            ("number", &number),
            ("protocol", &protocol),
            ("command", &command),
            ("verdict", &verdict),
            ("check", &check(context, frame)),
            ("place", &place(one)),
            ("bytes", &one.bytes),
        ],
    );
    let mut report = Report::new(title, columns(context));
    report.rows = frame
        .values
        .iter()
        .map(|value| row(context, value))
        .collect();
    if report.rows.is_empty() {
        report.columns.clear();
    }
    let facts = frame.header.iter().chain(&frame.data);
    let facts: Vec<String> = facts
        .map(|(name, value)| format!("{name}={}", plain(value)))
        .collect();
    report.notes.push(facts.join("  "));
    let sentences = frame.sentences.iter().map(|(zh, en)| context.pick(zh, en));
    let list: Vec<&str> = sentences.collect();
    report.notes.push(if list.is_empty() {
        context.say("decode-no-defects", &[])
    } else {
        let joined = list.join(context.pick("；", "; "));
        context.say("decode-defects", &[("list", &joined)])
    });
    report
}

/// Where a piece stands.
fn place(one: &Shown) -> String {
    let line = one.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}+{}", one.file, one.offset)
}

/// Whether and by which rule the check agrees.
fn check(context: &Context, frame: &Frame) -> String {
    let key = match (&frame.crc, frame.bcc) {
        (_, Some("ok")) => "decode-bcc-ok",
        (_, Some(_)) => "decode-bcc-bad",
        (Some(Json::String(rule)), None) if rule == "modbus" => "decode-crc-modbus",
        (Some(Json::String(_)), None) => "decode-crc-ok",
        _ => "decode-crc-bad",
    };
    context.say(key, &[])
}

/// A value of JSON for a line of text.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => "—".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Json::Object(facts) => {
            let told = facts.iter().filter(|(_, fact)| !fact.is_null());
            let told: Vec<String> = told
                .map(|(name, fact)| format!("{name} {}", plain(fact)))
                .collect();
            told.join(" ")
        }
        other => other.to_string(),
    }
}

const COLUMNS: [&str; 6] = ["factor", "name", "field", "value", "unit", "time"];

fn columns(context: &Context) -> Vec<Column> {
    let heading = |id: &str| Column::named(id, context.say(&format!("decode-column-{id}"), &[]));
    COLUMNS.into_iter().map(heading).collect()
}

fn row(context: &Context, value: &Entry) -> Vec<Cell> {
    let name = match (value.name_zh, value.name_en) {
        (Some(zh), Some(en)) => Some(context.pick(zh, en)),
        _ => None,
    };
    let name = name.map(|name| match value.ordinal {
        Some(ordinal) => format!("{name} {ordinal}"),
        None => name.to_owned(),
    });
    vec![
        Cell::text(&value.factor),
        Cell::maybe(name),
        Cell::text(&value.field),
        said(value),
        Cell::maybe(value.unit.as_deref()),
        Cell::maybe(value.time.as_deref()),
    ]
}

/// The value as it was sent; missing where there is none.
fn said(value: &Entry) -> Cell {
    match (&value.value, &value.text) {
        (Json::Null, _) | (_, None) => Cell::Missing,
        (Json::Number(_), Some(text)) if !text.starts_with("0x") => Cell::Decimal(text.clone()),
        (_, Some(text)) => Cell::text(text),
    }
}

/// One row for each value, and one for each piece without values.
pub(super) fn rows(context: &Context, shown: &[Shown]) -> Report {
    let first = [
        "file", "line", "offset", "bytes", "protocol", "verdict", "defects",
    ];
    let mut columns = Column::all(&first);
    columns.extend(self::columns(context));
    let mut report = Report::new(summary(context, shown), columns);
    for one in shown {
        let (defects, values) = match &one.what {
            What::Frame(frame) => (frame.defects.join(" "), frame.values.as_slice()),
            What::Skipped { reason, .. } => ((*reason).to_owned(), &[][..]),
        };
        let before = vec![
            Cell::text(&one.file),
            one.line.map_or(Cell::Missing, Cell::count),
            Cell::count(one.offset),
            Cell::count(one.bytes),
            Cell::text(one.protocol),
            Cell::text(one.verdict),
            Cell::text(defects),
        ];
        if values.is_empty() {
            let none = COLUMNS.map(|_| Cell::Missing);
            report
                .rows
                .push(before.iter().cloned().chain(none).collect());
        }
        let values = values.iter().map(|value| row(context, value));
        report
            .rows
            .extend(values.map(|value| [before.clone(), value].concat()));
    }
    report
}

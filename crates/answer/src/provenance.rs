//! What a figure rests on, in words for the notes below it: stage, simulation, editions, moment, day rule.

use lake::{DayBy, Lake, PeriodRequest, SIMULATED};
use units::Period;

use crate::context::{Context, show_moment};
use crate::failure::Failure;
use crate::output::{Cell, from_batches};

/// The notes that every table of period statistics carries.
pub async fn notes(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
) -> Result<Vec<String>, Failure> {
    let known = context.words.find(&format!("stage-{}", request.stage), &[]);
    let stage = known.unwrap_or_else(|| request.stage.clone());
    let mut notes = vec![context.say("note-stage", &[("stage", &stage)])];
    if is_simulated(context, lake, request.period, request.level).await? {
        notes.push(context.say("note-simulated", &[]));
    }
    let as_of = request
        .as_of
        .unwrap_or_else(|| context.now.as_microsecond());
    notes.push(context.say("note-as-of", &[("moment", &show_moment(as_of))]));
    notes.push(context.say(
        match request.day_by {
            DayBy::HourEnding => "note-day-ending",
            DayBy::Stamp => "note-day-stamp",
        },
        &[],
    ));
    Ok(notes)
}

/// Whether any row of the period was simulated.
pub async fn is_simulated(
    context: &Context,
    lake: &Lake,
    period: Period,
    level: &str,
) -> Result<bool, Failure> {
    let (first, end) = (period.start(), period.end());
    let part = |table: &str| {
        format!(
            "SELECT DISTINCT kind FROM {table} WHERE level = '{level}' \
             AND day >= DATE '{first}' AND day < DATE '{end}'"
        )
    };
    let statement = format!(
        "{} UNION {}",
        part("observation_hour"),
        part("observation_day")
    );
    let report = from_batches(lake.query(&statement, context.limits).await?)?;
    Ok(report
        .rows
        .iter()
        .flatten()
        .any(|cell| *cell == Cell::text(SIMULATED)))
}

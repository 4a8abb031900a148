//! One day: its value and how complete it is, its index, and the stored rows behind it.

use lake::DayIndex;
use standards::validity;
use units::{Coverage, Pollutant};

use super::Trace;
use crate::failure::Failure;
use crate::output::{Cell, Node};
use crate::rows::plain;
use crate::{figures, rows};

/// The value of an item on a day; the day asked for is opened down to its rows.
pub(super) async fn value(
    trace: &Trace<'_>,
    day: &DayIndex,
    pollutant: Pollutant,
) -> Result<Node, Failure> {
    let date = day.record.statistics.day;
    let label = format!("{date}{}", complete(trace, coverage(day, pollutant)));
    let node = Node::new(label, shown(day, pollutant)?).unit(pollutant.unit());
    if !trace.opens(date) {
        return Ok(node);
    }
    Ok(node.over(stored(trace, day, pollutant).await?))
}

/// The index of a day over its sub-indices.
pub(super) async fn index(
    trace: &Trace<'_>,
    day: &DayIndex,
    items: &[Pollutant],
    whole: bool,
) -> Result<Node, Failure> {
    let mut children = Vec::new();
    for (pollutant, iaqi) in Pollutant::SIX.into_iter().zip(day.index.iaqi) {
        if items.contains(&pollutant) {
            let below = value(trace, day, pollutant).await?;
            let limits = Node::new(trace.say("column-edition"), Cell::text(day.edition.id))
                .source(figures::cited(trace.context, &day.edition.daily_source));
            children.push(
                Node::new(format!("{pollutant} IAQI"), Cell::integer(iaqi))
                    .over(vec![limits, below]),
            );
        }
    }
    let date = day.record.statistics.day;
    if !whole {
        return Ok(Node::new(date.to_string(), Cell::Missing).over(children));
    }
    let class = plain(&figures::class(trace.context, day.edition, day.index.aqi));
    let label = format!("{date} AQI {class}");
    Ok(Node::new(label, Cell::integer(day.index.aqi))
        .source(day.edition.id)
        .over(children))
}

fn coverage(day: &DayIndex, pollutant: Pollutant) -> Coverage {
    day.record.statistics.values[pollutant.index().unwrap_or_default()].coverage
}

fn shown(day: &DayIndex, pollutant: Pollutant) -> Result<Cell, Failure> {
    let statistics = &day.record.statistics;
    let rules = validity::rules_on(statistics.day)?;
    Ok(figures::daily(
        rules,
        pollutant,
        &statistics.values[pollutant.index().unwrap_or_default()],
    ))
}

/// How many hours, or 8-hour windows, a value rests on; nothing for values published daily.
fn complete(trace: &Trace<'_>, coverage: Coverage) -> String {
    if coverage.expected == 0 {
        return String::new();
    }
    let (valid, expected) = (coverage.valid, coverage.expected);
    trace
        .context
        .say("values-of", &[("valid", &valid), ("expected", &expected)])
}

async fn stored(
    trace: &Trace<'_>,
    day: &DayIndex,
    pollutant: Pollutant,
) -> Result<Vec<Node>, Failure> {
    let date = day.record.statistics.day;
    let what = (
        trace.record.site.as_str(),
        date,
        item_column(trace, pollutant),
        trace.record.basis,
    );
    let found = rows::of_day(trace.lake, trace.request, what, trace.context.limits).await?;
    let node = |row: rows::Stored| {
        Node::new(plain(&row.hour), row.value)
            .unit(pollutant.unit())
            .source(row.source)
    };
    Ok(found.into_iter().map(node).collect())
}

/// The stored column: published days have their ozone as the 8-hour maximum.
fn item_column(trace: &Trace<'_>, pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::O3 if trace.record.basis == "day" => "o3_8h",
        other => other.id(),
    }
}

//! The stored rows behind one day of one site, with their file, row and moment of learning.

use lake::{DayBy, Lake, PeriodRequest, QueryLimits};
use units::Day;

use crate::failure::Failure;
use crate::output::{Cell, from_batches};

/// One stored value.
pub struct Stored {
    /// The hour it describes, or `day` for a value published daily.
    pub hour: Cell,
    /// The value.
    pub value: Cell,
    /// File, row and moment of learning.
    pub source: String,
}

/// Reads the values of one item on one day, each at its latest value known at the moment asked for.
pub async fn of_day(
    lake: &Lake,
    request: &PeriodRequest,
    (site, day, item, basis): (&str, Day, &str, &str),
    limits: QueryLimits,
) -> Result<Vec<Stored>, Failure> {
    let known = request.as_of.map_or_else(String::new, |moment| {
        format!("AND o.known_at <= to_timestamp_micros({moment}) ")
    });
    let (table, hour, when) = match basis {
        "day" => (
            "observation_day",
            "granularity",
            format!("o.day = DATE '{day}'"),
        ),
        _ => ("observation_hour", "hour", span(request.day_by, day)),
    };
    let statement = format!(
        "WITH newest AS (SELECT o.{hour} AS hour, o.{item} AS value, o.\"row\" AS place, o.known_at, o.source \
         FROM {table} o WHERE o.site = '{}' AND o.level = '{}' AND o.stage IN ({}) AND {when} {known}\
         QUALIFY row_number() OVER (PARTITION BY o.{hour} \
         ORDER BY o.known_at DESC, o.source DESC, o.\"row\" DESC) = 1) \
         SELECT n.hour, n.value, coalesce(i.file, n.source) AS file, n.place, n.known_at \
         FROM newest n LEFT JOIN (SELECT source, min(file) AS file FROM import GROUP BY source) i \
         ON i.source = n.source ORDER BY n.hour",
        quoted(site),
        request.level,
        stages(&request.stage, basis),
    );
    let report = from_batches(lake.query(&statement, limits).await?)?;
    Ok(report.rows.into_iter().filter_map(stored).collect())
}

/// Sites that publish days from the live feed have a stage of their own, which a question about live data means too.
fn stages(stage: &str, basis: &str) -> String {
    match (stage, basis) {
        ("live", "day") => "'live', 'daily_site'".to_owned(),
        _ => format!("'{}'", quoted(stage)),
    }
}

/// The stored hours of a day.
fn span(day_by: DayBy, day: Day) -> String {
    match day_by {
        DayBy::HourEnding => format!("o.day = DATE '{day}'"),
        DayBy::Stamp => {
            format!(
                "o.hour >= TIMESTAMP '{day} 00:00:00' AND o.hour < TIMESTAMP '{} 00:00:00'",
                day.plus(1)
            )
        }
    }
}

fn stored(row: Vec<Cell>) -> Option<Stored> {
    let [hour, value, file, place, known_at] = <[Cell; 5]>::try_from(row).ok()?;
    let source = format!(
        "{}:{} · known_at {}",
        plain(&file),
        plain(&place),
        plain(&known_at)
    );
    Some(Stored {
        hour,
        value: trimmed(value),
        source,
    })
}

/// The store keeps three decimals; those that say nothing are not shown.
fn trimmed(cell: Cell) -> Cell {
    match cell {
        Cell::Decimal(text) if text.contains('.') => {
            Cell::Decimal(text.trim_end_matches('0').trim_end_matches('.').to_owned())
        }
        other => other,
    }
}

/// A cell without any decoration.
pub fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Decimal(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Missing | Cell::Undetermined { .. } => String::new(),
    }
}

/// A text inside SQL quotes.
pub fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

//! The raw rows under a finding: hours or days of the air, rows of registers, reported figures.

use lake::arrow::util::display::{ArrayFormatter, FormatOptions};
use plan::facts::Derived;
use plan::finding::{Finding, Read};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Node};

use super::super::question::Question;

/// One node a table read, with its first rows below it.
pub(super) async fn of(
    context: &Context,
    question: &Question,
    derived: &Derived,
    finding: &Finding,
    most: usize,
) -> Result<Vec<Node>, Failure> {
    let mut nodes = Vec::new();
    for read in &finding.trace.reads {
        let children = match read.table.as_str() {
            "observation_day" | "observation_hour" => observations(question, read, most).await?,
            "reported_figure" => figure(question, read),
            entity => things(question, derived, finding, entity, most),
        };
        let days = read
            .days
            .map_or_else(String::new, |(first, last)| format!(" {first}..{last}"));
        let label = context.say("plan-read", &[("table", &read.table)]);
        let value = context.say(
            "plan-rows",
            &[
                ("count", &read.rows),
                ("what", &format!("{}{days}", read.what)),
            ],
        );
        nodes.push(
            Node::new(label, Cell::text(value))
                .source(&read.source)
                .over(children),
        );
    }
    Ok(nodes)
}

async fn observations(question: &Question, read: &Read, most: usize) -> Result<Vec<Node>, Failure> {
    let Some((first, last)) = read.days else {
        return Ok(Vec::new());
    };
    // The very rows that were read: of the stage asked for, each at its latest value known then.
    let stage = question.request.stage.replace('\'', "''");
    let known = question
        .request
        .known_at
        .map_or_else(String::new, |moment| {
            format!(" AND o.known_at <= to_timestamp_micros({moment})")
        });
    let time = if read.table == "observation_hour" {
        "hour"
    } else {
        "day"
    };
    let statement = format!(
        "SELECT CAST(o.{time} AS VARCHAR) AS time, o.pm25, o.pm10, o.so2, o.no2, o.co, o.o3,
                coalesce(i.file, o.source) AS file, o.\"row\" AS line
         FROM {} o LEFT JOIN (SELECT DISTINCT source, file FROM import) i ON i.source = o.source
         WHERE o.site = '{}' AND o.level = 'city' AND o.day >= DATE '{first}' AND o.day <= DATE '{last}'
             AND (o.stage = '{stage}' OR o.stage = 'daily_site' AND '{stage}' = 'live'){known}
         QUALIFY row_number() OVER (
             PARTITION BY o.{time} ORDER BY o.known_at DESC, o.source DESC, o.\"row\" DESC) = 1
         ORDER BY o.{time} LIMIT {most}",
        read.table, read.what
    );
    let mut nodes = Vec::new();
    for batch in question
        .lake
        .query(&statement, question.request.limits)
        .await?
    {
        let options = FormatOptions::default().with_null("—");
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options))
            .collect::<Result<_, _>>()
            .map_err(|e| Failure::internal(&e))?;
        for row in 0..batch.num_rows() {
            let text = |place: usize| columns[place].value(row).to_string();
            let values = format!(
                "PM2.5 {} · PM10 {} · SO2 {} · NO2 {} · CO {} · O3 {}",
                text(1),
                text(2),
                text(3),
                text(4),
                text(5),
                text(6)
            );
            nodes.push(Node::new(text(0), Cell::text(values)).source(format!(
                "{}:{}",
                text(7),
                text(8)
            )));
        }
    }
    Ok(nodes)
}

fn figure(question: &Question, read: &Read) -> Vec<Node> {
    let Some((indicator, region)) = read.what.split_once(' ') else {
        return Vec::new();
    };
    let key = (indicator.to_owned(), region.to_owned());
    let figures = question.facts.figures.get(&key).into_iter().flatten();
    figures
        .filter(|figure| read.source == format!("{}:{}", figure.file, figure.row))
        .map(|figure| {
            let value = plan::number::written(figure.value, 6);
            Node::new(
                format!("{} {}", figure.period, figure.status),
                Cell::text(format!("{value} {} · {}", figure.unit, figure.evidence)),
            )
            .source(format!("{}:{}", figure.file, figure.row))
        })
        .collect()
}

/// The things that an indicator counted, with the line of the register each stands in.
fn things(
    question: &Question,
    derived: &Derived,
    finding: &Finding,
    entity: &str,
    most: usize,
) -> Vec<Node> {
    let (Some(register), Some(Ok(counted))) = (
        question.facts.registers.get(entity),
        derived.counted.get(&finding.trace.indicator),
    ) else {
        return Vec::new();
    };
    let keys = lines(&register.rows);
    let inside = |region: &Option<String>| {
        let outer = finding.region.parse().ok();
        let inner = region.as_ref().and_then(|code| code.parse().ok());
        outer
            .zip(inner)
            .is_some_and(|(outer, inner)| regions::contains(outer, inner))
    };
    counted
        .rows()
        .filter(|row| inside(&row.region))
        .filter_map(|row| {
            let (_, line) = keys.iter().find(|(key, _)| *key == row.key)?;
            Some((row, line))
        })
        .take(most)
        .map(|(row, line)| {
            let shown = |value: Option<units::Exact>| {
                value.map_or_else(|| "?".to_owned(), |value| plan::number::written(value, 6))
            };
            let whole = row.whole.map(|whole| format!(" / {}", shown(whole)));
            let value = format!("{}{}", shown(row.part), whole.unwrap_or_default());
            Node::new(row.key, Cell::text(value)).source(format!("{}:{line}", register.source))
        })
        .collect()
}

fn lines(rows: &lake::arrow::record_batch::RecordBatch) -> Vec<(String, String)> {
    let options = FormatOptions::default();
    let column = |name: &str| {
        let column = rows.column_by_name(name)?;
        ArrayFormatter::try_new(column, &options).ok()
    };
    let (Some(keys), Some(places)) = (column("key"), column("row")) else {
        return Vec::new();
    };
    (0..rows.num_rows())
        .map(|row| (keys.value(row).to_string(), places.value(row).to_string()))
        .collect()
}

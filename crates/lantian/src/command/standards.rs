//! `standards`: editions and limits with their citations.

use clap::Subcommand;
use standards::aqi::{self, Edition, Series};
use standards::limits::{self, Class, Limit};
use standards::validity;
use units::{Day, Pollutant};

use crate::context::Context;
use crate::failure::{Failure, law};
use crate::figures;
use crate::output::{Cell, Column, Report};

/// What to show.
#[derive(Debug, Subcommand)]
pub(crate) enum StandardsCommand {
    /// 列出标准版本与二级限值 / list the editions and the limits of class 2
    List,
    /// 查看某一版本：HJ633-2026、GB3095-2026 等 / show one edition
    Show {
        /// 版本 / edition
        id: String,
    },
}

/// Runs the command.
pub(crate) fn run(context: &Context, command: &StandardsCommand) -> Result<Report, Failure> {
    match command {
        StandardsCommand::List => Ok(list(context)),
        StandardsCommand::Show { id } => show(context, id),
    }
}

fn list(context: &Context) -> Report {
    let columns = Column::all(&["edition", "name", "since", "until", "source"]);
    let mut report = Report::new(context.say("standards-title", &[]), columns);
    let row = |id: &str, name: &str, since: Day, until: Option<Day>, source: String| {
        vec![
            Cell::text(id),
            Cell::text(name),
            Cell::text(since.to_string()),
            Cell::maybe(until.map(|day| day.to_string())),
            Cell::text(source),
        ]
    };
    for edition in aqi::editions() {
        let name = context.pick(edition.zh, edition.en);
        let source = figures::cited(context, &edition.source);
        report
            .rows
            .push(row(edition.id, name, edition.since, edition.until, source));
    }
    for rules in validity::all_rules() {
        let name = context.say("standards-evaluation", &[]);
        let source = figures::cited(context, &rules.month_days.source);
        report
            .rows
            .push(row(rules.edition, &name, rules.since, rules.until, source));
    }
    let basic = |limit: &&Limit| limit.class == Class::Two && limit.pollutant.index().is_some();
    report.sections.push(limit_table(
        context,
        limits::limits().iter().filter(basic).collect(),
    ));
    report
}

fn show(context: &Context, id: &str) -> Result<Report, Failure> {
    if let Ok(edition) = aqi::edition(id) {
        return Ok(breakpoints(context, edition));
    }
    let asked = plain(id);
    let found: Vec<&Limit> = limits::limits()
        .iter()
        .filter(|limit| plain(limit.edition) == asked || plain(&named(limit)) == asked)
        .collect();
    if found.is_empty() {
        return Err(law::any_edition(id));
    }
    Ok(limit_table(context, found))
}

/// An edition's name without case, blanks and dashes.
fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The edition of a limit, with its stage where it has one.
fn named(limit: &Limit) -> String {
    if limit.stage.is_empty() {
        limit.edition.to_owned()
    } else {
        format!("{}-{}", limit.edition, limit.stage)
    }
}

fn limit_table(context: &Context, limits: Vec<&Limit>) -> Report {
    let columns = [
        "item",
        "averaging",
        "class",
        "limit",
        "unit",
        "edition",
        "since",
        "until",
        "source",
    ];
    let mut report = Report::new(context.say("limits-title", &[]), Column::all(&columns));
    for limit in limits {
        report.rows.push(vec![
            Cell::text(limit.pollutant.symbol()),
            Cell::text(context.say(&format!("averaging-{}", limit.averaging.id()), &[])),
            Cell::text(limit.class.to_string()),
            value(limit.pollutant, limit.value),
            Cell::text(limit.pollutant.unit()),
            Cell::text(named(limit)),
            Cell::text(limit.since.to_string()),
            Cell::maybe(limit.until.map(|day| day.to_string())),
            Cell::text(figures::cited(context, &limit.source)),
        ]);
    }
    report
}

/// A concentration in the unit of its pollutant, unrounded.
fn value(pollutant: Pollutant, value: units::MicrogramPerM3) -> Cell {
    Cell::Decimal(figures::in_own_unit(pollutant, value))
}

fn breakpoints(context: &Context, edition: &Edition) -> Report {
    let title = format!("{} {}", edition.id, context.pick(edition.zh, edition.en));
    let mut report = Report::new(
        title,
        Column::all(&["series", "unit", "breakpoints", "iaqi", "source"]),
    );
    for series in Series::ALL {
        let points = edition.breakpoints(series);
        let pollutant = series.pollutant();
        let values: Vec<String> = points
            .concentrations
            .iter()
            .map(|value| figures::in_own_unit(pollutant, *value))
            .collect();
        let iaqi: Vec<String> = points.iaqi.iter().map(ToString::to_string).collect();
        report.rows.push(vec![
            Cell::text(series.id()),
            Cell::text(pollutant.unit()),
            Cell::text(values.join(" ")),
            Cell::text(iaqi.join(" ")),
            Cell::text(figures::cited(context, &points.source)),
        ]);
    }
    report.sections.push(levels(context, edition));
    report
}

fn levels(context: &Context, edition: &Edition) -> Report {
    let columns = Column::all(&[
        "level",
        "air_quality_class",
        "aqi_from",
        "aqi_to",
        "colour",
        "source",
    ]);
    let mut report = Report::new(context.say("levels-title", &[]), columns);
    for level in edition.levels {
        report.rows.push(vec![
            Cell::Integer(i64::from(level.grade)),
            Cell::text(context.pick(level.class_zh, level.class_en)),
            Cell::integer(Some(level.from)),
            Cell::integer(level.to),
            Cell::text(context.pick(level.colour.zh, level.colour.en)),
            Cell::text(figures::cited(context, &level.source)),
        ]);
    }
    report
}

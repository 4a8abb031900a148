//! The index of concentrations given on the command line.

use standards::aqi::{self, Completeness, Edition, Index, Method, Six};
use units::{Day, MicrogramPerM3, MilligramPerM3, Pollutant};

use super::Values;
use crate::context::Context;
use crate::failure::{Failure, Kind, law};
use crate::figures;
use crate::output::{Cell, Column, Layout, Report};

/// Computes and explains the index.
pub(super) fn report(
    context: &Context,
    values: &Values,
    edition: Option<&str>,
) -> Result<Report, Failure> {
    let six = concentrations(values)?;
    let (edition, why) = chosen(context, values, edition)?;
    let variant = match &values.variant {
        Some(id) => aqi::variant(id).map_err(|_error| law::variant(id))?,
        None => aqi::standard_variant(),
    };
    let method = Method { edition, variant };
    let index = if values.daily {
        aqi::daily(method, &six, None)
    } else {
        aqi::hourly(method, &six)
    };
    let mut report = answer(context, edition, &index, values.daily);
    report.notes.extend(sensitive(context, edition, &index));
    report.notes.push(why);
    report.notes.push(context.say(
        "note-variant",
        &[("variant", &context.pick(variant.zh, variant.en))],
    ));
    report.notes.extend(completeness(context, &index));
    report.sections.push(items(context, &six, &index));
    Ok(report)
}

fn concentrations(values: &Values) -> Result<Six, Failure> {
    let mut six: Six = [None; 6];
    for ((slot, text), pollutant) in six.iter_mut().zip(values.six()).zip(Pollutant::SIX) {
        *slot = text
            .map(|text| concentration(pollutant, text))
            .transpose()?;
    }
    Ok(six)
}

fn concentration(pollutant: Pollutant, text: &str) -> Result<MicrogramPerM3, Failure> {
    let read = if pollutant.in_milligrams() {
        text.parse::<MilligramPerM3>().map(MicrogramPerM3::from)
    } else {
        text.parse::<MicrogramPerM3>()
    };
    let bad = |key| {
        Failure::new(Kind::User, key)
            .with("item", pollutant)
            .with("text", text)
    };
    match read {
        Ok(value) if value.thousandths() < 0 => Err(bad("failure-negative")),
        Ok(value) => Ok(value),
        Err(error) => Err(bad("failure-concentration").because(&error)),
    }
}

/// The edition, and the sentence that says why it was chosen.
fn chosen(
    context: &Context,
    values: &Values,
    edition: Option<&str>,
) -> Result<(&'static Edition, String), Failure> {
    if let Some(text) = edition {
        let edition = figures::edition(text)?;
        return Ok((
            edition,
            context.say("note-edition-named", &[("edition", &edition.id)]),
        ));
    }
    let day = values.on.as_deref().map(str::parse::<Day>).transpose()?;
    let (key, day) = match day {
        Some(day) => ("note-edition-day", day),
        None => ("note-edition-today", context.today()),
    };
    let edition = aqi::edition_on(day)?;
    Ok((
        edition,
        context.say(
            key,
            &[
                ("edition", &edition.id),
                ("day", &day),
                ("since", &edition.since),
            ],
        ),
    ))
}

fn answer(context: &Context, edition: &'static Edition, index: &Index, daily: bool) -> Report {
    let title = context.say(
        if daily {
            "aqi-title-day"
        } else {
            "aqi-title-hour"
        },
        &[],
    );
    let level = index.aqi.map(|aqi| aqi::level(edition, aqi));
    let text = |zh: fn(&aqi::Level) -> (&'static str, &'static str)| {
        Cell::maybe(level.map(|level| {
            let (zh, en) = zh(level);
            context.pick(zh, en)
        }))
    };
    let columns = [
        "aqi",
        "level",
        "air_quality_class",
        "colour",
        "primary_pollutant",
        "health",
        "advice",
        "edition",
    ];
    let mut report = Report::new(title, Column::all(&columns));
    report.layout = Layout::Fields;
    report.rows.push(vec![
        Cell::integer(index.aqi),
        Cell::integer(level.map(|level| level.grade)),
        text(|level| (level.class_zh, level.class_en)),
        text(|level| (level.colour.zh, level.colour.en)),
        figures::primary(index),
        text(|level| (level.health.zh, level.health.en)),
        text(|level| (level.advice.zh, level.advice.en)),
        Cell::text(edition.id),
    ]);
    report
}

/// Says which items are missing, and when that withholds the index.
fn completeness(context: &Context, index: &Index) -> Option<String> {
    match index.completeness {
        Completeness::Complete => None,
        Completeness::Missing { items } => {
            Some(context.say("note-items-missing", &[("items", &items)]))
        }
        Completeness::Withheld { items } => {
            Some(context.say("note-withheld", &[("items", &items)]))
        }
        Completeness::NoData => Some(context.say("note-no-index", &[])),
    }
}

/// Whom the standard warns of the primary pollutants.
fn sensitive(context: &Context, edition: &'static Edition, index: &Index) -> Vec<String> {
    let groups = index
        .primary
        .iter()
        .filter_map(|pollutant| aqi::sensitive_group(edition, pollutant));
    let warned = groups.filter(|group| index.aqi.is_some_and(|aqi| aqi > group.above));
    let line = |group: &aqi::SensitiveGroup| {
        let people = context.pick(group.people.zh, group.people.en);
        context.say(
            "note-sensitive",
            &[("item", &group.pollutant), ("people", &people)],
        )
    };
    warned.map(line).collect()
}

fn items(context: &Context, six: &Six, index: &Index) -> Report {
    let columns = Column::all(&["item", "concentration", "unit", "iaqi"]);
    let mut report = Report::new(context.say("aqi-items-title", &[]), columns);
    for ((pollutant, value), iaqi) in Pollutant::SIX.into_iter().zip(six).zip(index.iaqi) {
        report.rows.push(vec![
            Cell::text(pollutant.symbol()),
            value.map_or(Cell::Missing, |v| {
                Cell::Decimal(figures::in_own_unit(pollutant, v))
            }),
            Cell::text(pollutant.unit()),
            Cell::integer(iaqi),
        ]);
    }
    report
}

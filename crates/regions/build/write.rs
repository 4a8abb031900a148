//! The constant tables as Rust source, for `src/tables.rs` to include.

use std::{collections::BTreeMap, fmt::Write};

use toml::value::Date as Day;

use super::{
    check::Memberships,
    level::Level,
    read::{Member, Region, Source, State},
};

/// Writes every table.
pub(crate) fn tables(
    regions: &[Region],
    names: &BTreeMap<String, Vec<usize>>,
    zones: &[Memberships],
) -> String {
    let mut sources = Vec::new();
    let mut out = String::new();
    let rows: Vec<String> = regions
        .iter()
        .map(|region| region_row(region, &mut sources))
        .collect();
    table(&mut out, "REGIONS", "Region", &rows);
    let rows: Vec<String> = zones
        .iter()
        .map(|zone| zone_row(zone, &mut sources))
        .collect();
    table(&mut out, "ZONES", "Zone", &rows);
    let rows: Vec<String> = names
        .iter()
        .map(|(key, places)| format!("Name {{ key: {key:?}, places: &{places:?} }}"))
        .collect();
    table(&mut out, "NAMES", "Name", &rows);
    table(&mut out, "SOURCES", "Source", &sources);
    out
}

fn table(out: &mut String, name: &str, kind: &str, rows: &[String]) {
    writeln!(
        out,
        "pub(crate) static {name}: [{kind}; {}] = [",
        rows.len()
    )
    .expect("a string takes all text");
    for row in rows {
        writeln!(out, "    {row},").expect("a string takes all text");
    }
    out.push_str("];\n");
}

fn region_row(region: &Region, sources: &mut Vec<String>) -> String {
    format!(
        "Region {{ code: {}, level: Level::{:?}, zh: {:?}, short: {:?}, en: {:?}, aliases: &{:?}, since: {}, \
         until: {}, successor: {}, note: {:?}, state: State::{}, source: {} }}",
        code(region.code),
        Level::of(region.code),
        region.zh,
        region.short,
        region.en,
        region.aliases,
        day(region.span.since),
        day(region.span.until),
        region.successor.map_or_else(
            || "None".to_owned(),
            |successor| format!("Some({})", code(successor))
        ),
        region.note,
        state(region.state),
        source(&region.source, sources),
    )
}

fn zone_row(memberships: &Memberships, sources: &mut Vec<String>) -> String {
    let zone = &memberships.zone;
    let members: Vec<String> = memberships.members.iter().map(member_row).collect();
    format!(
        "Zone {{ id: {:?}, zh: {:?}, en: {:?}, state: State::{}, since: {}, until: {}, note: {:?}, source: {}, \
         memberships: &[{}] }}",
        zone.id,
        zone.zh,
        zone.en,
        state(zone.state),
        date(zone.since),
        day(zone.until),
        zone.note,
        source(&zone.source, sources),
        members.join(", "),
    )
}

fn member_row(member: &Member) -> String {
    format!(
        "Member {{ code: {}, since: {}, until: {} }}",
        code(member.code),
        date(member.since),
        day(member.until)
    )
}

/// Writes a reference to the row of the table of sources, which gains a row for a source not yet in it.
fn source(source: &Source, sources: &mut Vec<String>) -> String {
    let row = format!(
        "Source {{ document: {:?}, clause: {:?} }}",
        source.document, source.clause
    );
    let place = sources
        .iter()
        .position(|known| *known == row)
        .unwrap_or_else(|| {
            sources.push(row);
            sources.len() - 1
        });
    format!("&SOURCES[{place}]")
}

fn code(code: u32) -> String {
    format!("RegionCode::checked({}_{:03})", code / 1000, code % 1000)
}

fn date(day: Day) -> String {
    format!("date({}, {}, {})", day.year, day.month, day.day)
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "None".to_owned(), |day| format!("Some({})", date(day)))
}

fn state(state: State) -> &'static str {
    match state {
        State::Confirmed => "Confirmed",
        State::Assumed => "Assumed",
    }
}

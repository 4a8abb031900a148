//! Writes the rules of source monitoring that were read as constant Rust tables.

use super::law::{
    self, Law,
    schema::{
        Confidence, Dated, EnterpriseMark, Fill, FilledFactor, Limit, Mark, MolarMass, Name,
        Parameter, Scalar, Source, Table, Tolerance,
    },
};

/// Stands before a table: digits are grouped for people, and nobody reads the tables.
const GENERATED: &str = "#[allow(clippy::unreadable_literal, reason = \"written by the build\")]\n";

/// The rules that are counts, as fields of `stack::Rules`.
const COUNTS: [&str; 8] = [
    "minute_samples",
    "hour_minutes",
    "day_hours",
    "month_days",
    "february_days",
    "mark_percent",
    "capture_percent",
    "kept_decimals",
];

/// The rules that are exact numbers, as fields of `stack::Rules`.
const EXACTS: [&str; 6] = [
    "standard_temperature",
    "standard_pressure",
    "molar_volume",
    "air_oxygen",
    "nitric_oxide_mass",
    "nitrogen_dioxide_mass",
];

/// The rules that hold only from some day on.
const OPTIONAL: [&str; 1] = ["folded_sentinel"];

/// The text of all tables.
pub(crate) fn tables(law: &Law) -> String {
    for parameter in &law.parameters {
        let field = parameter.id.trim_start_matches("stack.");
        let known = COUNTS.contains(&field) || EXACTS.contains(&field) || OPTIONAL.contains(&field);
        assert!(known, "standards/stack/{field}.toml: no such rule is used");
    }
    let segments = segments(law);
    format!(
        "{GENERATED}pub(crate) static RULES: [crate::stack::Rules; {}] = [{}];\n\
         {GENERATED}pub(crate) static OXYGEN: &[crate::stack::ReferenceOxygen] = &[{}];\n\
         {GENERATED}pub(crate) static LIMITS: &[crate::stack::StandardLimit] = &[{}];\n\
         pub(crate) static REASONS: &[(&str, crate::stack::Name)] = &[{}];\n",
        segments.len(),
        segments.join(",\n"),
        oxygen(law),
        limits(law),
        reasons(law),
    )
}

/// Cuts time where any rule changes; a stretch in which a count, a number or the marks are missing is not in force.
fn segments(law: &Law) -> Vec<String> {
    let mut starts: Vec<i32> = law
        .parameters
        .iter()
        .flat_map(|p| &p.values)
        .map(|v| number(v.since))
        .collect();
    starts.extend(editions(law.marks.as_ref()));
    starts.extend(editions(law.enterprise_marks.as_ref()));
    starts.extend(editions(law.fills.as_ref()));
    starts.extend(editions(law.filled_factors.as_ref()));
    starts.extend(editions(law.tolerances.as_ref()));
    starts.extend(editions(law.molar_masses.as_ref()));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&since, next)| segment(law, since, next))
        .collect()
}

fn editions<R>(table: Option<&Table<R>>) -> Vec<i32> {
    let editions = table.into_iter().flat_map(|t| &t.editions);
    editions.map(|e| number(e.since)).collect()
}

fn segment(law: &Law, since: i32, next: Option<i32>) -> Option<String> {
    let counts: Option<String> = COUNTS
        .iter()
        .map(|field| Some(format!("{field}: {}, ", count(at(law, field, since)?))))
        .collect();
    let exacts: Option<String> = EXACTS
        .iter()
        .map(|field| Some(format!("{field}: {}, ", exact(at(law, field, since)?))))
        .collect();
    let optional: Vec<String> = OPTIONAL
        .iter()
        .map(|field| format!("{field}: {},", option(at(law, field, since).map(exact))))
        .collect();
    let optional = optional.join(" ");
    let marks = rows(law.marks.as_ref(), since, mark);
    let until = next.map_or("None".to_owned(), |next| format!("Some({})", day(next - 1)));
    (!marks.is_empty()).then_some(())?;
    Some(format!(
        "crate::stack::Rules {{ since: {}, until: {until}, {} {} {optional} marks: &[{marks}], \
         enterprise_marks: &[{}], fills: &[{}], filled_factors: &[{}], tolerances: &[{}], molar_masses: &[{}] }}",
        day(since),
        counts?,
        exacts?,
        rows(law.enterprise_marks.as_ref(), since, enterprise_mark),
        rows(law.fills.as_ref(), since, fill),
        rows(law.filled_factors.as_ref(), since, filled_factor),
        rows(law.tolerances.as_ref(), since, tolerance),
        rows(law.molar_masses.as_ref(), since, molar_mass),
    ))
}

/// The value of a rule in force on a day.
fn at<'a>(law: &'a Law, field: &str, since: i32) -> Option<&'a Dated> {
    let id = format!("stack.{field}");
    let found: Option<&Parameter> = law.parameters.iter().find(|p| p.id == id);
    let parameter = found.unwrap_or_else(|| panic!("standards/stack/{field}.toml: is missing"));
    let values = parameter.values.iter().rev();
    values.into_iter().find(|v| number(v.since) <= since)
}

/// The rows of the edition in force on a day; none before the first.
fn rows<R>(table: Option<&Table<R>>, since: i32, write: fn(&R) -> String) -> String {
    let table = table.unwrap_or_else(|| panic!("standards/stack: a table is missing"));
    let mut editions = table.editions.iter().rev();
    let found = editions.find(|e| number(e.since) <= since);
    let rows = found.map_or(&[][..], |e| &e.rows);
    rows.iter().map(write).collect::<Vec<_>>().join(", ")
}

fn count(value: &Dated) -> String {
    let Scalar::Whole(count) = value.value else {
        panic!(
            "standards/stack, value since {}: needs a whole number",
            value.since
        )
    };
    cited(&count.to_string(), value)
}

fn exact(value: &Dated) -> String {
    let text = match &value.value {
        Scalar::Whole(whole) => whole.to_string(),
        Scalar::Decimal(text) => text.clone(),
    };
    cited(&ratio(&text), value)
}

fn cited(value: &str, from: &Dated) -> String {
    format!(
        "crate::validity::Cited {{ value: {value}, source: {} }}",
        source(&from.source, from.confidence)
    )
}

fn mark(row: &Mark) -> String {
    let code = option(row.code.chars().next().map(|c| format!("{c:?}")));
    format!(
        "crate::stack::Mark {{ code: {code}, name: {}, concentration: {}, amount: {}, stop: {}, source: {} }}",
        name(&row.name),
        row.concentration,
        row.amount,
        row.stop,
        source(&row.source, row.confidence)
    )
}

fn enterprise_mark(row: &EnterpriseMark) -> String {
    let period = row
        .period
        .map(|p| format!("crate::stack::Invalidity::{p:?}"));
    format!(
        "crate::stack::EnterpriseMark {{ id: {:?}, group: crate::stack::MarkGroup::{:?}, name: {}, concentration: {}, \
         stop: {}, basis: {}, period: {}, source: {} }}",
        row.id,
        row.group,
        name(&row.name),
        row.concentration,
        row.stop,
        row.basis,
        option(period),
        source(&row.source, row.confidence)
    )
}

fn fill(row: &Fill) -> String {
    format!(
        "crate::stack::Fill {{ period: crate::stack::Invalidity::{:?}, capture_from: {}, capture_below: {:?}, \
         hours_to: {:?}, lookback: {}, source: {} }}",
        row.period,
        row.capture_from,
        row.capture_below,
        row.hours_to,
        row.lookback,
        source(&row.source, row.confidence)
    )
}

fn filled_factor(row: &FilledFactor) -> String {
    format!(
        "crate::stack::FilledFactor {{ factor: {:?}, name: {}, source: {} }}",
        row.factor,
        name(&row.name),
        source(&row.source, row.confidence)
    )
}

fn tolerance(row: &Tolerance) -> String {
    format!(
        "crate::stack::Tolerance {{ quantity: crate::stack::Quantity::{:?}, name: {}, absolute: {}, percent: {}, source: {} }}",
        row.quantity,
        name(&row.name),
        ratio(&row.absolute),
        ratio(&row.percent),
        source(&row.source, row.confidence)
    )
}

fn molar_mass(row: &MolarMass) -> String {
    format!(
        "crate::stack::MolarMass {{ factor: {:?}, name: {}, grams: {}, source: {} }}",
        row.factor,
        name(&row.name),
        ratio(&row.mass),
        source(&row.source, row.confidence)
    )
}

fn oxygen(law: &Law) -> String {
    let kinds = law.oxygen.iter().flat_map(|file| &file.equipment);
    let rows = kinds.flat_map(|kind| {
        kind.values.iter().map(|value| {
            format!(
                "crate::stack::ReferenceOxygen {{ equipment: {:?}, name: {}, percent: {}, since: {}, source: {} }}",
                kind.id,
                name(&kind.name),
                option(value.percent.as_deref().map(ratio)),
                day(number(value.since)),
                source(&value.source, value.confidence)
            )
        })
    });
    rows.collect::<Vec<_>>().join(",\n")
}

fn limits(law: &Law) -> String {
    let known: Vec<&str> = law
        .oxygen
        .iter()
        .flat_map(|file| &file.equipment)
        .map(|kind| kind.id.as_str())
        .collect();
    let write = |limit: &Limit| {
        let equipment = limit.equipment.as_str();
        assert!(
            known.contains(&equipment),
            "standards/stack/limits.toml, {equipment}: is not in reference_oxygen.toml"
        );
        format!(
            "crate::stack::StandardLimit {{ equipment: {equipment:?}, factor: {:?}, class: crate::stack::LimitClass::{:?}, \
             value: {}, since: {}, source: {} }}",
            limit.factor,
            limit.class,
            ratio(&limit.value),
            day(number(limit.since)),
            source(&limit.source, limit.confidence)
        )
    };
    let rows = law.limits.iter().flat_map(|file| &file.limits).map(write);
    rows.collect::<Vec<_>>().join(",\n")
}

fn reasons(law: &Law) -> String {
    let reasons = law.reasons.iter().flat_map(|file| &file.reasons);
    let rows = reasons.map(|r| format!("({:?}, {})", r.id, name(&r.name)));
    rows.collect::<Vec<_>>().join(",\n")
}

fn name(name: &Name) -> String {
    format!(
        "crate::stack::Name {{ zh: {:?}, en: {:?} }}",
        name.zh, name.en
    )
}

fn source(source: &Source, confidence: Confidence) -> String {
    format!(
        "crate::limits::Source {{ document: {:?}, clause: {:?}, confidence: crate::limits::Confidence::{confidence:?} }}",
        source.document, source.clause,
    )
}

fn option(value: Option<String>) -> String {
    value.map_or("None".to_owned(), |value| format!("Some({value})"))
}

/// Every decimal was checked when its file was read.
fn ratio(text: &str) -> String {
    let (numer, denom) = law::decimal("", "", text).unwrap_or_else(|fault| panic!("{fault}"));
    format!("units::Exact::new_raw({numer}, {denom})")
}

fn day(number: i32) -> String {
    format!("units::Day::from_number({number})")
}

/// Every date was checked when its file was read.
fn number(date: toml::value::Datetime) -> i32 {
    law::day("", "", date).unwrap_or_else(|fault| panic!("{fault}"))
}

//! What a file of source monitoring must satisfy to count as law.
//!
//! Every refusal names the file and the entry.

use std::fmt;

use serde::{Deserialize, de::DeserializeOwned};
use toml::value::Datetime;

#[path = "schema.rs"]
pub(crate) mod schema;

use schema::{
    EnterpriseMark, Fill, FilledFactor, LimitFile, Mark, MolarMass, Name, OxygenFile, Parameter,
    ReasonFile, Source, Table, Tolerance,
};

/// A file that cannot be law, and why.
#[derive(Debug)]
pub(crate) struct Fault {
    file: String,
    entry: String,
    problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "standards/{}, {}: {}",
            self.file, self.entry, self.problem
        )
    }
}

/// Everything that the folder says.
#[derive(Default)]
pub(crate) struct Law {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) marks: Option<Table<Mark>>,
    pub(crate) enterprise_marks: Option<Table<EnterpriseMark>>,
    pub(crate) fills: Option<Table<Fill>>,
    pub(crate) filled_factors: Option<Table<FilledFactor>>,
    pub(crate) tolerances: Option<Table<Tolerance>>,
    pub(crate) molar_masses: Option<Table<MolarMass>>,
    pub(crate) oxygen: Option<OxygenFile>,
    pub(crate) limits: Option<LimitFile>,
    pub(crate) reasons: Option<ReasonFile>,
}

impl Law {
    /// Reads one file into its place.
    pub(crate) fn add(&mut self, file: &str, text: &str) -> Result<(), Fault> {
        match file {
            "stack/marks.toml" => self.marks = Some(table(file, text)?),
            "stack/enterprise_marks.toml" => self.enterprise_marks = Some(table(file, text)?),
            "stack/substitution.toml" => self.fills = Some(table(file, text)?),
            "stack/filled_factors.toml" => self.filled_factors = Some(table(file, text)?),
            "stack/tolerances.toml" => self.tolerances = Some(table(file, text)?),
            "stack/molar_masses.toml" => self.molar_masses = Some(table(file, text)?),
            "stack/reference_oxygen.toml" => self.oxygen = Some(oxygen(file, text)?),
            "stack/limits.toml" => self.limits = Some(limits(file, text)?),
            "stack/reasons.toml" => self.reasons = Some(reasons(file, text)?),
            _ => self.parameters.push(parameter(file, text)?),
        }
        Ok(())
    }
}

/// A row that stands by itself.
pub(crate) trait Row {
    fn parts(&self) -> Parts<'_>;
}

/// What is checked of every row.
pub(crate) struct Parts<'a> {
    key: String,
    name: Option<&'a Name>,
    source: &'a Source,
    decimals: Vec<&'a str>,
}

macro_rules! row {
    ($row:ty, |$this:ident| ($key:expr, $name:expr, $decimals:expr)) => {
        impl Row for $row {
            fn parts(&self) -> Parts<'_> {
                let $this = self;
                Parts {
                    key: $key,
                    name: $name,
                    source: &$this.source,
                    decimals: $decimals,
                }
            }
        }
    };
}

row!(Mark, |r| (r.code.clone(), Some(&r.name), vec![]));
row!(EnterpriseMark, |r| (r.id.clone(), Some(&r.name), vec![]));
row!(Fill, |r| (fill_key(r), None, vec![]));
row!(FilledFactor, |r| (r.factor.clone(), Some(&r.name), vec![]));
row!(Tolerance, |r| (
    format!("{:?}", r.quantity),
    Some(&r.name),
    vec![&r.absolute, &r.percent]
));
row!(MolarMass, |r| (
    r.factor.clone(),
    Some(&r.name),
    vec![&r.mass]
));

fn fill_key(row: &Fill) -> String {
    let (period, from) = (row.period, row.capture_from);
    format!(
        "{period:?} {from} {:?} {:?}",
        row.capture_below, row.hours_to
    )
}

/// Reads a file of one rule.
pub(crate) fn parameter(file: &str, text: &str) -> Result<Parameter, Fault> {
    let read: Parameter = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    measured(file, &read.id, &read.unit)?;
    ascending(file, &read.id, read.values.iter().map(|v| v.since))?;
    for value in &read.values {
        let entry = format!("value since {}", value.since);
        cited(file, &entry, &value.source)?;
        if let schema::Scalar::Decimal(text) = &value.value {
            decimal(file, &entry, text)?;
        }
    }
    Ok(read)
}

fn table<R: DeserializeOwned + Row>(file: &str, text: &str) -> Result<Table<R>, Fault> {
    let read: Table<R> = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    let unit = read.unit.as_deref();
    unit.map_or(Ok(()), |unit| measured(file, &read.id, unit))?;
    ascending(file, &read.id, read.editions.iter().map(|e| e.since))?;
    for edition in &read.editions {
        for (place, row) in edition.rows.iter().enumerate() {
            let parts = row.parts();
            let entry = format!("row {:?} since {}", parts.key, edition.since);
            cited(file, &entry, parts.source)?;
            parts
                .name
                .map_or(Ok(()), |name| named(file, &entry, name))?;
            for text in parts.decimals {
                decimal(file, &entry, text)?;
            }
            let mut earlier = edition.rows[..place].iter().map(|r| r.parts().key);
            let again = earlier.any(|key| key == parts.key);
            require(!again, file, &entry, "stands twice")?;
        }
    }
    Ok(read)
}

fn oxygen(file: &str, text: &str) -> Result<OxygenFile, Fault> {
    let read: OxygenFile = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    measured(file, &read.id, &read.unit)?;
    for kind in &read.equipment {
        named(file, &kind.id, &kind.name)?;
        ascending(file, &kind.id, kind.values.iter().map(|v| v.since))?;
        for value in &kind.values {
            cited(file, &kind.id, &value.source)?;
            if let Some(percent) = &value.percent {
                decimal(file, &kind.id, percent)?;
            }
        }
    }
    Ok(read)
}

fn limits(file: &str, text: &str) -> Result<LimitFile, Fault> {
    let read: LimitFile = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    measured(file, &read.id, &read.unit)?;
    for (place, limit) in read.limits.iter().enumerate() {
        let entry = format!("{} {} {:?}", limit.equipment, limit.factor, limit.class);
        cited(file, &entry, &limit.source)?;
        decimal(file, &entry, &limit.value)?;
        let since = day(file, &entry, limit.since)?;
        let same = |l: &&schema::Limit| {
            (&l.equipment, &l.factor, l.class) == (&limit.equipment, &limit.factor, limit.class)
        };
        if let Some(before) = read.limits[..place].iter().rev().find(same) {
            let later = day(file, &entry, before.since)? < since;
            require(later, file, &entry, "does not begin after the one before")?;
        }
    }
    Ok(read)
}

fn reasons(file: &str, text: &str) -> Result<ReasonFile, Fault> {
    let read: ReasonFile = parse(file, text)?;
    head(file, &read.id, &read.name)?;
    for reason in &read.reasons {
        named(file, &reason.id, &reason.name)?;
    }
    Ok(read)
}

/// Numerator and denominator of a decimal, in lowest terms.
pub(crate) fn decimal(file: &str, entry: &str, text: &str) -> Result<(i128, i128), Fault> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{decimals}");
    let plain = !whole.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let numer = digits.parse::<i128>().ok().filter(|_| plain);
    let numer = numer.ok_or_else(|| fault(file, entry, &format!("{text:?} is not a decimal")))?;
    let denom = 10_i128.pow(u32::try_from(decimals.len()).unwrap_or(0));
    let (mut a, mut b) = (numer.max(1), denom);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    Ok(if numer == 0 {
        (0, 1)
    } else {
        (numer / a, denom / a)
    })
}

/// Days since 1970-01-01 (H. Hinnant, `days_from_civil`).
pub(crate) fn day(file: &str, entry: &str, date: Datetime) -> Result<i32, Fault> {
    let plain = date
        .date
        .filter(|_| date.time.is_none() && date.offset.is_none());
    let date = plain.ok_or_else(|| fault(file, entry, "needs a plain date such as 2026-03-01"))?;
    let (month, day) = (i32::from(date.month), i32::from(date.day));
    let year = i32::from(date.year) - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + day_of_year;
    Ok(year / 400 * 146_097 + day_of_era - 719_468)
}

fn parse<'a, T: Deserialize<'a>>(file: &str, text: &'a str) -> Result<T, Fault> {
    let read = toml::de::Deserializer::parse(text).and_then(T::deserialize);
    read.map_err(|problem| fault(file, "file", &problem.to_string()))
}

/// A file's path is its identity: `stack/marks.toml` holds `stack.marks`, or `stack.substitution` its table.
fn head(file: &str, id: &str, name: &Name) -> Result<(), Fault> {
    let expected = file.trim_end_matches(".toml").replace('/', ".");
    require(id == expected, file, id, &format!("id must be {expected}"))?;
    named(file, id, name)
}

fn named(file: &str, entry: &str, name: &Name) -> Result<(), Fault> {
    let both = !name.zh.trim().is_empty() && !name.en.trim().is_empty();
    require(both, file, entry, "needs a name in zh and in en")
}

fn measured(file: &str, entry: &str, unit: &str) -> Result<(), Fault> {
    require(!unit.trim().is_empty(), file, entry, "has no unit")
}

fn cited(file: &str, entry: &str, source: &Source) -> Result<(), Fault> {
    let both = !source.document.trim().is_empty() && !source.clause.trim().is_empty();
    require(both, file, entry, "source needs document and clause")
}

fn ascending(
    file: &str,
    entry: &str,
    days: impl IntoIterator<Item = Datetime>,
) -> Result<(), Fault> {
    let mut before = None;
    for date in days {
        let entry = format!("{entry} since {date}");
        let since = day(file, &entry, date)?;
        let later = before.is_none_or(|before| before < since);
        require(later, file, &entry, "days must ascend, each once")?;
        before = Some(since);
    }
    require(before.is_some(), file, entry, "has no value")
}

fn require(holds: bool, file: &str, entry: &str, problem: &str) -> Result<(), Fault> {
    if holds {
        Ok(())
    } else {
        Err(fault(file, entry, problem))
    }
}

fn fault(file: &str, entry: &str, problem: &str) -> Fault {
    Fault {
        file: file.to_owned(),
        entry: entry.to_owned(),
        problem: problem.to_owned(),
    }
}

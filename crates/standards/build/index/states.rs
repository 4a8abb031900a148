//! The state of the gas that concentrations refer to: `standards/gb3095/reference_state.toml`.

use serde::Deserialize;
use toml::value::Datetime;

use super::{
    cited::{Citation, Confidence, Decimal, Fault, GENERATED, Names, Pollutant, parse, same},
    dated::{chain, days},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    id: String,
    unit: String,
    name: Names,
    state: Vec<StateEntry>,
    kind: Vec<KindEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateEntry {
    pollutants: Vec<String>,
    value: Vec<StateValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateValue {
    since: Datetime,
    until: Option<Datetime>,
    kind: Kind,
    temperature_k: Option<toml::Value>,
    pressure_pa: Option<u32>,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindEntry {
    id: Kind,
    zh: String,
    en: String,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Standard,
    Reference,
    Actual,
}

/// Reads, checks and writes the table.
pub(crate) fn table(file: &str, text: &str) -> Result<String, Fault> {
    let read: StateFile = parse(file, text)?;
    same(file, "id", &read.id, "gb3095.reference_state")?;
    same(file, "unit", &read.unit, "K, Pa")?;
    read.name.check(file)?;
    let mut stated = Vec::new();
    let mut arms = Vec::new();
    for entry in &read.state {
        let first = stated.len();
        for id in &entry.pollutants {
            let pollutant = Pollutant::find(file, id)?;
            if stated.contains(&pollutant) {
                return Err(Fault::new(file, id, "overlap: the pollutant stands twice"));
            }
            stated.push(pollutant);
        }
        let patterns: Vec<String> = stated[first..]
            .iter()
            .map(|pollutant| pollutant.rust())
            .collect();
        let states = states_of(file, entry, &read.kind)?;
        arms.push(format!(
            "{} => {{ static OF: &[GasState] = &[{states}]; OF }}\n",
            patterns.join(" | ")
        ));
    }
    if stated.len() < Pollutant::COUNT {
        return Err(Fault::new(file, "state", "a pollutant is missing"));
    }
    let arms = arms.concat();
    Ok(format!(
        "{GENERATED}fn states(pollutant: Pollutant) -> &'static [GasState] {{ match pollutant {{\n{arms}}} }}\n"
    ))
}

fn states_of(file: &str, entry: &StateEntry, kinds: &[KindEntry]) -> Result<String, Fault> {
    let at = format!("state of {}", entry.pollutants.join(", "));
    let mut all = Vec::new();
    for value in &entry.value {
        all.push(days(file, &at, value.since, value.until)?);
    }
    chain(file, &at, &mut all)?;
    let one = |(value, days): (&StateValue, super::dated::Days)| {
        Ok(format!(
            "GasState {{ {}, {} }}, ",
            days.rust(),
            state(file, &at, value, kinds)?
        ))
    };
    entry.value.iter().zip(all).map(one).collect()
}

fn state(file: &str, at: &str, value: &StateValue, kinds: &[KindEntry]) -> Result<String, Fault> {
    let named = kinds.iter().find(|kind| kind.id == value.kind);
    let named =
        named.ok_or_else(|| Fault::new(file, at, format!("{:?} has no names", value.kind)))?;
    let kelvin = value.temperature_k.as_ref().and_then(Decimal::read);
    if (value.kind == Kind::Actual) != kelvin.is_none()
        || kelvin.is_some() != value.pressure_pa.is_some()
    {
        return Err(Fault::new(
            file,
            at,
            "temperature and pressure stand for every state but the actual one",
        ));
    }
    let centikelvin = kelvin.map(|k| k.numer * 100 / k.denom);
    let source = value.source.rust(file, at, value.confidence)?;
    Ok(format!(
        "kind: GasStateKind::{:?}, zh: {:?}, en: {:?}, temperature_centikelvin: {centikelvin:?}, pressure_pa: {:?}, \
         source: {source}",
        value.kind, named.zh, named.en, value.pressure_pa
    ))
}

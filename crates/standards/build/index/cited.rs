//! What every parameter file shares: names, citations, exact numbers, and the fault that names file and entry.

use std::fmt;

use serde::{Deserialize, de::DeserializeOwned};

/// The pollutants in the order of `units::Pollutant`: identifier, variant, whether stated in mg/m³.
const POLLUTANTS: [(&str, &str, bool); 10] = [
    ("so2", "So2", false),
    ("no2", "No2", false),
    ("pm10", "Pm10", false),
    ("pm25", "Pm25", false),
    ("co", "Co", true),
    ("o3", "O3", false),
    ("tsp", "Tsp", false),
    ("nox", "Nox", false),
    ("pb", "Pb", false),
    ("bap", "Bap", false),
];

/// Stands before each table: digits are grouped for people, and nobody reads the tables.
pub(crate) const GENERATED: &str =
    "#[allow(clippy::unreadable_literal, reason = \"written by the build\")]\n";

/// What is wrong with a parameter file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    file: String,
    entry: String,
    what: String,
}

impl Fault {
    pub(crate) fn new(file: &str, entry: impl fmt::Display, what: impl fmt::Display) -> Self {
        Self {
            file: file.to_owned(),
            entry: entry.to_string(),
            what: what.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "standards/{}: {}: {}", self.file, self.entry, self.what)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) zh: String,
    pub(crate) en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Citation {
    document: String,
    clause: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confidence {
    Seen,
    Memory,
    Assumed,
}

/// One whole number with its citation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitedNumber {
    pub(crate) value: u16,
    pub(crate) source: Citation,
    pub(crate) confidence: Confidence,
}

/// A pollutant as the files name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pollutant(usize);

/// An exact decimal number: `numer / denom`, not reduced.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    pub(crate) numer: i64,
    pub(crate) denom: i64,
}

/// Reads a file; a fault of its form or of an unknown key names the line.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| Fault::new(file, "text", error.to_string().trim_end()))
}

/// Compares what a file says about itself with what its path says.
pub(crate) fn same(file: &str, key: &str, said: &str, expected: &str) -> Result<(), Fault> {
    if said == expected {
        return Ok(());
    }
    Err(Fault::new(
        file,
        key,
        format!("{said:?} stands there, expected {expected:?}"),
    ))
}

/// A file's name without folder and ending.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

impl Names {
    pub(crate) fn check(&self, file: &str) -> Result<(), Fault> {
        if self.zh.trim().is_empty() || self.en.trim().is_empty() {
            return Err(Fault::new(
                file,
                "name",
                "the Chinese or the English name is empty",
            ));
        }
        Ok(())
    }
}

impl Citation {
    /// Writes the source, after a check that both its parts say something.
    pub(crate) fn rust(
        &self,
        file: &str,
        entry: &str,
        confidence: Confidence,
    ) -> Result<String, Fault> {
        if self.document.trim().is_empty() || self.clause.trim().is_empty() {
            return Err(Fault::new(
                file,
                entry,
                "the citation is empty; give document and clause",
            ));
        }
        let name = match confidence {
            Confidence::Seen => "Seen",
            Confidence::Memory => "Memory",
            Confidence::Assumed => "Assumed",
        };
        Ok(format!(
            "Source {{ document: {:?}, clause: {:?}, confidence: Confidence::{name} }}",
            self.document, self.clause
        ))
    }
}

impl CitedNumber {
    /// Writes `(value, source)`.
    pub(crate) fn rust(&self, file: &str, entry: &str) -> Result<(u16, String), Fault> {
        Ok((self.value, self.source.rust(file, entry, self.confidence)?))
    }
}

impl Pollutant {
    /// How many there are.
    pub(crate) const COUNT: usize = POLLUTANTS.len();

    pub(crate) fn find(file: &str, id: &str) -> Result<Self, Fault> {
        let place = POLLUTANTS.iter().position(|p| p.0 == id);
        place
            .map(Self)
            .ok_or_else(|| Fault::new(file, "pollutant", format!("{id:?} is none")))
    }

    pub(crate) fn id(self) -> &'static str {
        POLLUTANTS[self.0].0
    }

    pub(crate) fn rust(self) -> String {
        format!("Pollutant::{}", POLLUTANTS[self.0].1)
    }

    pub(crate) fn unit(self) -> &'static str {
        if POLLUTANTS[self.0].2 {
            "mg/m3"
        } else {
            "ug/m3"
        }
    }

    /// Takes a number in the pollutant's unit to µg/m³.
    pub(crate) fn ug_m3(self, number: Decimal) -> Decimal {
        let scale = if POLLUTANTS[self.0].2 { 1000 } else { 1 };
        Decimal {
            numer: number.numer * scale,
            denom: number.denom,
        }
    }
}

impl Decimal {
    /// Reads a number as it stands in the file; the shortest text of a binary number is what was written.
    pub(crate) fn read(value: &toml::Value) -> Option<Self> {
        let text = match value {
            toml::Value::Integer(whole) => whole.to_string(),
            toml::Value::Float(number) => number.to_string(),
            _ => return None,
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let denom = 10_i64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let numer: i64 = format!("{whole}{decimals}").parse().ok()?;
        (numer >= 0).then_some(Self { numer, denom })
    }

    /// Thousandths, rounded down.
    pub(crate) fn thousandths(self) -> i64 {
        self.numer * 1000 / self.denom
    }

    /// In lowest terms.
    pub(crate) fn reduced(self) -> Self {
        let (mut a, mut b) = (self.numer, self.denom);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        Self {
            numer: self.numer / a,
            denom: self.denom / a,
        }
    }
}

//! The form of the files in `standards/hj212`, and what each must satisfy. Nothing is filled in: a file that
//! lacks a citation or repeats a code does not build.

use std::collections::BTreeSet;

use serde::Deserialize;

/// A file that says where it comes from.
pub(crate) trait Cited {
    /// What is wrong with it, if anything is.
    fn check(&self, name: &str) -> Result<(), String>;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    document: String,
    clause: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Confidence {
    Seen,
    Memory,
    Assumed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Codes {
    id: String,
    name: Names,
    source: Source,
    confidence: Confidence,
    pub(crate) row: Vec<Code>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are the keys of the file"
)]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) confidence: Option<Confidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Factors {
    id: String,
    name: Names,
    source: Source,
    confidence: Confidence,
    pub(crate) factor: Vec<Factor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Factor {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) code_2005: Option<String>,
    pub(crate) unit: String,
    pub(crate) amount: Option<String>,
    #[serde(rename = "type")]
    pub(crate) form: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commands {
    id: String,
    name: Names,
    source: Source,
    confidence: Confidence,
    pub(crate) row: Vec<Command>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) editions: Vec<Edition>,
    pub(crate) host: Option<Act>,
    pub(crate) site: Option<Act>,
    pub(crate) confidence: Option<Confidence>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) enum Edition {
    #[serde(rename = "2005")]
    V2005,
    #[serde(rename = "2017")]
    V2017,
    #[serde(rename = "2025")]
    V2025,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Act {
    Request,
    Upload,
    Notice,
    Answer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    id: String,
    name: Names,
    source: Source,
    confidence: Confidence,
    pub(crate) parameter: Vec<Parameter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) least: u16,
    pub(crate) most: u16,
    #[serde(default)]
    pub(crate) among: Vec<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profiles {
    id: String,
    name: Names,
    pub(crate) profile: Vec<Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) crc: Vec<CheckWord>,
    pub(crate) padding: Padding,
    pub(crate) carriage: Carriage,
    source: Source,
    #[expect(dead_code, reason = "every profile must say how sure it is")]
    confidence: Confidence,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CheckWord {
    Standard,
    Modbus,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Padding {
    None,
    Zero,
    Pkcs7,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Carriage {
    Hex,
    Base64,
}

/// Whether a row is assumed, where the file as a whole is not.
pub(crate) fn assumed(row: Option<Confidence>) -> bool {
    row == Some(Confidence::Assumed)
}

impl Cited for Codes {
    fn check(&self, name: &str) -> Result<(), String> {
        opened(name, &self.id, &self.name, self.confidence)?;
        cited(&self.source)?;
        rows(self.row.iter().map(|row| [&row.code, &row.zh, &row.en]))
    }
}

impl Cited for Factors {
    fn check(&self, name: &str) -> Result<(), String> {
        opened(name, &self.id, &self.name, self.confidence)?;
        cited(&self.source)?;
        rows(self.factor.iter().map(|row| [&row.code, &row.zh, &row.en]))
    }
}

impl Cited for Commands {
    fn check(&self, name: &str) -> Result<(), String> {
        opened(name, &self.id, &self.name, self.confidence)?;
        cited(&self.source)?;
        if let Some(row) = self.row.iter().find(|row| row.editions.is_empty()) {
            return Err(format!("{} is in no edition", row.code));
        }
        rows(self.row.iter().map(|row| [&row.code, &row.zh, &row.en]))
    }
}

impl Cited for Parameters {
    fn check(&self, name: &str) -> Result<(), String> {
        opened(name, &self.id, &self.name, self.confidence)?;
        cited(&self.source)?;
        if let Some(row) = self.parameter.iter().find(|row| row.least > row.most) {
            return Err(format!("{}: least is above most", row.code));
        }
        rows(
            self.parameter
                .iter()
                .map(|row| [&row.code, &row.zh, &row.en]),
        )
    }
}

impl Cited for Profiles {
    fn check(&self, name: &str) -> Result<(), String> {
        opened(name, &self.id, &self.name, Confidence::Assumed)?;
        for row in &self.profile {
            cited(&row.source)?;
            if row.crc.is_empty() {
                return Err(format!("{} admits no check word", row.code));
            }
        }
        rows(self.profile.iter().map(|row| [&row.code, &row.zh, &row.en]))
    }
}

/// The id is the path, and the file has a name in both languages.
fn opened(file: &str, id: &str, name: &Names, sure: Confidence) -> Result<(), String> {
    if id != format!("hj212.{file}") {
        return Err(format!("id is {id}, not hj212.{file}"));
    }
    if name.zh.is_empty() || name.en.is_empty() {
        return Err("a name is missing".to_owned());
    }
    match sure {
        Confidence::Seen | Confidence::Assumed => Ok(()),
        Confidence::Memory => Err("a whole table from memory is not enough".to_owned()),
    }
}

fn cited(source: &Source) -> Result<(), String> {
    if source.document.is_empty() || source.clause.is_empty() {
        return Err("a citation is empty".to_owned());
    }
    Ok(())
}

/// Every row has a code of its own and both names.
fn rows<'a>(rows: impl Iterator<Item = [&'a String; 3]>) -> Result<(), String> {
    let mut met = BTreeSet::new();
    for row in rows {
        let [code, ..] = row;
        if row.iter().any(|word| word.is_empty()) {
            return Err(format!("{code}: a word is empty"));
        }
        if !met.insert(code) {
            return Err(format!("{code} is given twice"));
        }
    }
    Ok(())
}

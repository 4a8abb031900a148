//! The levels of an edition, without gaps, and the groups of sensitive people.

use serde::Deserialize;

use super::cited::{Citation, Confidence, Fault, Names, Pollutant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelEntry {
    grade: u8,
    from: u16,
    to: Option<u16>,
    zh: String,
    en: String,
    class: Names,
    source: Citation,
    confidence: Confidence,
    colour: ColourEntry,
    health: StatementEntry,
    advice: StatementEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColourEntry {
    zh: String,
    en: String,
    rgb: [u8; 3],
    cmyk: [u8; 4],
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementEntry {
    zh: String,
    en: String,
    source: Citation,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SensitiveEntry {
    pollutant: String,
    above: u16,
    zh: String,
    en: String,
    source: Citation,
    confidence: Confidence,
}

/// Checks and writes the levels.
pub(crate) fn levels(file: &str, entries: &[LevelEntry]) -> Result<String, Fault> {
    let mut written = String::new();
    for (i, entry) in entries.iter().enumerate() {
        let at = format!("level {}", entry.grade);
        if usize::from(entry.grade) != i + 1 {
            return Err(Fault::new(file, at, "wrong order: grades count up from 1"));
        }
        let next = entries.get(i + 1).map(|next| next.from);
        if entry.to.map(|to| to + 1) != next || entry.to.is_some_and(|to| to < entry.from) {
            return Err(Fault::new(
                file,
                at,
                "overlap or gap: it does not end where the next begins",
            ));
        }
        written += &level(file, &at, entry)?;
    }
    if written.is_empty() {
        return Err(Fault::new(file, "level", "there is none"));
    }
    Ok(format!("[{written}]"))
}

/// Checks and writes the groups of sensitive people.
pub(crate) fn sensitive(
    file: &str,
    entries: &[SensitiveEntry],
    find: impl Fn(&str, &str) -> Result<Pollutant, Fault>,
) -> Result<String, Fault> {
    let one = |entry: &SensitiveEntry| {
        let pollutant = find(file, &entry.pollutant)?;
        let at = format!("sensitive {}", pollutant.id());
        let source = entry.source.rust(file, &at, entry.confidence)?;
        let people = statement(&entry.zh, &entry.en, &source);
        Ok(format!(
            "SensitiveGroup {{ pollutant: {}, above: {}, people: {people} }},\n",
            pollutant.rust(),
            entry.above
        ))
    };
    let written: String = entries.iter().map(one).collect::<Result<_, _>>()?;
    Ok(format!("[{written}]"))
}

fn level(file: &str, at: &str, entry: &LevelEntry) -> Result<String, Fault> {
    entry.class.check(file)?;
    let said = |text: &StatementEntry| {
        let source = text.source.rust(file, at, text.confidence)?;
        Ok(statement(&text.zh, &text.en, &source))
    };
    let colour = &entry.colour;
    Ok(format!(
        "Level {{ grade: {}, from: {}, to: {:?}, zh: {:?}, en: {:?}, class_zh: {:?}, class_en: {:?}, source: {}, \
         colour: Colour {{ zh: {:?}, en: {:?}, rgb: {:?}, cmyk: {:?}, source: {} }}, health: {}, advice: {} }},\n",
        entry.grade,
        entry.from,
        entry.to,
        entry.zh,
        entry.en,
        entry.class.zh,
        entry.class.en,
        entry.source.rust(file, at, entry.confidence)?,
        colour.zh,
        colour.en,
        colour.rgb,
        colour.cmyk,
        colour.source.rust(file, at, colour.confidence)?,
        said(&entry.health)?,
        said(&entry.advice)?,
    ))
}

fn statement(zh: &str, en: &str, source: &str) -> String {
    format!("Statement {{ zh: {zh:?}, en: {en:?}, source: {source} }}")
}

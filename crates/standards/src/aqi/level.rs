//! The levels of the index: class names, colours, effects on health and advice (HJ 633, tables of levels).

use units::Pollutant;

use super::Edition;
use crate::limits::Source;

/// A level of the index.
#[derive(Debug)]
pub struct Level {
    /// The grade, 1 the best.
    pub grade: u8,
    /// The lowest AQI of the level.
    pub from: u16,
    /// The highest AQI of the level; `None` for the last.
    pub to: Option<u16>,
    /// The grade in Chinese: 一级.
    pub zh: &'static str,
    /// The grade in English.
    pub en: &'static str,
    /// The class in Chinese: 优.
    pub class_zh: &'static str,
    /// The class in English.
    pub class_en: &'static str,
    /// Where range and class are written.
    pub source: Source,
    /// The colour.
    pub colour: Colour,
    /// The effect on health.
    pub health: Statement,
    /// What people are advised to do.
    pub advice: Statement,
}

/// The colour of a level.
#[derive(Debug)]
pub struct Colour {
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// Red, green and blue, 0 to 255.
    pub rgb: [u8; 3],
    /// Cyan, magenta, yellow and black, in percent.
    pub cmyk: [u8; 4],
    /// Where it is written.
    pub source: Source,
}

/// A sentence of the standard; the English one is our translation.
#[derive(Debug)]
pub struct Statement {
    /// In Chinese, as the standard has it.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Where it is written.
    pub source: Source,
}

/// The people sensitive to a pollutant.
#[derive(Debug)]
pub struct SensitiveGroup {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The sub-index above which they are warned.
    pub above: u16,
    /// Who they are.
    pub people: Statement,
}

/// Finds the level of an index.
pub fn level(edition: &'static Edition, aqi: u16) -> &'static Level {
    let begun = edition.levels.partition_point(|level| level.from <= aqi);
    // An index below the first level (0 in 2026) is in the first.
    &edition.levels[begun.saturating_sub(1)]
}

/// Finds the people sensitive to a pollutant, if the edition names them.
pub fn sensitive_group(
    edition: &'static Edition,
    pollutant: Pollutant,
) -> Option<&'static SensitiveGroup> {
    edition
        .sensitive
        .iter()
        .find(|group| group.pollutant == pollutant)
}

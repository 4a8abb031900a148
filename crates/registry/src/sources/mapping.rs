//! The mapping of one layout, as its TOML file gives it. It does not look at files.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::Name;

const FILES: [&str; 10] = [
    include_str!("../../sources/gem_coal_units.toml"),
    include_str!("../../sources/gem_coal_mines.toml"),
    include_str!("../../sources/gem_steel_plants.toml"),
    include_str!("../../sources/gem_steel_units.toml"),
    include_str!("../../sources/wri_power_plants.toml"),
    include_str!("../../sources/knowair_stations.toml"),
    include_str!("../../sources/crea_stations.toml"),
    include_str!("../../sources/cma_weather_stations.toml"),
    include_str!("../../sources/region_boundaries.toml"),
    include_str!("../../sources/township_codes.toml"),
];

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|text| toml::from_str(text).expect("the tests read every embedded mapping"))
        .collect()
});

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let file: Reasons = toml::from_str(include_str!("../../sources/reasons.toml"))
        .expect("the tests read the embedded reasons");
    file.reason
});

/// Every source that the register knows, in the order of its documentation.
pub fn all() -> &'static [Source] {
    &SOURCES
}

/// The reason of an id; mappings and code name only those of `reasons.toml`.
pub(super) fn reason(id: &str) -> &'static Reason {
    REASONS
        .iter()
        .find(|reason| reason.id == id)
        .expect("the tests look up every reason that is named")
}

/// How one layout of one publisher becomes rows of the register.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its identifier.
    pub id: String,
    /// Its name, Chinese.
    pub zh: String,
    /// Its name, English.
    pub en: String,
    /// What the source says about its use.
    pub licence: String,
    /// How the publisher asks to be cited; `{release}` stands for the release.
    citation: String,
    /// What its files are called, `*` for any text.
    pub files: Vec<String>,
    /// Columns that must all be there.
    pub header: Vec<String>,
    /// How its files are written.
    #[serde(default)]
    pub(super) layout: Layout,
    /// Texts that mean "no value".
    #[serde(default)]
    pub(super) missing: Vec<String>,
    /// Where its points stand.
    pub(super) position: Option<Position>,
    /// What names its regions.
    pub(super) region: RegionRule,
    /// What it fills.
    pub(super) entity: Vec<EntityRule>,
    /// What users must know.
    #[serde(default)]
    pub known: Vec<Name>,
}

/// Why a place of a file could not be used, or a row makes no thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its identifier.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    reason: Vec<Reason>,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Layout {
    #[default]
    Csv,
    GeoJson,
}

/// Which columns hold a point.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    pub lon: String,
    pub lat: String,
    #[serde(default)]
    pub form: Angle,
}

/// How an angle is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Angle {
    #[default]
    Degrees,
    /// Degrees × 100 + minutes.
    DegreesMinutes,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionRule {
    pub names: Vec<String>,
    /// Templates of names of provinces: 吉林 is the province here, elsewhere the city.
    #[serde(default)]
    pub provinces: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityRule {
    pub id: String,
    pub key: String,
    #[serde(default)]
    pub only: Vec<Only>,
    pub gather: Option<Gather>,
    pub cells: BTreeMap<String, CellRule>,
}

/// A row counts when one of these holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Only {
    pub any: Vec<Test>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    pub column: String,
    #[serde(default)]
    pub values: Vec<String>,
    pub below: Option<i64>,
}

/// Rows that become one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gather {
    pub by: String,
    pub member: Test,
    pub counted: Test,
    pub sum: String,
    pub reason: String,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum CellRule {
    Text(TextRule),
    Number(NumberRule),
    Words(WordsRule),
    Constant(ConstantRule),
    Level(LevelRule),
    Area(AreaRule),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextRule {
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberRule {
    pub number: String,
    pub times: Option<i64>,
    pub decimals: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsRule {
    pub from: String,
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    #[serde(default)]
    pub endings: BTreeMap<String, String>,
    pub otherwise: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConstantRule {
    pub constant: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelRule {
    pub level_of: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AreaRule {
    pub area: String,
}

impl Source {
    /// The ids of the entities it fills.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        self.entity.iter().map(|rule| rule.id.as_str())
    }

    /// How to cite it, with the release that the file's name states.
    pub fn citation(&self, name: &str) -> String {
        let release = release(name).map_or_else(
            || "release not named".to_owned(),
            |day| format!("release {day}"),
        );
        self.citation.replace("{release}", &release)
    }

    /// Whether its files are called so.
    pub fn is_named(&self, name: &str) -> bool {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.files.iter().any(|pattern| is_like(pattern, name))
    }

    /// The columns of its header that are not there.
    pub(super) fn missing_columns(&self, header: &[String]) -> Vec<String> {
        let lacks = |column: &&String| !header.contains(column);
        self.header.iter().filter(lacks).cloned().collect()
    }
}

/// The last year and month, with a day when there is one, in the name of a file: `2026-01`, `2025-03-20`.
fn release(name: &str) -> Option<&str> {
    let fits = |text: &str, pattern: &[u8]| {
        let same = |(c, p): (u8, &u8)| c == *p || (*p == b'0' && c.is_ascii_digit());
        text.len() == pattern.len() && text.bytes().zip(pattern).all(same)
    };
    let at = |start: usize, pattern: &[u8]| {
        let found = name.get(start..start + pattern.len())?;
        fits(found, pattern).then_some(found)
    };
    (0..name.len())
        .rev()
        .find_map(|start| at(start, b"0000-00-00").or_else(|| at(start, b"0000-00")))
}

/// Whether a name is like a pattern in which `*` stands for any text.
fn is_like(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(tail) = name.strip_prefix(start) else {
        return false;
    };
    let mut ends = (0..=tail.len()).filter_map(|from| tail.get(from..));
    ends.any(|end| is_like(rest, end))
}

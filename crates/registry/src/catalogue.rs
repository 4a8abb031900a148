//! What the register holds: entities, their natural keys, their columns.
//!
//! The catalogue is data. The house's own part (`catalogue/*.toml`) names keys, places and links; the vocabularies of
//! plans add the columns that rules read. A column defined twice must mean the same. It does not hold rows.

mod merge;

use serde::Deserialize;

pub use merge::CatalogueError;

/// A word in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Name {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Everything the register may hold, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The kinds of things.
    pub entities: Vec<Entity>,
}

/// One kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its id, which is the name of its table.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Its natural key.
    pub key: Key,
    /// Whether it has a point: `lon`, `lat` and `location_accuracy` are among the columns.
    pub located: bool,
    /// Its columns after the key, in order: name and region first, the days of its validity last.
    pub columns: Vec<Column>,
}

/// A natural key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// What the key is called, Chinese.
    pub zh: String,
    /// What the key is called, English.
    pub en: String,
    /// What it must look like.
    pub form: Form,
    /// An example, of nothing real.
    pub example: String,
}

/// What a natural key looks like; a key with a colon is one of another source, such as `gem:G100001`, and has no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Any text without blanks at its ends, at most 128 characters.
    Text,
    /// 18 characters with a check character (GB 32100-2015).
    CreditCode,
    /// The national code of investment projects, such as `2406-140105-89-01-000001`.
    ProjectCode,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id, which is the name in tables and predicates.
    pub id: String,
    /// What it is called.
    pub name: Name,
    /// What it holds.
    pub kind: Kind,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The allowed texts, when only these are: id and Chinese name.
    pub values: Vec<(String, String)>,
    /// Whether a row without it is refused.
    pub required: bool,
    /// The least number allowed.
    pub min: Option<i64>,
    /// The greatest number allowed.
    pub max: Option<i64>,
    /// The entity whose key it holds.
    pub refers: Option<String>,
    /// An example, of nothing real.
    pub example: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// A decimal number with at most six decimals.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// The code of a region, six digits.
    Region,
    /// An area: a GeoJSON polygon or multipolygon in WGS-84.
    Area,
}

/// An entity as a file of the catalogue or a vocabulary gives it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Its name, Chinese.
    pub zh: String,
    /// Its name, English.
    pub en: String,
    /// Its natural key; `None` asks for any text.
    pub key: Option<Key>,
    /// Whether it has a point.
    #[serde(default)]
    pub located: bool,
    /// Whether it has an area.
    #[serde(default)]
    pub area: bool,
    /// Columns.
    #[serde(default, rename = "column")]
    pub columns: Vec<ColumnDraft>,
}

/// A column as a file gives it; without a `type` it refines a column defined elsewhere.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDraft {
    /// Its id.
    pub id: String,
    /// What it is called, Chinese.
    pub zh: Option<String>,
    /// What it is called, English.
    pub en: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// Allowed texts.
    #[serde(default)]
    pub values: std::collections::BTreeMap<String, String>,
    /// Whether a row without it is refused.
    #[serde(default)]
    pub required: bool,
    /// The least number allowed; 0 unless said.
    pub min: Option<i64>,
    /// The greatest number allowed; 100 for percentages unless said.
    pub max: Option<i64>,
    /// The entity whose key it holds.
    pub refers: Option<String>,
    /// An example.
    pub example: Option<String>,
}

impl Catalogue {
    /// Joins the house's own part with the entities of vocabularies.
    pub fn new(vocabularies: Vec<Draft>) -> Result<Self, CatalogueError> {
        merge::catalogue(vocabularies)
    }

    /// The entity of an id, or of a Chinese or English name.
    pub fn entity(&self, text: &str) -> Option<&Entity> {
        let is = |entity: &&Entity| {
            entity.id == text || entity.name.zh == text || entity.name.en == text
        };
        self.entities.iter().find(is)
    }
}

impl Entity {
    /// The column of an id and its place.
    pub fn column(&self, id: &str) -> Option<(usize, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .find(|(_, column)| column.id == id)
    }
}

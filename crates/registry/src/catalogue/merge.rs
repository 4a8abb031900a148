//! Joins drafts of entities into the catalogue: implicit columns, refinements, and what may not be said twice.

use super::{Catalogue, Column, ColumnDraft, Draft, Entity, Form, Key, Kind, Name};

/// The catalogue contradicts itself or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file of the house's own part is not what it should be.
    #[error("catalogue/{file}: {reason}")]
    File {
        /// The file.
        file: &'static str,
        /// Why.
        reason: String,
    },
    /// Two definitions of one column differ.
    #[error("{entity}.{column} is defined twice, as {first} and as {second}")]
    Differs {
        /// The entity.
        entity: String,
        /// The column.
        column: String,
        /// The first definition.
        first: String,
        /// The second.
        second: String,
    },
    /// A column refines one that nobody defines, or lacks a name.
    #[error("{entity}.{column} has no type and name, and no other file defines it")]
    Undefined {
        /// The entity.
        entity: String,
        /// The column.
        column: String,
    },
    /// A column refers to an entity that is not there.
    #[error("{entity}.{column} refers to '{refers}', which is no entity")]
    Refers {
        /// The entity.
        entity: String,
        /// The column.
        column: String,
        /// What it refers to.
        refers: String,
    },
    /// An id that tables cannot bear.
    #[error(
        "'{id}' is no id: lower-case letters, digits and _ only, a letter first, at most 48 characters, and not key or revision"
    )]
    Id {
        /// The id.
        id: String,
    },
}

const FILES: [(&str, &str); 2] = [
    ("sources.toml", include_str!("../../catalogue/sources.toml")),
    ("places.toml", include_str!("../../catalogue/places.toml")),
];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entity: Vec<Draft>,
}

/// The house's own part; a refinement of a column that no vocabulary defines is left out.
pub(super) fn catalogue(vocabularies: Vec<Draft>) -> Result<Catalogue, CatalogueError> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (file, text) in FILES {
        let read: File = toml::from_str(text).map_err(|e| CatalogueError::File {
            file,
            reason: e.to_string(),
        })?;
        drafts.extend(read.entity);
    }
    for draft in vocabularies {
        match drafts.iter_mut().find(|known| known.id == draft.id) {
            Some(known) => join(known, draft)?,
            None => drafts.push(draft),
        }
    }
    let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let entities = drafts.into_iter().map(|draft| finish(draft, &ids));
    Ok(Catalogue {
        entities: entities.collect::<Result<_, _>>()?,
    })
}

/// Adds the columns of another draft of the same entity; where both have one, each says what the other leaves open.
fn join(known: &mut Draft, other: Draft) -> Result<(), CatalogueError> {
    known.located |= other.located;
    known.area |= other.area;
    if known.key.is_none() {
        known.key = other.key;
    }
    for column in other.columns {
        let place = known.columns.iter().position(|own| own.id == column.id);
        match place {
            None => known.columns.push(column),
            Some(place) => {
                let own = known.columns[place].clone();
                known.columns[place] = both(&known.id, own, column)?;
            }
        }
    }
    Ok(())
}

fn both(entity: &str, own: ColumnDraft, other: ColumnDraft) -> Result<ColumnDraft, CatalogueError> {
    let meaning = |draft: &ColumnDraft| format!("{:?} {:?}", draft.kind, draft.unit);
    if own.kind.is_some() && other.kind.is_some() && meaning(&own) != meaning(&other) {
        return Err(CatalogueError::Differs {
            entity: entity.to_owned(),
            column: own.id.clone(),
            first: meaning(&own),
            second: meaning(&other),
        });
    }
    let mut values = other.values;
    values.extend(own.values);
    Ok(ColumnDraft {
        id: own.id,
        zh: own.zh.or(other.zh),
        en: own.en.or(other.en),
        kind: own.kind.or(other.kind),
        unit: own.unit.or(other.unit),
        values,
        required: own.required || other.required,
        min: own.min.or(other.min),
        max: own.max.or(other.max),
        refers: own.refers.or(other.refers),
        example: own.example.or(other.example),
    })
}

fn finish(draft: Draft, ids: &[String]) -> Result<Entity, CatalogueError> {
    check_id(&draft.id)?;
    let own = |id: &str| draft.columns.iter().any(|column| column.id == id);
    let located = draft.located || own("lon") && own("lat");
    let mut columns = implicit_columns(located, draft.area);
    for column in draft.columns {
        check_id(&column.id)?;
        // A refinement of what no vocabulary defines: the plans at hand do not need the column.
        if column.kind.is_none() && !columns.iter().any(|known| known.id == column.id) {
            continue;
        }
        let made = column_of(&draft.id, column)?;
        if let Some(refers) = made.refers.as_ref().filter(|id| !ids.contains(id)) {
            return Err(CatalogueError::Refers {
                entity: draft.id,
                column: made.id.clone(),
                refers: refers.clone(),
            });
        }
        match columns.iter().position(|known| known.id == made.id) {
            // A vocabulary may define what every thing has; its words prevail.
            Some(place) => columns[place] = made,
            None => columns.push(made),
        }
    }
    columns.push(implicit("valid_from", "起始日期", "valid from", Kind::Date));
    columns.push(implicit(
        "valid_until",
        "终止日期(不含)",
        "valid until (exclusive)",
        Kind::Date,
    ));
    Ok(Entity {
        id: draft.id,
        name: Name {
            zh: draft.zh,
            en: draft.en,
        },
        key: draft.key.unwrap_or_else(plain_key),
        located,
        columns,
    })
}

fn plain_key() -> Key {
    Key {
        zh: "编号".to_owned(),
        en: "number".to_owned(),
        form: Form::Text,
        example: "140100-0001".to_owned(),
    }
}

fn implicit(id: &str, zh: &str, en: &str, kind: Kind) -> Column {
    Column {
        id: id.to_owned(),
        name: Name {
            zh: zh.to_owned(),
            en: en.to_owned(),
        },
        kind,
        unit: None,
        values: Vec::new(),
        required: false,
        min: None,
        max: None,
        refers: None,
        example: None,
    }
}

fn implicit_columns(located: bool, area: bool) -> Vec<Column> {
    let mut region = implicit("region", "行政区划", "region", Kind::Region);
    region.example = Some("小店区".to_owned());
    let mut columns = vec![implicit("name", "名称", "name", Kind::Text), region];
    if located {
        columns.extend(place());
    }
    if area {
        let shape = implicit("area", "范围(GeoJSON)", "area (GeoJSON)", Kind::Area);
        columns.push(shape);
    }
    columns
}

/// The columns of a point, in degrees of WGS-84.
fn place() -> [Column; 3] {
    let degrees = |id, zh, en, bound: i64, example: &str| Column {
        unit: Some("°".to_owned()),
        min: Some(-bound),
        max: Some(bound),
        example: Some(example.to_owned()),
        ..implicit(id, zh, en, Kind::Number)
    };
    let values = [("exact", "准确"), ("approximate", "大致")];
    [
        degrees("lon", "经度", "longitude", 180, "112.563"),
        degrees("lat", "纬度", "latitude", 90, "37.736"),
        Column {
            values: values
                .map(|(id, zh)| (id.to_owned(), zh.to_owned()))
                .to_vec(),
            ..implicit(
                "location_accuracy",
                "位置准确程度",
                "accuracy of the location",
                Kind::Text,
            )
        },
    ]
}

fn column_of(entity: &str, draft: ColumnDraft) -> Result<Column, CatalogueError> {
    let (Some(zh), Some(en), Some(kind)) = (draft.zh, draft.en, draft.kind) else {
        return Err(CatalogueError::Undefined {
            entity: entity.to_owned(),
            column: draft.id,
        });
    };
    let bound = match draft.id.as_str() {
        "lon" => Some(180),
        "lat" => Some(90),
        _ => None,
    };
    let number = kind == Kind::Number;
    let least = number.then(|| bound.map_or(0, |bound: i64| -bound));
    Ok(Column {
        id: draft.id,
        name: Name { zh, en },
        kind,
        unit: draft.unit,
        values: draft.values.into_iter().collect(),
        required: draft.required,
        min: draft.min.or(least),
        max: draft.max.or(bound.filter(|_| number)),
        refers: draft.refers,
        example: draft.example,
    })
}

fn check_id(id: &str) -> Result<(), CatalogueError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fits =
        id.len() <= 48 && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain);
    if fits && !["key", "revision"].contains(&id) {
        Ok(())
    } else {
        Err(CatalogueError::Id { id: id.to_owned() })
    }
}

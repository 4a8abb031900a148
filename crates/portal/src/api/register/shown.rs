//! Columns and cells as people read them.

use answer::context::Context;
use registry::sheet::Problem;
use registry::store::CellChange;
use registry::{Catalogue, Column, Entity, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::shapes::Named;

/// The id of the column that is the key.
pub(crate) const KEY: &str = "key";

/// A column.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RegisterColumn {
    id: String,
    name: String,
    /// text, number, date, `yes_no`, choice, place, region.
    #[serde(rename = "type")]
    kind: &'static str,
    unit: Option<String>,
    choices: Vec<Named>,
    required: bool,
    key: bool,
    note: Option<String>,
}

/// A cell with two values, in words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    pub(crate) column: String,
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// The columns of an entity, the key first.
pub(crate) fn columns(
    context: &Context,
    catalogue: &Catalogue,
    entity: &Entity,
) -> Vec<RegisterColumn> {
    let key = RegisterColumn {
        id: KEY.to_owned(),
        name: context.pick(&entity.key.zh, &entity.key.en).to_owned(),
        kind: "text",
        unit: None,
        choices: Vec::new(),
        required: true,
        key: true,
        note: Some(example(context, &entity.key.example)),
    };
    let others = entity
        .columns
        .iter()
        .map(|column| described(context, catalogue, column));
    std::iter::once(key).chain(others).collect()
}

fn described(context: &Context, catalogue: &Catalogue, column: &Column) -> RegisterColumn {
    let choices = column.values.iter();
    let refers = column.refers.as_deref().and_then(|id| catalogue.entity(id));
    let note = refers.map(|entity| {
        let entity = entity_name(context, entity);
        context.say("portal-register-refers", &[("entity", &entity)])
    });
    RegisterColumn {
        id: column.id.clone(),
        name: context.pick(&column.name.zh, &column.name.en).to_owned(),
        kind: match column.kind {
            Kind::Text if !column.values.is_empty() => "choice",
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::Boolean => "yes_no",
            Kind::Date => "date",
            Kind::Region => "region",
            Kind::Area => "place",
        },
        unit: unit(column),
        choices: choices
            .map(|(id, zh)| Named::new(id, context.pick(zh, id)))
            .collect(),
        required: column.required,
        key: false,
        note: note.or_else(|| column.example.as_ref().map(|text| example(context, text))),
    }
}

fn example(context: &Context, text: &str) -> String {
    context.say("portal-register-example", &[("text", &text)])
}

/// The unit of a column's numbers; one that only counts has none.
pub(crate) fn unit(column: &Column) -> Option<String> {
    column.unit.clone().filter(|unit| unit != "1")
}

/// The name of an entity.
pub(crate) fn entity_name<'a>(context: &Context, entity: &'a Entity) -> &'a str {
    context.pick(&entity.name.zh, &entity.name.en)
}

/// The name of a column.
pub(crate) fn column_name<'a>(context: &Context, column: &'a Column) -> &'a str {
    context.pick(&column.name.zh, &column.name.en)
}

/// A cell in words: yes and no, listed words, names of regions; of an area its beginning.
pub(crate) fn shown(context: &Context, column: &Column, cell: &str) -> String {
    const AREA: usize = 60;
    match column.kind {
        Kind::Boolean => context.say(if cell == "true" { "yes" } else { "no" }, &[]),
        Kind::Region => answer::places::name(context, cell),
        Kind::Area if cell.len() > AREA => {
            format!("{}…", &cell[..cell.floor_char_boundary(AREA)])
        }
        _ => {
            let listed = column.values.iter().find(|(id, _)| id == cell);
            listed
                .map_or(cell, |(id, zh)| context.pick(zh, id))
                .to_owned()
        }
    }
}

/// A changed cell in words.
pub(crate) fn changed(context: &Context, entity: &Entity, change: &CellChange) -> Changed {
    let column = entity.column(&change.column).map(|(_, column)| column);
    let word = |text: &Option<String>| {
        let text = text.as_deref()?;
        Some(column.map_or_else(|| text.to_owned(), |column| shown(context, column, text)))
    };
    Changed {
        name: column
            .map_or(change.column.as_str(), |column| {
                column_name(context, column)
            })
            .to_owned(),
        column: change.column.clone(),
        before: word(&change.before),
        after: word(&change.after),
    }
}

/// What is wrong with a cell, as a sentence.
pub(crate) fn problem(context: &Context, catalogue: &Catalogue, problem: &Problem) -> String {
    let mut given = problem.arguments();
    for (name, value) in &mut given {
        let entity = catalogue.entity(value).filter(|_| *name == "entity");
        if let Some(entity) = entity {
            entity_name(context, entity).clone_into(value);
        }
    }
    let arguments: Vec<(&str, &dyn std::fmt::Display)> = given
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    context.say(&format!("sheet-{}", problem.id()), &arguments)
}

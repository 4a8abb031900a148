//! A form as somebody fills it in, read as a sheet of one row would be: the same words, the same checks.
//!
//! Only what differs from the register is read, so that a cell that came from elsewhere and would not be taken here
//! does not stand in the way of another.

use std::collections::BTreeMap;
use std::sync::Arc;

use answer::context::Context;
use axum::http::StatusCode;
use csv::Writer;
use registry::geography::Geography;
use registry::intake::{self, Handed};
use registry::store::Stored;
use registry::{Entity, Given, GivenRow};

use super::row::cell;
use super::shown::{KEY, problem};
use crate::portal::Portal;
use crate::problem::Refusal;

/// Cells that are checked together: where one is read the others are.
const TOGETHER: [&[&str]; 2] = [&["lon", "lat", "region"], &["valid_from", "valid_until"]];
/// What says in a sheet that a cell is unknown from now on.
const CLEAR: &str = "CLEAR";

/// The cells of a form by column; null and blank are unknown.
pub(super) type Cells = BTreeMap<String, Option<String>>;

/// Reads a form about a thing that is there, or about a new one.
pub(super) async fn read(
    portal: &Portal,
    context: &Context,
    entity: &Entity,
    (key, cells): (&str, &Cells),
    before: Option<&Stored>,
) -> Result<GivenRow, Refusal> {
    let known = |id: &String| id == KEY || entity.column(id).is_some();
    if let Some(unknown) = cells.keys().find(|id| !known(id)) {
        return Err(Refusal::bad("cells", unknown));
    }
    let wanted = differing(entity, cells, before);
    if wanted.is_empty() && before.is_some() {
        return Ok(GivenRow {
            line: 1,
            key: key.to_owned(),
            cells: vec![Given::Left; entity.columns.len()],
        });
    }
    let handed = Handed {
        name: "form.csv".to_owned(),
        bytes: sheet(key, &wanted)?.into(),
    };
    // Boundaries are read where a point is to be held against them.
    let geography = if wanted.contains_key("lon") {
        Geography::read(portal.registry()).await?
    } else {
        Geography::default()
    };
    let geography = Arc::new(geography);
    let read = intake::read(
        portal.registry(),
        entity,
        &handed,
        &geography,
        context.today(),
    )
    .await?;
    if !read.defects.is_empty() {
        let catalogue = portal.registry().catalogue();
        let say = |defect: &registry::sheet::Defect| {
            let what = problem(context, catalogue, &defect.problem);
            let column = header(context, entity, &defect.header);
            let arguments: [(&str, &dyn std::fmt::Display); 3] = [
                ("column", &column),
                ("text", &defect.text),
                ("problem", &what),
            ];
            context.say("portal-register-wrong", &arguments)
        };
        let wrong: Vec<String> = read.defects.iter().map(say).collect();
        return Err(
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "failure-portal-form")
                .with("problems", wrong.join("; ")),
        );
    }
    let row = read.rows.into_iter().next();
    row.ok_or_else(|| Refusal::bad(KEY, key))
}

/// The cells that the form says anew, and those that are checked with them.
fn differing<'a>(
    entity: &Entity,
    cells: &'a Cells,
    before: Option<&Stored>,
) -> BTreeMap<&'a str, &'a str> {
    let given = |id: &str| {
        let (id, text) = cells.get_key_value(id)?;
        Some((id.as_str(), text.as_deref().unwrap_or_default()))
    };
    let differs = |id: &str| {
        let now = before
            .and_then(|stored| cell(entity, stored, id))
            .unwrap_or_default();
        given(id).is_some_and(|(_, text)| text != now)
    };
    let mut wanted = BTreeMap::new();
    for column in entity.columns.iter().map(|column| column.id.as_str()) {
        let group = TOGETHER.into_iter().find(|group| group.contains(&column));
        let changed = group.map_or_else(
            || differs(column),
            |group| group.iter().any(|member| differs(member)),
        );
        let said = given(column).filter(|(_, text)| before.is_some() || !text.trim().is_empty());
        wanted.extend(said.filter(|_| changed));
    }
    wanted
}

fn sheet(key: &str, wanted: &BTreeMap<&str, &str>) -> Result<Vec<u8>, Refusal> {
    let mut writer = Writer::from_writer(Vec::new());
    let headers = std::iter::once(KEY).chain(wanted.keys().copied());
    let said = |text: &&'_ str| {
        if text.trim().is_empty() {
            CLEAR.to_owned()
        } else {
            (*text).to_owned()
        }
    };
    let row = std::iter::once(key.to_owned()).chain(wanted.values().map(said));
    let written = writer
        .write_record(headers)
        .and_then(|()| writer.write_record(row));
    written.map_err(|error| Refusal::internal(&error))?;
    writer
        .into_inner()
        .map_err(|error| Refusal::internal(&error))
}

/// The name of the column that a header of ours names.
fn header(context: &Context, entity: &Entity, header: &str) -> String {
    if header == KEY {
        return context.pick(&entity.key.zh, &entity.key.en).to_owned();
    }
    let named = entity
        .columns
        .iter()
        .find(|column| column.id == header || column.name.zh == header);
    named
        .map_or(header, |column| {
            context.pick(&column.name.zh, &column.name.en)
        })
        .to_owned()
}

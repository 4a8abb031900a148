//! Opening the register that the command line, the environment or the configuration names.

use std::path::Path;

use plan::Plan;
use registry::store::Registry;
use registry::{Catalogue, Entity};

use crate::context::Context;
use crate::failure::{Failure, Kind};

/// Plans of the user's own beside those of the program.
pub const OWN_PLANS: &str = "plans";

/// The ids of every plan there is: those of the program and the user's own.
pub fn plan_ids() -> Vec<String> {
    let own = std::fs::read_dir(OWN_PLANS).into_iter().flatten().flatten();
    let mut ids = plan::folder::builtin();
    ids.extend(
        own.filter(|entry| entry.path().join("plan.toml").is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned()),
    );
    ids.sort();
    ids.dedup();
    ids
}

/// Every plan there is; one that does not load is left out.
pub fn plans() -> Vec<Plan> {
    plan_ids()
        .iter()
        .filter_map(|id| plan::folder::open(id, Some(Path::new(OWN_PLANS))).ok())
        .filter_map(|folder| plan::load(&folder).0)
        .collect()
}

/// The catalogue of the register: the house's own part and what the plans read.
pub fn catalogue() -> Result<Catalogue, Failure> {
    Ok(plan::register::catalogue(&plans())?)
}

/// Opens the register, making it and its folder when they are not there: for commands that write.
pub async fn new_registry(context: &Context) -> Result<Registry, Failure> {
    if let Some(folder) = file(context).and_then(Path::parent) {
        std::fs::create_dir_all(folder).map_err(|e| Failure::file(folder, &e))?;
    }
    Ok(Registry::open(&context.registry, catalogue()?).await?)
}

/// The file of the register; none when it is a server's.
fn file(context: &Context) -> Option<&Path> {
    let place = context.registry.as_str();
    let path = place.strip_prefix("sqlite:").unwrap_or(place);
    (!place.starts_with("postgres")).then(|| Path::new(path.trim_start_matches("//")))
}

/// Opens the register if there is one.
pub async fn registry_if_there(context: &Context) -> Result<Option<Registry>, Failure> {
    if file(context).is_some_and(|file| !file.is_file()) {
        return Ok(None);
    }
    new_registry(context).await.map(Some)
}

/// Opens a register that is there: for commands that read.
pub async fn registry(context: &Context) -> Result<Registry, Failure> {
    registry_if_there(context).await?.ok_or_else(|| {
        Failure::new(Kind::Configuration, "failure-no-register").with("place", &context.registry)
    })
}

/// The entity of an id or a name.
pub fn entity<'a>(catalogue: &'a Catalogue, text: &str) -> Result<&'a Entity, Failure> {
    catalogue.entity(text).ok_or_else(|| {
        let near = catalogue.entities.iter().filter(|entity| {
            entity.name.zh.contains(text)
                || entity.id.contains(text)
                || entity.name.en.contains(text)
        });
        let mut near: Vec<String> = near
            .map(|entity| format!("{} ({})", entity.id, entity.name.zh))
            .collect();
        if near.is_empty() {
            near.push("lantian register list".to_owned());
        }
        Failure::new(Kind::User, "failure-register-entity")
            .with("text", text)
            .with("known", near.join(", "))
    })
}

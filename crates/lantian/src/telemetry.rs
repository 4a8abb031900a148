//! Where telemetry is kept beside the lake, and opening it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gateway::{Archive, Inbox, Place, Secret};
use registry::Origin;
use registry::store::Registry;
use telemetry::Secrets;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;
use crate::register;
use crate::surroundings::Surroundings;

/// The folder beside the lake.
const FOLDER: &str = "telemetry";
/// The stream on a NATS server, unless another is named.
const STREAM: &str = "lantian";
/// What an inbox may hold, unless set: some hours of a province.
const INBOX_BYTES: u64 = 8 << 30;

/// Where the inbox is.
pub(crate) fn inbox_place(context: &Surroundings, named: Option<&str>) -> Place {
    let settings = &context.gateway;
    let max_bytes = settings.inbox_max_bytes.unwrap_or(INBOX_BYTES);
    match named.or(settings.inbox.as_deref()) {
        Some(url) if url.contains("://") => Place::Nats {
            url: Secret::new(url),
            stream: settings.stream.clone().unwrap_or_else(|| STREAM.to_owned()),
            max_bytes,
        },
        folder => Place::Folder {
            folder: folder.map_or_else(|| beside(context, "inbox"), PathBuf::from),
            max_bytes,
        },
    }
}

/// Opens the inbox.
pub(crate) async fn inbox(context: &Surroundings, named: Option<&str>) -> Result<Inbox, Failure> {
    Ok(Inbox::open(&inbox_place(context, named)).await?)
}

/// Opens the archive of raw frames.
pub(crate) fn archive(context: &Surroundings) -> Result<Archive, Failure> {
    Ok(Archive::open(&archive_folder(context))?)
}

/// The folder of the archive.
pub(crate) fn archive_folder(context: &Surroundings) -> PathBuf {
    let folder = context.gateway.archive.clone();
    folder.unwrap_or_else(|| beside(context, "archive"))
}

/// The file of passwords and keys.
pub(crate) fn secrets_file(context: &Surroundings) -> PathBuf {
    let file = context.gateway.secrets.clone();
    file.unwrap_or_else(|| beside(context, "secrets.toml"))
}

/// Reads the passwords and keys.
pub(crate) fn secrets(context: &Surroundings) -> Result<Secrets, Failure> {
    Ok(Secrets::read(&secrets_file(context))?)
}

/// The file of the token that a running gateway writes.
pub(crate) fn token_file(context: &Surroundings) -> PathBuf {
    let status = context.gateway.status.as_ref();
    let named = status.and_then(|status| status.token_file.clone());
    named.unwrap_or_else(|| beside(context, "control.token"))
}

/// The kinds of things that speak.
pub(crate) const SPEAKERS: [&str; 2] = ["monitoring_device", "vehicle"];

/// Which of these devices the register has as simulated.
pub(crate) async fn simulated<'a>(
    registry: &Registry,
    devices: impl Iterator<Item = &'a str>,
) -> Result<BTreeSet<&'a str>, Failure> {
    let mut origins = BTreeMap::<i64, Option<Origin>>::new();
    let mut found = BTreeSet::new();
    for device in devices {
        for entity in SPEAKERS {
            let Some(stored) = registry.get(entity, device).await? else {
                continue;
            };
            let revision = stored.revision;
            if let std::collections::btree_map::Entry::Vacant(place) = origins.entry(revision) {
                let made = registry.revision(revision).await?;
                place.insert(made.map(|made| made.by.origin));
            }
            if origins.get(&revision) == Some(&Some(Origin::Simulated)) {
                found.insert(device);
            }
        }
    }
    Ok(found)
}

/// Says below a report that its devices are simulated, where the register has them so.
pub(crate) async fn mark_simulated(
    context: &Context,
    devices: impl Iterator<Item = &str>,
    report: &mut Report,
) -> Result<(), Failure> {
    if let Some(registry) = register::registry_if_there(context).await? {
        let simulated = simulated(&registry, devices).await?;
        let named: Vec<&str> = simulated.into_iter().collect();
        if !named.is_empty() {
            let devices = named.join(", ");
            let note = context.say("note-telemetry-simulated", &[("devices", &devices)]);
            report.notes.insert(0, note);
        }
    }
    Ok(())
}

/// A place in the folder of telemetry beside the lake.
fn beside(context: &Context, name: &str) -> PathBuf {
    context.lake_place.beside(FOLDER).join(name)
}

//! Raw frames of a day as they came, with the hashes that chain them: the evidence below every value.
//!
//! Passwords are shown as `***`; the hashes are those of the frames as received. Encrypted content is not opened.

use access::Action;
use answer::context::{Context, show_moment};
use answer::output::from_batches;
use answer::rows::{plain, quoted};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use gateway::archive::{Archive, Head, Sealed, Wanted};
use gateway::{Channel, Standing};
use serde::{Deserialize, Serialize};
use units::Day;
use utoipa::{IntoParams, ToSchema};
use wire::hj212::{self, Profile};
use wire::vehicle::{self, Protocol};

use super::super::air;
use super::super::shapes::Page;
use super::device::{Device, device};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::fresh;
use crate::visitor::Visitor;

/// Frames of a page, and the most that may be asked for.
const PAGE: usize = 50;
const MOST: usize = 500;

/// A frame.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrameView {
    sequence: u64,
    received: String,
    raw: String,
    /// Whether it may be believed, was kept apart or sent by us, in words.
    verdict: String,
    /// What was wrong with it, or why it was kept apart or sent, in words.
    defects: Vec<String>,
    hash: String,
    previous: String,
    /// Whether the chain holds here, and what the lake recorded of it.
    intact: bool,
}

/// Which frames.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asking {
    /// The day of receipt; today unless named.
    day: Option<String>,
    /// After this number.
    cursor: Option<u64>,
    /// How many, 50 unless named.
    limit: Option<usize>,
}

/// The frames of a device in a day.
#[utoipa::path(get, path = "/devices/{mn}/frames", params(("mn" = String, Path), Asking), responses(
    (status = 200, body = Page<FrameView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn frames(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(mn): Path<String>,
    Query(asking): Query<Asking>,
) -> Result<Response, Refusal> {
    let device = device(&portal, &visitor, &mn, Action::ViewFrame).await?;
    let context = portal.context(asked.language);
    let day = match asking.day.as_deref() {
        Some(text) => air::day("day", text)?,
        None => context.today(),
    };
    let most = asking.limit.unwrap_or(PAGE).clamp(1, MOST);
    let (mut sealed, total) = read(&portal, &device, day, asking.cursor, most + 1).await?;
    let more = sealed.len() > most;
    sealed.truncate(most);
    let last = sealed
        .last()
        .map(|sealed| sealed.stored.sequence.to_string());
    let views = sealed.iter();
    let page = Page {
        items: views
            .map(|sealed| view(&context, &device, sealed))
            .collect::<Vec<_>>(),
        total,
        next: last.filter(|_| more),
    };
    fresh(&asked, &page)
}

async fn read(
    portal: &Portal,
    device: &Device,
    day: Day,
    after: Option<u64>,
    most: usize,
) -> Result<(Vec<Sealed>, u64), Refusal> {
    let folder = portal.settings().telemetry.archive.clone();
    if !folder.is_dir() {
        return Ok((Vec::new(), 0));
    }
    let recorded = recorded(portal, device, day).await?;
    let id = device.id.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let wanted = Wanted {
            device: &id,
            after,
            most,
            recorded: recorded.as_ref(),
        };
        Archive::open(&folder)?.sealed(day, &wanted)
    });
    Ok(reading.await.map_err(|error| Refusal::internal(&error))??)
}

/// Where the lake recorded the chain of the day last.
async fn recorded(portal: &Portal, device: &Device, day: Day) -> Result<Option<Head>, Refusal> {
    let statement = format!(
        "SELECT count, head FROM archive_head WHERE day = DATE '{day}' AND device = '{}' \
         ORDER BY sequence DESC LIMIT 1",
        quoted(&device.id)
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let rows = from_batches(batches)?.rows;
    let head = rows.first().and_then(|row| {
        let [count, head] = &row[..] else { return None };
        Some(Head {
            device: device.id.clone(),
            count: plain(count).parse().ok()?,
            head: plain(head),
        })
    });
    Ok(head)
}

fn view(context: &Context, device: &Device, sealed: &Sealed) -> FrameView {
    let entry = &sealed.stored.entry;
    let (_, raw) = telemetry::shown_frame(&entry.raw);
    let (read, mut defects) = decoded(context, device, entry.channel, &entry.raw);
    let verdict = match &entry.standing {
        Standing::Accepted => read,
        Standing::Quarantined { reason } => {
            defects.insert(0, reason_name(context, reason));
            "quarantined"
        }
        Standing::Sent { by, why } => {
            defects = vec![context.say("portal-frame-asked", &[("by", by), ("why", why)])];
            "sent"
        }
    };
    FrameView {
        sequence: sealed.stored.sequence,
        received: show_moment(entry.received_at),
        raw,
        verdict: context.say(&format!("portal-frame-{verdict}"), &[]),
        defects,
        hash: sealed.hash.clone(),
        previous: sealed.previous.clone(),
        intact: sealed.intact,
    }
}

/// Whether a frame may be believed, and what is wrong with it.
fn decoded(
    context: &Context,
    device: &Device,
    channel: Channel,
    raw: &[u8],
) -> (&'static str, Vec<String>) {
    let protocol = match channel {
        Channel::Hj212 | Channel::Mqtt => {
            let profile = Profile::named(&device.profile).or_else(|| Profile::named("standard"));
            let Some(profile) = profile else {
                return ("bad", Vec::new());
            };
            let decoded = hj212::decode(raw, &profile);
            let said = |defect: hj212::Defect| context.pick(defect.zh(), defect.en()).to_owned();
            return (
                decoded.verdict.id(),
                decoded.defects.iter().map(said).collect(),
            );
        }
        Channel::Gb17691 => Protocol::Gb17691,
        Channel::Gb32960 => Protocol::Gb32960,
    };
    let decoded = vehicle::decode(raw, protocol);
    let said = |defect: vehicle::Defect| context.pick(defect.zh(), defect.en()).to_owned();
    (
        decoded.verdict.id(),
        decoded.defects.iter().map(said).collect(),
    )
}

/// Why a frame was kept apart, in words.
pub(crate) fn reason_name(context: &Context, reason: &str) -> String {
    let known = telemetry::words::reason(reason);
    let known = known.map(|words| context.pick(&words.zh, &words.en).to_owned());
    let own = || context.words.find(&format!("portal-apart-{reason}"), &[]);
    known.or_else(own).unwrap_or_else(|| reason.to_owned())
}

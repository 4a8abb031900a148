//! What changed: classes in the last day, files taken in, evaluations, revisions of the register.

use access::Action;
use answer::output::from_batches;
use answer::rows::plain;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use standards::aqi;
use units::HourEnding;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air::{self, Shown};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::{Visitor, in_region};

/// How many of each sort are told.
const TOLD: usize = 8;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// The code of a region; the home region unless named.
    region: Option<String>,
    /// The end of the hour; the newest unless named.
    at: Option<String>,
}

/// What changed.
#[derive(Serialize, ToSchema)]
struct Changes {
    items: Vec<Change>,
}

/// Something that changed.
#[derive(Serialize, ToSchema)]
struct Change {
    at: String,
    /// `class_up` (worse), `class_down` (better), `import`, `finding`, `register`.
    kind: &'static str,
    what: String,
    site: Option<String>,
    /// The page that tells more.
    link: Option<String>,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(changes))
}

/// What changed in the last 24 hours, and what was taken in last.
#[utoipa::path(get, path = "/changes", params(ChangesQuery), responses(
    (status = 200, body = Changes),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn changes(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(query): Query<ChangesQuery>,
) -> Result<Response, Refusal> {
    let home = portal.settings().home_region.clone();
    let within = air::region(query.region.as_deref().unwrap_or(&home))?;
    visitor.must(Action::ViewAir, &in_region(&within.to_string()))?;
    let at = query.at.as_deref().map(air::hour).transpose()?;
    // Files and revisions are the office's own matter.
    let inside = visitor.may(Action::ViewQuality, &in_region(&home));
    let scope = if inside { "inside" } else { "" };
    keep_for(&portal, &asked, scope, async {
        let mut items = classes(&portal, &asked, within, at).await?;
        if inside {
            items.extend(imports(&portal, &asked).await?);
            items.extend(evaluations(&portal, &asked).await?);
            items.extend(revisions(&portal, &asked).await?);
        }
        Ok(Changes { items })
    })
    .await
}

async fn classes(
    portal: &Portal,
    asked: &Asked,
    within: regions::RegionCode,
    at: Option<HourEnding>,
) -> Result<Vec<Change>, Refusal> {
    const BEFORE: i64 = 24;
    let span = air::span(portal, Shown::City, within).await?;
    let Some(span) = span.as_ref() else {
        return Ok(Vec::new());
    };
    let hour = at.unwrap_or(span.newest);
    let then = hour.plus(-BEFORE);
    let days = (then.day(), hour.day().plus(1));
    let hours = air::hours(portal, answer::places::CITY, span.sites.clone(), days).await?;
    let context = portal.context(asked.language);
    let mut changes = Vec::new();
    for (site, rows) in &hours.hours {
        let graded = |hour: HourEnding| -> Result<Option<(u16, &'static aqi::Level)>, Refusal> {
            let place = hour.number() - HourEnding::first_of(days.0).number();
            let row = usize::try_from(place)
                .ok()
                .and_then(|place| rows.get(place)?.as_ref());
            let Some(row) = row else { return Ok(None) };
            let (index, edition) = air::index(hour, &row.values)?;
            Ok(index.aqi.map(|aqi| (aqi, aqi::level(edition, aqi))))
        };
        let (Some((_, before)), Some((aqi, now))) = (graded(then)?, graded(hour)?) else {
            continue;
        };
        let kind = match now.grade.cmp(&before.grade) {
            std::cmp::Ordering::Greater => "class_up",
            std::cmp::Ordering::Less => "class_down",
            std::cmp::Ordering::Equal => continue,
        };
        let name = answer::places::name(&context, site);
        let key = if kind == "class_up" {
            "portal-class-up"
        } else {
            "portal-class-down"
        };
        let what = context.say(
            key,
            &[
                ("site", &name),
                ("before", &context.pick(before.class_zh, before.class_en)),
                ("now", &context.pick(now.class_zh, now.class_en)),
                ("aqi", &aqi),
            ],
        );
        changes.push(Change {
            at: air::written(hour),
            kind,
            what,
            link: Some(format!("/city/{site}")),
            site: Some(site.clone()),
        });
    }
    Ok(changes)
}

async fn imports(portal: &Portal, asked: &Asked) -> Result<Vec<Change>, Refusal> {
    let statement = format!(
        "SELECT CAST(known_at AS VARCHAR) AS learned, file, rows_loaded, defects FROM import ORDER BY learned DESC, file LIMIT {TOLD}"
    );
    let context = portal.context(asked.language);
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let change = |row: Vec<answer::output::Cell>| {
        let cells: Vec<String> = row.iter().map(plain).collect();
        let [at, file, rows, defects] = &cells[..] else {
            return None;
        };
        Some(Change {
            at: at.clone(),
            kind: "import",
            what: context.say(
                "portal-imported",
                &[("file", file), ("rows", rows), ("defects", defects)],
            ),
            site: None,
            link: Some("/quality".to_owned()),
        })
    };
    Ok(from_batches(batches)?
        .rows
        .into_iter()
        .filter_map(change)
        .collect())
}

async fn evaluations(portal: &Portal, asked: &Asked) -> Result<Vec<Change>, Refusal> {
    let statement = format!(
        "SELECT CAST(max(known_at) AS VARCHAR) AS learned, plan, CAST(as_of AS VARCHAR) AS day, count(*) AS findings FROM finding \
         GROUP BY plan, as_of ORDER BY learned DESC LIMIT {TOLD}"
    );
    let context = portal.context(asked.language);
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let change = |row: Vec<answer::output::Cell>| {
        let cells: Vec<String> = row.iter().map(plain).collect();
        let [at, plan, day, count] = &cells[..] else {
            return None;
        };
        Some(Change {
            at: at.clone(),
            kind: "finding",
            what: context.say(
                "portal-evaluated",
                &[("plan", plan), ("day", day), ("count", count)],
            ),
            site: None,
            link: Some(format!("/plan/{plan}?as_of={day}")),
        })
    };
    Ok(from_batches(batches)?
        .rows
        .into_iter()
        .filter_map(change)
        .collect())
}

async fn revisions(portal: &Portal, asked: &Asked) -> Result<Vec<Change>, Refusal> {
    let context = portal.context(asked.language);
    let revisions = portal.registry().revisions(TOLD as u64).await?;
    let change = |revision: registry::store::Revision| Change {
        at: answer::context::show_moment(revision.by.at),
        kind: "register",
        what: context.say(
            "portal-revised",
            &[
                ("revision", &revision.id),
                ("who", &revision.by.who),
                ("why", &revision.by.why),
            ],
        ),
        site: None,
        link: Some("/register".to_owned()),
    };
    Ok(revisions.into_iter().map(change).collect())
}

//! How complete and how sound the data are: coverage, defects, doubts, what came late, what devices sent.
//!
//! Everything is counted as it stands in the lake; a gap is shown as a gap, and a rate that cannot be said as such.

mod coverage;
mod files;
mod late;
mod devices;

use access::Action;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use regions::RegionCode;
use serde::{Deserialize, Serialize};
use units::Day;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::air::{self, Shown};
use super::register::{must_somewhere, named, scope};
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::keep_for;
use crate::visitor::{Visitor, in_region};

/// Days that are shown unless asked otherwise, and the most.
const DAYS: i32 = 31;
const MOST: i32 = 366;

/// The state of the data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Quality {
    from: String,
    to: String,
    sites: Vec<coverage::SiteDays>,
    defects: Vec<files::DefectRow>,
    flags: Vec<files::FlagRow>,
    imports: Vec<files::ImportRow>,
    late: Vec<late::LateRow>,
    devices: Vec<devices::DeviceRow>,
    notes: Vec<String>,
}

/// Which data.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The first day.
    from: Option<String>,
    /// The last day, inclusive; of the air the newest with hours unless named, of devices today.
    to: Option<String>,
    /// city, county or station.
    level: Option<String>,
    /// The code of a region; the reader's own, else the home region.
    region: Option<String>,
}

/// What is asked, once it is read.
struct Question {
    shown: Shown,
    region: RegionCode,
    /// The first and the last day.
    days: (Day, Day),
    /// The same for devices, whose data may be of another time than those of the air.
    device_days: (Day, Day),
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(quality))
}

/// Coverage, defects, doubts, late data and devices.
#[utoipa::path(get, path = "/quality", params(Wanted), responses(
    (status = 200, body = Quality),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn quality(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    must_somewhere(&visitor, Action::ViewQuality)?;
    let region = wanted.region(&portal, &visitor)?;
    visitor.must(Action::ViewQuality, &in_region(&region.to_string()))?;
    keep_for(
        &portal,
        &asked,
        &scope(&visitor),
        Box::pin(async {
            let question = wanted.question(&portal, region).await?;
            let context = portal.context(asked.language);
            let sites = coverage::sites(&portal, asked.language, &question).await?;
            let (devices, mut notes) =
                devices::devices(&portal, &visitor, &context, &question).await?;
            let (from, to) = question.device_days;
            notes.insert(0, context.say("portal-quality-files", &[]));
            notes.insert(1, context.say("portal-quality-late", &[]));
            notes.insert(
                2,
                context.say("portal-quality-devices", &[("from", &from), ("to", &to)]),
            );
            Ok(Quality {
                from: question.days.0.to_string(),
                to: question.days.1.to_string(),
                defects: files::defects(&portal, &context).await?,
                flags: files::flags(&portal, &context, &question, &sites).await?,
                imports: files::imports(&portal).await?,
                late: late::late(&portal, &question, &sites).await?,
                sites,
                devices,
                notes,
            })
        }),
    )
    .await
}

impl Wanted {
    fn region(&self, portal: &Portal, visitor: &Visitor) -> Result<RegionCode, Refusal> {
        match (
            self.region.as_deref().and_then(named),
            visitor.who.standing.region,
        ) {
            (Some(code), _) => air::region(code),
            (None, Some(own)) => Ok(own),
            (None, None) => air::region(&portal.settings().home_region),
        }
    }

    async fn question(&self, portal: &Portal, region: RegionCode) -> Result<Question, Refusal> {
        let shown = Shown::of(self.level.as_deref().and_then(named).unwrap_or("city"))?;
        let today = portal.context(answer::words::Language::Zh).today();
        let last = match self.to.as_deref().and_then(named) {
            Some(text) => Some(air::day("to", text)?),
            None => None,
        };
        let first = self
            .from
            .as_deref()
            .and_then(named)
            .map(|text| air::day("from", text))
            .transpose()?;
        let span = Box::pin(air::span(portal, shown, region)).await?;
        let newest = span.as_ref().as_ref().map(|span| span.newest.day());
        let of =
            |last: Day| {
                let first = first.unwrap_or_else(|| last.plus(1 - DAYS));
                let count = last.number() - first.number() + 1;
                match count {
                    ..1 => Err(Refusal::bad("from", first)),
                    1..=MOST => Ok((first, last)),
                    _ => Err(Refusal::new(StatusCode::BAD_REQUEST, "failure-portal-span")
                        .with("most", MOST)),
                }
            };
        let days = of(last.or(newest).unwrap_or(today))?;
        let device_days = match (last, first) {
            (None, None) => of(today)?,
            _ => days,
        };
        Ok(Question {
            shown,
            region,
            days,
            device_days,
        })
    }
}

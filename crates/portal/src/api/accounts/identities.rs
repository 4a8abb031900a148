//! Identities at providers of OpenID Connect that an administrator links to an account.

use access::{Action, Resource, Subject};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::noted;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{done, fresh};
use crate::visitor::Visitor;

/// The longest issuer, subject or name that is kept.
const LONGEST: usize = 500;

/// An identity that is linked.
#[derive(Serialize, ToSchema)]
struct Identity {
    issuer: String,
    subject: String,
    name: String,
    linked_at: String,
}

/// An identity to be linked.
#[derive(Deserialize, ToSchema)]
struct Link {
    /// The provider's address, as it is configured.
    issuer: String,
    /// Whom it means, in the provider's words.
    subject: String,
    /// A name to show.
    name: Option<String>,
}

/// Which identity.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The provider's address.
    issuer: String,
    /// Whom it means.
    subject: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new().routes(routes!(list, link, unlink))
}

/// The identities of an account.
#[utoipa::path(get, path = "/accounts/{id}/identities", params(("id" = i64, Path)), responses(
    (status = 200, body = Vec<Identity>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ManageAccount, &Resource::default())?;
    fresh(&asked, &identities(&portal, id).await?)
}

/// Links an identity to an account; gives those that it then has.
#[utoipa::path(post, path = "/accounts/{id}/identities", params(("id" = i64, Path)), request_body = Link, responses(
    (status = 200, body = Vec<Identity>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn link(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<i64>,
    Json(given): Json<Link>,
) -> Result<Response, Refusal> {
    let linked = async {
        visitor.must(Action::ManageAccount, &Resource::default())?;
        let subject = Subject {
            issuer: plain("issuer", given.issuer)?,
            subject: plain("subject", given.subject)?,
            name: given.name.map(|name| plain("name", name)).transpose()?,
            email: None,
        };
        Ok(portal.access().link(id, &subject, Timestamp::now()).await?)
    };
    noted(&visitor, "link_identity", &id.to_string(), linked.await).await?;
    fresh(&asked, &identities(&portal, id).await?)
}

/// Takes an identity from an account, and ends the account's sessions.
#[utoipa::path(delete, path = "/accounts/{id}/identities", params(("id" = i64, Path), Which), responses(
    (status = 204, description = "Unlinked"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn unlink(
    State(portal): State<Portal>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(which): Query<Which>,
) -> Result<Response, Refusal> {
    let unlinked = async {
        visitor.must(Action::ManageAccount, &Resource::default())?;
        let issuer = plain("issuer", which.issuer)?;
        let subject = plain("subject", which.subject)?;
        let linked = portal.access().identities(id).await?;
        let known = |one: &access::Identity| one.issuer == issuer && one.subject == subject;
        if !linked.iter().any(known) {
            return Err(Refusal::not_found(subject));
        }
        Ok(portal.access().unlink(&issuer, &subject).await?)
    };
    noted(&visitor, "unlink_identity", &id.to_string(), unlinked.await).await?;
    Ok(done())
}

async fn identities(portal: &Portal, id: i64) -> Result<Vec<Identity>, Refusal> {
    portal.access().account(id).await?;
    let linked = portal.access().identities(id).await?;
    let shown = |identity: access::Identity| {
        let at = identity.linked_at.display_with_offset(jiff::tz::offset(8));
        Identity {
            linked_at: at.to_string(),
            issuer: identity.issuer,
            subject: identity.subject,
            name: identity.shown_name,
        }
    };
    Ok(linked.into_iter().map(shown).collect())
}

/// A text that databases keep, not empty and not endless.
fn plain(field: &'static str, text: String) -> Result<String, Refusal> {
    let fits = !text.trim().is_empty() && text.len() <= LONGEST && !text.contains('\0');
    if fits {
        return Ok(text);
    }
    Err(Refusal::bad(field, text))
}

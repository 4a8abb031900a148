//! Signing in at a provider of OpenID Connect: there, and back with its word for who it is.

use access::{Kept, Outcome, Provider};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::settings::OpenId;
use crate::visitor::Visitor;

/// Where a session keeps what a departure began with.
const KEPT: &str = "departure";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Answer {
    code: Option<String>,
    state: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(depart))
        .routes(routes!(arrive))
}

/// Goes to the provider.
#[utoipa::path(get, path = "/session/oidc/{provider}", params(("provider" = String, Path)), responses(
    (status = 303, description = "To the provider"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn depart(
    State(portal): State<Portal>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let provider = provider(&portal, &id).await?;
    let departure = provider.authorise(Timestamp::now());
    let kept = visitor.session.insert(KEPT, &departure.kept).await;
    kept.map_err(|error| Refusal::internal(&error))?;
    Ok(Redirect::to(departure.url.as_str()).into_response())
}

/// Comes back from the provider.
#[utoipa::path(get, path = "/session/oidc/{provider}/callback", params(("provider" = String, Path), Answer), responses(
    (status = 303, description = "Signed in"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn arrive(
    State(portal): State<Portal>,
    mut visitor: Visitor,
    Path(id): Path<String>,
    Query(answer): Query<Answer>,
) -> Result<Response, Refusal> {
    let kept = visitor.session.remove::<Kept>(KEPT).await;
    let kept = kept.map_err(|error| Refusal::internal(&error))?;
    let (Some(kept), Some(code), Some(state)) = (kept, answer.code, answer.state) else {
        return Err(access::OpenIdError::State.into());
    };
    let provider = provider(&portal, &id).await?;
    let now = Timestamp::now();
    let subject = provider.finish((&code, &state), kept, now).await?;
    match portal.access().identify(&subject, now).await {
        Ok(account) => {
            super::begin(&portal, &mut visitor, account).await?;
            Ok(Redirect::to("/").into_response())
        }
        Err(refused) => {
            let who = format!("{} {}", subject.issuer, subject.subject);
            visitor
                .record("sign_in", who, Outcome::Refused, refused.to_string())
                .await?;
            Err(Refusal::from(refused).status(StatusCode::UNAUTHORIZED))
        }
    }
}

async fn provider(portal: &Portal, id: &str) -> Result<Provider, Refusal> {
    let settings = portal.settings();
    let known = settings.open_id.iter().find(|provider| provider.id == id);
    let OpenId {
        issuer,
        client_id,
        client_secret,
        ..
    } = known.ok_or_else(|| Refusal::not_found(id))?;
    let home = settings.public_address.as_deref().unwrap_or_default();
    let back = format!(
        "{}/api/v1/session/oidc/{id}/callback",
        home.trim_end_matches('/')
    );
    let secret = Some(client_secret.clone());
    Ok(Provider::discover(issuer, client_id, secret, &back).await?)
}

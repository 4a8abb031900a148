//! Accounts and their identities elsewhere; what each role may do.
//!
//! An account is disabled, never removed. A password is shown once, to whoever made or reset it, and kept nowhere.

mod identities;
mod roles;

use access::{Action, Change, NewAccount, OneTime, Outcome, Resource, Standing};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{Account, described};
use super::shapes::Page;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{fresh, secret};
use crate::visitor::Visitor;

/// Accounts that one page shows, and the most that are read at once.
const PAGE: usize = 50;
const CHUNK: u64 = 1000;

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Part of the name.
    q: Option<String>,
    /// From after this one.
    cursor: Option<i64>,
}

/// An account to be made.
#[derive(Deserialize, ToSchema)]
struct New {
    name: String,
    shown_name: String,
    role: String,
    region: Option<String>,
    /// The key of an enterprise's facility.
    entity: Option<String>,
    /// The id of the body for which somebody reports.
    body: Option<String>,
}

/// What becomes different; what is left out stays, and null takes away.
#[derive(Deserialize, ToSchema)]
#[expect(
    clippy::option_option,
    reason = "left out, null and a value mean three things"
)]
struct Changed {
    shown_name: Option<String>,
    role: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    region: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    entity: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    body: Option<Option<String>>,
    disabled: Option<bool>,
}

/// An account with the password for its next sign-in.
#[derive(Serialize, ToSchema)]
struct Made {
    account: Account,
    one_time_password: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(change))
        .routes(routes!(reset))
        .merge(identities::routes())
        .merge(roles::routes())
}

/// Accounts, in the order in which they were made.
#[utoipa::path(get, path = "/accounts", params(Wanted), responses(
    (status = 200, body = Page<Account>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn list(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    visitor.must(Action::ManageAccount, &Resource::default())?;
    let all = matching(&portal, wanted.q.as_deref()).await?;
    let rest = all
        .iter()
        .filter(|account| account.id > wanted.cursor.unwrap_or(0));
    let shown: Vec<_> = rest.take(PAGE + 1).collect();
    let more = shown.len() > PAGE;
    let mut items = Vec::with_capacity(shown.len());
    for account in shown.iter().take(PAGE) {
        items.push(described(&portal, &asked, account).await?);
    }
    let last = items.last().map(|account| account.id.clone());
    let page = Page {
        items,
        total: all.len() as u64,
        next: last.filter(|_| more),
    };
    fresh(&asked, &page)
}

/// A house has hundreds of accounts, not millions: names are looked through here.
async fn matching(portal: &Portal, part: Option<&str>) -> Result<Vec<access::Account>, Refusal> {
    let part = part.unwrap_or_default().trim().to_lowercase();
    let fits = |account: &access::Account| {
        account.name.contains(&part) || account.shown_name.to_lowercase().contains(&part)
    };
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let some = portal.access().accounts(after, CHUNK).await?;
        let Some(last) = some.last() else {
            return Ok(all);
        };
        after = Some(last.id);
        all.extend(some.into_iter().filter(fits));
    }
}

/// Makes an account.
#[utoipa::path(post, path = "/accounts", request_body = New, responses(
    (status = 200, body = Made),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn create(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Json(new): Json<New>,
) -> Result<Response, Refusal> {
    let name = new.name.clone();
    let made = async {
        visitor.must(Action::ManageAccount, &Resource::default())?;
        let region = new.region.filter(|code| !code.is_empty());
        let new = NewAccount {
            name: new.name,
            shown_name: new.shown_name,
            standing: Standing {
                role: role(&new.role)?,
                region: region.as_deref().map(region_of).transpose()?,
                entity: facility(&portal, new.entity).await?,
                body: body(&portal, new.body)?,
            },
        };
        Ok(portal.access().create(new, Timestamp::now()).await?)
    };
    let made = noted(&visitor, "create_account", &name, made.await).await?;
    secret(&asked, &shown_once(&portal, &asked, made).await?)
}

/// Changes an account; whoever loses or gains rights by it has to sign in again.
#[utoipa::path(patch, path = "/accounts/{id}", params(("id" = i64, Path)), request_body = Changed, responses(
    (status = 200, body = Account),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn change(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<i64>,
    Json(changed): Json<Changed>,
) -> Result<Response, Refusal> {
    let done = async {
        visitor.must(Action::ManageAccount, &Resource::default())?;
        let before = portal.access().account(id).await?;
        let change = Change {
            disabled: changed.disabled,
            shown_name: changed.shown_name.clone(),
            standing: standing(&portal, before.standing, changed).await?,
        };
        Ok(portal.access().change(id, change).await?)
    };
    let account = noted(&visitor, "change_account", &id.to_string(), done.await).await?;
    fresh(&asked, &described(&portal, &asked, &account).await?)
}

/// The standing after a change, if the change speaks of it.
async fn standing(
    portal: &Portal,
    before: Standing,
    changed: Changed,
) -> Result<Option<Standing>, Refusal> {
    let mut after = before.clone();
    if let Some(id) = &changed.role {
        after.role = role(id)?;
    }
    if let Some(code) = changed.region {
        let code = code.filter(|code| !code.is_empty());
        after.region = code.as_deref().map(region_of).transpose()?;
    }
    if let Some(key) = changed.entity {
        after.entity = facility(portal, key).await?;
    }
    if let Some(id) = changed.body {
        after.body = body(portal, id)?;
    }
    Ok(Some(after).filter(|after| *after != before))
}

/// Gives an account a password for one use, and ends its sessions.
#[utoipa::path(post, path = "/accounts/{id}/reset", params(("id" = i64, Path)), responses(
    (status = 200, body = Made),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn reset(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, Refusal> {
    let done = async {
        visitor.must(Action::ManageAccount, &Resource::default())?;
        Ok(portal.access().reset_password(id).await?)
    };
    let made = noted(&visitor, "reset_password", &id.to_string(), done.await).await?;
    secret(&asked, &shown_once(&portal, &asked, made).await?)
}

async fn shown_once(portal: &Portal, asked: &Asked, made: OneTime) -> Result<Made, Refusal> {
    Ok(Made {
        account: described(portal, asked, &made.account).await?,
        one_time_password: made.password.reveal().to_owned(),
    })
}

/// Writes down how a change ended, and passes it on. Strangers are not written down: they would fill the log.
async fn noted<T>(
    visitor: &Visitor,
    action: &str,
    resource: &str,
    result: Result<T, Refusal>,
) -> Result<T, Refusal> {
    let outcome = match &result {
        Ok(_) => Outcome::Done,
        Err(_) if visitor.who.account.is_none() => return result,
        Err(_) if !visitor.may(Action::ManageAccount, &Resource::default()) => Outcome::Refused,
        Err(_) => Outcome::Failed,
    };
    let resource = format!("account {resource}");
    visitor
        .record(action, resource, outcome, String::new())
        .await?;
    result
}

fn role(id: &str) -> Result<access::Role, Refusal> {
    id.parse().map_err(|_unknown| Refusal::bad("role", id))
}

fn region_of(code: &str) -> Result<regions::RegionCode, Refusal> {
    code.parse().map_err(|_none| Refusal::bad("region", code))
}

/// The key of a facility that the register has.
async fn facility(portal: &Portal, key: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(key) = key.filter(|key| !key.is_empty()) else {
        return Ok(None);
    };
    let plain = !key.contains('\0');
    if plain && portal.registry().get("facility", &key).await?.is_some() {
        return Ok(Some(key));
    }
    Err(Refusal::bad("entity", key))
}

/// The id of a body that a plan names.
fn body(portal: &Portal, id: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        return Ok(None);
    };
    let mut bodies = portal.plans().iter().flat_map(|plan| &plan.bodies);
    if bodies.any(|body| *body.id.get_ref() == id) {
        return Ok(Some(id));
    }
    Err(Refusal::bad("body", id))
}

/// A field that is there, though it may be null.
#[expect(clippy::option_option, reason = "serde wants the field's own type")]
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

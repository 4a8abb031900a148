//! Signing in and out, passwords, one-time codes, and sign-in elsewhere by OpenID Connect.

mod elsewhere;

use access::{Access, Attempt, Outcome, Secret};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::air::{self, Shown};
use crate::api::shapes::Named;
use crate::asked::Asked;
use crate::portal::Portal;
use crate::problem::{Problem, Refusal};
use crate::reply::{done, fresh, secret};
use crate::security;
use crate::visitor::Visitor;

/// Letters of an account's name.
const LONGEST_NAME: usize = 64;

/// Who the reader is, what they may do, and what this place shows.
#[derive(Serialize, ToSchema)]
struct Session {
    signed_in: bool,
    account: Option<Account>,
    role: String,
    role_name: String,
    /// What the role may do somewhere: for menus.
    actions: Vec<String>,
    /// Goes with every changing request, as `X-CSRF-Token`.
    csrf: String,
    providers: Vec<Named>,
    must_change_password: bool,
    site: Site,
}

/// What this place shows.
#[derive(Serialize, ToSchema)]
struct Site {
    version: String,
    plans: Vec<Named>,
    home_region: Named,
    newest_hour: Option<String>,
    simulated: bool,
    /// A sentence when what is shown is of another time.
    example: Option<String>,
}

/// An account.
#[derive(Serialize, ToSchema)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) shown_name: String,
    pub(super) role: String,
    pub(super) role_name: String,
    pub(super) region: Option<Named>,
    pub(super) entity: Option<Named>,
    pub(super) body: Option<Named>,
    pub(super) disabled: bool,
    pub(super) must_change_password: bool,
    pub(super) has_totp: bool,
    pub(super) created_at: String,
    pub(super) last_sign_in: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct SignIn {
    name: String,
    password: String,
    /// The one-time code, where the account asks for one.
    code: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct NewPassword {
    old: String,
    new: String,
}

#[derive(Deserialize, ToSchema)]
struct Code {
    code: String,
}

/// A secret for one-time codes.
#[derive(Serialize, ToSchema)]
struct TotpSecret {
    secret: String,
    /// The same for a picture that an authenticator reads.
    uri: String,
}

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(show, sign_in, sign_out))
        .routes(routes!(password))
        .routes(routes!(begin_codes, confirm_codes, remove_codes))
        .merge(elsewhere::routes())
}

/// Who the reader is.
#[utoipa::path(get, path = "/session", responses((status = 200, body = Session)))]
async fn show(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    fresh(&asked, &session(&portal, &asked, &visitor).await?)
}

/// Signs in.
#[utoipa::path(post, path = "/session", request_body = SignIn, responses(
    (status = 200, body = Session),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn sign_in(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
    Json(given): Json<SignIn>,
) -> Result<Response, Refusal> {
    let now = Timestamp::now();
    let attempt = Attempt {
        name: given.name.clone(),
        password: Secret::new(given.password),
        code: given.code.filter(|code| !code.is_empty()),
        from: visitor.from.clone(),
        now,
    };
    match portal.access().sign_in(attempt).await {
        Ok(account) => enter(&portal, &asked, visitor, account).await,
        Err(access::Refused::Failed(error)) => Err(error.into()),
        Err(refused) => {
            let detail = refused.to_string();
            // What strangers type as a name may be of any length.
            let tried: String = given.name.chars().take(LONGEST_NAME).collect();
            visitor
                .record("sign_in", tried, Outcome::Refused, detail)
                .await?;
            Err(Refusal::from(refused).status(StatusCode::UNAUTHORIZED))
        }
    }
}

/// Makes the session that of the account.
async fn enter(
    portal: &Portal,
    asked: &Asked,
    mut visitor: Visitor,
    account: access::Account,
) -> Result<Response, Refusal> {
    begin(portal, &mut visitor, account).await?;
    fresh(asked, &session(portal, asked, &visitor).await?)
}

async fn begin(
    portal: &Portal,
    visitor: &mut Visitor,
    account: access::Account,
) -> Result<(), Refusal> {
    let access: &Access = portal.access();
    access
        .begin(&visitor.session, &account, Timestamp::now())
        .await?;
    // The new id is given when the session is written; the answer tells its token.
    let saved = visitor.session.save().await;
    saved.map_err(|error| Refusal::internal(&error))?;
    visitor.who = access::Who::of(account);
    visitor
        .record("sign_in", "session", Outcome::Done, String::new())
        .await
}

/// Signs out.
#[utoipa::path(delete, path = "/session", responses((status = 204, description = "Signed out")))]
async fn sign_out(State(portal): State<Portal>, visitor: Visitor) -> Result<Response, Refusal> {
    if visitor.who.account.is_some() {
        visitor
            .record("sign_out", "session", Outcome::Done, String::new())
            .await?;
    }
    portal.access().end(&visitor.session).await?;
    Ok(done())
}

/// Sets a new password; every other session of the account ends.
#[utoipa::path(post, path = "/session/password", request_body = NewPassword, responses(
    (status = 204, description = "Set"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn password(
    State(portal): State<Portal>,
    mut visitor: Visitor,
    Json(given): Json<NewPassword>,
) -> Result<Response, Refusal> {
    let id = visitor.account()?.id;
    let (old, new) = (Secret::new(given.old), Secret::new(given.new));
    let set = portal
        .access()
        .set_password(id, (&old, &new), Timestamp::now());
    match set.await {
        Ok(account) => {
            begin(&portal, &mut visitor, account).await?;
            visitor
                .record("set_password", id.to_string(), Outcome::Done, String::new())
                .await?;
            Ok(done())
        }
        Err(error) => {
            let detail = error.to_string();
            visitor
                .record("set_password", id.to_string(), Outcome::Refused, detail)
                .await?;
            Err(error.into())
        }
    }
}

/// Begins to ask for one-time codes: nothing changes before one is confirmed.
#[utoipa::path(post, path = "/session/totp", responses(
    (status = 200, body = TotpSecret),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn begin_codes(
    State(portal): State<Portal>,
    asked: Asked,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let account = visitor.account()?;
    let id = account.id;
    if account.must_change_password {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "failure-portal-password-due",
        ));
    }
    // Whoever holds the session alone must not put another authenticator in the place of the present one.
    if account.has_totp {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "failure-portal-codes-on",
        ));
    }
    let enrolment = portal.access().begin_totp(id).await?;
    secret(
        &asked,
        &TotpSecret {
            secret: enrolment.secret.reveal().to_owned(),
            uri: enrolment.uri.reveal().to_owned(),
        },
    )
}

/// Confirms that the authenticator works: codes are asked for from now on.
#[utoipa::path(put, path = "/session/totp", request_body = Code, responses(
    (status = 204, description = "Codes are asked for"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn confirm_codes(
    State(portal): State<Portal>,
    mut visitor: Visitor,
    Json(given): Json<Code>,
) -> Result<Response, Refusal> {
    let id = visitor.account()?.id;
    let confirmed = portal
        .access()
        .confirm_totp(id, &given.code, Timestamp::now())
        .await?;
    begin(&portal, &mut visitor, confirmed).await?;
    visitor
        .record("confirm_totp", id.to_string(), Outcome::Done, String::new())
        .await?;
    Ok(done())
}

/// Stops asking for codes, which takes one more of them.
#[utoipa::path(delete, path = "/session/totp", request_body = Code, responses(
    (status = 204, description = "No codes are asked for"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
async fn remove_codes(
    State(portal): State<Portal>,
    mut visitor: Visitor,
    Json(given): Json<Code>,
) -> Result<Response, Refusal> {
    let id = visitor.account()?.id;
    let removed = portal
        .access()
        .give_up_totp(id, &given.code, Timestamp::now())
        .await;
    if let Err(error) = &removed {
        visitor
            .record(
                "remove_totp",
                id.to_string(),
                Outcome::Refused,
                error.to_string(),
            )
            .await?;
    }
    begin(&portal, &mut visitor, removed?).await?;
    visitor
        .record("remove_totp", id.to_string(), Outcome::Done, String::new())
        .await?;
    Ok(done())
}

async fn session(portal: &Portal, asked: &Asked, visitor: &Visitor) -> Result<Session, Refusal> {
    let context = portal.context(asked.language);
    let who = &visitor.who;
    let role = who.standing.role.id();
    let account = match &who.account {
        Some(account) => Some(described(portal, asked, account).await?),
        None => None,
    };
    let actions = portal.policy().actions(who);
    let providers = portal.settings().open_id.iter();
    let signed_in = account.is_some();
    Ok(Session {
        signed_in,
        role: role.to_owned(),
        role_name: context.say(&format!("role-{role}"), &[]),
        actions: actions
            .iter()
            .map(|action| action.id().to_owned())
            .collect(),
        csrf: if signed_in {
            security::token(visitor.session.id())
        } else {
            String::new()
        },
        providers: providers
            .map(|provider| Named::new(&provider.id, &provider.name))
            .collect(),
        must_change_password: who
            .account
            .as_ref()
            .is_some_and(|account| account.must_change_password),
        site: site(portal, asked).await?,
        account,
    })
}

async fn site(portal: &Portal, asked: &Asked) -> Result<Site, Refusal> {
    let context = portal.context(asked.language);
    let home = &portal.settings().home_region;
    let span = air::span(portal, Shown::City, air::region(home)?).await?;
    let span = span.as_ref().as_ref();
    let plans = portal.plans().iter().map(|plan| {
        Named::new(
            &plan.header.id,
            context.pick(&plan.header.zh, &plan.header.en),
        )
    });
    let example = portal.settings().example.map(|example| {
        let replay = example.replay.map_or_else(String::new, |replay| {
            context.say(
                "note-plan-replay",
                &[("data", &replay.data_year), ("year", &replay.plan_year)],
            )
        });
        context.say(
            "portal-example",
            &[("day", &example.as_of), ("replay", &replay)],
        )
    });
    Ok(Site {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        plans: plans.collect(),
        home_region: Named::new(home, answer::places::name(&context, home)),
        newest_hour: span.map(|span| air::written(span.newest)),
        simulated: span.is_some_and(|span| span.simulated),
        example,
    })
}

/// An account as it is shown.
pub(super) async fn described(
    portal: &Portal,
    asked: &Asked,
    account: &access::Account,
) -> Result<Account, Refusal> {
    let context = portal.context(asked.language);
    let standing = &account.standing;
    let role = standing.role.id();
    let region = standing.region.map(|code| {
        let code = code.to_string();
        let name = answer::places::name(&context, &code);
        Named::new(code, name)
    });
    let entity = match &standing.entity {
        Some(key) => Some(facility(portal, key).await?),
        None => None,
    };
    let body = standing.body.as_ref().map(|id| {
        let bodies = portal.plans().iter().flat_map(|plan| &plan.bodies);
        let known = bodies.into_iter().find(|body| body.id.get_ref() == id);
        Named::new(
            id,
            known.map_or(id.as_str(), |body| context.pick(&body.zh, &body.en)),
        )
    });
    let shown = |moment: Timestamp| moment.display_with_offset(jiff::tz::offset(8)).to_string();
    Ok(Account {
        id: account.id.to_string(),
        name: account.name.clone(),
        shown_name: account.shown_name.clone(),
        role: role.to_owned(),
        role_name: context.say(&format!("role-{role}"), &[]),
        region,
        entity,
        body,
        disabled: account.disabled,
        must_change_password: account.must_change_password,
        has_totp: account.has_totp,
        created_at: shown(account.created_at),
        last_sign_in: account.last_sign_in.map(shown),
    })
}

async fn facility(portal: &Portal, key: &str) -> Result<Named, Refusal> {
    let stored = portal.registry().get("facility", key).await?;
    let entity = portal.registry().catalogue().entity("facility");
    let place =
        entity.and_then(|entity| entity.columns.iter().position(|column| column.id == "name"));
    let name = stored
        .zip(place)
        .and_then(|(stored, place)| stored.record.cells.get(place)?.clone());
    Ok(Named::new(key, name.unwrap_or_else(|| key.to_owned())))
}

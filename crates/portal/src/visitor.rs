//! Who asks, and whether the policy permits it.

use access::{Action, Resource, Who};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use std::net::{IpAddr, SocketAddr};
use tower_sessions::Session;

use crate::portal::Portal;
use crate::problem::Refusal;

/// Who asks.
pub(crate) struct Visitor {
    /// Their standing.
    pub(crate) who: Who,
    /// Their session, which may be empty.
    pub(crate) session: Session,
    /// The address they ask from.
    pub(crate) from: String,
    portal: Portal,
}

impl FromRequestParts<Portal> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Refusal> {
        let session = Session::from_request_parts(parts, portal)
            .await
            .map_err(|_error| {
                Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failure-internal")
            })?;
        let who = portal
            .access()
            .who(&session, jiff::Timestamp::now())
            .await?;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|info| info.0.ip().to_canonical());
        Ok(Self {
            who,
            session,
            from: source(peer, &parts.headers).map_or_else(String::new, |from| from.to_string()),
            portal: portal.clone(),
        })
    }
}

impl Visitor {
    /// The account of whoever signed in.
    pub(crate) fn account(&self) -> Result<&access::Account, Refusal> {
        self.who.account.as_ref().ok_or_else(Refusal::sign_in)
    }

    /// Whether it is permitted.
    pub(crate) fn may(&self, action: Action, on: &Resource) -> bool {
        self.portal.policy().allowed(&self.who, action, on)
    }

    /// Whether it is permitted somewhere.
    pub(crate) fn acts(&self, action: Action) -> bool {
        self.portal.policy().actions(&self.who).contains(&action)
    }

    /// What tells readers apart who may see different things; empty for the public.
    pub(crate) fn scope(&self) -> String {
        let standing = &self.who.standing;
        if standing.role == access::Role::Public {
            return String::new();
        }
        let region = standing
            .region
            .map_or_else(String::new, |region| region.to_string());
        let (entity, body) = (standing.entity.as_deref(), standing.body.as_deref());
        format!("{}|{region}|{entity:?}|{body:?}", standing.role)
    }

    /// Refuses what is not permitted: whoever did not sign in is asked to.
    pub(crate) fn must(&self, action: Action, on: &Resource) -> Result<(), Refusal> {
        if self.may(action, on) {
            return Ok(());
        }
        if self.who.account.is_none() {
            return Err(Refusal::sign_in());
        }
        Err(Refusal::forbidden(action))
    }

    /// Refuses as if it were not there: what one may not see, one may not know of.
    pub(crate) fn must_see(
        &self,
        action: Action,
        on: &Resource,
        what: impl std::fmt::Display,
    ) -> Result<(), Refusal> {
        if self.may(action, on) {
            return Ok(());
        }
        if self.who.account.is_none() {
            return Err(Refusal::sign_in());
        }
        Err(Refusal::not_found(what))
    }

    /// Writes into the audit log what was done or refused. What strangers are refused would fill it; that they try to
    /// sign in is worth a line.
    pub(crate) async fn record(
        &self,
        action: &str,
        resource: impl Into<String>,
        outcome: access::Outcome,
        detail: impl Into<Option<String>>,
    ) -> Result<(), Refusal> {
        let stranger = self.who.account.is_none() && action != "sign_in";
        if stranger && outcome == access::Outcome::Refused {
            return Ok(());
        }
        let entry = access::Entry {
            at: jiff::Timestamp::now(),
            account: self
                .who
                .account
                .as_ref()
                .map(|account| account.name.clone()),
            role: self.who.standing.role,
            from: self.from.clone(),
            action: action.to_owned(),
            resource: resource.into(),
            outcome,
            detail: detail.into().unwrap_or_default(),
        };
        self.portal.access().record(entry).await?;
        Ok(())
    }
}

/// The address somebody asks from. A proxy on this machine adds the one that it saw to the end of a list; what others
/// claim there is not believed.
fn source(peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
    let seen = || {
        let mut lists = headers.get_all("x-forwarded-for").iter();
        let last = lists.next_back()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse().ok()
    };
    peer.filter(IpAddr::is_loopback)
        .and_then(|_proxy| seen())
        .or(peer)
}

/// What lies in a region; a code that is none leaves the policy without ground.
pub(crate) fn in_region(code: &str) -> Resource {
    Resource {
        region: code.parse().ok(),
        ..Resource::default()
    }
}

//! Signing in at a provider of OpenID Connect: authorization code with PKCE, state and nonce.
//!
//! A provider vouches for somebody; whether they have an account is for an administrator to say. It takes no provider
//! without TLS, except on this machine, follows no redirect, and keeps no token.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJsonWebKeySet, CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpClientError, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::Secret;

/// How long a provider may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long somebody may take to sign in at the provider, in seconds.
const DEPARTURE: i64 = 10 * 60;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
type Http = HttpClientError<reqwest::Error>;

/// A provider of OpenID Connect.
#[derive(Clone, Debug)]
pub struct Provider {
    metadata: CoreProviderMetadata,
    client_id: ClientId,
    client_secret: Option<Secret>,
    redirect: RedirectUrl,
    http: reqwest::Client,
}

/// Somebody leaves for the provider.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Where to send the browser.
    pub url: Url,
    /// What to keep in the session until they return.
    pub kept: Kept,
}

/// What must be kept until somebody returns from the provider. It serves once: take it out of the session first.
#[derive(Clone, Serialize, Deserialize)]
pub struct Kept {
    state: String,
    nonce: String,
    verifier: String,
    /// In seconds.
    since: i64,
}

/// Somebody for whom a provider vouches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The provider's address.
    pub issuer: String,
    /// Whom it means, in its own words: what accounts are linked to.
    pub subject: String,
    /// A name to show.
    pub name: Option<String>,
    /// An address to show; it proves nothing.
    pub email: Option<String>,
}

/// Why nobody is vouched for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenIdError {
    /// An address in the configuration is none.
    #[error("'{address}' is no address of a provider")]
    Address {
        /// The address.
        address: String,
        /// Why.
        #[source]
        source: url::ParseError,
    },
    /// An address without TLS.
    #[error("'{address}' is not https: whoever listens could sign in")]
    Insecure {
        /// The address.
        address: String,
    },
    /// No client for HTTP can be made.
    #[error("no connection to the provider can be prepared")]
    Http {
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The provider does not describe itself.
    #[error("the provider {issuer} does not describe itself")]
    Discovery {
        /// The provider.
        issuer: String,
        /// Why.
        #[source]
        source: Box<DiscoveryError<Http>>,
    },
    /// The answer belongs to no departure of this session.
    #[error("this answer of the provider belongs to another session")]
    State,
    /// The answer came too late.
    #[error("this answer of the provider came too late")]
    Late,
    /// The provider has no address for tokens.
    #[error("the provider names no address for tokens")]
    NoTokenAddress,
    /// The provider gives no token for the code.
    #[error("the provider gives no token for this code")]
    Exchange {
        /// Why.
        #[source]
        source: Box<
            RequestTokenError<
                Http,
                openidconnect::StandardErrorResponse<openidconnect::core::CoreErrorResponseType>,
            >,
        >,
    },
    /// The answer has no identity token.
    #[error("the provider's answer has no identity token")]
    NoToken,
    /// The identity token is not what it should be.
    #[error("the provider's identity token is refused")]
    Token {
        /// Why: signature, issuer, audience, time or nonce.
        #[source]
        source: ClaimsVerificationError,
    },
}

impl Provider {
    /// Asks a provider to describe itself.
    pub async fn discover(
        issuer: &str,
        client_id: &str,
        client_secret: Option<Secret>,
        redirect: &str,
    ) -> Result<Self, OpenIdError> {
        check_address(issuer)?;
        let issuer_url = IssuerUrl::new(issuer.to_owned());
        let issuer_url = issuer_url.map_err(|source| unread(issuer, source))?;
        let redirect_url = RedirectUrl::new(redirect.to_owned());
        let redirect_url = redirect_url.map_err(|source| unread(redirect, source))?;
        // A provider that redirects could make this machine ask others.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|source| OpenIdError::Http { source })?;
        let metadata = CoreProviderMetadata::discover_async(issuer_url, &http).await;
        let metadata = metadata.map_err(|source| undescribed(issuer, source))?;
        check_address(metadata.jwks_uri().as_str())?;
        if let Some(token) = metadata.token_endpoint() {
            check_address(token.as_str())?;
        }
        Ok(Self {
            metadata,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret,
            redirect: redirect_url,
            http,
        })
    }

    /// Sends somebody to the provider.
    pub fn authorise(&self, now: Timestamp) -> Departure {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(self.metadata.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Departure {
            url,
            kept: Kept {
                state: state.into_secret(),
                nonce: nonce.secret().clone(),
                verifier: verifier.into_secret(),
                since: now.as_second(),
            },
        }
    }

    /// Learns from the code and state of a returning browser for whom the provider vouches.
    pub async fn finish(
        &self,
        (code, state): (&str, &str),
        kept: Kept,
        now: Timestamp,
    ) -> Result<Subject, OpenIdError> {
        if state != kept.state {
            return Err(OpenIdError::State);
        }
        if now.as_second() - kept.since > DEPARTURE {
            return Err(OpenIdError::Late);
        }
        // The keys as they are now: providers change them, and people sign in seldom.
        let keys = CoreJsonWebKeySet::fetch_async(self.metadata.jwks_uri(), &self.http).await;
        let keys = keys.map_err(|source| undescribed(self.metadata.issuer().as_str(), source))?;
        let client = self.client(self.metadata.clone().set_jwks(keys));
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|_no_address| OpenIdError::NoTokenAddress)?;
        let tokens = request
            .set_pkce_verifier(PkceCodeVerifier::new(kept.verifier))
            .request_async(&self.http)
            .await
            .map_err(|source| OpenIdError::Exchange {
                source: Box::new(source),
            })?;
        let token = tokens.id_token().ok_or(OpenIdError::NoToken)?;
        let claims = token.claims(&client.id_token_verifier(), &Nonce::new(kept.nonce));
        let claims = claims.map_err(|source| OpenIdError::Token { source })?;
        let name = claims.name().and_then(|names| names.get(None));
        Ok(Subject {
            issuer: claims.issuer().as_str().to_owned(),
            subject: claims.subject().as_str().to_owned(),
            name: name.map(|name| name.as_str().to_owned()),
            email: claims.email().map(|email| email.as_str().to_owned()),
        })
    }

    fn client(&self, metadata: CoreProviderMetadata) -> Client {
        let secret = self.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        CoreClient::from_provider_metadata(metadata, self.client_id.clone(), secret)
            .set_redirect_uri(self.redirect.clone())
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept(***)")
    }
}

/// TLS, or this machine itself.
fn check_address(address: &str) -> Result<(), OpenIdError> {
    let url = Url::parse(address).map_err(|source| unread(address, source))?;
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if url.scheme() == "https" || (url.scheme() == "http" && here) {
        return Ok(());
    }
    Err(OpenIdError::Insecure {
        address: address.to_owned(),
    })
}

fn unread(address: &str, source: url::ParseError) -> OpenIdError {
    OpenIdError::Address {
        address: address.to_owned(),
        source,
    }
}

fn undescribed(issuer: &str, source: DiscoveryError<Http>) -> OpenIdError {
    OpenIdError::Discovery {
        issuer: issuer.to_owned(),
        source: Box::new(source),
    }
}

//! A small provider of OpenID Connect: description, keys and tokens over HTTP, on a port of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

/// What is wrong with the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// Nothing.
    None,
    /// It describes another provider.
    Metadata,
    /// The token is for another departure.
    Nonce,
    /// The token is for another client.
    Audience,
    /// The token is another provider's.
    Issuer,
    /// The token is of yesterday.
    Expired,
    /// The token is signed with another key.
    Signature,
    /// The token is not signed.
    Unsigned,
    /// There is no identity token.
    NoToken,
}

/// A provider that runs as long as the test's runtime.
pub(crate) struct Running {
    /// Its address.
    pub(crate) issuer: String,
    known: Arc<Known>,
}

struct Known {
    issuer: String,
    lie: Lie,
    own: CoreEdDsaPrivateSigningKey,
    foreign: CoreEdDsaPrivateSigningKey,
    /// Nonce and challenge of each code.
    codes: Mutex<BTreeMap<String, (String, String)>>,
}

#[derive(Deserialize)]
struct Asked {
    code: String,
    code_verifier: String,
}

impl Running {
    /// Starts a provider.
    pub(crate) async fn start(lie: Lie) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let known = Arc::new(Known {
            issuer: issuer.clone(),
            lie,
            own: key(),
            foreign: key(),
            codes: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&known));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, known }
    }

    /// What a browser brings back when somebody signed in there: a code and the state.
    pub(crate) fn sign_in(&self, url: &Url) -> (String, String) {
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["client_id"], "lantian");
        assert!(asked["redirect_uri"].starts_with("https://lantian.example/"));
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut codes = self.known.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        let kept = (asked["nonce"].clone(), asked["code_challenge"].clone());
        codes.insert(code.clone(), kept);
        (code, asked["state"].clone())
    }
}

fn key() -> CoreEdDsaPrivateSigningKey {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let kid = Some(JsonWebKeyId::new("1".to_owned()));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pair.serialize_pem(), kid).unwrap()
}

async fn description(State(known): State<Arc<Known>>) -> Json<Value> {
    let issuer = match known.lie {
        Lie::Metadata => "https://other.example",
        _ => &known.issuer,
    };
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{}/authorise", known.issuer),
        "token_endpoint": format!("{}/token", known.issuer),
        "jwks_uri": format!("{}/keys", known.issuer),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn keys(State(known): State<Arc<Known>>) -> Json<CoreJsonWebKeySet> {
    Json(CoreJsonWebKeySet::new(vec![
        known.own.as_verification_key(),
    ]))
}

async fn token(
    State(known): State<Arc<Known>>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    let refused = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": why })));
    if !headers.contains_key("authorization") {
        return Err(refused("invalid_client"));
    }
    let kept = known.codes.lock().unwrap().remove(&asked.code);
    let (nonce, challenge) = kept.ok_or_else(|| refused("invalid_grant"))?;
    let verifier = PkceCodeVerifier::new(asked.code_verifier);
    if PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() != challenge {
        return Err(refused("invalid_grant"));
    }
    let mut answer = json!({ "access_token": "a", "token_type": "Bearer" });
    if known.lie != Lie::NoToken {
        answer["id_token"] = json!(identity(&known, &nonce));
    }
    Ok(Json(answer))
}

fn identity(known: &Known, nonce: &str) -> String {
    let now = jiff::Timestamp::now().as_second();
    let of = |lie: Lie, told: &str, true_one: &str| -> String {
        if known.lie == lie { told } else { true_one }.to_owned()
    };
    let issued = if known.lie == Lie::Expired {
        now - 86_400
    } else {
        now
    };
    let claims: CoreIdTokenClaims = serde_json::from_value(json!({
        "iss": of(Lie::Issuer, "https://other.example", &known.issuer),
        "aud": [of(Lie::Audience, "somebody else", "lantian")],
        "exp": issued + 300,
        "iat": issued,
        "nonce": of(Lie::Nonce, "another", nonce),
        "sub": "u-1024",
        "name": "王工",
        "email": "wang@example.org",
    }))
    .unwrap();
    let key = if known.lie == Lie::Signature {
        &known.foreign
    } else {
        &known.own
    };
    let token = CoreIdToken::new(claims, key, CoreJwsSigningAlgorithm::EdDsa, None, None);
    let token = token.unwrap().to_string();
    if known.lie == Lie::Unsigned {
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none"}
        return format!("eyJhbGciOiJub25lIn0.{payload}.");
    }
    token
}

//! Whoever asks, with a session or without, and what is answered.

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName};
use reqwest::{Method, StatusCode};
use serde_json::Value;

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// Somebody who asks, with a session or without.
#[derive(Clone)]
pub(crate) struct Client {
    pub(super) base: String,
    pub(super) http: reqwest::Client,
    pub(super) cookie: Option<String>,
    pub(super) csrf: String,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Client {
    /// Asks for an address.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// Hands in JSON.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    /// Changes by JSON.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PUT, path, body).await
    }

    /// Changes some of it by JSON.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PATCH, path, body).await
    }

    /// Takes away.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    /// The same asker at another portal.
    pub(crate) fn at(&self, address: std::net::SocketAddr) -> Self {
        Self {
            base: format!("http://{address}"),
            ..self.clone()
        }
    }

    /// The same asker without the token that changing requests need.
    pub(crate) fn without_token(&self) -> Self {
        Self {
            csrf: String::new(),
            ..self.clone()
        }
    }

    /// The cookie, as a thief would take it.
    pub(crate) fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The same asker with another cookie, and its token.
    pub(crate) fn holding(&self, cookie: &str, token: &str) -> Self {
        Self {
            cookie: Some(cookie.to_owned()),
            csrf: token.to_owned(),
            ..self.clone()
        }
    }

    /// The token of the session.
    pub(crate) fn token(&self) -> &str {
        &self.csrf
    }

    async fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        let headers = [(CONTENT_TYPE, "application/json")];
        self.send(method, path, &headers, Some(body.to_string().into_bytes()))
            .await
    }

    /// Sends a request with headers of the test's own.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: Option<Vec<u8>>,
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if !self.csrf.is_empty() {
            request = request.header(CSRF, &self.csrf);
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let answer = request.send().await.expect("the portal answers");
        Answer {
            status: answer.status(),
            headers: answer.headers().clone(),
            bytes: answer.bytes().await.expect("the answer is whole").into(),
        }
    }
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        let read = serde_json::from_slice(&self.bytes);
        read.unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The body as JSON of a request that succeeded.
    pub(crate) fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        self.json()
    }
}

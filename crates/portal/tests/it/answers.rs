//! What every answer has: the headers of the baseline, problems in two languages, tags that spare a second sending.

use std::io::Read as _;

use access::Role;
use flate2::read::GzDecoder;
use reqwest::header::{
    ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH,
};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{Answer, Client, House};

const TODAY: &str = "/api/v1/today?lang=zh";
const JSON: (HeaderName, &str) = (CONTENT_TYPE, "application/json");

fn header(answer: &Answer, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
    answer.headers.get(name)?.to_str().ok()
}

/// A request that fails, and how.
struct Failing {
    method: Method,
    path: &'static str,
    headers: Vec<(HeaderName, &'static str)>,
    body: Option<&'static str>,
    status: u16,
}

impl Failing {
    fn with(method: Method, path: &'static str, json: Option<&'static str>, status: u16) -> Self {
        Self {
            method,
            path,
            headers: json.iter().map(|_body| JSON).collect(),
            body: json,
            status,
        }
    }

    async fn send(&self, client: &Client, language: &'static str) -> Answer {
        let mut headers = self.headers.clone();
        headers.push((ACCEPT_LANGUAGE, language));
        let body = self.body.map(|body| body.as_bytes().to_vec());
        let method = self.method.clone();
        client.send(method, self.path, &headers, body).await
    }
}

/// Requests that fail in every way that a stranger or an officer can make them fail; some by parts that are not ours.
fn failing() -> Vec<Failing> {
    let get = |path, status| Failing::with(Method::GET, path, None, status);
    vec![
        get("/api/v1/today?level=galaxy", 400),
        get("/api/v1/today?region=%00", 400),
        get("/api/v1/register/facility?limit=many", 400),
        get("/api/v1/facilities/facility/%FF", 400),
        get("/api/v1/register/facility/none/history", 404),
        get("/api/v1/nothing", 404),
        get("/sta/v1.1/Nothing", 404),
        get("/api/v1/accounts", 403),
        Failing::with(Method::PATCH, "/api/v1/accounts/first", Some("{}"), 400),
        Failing::with(Method::PUT, "/api/v1/today", None, 405),
        Failing::with(Method::POST, "/", None, 405),
        Failing::with(Method::POST, "/api/v1/session", Some("{"), 400),
        Failing::with(Method::POST, "/api/v1/session", Some("{}"), 422),
        Failing {
            headers: Vec::new(),
            ..Failing::with(Method::POST, "/api/v1/session", Some("{}"), 415)
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_is_a_problem_with_a_code_and_a_hint_in_both_languages() {
    let house = House::new().await;
    let county = house.as_role(Role::County).await;
    let is_chinese = |text: &str| {
        text.chars()
            .any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
    };
    for request in failing() {
        let status = request.status;
        for language in ["zh", "en"] {
            let case = format!("{} {} {language}", request.method, request.path);
            let answer = request.send(&county, language).await;
            assert_eq!(answer.status.as_u16(), status, "{case}: {}", answer.text());
            assert_eq!(
                header(&answer, CONTENT_TYPE),
                Some("application/problem+json"),
                "{case}"
            );
            assert_eq!(header(&answer, CACHE_CONTROL), Some("no-store"), "{case}");
            let problem = answer.json();
            assert_eq!(problem["status"], status, "{case}");
            let text = |field: &str| problem[field].as_str().unwrap_or_default().to_owned();
            for field in ["type", "code", "title", "detail", "hint", "instance"] {
                assert!(!text(field).is_empty(), "{case}: {field}: {problem}");
            }
            for field in ["title", "detail", "hint"] {
                let named = text(field).contains("failure-") || text(field).contains("http-");
                assert!(!named, "{case}: {problem}");
                assert!(
                    language == "en" || is_chinese(&text(field)),
                    "{case}: {field}: {problem}"
                );
            }
            assert!(
                language == "zh" || !is_chinese(&text("hint")),
                "{case}: {problem}"
            );
        }
    }
    house.stop().await;
}

/// One of everything that is answered: the page, the API, files, and all sorts of errors.
async fn answers(house: &House, client: &Client) -> Vec<(String, Answer)> {
    let mut all = Vec::new();
    for path in [
        "/",
        "/plan",
        "/assets/none.js",
        "/api/docs",
        "/api/openapi.json",
        "/healthz",
        TODAY,
        "/sta/v1.1",
    ] {
        all.push((path.to_owned(), client.get(path).await));
    }
    let unsigned = house.get("/api/v1/register").await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    all.push(("401".to_owned(), unsigned));
    let workbook = client.get("/api/v1/register/facility/template.xlsx").await;
    assert_eq!(workbook.status, StatusCode::OK);
    all.push(("a workbook".to_owned(), workbook));
    let tag = header(&all[6].1, ETAG).expect("a tag").to_owned();
    let same = client
        .send(Method::GET, TODAY, &[(IF_NONE_MATCH, &tag)], None)
        .await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    all.push(("304".to_owned(), same));
    for request in failing() {
        let case = format!("{} {}", request.method, request.path);
        all.push((case, request.send(client, "zh").await));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_of_the_baseline() {
    let house = House::new().await;
    let county = house.as_role(Role::County).await;
    for (case, answer) in answers(&house, &county).await {
        let policy = header(&answer, CONTENT_SECURITY_POLICY).expect("a policy of content");
        let parts: Vec<&str> = policy.split(';').map(str::trim).collect();
        for part in [
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(parts.contains(&part), "{case}: {policy}");
        }
        // Scripts come from files of the house alone; what the page is made of names no other host.
        let scripts = parts.iter().filter(|part| part.starts_with("script-src"));
        assert!(
            scripts.into_iter().all(|part| *part == "script-src 'self'"),
            "{case}: {policy}"
        );
        assert!(
            !policy.contains("unsafe-eval") && !policy.contains("http") && !policy.contains('*'),
            "{case}"
        );
        let others = [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ];
        for (name, value) in others {
            assert_eq!(header(&answer, name), Some(value), "{case}: {name}");
        }
        assert!(header(&answer, "permissions-policy").is_some(), "{case}");
        for name in ["server", "x-powered-by", "strict-transport-security"] {
            assert_eq!(header(&answer, name), None, "{case}: {name}");
        }
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_answer_is_not_sent_it_again() {
    let house = House::new().await;
    let public = house.public();
    let ask =
        async |headers: &[(HeaderName, &str)]| public.send(Method::GET, TODAY, headers, None).await;
    let plain = ask(&[]).await;
    let packed = ask(&[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(
        (
            header(&plain, CONTENT_ENCODING),
            header(&packed, CONTENT_ENCODING)
        ),
        (None, Some("gzip"))
    );
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed.bytes[..])
        .read_to_end(&mut unpacked)
        .expect("it is gzip");
    assert_eq!(unpacked, plain.bytes);
    assert!(packed.bytes.len() < plain.bytes.len());
    let tags = [&plain, &packed].map(|answer| header(answer, ETAG).expect("a tag").to_owned());
    assert_ne!(
        tags[0], tags[1],
        "a strong tag is of the bytes that are sent"
    );
    for (tag, encoding) in [(&tags[0], "identity"), (&tags[1], "gzip")] {
        let lists = [
            tag.clone(),
            format!("\"other\", {tag}"),
            format!("W/{tag}"),
            "*".to_owned(),
        ];
        for list in lists {
            let answer = ask(&[(ACCEPT_ENCODING, encoding), (IF_NONE_MATCH, &list)]).await;
            assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{list}");
            assert!(answer.bytes.is_empty());
            assert_eq!(header(&answer, ETAG), Some(tag.as_str()));
            assert_eq!(header(&answer, CACHE_CONTROL), Some("public, no-cache"));
        }
    }
    let other = ask(&[(IF_NONE_MATCH, "\"other\"")]).await;
    assert_eq!(other.status, StatusCode::OK);
    let english = public
        .send(
            Method::GET,
            "/api/v1/today?lang=en",
            &[(IF_NONE_MATCH, &tags[0])],
            None,
        )
        .await;
    assert_eq!(
        english.status,
        StatusCode::OK,
        "another language is another answer"
    );
    let head = public.send(Method::HEAD, TODAY, &[], None).await;
    assert_eq!(
        (head.status, header(&head, ETAG)),
        (StatusCode::OK, Some(tags[0].as_str()))
    );
    assert!(head.bytes.is_empty());
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_to_one_reader_is_kept_for_no_other() {
    let house = House::new().await;
    let (county, enterprise) = (
        house.as_role(Role::County).await,
        house.sign_in("other").await,
    );
    for path in [
        "/api/v1/facilities",
        "/api/v1/register/facility",
        "/api/v1/session",
    ] {
        let (one, two) = (county.get(path).await, enterprise.get(path).await);
        let kept = header(&one, CACHE_CONTROL).unwrap_or_default();
        assert!(
            kept.contains("private") || kept.contains("no-store"),
            "{path}: {kept}"
        );
        assert_ne!(header(&one, ETAG), header(&two, ETAG), "{path}");
        let tag = header(&one, ETAG).expect("a tag").to_owned();
        let asked = enterprise
            .send(Method::GET, path, &[(IF_NONE_MATCH, &tag)], None)
            .await;
        assert_eq!(asked.status, StatusCode::OK, "{path}");
    }
    let new = json!({ "name": "li.lei", "shown_name": "李雷", "role": "city", "region": "140100" });
    let made = house
        .as_role(Role::Administrator)
        .await
        .post("/api/v1/accounts", &new)
        .await;
    made.ok();
    assert_eq!(
        header(&made, CACHE_CONTROL),
        Some("no-store"),
        "a password is shown once"
    );
    house.stop().await;
}

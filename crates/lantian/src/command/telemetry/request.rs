//! `telemetry request`: asks a connected device through the running gateway; who and why goes into the inbox first.

use std::net::SocketAddr;

use clap::Args;
use registry::Origin;
use serde_json::{Map, Value, json};

use crate::command::gateway::status_address;
use crate::command::register::Author;
use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Layout, Report};
use crate::surroundings::Surroundings;
use crate::telemetry::token_file;

/// Options of `telemetry request`.
#[derive(Debug, Args)]
pub(crate) struct RequestArgs {
    /// 设备 MN / MN of the device
    #[arg(value_name = "MN")]
    device: String,
    /// 请求，如 `set_time`、`read_hours`、`set_password`、`calibrate` / the request
    #[arg(value_name = "REQUEST")]
    request: String,
    /// 参数，如 begin=20261124000000 end=20261124230000 / its parameters
    #[arg(value_name = "NAME=VALUE")]
    fields: Vec<String>,
    /// 网关的状态地址 / status address of the running gateway [default: lantian.toml, or 127.0.0.1:9213]
    #[arg(long, value_name = "ADDR")]
    status: Option<SocketAddr>,
    #[command(flatten)]
    author: Author,
}

/// Parameters that are numbers; all others are texts, digits or not.
const NUMBERS: [&str; 5] = ["timeout_s", "retries", "seconds", "minutes", "hours"];

/// Runs the command.
pub(super) async fn run(context: &Surroundings, args: &RequestArgs) -> Result<Report, Failure> {
    let by = args.author.by(context, Origin::Real)?;
    if by.why.trim().is_empty() {
        return Err(Failure::new(Kind::User, "failure-request-why"));
    }
    let request = request(args)?;
    let address = status_address(context, args.status);
    let token = token_file(context);
    let token = std::fs::read_to_string(&token).map_err(|error| {
        Failure::new(Kind::Configuration, "failure-request-token")
            .with("file", token.display())
            .because(&error)
    })?;
    let body = json!({ "request": request, "by": by.who, "why": by.why }).to_string();
    let away = || Failure::new(Kind::Upstream, "failure-request-gateway").with("address", address);
    let desk = desk().ok_or_else(away)?;
    let _progress = context.progress("progress-request");
    let answer = desk
        .post(format!("http://{address}/control/{}", args.device))
        .bearer_auth(token.trim())
        .body(body)
        .send()
        .await
        .map_err(|error| away().because(&error))?;
    let status = answer.status();
    let text = answer
        .text()
        .await
        .map_err(|error| away().because(&error))?;
    let answer: Value = serde_json::from_str(&text).unwrap_or_default();
    if status == reqwest::StatusCode::BAD_REQUEST {
        let detail = answer["detail"].as_str().unwrap_or(&text);
        return Err(Failure::new(Kind::User, "failure-request")
            .with("text", &args.request)
            .with("detail", detail));
    }
    if !status.is_success() {
        let key = match status.as_u16() {
            404 => "failure-request-unknown",
            409 => "failure-request-away",
            _ => "failure-request-refused",
        };
        return Err(Failure::new(Kind::Upstream, key)
            .with("device", &args.device)
            .with("detail", answer["detail"].as_str().unwrap_or(&text)));
    }
    Ok(report(context, &answer))
}

/// A client that goes straight to the address, whatever the environment says of proxies.
pub(super) fn desk() -> Option<reqwest::Client> {
    reqwest::Client::builder().no_proxy().build().ok()
}

/// The request as the gateway reads it.
fn request(args: &RequestArgs) -> Result<Value, Failure> {
    let mut fields = Map::new();
    fields.insert("command".to_owned(), json!(args.request));
    for field in &args.fields {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| Failure::new(Kind::User, "failure-request-field").with("text", field))?;
        let number = value
            .parse::<u64>()
            .ok()
            .filter(|_| NUMBERS.contains(&name));
        fields.insert(
            name.to_owned(),
            number.map_or_else(|| json!(value), Value::from),
        );
    }
    Ok(Value::Object(fields))
}

fn report(context: &Context, answer: &Value) -> Report {
    let mut report = Report::new(
        context.say(
            "request-title",
            &[("device", &answer["device"].as_str().unwrap_or_default())],
        ),
        Column::all(&[
            "command", "exchange", "sent", "answer", "result", "uploaded", "end",
        ]),
    );
    report.layout = Layout::Fields;
    let number = |name: &str| answer[name].as_i64().map_or(Cell::Missing, Cell::Integer);
    let end = answer["end"].as_str().unwrap_or_default();
    report.rows.push(vec![
        number("command"),
        Cell::maybe(answer["exchange"].as_str()),
        number("sent"),
        number("answer"),
        number("result"),
        number("uploaded"),
        Cell::text(context.say(&format!("request-{end}"), &[])),
    ]);
    let uploads = answer["uploads"].as_array();
    report.notes.extend(
        uploads
            .into_iter()
            .flatten()
            .filter_map(|frame| frame.as_str().map(str::to_owned)),
    );
    if !matches!(end, "executed" | "noticed") {
        report.verdict = Some(Kind::Upstream);
    }
    report
}

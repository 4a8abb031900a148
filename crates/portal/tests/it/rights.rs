//! The table of rights at the API, `rights.txt`: each cell is asked of a real portal, and no answer whatever names what
//! its reader may not know of.

mod table;
mod facilities;
mod sql;

use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use reqwest::{Method, StatusCode};
use serde_json::json;

use self::facilities::{FACILITIES, furnish};
use self::sql::sql;
use self::table::{Asked, Filled, table};
use crate::house::{Answer, Client, House};

/// The header under which a file's name travels.
const FILE_NAME: HeaderName = HeaderName::from_static("x-file-name");

/// A figure that every city owes.
const REPORTED: &str = "nonroad_control_area_published";

/// Requests that `sessions.rs` asks, and the stream that does not end.
const ELSEWHERE: [&str; 2] = ["/api/v1/session", "/api/v1/live"];

/// The period that 太原 owes the figure of, and the digest of a file that its draft rests on.
async fn drafted(city: &Client) -> (String, String) {
    let owed = city
        .get("/api/v1/reports?plan=shanxi-2024&region=140100&limit=1000")
        .await
        .ok();
    let mut items = owed["items"].as_array().expect("figures").iter();
    let figure = items
        .find(|item| item["indicator"] == REPORTED)
        .expect("the figure is owed");
    let period = figure["period"].as_str().expect("a period").to_owned();
    let headers = [(FILE_NAME, "evidence.txt")];
    let file = Some("公告文号".as_bytes().to_vec());
    let brought = city
        .send(Method::POST, "/api/v1/attachments", &headers, file)
        .await
        .ok();
    let digest = brought["sha256"].as_str().expect("a digest").to_owned();
    let path = format!("/api/v1/reports/shanxi-2024/{REPORTED}/140100/{period}");
    let draft = json!({ "value": "是", "evidence": "", "note": "", "attachments": [digest], "submit": false });
    city.put(&path, &draft).await.ok();
    (period, digest)
}

/// Asks a cell.
async fn ask(house: &House, client: &Client, role: Role, asked: &Asked, filled: &Filled) -> Answer {
    let path = filled.fill(&asked.path);
    if asked.method == "SQL" {
        return Answer {
            status: sql(house, role).await,
            headers: reqwest::header::HeaderMap::new(),
            bytes: Vec::new(),
        };
    }
    let method: Method = asked.method.parse().expect("a method");
    let body = asked.body.as_ref().map(|body| filled.fill(body));
    let is_json = body.as_ref().is_some_and(|body| body.starts_with('{'));
    let headers: &[(HeaderName, &str)] = match (&body, is_json) {
        (None, _) => &[],
        (Some(_), true) => &[(CONTENT_TYPE, "application/json")],
        (Some(_), false) => &[(FILE_NAME, "rows.csv")],
    };
    client
        .send(method, &path, headers, body.map(String::into_bytes))
        .await
}

/// What was answered, in the words of the table.
fn told(asked: &Asked, filled: &Filled, answer: &Answer) -> String {
    let Some(shows) = asked
        .shows
        .as_ref()
        .filter(|_| answer.status == StatusCode::OK)
    else {
        return answer.status.as_u16().to_string();
    };
    let is_shown = match shows.as_str() {
        "total" => answer.json()["total"].as_u64() > Some(0),
        text => answer.text().contains(&filled.fill(text)),
    };
    if is_shown {
        "+".to_owned()
    } else {
        "-".to_owned()
    }
}

/// Names of what a reader may not know of, in an answer; a key that the reader named may be told back.
fn leaks(role: Role, request: &str, answer: &Answer) -> Vec<String> {
    let text = answer.text();
    let hidden = FACILITIES
        .iter()
        .filter(|facility| !facility.is_known_to(role));
    let words = hidden.flat_map(|facility| [facility.name, facility.key, facility.device]);
    let leaked = words.filter(|word| text.contains(word) && !request.contains(word));
    leaked.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_table_of_rights_holds_at_the_api() {
    let house = House::new().await;
    let mut clients = BTreeMap::new();
    for role in Role::ALL {
        clients.insert(role, house.as_role(role).await);
    }
    furnish(&clients[&Role::Administrator]).await;
    let (period, attachment) = drafted(&clients[&Role::City]).await;
    let mut wrong = Vec::new();
    let mut count = 0;
    for asked in table() {
        for (role, cells) in &asked.cells {
            let cells = asked
                .columns
                .iter()
                .zip(cells)
                .filter(|(_, cell)| *cell != ".");
            for (column, cell) in cells {
                let filled = Filled::of(column, &period, &attachment);
                let answer = ask(&house, &clients[role], *role, &asked, &filled).await;
                count += 1;
                let told = told(&asked, &filled, &answer);
                if told != *cell {
                    let text: String = answer.text().chars().take(300).collect();
                    wrong.push(format!(
                        "{} {role} {column}: {cell} expected, {told} told: {text}",
                        asked.name
                    ));
                }
                let request = filled.fill(&asked.path)
                    + &filled.fill(asked.body.as_deref().unwrap_or_default());
                for word in leaks(*role, &request, &answer) {
                    wrong.push(format!("{} {role} {column}: {word} is told", asked.name));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} cells:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let whole = clients[&Role::Administrator]
        .get("/api/v1/audit/verify")
        .await
        .ok();
    assert_eq!(whole["intact"], true);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_holds_the_rows_of_its_reader_alone() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    furnish(&administrator).await;
    let rows = [
        (Role::Administrator, 5),
        (Role::Province, 4),
        (Role::City, 3),
        (Role::County, 2),
        (Role::Enterprise, 1),
    ];
    for (role, expected) in rows {
        let client = house.as_role(role).await;
        for entity in ["facility", "outlet", "outlet_limit", "monitoring_device"] {
            let workbook = client
                .get(&format!("/api/v1/register/{entity}/export.xlsx"))
                .await;
            assert_eq!(workbook.status, StatusCode::OK, "{role} {entity}");
            let path = format!("/api/v1/register/{entity}/upload");
            let headers = [(FILE_NAME, "rows.xlsx")];
            let read = administrator
                .send(Method::POST, &path, &headers, Some(workbook.bytes))
                .await
                .ok();
            let all = json!(expected);
            assert_eq!(
                (&read["rows"], &read["unchanged"]),
                (&all, &all),
                "{role} {entity}"
            );
        }
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_has_every_request_of_the_description() {
    let house = House::new().await;
    let description = house.get("/api/openapi.json").await.ok();
    let table = table();
    let paths = description["paths"].as_object().expect("paths");
    let mut missing = BTreeSet::new();
    for (path, methods) in paths {
        if ELSEWHERE.iter().any(|begin| path.starts_with(begin)) {
            continue;
        }
        for method in methods.as_object().expect("methods").keys() {
            let same = |asked: &&Asked| {
                asked.method.eq_ignore_ascii_case(method) && fits(path, &asked.path)
            };
            if !table.iter().any(|asked| same(&asked)) {
                missing.insert(format!("{method} {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "the table lacks {missing:#?}");
    assert!(paths.len() > 50, "{}", paths.len());
    house.stop().await;
}

/// Whether an address is one of a described sort.
fn fits(described: &str, asked: &str) -> bool {
    let asked = asked.split('?').next().unwrap_or_default();
    let (described, asked): (Vec<&str>, Vec<&str>) =
        (described.split('/').collect(), asked.split('/').collect());
    let one = |(described, asked): (&&str, &&str)| described.starts_with('{') || described == asked;
    described.len() == asked.len() && described.iter().zip(&asked).all(one)
}

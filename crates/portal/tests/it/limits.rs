//! What one asker may take from others: nothing. Slow heads and bodies, large bodies, many requests; and an orderly stop.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::house::House;

/// How long anything may take before the test has failed.
const PATIENCE: Duration = Duration::from_mins(1);

async fn connect(house: &House) -> TcpStream {
    TcpStream::connect(house.address).await.expect("it listens")
}

/// A request by hand; what comes back until the other side closes.
async fn by_hand(stream: &mut TcpStream, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.expect("it reads");
    rest(stream).await
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    // Whoever is thrown out may see that as an error, too.
    let _ = read.expect("the connection ends");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a sign-in with a body of so many bytes, which does not follow.
fn head(length: usize) -> String {
    format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused_before_it_is_sent() {
    let house = House::new().await;
    let told = by_hand(&mut connect(&house).await, &head(1 << 30)).await;
    assert!(told.starts_with("HTTP/1.1 413 "), "{told}");
    assert!(
        told.contains("application/problem+json") && told.contains("\"code\":\"portal-413\""),
        "{told}"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_does_not_end_is_not_waited_for() {
    let house =
        House::with(|settings| settings.limits.head_time = Duration::from_millis(200)).await;
    let mut slow = connect(&house).await;
    let told = by_hand(&mut slow, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n").await;
    assert!(!told.contains("200 OK"), "{told}");
    let mut idle = connect(&house).await;
    assert!(
        rest(&mut idle).await.is_empty(),
        "who says nothing is not kept either"
    );
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_come_keep_nobody_from_reading() {
    let house = House::with(|settings| {
        settings.limits.concurrent = 2;
        settings.limits.head_time = Duration::from_secs(30);
    })
    .await;
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(&house).await;
        stream
            .write_all(head(100).as_bytes())
            .await
            .expect("it reads");
        slow.push(stream);
    }
    let asked = timeout(PATIENCE, house.get("/api/v1/today")).await;
    asked.expect("others are answered meanwhile").ok();
    drop(slow);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_told_so() {
    let house =
        House::with(|settings| settings.limits.head_time = Duration::from_millis(200)).await;
    let told = by_hand(&mut connect(&house).await, &head(100)).await;
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    assert!(told.contains("\"code\":\"portal-408\""), "{told}");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_requests_than_are_worked_on_wait_their_turn() {
    let house = House::with(|settings| settings.limits.concurrent = 2).await;
    let mut all = tokio::task::JoinSet::new();
    for number in 0..100 {
        let public = house.public();
        let path = format!("/api/v1/today?at=2019-01-31T{:02}:00", number % 23 + 1);
        all.spawn(async move { public.get(&path).await.status });
    }
    let statuses = all.join_all().await;
    assert!(
        statuses.iter().all(|status| *status == StatusCode::OK),
        "{statuses:?}"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_there_are_seats_wait_for_one() {
    let house = House::with(|settings| {
        settings.limits.connections = 4;
        settings.limits.head_time = Duration::from_millis(200);
    })
    .await;
    let mut idle = Vec::new();
    for _ in 0..12 {
        idle.push(connect(&house).await);
    }
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
    drop(idle);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_what_was_begun_end_and_closes_the_streams() {
    let house = House::new().await;
    let address = house.address;
    let mut events = connect(&house).await;
    let listen = "GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    events.write_all(listen.as_bytes()).await.expect("it reads");
    let mut first = [0; 12];
    events.read_exact(&mut first).await.expect("it answers");
    assert_eq!(&first, b"HTTP/1.1 200");
    let body = "{\"name\":\"nobody\",\"password\":\"none\"}";
    let mut begun = connect(&house).await;
    begun
        .write_all(head(body.len()).as_bytes())
        .await
        .expect("it reads");
    // An answer on a later connection says that the earlier ones were taken.
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
    let stopping = tokio::spawn(house.stop());
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, refused)
        .await
        .expect("nobody new is let in");
    let told = by_hand(&mut begun, body).await;
    assert!(told.starts_with("HTTP/1.1 401 "), "{told}");
    assert!(told.contains("access-wrong"), "{told}");
    rest(&mut events).await;
    timeout(PATIENCE, stopping)
        .await
        .expect("it stops")
        .expect("it does not fail");
}

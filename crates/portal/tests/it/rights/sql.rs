//! Signing in at the SQL endpoint, by the messages of PostgreSQL's protocol, version 3.

use access::Role;
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::{House, PASSWORD};

/// Whether somebody gets in at the SQL endpoint: 401 where the password does not fit, 403 where the right is missing.
pub(super) async fn sql(house: &House, role: Role) -> StatusCode {
    let mut stream = TcpStream::connect(house.sql).await.expect("it listens");
    let mut startup = 196_608_u32.to_be_bytes().to_vec();
    startup.extend_from_slice(format!("user\0{role}\0database\0datafusion\0\0").as_bytes());
    let length = u32::try_from(startup.len() + 4).expect("it is short");
    stream
        .write_all(&length.to_be_bytes())
        .await
        .expect("it reads");
    stream.write_all(&startup).await.expect("it reads");
    assert_eq!(
        message(&mut stream).await,
        ('R', vec![0, 0, 0, 3]),
        "a password is asked for"
    );
    let password = format!("{PASSWORD}\0");
    let length = u32::try_from(password.len() + 4).expect("it is short");
    stream.write_all(b"p").await.expect("it reads");
    stream
        .write_all(&length.to_be_bytes())
        .await
        .expect("it reads");
    stream
        .write_all(password.as_bytes())
        .await
        .expect("it reads");
    let (kind, content) = message(&mut stream).await;
    let text = String::from_utf8_lossy(&content).into_owned();
    match kind {
        'R' if content == [0; 4] => StatusCode::OK,
        'E' if text.contains("42501") => StatusCode::FORBIDDEN,
        'E' if text.contains("28P01") => StatusCode::UNAUTHORIZED,
        _ => panic!("{kind}: {text}"),
    }
}

async fn message(stream: &mut TcpStream) -> (char, Vec<u8>) {
    let kind = stream.read_u8().await.expect("it answers");
    let length = stream.read_u32().await.expect("a length");
    let mut content = vec![0; usize::try_from(length).expect("it is short") - 4];
    stream.read_exact(&mut content).await.expect("it is whole");
    (char::from(kind), content)
}

//! `s3-server ADDR DIR`: the buckets that are the folders of a folder, until it is stopped.
#![expect(clippy::disallowed_methods, reason = "the command line enters here")]

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, root] = &arguments[..] else {
        return Err("s3-server ADDR DIR".into());
    };
    let address: SocketAddr = address.parse()?;
    s3_server::serve(TcpListener::bind(address).await?, Path::new(root)).await
}

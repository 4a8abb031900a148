//! An S3 server over a folder for tests and for `cargo xtask cluster`; not for keeping anything.
//!
//! It is `s3s-fs`, which looks whether an object exists and then writes it. A put that must find nothing
//! (`If-None-Match`) is done by one request at a time here, so that it is one step, as it is at S3 itself.

use std::convert::Infallible;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use hyper::header::IF_NONE_MATCH;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

/// The key that the server takes; the secret is the same word.
pub const KEY: &str = "lantian";

/// Serves the buckets that are the folders of `root` until dropped.
///
/// # Errors
/// The folder cannot be served.
pub async fn serve(listener: TcpListener, root: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = FileSystem::new(root).map_err(|error| format!("{error:?}"))?;
    let mut service = S3ServiceBuilder::new(folder);
    service.set_auth(SimpleAuth::from_single(KEY, KEY));
    let service = service.build();
    let creating = Arc::new(Mutex::new(()));
    loop {
        let (stream, _) = listener.accept().await?;
        let (service, creating) = (service.clone(), Arc::clone(&creating));
        tokio::spawn(async move {
            let answer =
                service_fn(move |request| answer(service.clone(), Arc::clone(&creating), request));
            let connection = hyper::server::conn::http1::Builder::new();
            let _ended = connection
                .serve_connection(TokioIo::new(stream), answer)
                .await;
        });
    }
}

async fn answer(
    service: S3Service,
    creating: Arc<Mutex<()>>,
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<hyper::Response<s3s::Body>, Infallible> {
    let alone = if request.headers().contains_key(IF_NONE_MATCH) {
        Some(creating.lock().await)
    } else {
        None
    };
    let answered = service.call(request.map(s3s::Body::from)).await;
    drop(alone);
    Ok(answered.unwrap_or_else(|_error| {
        let mut failed = hyper::Response::new(s3s::Body::empty());
        *failed.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        failed
    }))
}

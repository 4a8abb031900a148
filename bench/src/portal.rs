//! A portal over made days, and a load of requests on it.
#![expect(
    clippy::disallowed_methods,
    reason = "a load measures the time of each answer"
)]

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use portal::{Example, Limits, Portal, Settings, TelemetryPlaces};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A portal that answers until it is dropped.
pub struct Running {
    /// Where.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

/// What a load came to.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Requests answered with 200.
    pub answered: u64,
    /// The time it took.
    pub time: Duration,
    /// The time within which 99 of 100 were answered.
    pub p99: Duration,
}

/// Starts a portal over a lake.
///
/// # Panics
/// When the machine gives no port, or the folder cannot be written.
pub async fn start(folder: &Path) -> Running {
    let settings = Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        sql: None,
        lake: folder.join("lake").into(),
        cluster: None,
        registry: folder.join("register.sqlite").display().to_string(),
        accounts: folder.join("access.sqlite").display().to_string(),
        attachments: folder.join("attachments"),
        telemetry: TelemetryPlaces {
            archive: folder.join("archive"),
            inbox: gateway::Place::Folder {
                folder: folder.join("inbox"),
                max_bytes: 1 << 30,
            },
            gateway: None,
        },
        policy: None,
        page: &[],
        home_region: "140000".to_owned(),
        example: Some(Example {
            as_of: units::Day::from_ymd(2025, 11, 23).expect("a day"),
            replay: None,
        }),
        dust: None,
        secure: false,
        public_address: None,
        open_id: Vec::new(),
        query: lake::QueryLimits::default(),
        limits: Limits::default(),
    };
    let portal = Portal::open(settings, access::Settings::default()).await;
    let served = portal::serve(portal.expect("the portal opens")).await;
    let served = served.expect("a port");
    let address = served.address;
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(served.until(async {
        let _ = stopped.await;
    }));
    Running {
        address,
        stop: Some(stop),
        serving,
    }
}

impl Running {
    /// Stops it and waits for its end.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ = self.serving.await;
    }
}

/// Asks for an address so many times over so many connections.
///
/// # Panics
/// When an answer is not 200.
pub async fn load(address: SocketAddr, path: &str, connections: u64, each: u64) -> Load {
    let begun = Instant::now();
    let asking = (0..connections).map(|_| tokio::spawn(ask(address, path.to_owned(), each)));
    let asking: Vec<_> = asking.collect();
    let mut times = Vec::new();
    for one in asking {
        times.extend(one.await.expect("a connection ends well"));
    }
    let time = begun.elapsed();
    times.sort();
    let last = times.len().saturating_sub(1);
    let p99 = times.get(last * 99 / 100).copied().unwrap_or_default();
    Load {
        answered: times.len() as u64,
        time,
        p99,
    }
}

async fn ask(address: SocketAddr, path: String, times: u64) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\n\r\n");
    let mut taken = Vec::new();
    let mut buffer = Vec::with_capacity(1 << 16);
    for _ in 0..times {
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await.expect("written");
        answered(&mut stream, &mut buffer).await;
        taken.push(begun.elapsed());
    }
    taken
}

/// Reads one answer whole.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) {
    buffer.clear();
    let (head, length) = loop {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the answer breaks off");
        let end = buffer.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            assert!(head.starts_with("http/1.1 200"), "{head}");
            let line = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = line
                .and_then(|text| text.trim().parse().ok())
                .expect("a length");
            break (end + 4, length);
        }
    };
    while buffer.len() < head + length {
        let read = stream.read_buf(buffer).await.expect("an answer");
        assert!(read > 0, "the answer breaks off");
    }
}

//! A gateway on a free port with an inbox in a folder of its own, and a device that speaks to it byte by byte.

use std::net::SocketAddr;
use std::time::Duration;

use gateway::inbox::Place;
use gateway::serve::{Gateway, Limits, Listener, Settings, Speech, Status, serve};
use gateway::{Device, Devices, Inbox, Secret, Standing, Stored};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The MN of the standard's examples.
pub(crate) const MN: &str = "010000A8900016F000169DC0";

/// So long anything may take that a test waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Stand {
    pub(crate) gateway: Gateway,
    pub(crate) inbox: Inbox,
    pub(crate) folder: tempfile::TempDir,
}

/// Settings with listeners of these kinds on free ports, and a status address with control.
pub(crate) fn settings(speeches: &[Speech], folder: &tempfile::TempDir) -> Settings {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    Settings {
        listeners: speeches
            .iter()
            .map(|speech| Listener {
                address: free,
                speech: *speech,
                tls: false,
            })
            .collect(),
        status: Some(Status {
            address: free,
            token_file: Some(folder.path().join("token")),
        }),
        limits: Limits {
            write_s: 5,
            drain_s: 5,
            ..Limits::default()
        },
        ..Settings::default()
    }
}

/// The device of the standard's examples.
pub(crate) fn devices() -> Devices {
    Devices::new([device(MN, Some("123456"), "standard")])
}

pub(crate) fn device(id: &str, password: Option<&str>, profile: &str) -> Device {
    Device {
        id: id.to_owned(),
        password: password.map(Secret::new),
        key: None,
        profile: profile.to_owned(),
        clock_offset_s: 0,
    }
}

pub(crate) async fn inbox(folder: &tempfile::TempDir, max_bytes: u64) -> Inbox {
    let place = Place::Folder {
        folder: folder.path().join("inbox"),
        max_bytes,
    };
    Inbox::open(&place).await.unwrap()
}

pub(crate) async fn stand(speech: Speech) -> Stand {
    stand_with(&[speech], devices(), |_| {}).await
}

pub(crate) async fn stand_with(
    speeches: &[Speech],
    devices: Devices,
    change: impl FnOnce(&mut Settings),
) -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(&folder, 1 << 30).await;
    let mut settings = settings(speeches, &folder);
    change(&mut settings);
    let gateway = serve(settings, devices, inbox.clone(), Box::new(|_| Ok(())))
        .await
        .unwrap();
    Stand {
        gateway,
        inbox,
        folder,
    }
}

impl Stand {
    pub(crate) async fn connect(&self) -> Wire<TcpStream> {
        let address = self.gateway.addresses()[0];
        Wire::new(TcpStream::connect(address).await.unwrap())
    }

    /// The first so many entries of the inbox.
    pub(crate) async fn entries(&self, count: usize) -> Vec<Stored> {
        let mut entries: Vec<Stored> = Vec::new();
        let all = async {
            while entries.len() < count {
                let after = entries.last().map_or(0, |last| last.sequence);
                let more = self.inbox.read(after, 1 << 20, PATIENCE).await.unwrap();
                entries.extend(more);
            }
        };
        timeout(PATIENCE, all).await.expect("the entries come");
        entries
    }

    /// Asks the status address; returns status and body.
    pub(crate) async fn http(
        &self,
        method: &str,
        path: &str,
        head: &str,
        body: &str,
    ) -> (u16, String) {
        let mut stream = TcpStream::connect(self.gateway.status().unwrap())
            .await
            .unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut text))
            .await
            .unwrap()
            .unwrap();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let body = text.split_once("\r\n\r\n").unwrap().1.to_owned();
        (status, body)
    }
}

/// How an entry stands, in one word.
pub(crate) fn standing(stored: &Stored) -> &str {
    match &stored.entry.standing {
        Standing::Accepted => "accepted",
        Standing::Quarantined { reason } => reason,
        Standing::Sent { .. } => "sent",
    }
}

/// The device's end of a connection.
pub(crate) struct Wire<S> {
    stream: S,
    read: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            read: Vec::new(),
        }
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// The next line that the gateway writes.
    pub(crate) async fn line(&mut self) -> String {
        loop {
            if let Some(end) = self.read.windows(2).position(|pair| pair == b"\r\n") {
                let line = self.read.drain(..end + 2).collect();
                return String::from_utf8(line).unwrap();
            }
            assert!(self.more().await > 0, "the gateway closed the connection");
        }
    }

    /// What the gateway still writes until it closes.
    pub(crate) async fn rest(&mut self) -> String {
        while self.more().await > 0 {}
        String::from_utf8_lossy(&std::mem::take(&mut self.read)).into_owned()
    }

    async fn more(&mut self) -> usize {
        let read = self.stream.read_buf(&mut self.read);
        timeout(PATIENCE, read)
            .await
            .expect("the gateway writes or closes")
            .unwrap_or(0)
    }
}

/// A frame of HJ 212 with this data segment; the check word by HJ 212-2017 Annex A, bit by bit.
pub(crate) fn frame(segment: &str) -> Vec<u8> {
    let mut register = 0xFFFF_u16;
    for byte in segment.bytes() {
        register = (register >> 8) ^ u16::from(byte);
        for _ in 0..8 {
            let low = register & 1;
            register >>= 1;
            if low == 1 {
                register ^= 0xA001;
            }
        }
    }
    format!("##{:04}{segment}{register:04X}\r\n", segment.len()).into_bytes()
}

/// A minute frame of a device that wants an answer.
pub(crate) fn minute(qn: &str, mn: &str, password: &str, value: &str) -> Vec<u8> {
    frame(&format!(
        "QN={qn};ST=31;CN=2051;PW={password};MN={mn};Flag=5;CP=&&DataTime=20240601085000;a21026-Avg={value},a21026-Flag=N&&"
    ))
}

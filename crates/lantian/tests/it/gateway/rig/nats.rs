//! A NATS server of the tests' own.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{PATIENCE, wait};

/// A server with JetStream on a free port.
pub(in super::super) struct Server {
    process: Option<Child>,
    port: u16,
    store: TempDir,
}

impl Server {
    /// Starts one; none where the program is missing.
    pub(in super::super) fn start() -> Option<Self> {
        let found = Command::new("nats-server")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !found.is_ok_and(|found| found.success()) {
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = free.local_addr().expect("it has an address").port();
        drop(free);
        let mut server = Self {
            process: None,
            port,
            store: TempDir::new().expect("a temporary folder can be made"),
        };
        server.start_again();
        Some(server)
    }

    pub(in super::super) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Kills it without a word.
    pub(in super::super) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Starts it on the port and the store that it had.
    pub(in super::super) fn start_again(&mut self) {
        let port = self.port.to_string();
        let started = Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", &port, "-js", "-sd"])
            .arg(self.store.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.process = Some(started.expect("nats-server starts"));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "nats-server does not answer");
            wait(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

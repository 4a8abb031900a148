//! A NATS server for one test: started on a free port with a folder of its own, and gone with the test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use gateway::{Inbox, InboxError, Place, Secret};

/// A server with JetStream.
pub(super) struct Server {
    folder: tempfile::TempDir,
    process: Child,
    port: u16,
}

impl Server {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (process, port) = launch(folder.path(), None);
        Self {
            folder,
            process,
            port,
        }
    }

    /// Ends the server as a power cut would.
    pub(super) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again where it was.
    pub(super) fn start_again(&mut self) {
        self.process = launch(self.folder.path(), Some(self.port)).0;
    }

    pub(super) async fn open(&self, max_bytes: u64) -> Result<Inbox, InboxError> {
        open(self.port, max_bytes).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An inbox in the stream of a server on this machine.
pub(super) async fn open(port: u16, max_bytes: u64) -> Result<Inbox, InboxError> {
    let place = Place::Nats {
        url: Secret::new(format!("nats://127.0.0.1:{port}")),
        stream: "frames".to_owned(),
        max_bytes,
    };
    Inbox::open(&place).await
}

/// Starts a server and waits until it says that it is ready.
fn launch(folder: &std::path::Path, port: Option<u16>) -> (Child, u16) {
    let asked = port.map_or("-1".to_owned(), |port| port.to_string());
    // The server ends when the test's thread does, even a killed one.
    let mut process = Command::new("setpriv")
        .args(["--pdeathsig=KILL", program(), "--jetstream"])
        .args(["--addr", "127.0.0.1", "--port", &asked, "--store_dir"])
        .arg(folder)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
    let mut listening = port;
    for line in log.by_ref().map_while(Result::ok) {
        if let Some((_, address)) = line.split_once("client connections on ") {
            listening = address
                .rsplit_once(':')
                .and_then(|(_, port)| port.parse().ok());
        }
        if line.contains("Server is ready") {
            std::thread::spawn(move || log.map_while(Result::ok).for_each(drop));
            return (process, listening.unwrap());
        }
    }
    let ended = process.wait();
    panic!("nats-server ended before it was ready: {ended:?}");
}

/// The server's program; installs Debian's package where there is none.
fn program() -> &'static str {
    static PROGRAM: OnceLock<&str> = OnceLock::new();
    PROGRAM.get_or_init(|| installed().unwrap_or_else(install))
}

/// Debian keeps it where only root's path leads.
fn installed() -> Option<&'static str> {
    let answers = |program: &&str| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|done| done.status.success())
    };
    ["nats-server", "/usr/sbin/nats-server"]
        .into_iter()
        .find(answers)
}

fn install() -> &'static str {
    let install = "apt-get -q update; apt-get -q -y install --no-install-recommends nats-server";
    let done = Command::new("sh")
        .args(["-c", install])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output();
    let said = done.map_or_else(
        |e| e.to_string(),
        |done| String::from_utf8_lossy(&done.stderr).into_owned(),
    );
    let hint = "these tests need nats-server: install Debian's package nats-server";
    installed().unwrap_or_else(|| panic!("{hint}; installing it failed: {said}"))
}

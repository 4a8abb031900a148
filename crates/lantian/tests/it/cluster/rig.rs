//! Roles of a cluster and a bucket, each on a free port, gone with the test.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::run::command;

/// How long a role may take to answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A scheduler and its executors, each a process of the binary.
pub(super) struct Cluster {
    folder: TempDir,
    port: u16,
    scheduler: Role,
    executors: Mutex<Vec<Role>>,
}

/// A process that is killed when it is dropped.
struct Role(Child);

impl Drop for Role {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Cluster {
    /// A scheduler without executors.
    pub(super) fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let port = free_port();
        let scheduler = scheduler(folder.path(), port);
        Self {
            folder,
            port,
            scheduler,
            executors: Mutex::default(),
        }
    }

    pub(super) fn address(&self) -> String {
        format!("df://127.0.0.1:{}", self.port)
    }

    pub(super) fn add_executor(&mut self) {
        let mut executors = self.executors.lock().expect("no test panicked here");
        let (listen, work) = (two_free_ports(), format!("work{}", executors.len()));
        let executor = role(
            self.folder.path(),
            &[
                "cluster",
                "executor",
                "--scheduler",
                &self.address(),
                "--listen",
                &format!("127.0.0.1:{listen}"),
                "--work",
                &work,
                "--cores",
                "2",
                "--memory",
                "512",
            ],
        );
        answers(listen + 1);
        executors.push(executor);
    }

    /// How many jobs have left rows in an executor's work folder.
    pub(super) fn jobs(&self, place: usize) -> usize {
        let work = self.folder.path().join(format!("work{place}"));
        std::fs::read_dir(work).map_or(0, Iterator::count)
    }

    /// Kills an executor without a word.
    pub(super) fn kill_executor(&self, place: usize) {
        let mut executors = self.executors.lock().expect("no test panicked here");
        drop(executors.remove(place));
    }

    /// Kills the scheduler, and starts it where it was.
    pub(super) fn restart_scheduler(&mut self) {
        let _ = self.scheduler.0.kill();
        let _ = self.scheduler.0.wait();
        self.scheduler = scheduler(self.folder.path(), self.port);
    }
}

fn scheduler(folder: &Path, port: u16) -> Role {
    let listen = format!("127.0.0.1:{port}");
    let started = role(folder, &["cluster", "scheduler", "--listen", &listen]);
    answers(port);
    started
}

fn role(folder: &Path, words: &[&str]) -> Role {
    let mut command = command(folder, words);
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .expect("a log can be written");
    let started = command.stdout(Stdio::null()).stderr(log).spawn();
    Role(started.expect("the binary starts"))
}

fn answers(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < PATIENCE, "nothing answers on {port}");
        wait(Duration::from_millis(20));
    }
}

/// Lets time pass for other processes; a role says nowhere when it is in the middle of its work.
pub(super) fn wait(time: Duration) {
    let (_never, silence) = std::sync::mpsc::channel::<()>();
    let _ = silence.recv_timeout(time);
}

fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    free.local_addr().expect("it has an address").port()
}

/// A port that is free with the one after it.
fn two_free_ports() -> u16 {
    loop {
        let port = free_port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

/// A bucket `lake` on a server of the test's own.
pub(super) struct Bucket {
    port: u16,
    root: TempDir,
}

impl Bucket {
    pub(super) fn start() -> Self {
        let root = TempDir::new().expect("a temporary folder can be made");
        std::fs::create_dir(root.path().join("lake")).expect("a folder can be made");
        let (listener, path) = (
            TcpListener::bind("127.0.0.1:0").expect("a port is free"),
            root.path().to_owned(),
        );
        let port = listener.local_addr().expect("it has an address").port();
        listener
            .set_nonblocking(true)
            .expect("the listener can be set");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener);
                let served = s3_server::serve(listener.expect("a listener"), &path).await;
                served.expect("it serves until the test ends");
            });
        });
        Self { port, root }
    }

    /// The folder of the server's buckets.
    pub(super) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Tells a command where the bucket is.
    pub(super) fn told<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env(
                "AWS_ENDPOINT_URL",
                format!("http://127.0.0.1:{}", self.port),
            )
            .env("AWS_ALLOW_HTTP", "true")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", s3_server::KEY)
            .env("AWS_SECRET_ACCESS_KEY", s3_server::KEY)
    }
}

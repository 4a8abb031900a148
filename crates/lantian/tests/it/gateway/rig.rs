//! A gateway and a generator as processes, in a folder of their own.

pub(super) mod nats;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{command, lantian_in};

/// No step of these tests takes longer.
const PATIENCE: Duration = Duration::from_mins(2);

/// A gateway, its lake and its generator.
pub(super) struct Rig {
    folder: PathBuf,
    gateway: Option<Child>,
    address: String,
    /// The inbox, when it is not the folder beside the lake.
    pub(super) inbox: Option<String>,
    /// Removed with the rig.
    own: Option<TempDir>,
    /// The generator's own place: what happens to the gateway's disk does not happen to it.
    generator: TempDir,
}

impl Rig {
    /// One in a fresh folder.
    pub(super) fn new() -> Self {
        let own = TempDir::new().expect("a temporary folder can be made");
        let folder = own.path().to_path_buf();
        let mut rig = Self::on(&folder);
        rig.own = Some(own);
        rig
    }

    /// One in a given folder.
    pub(super) fn on(folder: &Path) -> Self {
        let settings = "[gateway.drain]\nbatch_wait_ms = 100\n[gateway.limits]\nbackoff_ms = 20\nbackoff_max_ms = 200\n";
        fs::write(folder.join("lantian.toml"), settings).expect("the settings can be written");
        Self {
            folder: folder.to_path_buf(),
            gateway: None,
            address: "127.0.0.1:0".to_owned(),
            inbox: None,
            own: None,
            generator: TempDir::new().expect("a temporary folder can be made"),
        }
    }

    /// Where the processes run.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Enters simulated devices into the register.
    pub(super) fn enter_devices(&self, count: u32) {
        let count = count.to_string();
        let words = [
            "telemetry",
            "simulate",
            "--register",
            "--devices",
            &count,
            "--why",
            "试验",
        ];
        let ran = lantian_in(&self.folder, &words);
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    }

    /// Starts the gateway, on the same address as before.
    pub(super) fn start_gateway(&mut self) {
        let mut words = vec![
            "gateway",
            "--listen",
            &self.address,
            "--status",
            "127.0.0.1:0",
            "--format",
            "json",
        ];
        if let Some(inbox) = &self.inbox {
            words.extend(["--inbox", inbox]);
        }
        let mut started = command(&self.folder, &words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let out = started.stdout.take().expect("its output is a pipe");
        let mut line = String::new();
        let read = BufReader::new(out).read_line(&mut line);
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|_no_json| {
            let mut error = String::new();
            let stderr = started.stderr.as_mut().expect("its errors are a pipe");
            let _ = stderr.read_to_string(&mut error);
            panic!("the gateway did not start ({read:?}): {line}{error}");
        });
        let errors = started.stderr.take().expect("its errors are a pipe");
        std::thread::spawn(move || BufReader::new(errors).lines().for_each(drop));
        let address = said["listening"][0].as_str().expect("an address");
        address.clone_into(&mut self.address);
        self.gateway = Some(started);
    }

    /// Kills the gateway without a word.
    pub(super) fn kill_gateway(&mut self) {
        let mut gateway = self.gateway.take().expect("the gateway runs");
        gateway.kill().expect("it can be killed");
        gateway.wait().expect("it ends");
    }

    /// Tells the gateway to stop, and waits until it has emptied its inbox.
    pub(super) fn stop_gateway(&mut self) {
        let mut gateway = self.gateway.take().expect("the gateway runs");
        interrupt(&gateway);
        let ended = gateway.wait().expect("it ends");
        assert!(ended.success(), "the gateway ended with {ended}");
    }

    /// Starts the generator.
    pub(super) fn load(&self, words: &[&str]) -> Child {
        let ledger = self.ledger();
        let ledger = ledger.to_string_lossy();
        let fixed = [
            "telemetry",
            "simulate",
            "--to",
            &self.address,
            "--pace",
            "fast",
            "--ledger",
            &ledger,
        ];
        command(&self.folder, &[&fixed[..], words].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts")
    }

    /// Runs the generator until all its frames are acknowledged.
    pub(super) fn load_to_its_end(&self, words: &[&str]) {
        let ended = self.load(words).wait().expect("it ends");
        assert!(ended.success(), "the generator ended with {ended}");
    }

    /// The generator's ledger.
    pub(super) fn ledger(&self) -> PathBuf {
        self.generator.path().join("ledger.jsonl")
    }

    /// How many frames the generator has an acknowledgement for by now.
    pub(super) fn acknowledged(&self) -> usize {
        let text = fs::read_to_string(self.ledger()).unwrap_or_default();
        text.lines()
            .filter(|line| !line.contains("\"acked_at\":null"))
            .count()
    }

    /// Waits until so many frames are acknowledged.
    pub(super) fn wait_for_acknowledgements(&self, count: usize) {
        let begun = Instant::now();
        while self.acknowledged() < count {
            assert!(
                begun.elapsed() < PATIENCE,
                "{} of {count} acknowledgements",
                self.acknowledged()
            );
            wait(Duration::from_millis(50));
        }
    }

    /// Waits until a second passes without an acknowledgement.
    pub(super) fn wait_until_none_is_acknowledged(&self) {
        let begun = Instant::now();
        let mut before = usize::MAX;
        while self.acknowledged() != before {
            assert!(
                begun.elapsed() < PATIENCE,
                "the full disk does not stop acknowledgements"
            );
            before = self.acknowledged();
            wait(Duration::from_secs(1));
        }
    }

    /// The rows of a statement, as CSV.
    pub(super) fn rows(&self, statement: &str) -> Vec<Vec<String>> {
        let ran = lantian_in(&self.folder, &["sql", statement, "--format", "csv"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let text = ran.out.trim_start_matches('\u{feff}').to_owned();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = |row: Result<csv::StringRecord, csv::Error>| {
            let row = row.expect("a row of CSV");
            row.iter().map(str::to_owned).collect()
        };
        reader.records().map(row).collect()
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if let Some(mut gateway) = self.gateway.take() {
            let _ = gateway.kill();
            let _ = gateway.wait();
        }
        drop(self.own.take());
    }
}

/// Stops the generator; what is on its way may still be acknowledged.
pub(super) fn end(mut load: Child) {
    interrupt(&load);
    let ended = load.wait().expect("it ends");
    assert!(ended.success(), "the generator ended with {ended}");
}

fn interrupt(process: &Child) {
    let sent = Command::new("kill")
        .args(["-INT", &process.id().to_string()])
        .status();
    assert!(
        sent.is_ok_and(|sent| sent.success()),
        "the process cannot be told to stop"
    );
}

/// Lets the processes run on: there is no event for a moment at which nothing happens.
pub(super) fn wait(time: Duration) {
    let (_never, silence) = mpsc::channel::<()>();
    let _ = silence.recv_timeout(time);
}

/// A small file system in memory.
pub(super) struct Tmpfs {
    folder: TempDir,
}

impl Tmpfs {
    /// Mounts one of so many mebibytes; none where that is not allowed.
    pub(super) fn mount(mebibytes: u32) -> Option<Self> {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|mounted| mounted.success())
            .then_some(Self { folder })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills what is left, and returns the file that does.
    pub(super) fn fill(&self) -> PathBuf {
        let path = self.path().join("filler");
        let mut file = fs::File::create(&path).expect("the filler can be made");
        let _full = std::io::copy(&mut std::io::repeat(0).take(1 << 30), &mut file);
        path
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

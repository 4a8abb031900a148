//! A PostgreSQL for one test: made, started, and gone with the test, whatever happens to it.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that listens on a socket in its own folder only.
pub(crate) struct Server {
    programs: PathBuf,
    user: Option<User>,
    folder: tempfile::TempDir,
    process: Child,
}

/// Whom the server runs as when the tests run as root, which it refuses.
struct User {
    uid: u32,
    gid: u32,
}

impl Server {
    /// Makes a cluster and starts it.
    pub(crate) fn start() -> Self {
        let programs = programs();
        let folder = tempfile::tempdir().unwrap();
        let user = (number("id", &["-u"]) == Some(0)).then(|| User::of("postgres"));
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid), Some(user.gid)).unwrap();
        }
        let data = folder.path().join("data");
        let made = command(user.as_ref(), &programs.join("initdb"))
            .args([
                "--auth=trust",
                "--no-sync",
                "--username=postgres",
                "--encoding=UTF8",
            ])
            .args(["--locale=C.UTF-8", "--pgdata"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut process = command(user.as_ref(), &programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off",
            ])
            .args(["-c", "lc_messages=C", "-c", "max_connections=60"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let ready = |line: &String| line.contains("ready to accept connections");
        let started = log.by_ref().map_while(Result::ok).any(|line| ready(&line));
        assert!(started, "postgres ended before it was ready");
        std::thread::spawn(move || log.map_while(Result::ok).for_each(drop));
        Self {
            programs,
            user,
            folder,
            process,
        }
    }

    /// A new database.
    pub(crate) fn database(&self, name: &str) -> String {
        self.sql(&format!("CREATE DATABASE \"{name}\""));
        self.url("postgres", name)
    }

    /// The address of a database for a user.
    pub(crate) fn url(&self, user: &str, name: &str) -> String {
        format!(
            "postgres://{user}@localhost/{name}?host={}",
            self.folder.path().display()
        )
    }

    /// Runs a statement as the owner of everything.
    pub(crate) fn sql(&self, statement: &str) {
        let done = Command::new(self.programs.join("psql"))
            .args(["-v", "ON_ERROR_STOP=1", "-q", "-U", "postgres", "-h"])
            .arg(self.folder.path())
            .args(["-c", statement])
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "psql: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = command(self.user.as_ref(), &self.programs.join("pg_ctl"))
            .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.folder.path().join("data"))
            .output();
        if !stopped.is_ok_and(|stopped| stopped.status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl User {
    fn of(name: &str) -> Self {
        let known = number("id", &["-u", name]).zip(number("id", &["-g", name]));
        let (uid, gid) = known.expect("Debian's package postgresql makes the user postgres");
        Self { uid, gid }
    }
}

/// A program as the server's user, which ends when the test's thread does, even a killed one.
fn command(user: Option<&User>, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=QUIT");
    if let Some(user) = user {
        command.arg(format!("--reuid={}", user.uid));
        command.arg(format!("--regid={}", user.gid));
        command.arg("--clear-groups");
    }
    command.arg(program).current_dir("/").env("LC_ALL", "C");
    command
}

fn number(program: &str, arguments: &[&str]) -> Option<u32> {
    let done = Command::new(program).args(arguments).output().ok()?;
    String::from_utf8_lossy(&done.stdout).trim().parse().ok()
}

/// The folder of `initdb` and `postgres`; installs Debian's package when there is none.
fn programs() -> PathBuf {
    if let Some(found) = installed() {
        return found;
    }
    let install = "apt-get -q update; apt-get -q -y install --no-install-recommends postgresql";
    let done = Command::new("sh")
        .args(["-c", install])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output();
    let said = done.map_or_else(
        |e| e.to_string(),
        |done| String::from_utf8_lossy(&done.stderr).into_owned(),
    );
    let hint =
        "these tests need PostgreSQL's initdb and postgres: install Debian's package postgresql";
    installed().unwrap_or_else(|| panic!("{hint}; installing it failed: {said}"))
}

fn installed() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let whole = |folder: &PathBuf| {
        let programs = ["initdb", "postgres", "pg_ctl", "psql"];
        programs
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    folders.into_iter().rev().find(whole)
}

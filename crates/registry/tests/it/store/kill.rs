//! A program that is killed during an import: the register is as before or complete, never between.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use registry::GivenRow;
use registry::store::{Registry, RegistryError};

use super::backend::{Backend, by, import, row, wait_for};
use super::postgres::Server;

/// The address that tells the test program to be the importer.
const IMPORTER: &str = "REGISTRY_TEST_IMPORT_INTO";

const ROWS: usize = 200_000;
const PART: usize = 10_000;

/// Things before the import, which it changes.
const BEFORE: usize = 1000;

fn boiler(n: usize, capacity: &str) -> GivenRow {
    row(&format!("b{n:06}"), &["锅炉", "140105", "coal", capacity])
}

/// What runs in the program that is killed: it says how far it is, and goes on when told so.
#[test]
fn the_importer() {
    let Some(url) = std::env::var_os(IMPORTER) else {
        return;
    };
    let say = |what: &str| writeln!(std::io::stderr(), "{what}").unwrap();
    let say_and_wait = |what: &str| {
        say(what);
        std::io::stdin().read_line(&mut String::new()).unwrap();
    };
    wait_for(async {
        let registry = Registry::open(url.to_str().unwrap(), super::backend::catalogue()).await;
        let registry = registry.unwrap();
        let mut import = registry
            .import("boiler", by("王", 2, "killed"))
            .await
            .unwrap();
        say_and_wait("begun");
        for part in 0..ROWS / PART {
            let rows: Vec<_> = (part * PART..(part + 1) * PART)
                .map(|n| boiler(n, "2"))
                .collect();
            import.put(&rows).await.unwrap();
            say_and_wait(&format!("part {part}"));
        }
        say("finishing");
        import.finish().await.unwrap();
        say_and_wait("finished");
    });
}

/// Starts the importer and kills it when it says this.
fn kill_at(url: &str, moment: &str) {
    let mut importer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::kill::the_importer", "--nocapture"])
        .env(IMPORTER, url)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut orders = importer.stdin.take().unwrap();
    let said = BufReader::new(importer.stderr.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let mut reached = false;
    for line in said {
        reached = line == moment;
        if reached {
            break;
        }
        if line == "begun" || line.starts_with("part") {
            writeln!(orders).unwrap();
        }
    }
    assert!(reached, "the importer never said '{moment}'");
    importer.kill().unwrap();
    importer.wait().unwrap();
}

/// Whether the import is there, after checking that the register is in one of the two states.
async fn is_complete(backend: &Backend) -> bool {
    let registry = backend.open().await;
    // Behind the lock, so that a server has made up its mind about a commit that was under way.
    drop(registry.import("boiler", by("赵", 3, "")).await.unwrap());
    let count = registry.count("boiler").await.unwrap();
    let (mut ones, mut twos) = (0, 0);
    let scanned = registry.scan("boiler", |chunk| {
        for stored in chunk {
            match (stored.record.cells[3].as_deref(), stored.revision) {
                (Some("1"), 1) => ones += 1,
                (Some("2"), 2) => twos += 1,
                other => panic!("{other:?}"),
            }
        }
        Ok::<_, RegistryError>(())
    });
    scanned.await.unwrap();
    let history = registry.history("boiler", "b000007").await.unwrap().len();
    let last = registry.entity_revision("boiler").await.unwrap().unwrap();
    let revisions = registry.revisions(9).await.unwrap().len();
    match (ones, twos) {
        (BEFORE, 0) => assert_eq!((count, history, last, revisions), (BEFORE as u64, 1, 1, 1)),
        (0, ROWS) => assert_eq!((count, history, last, revisions), (ROWS as u64, 2, 2, 2)),
        between => panic!("{between:?} is between"),
    }
    registry.close().await.unwrap();
    twos > 0
}

fn survives(new: impl Fn(&str) -> Backend) {
    let backend = new("killed_early");
    let before: Vec<_> = (0..BEFORE).map(|n| boiler(n, "1")).collect();
    let prepare = async |backend: &Backend| {
        let registry = backend.open().await;
        import(&registry, by("李", 1, "before"), &before).await;
        registry.close().await.unwrap();
    };
    wait_for(prepare(&backend));
    for moment in ["begun", "part 0", "part 9", "part 19"] {
        kill_at(&backend.url, moment);
        assert!(!wait_for(is_complete(&backend)), "killed at '{moment}'");
    }
    // While the commit runs either may come out, and the same register takes the import then.
    kill_at(&backend.url, "finishing");
    if !wait_for(is_complete(&backend)) {
        kill_at(&backend.url, "finished");
        assert!(wait_for(is_complete(&backend)), "killed at 'finished'");
    }
}

#[test]
fn a_file_survives_a_killed_import() {
    survives(|_| Backend::sqlite());
}

#[test]
fn a_server_survives_a_killed_import() {
    let server = Server::start();
    survives(|name| Backend::postgres(&server, name));
}

//! The program in `docs/method/evidence.md`, which knows nothing of ours, follows the same chains.

use std::io::Write;
use std::process::{Command, Stdio};

use gateway::Archive;

use super::days::{day, file, lines, records, write_lines};

const PAGE: &str = include_str!("../../../../../docs/method/evidence.md");

/// What the program says of a day's file; none where this machine lacks what the page asks for.
fn said(folder: &std::path::Path) -> Option<String> {
    let program = PAGE
        .split("```python\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let script = folder.join("check.py");
    std::fs::write(&script, program).unwrap();
    let unpack = Command::new("zstdcat")
        .arg(file(folder))
        .stdout(Stdio::piped())
        .spawn();
    let mut unpack = unpack.ok()?;
    let mut check = Command::new("python3");
    check
        .arg(&script)
        .arg(day().to_string())
        .stdin(unpack.stdout.take().unwrap());
    let done = check.output().ok();
    unpack.wait().unwrap();
    let done = done?;
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn the_program_of_the_page_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(folder.path()).unwrap();
    let mut given = records(40);
    given[3].entry.raw = vec![0, 255, 7];
    given[4].entry.raw = "排口\"\\\r\n\u{7f},\"prev\":\"".into();
    given[5].entry.device = "设备\"1".to_owned();
    for batch in given.chunks(7) {
        archive.append(batch).unwrap();
    }
    let heads = archive.heads(day()).unwrap();
    let expected: Vec<String> = heads
        .iter()
        .map(|head| format!("{} {} {}", head.device, head.count, head.head))
        .collect();
    let expected = expected.join("\n") + "\n";
    let Some(text) = said(folder.path()) else {
        writeln!(
            std::io::stderr(),
            "skipped: this test needs zstdcat and python3"
        )
        .unwrap();
        return;
    };
    assert_eq!(text, expected);

    let mut tampered = lines(folder.path());
    tampered[10] = tampered[10].replace("frame", "FRAME");
    write_lines(folder.path(), &tampered);
    let text = said(folder.path()).unwrap();
    assert!(text.starts_with("does not hold: odd 11\n"), "{text}");
}

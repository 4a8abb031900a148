//! Runs the binary in a folder of its own, in a known language.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// What a run wrote, and its exit code.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs in a fresh folder.
pub(crate) fn lantian(arguments: &[&str]) -> Ran {
    let folder = TempDir::new().expect("a temporary folder can be made");
    lantian_in(folder.path(), arguments)
}

/// Runs in a folder.
pub(crate) fn lantian_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output = command(folder, arguments)
        .output()
        .expect("the binary starts");
    ran(output)
}

/// The command, in Chinese unless told otherwise, with nothing of the caller's environment that matters.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lantian"));
    command
        .current_dir(folder)
        .args(arguments)
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("LANTIAN_WHO", "测试员");
    for name in ["LANTIAN_LAKE", "LANTIAN_REGISTRY", "RUST_LOG"] {
        command.env_remove(name);
    }
    command
}

/// A finished run.
pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The answer as JSON.
pub(crate) fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let ran = lantian_in(folder, &[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("the answer is JSON")
}

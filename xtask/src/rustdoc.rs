//! rustdoc in ci: the run that collects the examples also reads the documentation itself.
//!
//! `cargo doc` wants the `check` artefacts of every dependency, which no other step needs any more (ten
//! minutes on two cores). `cargo test --doc` gives rustdoc the built ones; so ci names this program as
//! rustdoc, and it starts the real one twice: first with the same crate and the lints of documentation,
//! then as cargo asked. Binaries have no such run; their documentation is not read.

use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};

/// Set when this program stands in for rustdoc; names the real one.
const REAL: &str = "LANTIAN_RUSTDOC";

/// The environment in which cargo starts this program as rustdoc.
pub(crate) fn lints() -> Result<Vec<(&'static str, OsString)>> {
    let program = std::env::current_exe().context("this program's own path")?;
    let real = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    Ok(vec![("RUSTDOC", program.into_os_string()), (REAL, real)])
}

/// Does rustdoc's work when started in its place.
pub(crate) fn stand_in() -> Option<ExitCode> {
    let real = std::env::var_os(REAL)?;
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if args.iter().any(|arg| arg == "--test") {
        let mut reading = Command::new(&real);
        reading.args(without_test(&args)).args(["-D", "warnings"]);
        let folder = std::env::temp_dir().join(format!("lantian-docs-{}", std::process::id()));
        reading.arg("--out-dir").arg(&folder);
        let read = reading.stdout(Stdio::null()).status();
        let _removed = std::fs::remove_dir_all(&folder);
        if !read.is_ok_and(|status| status.success()) {
            return Some(ExitCode::FAILURE);
        }
    }
    let status = Command::new(&real).args(&args).status();
    let code = status.ok().and_then(|status| status.code());
    Some(ExitCode::from(
        code.map_or(1, |code| u8::try_from(code).unwrap_or(1)),
    ))
}

/// The arguments that describe the crate, without those about its tests.
fn without_test(args: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.to_str() {
            Some("--test") => {}
            Some("--test-run-directory" | "--test-args" | "--test-runtool") => {
                let _value = rest.next();
            }
            _ => kept.push(arg.clone()),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without_test;

    #[test]
    fn what_describes_the_crate_is_kept() {
        let given = [
            "--crate-name",
            "units",
            "--test",
            "src/lib.rs",
            "--test-run-directory",
            "/x",
            "-L",
            "y",
        ];
        let kept = without_test(&given.map(Into::into));
        assert_eq!(kept, ["--crate-name", "units", "src/lib.rs", "-L", "y"]);
    }
}

//! The workspace as a place to run programs in.
//!
//! Commands are printed before they run, so that a reader can repeat any of them by hand.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Where the workspace and its build products are.
pub(crate) struct Shell {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever the environment puts it.
    pub(crate) target: PathBuf,
    /// What the environment of every program that it starts has besides our own.
    pub(crate) environment: Vec<(&'static str, OsString)>,
}

impl Shell {
    pub(crate) fn open() -> Result<Self> {
        let root = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder)
                .parent()
                .map(Path::to_path_buf)
                .context("CARGO_MANIFEST_DIR has no parent folder")?,
            None => std::env::current_dir().context("the current folder cannot be read")?,
        };
        let target = root.join("target");
        let mut shell = Self {
            root,
            target,
            environment: Vec::new(),
        };
        let text = shell.read(&mut shell.cargo([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ]))?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
        if let Some(folder) = metadata["target_directory"].as_str() {
            shell.target = PathBuf::from(folder);
        }
        Ok(shell)
    }

    /// The cargo that runs this program, in the workspace.
    pub(crate) fn cargo<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.program(cargo);
        command.args(args);
        command
    }

    /// A program in the workspace, with what `cargo run` set for us taken out of its environment.
    ///
    /// Build scripts such as ring's are run again when `CARGO_MANIFEST_DIR` or `CARGO_PKG_*` change;
    /// leaving them in would rebuild everything above ring whenever `cargo xtask` and `cargo` alternate.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env_remove("CARGO");
        for (key, _) in std::env::vars_os() {
            if key.to_str().is_some_and(is_of_this_package) {
                command.env_remove(key);
            }
        }
        let ours = self.environment.iter();
        command.envs(ours.map(|(key, value)| (key, value)));
        command
    }

    /// Prints the command, runs it, and fails when it fails.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let line = self.line(command);
        println!("$ {line}");
        let status = command
            .status()
            .with_context(|| format!("'{line}' could not be started"))?;
        if !status.success() {
            bail!("'{line}' ended with {status}");
        }
        Ok(())
    }

    /// Runs the command quietly and returns what it wrote to its standard output.
    pub(crate) fn read(&self, command: &mut Command) -> Result<String> {
        let line = self.line(command);
        let output = command
            .stderr(Stdio::piped())
            .output()
            .with_context(|| format!("'{line}' could not be started"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("'{line}' ended with {}: {}", output.status, said.trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("'{line}' wrote no UTF-8"))
    }

    /// Whether the command starts and succeeds; its output is dropped.
    pub(crate) fn succeeds(&self, program: &str, args: &[&str]) -> bool {
        self.program(program)
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn line(&self, command: &Command) -> String {
        let program = Path::new(command.get_program());
        let program = if program.is_absolute() && !program.starts_with(&self.root) {
            Path::new(program.file_name().unwrap_or(program.as_os_str()))
        } else {
            program.strip_prefix(&self.root).unwrap_or(program)
        };
        let mut line = program.display().to_string();
        for arg in command.get_args() {
            let arg = Path::new(arg);
            let arg = arg.strip_prefix(&self.root).unwrap_or(arg);
            line.push(' ');
            line.push_str(&arg.display().to_string());
        }
        line
    }
}

fn is_of_this_package(key: &str) -> bool {
    key.starts_with("CARGO_PKG_")
        || key.starts_with("CARGO_MANIFEST_")
        || matches!(
            key,
            "CARGO_PRIMARY_PACKAGE" | "CARGO_CRATE_NAME" | "CARGO_BIN_NAME"
        )
}

#[cfg(test)]
mod tests {
    use super::is_of_this_package;

    #[test]
    fn a_users_cargo_settings_are_kept() {
        for key in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE"] {
            assert!(!is_of_this_package(key), "{key}");
        }
        for key in [
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "CARGO_MANIFEST_PATH",
        ] {
            assert!(is_of_this_package(key), "{key}");
        }
    }
}

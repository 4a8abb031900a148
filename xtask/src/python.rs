//! The tests in Python: clients of others' making that speak to the portal, in an environment of their own.
//!
//! The environment is made in the target folder from the pinned list; where that cannot be done the tests say so and
//! check nothing, since a portal is no less right without Python.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::shell::Shell;

const REQUIREMENTS: &str = "crates/portal/tests/python/requirements.txt";
/// Where the tests look for the interpreter.
const VARIABLE: &str = "LANTIAN_PYTHON";

/// Makes the environment unless it is there for this list, and gives the variable that names its interpreter.
pub(crate) fn environment(shell: &Shell) -> Option<(&'static str, OsString)> {
    if std::env::var_os(VARIABLE).is_some() {
        return None;
    }
    match prepare(shell) {
        Ok(python) => Some((VARIABLE, python.into_os_string())),
        Err(error) => {
            println!(
                "没有 Python 环境,用 Python 客户端的测试没有运行 / NOT RUN: the tests with Python clients ({error:#})"
            );
            None
        }
    }
}

fn prepare(shell: &Shell) -> anyhow::Result<PathBuf> {
    let folder = shell.target.join("venv");
    let python = folder.join("bin/python");
    let wanted = std::fs::read_to_string(shell.root.join(REQUIREMENTS))?;
    let installed = folder.join("requirements.txt");
    if python.exists() && std::fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(python);
    }
    shell.run(shell.program("python3").args(["-m", "venv"]).arg(&folder))?;
    let mut install = shell.program(&python);
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--requirement",
        REQUIREMENTS,
    ]);
    shell.run(&mut install)?;
    std::fs::write(installed, wanted)?;
    Ok(python)
}

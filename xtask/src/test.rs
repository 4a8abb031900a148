//! `cargo xtask test`: every test of the workspace, in the one profile and the one target directory.

use anyhow::Result;

use crate::shell::Shell;
use crate::{python, tools, web};

/// Runs unit, integration and documentation tests and those of the page; `filter` goes to the first two.
pub(crate) fn run(shell: &Shell, filter: &[String]) -> Result<()> {
    tools::ensure_for_tests(shell)?;
    web::build(shell)?;
    let python = python::environment(shell);
    if shell.succeeds("cargo-nextest", &["--version"]) {
        let mut command = shell.cargo(["nextest", "run", "--workspace", "--locked"]);
        shell.run(command.args(filter).envs(python))?;
    } else {
        // Building nextest from source takes many minutes on two cores; libtest runs the same tests.
        println!(
            "cargo-nextest 未安装,改用 cargo test / cargo-nextest is not installed, cargo test runs the same tests"
        );
        let targets = ["--lib", "--bins", "--tests"];
        let mut command = shell.cargo(["test", "--workspace", "--locked"]);
        shell.run(command.args(targets).args(filter).envs(python))?;
    }
    if filter.is_empty() {
        shell.run(&mut shell.cargo(["test", "--doc", "--workspace", "--locked"]))?;
        web::test(shell)?;
    }
    say_what_was_not_run(shell);
    Ok(())
}

/// Tests on the shared archives pass without them, so their absence must be said where people look.
fn say_what_was_not_run(shell: &Shell) {
    if !shell.root.join(SHARED_DATA).is_dir() {
        println!(
            "注意:{SHARED_DATA} 不存在,依赖实测档案的测试没有运行 / NOT RUN: {SHARED_DATA} is not there, so the tests on real archives checked nothing"
        );
    }
}

const SHARED_DATA: &str = "../shared/data";

//! All automation of the house: `cargo xtask run`, `test`, `ci`, `bench`, `tidy`.
//!
//! It refuses to know the domain: it builds and starts `lantian`, and reads the tree as text.
//! No crate of the house is used here, so that it builds in seconds.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "automation talks to the terminal, reads the tree, the environment and the clock"
)]

mod bench;
mod ci;
mod demo;
mod features;
mod licences;
mod promises;
mod python;
mod rustdoc;
mod shell;
mod table;
mod test;
mod tidy;
mod tools;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::shell::Shell;

const USAGE: &str = "\
cargo xtask run [--data DIR] [-- ARGS]  检查工具、构建、显示2019年1月排名 / check tools, build, show January 2019's ranking
cargo xtask test [ARGS]                 运行全部测试 / run every test
cargo xtask ci                          提交前的全部检查 / everything that CI checks
cargo xtask bench [FILTER]              测量承诺 / measure the promises of bench/promises.toml
cargo xtask tidy                        家规检查 / check the habits of the house";

fn main() -> ExitCode {
    if let Some(code) = rustdoc::stand_in() {
        return code;
    }
    match dispatch(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(mut args: Vec<String>) -> Result<()> {
    if args.is_empty() {
        println!("{USAGE}");
        return Ok(());
    }
    let command = args.remove(0);
    let shell = Shell::open()?;
    match command.as_str() {
        "run" => demo::run(&shell, &args),
        "test" => test::run(&shell, &args),
        "ci" => ci::run(shell),
        "bench" => bench::run(&shell, args.first().map(String::as_str)),
        "tidy" => tidy::run(&shell),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("no command '{other}'; the commands are:\n{USAGE}"),
    }
}

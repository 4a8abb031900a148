//! `cargo xtask run`: from a fresh checkout to January 2019's ranking.
//!
//! The archive of the national network is read where it lies beside the workspace; without it, days that
//! are simulated, and shown as such, take its place. Imports are idempotent, so a second run is quick.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::Shell;
use crate::tools;

const DATA: &str = "../shared/data/cnemc_city_hourly";
const FILES: &[&str] = &[
    "national_366_hourly_201812.csv.gz",
    "national_366_hourly_201901.csv.gz",
    "national_366_hourly_201902.csv.gz",
];
/// Both the archive's files and the simulated days cover this month.
const PERIOD: &str = "2019-01";
/// The cities of Shanxi, then the 168 of the national ranking.
const SETS: &[&str] = &["shanxi11", "key168"];

#[derive(Debug, Default, PartialEq)]
struct Options {
    data: Option<PathBuf>,
    /// Words for lantian, which then take the place of the demonstration.
    lantian: Vec<String>,
}

/// Checks the tools, builds lantian, and shows the ranking or runs the words after `--`.
pub(crate) fn run(shell: &Shell, args: &[String]) -> Result<()> {
    let options = options(args)?;
    tools::ensure(shell)?;
    println!("构建 / building (the first build takes a while: see CONTRIBUTING.md)");
    shell.run(&mut shell.cargo(["build", "--locked", "-p", "lantian"]))?;
    let folder = shell.root.join(options.data.unwrap_or_else(|| DATA.into()));
    let files: Vec<PathBuf> = FILES
        .iter()
        .map(|name| folder.join(name))
        .filter(|path| path.exists())
        .collect();
    let lake = if files.is_empty() {
        "lantian-demo/lake-simulated"
    } else {
        "lantian-demo/lake"
    };
    let lake = shell.target.join(lake);
    if !options.lantian.is_empty() {
        return shell.run(lantian(shell, &lake).args(options.lantian));
    }
    if files.is_empty() {
        println!(
            "没有实测数据({DATA} 不存在),改用模拟数据 / no measured data there, simulated days instead"
        );
        shell.run(lantian(shell, &lake).args(["import", "--simulated"]))?;
    } else {
        shell.run(lantian(shell, &lake).arg("import").args(&files))?;
    }
    for set in SETS {
        shell.run(lantian(shell, &lake).args(["rank", "--set", set, "--period", PERIOD]))?;
    }
    println!("{}", next_steps());
    Ok(())
}

fn options(args: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--data" => {
                let folder = words.next().context("--data needs a folder after it")?;
                options.data = Some(PathBuf::from(folder));
            }
            "--" => options.lantian.extend(words.by_ref().cloned()),
            other => bail!("'{other}' is not an option of run; words for lantian go after '--'"),
        }
    }
    Ok(options)
}

fn lantian(shell: &Shell, lake: &PathBuf) -> Command {
    let binary = format!("debug/lantian{}", std::env::consts::EXE_SUFFIX);
    let mut command = shell.program(shell.target.join(binary));
    command.arg("--lake").arg(lake);
    command
}

fn next_steps() -> String {
    format!(
        "
接下来可以试试 / three things to try:
  1. 看二月的排名 / February's ranking
     cargo xtask run -- rank --set shanxi11 --period 2019-02
  2. 看全部命令 / every command
     cargo xtask run -- --help
  3. 换成自己的数据 / your own folder of the same archive, ranked for {PERIOD}
     cargo xtask run --data DIR"
    )
}

#[cfg(test)]
mod tests {
    use super::{Options, options};

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn words_after_the_dashes_are_for_lantian() {
        let found = options(&words("--data there -- rank --set key168")).unwrap();
        let expected = Options {
            data: Some("there".into()),
            lantian: words("rank --set key168"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(options(&words("rank")).is_err());
        assert!(options(&words("--data")).is_err());
    }
}

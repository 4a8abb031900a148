//! `cargo xtask run`: from a fresh checkout to the portal with a ready example.
//!
//! The archives that lie beside the workspace are taken in; without them, days that are simulated, and shown as
//! such, take their place. Imports are idempotent, so a second run starts at once.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::Shell;
use crate::{tools, web};

const DATA: &str = "../shared/data";
/// Archives of the air: hours of the cities of 2018-12 to 2020-01, days of 2013 to 2017, a week of Shanxi's stations.
const AIR: &[&str] = &[
    "cnemc_city_hourly/national_366_hourly_",
    "aqistudy_daily/china_cities_daily_",
    "shanxi_station_hourly_202004/",
];
/// Registers: boundaries, stations, power units, mines, steel works.
const REGISTER: &[&str] = &[
    "shanxi_boundaries/shanxi_province_tianditu.geojson",
    "shanxi_boundaries/shanxi_city_tianditu.geojson",
    "shanxi_boundaries/shanxi_district_tianditu.geojson",
    "station_lists/knowair_station_info.csv",
    "gem_trackers/gcpt_shanxi_units",
    "gem_trackers/gcmt_shanxi_mines",
    "gem_trackers/gist_shanxi_units",
];
/// The plan is evaluated as of this day, with the facts of 2016 in place of those of 2025.
const EXAMPLE: [&str; 4] = ["--example", "2025-11-23", "--replay", "2016=2025"];

#[derive(Debug, Default, PartialEq)]
struct Options {
    data: Option<PathBuf>,
    /// Words for lantian, which then take the place of the demonstration.
    lantian: Vec<String>,
}

/// Checks the tools, builds, fills the example, and starts the portal or runs the words after `--`.
pub(crate) fn run(shell: &Shell, args: &[String]) -> Result<()> {
    let options = options(args)?;
    tools::ensure(shell)?;
    web::build(shell)?;
    println!("构建 / building (the first build takes a while: see CONTRIBUTING.md)");
    shell.run(&mut shell.cargo(["build", "--locked", "-p", "lantian"]))?;
    let data = shell.root.join(options.data.unwrap_or_else(|| DATA.into()));
    let (air, register) = (found(&data, AIR), found(&data, REGISTER));
    let lake = if air.is_empty() {
        "lantian-demo/simulated/lake"
    } else {
        "lantian-demo/real/lake"
    };
    let lake = shell.target.join(lake);
    if !options.lantian.is_empty() {
        return shell.run(lantian(shell, &lake).args(options.lantian));
    }
    if air.is_empty() {
        println!(
            "没有实测数据({DATA} 不存在),改用模拟数据 / no measured data there, simulated days instead"
        );
        shell.run(lantian(shell, &lake).args(["import", "--simulated"]))?;
    } else {
        shell.run(lantian(shell, &lake).args(["--quiet", "import"]).args(&air))?;
    }
    if !register.is_empty() {
        let said = [
            "register",
            "import",
            "--who",
            "xtask",
            "--why",
            "示例 / example",
        ];
        shell.run(lantian(shell, &lake).args(said).args(&register))?;
    }
    println!("{}", next_steps());
    let mut serve = lantian(shell, &lake);
    serve.arg("serve");
    if !air.is_empty() {
        serve.args(EXAMPLE);
    }
    shell.run(&mut serve)
}

/// The files of a folder that begin so.
fn found(data: &std::path::Path, beginnings: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for beginning in beginnings {
        let (folder, start) = beginning.rsplit_once('/').unwrap_or(("", beginning));
        let entries = std::fs::read_dir(data.join(folder))
            .into_iter()
            .flatten()
            .flatten();
        let known = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(start)
                && [".csv", ".gz", ".geojson"]
                    .iter()
                    .any(|end| name.ends_with(end))
        };
        let mut here: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(known).collect();
        here.sort();
        files.extend(here);
    }
    files
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
    "
接下来可以试试 / three things to try, in the page at the address below:
  1. 今日:地图、排名、最近72小时;点一个城市 / Today: map, ranking, the last 72 hours; click a city
  2. 方案:38条的状态;点开一条,再点一个数,看它的来历 / Plan: open a clause, then a figure: its proof opens
  3. 用下面的一次性密码登录,看台账、污染源、填报 / sign in with the one-time password for registers, sources, reporting
其他命令 / other commands: cargo xtask run -- --help
"
    .to_owned()
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

//! `telemetry decode`: the frames of files taken apart, one by one, with all that lies between them.
//!
//! JSON is one object a line. `verdict` is `good`, `bad`, or `skipped` for bytes that belong to no frame; `offset` and
//! `bytes` say where they stand, and together the objects of a file cover it, line ends of HJ 212 excepted. Passwords
//! are `***` unless they are asked for. Nothing is stored, and no encrypted content is opened.

mod input;
mod shown;
mod hj212;
mod vehicle;
mod people;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use wire::hj212::Profile;
use wire::vehicle::Protocol as Vehicle;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{self, Format, Report};

use input::Stream;
use shown::Shown;

/// Options of `telemetry decode`.
#[derive(Debug, Args)]
pub(crate) struct DecodeArgs {
    /// 报文文件，原文或十六进制；“-”为标准输入 / files of frames, raw or hexadecimal; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 协议（默认自动识别）/ protocol [default: found out from the bytes]
    #[arg(long, value_enum)]
    protocol: Option<Protocol>,
    /// HJ 212 解析方案 / codec profile of HJ 212
    #[arg(long, value_name = "NAME", default_value = "any")]
    profile: String,
    /// 显示密码 / show passwords
    #[arg(long)]
    show_passwords: bool,
}

/// A protocol that frames are read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Protocol {
    /// 固定源 HJ 212 / fixed sources, HJ 212
    Hj212,
    /// 重型车 GB 17691、HJ 1239 / heavy-duty vehicles, GB 17691 and HJ 1239
    Gb17691,
    /// 电动汽车 GB/T 32960 / electric vehicles, GB/T 32960
    Gb32960,
}

/// How frames are read and shown.
struct Manner {
    profile: Profile,
    show_passwords: bool,
}

/// What stands in the place of a password.
const HIDDEN: &str = "***";

/// Runs the command; JSON is written as it is, the other forms as a report.
pub(super) fn run(context: &Context, args: &DecodeArgs) -> Result<Option<Report>, Failure> {
    let profile = Profile::named(&args.profile).ok_or_else(|| {
        let names: Vec<&str> = Profile::all().iter().map(|profile| profile.id).collect();
        Failure::new(Kind::User, "failure-decode-profile")
            .with("name", &args.profile)
            .with("names", names.join(", "))
    })?;
    let manner = Manner {
        profile,
        show_passwords: args.show_passwords,
    };
    let mut shown = Vec::new();
    for file in &args.files {
        for stream in input::streams(file)? {
            shown.extend(decoded(&stream, args.protocol, &manner));
        }
    }
    match context.format {
        Format::Json => output::write(context, &lines(&shown)?).map(|()| None),
        Format::Table => Ok(Some(people::pages(context, &shown))),
        Format::Csv | Format::Parquet => Ok(Some(people::rows(context, &shown))),
    }
}

/// The pieces of a stream by the protocol asked for, or by the one its first start tells.
fn decoded(stream: &Stream, protocol: Option<Protocol>, manner: &Manner) -> Vec<Shown> {
    match protocol {
        Some(Protocol::Gb17691) => vehicle::pieces(stream, Some(Vehicle::Gb17691), manner),
        Some(Protocol::Gb32960) => vehicle::pieces(stream, Some(Vehicle::Gb32960), manner),
        None if input::is_of_vehicles(&stream.bytes) => vehicle::pieces(stream, None, manner),
        Some(Protocol::Hj212) | None => hj212::pieces(stream, manner),
    }
}

/// One JSON object a line.
fn lines(shown: &[Shown]) -> Result<String, Failure> {
    let mut text = String::new();
    for one in shown {
        text += &serde_json::to_string(one).map_err(|e| Failure::internal(&e))?;
        text.push('\n');
    }
    Ok(text)
}

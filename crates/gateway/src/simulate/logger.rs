//! What a data logger makes of a request: whether it will (9011), what it uploads, how it went (9012).

use jiff::civil::DateTime;
use wire::hj212::Frame;

use super::calendar::seconds;
use super::content::push_time;
use super::plan::Kind;

/// The most frames that are sent again on one request.
const MOST: usize = 2_000;
/// QnRtn of HJ 212-2017 table 6.
const READY: u16 = 1;
const WRONG_PASSWORD: u16 = 3;
const WRONG_DEVICE: u16 = 4;
const UNKNOWN_COMMAND: u16 = 8;
/// ExeRtn of HJ 212-2017 table 7.
const DONE: u16 = 1;
const NO_DATA: u16 = 100;

/// A request as it came.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) key: String,
    pub(super) command: u16,
    pub(super) password: Option<String>,
    pub(super) device: Option<String>,
    content: Vec<(String, String)>,
}

/// What is done about it, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Deed {
    /// QnRtn.
    pub(super) answer: Option<u16>,
    /// Whether a notice is answered.
    pub(super) notice: bool,
    /// Content that is uploaded.
    pub(super) content: Option<String>,
    /// Data that are sent again, by DataTime.
    pub(super) data: Option<(Kind, Vec<i64>)>,
    /// ExeRtn.
    pub(super) result: Option<u16>,
    /// The password from then on.
    pub(super) password: Option<String>,
    /// An interval from then on.
    pub(super) interval: Option<(Kind, i64)>,
    /// Whether real-time data are sent from then on.
    pub(super) real_time: Option<bool>,
}

impl Ask {
    /// The request that a frame is.
    pub(super) fn of(frame: &Frame<'_>, key: &str, command: u16) -> Self {
        let content = frame
            .items()
            .map(|item| (item.name.to_owned(), item.value.to_owned()));
        Self {
            key: key.to_owned(),
            command,
            password: frame.password.map(str::to_owned),
            device: frame.device.map(str::to_owned),
            content: content.collect(),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.content.iter().find(|(each, _)| each == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The values of `DataTime` of a kind between BeginTime and EndTime.
    fn times(&self, step: i64) -> Vec<i64> {
        let moment = |name| self.get(name).and_then(parse).map(seconds);
        let (Some(begin), Some(end)) = (moment("BeginTime"), moment("EndTime")) else {
            return Vec::new();
        };
        let first =
            begin.div_euclid(step) * step + if begin.rem_euclid(step) == 0 { 0 } else { step };
        (0..)
            .map(|count| first + count * step)
            .take_while(|time| *time <= end)
            .take(MOST)
            .collect()
    }
}

/// What a logger does about a request.
pub(super) fn plan(ask: &Ask, password: bool, device: bool, clock: DateTime) -> Deed {
    let refuse = |answer| Deed {
        answer: Some(answer),
        ..Deed::default()
    };
    if !device {
        return refuse(WRONG_DEVICE);
    }
    if !password {
        return refuse(WRONG_PASSWORD);
    }
    let done = Deed {
        answer: Some(READY),
        result: Some(DONE),
        ..Deed::default()
    };
    let upload = |content: String| Deed {
        content: Some(content),
        ..done.clone()
    };
    match ask.command {
        1000 | 1012 | 2021 | 3011..=3014 | 3016 | 3021 => done,
        1011 => upload(format!("SystemTime={}", text(clock))),
        1061 => upload("RtdInterval=30".to_owned()),
        1063 => upload("MinInterval=10".to_owned()),
        1062 | 1064 => Deed {
            interval: interval(ask),
            ..done
        },
        1072 => Deed {
            password: ask.get("NewPW").map(str::to_owned),
            ..done
        },
        2011 => Deed {
            real_time: Some(true),
            ..done
        },
        2012 | 2022 => Deed {
            notice: true,
            real_time: (ask.command == 2012).then_some(false),
            ..Deed::default()
        },
        2031 => again(ask, Kind::Day, 86_400, done),
        2051 => again(ask, Kind::Minute, 600, done),
        2061 => again(ask, Kind::Hour, 3_600, done),
        3015 => upload(format!("DataTime={};VaseNo=1", text(clock))),
        3017..=3020 => match ask.get("PolId") {
            Some(factor) => upload(format!("PolId={factor},{}", reading(ask.command, factor))),
            None => done,
        },
        _ => refuse(UNKNOWN_COMMAND),
    }
}

fn again(ask: &Ask, kind: Kind, step: i64, done: Deed) -> Deed {
    let times = ask.times(step);
    let result = if times.is_empty() { NO_DATA } else { DONE };
    Deed {
        data: Some((kind, times)),
        result: Some(result),
        ..done
    }
}

fn interval(ask: &Ask) -> Option<(Kind, i64)> {
    let number = |name| ask.get(name).and_then(|value| value.parse::<i64>().ok());
    number("RtdInterval")
        .map(|seconds| (Kind::RealTime, seconds))
        .or_else(|| number("MinInterval").map(|minutes| (Kind::Minute, 60 * minutes)))
}

fn reading(command: u16, factor: &str) -> String {
    match command {
        3017 => "CstartTime=000000,Ctime=2".to_owned(),
        3018 => "Stime=5".to_owned(),
        3019 => format!("{factor}-SN=010000A8900016F000169DC0"),
        _ => "i12001-Info=0".to_owned(),
    }
}

fn text(time: DateTime) -> String {
    let mut out = Vec::with_capacity(14);
    push_time(&mut out, time);
    String::from_utf8(out).unwrap_or_default()
}

fn parse(text: &str) -> Option<DateTime> {
    DateTime::strptime("%Y%m%d%H%M%S", text).ok()
}

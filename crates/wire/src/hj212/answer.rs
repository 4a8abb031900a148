//! The answers 9011 to 9014 (HJ 212-2017 §6.5, Tables 6, 7 and 9): of the site to a request and on its end,
//! of either to a notice or to data. Whether one is due is the conversation's matter.

use super::body::Body;
use super::crc::Crc;
use super::header::{Edition, Flag, Frame};
use super::message::Message;

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// 9011: whether a request will be executed, `QnRtn`.
    Request(u16),
    /// 9012: what became of a request, `ExeRtn`.
    Execution(u16),
    /// 9013: a notice has come.
    Notice,
    /// 9014: data have come.
    Data,
}

/// The command of an answer to a request.
pub const REQUEST: u16 = 9011;
/// The command of the result of a request.
pub const EXECUTION: u16 = 9012;
/// The command of an answer to a notice.
pub const NOTICE: u16 = 9013;
/// The command of an answer to data.
pub const DATA: u16 = 9014;

/// The system of messages about the exchange itself (Table 5).
const EXCHANGE: &str = "91";
/// `QnRtn` of a request that will be executed (Table 6).
pub const READY: u16 = 1;
/// `ExeRtn` of a request that was executed (Table 7).
pub const DONE: u16 = 1;

impl Answer {
    /// Its command.
    pub fn command(self) -> u16 {
        match self {
            Self::Request(_) => REQUEST,
            Self::Execution(_) => EXECUTION,
            Self::Notice => NOTICE,
            Self::Data => DATA,
        }
    }

    /// The answer to a message: its QN, MN and PW, its edition, and the check word by the rule given.
    ///
    /// A message of 2005 is answered in the form of 2005, which carries the QN in the content.
    pub fn reply(self, to: &Frame<'_>, crc: Crc) -> Message {
        let edition = to.edition();
        let old = edition == Edition::V2005;
        let mut body = Body::new();
        if let (true, Some(qn)) = (old, to.qn) {
            body = body.parameter("QN", qn);
        }
        body = match self {
            Self::Request(result) => body.parameter("QnRtn", result),
            Self::Execution(result) => body.parameter("ExeRtn", result),
            Self::Notice | Self::Data => body,
        };
        Message {
            qn: to.qn.filter(|_| !old).map(str::to_owned),
            flag: Flag {
                version: edition,
                answer: false,
                split: false,
            },
            content: body.finish(),
            crc,
            ..Message::new(
                edition,
                self.command(),
                EXCHANGE,
                to.device.unwrap_or_default(),
                to.password.unwrap_or_default(),
            )
        }
    }

    /// The answer that a frame is, if it is one.
    pub fn of(frame: &Frame<'_>) -> Option<Self> {
        let result = |name| frame.content.get(name)?.parse().ok();
        match frame.command? {
            REQUEST => result("QnRtn").map(Self::Request),
            EXECUTION => result("ExeRtn").map(Self::Execution),
            NOTICE => Some(Self::Notice),
            DATA => Some(Self::Data),
            _ => None,
        }
    }

    /// The QN of the message that a frame answers; in the form of 2005 it stands in the content.
    pub fn answered<'a>(frame: &Frame<'a>) -> Option<&'a str> {
        frame.content.get("QN").or(frame.qn)
    }
}

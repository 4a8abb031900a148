//! What became of a request.

use serde::Serialize;
use wire::hj212::Answer;
use wire::hj212::answer::{DONE, READY};

use super::exchange::Heard;

/// Uploads that are shown to the one who asked; all of them are in the inbox.
const SHOWN: usize = 1_000;

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// MN.
    pub device: String,
    /// CN of the request.
    pub command: u16,
    /// QN of the exchange.
    pub exchange: String,
    /// How often the request was sent.
    pub sent: u16,
    /// QnRtn of 9011.
    pub answer: Option<u16>,
    /// ExeRtn of 9012.
    pub result: Option<u16>,
    /// How many frames were uploaded in between.
    pub uploaded: u64,
    /// The first of them, as they came.
    pub uploads: Vec<String>,
    /// How it ended.
    pub end: End,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It was executed.
    Executed,
    /// A notice was answered.
    Noticed,
    /// The device will not.
    Refused,
    /// The device tried and failed.
    Failed,
    /// The device answered and then fell silent.
    Unfinished,
    /// The device did not answer.
    Unanswered,
}

impl End {
    /// Its name in metrics.
    pub fn id(self) -> &'static str {
        match self {
            Self::Executed => "executed",
            Self::Noticed => "noticed",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unfinished => "unfinished",
            Self::Unanswered => "unanswered",
        }
    }
}

impl Outcome {
    /// That of a request which is not sent yet.
    pub(super) fn new(device: &str, command: u16, exchange: String) -> Self {
        Self {
            device: device.to_owned(),
            command,
            exchange,
            sent: 0,
            answer: None,
            result: None,
            uploaded: 0,
            uploads: Vec::new(),
            end: End::Unanswered,
        }
    }

    /// Takes a frame of the device; whether it belongs to the exchange.
    pub(super) fn take(&mut self, heard: &Heard) -> bool {
        let named = heard.exchange.as_deref() == Some(self.exchange.as_str());
        match (heard.answer, heard.command) {
            (Some(Answer::Request(result)), _) if named => {
                self.answer = Some(result);
                let ready = result == READY;
                self.end = if ready { End::Unfinished } else { End::Refused };
            }
            (Some(Answer::Execution(result)), _) if named => {
                self.result = Some(result);
                let done = result == DONE;
                self.end = if done { End::Executed } else { End::Failed };
            }
            (Some(Answer::Notice), _) if named => self.end = End::Noticed,
            (None, command) if command == self.command && self.answer.is_some() => {
                self.uploaded += 1;
                if self.uploads.len() < SHOWN {
                    let text = String::from_utf8_lossy(&heard.raw);
                    self.uploads.push(text.trim_end().to_owned());
                }
            }
            _ => return false,
        }
        true
    }
}

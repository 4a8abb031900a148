//! The commands (CN), of all three editions: what each is when the host or the site sends it.

use super::header::Edition;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its number.
    pub code: u16,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The editions that have it.
    pub editions: &'static [Edition],
    /// What it is when the host sends it.
    pub host: Option<Act>,
    /// What it is when the site sends it.
    pub site: Option<Act>,
    /// Whether a person has still to confirm it by the text of the standard.
    pub assumed: bool,
}

/// What a message does in an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Asks; answered by 9011, and 9012 when done.
    Request,
    /// Brings data; answered by 9014 where Flag asks for it.
    Upload,
    /// Tells; answered by 9013.
    Notice,
    /// Answers.
    Answer,
}

impl Act {
    /// Its name in tables and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Upload => "upload",
            Self::Notice => "notice",
            Self::Answer => "answer",
        }
    }
}

/// The command of a number.
pub fn find(code: u16) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.code == code)
}

/// Every command.
pub fn all() -> &'static [Command] {
    COMMANDS
}

include!(concat!(env!("OUT_DIR"), "/hj212_commands.rs"));

//! Names of the codes that HJ 212 lists besides factors and commands: systems, marks, results, processes,
//! information, states. What a code means for a value is not known here.

/// A code and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as the wire writes it.
    pub code: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Whether a person has still to confirm it by the text of the standard.
    pub assumed: bool,
}

/// The name of a system (ST).
pub fn system(code: &str) -> Option<&'static Code> {
    find(SYSTEMS, code)
}

/// The name of a data mark.
pub fn mark(code: &str) -> Option<&'static Code> {
    find(MARKS, code)
}

/// The name of a result of a request (`QnRtn`).
pub fn request_result(code: &str) -> Option<&'static Code> {
    find(REQUEST_RESULTS, code)
}

/// The name of a result of execution (`ExeRtn`).
pub fn execution_result(code: &str) -> Option<&'static Code> {
    find(EXECUTION_RESULTS, code)
}

/// The name of a code of the treatment process; the two digits of the device may follow it.
pub fn process(code: &str) -> Option<&'static Code> {
    find(PROCESS, code.get(..4)?)
}

/// The name of a code of information.
pub fn information(code: &str) -> Option<&'static Code> {
    find(INFORMATION, code)
}

/// The name of a state: of a piece of equipment (`RS`), an instrument (`i12001`) or the logger (`i22001`).
pub fn state(of: &str, value: &str) -> Option<&'static Code> {
    STATES.iter().find(|code| {
        code.code
            .split_once('=')
            .is_some_and(|(named, stands)| named == of && stands == value)
    })
}

/// Every system.
pub fn systems() -> &'static [Code] {
    SYSTEMS
}

/// Every data mark.
pub fn marks() -> &'static [Code] {
    MARKS
}

include!(concat!(env!("OUT_DIR"), "/hj212_codes.rs"));

fn find(table: &'static [Code], code: &str) -> Option<&'static Code> {
    table.iter().find(|row| row.code == code)
}

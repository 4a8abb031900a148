//! How long the host waits and how often it asks again (HJ 212-2017 table 1; the figures are in `data/`).

use std::sync::LazyLock;
use std::time::Duration;

use serde::Deserialize;

static LINKS: LazyLock<Links> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/dialogue.json"))
        .expect("the table is part of the program and a test reads it")
});

/// Times of requests to devices.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timing {
    /// By which kind of link devices are reached: `wireless` or `adsl`; it gives the next two where they are not set.
    pub link: String,
    /// How long to wait for the answer to a request.
    pub timeout_s: Option<u16>,
    /// How often a request without an answer is sent again.
    pub retries: Option<u16>,
    /// How long a device may be silent between its answer and the result of execution.
    pub execution_s: u16,
    /// What a device is told when it appears; none: nothing.
    pub start_up: Option<StartUp>,
}

/// What a device is told when it appears, in the order of HJ 212-2017 §6.7.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartUp {
    /// Whether its clock is set.
    pub set_time: bool,
    /// Seconds between real-time frames.
    #[serde(default)]
    pub real_time_interval_s: Option<u16>,
    /// Minutes of a minute frame.
    #[serde(default)]
    pub minute_interval_min: Option<u16>,
    /// Whether it sends real-time frames.
    #[serde(default)]
    pub real_time: Option<bool>,
    /// Whether it sends the states of equipment.
    #[serde(default)]
    pub states: Option<bool>,
}

#[derive(Deserialize)]
struct Links {
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    id: String,
    timeout_s: u16,
    retries: u16,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            link: "wireless".to_owned(),
            timeout_s: None,
            retries: None,
            execution_s: 60,
            start_up: None,
        }
    }
}

impl Timing {
    /// Whether the kind of link is one of the table.
    pub fn is_known(&self) -> bool {
        self.row().is_some()
    }

    /// Seconds to wait for the answer to a request.
    pub(crate) fn timeout(&self) -> u16 {
        self.timeout_s
            .or_else(|| self.row().map(|link| link.timeout_s))
            .unwrap_or(self.execution_s)
    }

    /// How often a request without an answer is sent again.
    pub(crate) fn retries(&self) -> u16 {
        self.retries
            .or_else(|| self.row().map(|link| link.retries))
            .unwrap_or(0)
    }

    /// How long a device may be silent before the result.
    pub(crate) fn execution(&self) -> Duration {
        Duration::from_secs(self.execution_s.into())
    }

    fn row(&self) -> Option<&'static Link> {
        LINKS.links.iter().find(|link| link.id == self.link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_settings_the_table_holds() {
        let wireless = Timing::default();
        assert_eq!((wireless.timeout(), wireless.retries()), (10, 3));
        let adsl = Timing {
            link: "adsl".to_owned(),
            retries: Some(1),
            ..Timing::default()
        };
        assert_eq!((adsl.timeout(), adsl.retries()), (5, 1));
    }
}

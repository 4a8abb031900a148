//! A sign on the terminal that work goes on. Nothing is shown to a file or a pipe.

use std::io::{IsTerminal as _, stderr};
use std::time::Duration;

use indicatif::ProgressBar;

/// A spinner that goes when it is dropped.
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts a spinner, unless nobody watches.
    pub fn start(quiet: bool, message: String) -> Self {
        let bar = if quiet || !stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new_spinner()
        };
        bar.set_message(message);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Says what it is at now.
    pub fn at(&self, message: String) {
        self.0.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

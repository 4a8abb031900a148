//! What is simulated: how many devices, what they send, how fast, and what goes wrong.

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::DateTime;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;

use crate::device::{Device, Secret};
use crate::entry::Channel;

/// A plan of simulated devices.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Host and port of a gateway's HJ 212 listener.
    pub address: String,
    /// Host and port of a gateway's listener for vehicles.
    pub vehicle_address: Option<String>,
    /// How many monitors.
    pub devices: u32,
    /// How many vehicles.
    pub vehicles: u32,
    /// The number that everything random follows from.
    pub seed: u64,
    /// The password of every monitor.
    pub password: String,
    /// The kinds of frames that monitors send.
    pub kinds: Vec<Kind>,
    /// Seconds between real-time frames.
    pub real_time_interval_s: u32,
    /// Minutes of a minute frame.
    pub minute_interval_min: u32,
    /// How fast simulated time goes.
    pub pace: Pace,
    /// Civil time at which the devices begin.
    pub start: DateTime,
    /// How many frames each device sends; none: until stopped.
    pub frames: Option<u64>,
    /// How long it goes on; none: until all frames are sent or it is stopped.
    pub duration: Option<Duration>,
    /// How many frames of one device may be without acknowledgement.
    pub window: usize,
    /// After so long without acknowledgement a frame is sent again.
    pub timeout: Duration,
    /// What goes wrong.
    pub faults: Faults,
    /// Where the ledger is written.
    pub ledger: Option<PathBuf>,
}

/// How fast simulated time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the clock on the wall; devices are spread over each interval.
    Real,
    /// As fast as acknowledgements come.
    Fast,
}

/// A kind of frame of a monitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// CN 2011.
    RealTime,
    /// CN 2051.
    Minute,
    /// CN 2061.
    Hour,
    /// CN 2031.
    Day,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RealTime, Self::Minute, Self::Hour, Self::Day];

    /// Its CN.
    pub fn command(self) -> u16 {
        match self {
            Self::RealTime => 2011,
            Self::Minute => 2051,
            Self::Hour => 2061,
            Self::Day => 2031,
        }
    }
}

/// What goes wrong, as the share of frames (of devices for `drift`) that it befalls.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Bytes that are no frame come before it.
    pub garbage: f64,
    /// It is sent twice.
    pub duplicate: f64,
    /// It is sent after the next one.
    pub out_of_order: f64,
    /// The clock of the device is up to an hour off.
    pub drift: f64,
    /// The connection is left open and forgotten, and another one is used.
    pub half_open: f64,
    /// It is written in pieces with pauses.
    pub slow: f64,
    /// Only a part of it is written.
    pub cut: f64,
}

impl Plan {
    /// A plan with one monitor that sends minute frames as fast as they are acknowledged.
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            vehicle_address: None,
            devices: 1,
            vehicles: 0,
            seed: 0,
            password: "123456".to_owned(),
            kinds: vec![Kind::Minute],
            real_time_interval_s: 30,
            minute_interval_min: 10,
            pace: Pace::Fast,
            start: DateTime::constant(2026, 1, 1, 0, 0, 0, 0),
            frames: None,
            duration: None,
            window: 16,
            timeout: Duration::from_secs(10),
            faults: Faults::default(),
            ledger: None,
        }
    }

    /// The register of the simulated devices, so that a gateway may know them.
    pub fn register(&self) -> Vec<Device> {
        let monitors = (0..self.devices).map(|number| Device {
            id: monitor_id(self.seed, number),
            password: Some(Secret::new(self.password.clone())),
            key: None,
            profile: "standard".to_owned(),
            clock_offset_s: 0,
        });
        let vehicles = (0..self.vehicles).map(|number| Device {
            id: vehicle_id(self.seed, number),
            password: None,
            key: None,
            profile: "standard".to_owned(),
            clock_offset_s: 0,
        });
        monitors.chain(vehicles).collect()
    }
}

/// The MN of a simulated monitor: 24 hexadecimal digits.
pub fn monitor_id(seed: u64, number: u32) -> String {
    let mut drawn = draw(seed, number, Channel::Hj212);
    format!("{:016X}{number:08X}", drawn.next_u64())
}

/// The VIN of a simulated vehicle: 17 characters.
pub fn vehicle_id(seed: u64, number: u32) -> String {
    let mut drawn = draw(seed, number, Channel::Gb17691);
    format!("LSIM{:05X}{number:08X}", drawn.next_u64() & 0xF_FFFF)
}

/// What is random about one device.
pub(super) fn draw(seed: u64, number: u32, channel: Channel) -> Pcg64 {
    let stream = u64::from(number) << 8 | channel as u64;
    Pcg64::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ stream)
}

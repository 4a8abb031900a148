//! One simulated device and its connection: a window of frames without acknowledgement, faults, and the same
//! frame again after a timeout or on a new connection.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::ledger::{Ledger, Line};
use super::plan::{Pace, Plan};
use super::report::Tally;
use super::voice::{Frame, Heard, Key, Voice};

/// The first pause before another connection, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));
/// So long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// Connections that may be left open and forgotten.
const FORGOTTEN: usize = 4;
/// Bytes that are written before answers are looked for.
const BURST: usize = 32 * 1024;
/// A slow writer pauses so long between pieces of so many bytes.
const SLOW: (Duration, usize) = (Duration::from_millis(20), 97);

thread_local! {
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; 16 * 1024].into_boxed_slice());
}

/// A simulated device.
pub(super) struct Simulated<V> {
    plan: Arc<Plan>,
    voice: V,
    ledger: Option<Arc<Ledger>>,
    tally: Tally,
    begun: Instant,
    window: VecDeque<Flight>,
    held: Option<Vec<u8>>,
    out: Vec<u8>,
    made: u64,
    forgotten: Vec<TcpStream>,
}

struct Flight {
    frame: Frame,
    sent_at: i64,
    first: Instant,
    last: Instant,
}

/// What happens to the connection after frames were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Write,
    WriteSlowly,
    Forget,
}

impl<V: Voice> Simulated<V> {
    pub(super) fn new(plan: Arc<Plan>, voice: V, ledger: Option<Arc<Ledger>>) -> Self {
        Self {
            plan,
            voice,
            ledger,
            tally: Tally::default(),
            begun: Instant::now(),
            window: VecDeque::new(),
            held: None,
            out: Vec::new(),
            made: 0,
            forgotten: Vec::new(),
        }
    }

    /// Speaks until everything is acknowledged, or it is over and patience has run out.
    pub(super) async fn run(mut self, address: String, mut over: watch::Receiver<bool>) -> Tally {
        let patience = self.plan.timeout;
        let mut closing = over.clone();
        let closed = async move {
            let _ = closing.wait_for(|over| *over).await;
            sleep(patience).await;
        };
        tokio::select! {
            () = closed => {}
            () = self.speak(&address, &mut over) => {}
        }
        while let Some(flight) = self.window.pop_front() {
            self.write_line(&flight, None);
        }
        self.tally
    }

    async fn speak(&mut self, address: &str, over: &mut watch::Receiver<bool>) {
        let mut pause = PAUSES.0;
        while !self.is_done(over) {
            if let Ok(Ok(stream)) = timeout(CONNECT, TcpStream::connect(address)).await {
                self.tally.connections += 1;
                let acked = self.tally.acked;
                self.converse(stream, over).await;
                if self.tally.acked > acked {
                    pause = PAUSES.0;
                }
                if self.is_done(over) {
                    return;
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    fn is_done(&self, over: &watch::Receiver<bool>) -> bool {
        let all = self.plan.frames.is_some_and(|frames| self.made >= frames);
        (all || *over.borrow()) && self.window.is_empty()
    }

    async fn converse(&mut self, mut stream: TcpStream, over: &mut watch::Receiver<bool>) {
        let _ = stream.set_nodelay(true);
        self.out.clear();
        self.send_again(|_| true);
        loop {
            let way = self.make(*over.borrow());
            if self.write(&mut stream, way).await.is_err() {
                return;
            }
            if way == Way::Forget {
                self.forgotten.truncate(FORGOTTEN - 1);
                self.forgotten.push(stream);
                return;
            }
            if self.is_done(over) {
                let _ = stream.shutdown().await;
                return;
            }
            let wake = self.wake(*over.borrow());
            tokio::select! {
                heard = read(&stream, &mut self.voice) => match heard {
                    Some(heard) => self.take(heard),
                    None => return,
                },
                () = sleep_until(wake) => self.send_late(),
                _ = over.changed() => {}
            }
        }
    }

    /// Makes the frames that are due and fit into the window, with their faults.
    fn make(&mut self, over: bool) -> Way {
        let mut way = Way::Write;
        if over {
            return way;
        }
        let now = Instant::now();
        let sent_at = Timestamp::now().as_microsecond();
        while self.may_make(now) && self.out.len() < BURST {
            let Some(frame) = self.voice.next() else {
                break;
            };
            self.made += 1;
            self.tally.frames += 1;
            self.tally.bytes += frame.bytes.len() as u64;
            way = self.commit(&frame.bytes, way);
            self.window.push_back(Flight {
                frame,
                sent_at,
                first: now,
                last: now,
            });
            if way == Way::Forget {
                break;
            }
        }
        if let Some(held) = self.held.take() {
            self.out.extend_from_slice(&held);
        }
        way
    }

    fn may_make(&self, now: Instant) -> bool {
        let more = self.plan.frames.is_none_or(|frames| self.made < frames);
        let due = || self.plan.pace == Pace::Fast || self.due().is_some_and(|due| due <= now);
        more && self.window.len() < self.plan.window.max(1) && due()
    }

    fn due(&self) -> Option<Instant> {
        let seconds = self.voice.due()?;
        Some(self.begun + Duration::try_from_secs_f64(seconds).unwrap_or_default())
    }

    /// Puts a frame on its way, or what a fault makes of it.
    fn commit(&mut self, bytes: &[u8], way: Way) -> Way {
        let faults = self.plan.faults;
        if self.befalls(faults.garbage) {
            let length = self.voice.chance() % 200 + 1;
            for _ in 0..length {
                self.out.push(self.voice.chance().to_le_bytes()[3]);
            }
        }
        if self.befalls(faults.out_of_order) && self.held.is_none() {
            self.held = Some(bytes.to_vec());
            return way;
        }
        if self.befalls(faults.cut) {
            let drawn = self.voice.chance() % bytes.len().max(1) as u64;
            let length = usize::try_from(drawn).unwrap_or_default();
            self.out.extend_from_slice(&bytes[..length]);
        } else {
            self.out.extend_from_slice(bytes);
        }
        if self.befalls(faults.duplicate) {
            self.out.extend_from_slice(bytes);
        }
        if let Some(held) = self.held.take() {
            self.out.extend_from_slice(&held);
        }
        if self.befalls(faults.half_open) {
            return Way::Forget;
        }
        if self.befalls(faults.slow) {
            return Way::WriteSlowly;
        }
        way
    }

    /// Whether a fault of this share befalls the frame at hand.
    fn befalls(&mut self, share: f64) -> bool {
        if share <= 0.0 {
            return false;
        }
        let drawn = (self.voice.chance() >> 11) as f64 / (1_u64 << 53) as f64;
        let befalls = drawn < share;
        self.tally.faults += u64::from(befalls);
        befalls
    }

    async fn write(&mut self, stream: &mut TcpStream, way: Way) -> std::io::Result<()> {
        if way == Way::WriteSlowly {
            for piece in self.out.chunks(SLOW.1) {
                stream.write_all(piece).await?;
                sleep(SLOW.0).await;
            }
        } else if !self.out.is_empty() {
            stream.write_all(&self.out).await?;
        }
        self.out.clear();
        Ok(())
    }

    fn take(&mut self, heard: Vec<Heard>) {
        for one in heard {
            match one {
                Heard::Ack(key) => self.acknowledge(&key),
                Heard::Request(frames) => {
                    self.tally.requests += 1;
                    for frame in frames {
                        self.out.extend_from_slice(&frame);
                    }
                }
            }
        }
    }

    fn acknowledge(&mut self, key: &Key) {
        let Some(place) = self
            .window
            .iter()
            .position(|flight| flight.frame.key == *key)
        else {
            return;
        };
        if let Some(flight) = self.window.remove(place) {
            self.tally.acked += 1;
            self.tally.latency(flight.first.elapsed());
            self.write_line(&flight, Some(Timestamp::now().as_microsecond()));
        }
    }

    /// Until when answers are waited for.
    fn wake(&self, over: bool) -> Instant {
        let late = self.window.iter().map(|flight| flight.last).min();
        let late = late.map(|last| last + self.plan.timeout);
        let full = self.window.len() >= self.plan.window.max(1);
        let all = self.plan.frames.is_some_and(|frames| self.made >= frames);
        let due = self.due().filter(|_| !over && !full && !all);
        let far = Instant::now() + Duration::from_hours(1);
        late.into_iter().chain(due).min().unwrap_or(far)
    }

    fn send_late(&mut self) {
        let now = Instant::now();
        let patience = self.plan.timeout;
        self.send_again(|flight| flight.last + patience <= now);
    }

    fn send_again(&mut self, which: impl Fn(&Flight) -> bool) {
        let now = Instant::now();
        for flight in self.window.iter_mut().filter(|flight| which(flight)) {
            flight.last = now;
            self.tally.resent += 1;
            self.out.extend_from_slice(&flight.frame.bytes);
        }
    }

    fn write_line(&self, flight: &Flight, acked_at: Option<i64>) {
        let Some(ledger) = &self.ledger else {
            return;
        };
        let content = &flight.frame.bytes[flight.frame.content.clone()];
        let line = Line {
            device: self.voice.id(),
            command: flight.frame.command,
            content: std::str::from_utf8(content).unwrap_or_default(),
            data_time: &flight.frame.data_time,
            sent_at: flight.sent_at,
            acked_at,
        };
        if let Err(error) = ledger.write(&line) {
            tracing::error!(%error, "a line of the ledger could not be written");
        }
    }
}

/// Reads what has come; none: the connection is at its end.
async fn read(stream: &TcpStream, voice: &mut impl Voice) -> Option<Vec<Heard>> {
    loop {
        stream.readable().await.ok()?;
        let read = BUFFER.with_borrow_mut(|buffer| {
            let read = stream.try_read(buffer);
            read.map(|count| (count, voice.hear(&buffer[..count])))
        });
        match read {
            Ok((0, _)) => return None,
            Ok((_, heard)) => return Some(heard),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return None,
        }
    }
}

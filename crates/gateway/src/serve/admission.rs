//! How many connections are open, in all and of one address; a seat is given back when it is dropped.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The seats of a gateway.
#[derive(Debug, Default)]
pub(crate) struct Admission {
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    peers: BTreeMap<IpAddr, usize>,
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Seat {
    admission: Arc<Admission>,
    peer: IpAddr,
}

/// Why no seat was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoSeat {
    /// Every seat is taken.
    Full,
    /// The address has its share.
    PeerFull,
}

impl NoSeat {
    /// Its name in metrics.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::PeerFull => "peer_full",
        }
    }
}

impl Admission {
    /// A seat for an address, within the limits.
    pub(crate) fn seat(
        self: &Arc<Self>,
        peer: IpAddr,
        most: usize,
        most_of_peer: usize,
    ) -> Result<Seat, NoSeat> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all >= most {
            return Err(NoSeat::Full);
        }
        let of_peer = open.peers.entry(peer).or_default();
        if *of_peer >= most_of_peer {
            return Err(NoSeat::PeerFull);
        }
        *of_peer += 1;
        open.all += 1;
        drop(open);
        let admission = Arc::clone(self);
        Ok(Seat { admission, peer })
    }

    /// How many are open.
    pub(crate) fn open(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self
            .admission
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        if let Some(of_peer) = open.peers.get_mut(&self.peer) {
            *of_peer = of_peer.saturating_sub(1);
            if *of_peer == 0 {
                open.peers.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_seat_is_free_again() {
        let admission = Arc::new(Admission::default());
        let peer = IpAddr::from([127, 0, 0, 1]);
        let first = admission.seat(peer, 2, 1);
        assert!(first.is_ok());
        assert_eq!(admission.seat(peer, 2, 1).err(), Some(NoSeat::PeerFull));
        assert_eq!(admission.seat(peer, 1, 9).err(), Some(NoSeat::Full));
        drop(first);
        assert_eq!(admission.open(), 0);
        assert!(admission.seat(peer, 1, 1).is_ok());
    }
}

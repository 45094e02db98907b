//! Lines: how many connections may be open at once, in all and from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Lines open at once; more wait in the machine's own queue.
const LINES: usize = 4096;
/// Lines of one address: a whole office behind one router has room, and the others keep three quarters.
const LINES_OF_ONE: usize = LINES / 4;

pub(super) struct Lines {
    free: Arc<Semaphore>,
    held: Arc<Held>,
}

#[derive(Default)]
struct Held(Mutex<HashMap<IpAddr, usize>>);

/// A free line, whose caller is not known yet.
pub(super) struct FreeLine {
    permit: Option<OwnedSemaphorePermit>,
    held: Arc<Held>,
}

/// A line in use; free again when dropped.
pub(super) struct Line {
    _permit: Option<OwnedSemaphorePermit>,
    held: Arc<Held>,
    /// Nothing for a caller on this machine, as a proxy is: its lines are its readers'.
    by: Option<IpAddr>,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { free: Arc::new(Semaphore::new(LINES)), held: Arc::default() }
    }

    /// Waits for a line that is free.
    pub(super) async fn free(&self) -> FreeLine {
        // The semaphore is never closed: there is always a line in the end.
        FreeLine { permit: self.free.clone().acquire_owned().await.ok(), held: self.held.clone() }
    }
}

impl FreeLine {
    /// The line, in use by this address; nothing if it holds its share already.
    pub(super) fn taken_by(self, ip: IpAddr) -> Option<Line> {
        let by = (!ip.is_loopback()).then(|| neighbourhood(ip));
        if by.is_some_and(|ip| !self.held.take(ip)) {
            return None;
        }
        Some(Line { _permit: self.permit, held: self.held, by })
    }
}

impl Held {
    fn take(&self, ip: IpAddr) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(ip).or_default();
        let has_room = *count < LINES_OF_ONE;
        *count += usize::from(has_room);
        has_room
    }

    fn leave(&self, ip: IpAddr) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = held.get(&ip).copied().unwrap_or(1) - 1;
        if left == 0 {
            held.remove(&ip);
        } else {
            held.insert(ip, left);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(ip) = self.by {
            self.held.leave(ip);
        }
    }
}

/// Whoever has one address of version 6 has its whole /64.
fn neighbourhood(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(ip) if ip.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = ip.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        ip => ip.to_canonical(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_holds_a_quarter_at_most_and_the_others_still_get_through() {
        let lines = Lines::new();
        let hog: IpAddr = "2001:db8::1".parse().unwrap();
        let mut held = Vec::new();
        for count in 0..LINES_OF_ONE {
            let ip = if count % 2 == 0 { hog } else { "2001:db8::2:3".parse().unwrap() };
            held.push(lines.free().await.taken_by(ip).unwrap());
        }
        assert!(lines.free().await.taken_by(hog).is_none());
        assert!(lines.free().await.taken_by("192.0.2.7".parse().unwrap()).is_some());
        assert!(lines.free().await.taken_by("127.0.0.1".parse().unwrap()).is_some());
        held.pop();
        assert!(lines.free().await.taken_by(hog).is_some());
        drop(held);
        assert!(lines.held.0.lock().unwrap().is_empty());
        assert_eq!(lines.free.available_permits(), LINES);
    }
}

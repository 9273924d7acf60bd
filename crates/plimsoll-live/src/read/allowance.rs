//! What a server may still send: it is a stranger, and what it sends is kept in
//! memory until it is read. It knows no protocol.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The bytes left, shared by who reads the socket and who asks: an error of the
/// socket does not reach whoever waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct Allowance(Arc<Left>);

#[derive(Debug)]
struct Left {
    bytes: AtomicUsize,
    is_spent: AtomicBool,
}

impl Allowance {
    /// So many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Left {
            bytes: AtomicUsize::new(bytes),
            is_spent: AtomicBool::new(false),
        }))
    }

    /// Allows so much from now on.
    pub(super) fn renew(&self, bytes: usize) {
        self.0.bytes.store(bytes, Ordering::Relaxed);
    }

    /// Whether the server sent more.
    pub(super) fn is_spent(&self) -> bool {
        self.0.is_spent.load(Ordering::Relaxed)
    }

    /// Counts what was read.
    ///
    /// # Errors
    /// It is more than was left.
    pub(super) fn take(&self, read: usize) -> io::Result<()> {
        let left = self.0.bytes.load(Ordering::Relaxed);
        if let Some(left) = left.checked_sub(read) {
            self.0.bytes.store(left, Ordering::Relaxed);
            return Ok(());
        }
        self.0.is_spent.store(true, Ordering::Relaxed);
        Err(io::Error::other("more than was allowed"))
    }
}

#[cfg(test)]
mod tests {
    use super::Allowance;

    #[test]
    fn what_is_spent_stays_so_for_whoever_asks() {
        let allowance = Allowance::new(10);
        let asks = allowance.clone();
        assert!(allowance.take(10).is_ok() && !asks.is_spent());
        allowance.renew(5);
        assert!(allowance.take(6).is_err() && asks.is_spent());
        assert!(allowance.take(5).is_ok() && asks.is_spent());
    }
}

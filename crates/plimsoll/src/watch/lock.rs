//! Locks of the daemon: held for moments, never across a wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes one. A task that failed with it in hand left figures behind, no invariant.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

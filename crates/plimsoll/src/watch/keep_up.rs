//! A task that is begun again when a fault of Plimsoll ends it: one server's trouble
//! is not the others'.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use super::own::Counters;

/// How long a task that failed rests.
const REST: Duration = if cfg!(test) {
    Duration::from_millis(1)
} else {
    Duration::from_secs(5)
};

/// Runs what `begin` begins until it ends by itself.
pub(super) async fn keep_up<F: Future<Output = ()>>(
    what: String,
    counters: Arc<Counters>,
    begin: impl Fn() -> F,
) {
    loop {
        if is_done(begin()).await {
            return;
        }
        counters.panics.fetch_add(1, Ordering::Relaxed);
        tracing::error!(
            task = what,
            "a fault of Plimsoll, please report it; it is begun again"
        );
        tokio::time::sleep(REST).await;
    }
}

/// Whether a task ended by itself and not by a panic.
async fn is_done(task: impl Future<Output = ()>) -> bool {
    let mut task = pin!(task);
    poll_fn(|context| {
        // What it leaves half done is its own; what it shares is behind locks.
        match catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(context))) {
            Ok(poll) => poll.map(|()| true),
            Err(_) => Poll::Ready(false),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::super::own::Counters;
    use super::keep_up;

    #[tokio::test]
    async fn a_task_that_panics_is_counted_and_begun_again() {
        std::panic::set_hook(Box::new(|_| {}));
        let counters = Arc::new(Counters::default());
        let begun = AtomicU32::new(0);
        keep_up("test".to_owned(), counters.clone(), || async {
            let count = begun.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            assert!(count >= 2, "as it is made to");
        })
        .await;
        assert_eq!(begun.load(Ordering::Relaxed), 3);
        assert_eq!(counters.panics.load(Ordering::Relaxed), 2);
    }
}

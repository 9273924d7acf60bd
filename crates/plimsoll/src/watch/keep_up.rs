//! A task that is begun again when a fault of Plimsoll ends it: one server's trouble
//! is not the others'.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use tokio::task::spawn_blocking;

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

/// Runs what may hang in the kernel, or takes a while, on a thread of the runtime's pool;
/// a panic there is one of the task that waits for it.
pub(super) async fn in_pool<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> T {
    let failed = match spawn_blocking(act).await {
        Ok(done) => return done,
        Err(failed) => failed,
    };
    match failed.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        // It was never begun: the runtime ends, and this task with it.
        Err(_) => std::future::pending().await,
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
    use super::{in_pool, keep_up};

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

    #[tokio::test]
    async fn a_panic_on_a_thread_of_the_pool_is_the_tasks_that_waits() {
        std::panic::set_hook(Box::new(|_| {}));
        let counters = Arc::new(Counters::default());
        let begun = Arc::new(AtomicU32::new(0));
        keep_up("test".to_owned(), counters.clone(), || {
            let begun = begun.clone();
            in_pool(move || {
                let count = begun.fetch_add(1, Ordering::Relaxed);
                assert!(count >= 1, "as it is made to");
            })
        })
        .await;
        assert_eq!(begun.load(Ordering::Relaxed), 2);
        assert_eq!(counters.panics.load(Ordering::Relaxed), 1);
    }
}

//! Work on many things at once, on every core there is. Knows nothing of what
//! is done; what comes out is in the order of what went in.

use std::thread;

/// Fewer things than this are done before a second thread has started.
const SPREAD_MIN: usize = 16;

/// What `work` makes of each, in order.
pub(crate) fn on_all_cores<T: Send, R: Send>(
    things: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if things.len() < SPREAD_MIN || cores == 1 {
        return things.into_iter().map(work).collect();
    }
    let part = things.len().div_ceil(cores);
    let mut rest = things.into_iter();
    let work = &work;
    thread::scope(|scope| {
        let parts = (0..cores).map(|_| rest.by_ref().take(part).collect::<Vec<T>>());
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || part.into_iter().map(work).collect::<Vec<R>>()))
            .collect();
        let done = threads.into_iter().map(|thread| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{SPREAD_MIN, on_all_cores};

    #[test]
    fn what_comes_out_is_in_order_however_many_there_are() {
        for count in [0, 1, SPREAD_MIN, SPREAD_MIN + 1, 1000] {
            let numbers: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = numbers.iter().map(|number| number * 2).collect();
            assert_eq!(on_all_cores(numbers, |number| number * 2), doubled);
        }
    }
}

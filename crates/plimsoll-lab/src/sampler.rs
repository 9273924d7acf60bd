//! The peak of a cgroup's memory, sampled by a thread of its own.

use crate::{Cgroup, MemoryUse};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// What was seen while sampling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Peak {
    /// The sample with the largest total.
    pub memory: MemoryUse,
    /// How many samples were taken.
    pub samples: u64,
}

/// Samples a group every 20 ms from its start until [`Sampler::stop`].
#[derive(Debug)]
pub struct Sampler {
    stop: Sender<()>,
    thread: JoinHandle<Peak>,
}

impl Sampler {
    const INTERVAL: Duration = Duration::from_millis(20);

    /// Starts sampling.
    pub fn start(group: &Arc<Cgroup>) -> Self {
        let group = Arc::clone(group);
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut peak = Peak::default();
            loop {
                // A file that cannot be read for once is a sample not taken.
                if let Ok(memory) = group.memory() {
                    peak.samples += 1;
                    if memory.total_bytes() > peak.memory.total_bytes() {
                        peak.memory = memory;
                    }
                }
                match stopped.recv_timeout(Self::INTERVAL) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => return peak,
                }
            }
        });
        Self { stop, thread }
    }

    /// Ends sampling and says what was seen.
    pub fn stop(self) -> Peak {
        let _ended_by_itself = self.stop.send(());
        self.thread.join().unwrap_or_default()
    }
}

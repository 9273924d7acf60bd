//! What is learned of a server over days: what its memory does, and what is usual for
//! it. From samples or from a history: here it is the same.

use plimsoll_model::Unusual;

use crate::memory::Memory;
use crate::moment::Moment;
use crate::seen::Seen;
use crate::usual::Usual;

/// What was learned so far.
#[derive(Debug)]
pub(crate) struct Learned {
    /// The first moment of which something was.
    pub(crate) from: Option<Moment>,
    pub(crate) memory: Memory,
    latency: Usual,
    throughput: Usual,
    crowd: Usual,
}

impl Learned {
    pub(crate) fn new() -> Self {
        Self {
            from: None,
            memory: Memory::new(),
            latency: Usual::new("statement latency", "seconds"),
            throughput: Usual::new("throughput", "1/s"),
            crowd: Usual::new("sessions", "sessions"),
        }
    }

    /// Holds a sample of the server against what is usual for it.
    pub(crate) fn compare(&mut self, seen: &Seen, at: Moment) {
        self.each(seen, |usual, figure| usual.take(at, figure));
    }

    /// Takes means of five minutes.
    pub(crate) fn compare_long(&mut self, seen: &Seen, at: Moment) {
        self.each(seen, |usual, mean| usual.take_long(at, mean));
    }

    fn each(&mut self, seen: &Seen, take: impl Fn(&mut Usual, f64)) {
        let figures = [
            (&mut self.latency, seen.latency()),
            (&mut self.throughput, seen.statements.or(seen.transactions)),
            (&mut self.crowd, seen.sessions),
        ];
        for (usual, figure) in figures {
            if let Some(figure) = figure {
                take(usual, figure);
            }
        }
    }

    /// What is unusual now.
    pub(crate) fn unusual(&self, now: Moment) -> Vec<Unusual> {
        let usual = self.usual().into_iter();
        usual.filter_map(|usual| usual.unusual(now)).collect()
    }

    const fn usual(&self) -> [&Usual; 3] {
        [&self.latency, &self.throughput, &self.crowd]
    }

    pub(crate) fn size_bytes(&self) -> usize {
        let usual = self.usual().map(Usual::size_bytes).iter().sum::<usize>();
        usual + self.memory.size_bytes()
    }
}

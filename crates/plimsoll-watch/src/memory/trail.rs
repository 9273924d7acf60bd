//! Minutes in their order, as many as fit; or means of as many minutes together.

use std::collections::VecDeque;

use super::minute::Minute;

/// A bounded trail of equal steps.
#[derive(Debug)]
pub(crate) struct Trail {
    points_max: usize,
    /// Minutes in a step.
    step: u32,
    points: VecDeque<Minute>,
    filling: Vec<Minute>,
}

impl Trail {
    pub(crate) fn new(points_max: usize, step: u32) -> Self {
        Self {
            points_max,
            step,
            points: VecDeque::new(),
            filling: Vec::new(),
        }
    }

    /// Adds a minute. Those at or after it are forgotten first: the clock went back.
    pub(crate) fn push(&mut self, minute: Minute) {
        while self.points.back().is_some_and(|last| last.at >= minute.at) {
            self.points.pop_back();
        }
        self.filling.retain(|it| it.at < minute.at);
        let seconds = self.step * 60;
        let begins = |it: &Minute| (it.at / seconds, it.life);
        if self
            .filling
            .last()
            .is_some_and(|it| begins(it) != begins(&minute))
        {
            self.finish();
        }
        self.filling.push(minute);
        if self.step == 1 {
            self.finish();
        }
    }

    fn finish(&mut self) {
        let Some(first) = self.filling.first().copied() else {
            return;
        };
        if self.points.len() >= self.points_max {
            self.points.pop_front();
        } else if self.points.len() == self.points.capacity() {
            self.points.reserve_exact(self.points_max.min(16));
        }
        let mean = |part: fn(&Minute) -> f32| {
            self.filling.iter().map(part).sum::<f32>() / self.filling.len() as f32
        };
        self.points.push_back(Minute {
            anon: mean(|it| it.anon),
            shmem: mean(|it| it.shmem),
            kernel: mean(|it| it.kernel),
            swap: mean(|it| it.swap),
            sessions: mean(|it| it.sessions),
            own_most: mean(|it| it.own_most),
            pool_used: mean(|it| it.pool_used),
            ..first
        });
        self.filling.clear();
    }

    /// Its points of one life, the oldest first.
    pub(crate) fn of_life(&self, life: u16) -> Vec<Minute> {
        let points = self.points.iter().filter(|point| point.life == life);
        points.copied().collect()
    }

    pub(crate) fn size_bytes(&self) -> usize {
        (self.points.capacity() + self.filling.capacity()) * size_of::<Minute>()
    }
}

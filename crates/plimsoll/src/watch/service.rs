//! The services that stand on a server: probed together, so that one sample tells of
//! all of them.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use plimsoll_live::read::service::{Probe, Prober};
use plimsoll_model::{Reach, Sample, Source};
use plimsoll_watch::Input;
use tokio::task::JoinSet;

use super::beat::{Look, Looked};

/// What stands on one server.
pub(super) struct ServiceLook {
    probes: Vec<Probe>,
    /// Those that wait for their turn; one that failed is made anew.
    probers: Vec<Prober>,
}

impl ServiceLook {
    /// These.
    pub(super) fn new(probes: &[Probe]) -> Self {
        Self {
            probes: probes.to_vec(),
            probers: Vec::new(),
        }
    }
}

impl Look for ServiceLook {
    async fn look(&mut self, at: Timestamp) -> Looked {
        let begun = Instant::now();
        if self.probers.len() != self.probes.len() {
            self.probers = self.probes.iter().cloned().map(Prober::new).collect();
        }
        let mut probing = JoinSet::new();
        for mut prober in self.probers.drain(..) {
            probing.spawn(async move {
                let sample = prober.sample(at).await;
                (prober, sample)
            });
        }
        let mut all = Sample {
            at,
            source: Source::Service,
            took_seconds: 0.0,
            readings: Vec::new(),
            blockers: Vec::new(),
            gaps: Vec::new(),
        };
        while let Some(probed) = probing.join_next().await {
            let Ok((prober, sample)) = probed else {
                continue;
            };
            self.probers.push(prober);
            all.readings.extend(sample.readings);
            all.gaps.extend(sample.gaps);
        }
        all.readings
            .sort_by(|one, other| (one.metric, &one.labels).cmp(&(other.metric, &other.labels)));
        all.took_seconds = begun.elapsed().as_secs_f64();
        Looked::Told(vec![Input::Sample(all)])
    }

    fn silent(&mut self, _: Duration) -> Option<Reach> {
        None
    }
}

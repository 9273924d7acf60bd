//! Samples taken in a test, and what is looked for in them.

use plimsoll_lab::Instance;
use plimsoll_live::read::postgresql::{Address, Limits, Sampler, Unreachable};
use plimsoll_model::{Metric, Sample};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::runtime::{Builder, Runtime};

/// A sampler with the runtime that it lives in; each sample is ten seconds after the
/// one before.
pub(crate) struct Sampled {
    runtime: Runtime,
    pub(crate) sampler: Sampler,
    at: Timestamp,
}

impl Sampled {
    pub(crate) fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let sampler = runtime.block_on(Sampler::open(address, limits))?;
        Ok(Self {
            runtime,
            sampler,
            at: Timestamp::UNIX_EPOCH,
        })
    }

    /// Of a server's superuser.
    pub(crate) fn of(instance: &Instance) -> Self {
        let address = crate::support::at(instance, "user=postgres");
        Self::open(&address, &Limits::default()).unwrap()
    }

    pub(crate) fn try_sample(&mut self) -> Result<Sample, Unreachable> {
        self.at += SignedDuration::from_secs(10);
        self.runtime.block_on(self.sampler.sample(self.at))
    }

    pub(crate) fn sample(&mut self) -> Sample {
        self.try_sample().unwrap()
    }

    pub(crate) fn seldom(&mut self) -> Sample {
        self.at += SignedDuration::from_secs(10);
        self.runtime.block_on(self.sampler.seldom(self.at)).unwrap()
    }

    pub(crate) fn mark(&mut self) -> String {
        self.runtime.block_on(self.sampler.mark()).unwrap()
    }

    /// That a sample tells all but what an extension would.
    pub(crate) fn assert_whole(&mut self) {
        let told = self.sample();
        let gaps = gaps(&told);
        assert_eq!(gaps, [("statements", "")], "{told:?}");
        assert_eq!(value(&told, Metric::IsReplica, ""), 0.0);
    }

    /// The first sample that is as wanted.
    pub(crate) fn until(&mut self, is_wanted: impl Fn(&Sample) -> bool) -> Sample {
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            let sample = self.sample();
            if is_wanted(&sample) {
                return sample;
            }
            assert!(Instant::now() < limit, "{sample:?}");
        }
    }
}

/// A figure, if there is one with these labels.
pub(crate) fn figure(sample: &Sample, metric: Metric, labels: &[&str]) -> Option<f64> {
    let mut found = sample.readings.iter();
    let found = found.find(|it| it.metric == metric && it.labels == labels);
    found.map(|it| it.value)
}

/// One that must be there, without labels or with one.
pub(crate) fn value(sample: &Sample, metric: Metric, label: &str) -> f64 {
    let labels: &[&str] = if label.is_empty() { &[] } else { &[label] };
    figure(sample, metric, labels).unwrap_or_else(|| panic!("{metric:?} {label}: {sample:?}"))
}

/// The gaps: what, and the grant.
pub(crate) fn gaps(sample: &Sample) -> Vec<(&str, &str)> {
    let gaps = sample.gaps.iter();
    gaps.map(|gap| (gap.what.as_str(), gap.grant.as_deref().unwrap_or("")))
        .collect()
}

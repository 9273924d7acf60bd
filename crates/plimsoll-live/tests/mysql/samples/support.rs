//! A sampler of a server, and what its samples say.

use crate::answers::least;
use crate::support::by_tcp;
use plimsoll_lab::Instance;
use plimsoll_live::read::mysql::{Address, Limits, Sampler, Unreachable};
use plimsoll_model::{Engine, Metric, Sample};
use std::net::TcpListener;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// What `MariaDB` needs to count, and to tell who has a table.
pub(super) const COUNTED: &[(&str, &str)] = &[
    ("performance_schema", "ON"),
    (
        "performance_schema_instrument",
        "'wait/lock/metadata/sql/mdl=ON'",
    ),
];

/// How long a signal may take to be seen.
pub(super) const SEEN_MAX: Duration = Duration::from_secs(30);

/// How often is looked for one. `InnoDB` shows transactions as they were until nobody
/// has looked for a tenth of a second.
const LOOK_EVERY: Duration = Duration::from_millis(150);

pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The account of the book, with the right to come when the server is full, and one
/// without rights.
pub(super) fn accounts(engine: Engine) -> String {
    let spare = match engine {
        Engine::Mysql => "GRANT SERVICE_CONNECTION_ADMIN ON *.* TO plimsoll@'%'",
        Engine::Mariadb | Engine::Postgresql => "",
    };
    let least = least(engine);
    format!(
        "CREATE USER plimsoll@'%' IDENTIFIED BY 'sesame';
         CREATE USER nobody_special@'%' IDENTIFIED BY 'sesame';
         CREATE DATABASE shop;
         CREATE TABLE shop.orders (id INT PRIMARY KEY, name TEXT) ENGINE = InnoDB;
         INSERT INTO shop.orders VALUES (1, 'a'), (2, 'b'), (3, 'c');
         {least}; {spare}"
    )
}

/// A sampler with the runtime that it lives on.
pub(super) struct Watch {
    runtime: Runtime,
    pub(super) sampler: Sampler,
}

impl Watch {
    pub(super) fn begin(instance: &Instance) -> Self {
        Self::at(&by_tcp(instance, "plimsoll:sesame", ""), &Limits::default()).unwrap()
    }

    /// As soon as the account is there, with its rights.
    pub(super) fn once_known(instance: &Instance) -> Self {
        let address = by_tcp(instance, "plimsoll:sesame", "");
        let until = Instant::now() + SEEN_MAX;
        loop {
            let mut watch = Self::at(&address, &Limits::default());
            let sample = watch.as_mut().map(Self::sample);
            if sample.is_ok_and(|it| it.gaps.iter().all(|gap| gap.grant.is_none())) {
                return watch.unwrap();
            }
            assert!(Instant::now() < until);
        }
    }

    pub(super) fn at(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        let sampler = runtime.block_on(Sampler::open(address, limits))?;
        Ok(Self { runtime, sampler })
    }

    pub(super) fn try_sample(&mut self) -> Result<Sample, Unreachable> {
        let at = jiff::Timestamp::UNIX_EPOCH;
        self.runtime.block_on(self.sampler.sample(at))
    }

    pub(super) fn sample(&mut self) -> Sample {
        self.try_sample().unwrap()
    }

    pub(super) fn seldom(&mut self) -> Sample {
        let at = jiff::Timestamp::UNIX_EPOCH;
        self.runtime.block_on(self.sampler.seldom(at)).unwrap()
    }

    pub(super) fn mark(&mut self) -> String {
        self.runtime.block_on(self.sampler.mark()).unwrap()
    }

    /// The first sample that is as wanted.
    pub(super) fn until(&mut self, wanted: impl Fn(&Sample) -> bool) -> Sample {
        let until = Instant::now() + SEEN_MAX;
        loop {
            let sample = self.sample();
            if wanted(&sample) {
                return sample;
            }
            assert!(Instant::now() < until, "{sample:?}");
            self.runtime
                .block_on(async { tokio::time::sleep(LOOK_EVERY).await });
        }
    }

    /// The first refusal of a sample.
    pub(super) fn until_refused(&mut self) -> Unreachable {
        let until = Instant::now() + SEEN_MAX;
        loop {
            match self.try_sample() {
                Err(refused) => return refused,
                Ok(sample) => assert!(Instant::now() < until, "{sample:?}"),
            }
        }
    }

    pub(super) fn leave(self) {
        self.runtime.block_on(self.sampler.leave());
    }
}

pub(super) fn value(sample: &Sample, metric: Metric, labels: &[&str]) -> Option<f64> {
    let mut readings = sample.readings.iter();
    let reading = readings.find(|it| it.metric == metric && it.labels.iter().eq(labels));
    reading.map(|it| it.value)
}

/// That a metric without labels is told, and is this.
pub(super) fn is(sample: &Sample, metric: Metric, wanted: f64) -> bool {
    value(sample, metric, &[]).is_some_and(|it| (it - wanted).abs() < f64::EPSILON)
}

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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use plimsoll_live::read::http::Url;
    use plimsoll_live::read::service::{Metrics, Probe, Selector};
    use plimsoll_model::Metric;
    use plimsoll_watch::Input;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::{Look, Looked, ServiceLook};
    use crate::watch::plan::probe_max;

    /// One that takes connections and answers this, or never.
    async fn service(answer: &'static str) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut kept = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let _asked = stream.read(&mut [0; 4096]).await;
                let _said = stream.write_all(answer.as_bytes()).await;
                kept.push(stream);
            }
        });
        Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap()
    }

    #[tokio::test]
    async fn one_that_hangs_is_down_and_hides_no_other() {
        let every = Duration::from_secs(2);
        let probe = |name: &str, url: &Url, metrics: Option<Metrics>| Probe {
            name: name.to_owned(),
            url: url.clone(),
            expect_status: None,
            time_max: probe_max(every),
            authorities: None,
            metrics,
        };
        let hung = service("").await;
        let well = service("HTTP/1.1 204 No Content\r\n\r\n").await;
        let metrics = Metrics {
            url: hung.clone(),
            requests: Some(Selector::parse("a_total").unwrap()),
            errors: None,
        };
        let mut look = ServiceLook::new(&[
            probe("counted", &hung, Some(metrics)),
            probe("hung", &hung, None),
            probe("well", &well, None),
        ]);
        // As long as `beat` waits for a look of that interval.
        let looked = timeout(every, look.look(Timestamp::UNIX_EPOCH)).await;
        let Ok(Looked::Told(inputs)) = looked else {
            panic!("{looked:?}");
        };
        let [Input::Sample(sample)] = inputs.as_slice() else {
            panic!("{inputs:?}");
        };
        let up = sample.readings.iter();
        let up = up.filter(|it| it.metric == Metric::ProbeUp);
        let up: Vec<(&str, f64)> = up.map(|it| (it.labels[0].as_str(), it.value)).collect();
        assert_eq!(up, [("counted", 0.0), ("hung", 0.0), ("well", 1.0)]);
    }
}

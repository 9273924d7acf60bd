//! The services of a server in `plimsoll.status/1`.

use std::collections::BTreeMap;

use plimsoll_model::{Metric, MetricKind, Reading, Watched};
use serde::{Deserialize, Serialize};

/// A service that stands on a server.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceStatus {
    /// Its name in plimsoll.toml.
    pub service: String,
    /// Whether it answered its probe as it should; null until it was asked.
    pub is_up: Option<bool>,
    /// How long the answer took.
    pub probe_seconds: Option<f64>,
    /// Requests that it counted, a second.
    pub requests_per_second: Option<f64>,
    /// Those among them that it counted as failed.
    pub errors_per_second: Option<f64>,
}

/// Those of a server, by their names.
pub(super) fn services(server: &Watched) -> Vec<ServiceStatus> {
    let mut services: BTreeMap<&str, ServiceStatus> = BTreeMap::new();
    let counts = server.rates.iter();
    for reading in server.latest.iter().filter(|it| is_gauge(it)).chain(counts) {
        let set: fn(&mut ServiceStatus, f64) = match reading.metric {
            Metric::ProbeUp => |it, value| it.is_up = Some(value > 0.0),
            Metric::ProbeSeconds => |it, value| it.probe_seconds = Some(value),
            Metric::ServiceRequestsTotal => |it, value| it.requests_per_second = Some(value),
            Metric::ServiceErrorsTotal => |it, value| it.errors_per_second = Some(value),
            _ => continue,
        };
        if let Some(name) = reading.labels.first() {
            set(services.entry(name).or_default(), reading.value);
        }
    }
    let named = services.into_iter().map(|(name, service)| ServiceStatus {
        service: name.to_owned(),
        ..service
    });
    named.collect()
}

fn is_gauge(reading: &Reading) -> bool {
    reading.metric.kind() == MetricKind::Gauge
}

#[cfg(test)]
mod tests {
    use plimsoll_model::{Metric, Reading};

    use super::{ServiceStatus, services};
    use crate::sample;

    #[test]
    fn figures_of_one_service_stand_together() {
        let mut server = sample::watched();
        server.latest = vec![
            Reading::of(Metric::ProbeUp, "checkout", 0.0),
            Reading::of(Metric::ProbeSeconds, "checkout", 0.25),
            Reading::of(Metric::ServiceRequestsTotal, "checkout", 9000.0),
        ];
        server.rates = vec![Reading::of(Metric::ServiceRequestsTotal, "checkout", 12.5)];
        let checkout = ServiceStatus {
            service: "checkout".to_owned(),
            is_up: Some(false),
            probe_seconds: Some(0.25),
            requests_per_second: Some(12.5),
            errors_per_second: None,
        };
        assert_eq!(services(&server), [checkout]);
    }
}

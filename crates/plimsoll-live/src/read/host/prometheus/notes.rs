//! What else a Prometheus saw of a machine and a container, and what it could not
//! tell, for the reader.

use super::ask::{Answers, Lack};
use super::queries::{CONTAINER_KILLS, Exporter, KILLS, LAST_END, LOAD, QUERIES, RESTARTS};
use super::source::Prometheus;
use crate::read::one_line::one_line;

/// One note of what was seen, and one of each thing that was not.
pub(super) fn of(answers: &Answers<'_>, prometheus: &Prometheus) -> Vec<String> {
    let place = &prometheus.base;
    let seen = seen(answers);
    let seen = (!seen.is_empty()).then(|| seen.join(", "));
    let gaps = gaps(answers);
    let all = seen.into_iter().chain(gaps);
    all.map(|note| format!("Prometheus {place}: {note}"))
        .collect()
}

fn seen(answers: &Answers<'_>) -> Vec<String> {
    let figure = |query| answers.figure(query).ok();
    let load = figure(&LOAD).map(|load| format!("load of the machine over 5 minutes {load:.2}"));
    let counts = [
        (
            &KILLS,
            "its kernel's kills for want of memory since it started",
        ),
        (
            &CONTAINER_KILLS,
            "kills for want of memory in the container",
        ),
        (&RESTARTS, "restarts of the container"),
    ];
    let counts = counts.map(|(query, what)| {
        let count = figure(query).filter(|count| *count > 0.0)?;
        Some(format!("{what} {count:.0}"))
    });
    let end = match answers.series(&LAST_END) {
        Ok([one]) => Some(format!("its last end {}", one_line(one.label("reason")))),
        Ok(_) | Err(_) => None,
    };
    let all = [load].into_iter().chain(counts).chain([end]);
    all.flatten().collect()
}

/// That a series is not there is said beside the fact that it would tell.
fn gaps(answers: &Answers<'_>) -> Vec<String> {
    let closed = answers.closed.iter().filter(|(exporter, lack)| {
        // Not everybody who has containers has Kubernetes.
        **exporter != Exporter::KubeState || !matches!(lack, Lack::Absent(_))
    });
    let closed = closed.map(|(_, lack)| lack.why().to_owned());
    let odd = QUERIES.iter().filter_map(|query| {
        let lack = if query.is_one {
            answers.figure(query).err()
        } else {
            answers.series(query).err()
        };
        match lack {
            Some(Lack::Odd(why)) => Some(why),
            Some(Lack::Absent(_) | Lack::Untold(_)) | None => None,
        }
    });
    closed.chain(odd).chain(answers.ended.clone()).collect()
}

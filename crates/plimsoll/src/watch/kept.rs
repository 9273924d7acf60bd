//! Series and events in the history's words, and back: whoever writes it and whoever
//! reads it mean the same. Where it is kept is not known here.

use jiff::Timestamp;
use plimsoll_model::{Event, EventKind, Metric};
use plimsoll_store::{Happening, Moment, Point, Slice};
use plimsoll_watch::Stretch;

/// Stands between a metric's name and its labels.
const BETWEEN: char = '\u{1f}';

/// Stretches in the history's words.
pub(super) fn told(slice: &plimsoll_watch::Slice) -> Slice {
    let points = slice.stretches.iter().map(|it| Point {
        at: it.at.as_second(),
        min: it.min,
        mean: it.mean,
        max: it.max,
    });
    let labels = slice.labels.iter().map(|label| format!("{BETWEEN}{label}"));
    Slice {
        series: slice.metric.name().to_owned() + &labels.collect::<String>(),
        points: points.collect(),
    }
}

/// The metric of a series; `None` of one that this release does not know.
pub(super) fn metric(series: &str) -> Option<Metric> {
    let name = series.split(BETWEEN).next()?;
    Metric::ALL.iter().copied().find(|it| it.name() == name)
}

/// Stretches that the history has.
pub(super) fn heard(series: &str, points: &[Point]) -> Option<plimsoll_watch::Slice> {
    let stretch = |it: &Point| {
        Some(Stretch {
            at: Timestamp::from_second(it.at).ok()?,
            min: it.min,
            mean: it.mean,
            max: it.max,
        })
    };
    Some(plimsoll_watch::Slice {
        metric: metric(series)?,
        labels: series.split(BETWEEN).skip(1).map(str::to_owned).collect(),
        stretches: points.iter().filter_map(stretch).collect(),
    })
}

/// A moment in the history's words.
///
/// # Errors
/// Why it has none such.
pub(super) fn moment(at: Timestamp) -> Result<Moment, String> {
    Moment::parse(&at.to_string()).map_err(|why| why.to_string())
}

/// An event in the history's words.
///
/// # Errors
/// Why no history takes it.
pub(super) fn happening(event: &Event) -> Result<Happening, String> {
    let happening = Happening {
        at: moment(event.at)?,
        kind: event.kind.as_str().to_owned(),
        message: event.message.clone(),
        actor: event.actor.clone(),
        reference: event.reference.clone(),
    };
    happening.check().map_err(|why| why.to_string())?;
    Ok(happening)
}

/// An event that the history has of a server.
pub(super) fn event(server: &str, happening: Happening) -> Option<Event> {
    Some(Event {
        at: happening.at.to_string().parse().ok()?,
        kind: EventKind::from_word(&happening.kind),
        target: server.to_owned(),
        message: happening.message,
        actor: happening.actor,
        reference: happening.reference,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use plimsoll_model::{Event, EventKind, Metric};
    use plimsoll_watch::{Slice, Stretch};

    use super::{event, happening, heard, told};

    #[test]
    fn what_is_told_is_heard_again() {
        let at = Timestamp::from_second(1_795_687_200).unwrap();
        for labels in [vec![], vec!["idle".to_owned(), String::new()]] {
            let slice = Slice {
                metric: Metric::Sessions,
                labels,
                stretches: vec![Stretch {
                    at,
                    min: 1.0,
                    mean: 2.0,
                    max: 3.0,
                }],
            };
            let kept = told(&slice);
            assert_eq!(heard(&kept.series, &kept.points), Some(slice));
        }
        assert_eq!(heard("of_another_release", &[]), None);
        let happened = Event {
            at,
            kind: EventKind::ConfigChange,
            target: "shop".to_owned(),
            message: "work_mem 4MB -> 64MB".to_owned(),
            actor: None,
            reference: Some("a1b2".to_owned()),
        };
        let kept = happening(&happened).unwrap();
        assert_eq!(event("shop", kept), Some(happened));
    }
}

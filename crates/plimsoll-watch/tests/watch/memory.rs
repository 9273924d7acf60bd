//! What a target takes of memory.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plimsoll_model::{Metric, Reading, Sample, Source};
use plimsoll_watch::{Input, Target};

fn watched_for(hours: i64, every: &[(Source, f64, usize)]) -> usize {
    let intervals = every.iter().map(|(source, every, _)| (*source, *every));
    let mut target = Target::new("t", intervals.collect::<BTreeMap<_, _>>());
    let begin = Timestamp::from_second(1_700_000_000).expect("a moment of our time");
    for second in 0..hours * 3600 {
        for (source, every, series) in every {
            if second % (*every as i64) == 0 {
                let at = begin + jiff::SignedDuration::from_secs(second);
                let mut readings: Vec<Reading> = (0..*series)
                    .map(|number| {
                        // A third of what a host tells are limits, sizes and kills: they stay.
                        let stays = *source == Source::Host && number % 3 == 0;
                        let value = if stays {
                            1.0
                        } else {
                            (second + number as i64) as f64
                        };
                        Reading::of(Metric::DataBytes, format!("d{number}"), value)
                    })
                    .collect();
                if *source == Source::Host {
                    readings.push(Reading::plain(Metric::MemoryAnonBytes, second as f64));
                    readings.push(Reading::plain(Metric::MemoryShmemBytes, 1.0));
                } else {
                    readings.push(Reading::of(Metric::Sessions, "idle", (second % 977) as f64));
                    readings.push(Reading::plain(Metric::StatementsTotal, second as f64 * 7.0));
                    readings.push(Reading::plain(Metric::StatementSecondsTotal, second as f64));
                }
                target.take(Input::Sample(Sample {
                    at,
                    source: *source,
                    took_seconds: 0.0,
                    readings,
                    blockers: Vec::new(),
                    gaps: Vec::new(),
                }));
            }
        }
    }
    target.size_bytes()
}

#[test]
fn a_target_takes_no_more_than_its_share() {
    let remote = watched_for(54, &[(Source::Host, 10.0, 23), (Source::Server, 10.0, 52)]);
    let local = watched_for(54, &[(Source::Host, 1.0, 26), (Source::Server, 10.0, 49)]);
    println!("remote {remote}, local {local}");
    assert!(remote <= 60_000, "{remote}");
    assert!(local <= 150_000, "{local}");
}

//! A page of what is watched, as Prometheus would read it.

use std::collections::BTreeSet;

use super::{Own, page};
use crate::sample;

pub(super) fn own() -> Own {
    Own {
        version: "1.2.3",
        started: jiff::Timestamp::UNIX_EPOCH,
        resident_bytes: None,
        cpu_seconds: Some(0.25),
        open_files: None,
        connections: 2,
        panics: 0,
        reloads: [("refused", 1)].into(),
        events: 0,
        history: None,
        incidents: [(("shop".to_owned(), "memory_config".to_owned()), 2)].into(),
    }
}

#[test]
fn a_server_is_shown_with_all_that_is_known_of_it() {
    let text = page(&[sample::watched(), sample::unreached()], &own());
    expect_test::expect![[r#"
        # HELP plimsoll_build_info 1, with the daemon's version.
        # TYPE plimsoll_build_info gauge
        plimsoll_build_info{version="1.2.3"} 1
        # HELP process_start_time_seconds When the daemon began.
        # TYPE process_start_time_seconds gauge
        process_start_time_seconds 0
        # HELP process_cpu_seconds_total Processor time of the daemon.
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total 0.25
        # HELP plimsoll_connections Connections to servers that are open.
        # TYPE plimsoll_connections gauge
        plimsoll_connections 2
        # HELP plimsoll_task_panics_total Tasks that failed by a fault of Plimsoll and were begun again.
        # TYPE plimsoll_task_panics_total counter
        plimsoll_task_panics_total 0
        # HELP plimsoll_events_total Events that were told.
        # TYPE plimsoll_events_total counter
        plimsoll_events_total 0
        # HELP plimsoll_config_reloads_total Configurations read anew, by how that went.
        # TYPE plimsoll_config_reloads_total counter
        plimsoll_config_reloads_total{outcome="refused"} 1
        # HELP plimsoll_incidents_total Falls of servers, by what took them down.
        # TYPE plimsoll_incidents_total counter
        plimsoll_incidents_total{server="shop",class="memory_config"} 2
        # HELP plimsoll_server_info 1, with the server's engine and version.
        # TYPE plimsoll_server_info gauge
        plimsoll_server_info{server="shop",engine="postgresql",version="16.4 (Debian \"16.4\")"} 1
        plimsoll_server_info{server="gone",engine="",version=""} 1
        # HELP plimsoll_up 1 where the server answers.
        # TYPE plimsoll_up gauge
        plimsoll_up{server="shop"} 1
        plimsoll_up{server="gone"} 0
        # HELP plimsoll_reach 1 for the state that the server is found in.
        # TYPE plimsoll_reach gauge
        plimsoll_reach{server="shop",state="up"} 1
        plimsoll_reach{server="gone",state="down"} 1
        # HELP plimsoll_reach_since_timestamp_seconds Since when it is in that state.
        # TYPE plimsoll_reach_since_timestamp_seconds gauge
        plimsoll_reach_since_timestamp_seconds{server="shop"} 1795676400
        plimsoll_reach_since_timestamp_seconds{server="gone"} 1795676400
        # HELP plimsoll_limit_bytes The memory that the server may have, seen or given.
        # TYPE plimsoll_limit_bytes gauge
        plimsoll_limit_bytes{server="shop"} 2147483648
        # HELP plimsoll_bill_line_sessions Sessions at which it goes under, by the bill of its configuration.
        # TYPE plimsoll_bill_line_sessions gauge
        plimsoll_bill_line_sessions{server="shop"} 62
        # HELP plimsoll_learned_line_sessions Sessions at which it goes under, learned from what its sessions take.
        # TYPE plimsoll_learned_line_sessions gauge
        plimsoll_learned_line_sessions{server="shop",case="low"} 49
        plimsoll_learned_line_sessions{server="shop",case="likely"} 58
        plimsoll_learned_line_sessions{server="shop",case="high"} 71
        # HELP plimsoll_forecast_timestamp_seconds When it goes under if what grows goes on.
        # TYPE plimsoll_forecast_timestamp_seconds gauge
        # HELP plimsoll_gaps What could not be had of the server.
        # TYPE plimsoll_gaps gauge
        plimsoll_gaps{server="shop"} 1
        plimsoll_gaps{server="gone"} 0
        # HELP plimsoll_samples_taken_total Samples taken, by their source.
        # TYPE plimsoll_samples_taken_total counter
        plimsoll_samples_taken_total{server="shop",source="server"} 12
        # HELP plimsoll_samples_missed_total Samples that were due and not taken.
        # TYPE plimsoll_samples_missed_total counter
        plimsoll_samples_missed_total{server="shop",source="server"} 1
        # HELP plimsoll_sample_seconds How long the newest sample took.
        # TYPE plimsoll_sample_seconds gauge
        plimsoll_sample_seconds{server="shop",source="server"} 0.0015
        # HELP plimsoll_sample_timestamp_seconds When the newest sample was taken.
        # TYPE plimsoll_sample_timestamp_seconds gauge
        plimsoll_sample_timestamp_seconds{server="shop",source="server"} 1795687200
        # HELP plimsoll_sessions Sessions of clients by what they do.
        # TYPE plimsoll_sessions gauge
        plimsoll_sessions{server="shop",state="active"} 3
        plimsoll_sessions{server="shop",state="idle"} 28
        # HELP plimsoll_statements_total Statements of clients.
        # TYPE plimsoll_statements_total counter
        plimsoll_statements_total{server="shop"} 9000
        # HELP plimsoll_data_bytes Size of a database; asked for seldom.
        # TYPE plimsoll_data_bytes gauge
        plimsoll_data_bytes{server="shop",database="a\"b\n"} 1000000000000
    "#]].assert_eq(&text);
}

#[test]
fn a_name_stands_once_and_is_among_those_told() {
    let text = page(&[sample::watched(), sample::watched()], &own());
    let mut seen = BTreeSet::new();
    let told = super::names();
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let name = line.split(' ').next().unwrap_or_default();
        assert!(seen.insert(name), "{name} twice");
        assert!(told.contains(name), "{name} is not told");
    }
}

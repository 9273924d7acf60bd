use plimsoll_model::{Engine, ProblemKind};

use super::typed;
use crate::catalogue::{Series, lookup};

/// `canonical (display)` of a value, or the kind of its refusal.
fn read(name: &str, text: &str) -> Result<String, ProblemKind> {
    let series = Series::named(Engine::Postgresql, "16").expect("a series");
    let parameter = lookup(Engine::Postgresql, name).expect("a parameter");
    let row = parameter.at(series).expect("known to 16");
    let typed = typed(parameter, row, series, text.as_bytes());
    typed
        .map(|typed| format!("{} ({})", typed.canonical, typed.display))
        .map_err(|no| no.kind)
}

#[test]
fn values_are_typed_and_shown_as_the_server_does() {
    use ProblemKind::{BadValue, OutOfRange, WrongUnit};
    let cases = [
        ("fsync", "Y", Ok("on (on)")),
        ("fsync", "of", Ok("off (off)")),
        ("fsync", "o", Err(BadValue)),
        ("fsync", "", Err(BadValue)),
        ("fsync", "on ", Err(BadValue)),
        ("work_mem", "64MB", Ok("65536 (64MB)")),
        ("work_mem", "65537", Ok("65537 (65537kB)")),
        ("work_mem", "64", Ok("64 (64kB)")),
        ("work_mem", "63", Err(OutOfRange)),
        ("work_mem", "64mb", Err(WrongUnit)),
        ("work_mem", "much", Err(BadValue)),
        ("max_connections", "7 x", Err(WrongUnit)),
        ("log_min_duration_statement", "-1", Ok("-1 (-1)")),
        ("vacuum_cost_delay", "2", Ok("2 (2ms)")),
        ("vacuum_cost_delay", "500us", Ok("0.5 (500us)")),
        ("seq_page_cost", "1e10", Ok("1e+10 (1e+10)")),
        ("seq_page_cost", "-1", Err(OutOfRange)),
        ("wal_level", "HOT_standby", Ok("replica (replica)")),
        ("wal_level", "hot", Err(BadValue)),
        ("log_file_mode", "0600", Ok("384 (0600)")),
        ("cluster_name", "é", Ok("\\xc3\\xa9 (\\xc3\\xa9)")),
    ];
    for (name, text, expected) in cases {
        assert_eq!(
            read(name, text),
            expected.map(str::to_owned),
            "{name} = {text:?}"
        );
    }
}

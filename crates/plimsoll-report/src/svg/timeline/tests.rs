use expect_test::expect;
use jiff::Timestamp;
use plimsoll_model::{Cause, CauseClass, Incident, Layer, LogLine, LogRead};

use super::timeline;

fn line(file: &str, line: u64, seconds: i64, text: &str) -> LogLine {
    LogLine {
        file: file.to_owned(),
        line,
        at: Timestamp::from_second(1_716_373_860 + seconds).ok(),
        text: text.to_owned(),
    }
}

fn read(file: &str, format: Option<&'static str>) -> LogRead {
    LogRead {
        file: file.to_owned(),
        format,
        lines: 100,
        span: None,
        remarks: Vec::new(),
    }
}

/// A change the evening before, a kill, what clients said of it.
fn incident() -> Incident {
    let changed = line("events.jsonl", 1, -60_000, "work_mem 16MB -> 256MB");
    let died = line("db/server.log", 9, 7, "server process (PID 7) died");
    let mut timeline = vec![changed.clone(), died.clone()];
    let clients = (0..9).map(|index| {
        line(
            "app.log",
            index,
            8 + i64::try_from(index).unwrap_or(0),
            "a < b & \"c\"",
        )
    });
    timeline.extend(clients);
    timeline.push(LogLine {
        at: None,
        ..died.clone()
    });
    Incident {
        moment: died.at,
        causes: vec![Cause {
            name: "work-mem-times-sessions",
            class: CauseClass::MemoryConfig,
            layer: Some(Layer::Database),
            score: 0.93,
            parameters: Vec::new(),
            message: String::new(),
            evidence: vec![died, changed],
            against: Vec::new(),
        }],
        timeline,
        read: vec![
            read("db/server.log", Some("PostgreSQL, stderr")),
            read("app.log", None),
            read("events.jsonl", Some("plimsoll.event/1")),
            read("silent.log", None),
        ],
        ..Incident::default()
    }
}

#[test]
fn a_lane_a_file_with_the_moment_and_what_proves_it() {
    let svg = timeline(&incident());
    // The style is every picture's.
    let shapes: Vec<&str> = svg
        .lines()
        .filter(|line| !line.contains("<style>"))
        .collect();
    expect![[r#"
        <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1040 334" width="1040" height="334">
        <title>work-mem-times-sessions, 93 %</title>
        <desc>11 lines of 4 files, 2024-05-21 17:51:00 to 2024-05-22 10:31:16 UTC; 1 more have no time</desc>
        <rect class="ground" width="100%" height="100%"/>
        <text class="title" x="16.0" y="24" text-anchor="start">work-mem-times-sessions, 93 %</text>
        <text class="faint" x="16.0" y="44" text-anchor="start">11 lines of 4 files, 2024-05-21 17:51:00 to 2024-05-22 10:31:16 UTC; 1 more have no time</text>
        <line class="tick" x1="274.3" y1="84" x2="274.3" y2="226"/>
        <text class="faint" x="274.3" y="240" text-anchor="middle">17:51:00</text>
        <text class="faint" x="220.0" y="258" text-anchor="start">2024-05-21</text>
        <text class="faint" x="354.6" y="226" text-anchor="middle">⋯</text>
        <text class="faint" x="354.6" y="94" text-anchor="middle">16 h later</text>
        <line class="tick" x1="461.4" y1="84" x2="461.4" y2="226"/>
        <text class="faint" x="461.4" y="240" text-anchor="middle">10:31:08</text>
        <line class="tick" x1="599.0" y1="84" x2="599.0" y2="226"/>
        <text class="faint" x="599.0" y="240" text-anchor="middle">10:31:10</text>
        <line class="tick" x1="736.7" y1="84" x2="736.7" y2="226"/>
        <text class="faint" x="736.7" y="240" text-anchor="middle">10:31:12</text>
        <line class="tick" x1="874.3" y1="84" x2="874.3" y2="226"/>
        <text class="faint" x="874.3" y="240" text-anchor="middle">10:31:14</text>
        <line class="tick" x1="1012.0" y1="84" x2="1012.0" y2="226"/>
        <text class="faint" x="1012.0" y="240" text-anchor="middle">10:31:16</text>
        <text class="faint" x="380.6" y="258" text-anchor="start">2024-05-22</text>
        <line class="limit" x1="392.6" y1="80" x2="392.6" y2="222"/>
        <text class="limit-text" x="392.6" y="75" text-anchor="middle">the moment, 10:31:07</text>
        <text class="name" x="16.0" y="105" text-anchor="start">db/server.log</text>
        <text class="faint" x="16.0" y="121" text-anchor="start">PostgreSQL, stderr</text>
        <line class="rule" x1="220.0" y1="107" x2="328.6" y2="107"/>
        <line class="rule" x1="380.6" y1="107" x2="1024.0" y2="107"/>
        <g><title>05-22 10:31:07  server.log:9  server process (PID 7) died</title>
        <circle class="likely" cx="392.6" cy="107" r="4"/>
        </g>
        <g><title>05-22 10:31:07  server.log:9  server process (PID 7) died</title>
        <circle class="proof" cx="392.6" cy="107" r="5"/>
        </g>
        <text class="proof-text halo" x="392.6" y="98" text-anchor="middle">2</text>
        <text class="name" x="16.0" y="151" text-anchor="start">app.log</text>
        <text class="faint" x="16.0" y="167" text-anchor="start">not recognised</text>
        <line class="rule" x1="220.0" y1="153" x2="328.6" y2="153"/>
        <line class="rule" x1="380.6" y1="153" x2="1024.0" y2="153"/>
        <g><title>05-22 10:31:08  app.log:0  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="461.4" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:09  app.log:1  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="530.2" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:10  app.log:2  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="599.0" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:11  app.log:3  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="667.9" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:12  app.log:4  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="736.7" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:13  app.log:5  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="805.5" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:14  app.log:6  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="874.3" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:15  app.log:7  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="943.2" cy="153" r="4"/>
        </g>
        <g><title>05-22 10:31:16  app.log:8  a &lt; b &amp; &quot;c&quot;</title>
        <circle class="likely" cx="1012.0" cy="153" r="4"/>
        </g>
        <text class="name" x="16.0" y="197" text-anchor="start">events.jsonl</text>
        <text class="faint" x="16.0" y="213" text-anchor="start">plimsoll.event/1</text>
        <line class="rule" x1="220.0" y1="199" x2="328.6" y2="199"/>
        <line class="rule" x1="380.6" y1="199" x2="1024.0" y2="199"/>
        <g><title>05-21 17:51:00  events.jsonl:1  work_mem 16MB -&gt; 256MB</title>
        <circle class="likely" cx="274.3" cy="199" r="4"/>
        </g>
        <g><title>05-21 17:51:00  events.jsonl:1  work_mem 16MB -&gt; 256MB</title>
        <circle class="proof" cx="274.3" cy="199" r="5"/>
        </g>
        <text class="proof-text halo" x="274.3" y="190" text-anchor="middle">1</text>
        <circle class="proof" cx="22.0" cy="294" r="5"/>
        <text class="proof-text" x="34.0" y="298" text-anchor="start">1</text>
        <text class="faint" x="50.0" y="298" text-anchor="start">05-21 17:51:00  events.jsonl:1  work_mem 16MB -&gt; 256MB</text>
        <circle class="proof" cx="22.0" cy="314" r="5"/>
        <text class="proof-text" x="34.0" y="318" text-anchor="start">2</text>
        <text class="faint" x="50.0" y="318" text-anchor="start">05-22 10:31:07  server.log:9  server process (PID 7) died</text>
        </svg>"#]].assert_eq(&shapes.join("\n"));
}

#[test]
fn nothing_and_much_are_drawn() {
    assert!(timeline(&Incident::default()).ends_with("</svg>\n"));
    let mut much = incident();
    much.read = (0..500)
        .map(|index| read(&format!("{index}.log"), None))
        .collect();
    let lines = (0..20_000).map(|index| {
        line(
            &format!("{}.log", index % 500),
            1,
            i64::from(index) * 7_777,
            "x",
        )
    });
    much.timeline = lines.collect();
    let svg = timeline(&much);
    assert!(svg.contains(">other files<"));
    assert!(svg.len() < 400_000, "{} bytes", svg.len());
}

#[test]
fn text_of_logs_is_escaped() {
    let svg = timeline(&incident());
    assert!(svg.contains("a &lt; b &amp; &quot;c&quot;"));
    assert!(!svg.contains("a < b"));
}

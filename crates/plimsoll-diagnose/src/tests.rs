//! From bytes to an incident, in the smallest form.

mod around;

use expect_test::expect;

use crate::{Handed, Question, Reading, diagnose};

#[test]
fn a_killed_backend_is_heard_in_blocks_of_any_size() {
    let log = "2024-05-22 10:00:00.000 UTC [1] LOG:  server process (PID 431) was terminated by signal 9: Killed\n\
               2024-05-22 10:00:00.000 UTC [1] DETAIL:  Failed process was running: select pg_sleep(1)\n\
               2024-05-22 10:00:00.000 UTC [1] LOG:  terminating any other active server processes\n";
    for size in [1, 7, 100, 10_000] {
        let mut reading = Reading::new("server.log", Handed::Log);
        log.as_bytes()
            .chunks(size)
            .for_each(|block| reading.push(block));
        let incident = diagnose(vec![reading.end()], &Question::default());
        let lines: Vec<String> = incident
            .timeline
            .iter()
            .map(|line| format!("{}: {}", line.line, line.text))
            .collect();
        expect![[r"
            1: server process (PID 431) was terminated by signal 9: Killed
            3: terminating any other active server processes"]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(incident.causes[0].name, "died-without-reason");
    }
}
